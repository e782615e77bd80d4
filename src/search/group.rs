//! Groups: the lists of all keys that begin with one unit, packed into files.
//!
//! 1. Long lists get files of their own: nobody who looks for a rare key has to read them, and
//!    a phrase that goes on after a pair of digits reads the cut where it may go on.
//! 2. The others are spread over leaves by the place of the second unit in a fixed scramble, so
//!    that the keys of a leaf take few bits; a leaf that would be too large is halved.
//! 3. A leaf is written once for each section of its articles.
//!
//! A group of many files gets one more list: all articles with that unit at all, for searches
//! of a single character. It does not tell headlines, which would cost a fifth of it and mean
//! little for a character that is everywhere. Leaves may have younger articles than that list;
//! those that would be missed go to the next tier as the key of the unit alone. Where a group
//! has few files, the search reads all.

use std::borrow::Cow;

use super::bits::BitWriter;
use super::keys::{CLASS_BITS, FACETS, Next};
use super::lists::{POSITION_BITS, Part, Postings, Scribe, place, position, unit_at, write_places, write_whole};
use super::runs::{ARTICLE, article_of};
use super::schedule::phase_of;
use super::shards::{Heavy, Plan, Span, TARGET, cut_path, leaf_path, long_path, whole_path};

/// Bits from which on a list has files of its own.
const LONG: u64 = 8 * (8 << 10);
/// Bits aimed at for a cut of a long list.
const CUT: u64 = 8 * (3 << 10);

/// A file: path below the index folder, and content.
pub(crate) type File = (String, Vec<u8>);

/// What became of a group, or of several that share a pool.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    /// Its layout, if it is heavy.
    pub(crate) heavy: Option<Heavy>,
    /// Its files.
    pub(crate) files: Vec<File>,
    /// The postings that it has not taken up, in order.
    pub(crate) rest: Vec<(u16, Vec<u64>)>,
}

/// A key of a group with all its postings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyPostings<'a> {
    group: u16,
    place: u32,
    position: u32,
    next: Next,
    postings: Postings<'a>,
}

impl KeyPostings<'_> {
    /// The postings of articles before `end`, counted.
    fn count(&self, end: u32) -> u64 {
        let is_before = |posting: &u64| article_of(*posting) < end;
        match self.next.is_merged() {
            true => self.postings.partition_point(is_before) as u64,
            false => self.postings.iter().filter(|posting| is_before(posting)).count() as u64,
        }
    }

    /// About the bits of its list, of the articles from `first` to `end`. It only grows.
    pub(crate) fn estimate(&self, first: u32, end: u32) -> u64 {
        bits_of(self.count(end), log(u64::from(end.saturating_sub(first))))
    }

    /// Adds to each size what its list takes of the articles before each of the ends, which
    /// ascend and come with the logarithm of the articles up to there.
    fn add_sizes(&self, ends: &[(u32, u64)], sizes: &mut [u64], articles: &mut Vec<u32>) {
        articles.clear();
        articles.extend(self.postings.iter().map(|posting| article_of(*posting)));
        if !self.next.is_merged() {
            articles.sort_unstable();
        }
        let mut count = 0;
        for (size, &(end, log)) in sizes.iter_mut().zip(ends) {
            count += articles[count..].iter().take_while(|article| **article < end).count();
            *size += bits_of(count as u64, log);
        }
    }

    /// Whether its list is to have files of its own in leaves that end with one of `ends`.
    fn is_long(&self, first: u32, ends: &[u32]) -> bool {
        // No posting takes more than 24 bits: most keys need no counting.
        self.postings.len() as u64 * 24 >= LONG && ends.iter().any(|end| self.estimate(first, *end) >= LONG)
    }

    /// The postings of some articles.
    fn within(&self, span: &Span) -> Cow<'_, [u64]> {
        let here = |posting: &u64| (span.low..span.high).contains(&article_of(*posting));
        match self.next.is_merged() {
            true => {
                let at = |end: u32| self.postings.partition_point(|posting| article_of(*posting) < end);
                Cow::Borrowed(&self.postings[at(span.low)..at(span.high)])
            }
            false => Cow::Owned(self.postings.iter().copied().filter(here).collect()),
        }
    }

    /// The second unit, or the number of the value, as paths have it.
    fn second(&self) -> u32 {
        if self.group < FACETS { self.place } else { u32::from(unit_at(self.place)) }
    }
}

