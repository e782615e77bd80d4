//! Township names one character off: 酒汾镇 where the table has 泗汾镇.
//!
//! China has forty thousand townships and many differ by one character, so a hint is given only
//! where the text itself speaks of the township's district, where the odd name plainly begins
//! (after a mark or a function word), and where the table has one such name and no more. A
//! name the text uses throughout is its own name and no slip.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Gazetteer,
    matcher::{ends_any, is_han},
    rules,
};

/// Endings that are compared; the rarer ones (农场, 管理处) are words of their own too often.
const ENDINGS: [&str; 5] = ["街道", "镇", "乡", "鎮", "鄉"];

/// How often a text may use the odd name before it is taken for a name of its own.
const SLIP_AT_MOST: usize = 2;

/// A name that looks like a slip for a township of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Bytes of the odd name.
    pub range: Range<usize>,
    /// The township it resembles.
    pub name: String,
    /// Index of the township's district.
    pub district: usize,
}

impl Gazetteer {
    /// Names in the text that are one character off a township of a district the text speaks of.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        self.suggest_at(text, text.char_indices().map(|(at, _)| at))
    }

    /// The same, where it is known in which places such a name may end.
    pub(crate) fn suggest_at(&self, text: &str, places: impl Iterator<Item = usize>) -> Vec<Suggestion> {
        // Nearly every text has no such ending; names need not be looked for in it.
        let ending = |at: usize| ENDINGS.iter().find(|ending| text[at..].starts_with(**ending)).copied();
        let endings = places.filter_map(|at| Some((at, ending(at)?)));
        let endings: Vec<_> = endings.filter(|(at, ending)| ends_a_name(text, *at, ending)).collect();
        if endings.is_empty() {
            return Vec::new();
        }
        let candidates = self.matcher.candidates(text);
        let known = self.matcher.sure(&candidates);
        if known.is_empty() {
            return Vec::new();
        }
        let mentions = self.matcher.settle(text, &candidates, &known);
        let near: Vec<Suggestion> =
            endings.into_iter().filter_map(|(at, ending)| self.near(text, at, ending, &known)).collect();
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        near.iter().for_each(|one| *uses.entry(&text[one.range.clone()]).or_default() += 1);
        let plain = |one: &Suggestion| {
            let next = mentions.partition_point(|mention| mention.range.end <= one.range.start);
            let overlaps = mentions.get(next).is_some_and(|mention| mention.range.start < one.range.end);
            let behind = next.checked_sub(1).is_some_and(|last| mentions[last].range.end == one.range.start);
            let slip = uses.get(&text[one.range.clone()]).is_some_and(|count| *count <= SLIP_AT_MOST);
            !overlaps && slip && (behind || may_begin(&text[..one.range.start]))
        };
        near.iter().filter(|one| plain(one)).cloned().collect()
    }

    /// The one township of `known` districts that the name ending at `ending_at` is one off.
    fn near(&self, text: &str, ending_at: usize, ending: &str, known: &[usize]) -> Option<Suggestion> {
        let stem_text = &text[..ending_at];
        let end = ending_at + ending.len();
        let mut near: Option<Suggestion> = None;
        for &district in known {
            for name in &self.districts[district].places {
                let Some(start) = name.strip_suffix(ending).and_then(|stem| one_off(stem_text, stem)) else { continue };
                if near.as_ref().is_some_and(|other| other.name != *name) {
                    return None;
                }
                near = near.or(Some(Suggestion { range: start..end, name: name.clone(), district }));
            }
        }
        near
    }
}

/// Whether an ending may end a name: no plain word with what stands before or behind it.
fn ends_a_name(text: &str, at: usize, ending: &str) -> bool {
    let plain = text[..at].chars().next_back().is_none_or(|c| rules::PLAIN_BEFORE_ENDING.contains(c));
    let goes_on = text[at + ending.len()..].chars().next().is_some_and(|c| rules::ENDING_GOES_ON.contains(c));
    !plain && !goes_on
}

/// Where the stem that ends `text` starts, when it differs from `stem` in one character: one
/// changed, or, in stems of three and more, one left out.
fn one_off(text: &str, stem: &str) -> Option<usize> {
    let length = stem.chars().count();
    if length < 2 {
        return None;
    }
    let changed = tail(text, length).filter(|(_, found)| {
        found.chars().zip(stem.chars()).filter(|(a, b)| a != b).count() == 1 && found.chars().all(is_han)
    });
    let left_out = || tail(text, length - 1).filter(|(_, found)| length > 2 && lacks_one(found, stem));
    let (start, found) = changed.or_else(left_out)?;
    let starts_plain = found.chars().next().is_none_or(|c| rules::NAME_MAY_FOLLOW.contains(c));
    (!starts_plain).then_some(start)
}

/// The last `count` characters of a text and where they start.
fn tail(text: &str, count: usize) -> Option<(usize, &str)> {
    let (start, _) = text.char_indices().rev().nth(count.checked_sub(1)?)?;
    Some((start, &text[start..]))
}

fn lacks_one(found: &str, stem: &str) -> bool {
    stem.char_indices().any(|(at, c)| found.starts_with(&stem[..at]) && found[at..] == stem[at + c.len_utf8()..])
}

fn may_begin(before: &str) -> bool {
    before.chars().next_back().is_none_or(|c| !is_han(c) || rules::NAME_MAY_FOLLOW.contains(c))
        && !ends_any(before, &rules::COUNTY_ENDINGS)
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::fixture::gazetteer;

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str)]) {
        let found = gazetteer().suggest(text);
        let shown: Vec<_> = found.iter().map(|s| (&text[s.range.clone()], s.name.as_str())).collect();
        assert_eq!(shown, expect, "{text}");
    }

    #[test]
    fn one_character_off_in_a_text_about_the_district() {
        check("醴陵市以酒汾镇为核心", &[("酒汾镇", "泗汾镇")]);
        check("攸县、酒埠镇一带", &[("酒埠镇", "酒埠江镇")]);
        check("茶陵县云阴街道", &[("云阴街道", "云阳街道")]);
    }

    #[test]
    fn quiet_otherwise() {
        check("以酒汾镇为核心", &[]);
        check("攸县以酒汾镇为核心", &[]);
        check("醴陵市泗汾镇", &[]);
        check("醴陵市各乡镇、古镇、城镇", &[]);
        check("醴陵市与浏阳市官渡镇", &[]);
        check("醴陵市酒汾镇、酒汾镇、酒汾镇", &[]);
        check("攸县建设新型城镇,新城镇", &[]);
        check("汾镇", &[]);
    }
}
