//! Traditional characters and their simplified forms, for archives that hold both.
//!
//! The table is of single characters, so that a hit keeps its place and its length in the
//! printed text. It is laid over folded text and query alike, and only where the site asks for
//! it: `后` then finds `後` too, and `里` finds `裏` and `裡`. Characters that have several
//! simplified forms take their most common one. The data are those of OpenCC's
//! `TSCharacters.txt` (Apache License 2.0), less what lies outside the first plane.

use std::collections::BTreeSet;

/// Traditional and simplified characters by turns.
const PAIRS: &str = include_str!("traditional.txt");

/// A unit for each unit; empty where each stays itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variants(Vec<u16>);

impl Variants {
    /// All that are known.
    pub(crate) fn known() -> Self {
        Self::read(PAIRS)
    }

    /// From pairs as [`Self::known`] and [`pairs_of`] have them. Characters outside the first
    /// plane, which are none of a pair, do no harm.
    pub(crate) fn read(pairs: &str) -> Self {
        let mut table: Vec<u16> = (0..=u16::MAX).collect();
        let units: Vec<u16> = pairs.encode_utf16().collect();
        for pair in units.chunks_exact(2) {
            table[usize::from(pair[0])] = pair[1];
        }
        Self(table)
    }

    /// The form under which a folded unit is searched.
    pub(crate) fn of(&self, unit: u16) -> u16 {
        self.0.get(usize::from(unit)).copied().unwrap_or(unit)
    }
}

/// The pairs whose simplified form is among `units`: all that a search of them can need.
pub(crate) fn pairs_of(units: &BTreeSet<u16>) -> String {
    let mut pairs = String::new();
    let mut rest = PAIRS.chars();
    while let (Some(traditional), Some(simplified)) = (rest.next(), rest.next()) {
        if u16::try_from(u32::from(simplified)).is_ok_and(|unit| units.contains(&unit)) {
            pairs.extend([traditional, simplified]);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_pairs_of_the_first_plane_and_no_chains() {
        let units: Vec<u16> = PAIRS.encode_utf16().collect();
        assert_eq!((units.len() % 2, units.len()), (0, PAIRS.chars().count()));
        let known = Variants::known();
        assert!((0..=u16::MAX).all(|unit| known.of(known.of(unit)) == known.of(unit)));
        let of = |c: char| char::from_u32(u32::from(known.of(c as u16)));
        assert_eq!("後裏裡臺a后".chars().filter_map(of).collect::<String>(), "后里里台a后");
    }

    #[test]
    fn only_pairs_that_can_matter_are_kept() {
        let units = BTreeSet::from(['里' as u16, '后' as u16]);
        let pairs = pairs_of(&units);
        assert!(pairs.contains("後后") && pairs.contains("裡里") && !pairs.contains('臺'), "{pairs}");
        assert_eq!(Variants::read(&pairs).of('後' as u16), '后' as u16);
        assert_eq!(Variants::default().of('後' as u16), '後' as u16);
    }
}
