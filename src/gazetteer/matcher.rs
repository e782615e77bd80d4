//! Finds the names of the table in a text.
//!
//! 1. One pass gives every occurrence of every name, nested ones too: names are looked up by
//!    their first two characters.
//! 2. Each occurrence is judged by its neighbours: sure, weak (needs help), or not the place.
//! 3. From left to right, the longest name that is not refused is taken; weak ones are taken
//!    where the text names their district for sure, or stand in a list of places.
//!
//! It decides about names only; what an article is about is weighed in `tag`.

use std::{collections::BTreeMap, ops::Range};

use super::{District, How, Mention, openings::Openings, rules};
use crate::watch::Watch;

/// What must stand beside a name for it to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A county-level name in full: nothing.
    Full,
    /// A township in full: not the tail of a longer name, not in another county.
    Place,
    /// A name without its ending: a word that shows the place.
    Short,
    /// A name that is also a plain word: its district close by.
    Word,
    /// A seat without its ending: only a dateline will do.
    BareSeat,
}

/// One name and those who bear it.
#[derive(Debug, Clone)]
struct Pattern {
    class: Class,
    owners: Vec<(usize, How)>,
}

/// An occurrence that is not refused.
#[derive(Debug)]
pub(super) struct Candidate {
    range: Range<usize>,
    pattern: usize,
    sure: bool,
}

/// All names of a table, ready to be found.
#[derive(Debug, Clone, Default)]
pub(super) struct Matcher {
    openings: Openings,
    names: BTreeMap<String, usize>,
    patterns: Vec<Pattern>,
    /// Two-character openings that names of several districts share: the city's own name.
    roots: Vec<String>,
}

impl Matcher {
    pub(super) fn new(districts: &[District]) -> Self {
        let mut matcher = Self::default();
        for (index, district) in districts.iter().enumerate() {
            matcher.add_district(index, district);
        }
        matcher.roots = roots(districts);
        // BTreeMap order is not pattern order: number the patterns by the order of their names.
        let mut ordered = Vec::with_capacity(matcher.patterns.len());
        for slot in matcher.names.values_mut() {
            ordered.push(matcher.patterns[*slot].clone());
            *slot = ordered.len() - 1;
        }
        matcher.patterns = ordered;
        matcher.openings = Openings::of(&matcher.names);
        matcher
    }

    fn add_district(&mut self, index: usize, district: &District) {
        self.add(&district.name, index, How::Name);
        if let Some(short) = without(&district.name, &rules::COUNTY_ENDINGS) {
            self.add(short, index, How::Alias);
        }
        district.aliases.iter().for_each(|name| self.add(name, index, How::Alias));
        district.former.iter().for_each(|name| self.add(name, index, How::Former));
        if let Some(seat) = &district.seat {
            self.add(seat, index, How::Seat);
            self.add_as(without(seat, &rules::PLACE_ENDINGS).unwrap_or(seat), index, How::Seat, Class::BareSeat);
        }
        district.places.iter().for_each(|name| self.add(name, index, How::Place));
    }

    fn add(&mut self, name: &str, district: usize, how: How) {
        let class = class_of(name, how);
        self.add_as(name, district, how, class);
        for (simplified, traditional) in rules::TRADITIONAL_ENDINGS {
            if let Some(stem) = name.strip_suffix(simplified) {
                self.add_as(&format!("{stem}{traditional}"), district, how, class);
            }
        }
    }

    fn add_as(&mut self, name: &str, district: usize, how: How, class: Class) {
        if name.chars().count() < 2 {
            return;
        }
        let next = self.patterns.len();
        let slot = *self.names.entry(name.to_owned()).or_insert(next);
        if slot == next {
            self.patterns.push(Pattern { class, owners: Vec::new() });
        }
        let pattern = &mut self.patterns[slot];
        if pattern.class == Class::BareSeat {
            pattern.class = class;
        }
        if !pattern.owners.iter().any(|(owner, _)| *owner == district) {
            pattern.owners.push((district, how));
        }
    }

    /// The district that alone bears exactly this name.
    pub(super) fn owner_of(&self, name: &str) -> Option<usize> {
        let pattern = &self.patterns[*self.names.get(name)?];
        match pattern.owners[..] {
            [(owner, _)] if pattern.class != Class::BareSeat => Some(owner),
            _ => None,
        }
    }

    /// Names by which a district is meant whatever stands around them: what a dateline says.
    pub(super) fn in_dateline(&self, dateline: &str) -> Vec<usize> {
        // 茶陵报讯: the paper's own name says nothing about the article.
        let from = dateline.rfind(['报', '社']).map_or(0, |at| at + '报'.len_utf8());
        let text = dateline.get(from..).unwrap_or_default();
        let mut found: Vec<usize> = Vec::new();
        for (_, pattern) in self.occurrences(text) {
            match self.patterns[pattern].owners[..] {
                [(owner, _)] if !found.contains(&owner) => found.push(owner),
                _ => {}
            }
        }
        found
    }

