//! Names by how they begin, so that a text is searched for all of them in one pass.

use std::collections::BTreeMap;

use crate::{
    watch::Watch,
    windows::{self, Sieve},
};

/// All names by their first two characters, which no name is shorter than.
#[derive(Debug, Clone, Default)]
pub(super) struct Openings {
    /// The characters that open a name.
    first: Watch,
    /// Which openings there may be.
    sieve: Sieve,
    /// Names and their patterns, the longest first.
    names: BTreeMap<[char; 2], Vec<(String, usize)>>,
}

impl Openings {
    /// The openings of these names, each with its pattern.
    pub(super) fn of(names: &BTreeMap<String, usize>) -> Self {
        let mut openings: BTreeMap<[char; 2], Vec<(String, usize)>> = BTreeMap::new();
        for (name, pattern) in names {
            let mut chars = name.chars();
            if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
                openings.entry([first, second]).or_default().push((name.clone(), *pattern));
            }
        }
        openings.values_mut().for_each(|named| named.sort_by_key(|(name, _)| usize::MAX - name.len()));
        let sieve = Sieve::of(openings.keys().map(|opening| windows::hash(opening)));
        let first = Watch::of(openings.keys().map(|[first, _]| *first));
        Self { first, sieve, names: openings }
    }

    /// The characters that open a name.
    pub(super) fn first(&self) -> &Watch {
        &self.first
    }

    /// The names that begin with these two characters.
    #[inline]
    pub(super) fn names(&self, opening: [char; 2]) -> &[(String, usize)] {
        if self.sieve.lets_through(windows::hash(&opening)) {
            self.names.get(&opening).map_or(&[], Vec::as_slice)
        } else {
            &[]
        }
    }
}
