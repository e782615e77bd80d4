//! Numbers for pairs of characters.

use std::collections::BTreeMap;

/// Numbers for pairs in the order they are met: a hash table with open addressing, for this is
/// asked of every character of a page.
pub(super) struct Numbers {
    /// A pair and its number; 0 is no pair. A power of two of them, a third of them free at least.
    places: Vec<(u32, u32)>,
    shift: u32,
    /// Pairs with a character beyond the basic plane: next to none.
    rare: BTreeMap<(char, char), u32>,
    len: u32,
}

impl Numbers {
    /// Room for the pairs of a text of so many characters, as a page repeats them.
    pub(super) fn for_text(length: usize) -> Self {
        let places = length.next_power_of_two().clamp(1 << 4, 1 << 16);
        Self { places: vec![(0, 0); places], shift: 64 - places.trailing_zeros(), rare: BTreeMap::new(), len: 0 }
    }

    /// How many pairs have numbers.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// The number of a pair, or the free place it would have.
    #[inline]
    fn look(&self, pair: u32) -> Result<u32, usize> {
        let last = self.places.len() - 1;
        let mut place = (u64::from(pair).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        loop {
            match self.places[place & last] {
                (found, number) if found == pair => return Ok(number),
                (0, _) => return Err(place & last),
                _ => place += 1,
            }
        }
    }

    /// Both characters in one number; `None` beyond the basic plane.
    #[inline]
    fn pair(a: char, b: char) -> Option<u32> {
        let (a, b) = (u32::from(a), u32::from(b));
        (a < 0x1_0000 && b < 0x1_0000).then_some(a << 16 | b)
    }

    /// The number of a pair, if it has one.
    pub(super) fn find(&self, a: char, b: char) -> Option<u32> {
        match Self::pair(a, b) {
            Some(pair) => self.look(pair).ok(),
            None => self.rare.get(&(a, b)).copied(),
        }
    }

    /// The number of a pair, a new one where it has none.
    #[inline]
    pub(super) fn add(&mut self, a: char, b: char) -> u32 {
        let Some(pair) = Self::pair(a, b) else { return self.add_rare(a, b) };
        match self.look(pair) {
            Ok(number) => number,
            Err(place) => self.put(pair, place),
        }
    }

    #[cold]
    fn add_rare(&mut self, a: char, b: char) -> u32 {
        let next = self.len;
        let number = *self.rare.entry((a, b)).or_insert(next);
        self.len += u32::from(number == next);
        number
    }

    #[inline(never)]
    fn put(&mut self, pair: u32, place: usize) -> u32 {
        let number = self.len;
        self.places[place] = (pair, number);
        self.len += 1;
        if self.len() * 3 > self.places.len() * 2 {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let places = self.places.len() * 4;
        let old = std::mem::replace(&mut self.places, vec![(0, 0); places]);
        self.shift = 64 - places.trailing_zeros();
        for (pair, number) in old.into_iter().filter(|(pair, _)| *pair != 0) {
            if let Err(place) = self.look(pair) {
                self.places[place] = (pair, number);
            }
        }
    }
}
