//! Keys: the short strings under which an article is found.
//!
//! At each position of a folded run stands the key that begins there, two units:
//! - a unit with the one after it: `株洲`, `余3`, `3万`, or alone at the end of a run;
//! - a mark of punctuation alone, so that a search of nothing but marks has an answer too.
//!
//! Numbers and Latin words are made of few units, so that their pairs tell little: half of an
//! archive holds `月1`. Such a pair carries what stands after it too ([`Next`]): the unit itself
//! if both are of an alphabet (`20` with `2`: `202` is as good as a key of its own), a class of
//! it if one is. Of a pair of ideographs that half of an archive holds the same is true, so it
//! tells a little: one of two classes.

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

/// A key with what follows it: `group`, second and third unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// First code unit, or the number of a facet.
    pub(crate) group: u16,
    /// `second << 16 | third`, the second 0 where the run ends; the value's number for a facet.
    /// The third is as [`Next`] says, 0 where nothing is told.
    pub(crate) rest: u32,
}

/// What a list tells about the unit after a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing.
    Untold,
    /// One of two classes.
    Half,
    /// One of sixteen classes: ten for letters and digits, six for the rest.
    Class,
    /// The unit.
    Unit,
}

/// Bits of a class.
pub(crate) const CLASS_BITS: u32 = 4;

impl Next {
    /// What is told after these two units.
    pub(crate) fn after(first: u16, second: u16) -> Self {
        match (is_wide(first), is_wide(second)) {
            _ if second == 0 || first < FACETS => Self::Untold,
            (true, true) => Self::Unit,
            (false, false) => Self::Half,
            _ => Self::Class,
        }
    }

    /// What is told of `third`.
    pub(crate) fn of(self, third: u16) -> u16 {
        match self {
            Self::Untold => 0,
            // Stretches of Unicode are about equally common. The end of a run is in the class that
            // has a little less without it.
            Self::Half => third >> 4 & 1,
            Self::Class => class_after(third),
            Self::Unit => third,
        }
    }

    /// Whether an article has one posting under the key, whatever comes after it there.
    pub(crate) fn is_merged(self) -> bool {
        matches!(self, Self::Untold | Self::Half)
    }

    /// Which of the `cuts` of a list has the articles with `told`, which is what [`Self::of`]
    /// gave.
    pub(crate) fn cut(self, told: u16, cuts: u32) -> u32 {
        let class = if self == Self::Unit { class_after(told) } else { told };
        (u32::from(class) * cuts) >> CLASS_BITS
    }
}

/// The class of a unit after a pair.
fn class_after(unit: u16) -> u16 {
    if is_wide(unit) { unit % 10 } else { 10 + unit % 6 }
}

/// Whether a unit that breaks no run is a letter or digit of an alphabet.
fn is_wide(unit: u16) -> bool {
    unit < 0x2e80
}

impl Key {
    fn new(first: u16, second: u16, third: u16) -> Self {
        let third = Next::after(first, second).of(third);
        Self { group: first, rest: u32::from(second) << 16 | u32::from(third) }
    }

    /// The key as one number of 48 bits, in the order of keys.
    pub(crate) fn packed(self) -> u64 {
        u64::from(self.group) << 32 | u64::from(self.rest)
    }
}

/// A pair of a phrase, with the unit after it where the phrase goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cover {
    /// Its first unit.
    pub(crate) group: u16,
    /// Its second unit.
    pub(crate) second: u16,
    /// What must come after it.
    pub(crate) next: Option<u16>,
}

/// Calls `sink` with every key of folded text, repeats and all.
pub(crate) fn keys_of(units: &[u16], mut sink: impl FnMut(Key)) {
    // The two units before the present one, 0 for what is no part of a run.
    let (mut first, mut second) = (0, 0);
    for &unit in units.iter().chain(&[0, 0]) {
        let is_break = class(unit) == Class::Break;
        let third = if is_break { 0 } else { unit };
        if first != 0 {
            sink(Key::new(first, second, third));
        }
        if is_break && unit >= FACETS {
            sink(Key::new(unit, 0, 0));
        }
        (first, second) = (second, third);
    }
}

/// The pairs of a run of a phrase. A run of one unit has none: that is a search of a whole
/// group.
pub(crate) fn covers(run: &[u16]) -> impl Iterator<Item = Cover> {
    run.windows(2).enumerate().map(|(at, pair)| Cover {
        group: pair[0],
        second: pair[1],
        next: run.get(at + 2).copied(),
    })
}

/// The runs of folded text: its longest stretches without a break.
pub(crate) fn runs(units: &[u16]) -> impl Iterator<Item = &[u16]> {
    units.split(|&unit| class(unit) == Class::Break).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::super::variants::Variants;
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut keys = Vec::new();
        keys_of(&fold(text, &Variants::default()), |key| {
            let (second, third) = ((key.rest >> 16) as u16, key.rest as u16);
            let is_class = matches!(Next::after(key.group, second), Next::Class | Next::Half);
            let units: Vec<u16> =
                [key.group, second, third].into_iter().take(if is_class { 2 } else { 3 }).filter(|&u| u != 0).collect();
            let class = if is_class { format!("+{third}") } else { String::new() };
            keys.push(String::from_utf16_lossy(&units) + &class);
        });
        keys
    }

    #[test]
    fn keys_of_han_and_numbers() {
        assert_eq!(shown("近13万，人"), ["近1+1", "13万", "3万+0", ",", "万", "人"]);
        assert_eq!(shown("5G"), ["5g", "g"]);
        assert_eq!(shown("株洲市民"), ["株洲+0", "洲市+1", "市民+0", "民"]);
    }

    #[test]
    fn covers_of_a_phrase_are_keys_of_every_text_around_it() {
        for phrase in ["3万余名", "2023年", "5g", "株洲", "3.5亿元", "ab1"] {
            let around = fold(&format!("共1{phrase}者"), &Variants::default());
            let mut keys = Vec::new();
            keys_of(&around, |key| keys.push(key));
            for run in runs(&fold(phrase, &Variants::default())) {
                for cover in covers(run) {
                    let is_it = |key: &Key| {
                        let next = Next::after(cover.group, cover.second);
                        key.group == cover.group
                            && key.rest >> 16 == u32::from(cover.second)
                            && cover.next.is_none_or(|unit| key.rest as u16 == next.of(unit))
                    };
                    assert!(keys.iter().any(is_it), "{phrase}: {cover:?}");
                }
            }
        }
    }
}
