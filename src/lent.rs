//! Tables that are lent to one page after another.
//!
//! To make the tables of a page anew for each costs more than to fill them: memory has to be found
//! and cleared. So each thread keeps a set of them, lends it to the page in hand and has it back when
//! that is read. Who borrows one finds it as the page before left it.

use std::{
    cell::Cell,
    mem,
    ops::{Deref, DerefMut},
    thread::LocalKey,
};

/// Where a thread keeps a table while nobody uses it.
pub(crate) type Shelf<T> = LocalKey<Cell<T>>;

/// A table that goes back to its shelf when it is dropped.
pub(crate) struct Lent<T: Default + 'static> {
    table: T,
    shelf: &'static Shelf<T>,
}

impl<T: Default> Lent<T> {
    /// Takes what lies on a shelf; a new one while that is lent already.
    pub(crate) fn from(shelf: &'static Shelf<T>) -> Self {
        Self { table: shelf.take(), shelf }
    }
}

impl<T: Default> Deref for Lent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.table
    }
}

impl<T: Default> DerefMut for Lent<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.table
    }
}

impl<T: Default> Drop for Lent<T> {
    fn drop(&mut self) {
        let table = mem::take(&mut self.table);
        // A thread that ends has no shelf any longer.
        let _ = self.shelf.try_with(|shelf| shelf.set(table));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::Lent;

    thread_local!(static SHELF: Cell<Vec<u8>> = const { Cell::new(Vec::new()) });

    #[test]
    fn what_was_lent_comes_back() {
        let mut one = Lent::from(&SHELF);
        one.push(7);
        assert!(Lent::from(&SHELF).is_empty());
        drop(one);
        assert_eq!(*Lent::from(&SHELF), [7]);
    }
}