    /// Where the text names districts.
    pub(super) fn mentions(&self, text: &str) -> Vec<Mention> {
        let candidates = self.candidates(text);
        self.settle(text, &candidates, &self.sure(&candidates))
    }

    /// The characters that open a name.
    pub(super) fn openings(&self) -> &Watch {
        self.openings.first()
    }

    /// All names not refused by their neighbours, outermost first.
    pub(super) fn candidates(&self, text: &str) -> Vec<Candidate> {
        self.judged(text, self.occurrences(text))
    }

    /// The same, where it is known in which places names may begin.
    pub(super) fn candidates_at(&self, text: &str, places: impl Iterator<Item = usize>) -> Vec<Candidate> {
        let mut found = Vec::new();
        places.for_each(|at| self.names_at(text, at, &mut found));
        self.judged(text, found)
    }

    fn judged(&self, text: &str, occurrences: Vec<(Range<usize>, usize)>) -> Vec<Candidate> {
        let judged = occurrences.into_iter().filter_map(|(range, pattern)| {
            let around = Around { before: &text[..range.start], name: &text[range.clone()], after: &text[range.end..] };
            let sure = self.judge(self.patterns[pattern].class, &around)?;
            Some(Candidate { range, pattern, sure })
        });
        let mut kept: Vec<Candidate> = Vec::new();
        for candidate in judged {
            if kept.last().is_none_or(|last| last.range.end <= candidate.range.start) {
                kept.push(candidate);
            }
        }
        kept
    }

    /// The districts that are named for sure, one bearer each, ascending.
    pub(super) fn sure(&self, candidates: &[Candidate]) -> Vec<usize> {
        let mut known: Vec<usize> = candidates
            .iter()
            .filter(|candidate| candidate.sure)
            .filter_map(|candidate| match self.patterns[candidate.pattern].owners[..] {
                [(owner, _)] => Some(owner),
                _ => None,
            })
            .collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    /// Takes what is sure, and what is weak where `known` districts or a list support it.
    pub(super) fn settle(&self, text: &str, candidates: &[Candidate], known: &[usize]) -> Vec<Mention> {
        let mut taken: Vec<Mention> = Vec::new();
        for (at, candidate) in candidates.iter().enumerate() {
            let pattern = &self.patterns[candidate.pattern];
            let before = taken.last().filter(|last| last.range.end == candidate.range.start).map(|last| last.district);
            let Some((district, how)) = owner(pattern, before, known) else { continue };
            let foreign = pattern.class == Class::Place
                && before != Some(district)
                && self.in_another_county(&text[..candidate.range.start]);
            let listed = pattern.class == Class::Short && self.in_list(text, candidates, at);
            let supported = before == Some(district) || known.binary_search(&district).is_ok() || listed;
            if !foreign && (candidate.sure || supported) {
                taken.push(Mention { district, range: candidate.range.clone(), how });
            }
        }
        taken
    }

    /// Every name at every place; where several begin, the longest first.
    fn occurrences(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        self.openings().each(text, |at| self.names_at(text, at, &mut found));
        found
    }

    /// Adds every name that begins in a place, the longest first.
    fn names_at(&self, text: &str, at: usize, found: &mut Vec<(Range<usize>, usize)>) {
        let mut chars = text[at..].chars();
        let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return };
        for (name, pattern) in self.openings.names([first, second]) {
            if text[at..].starts_with(name.as_str()) {
                found.push((at..at + name.len(), *pattern));
            }
        }
    }

    /// `Some(true)` for sure, `Some(false)` for weak, `None` when the place is not meant.
    fn judge(&self, class: Class, around: &Around<'_>) -> Option<bool> {
        match class {
            Class::Full => (!around.ending_splits(&rules::SPLITS_COUNTY)).then_some(true),
            Class::Place => {
                let tail = around.last_before().is_some_and(|c| rules::NAME_EXTENDERS.contains(c));
                (!tail && !around.ending_splits(&rules::SPLITS_PLACE)).then_some(true)
            }
            Class::Word if starts_any(around.after, &rules::OFFICE_AFTER) => Some(true),
            Class::Word => (!around.ending_splits(&rules::SPLITS_PLACE) && around.may_begin(self)).then_some(false),
            Class::Short => self.judge_short(around),
            Class::BareSeat => None,
        }
    }

    fn judge_short(&self, around: &Around<'_>) -> Option<bool> {
        if starts_any(around.after, &rules::NEVER_AFTER) {
            return None;
        }
        let mut next = around.after.chars();
        let people = next.next() == Some('人') && !next.next().is_some_and(|c| rules::NOT_PEOPLE.contains(c));
        let led = ends_any(around.before, &rules::PLACE_BEFORE) || self.ends_in_root(around.before);
        let acts = around.opens_clause() && starts_any(around.after, &rules::PLACE_VERBS);
        Some(people || led || acts || starts_any(around.after, &rules::PLACE_AFTER))
    }

