//! Keys: the short strings under which an article is found.
//!
//! At each position of a folded run stands a key that begins there:
//! - a Han character with the unit after it: `株洲`, `余3`, or alone at the end of a run;
//! - a letter or digit with the Han character after it: `3万`, or alone at the end of a run;
//! - two letters or digits, and again with whatever comes third: `20` and `202`, `23` and `23年`;
//! - a mark of punctuation alone, so that a search of nothing but marks has an answer too.
//!
//! Every string of two units and every string of three that begins with two of an alphabet is
//! one exact key, wherever in a longer word or number it stands: `3万` is found in `13万`.

use super::fold::{Class, class};

/// Group numbers below this one are facets, not code units (which break there).
pub(crate) const FACETS: u16 = 6;
/// Group of districts.
pub(crate) const DISTRICT: u16 = 1;
/// Group of printed pages.
pub(crate) const PAGE: u16 = 2;
/// Group of reporters.
pub(crate) const REPORTER: u16 = 3;
/// Group of columns.
pub(crate) const COLUMN: u16 = 4;
/// Group of kinds.
pub(crate) const KIND: u16 = 5;

/// A key: its first unit, the group, and the rest of it within the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// First code unit, or the number of a facet.
    pub(crate) group: u16,
    /// The second unit for Han; second and third (`second << 16 | third`) in an alphabet,
    /// zeros where the run ends; the value's number for a facet.
    pub(crate) rest: u32,
}

/// Whether the rest of a group's keys has 32 bits, not 16.
pub(crate) fn is_wide(group: u16) -> bool {
    group < 0x2e80
}

/// The highest rest of a group's keys.
pub(crate) fn highest_rest(group: u16) -> u64 {
    if is_wide(group) { u64::from(u32::MAX) } else { u64::from(u16::MAX) }
}

impl Key {
    fn new(first: u16, second: u16, third: u16) -> Self {
        let rest = if is_wide(first) { u32::from(second) << 16 | u32::from(third) } else { u32::from(second) };
        Self { group: first, rest }
    }

    /// The key as one number of 48 bits, in the order of keys.
    pub(crate) fn packed(self) -> u64 {
        u64::from(self.group) << 32 | u64::from(self.rest)
    }
}

/// A key that covers part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cover {
    /// The key.
    pub(crate) key: Key,
    /// Where in the run it begins.
    pub(crate) start: usize,
    /// How many units it covers.
    pub(crate) span: usize,
}

/// Calls `sink` with every key of folded text, repeats and all.
pub(crate) fn keys_of(units: &[u16], mut sink: impl FnMut(Key)) {
    let at = |i: usize| units.get(i).copied().filter(|&unit| class(unit) != Class::Break);
    for (i, &first) in units.iter().enumerate() {
        let kind = class(first);
        let second = if kind == Class::Break { None } else { at(i + 1) };
        sink(Key::new(first, second.unwrap_or(0), 0));
        if kind == Class::Token
            && let Some(second) = second
            && class(second) == Class::Token
            && let Some(third) = at(i + 2)
        {
            sink(Key::new(first, second, third));
        }
    }
}

/// The longest exact key at each position of a run of a phrase but its last one. A run of one
/// unit has none: that is a search of a whole group.
pub(crate) fn covers(run: &[u16]) -> Vec<Cover> {
    let last = run.len().saturating_sub(1);
    (0..last)
        .map(|start| {
            let (first, second) = (run[start], run[start + 1]);
            let third = run.get(start + 2).copied();
            match third {
                Some(third) if class(first) == Class::Token && class(second) == Class::Token => {
                    Cover { key: Key::new(first, second, third), start, span: 3 }
                }
                _ => Cover { key: Key::new(first, second, 0), start, span: 2 },
            }
        })
        .collect()
}

/// The key of a mark of punctuation.
pub(crate) fn mark(unit: u16) -> Key {
    Key::new(unit, 0, 0)
}

/// The runs of folded text: its longest stretches without a break.
pub(crate) fn runs(units: &[u16]) -> impl Iterator<Item = &[u16]> {
    units.split(|&unit| class(unit) == Class::Break).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut keys = Vec::new();
        keys_of(&fold(text), |key| {
            let rest = [(key.rest >> 16) as u16, key.rest as u16];
            let units: Vec<u16> = [key.group].into_iter().chain(rest).filter(|&u| u != 0).collect();
            keys.push(String::from_utf16_lossy(&units));
        });
        keys
    }

    #[test]
    fn keys_of_han_and_numbers() {
        assert_eq!(shown("近13万，人"), ["近1", "13", "13万", "3万", "万", ",", "人"]);
        assert_eq!(shown("5G"), ["5g", "g"]);
    }

    #[test]
    fn covers_of_a_phrase_are_keys_of_every_text_around_it() {
        for phrase in ["3万余名", "2023年", "5g", "株洲", "3.5亿元", "ab1"] {
            let around = fold(&format!("共1{phrase}者"));
            let mut keys = Vec::new();
            keys_of(&around, |key| keys.push(key));
            for run in runs(&fold(phrase)) {
                assert!(covers(run).iter().all(|cover| keys.contains(&cover.key)), "{phrase}");
            }
        }
    }
}
