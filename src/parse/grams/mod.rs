//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Each pair of the page has a number, so that all counting after the first
//! pass is in short tables; windows of fixed length keep it linear.

mod around;
mod numbers;
mod set;

use std::cell::Cell;

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
    /// The characters of the file; for those of the page, from `first` on, the number of the pair
    /// each ends.
    chars: &'c [char],
    first: usize,
    ending: Vec<u32>,
}

/// Where one block has its pairs.
struct Span {
    /// Its first character, by its place in the file.
    first: usize,
    /// Where its pairs end in the row.
    end: usize,
    /// Where those of its own text end, before a tail that the page repeats.
    own_end: usize,
    /// Whether it has such a tail.
    has_tail: bool,
}

thread_local!(static NUMBERS: Cell<Numbers> = Cell::default());

/// Stands for the number of a pair where there is none.
const NONE: u32 = u32::MAX;
/// The same, where a repeated tail begins.
const BREAK: u32 = u32::MAX - 1;
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
            first,
            ending: Vec::with_capacity(length),
        };
        out.numbers.begin(length);
        for (unit, tail) in units.iter().zip(tails) {
            // Furniture may lie between.
            out.ending.resize(unit.chars.start - first, NONE);
            let tail = unit.text[*tail..].chars().count();
            let (own, tail) = chars[unit.chars.clone()].split_at(unit.chars.len() - tail);
            out.count_in(own, NONE);
            let own_end = out.all.len();
            out.count_in(tail, BREAK);
            let first = unit.chars.start;
            out.blocks.push(Span { first, end: out.all.len(), own_end, has_tail: !tail.is_empty() });
        }
        out
    }

    /// Counts the pairs of a text; `before` stands for the pair that its first character ends.
    fn count_in(&mut self, text: &[char], before: u32) {
        let start = self.ending.len();
        let (mut last, mut follows) = ('\0', false);
        let Self { numbers, all, .. } = self;
        let numbers: &mut Numbers = numbers;
        self.ending.extend(text.iter().map(|c| {
            let han = chars::is_han(*c);
            let number = if han && follows { numbers.add(last, *c) } else { NONE };
            all.extend((number != NONE).then_some(number));
            (last, follows) = (*c, han);
            number
        }));
        if let Some(first) = self.ending.get_mut(start) {
            *first = before;
        }
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
            out.reserve(to - range.start);
            for (place, number) in (range.start + 1..).zip(&self.ending[range.start + 1 - self.first..to - self.first])
            {
                match *number {
                    NONE => {}
                    BREAK => out.extend(self.find(self.chars[place - 1], self.chars[place])),
                    number => out.push(number),
                }
            }
        }
    }

    /// The pairs of the block that begins with a character, where no repeated tail parts them.
    fn counted_at(&self, first: usize) -> Option<&[u32]> {
        let block = self.blocks.binary_search_by_key(&first, |block| block.first).ok()?;
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
        let chars = &self.chars[self.first..self.first + self.ending.len()];
        let is_head = |at: &usize| chars[*at] == y && z.is_none_or(|z| chars.get(at + 1) == Some(&z));
        for at in (0..chars.len()).filter(is_head).take(LOOKS) {
            // Numbers say that these stand in one block.
            let joined = at >= 2 && self.ending[at] != NONE && self.ending[at - 1] != NONE;
            if joined && chars[at - 2] == x && self.count(x, chars[at - 1]) >= 2 {
                return Some(chars[at - 1]);
            }
        }
        None
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
