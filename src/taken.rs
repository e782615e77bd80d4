//! Names already given away in one place: a folder, a page, an article.
//!
//! Who comes second gets a number, and so on: names are handed over in order of first appearance, so that a
//! name that turns up later never takes an address from an older one.

use std::collections::BTreeMap;

/// See the module.
#[derive(Debug)]
pub(crate) struct Taken<T> {
    /// Each with the lowest number that may be free for the next who wants it. No name is ever given back, so
    /// the numbers below need not be tried again.
    names: BTreeMap<T, u32>,
}

impl<T> Default for Taken<T> {
    fn default() -> Self {
        Self { names: BTreeMap::new() }
    }
}

/// The first number: the second of a name is `-2`.
const SECOND: u32 = 2;

impl<T: Ord + Clone> Taken<T> {
    /// The name itself if it is free, else with the lowest free number. A number that gives no name is
    /// passed over.
    pub(crate) fn claim_with(&mut self, wanted: T, numbered: impl Fn(&T, u32) -> Option<T>) -> T {
        let Some(&next) = self.names.get(&wanted) else {
            self.names.insert(wanted.clone(), SECOND);
            return wanted;
        };
        let free = (next..).find_map(|n| {
            let name = numbered(&wanted, n)?;
            (!self.names.contains_key(&name)).then_some((n, name))
        });
        let Some((n, name)) = free else { return wanted };
        self.names.insert(wanted, n + 1);
        self.names.insert(name.clone(), SECOND);
        name
    }
}

impl<T: Ord> FromIterator<T> for Taken<T> {
    fn from_iter<I: IntoIterator<Item = T>>(names: I) -> Self {
        Self { names: names.into_iter().map(|name| (name, SECOND)).collect() }
    }
}

impl<T> IntoIterator for Taken<T> {
    type Item = T;
    type IntoIter = std::collections::btree_map::IntoKeys<T, u32>;

    /// All names, in order.
    fn into_iter(self) -> Self::IntoIter {
        self.names.into_keys()
    }
}

#[cfg(test)]
mod tests {
    use super::Taken;

    #[test]
    fn second_comers_get_the_lowest_free_number() {
        let mut taken: Taken<String> = ["index".to_owned()].into_iter().collect();
        let mut claim = |name: &str| taken.claim_with(name.to_owned(), |name, n| Some(format!("{name}-{n}")));
        for (wanted, given) in [
            ("li-wei", "li-wei"),
            ("li-wei", "li-wei-2"),
            ("li-wei-2", "li-wei-2-2"),
            ("li-wei-3", "li-wei-3"),
            ("li-wei", "li-wei-4"),
            ("li-wei", "li-wei-5"),
            ("index", "index-2"),
        ] {
            assert_eq!(claim(wanted), given);
        }
        assert_eq!(taken.into_iter().count(), 8);
    }
}
