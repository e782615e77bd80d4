//! What a filter asks for that no article carries, and what there is near it: a search that
//! finds nothing is mostly one for a name that is written otherwise here.

use std::cmp::Reverse;
use std::io;

use super::reader::{Filter, SearchError, Searcher};

/// A value of a filter that no article of the archive carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What it was to be: `district`, `page`, `reporter`, `column` or `kind`.
    pub facet: &'static str,
    /// The value that was asked for.
    pub value: String,
    /// Values that there are, the nearest first.
    pub near: Vec<String>,
}

/// Values that are named in place of an unknown one.
const NAMED: usize = 5;

impl<F: Fn(&str) -> io::Result<Vec<u8>>> Searcher<F> {
    /// The values of a filter that are not in the archive: with any of them a search finds nothing.
    ///
    /// # Errors
    /// When the file of facets is missing or damaged.
    pub fn unknown(&self, filter: &Filter) -> Result<Vec<Unknown>, SearchError> {
        let mut unknown = Vec::new();
        for (facet, group, value) in filter.values() {
            let values = self.facets()?.values(group);
            if values.iter().all(|(name, _)| name != value) {
                unknown.push(Unknown { facet, value: value.to_owned(), near: near(value, values) });
            }
        }
        Ok(unknown)
    }
}

/// Those of the values that have most of their characters in common with what was asked for; of
/// like ones those that more articles carry.
fn near(value: &str, values: &[(String, u32)]) -> Vec<String> {
    let mut near: Vec<_> =
        values.iter().map(|(name, count)| (Reverse((likeness(value, name), *count)), name)).collect();
    near.sort_unstable();
    near.into_iter().take(NAMED).map(|(_, name)| name.clone()).collect()
}

/// Of a thousand characters of both, how many are in the other one too.
fn likeness(a: &str, b: &str) -> usize {
    let (length, mut rest): (usize, Vec<char>) = (a.chars().count() + b.chars().count(), b.chars().collect());
    let shared =
        a.chars().filter(|c| rest.iter().position(|other| other == c).map(|at| rest.swap_remove(at)).is_some());
    2000 * shared.count() / length.max(1)
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn names_that_share_characters_are_near_and_common_ones_stand_in() {
        let values = [("荷塘区", 90), ("天元区", 40), ("醴陵市", 70), ("元区天", 3)]
            .map(|(name, count)| (name.to_owned(), count));
        assert_eq!(near("天元县", &values), ["天元区", "元区天", "荷塘区", "醴陵市"]);
        assert_eq!(near("株洲县", &values)[0], "荷塘区");
        assert_eq!(near("", &[]), [""; 0]);
    }
}