/// About the bits of a list of so many postings among articles of that logarithm.
fn bits_of(count: u64, articles: u64) -> u64 {
    if count == 0 { 0 } else { ((count * (articles.saturating_sub(log(count)) + 26)) >> 4) + 11 }
}

/// How large a group is if it ends with each of the ends, which ascend.
pub(crate) fn sizes(keys: &[KeyPostings<'_>], first: u32, ends: &[u32]) -> Vec<u64> {
    let ends: Vec<(u32, u64)> = ends.iter().map(|&end| (end, log(u64::from(end.saturating_sub(first))))).collect();
    let (mut sizes, mut articles) = (vec![0; ends.len()], Vec::new());
    keys.iter().for_each(|key| key.add_sizes(&ends, &mut sizes, &mut articles));
    sizes
}

/// The logarithm to base 2, in sixteenths, cut off.
fn log(number: u64) -> u64 {
    let whole = u64::from(number.max(1).ilog2());
    16 * whole + ((number.max(1) << 4 >> whole) & 15)
}

/// The keys of a group's sorted postings, by position.
pub(crate) fn keys(group: u16, postings: &[u64]) -> Vec<KeyPostings<'_>> {
    // The values of a facet have numbers, other keys a second unit.
    let (shift, place): (u32, fn(u32) -> u32) =
        if group < FACETS { (32, |number| number) } else { (48, |second| place(second as u16)) };
    let key = |postings| {
        let place = place((<[u64]>::first(postings).map_or(0, |posting| posting >> shift)) as u32);
        let next = Part::whole(group).next_after(place);
        KeyPostings { group, place, position: position(group, place), next, postings }
    };
    let mut keys: Vec<_> = postings.chunk_by(|a, b| a >> shift == b >> shift).map(key).collect();
    keys.sort_unstable_by_key(|key| (key.position, key.place));
    keys
}

/// What some articles hold of a key.
pub(crate) struct Held<'a> {
    place: u32,
    next: Next,
    postings: Cow<'a, [u64]>,
}

