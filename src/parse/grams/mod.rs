//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Each pair of the page has a number, so that all counting after the first
//! pass is in short tables; windows of fixed length keep it linear.

mod around;
mod numbers;
mod set;

use std::{
    cell::Cell,
    ops::{Range, RangeInclusive},
};

use self::numbers::Numbers;
pub(super) use self::{around::Sets, set::Set};
use super::{chars, lines::Unit};
use crate::lent::Lent;

/// How often each pair of Han characters stands on the page.
pub(super) struct Grams<'c> {
    numbers: Lent<Numbers>,
    /// The numbers of the pairs of all blocks in a row.
    all: Vec<u32>,
    blocks: Vec<Span>,
    /// The characters of the file.
    chars: &'c [char],
}

/// Where one block has its pairs.
struct Span {
    /// Its characters, by their places in the file.
    chars: Range<usize>,
    /// Where its pairs end in the row.
    end: usize,
    /// Where those of its own text end, before a tail that the page repeats.
    own_end: usize,
    /// Whether it has such a tail.
    has_tail: bool,
}

thread_local!(static NUMBERS: Cell<Numbers> = Cell::default());

/// Places looked at for what stands before two characters.
const LOOKS: usize = 200;

impl<'c> Grams<'c> {
    /// Counts the pairs of a page, whose blocks have repeated tails from `tails` on.
    pub(super) fn of(units: &[Unit<'_>], chars: &'c [char], tails: &[usize]) -> Self {
        let first = units.first().map_or(0, |u| u.chars.start);
        let length = units.last().map_or(0, |u| u.chars.end - first);
        let mut out = Self {
            numbers: Lent::from(&NUMBERS),
            all: Vec::with_capacity(length),
            blocks: Vec::with_capacity(units.len()),
            chars,
        };
        out.numbers.begin(length);
        for (unit, tail) in units.iter().zip(tails) {
            let tail = unit.text[*tail..].chars().count();
            let (own, tail) = chars[unit.chars.clone()].split_at(unit.chars.len() - tail);
            out.numbers.add_pairs(own, &mut out.all);
            let own_end = out.all.len();
            out.numbers.add_pairs(tail, &mut out.all);
            out.blocks.push(Span {
                chars: unit.chars.clone(),
                end: out.all.len(),
                own_end,
                has_tail: !tail.is_empty(),
            });
        }
        out
    }

    /// Adds the numbers of the pairs of blocks that are joined, their last characters left out. Pairs
    /// that a join made are among them if the page has them elsewhere.
    pub(super) fn of_blocks(&self, units: &[Unit<'_>], blocks: &[usize], mut left_out: usize, out: &mut Vec<u32>) {
        let mut end = blocks.len();
        while end > 0 && units[blocks[end - 1]].chars.len() <= left_out {
            end -= 1;
            left_out -= units[blocks[end]].chars.len();
        }
        let mut before = '\0';
        for (at, block) in (1..).zip(&blocks[..end]) {
            let range = &units[*block].chars;
            let to = if at == end { range.end - left_out } else { range.end };
            out.extend(self.find(before, self.chars[range.start]));
            before = self.chars[to - 1];
            // A block that ends as it was counted has its pairs in a row.
            if let Some(pairs) = self.counted_at(range.start).filter(|_| to == range.end) {
                out.extend_from_slice(pairs);
                continue;
            }
            let text = &self.chars[range.start..to];
            out.extend(text.windows(2).filter_map(|pair| self.find(pair[0], pair[1])));
        }
    }

    /// The pairs of the block that begins with a character, where no repeated tail parts them.
    fn counted_at(&self, first: usize) -> Option<&[u32]> {
        let block = self.blocks.binary_search_by_key(&first, |block| block.chars.start).ok()?;
        (!self.blocks[block].has_tail).then(|| self.block(block))
    }

    /// The character that the page has between `x` and these one or two, where it has `x` and that
    /// character together twice or more.
    pub(super) fn between(&self, x: char, [y, z]: [Option<char>; 2]) -> Option<char> {
        let y = y?;
        if let Some(z) = z.filter(|z| chars::is_han(*z))
            && self.count(y, z) < 2
        {
            return None;
        }
        let (Some(start), Some(end)) = (self.blocks.first(), self.blocks.last()) else { return None };
        let (first, chars) = (start.chars.start, &self.chars[..end.chars.end]);
        let is_head = |at: &usize| z.is_none_or(|z| chars.get(at + 1) == Some(&z));
        for at in places(&chars[first..], y).map(|at| first + at).filter(is_head).take(LOOKS) {
            let follows = at >= first + 2 && chars[at - 2] == x && self.in_one_block(at - 2..=at);
            if follows && self.count(x, chars[at - 1]) >= 2 {
                return Some(chars[at - 1]);
            }
        }
        None
    }

    /// Whether the characters from one to another stand in one block of the page.
    fn in_one_block(&self, places: RangeInclusive<usize>) -> bool {
        let behind = self.blocks.partition_point(|block| block.chars.start <= *places.start());
        behind.checked_sub(1).is_some_and(|block| self.blocks[block].chars.contains(places.end()))
    }

    /// How many different pairs the page has: their numbers are below.
    pub(super) fn different(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a pair, if both are of Han and the page has it.
    fn find(&self, a: char, b: char) -> Option<u32> {
        if chars::is_han(a) && chars::is_han(b) { self.numbers.find(a, b) } else { None }
    }

    /// The pairs of block `i`.
    fn block(&self, i: usize) -> &[u32] {
        let from = i.checked_sub(1).map_or(0, |before| self.blocks[before].end);
        self.blocks.get(i).map_or(&[], |block| &self.all[from..block.end])
    }

    /// The pairs of block `i` that the page does not repeat elsewhere.
    fn own(&self, i: usize) -> &[u32] {
        let from = i.checked_sub(1).map_or(0, |before| self.blocks[before].end);
        &self.all[from..self.blocks[i].own_end]
    }

    /// Share of a pair among all pairs of the page.
    pub(super) fn frequency(&self, number: u32) -> f32 {
        self.numbers.count(number) as f32 / self.all.len().max(1) as f32
    }

    /// How often two characters stand together, the break between blocks not counted.
    pub(super) fn count(&self, a: char, b: char) -> u32 {
        self.numbers.find(a, b).map_or(0, |number| self.numbers.count(number))
    }

    /// How rare a pair is on this page: common ones tell nothing of a topic.
    fn weight(&self, number: u32) -> f32 {
        1.0 / (self.numbers.count(number) as f32).sqrt()
    }

    /// Share of pairs, weighted by rarity, that `b` has in common with `a`.
    pub(super) fn shared(&self, a: &Set, b: &[u32]) -> f32 {
        let (mut common, mut total) = (0.0f32, 0.0f32);
        for pair in b {
            let weight = self.weight(*pair);
            total += weight;
            common += if a.has(*pair) { weight } else { 0.0 };
        }
        if total == 0.0 { 0.0 } else { common / total }
    }

    /// The distinct pairs of a text, ascending.
    pub(super) fn distinct(&self, text: &[char], limit: usize) -> Vec<u32> {
        let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
        let mut out: Vec<u32> = pairs.filter_map(|(a, b)| self.find(*a, *b)).take(limit).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// An empty set of pairs of this page.
    pub(super) fn set(&self) -> Set {
        let mut set = Set::default();
        set.make_room(self.different());
        set
    }
}

/// Where a character stands in a text: it is looked for in many places at once.
fn places(chars: &[char], wanted: char) -> impl Iterator<Item = usize> {
    const ROUND: usize = 32;
    let holds = move |round: &[char]| round.iter().fold(false, |any, c| any | (*c == wanted));
    let rounds = chars.chunks(ROUND).zip((0..).step_by(ROUND)).filter(move |(round, _)| holds(round));
    rounds.flat_map(move |(round, at)| (at..).zip(round).filter(move |(_, c)| **c == wanted).map(|(at, _)| at))
}