    fn ends_in_root(&self, before: &str) -> bool {
        self.roots.iter().any(|root| before.ends_with(root.as_str()))
    }

    /// A township right behind a county that is not in the table: 宜章县龙潭镇.
    fn in_another_county(&self, before: &str) -> bool {
        let Some(stem) = rules::COUNTY_ENDINGS.iter().find_map(|ending| before.strip_suffix(ending)) else {
            return false;
        };
        let own = stem.chars().next_back().is_none_or(|c| rules::OWN.contains(c) || !is_han(c));
        !own && !self.ends_in_root(stem)
    }

    /// Beside another name of the table in a list: 茶陵、炎陵, 荷塘和石峰.
    fn in_list(&self, text: &str, candidates: &[Candidate], at: usize) -> bool {
        let linked = |left: &Candidate, right: &Candidate| {
            let between = &text[left.range.end..right.range.start];
            let apart = self.patterns[left.pattern].owners != self.patterns[right.pattern].owners;
            apart && (between.is_empty() || rules::LIST_MARKS.contains(&between))
        };
        let here = &candidates[at];
        let left = at.checked_sub(1).and_then(|i| candidates.get(i)).is_some_and(|c| linked(c, here));
        left || candidates.get(at + 1).is_some_and(|c| linked(here, c))
    }
}

/// Who is meant by a name: its one bearer, else the bearer named right before it, else the one
/// bearer the text names elsewhere.
fn owner(pattern: &Pattern, before: Option<usize>, known: &[usize]) -> Option<(usize, How)> {
    let owners = &pattern.owners;
    if let [one] = owners[..] {
        return Some(one);
    }
    if let Some(owner) = owners.iter().find(|(owner, _)| before == Some(*owner)) {
        return Some(*owner);
    }
    let mut named = owners.iter().filter(|(owner, _)| known.binary_search(owner).is_ok());
    match (named.next(), named.next()) {
        (Some(owner), None) => Some(*owner),
        _ => None,
    }
}

/// A name and what stands around it.
struct Around<'t> {
    before: &'t str,
    name: &'t str,
    after: &'t str,
}

impl Around<'_> {
    fn last_before(&self) -> Option<char> {
        self.before.chars().next_back()
    }

    /// Start of the text, or after anything that is no word.
    fn opens_clause(&self) -> bool {
        self.last_before().is_none_or(|c| !is_han(c) && !c.is_alphanumeric())
    }

    /// A name could begin here: after a mark, a function word, a county's ending.
    fn may_begin(&self, matcher: &Matcher) -> bool {
        let follows = |c: char| rules::NAME_MAY_FOLLOW.contains(c);
        self.opens_clause()
            || self.last_before().is_some_and(follows)
            || ends_any(self.before, &rules::COUNTY_ENDINGS)
            || matcher.names.keys().any(|name| self.before.ends_with(name.as_str()))
    }

    /// The last character of the name belongs to the word that follows.
    fn ending_splits(&self, words: &[&str]) -> bool {
        words.iter().any(|word| {
            // `word` is an ending and its continuation (区块, 街道路).
            word.char_indices()
                .skip(1)
                .any(|(cut, _)| self.name.ends_with(&word[..cut]) && self.after.starts_with(&word[cut..]))
        })
    }
}

fn class_of(name: &str, how: How) -> Class {
    let length = name.chars().count();
    let reads_as_verb = name.strip_suffix("街道").is_some_and(|head| rules::VERB_HEADS.contains(&head));
    if rules::NAMES_THAT_ARE_WORDS.contains(&name) || reads_as_verb {
        return Class::Word;
    }
    if matches!(how, How::Seat | How::Place) {
        let full = length > 2 && without(name, &rules::PLACE_ENDINGS).is_some();
        return if full || length > 3 { Class::Place } else { Class::Short };
    }
    let ended = rules::COUNTY_ENDINGS.iter().any(|ending| name.ends_with(ending));
    let common = name.chars().next().is_none_or(|head| rules::COMMON_HEADS.contains(head));
    match (ended, length) {
        (true, 2) if common => Class::Word,
        (true, _) => Class::Full,
        (false, 4..) => Class::Full,
        _ => Class::Short,
    }
}

/// The name without its ending, where two characters remain at least.
fn without<'n>(name: &'n str, endings: &[&str]) -> Option<&'n str> {
    endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| stem.chars().count() > 1)
}