/// What some articles hold of the keys, by place; keys that they do not hold are left out.
pub(crate) fn held<'a>(keys: &'a [KeyPostings<'a>], span: &Span) -> Vec<Held<'a>> {
    let of_key = |key: &'a KeyPostings<'a>| Held { place: key.place, next: key.next, postings: key.within(span) };
    let mut held: Vec<_> = keys.iter().map(of_key).filter(|held| !held.postings.is_empty()).collect();
    held.sort_unstable_by_key(|held| held.place);
    held
}

/// Writes a part of a group.
pub(crate) fn write_part(writer: &mut BitWriter, part: Part, held: &[Held<'_>], span: &Span) {
    let places: Vec<u32> = held.iter().map(|held| held.place).collect();
    write_places(writer, part, &places);
    let mut scribe = Scribe::new(span.low, span.size());
    held.iter().for_each(|held| scribe.list(writer, &held.postings, held.next, true));
}

/// Packs a heavy group.
pub(crate) fn pack(plan: &Plan, group: u16, keys: &[KeyPostings<'_>]) -> Packed {
    let heavy = Heavy { group, ..Heavy::default() };
    let mut packer = Packer { plan, heavy, files: Vec::new(), rest: Vec::new() };
    packer.part(keys, 0, 0);
    packer.heavy.long.sort_unstable();
    if packer.heavy.has_whole() && !plan.stop.now() {
        packer.whole(keys);
    }
    let Packer { heavy, files, mut rest, .. } = packer;
    rest.sort_unstable();
    let rest = if rest.is_empty() { Vec::new() } else { vec![(group, rest)] };
    Packed { heavy: Some(heavy), files, rest }
}

struct Packer<'a> {
    plan: &'a Plan,
    heavy: Heavy,
    files: Vec<File>,
    rest: Vec<u64>,
}

impl Packer<'_> {
    /// Writes the leaves of a part of the group.
    fn part(&mut self, keys: &[KeyPostings<'_>], depth: u32, index: u32) {
        if self.plan.stop.now() {
            return;
        }
        let (group, phase) = (self.heavy.group, phase_of(self.heavy.group, depth, index));
        let ends: Vec<u32> = self.plan.ends.iter().map(|ends| ends[phase as usize].0).collect();
        let (first, end) = (self.plan.first, self.plan.end(phase));
        let (long, short): (Vec<_>, Vec<_>) = keys.iter().copied().partition(|key| key.is_long(first, &ends));
        let size = |keys: &[KeyPostings<'_>]| keys.iter().map(|key| key.estimate(first, end)).sum::<u64>();
        // Long lists take their turn with their leaf: too many would make its turn a large one.
        let is_large = size(&short) >= TARGET && short.len() > 1 || size(&long) >= 4 * TARGET && long.len() > 1;
        if is_large && depth < POSITION_BITS {
            let middle = (2 * index + 1) << (POSITION_BITS - depth - 1);
            let (low, high) = keys.split_at(keys.partition_point(|key| key.position < middle));
            self.part(low, depth + 1, 2 * index);
            self.part(high, depth + 1, 2 * index + 1);
            return;
        }
        self.heavy.leaves.push(depth, index);
        for key in &long {
            let cuts = match key.next.is_merged() {
                true => 0,
                false => key.estimate(first, end).div_ceil(CUT).clamp(1, 1 << CLASS_BITS),
            };
            self.heavy.long.push((key.place, cuts as u32));
        }
        for span in self.plan.spans(phase) {
            // A list that was not long when the section ended is in its leaf too.
            let is_in = |key: &&KeyPostings<'_>| !key.is_long(first, &[span.high]);
            let some: Vec<_> = keys.iter().filter(is_in).copied().collect();
            let mut writer = BitWriter::default();
            write_part(&mut writer, Part { group, depth, index }, &held(&some, &span), &span);
            self.files.push(span.file(&leaf_path(group, depth, index), writer.into_bytes()));
            for (key, at) in long.iter().zip(self.heavy.long.len() - long.len()..).take_while(|_| !self.plan.stop.now())
            {
                write_long(key, self.heavy.long[at].1, &span, &mut self.files);
            }
        }
        let is_rest = |posting: &&u64| article_of(**posting) >= end;
        self.rest.extend(keys.iter().flat_map(|key| key.postings.iter().filter(is_rest)));
    }

    /// Writes the list of all articles of the group.
    fn whole(&mut self, keys: &[KeyPostings<'_>]) {
        let phase = phase_of(self.heavy.group, 0, 0);
        let last = keys.iter().flat_map(|key| key.postings).map(|posting| article_of(*posting)).max().unwrap_or(0);
        let mut seen = vec![false; last as usize + 1];
        keys.iter().flat_map(|key| key.postings).for_each(|posting| seen[article_of(*posting) as usize] = true);
        for span in self.plan.spans(phase) {
            let is_seen = |at: &u32| seen.get(*at as usize) == Some(&true);
            let articles: Vec<u32> = (span.low..span.high).filter(is_seen).map(|article| article - span.low).collect();
            let mut writer = BitWriter::default();
            if !articles.is_empty() {
                write_whole(&mut writer, &articles, span.size());
            }
            self.files.push(span.file(&whole_path(self.heavy.group), writer.into_bytes()));
        }
        // Younger articles of which other leaves have all keys: the key with second 0 is the
        // unit alone.
        self.rest.iter().for_each(|posting| seen[article_of(*posting) as usize] = false);
        let missed = (self.plan.end(phase)..=last).filter(|at| seen[*at as usize]);
        self.rest.extend(missed.map(|article| u64::from(article) << ARTICLE | 1));
    }
}

/// Writes a list that has files of its own.
fn write_long(key: &KeyPostings<'_>, cuts: u32, span: &Span, files: &mut Vec<File>) {
    let (postings, mut scribe) = (key.within(span), Scribe::new(span.low, span.size()));
    let mut writer = BitWriter::default();
    if !postings.is_empty() {
        scribe.list(&mut writer, &postings, key.next, key.next == Next::Half);
    }
    files.push(span.file(&long_path(key.group, key.second()), writer.into_bytes()));
    for cut in 0..cuts {
        let mut writer = BitWriter::default();
        scribe.cut(&mut writer, &postings, key.next, cut, cuts);
        files.push(span.file(&cut_path(key.group, key.second(), cuts, cut), writer.into_bytes()));
    }
}