fn roots(districts: &[District]) -> Vec<String> {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, district) in districts.iter().enumerate() {
        let names = std::iter::once(&district.name).chain(&district.aliases).chain(&district.former);
        for root in names.filter(|name| name.chars().count() > 2).map(|name| name.chars().take(2).collect::<String>()) {
            let bearers = bearers.entry(root).or_default();
            if bearers.last() != Some(&index) {
                bearers.push(index);
            }
        }
    }
    bearers.into_iter().filter(|(_, bearers)| bearers.len() > 1).map(|(root, _)| root).collect()
}

pub(super) fn starts_any(text: &str, words: &[&str]) -> bool {
    // Of a character of Han, the third byte tells most.
    let third = text.as_bytes().get(2).copied();
    let may = |word: &str| word.as_bytes().get(2).is_none_or(|byte| Some(*byte) == third);
    words.iter().any(|word| may(word) && text.starts_with(word))
}

pub(super) fn ends_any(text: &str, words: &[&str]) -> bool {
    let last = text.as_bytes().last().copied();
    let may = |word: &str| word.as_bytes().last().is_none_or(|byte| Some(*byte) == last);
    words.iter().any(|word| may(word) && text.ends_with(word))
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}' | '\u{f900}'..='\u{faff}' | '〇')
}

#[cfg(test)]
mod tests {
    use crate::gazetteer::fixture::gazetteer;

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str)]) {
        let gazetteer = gazetteer();
        let found: Vec<(&str, &str)> = gazetteer
            .matches(text)
            .into_iter()
            .map(|m| (&text[m.range], gazetteer.districts()[m.district].name.as_str()))
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn full_names_need_no_context() {
        check("攸县和茶陵县联防", &[("攸县", "攸县"), ("茶陵县", "茶陵县")]);
        check("原株洲县撤县设区", &[("株洲县", "渌口区")]);
        check("酃县更名", &[("酃县", "炎陵县")]);
        check("株洲高新区(天元区)", &[("株洲高新区", "天元区"), ("天元区", "天元区")]);
        check("茶陵縣志", &[("茶陵縣", "茶陵县")]);
    }

    #[test]
    fn short_names_need_a_sign_of_the_place() {
        check("荷塘月色", &[]);
        check("村口的荷塘边开满了花", &[]);
        check("记者石峰", &[]);
        check("石峰表示,要多读书", &[]);
        check("湖南天元律师事务所", &[]);
        check("天元围棋赛开赛", &[]);
        check("天元区块链技术", &[]);
        check("醴陵籍学者回乡", &[("醴陵", "醴陵市")]);
        check("石峰人爱喝擂茶", &[("石峰", "石峰区")]);
        check("石峰人家饭店", &[]);
        check("项目落户渌口", &[("渌口", "渌口区")]);
        check("茶陵举行诗会", &[("茶陵", "茶陵县")]);
        check("茶陵县域经济", &[("茶陵", "茶陵县")]);
        check("株洲县域经济", &[]);
        check("株洲荷塘", &[("荷塘", "荷塘区")]);
    }

    #[test]
    fn a_short_name_is_believed_beside_its_full_one_or_in_a_list() {
        check("醴陵是瓷都。醴陵市窑火不熄", &[("醴陵", "醴陵市"), ("醴陵市", "醴陵市")]);
        check("茶陵、炎陵", &[("茶陵", "茶陵县"), ("炎陵", "炎陵县")]);
        check("醴陵是瓷都", &[]);
    }

    #[test]
    fn townships_count_in_full_form_only() {
        check("加快建设,建设街道两侧", &[]);
        check("加快建设街道绿地", &[]);
        check("芦淞区建设街道的居民", &[("芦淞区", "芦淞区"), ("建设街道", "芦淞区")]);
        check("建设街道办事处", &[("建设街道", "芦淞区")]);
        check("到泗汾镇看稻田", &[("泗汾镇", "醴陵市")]);
        check("新龙潭镇", &[]);
        check("宜章县龙潭镇", &[]);
        check("株洲市朱亭镇", &[("朱亭镇", "渌口区")]);
        check("我市朱亭镇", &[("朱亭镇", "渌口区")]);
        check("建设新市镇", &[]);
        check("攸县新市镇", &[("攸县", "攸县"), ("新市镇", "攸县")]);
    }

    #[test]
    fn a_township_of_two_districts_is_told_by_context_or_left_out() {
        check("云田镇花木节", &[]);
        check("石峰区云田镇花木节", &[("石峰区", "石峰区"), ("云田镇", "石峰区")]);
        check("云田镇花木节,株洲经开区主办", &[("云田镇", "株洲经开区"), ("株洲经开区", "株洲经开区")]);
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        assert!(crate::gazetteer::Gazetteer::default().matches("茶陵县").is_empty());
        assert!(crate::gazetteer::Gazetteer::new(Vec::new()).matches("茶陵县").is_empty());
    }
}
