//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Each pair of the page has a number, so that all counting after the first
//! pass is in short tables; windows of fixed length keep it linear.

mod numbers;
mod set;

use self::numbers::Numbers;
pub(super) use self::set::Set;
use super::{chars, evidence::Facts, lines::Unit};

/// Characters looked at on each side of a block.
const WINDOW: usize = 800;
/// Blocks looked at on each side.
const REACH: usize = 12;
/// Characters of the first lines behind a block.
const LEAD: usize = 200;

/// What the text before and after a block has in common with each other and with it.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// 0 for nothing in common, 1 for much.
    pub(super) cohesion: Option<f32>,
    /// Share of the block's own pairs that come back behind it, in the first lines behind it, and
    /// that stand before it.
    pub(super) echo: Option<f32>,
    pub(super) lead_echo: Option<f32>,
    pub(super) behind_echo: Option<f32>,
    /// Whether the article before opened with a dateline (or with a byline of its own line).
    pub(super) brief: Option<bool>,
}

/// How often each pair of Han characters stands on the page.
pub(super) struct Grams<'c> {
    numbers: Numbers,
    /// By the number of the pair.
    counts: Vec<u32>,
    /// The numbers of the pairs of all blocks in a row, and where those of each block end.
    all: Vec<u32>,
    ends: Vec<usize>,
    /// Where those of its own text end, before a tail that the page repeats.
    own_ends: Vec<usize>,
    /// The characters of the file; for those of the page, from `first` on, the number of the pair
    /// each ends.
    chars: &'c [char],
    first: usize,
    ending: Vec<u32>,
}

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
            numbers: Numbers::for_text(length),
            counts: Vec::new(),
            all: Vec::with_capacity(length),
            ends: Vec::with_capacity(units.len()),
            own_ends: Vec::with_capacity(units.len()),
            chars,
            first,
            ending: Vec::with_capacity(length),
        };
        for (unit, tail) in units.iter().zip(tails) {
            // Furniture may lie between.
            out.ending.resize(unit.chars.start - first, NONE);
            let tail = unit.text[*tail..].chars().count();
            let (own, tail) = chars[unit.chars.clone()].split_at(unit.chars.len() - tail);
            out.count_in(own, NONE);
            out.own_ends.push(out.all.len());
            out.count_in(tail, BREAK);
            out.ends.push(out.all.len());
        }
        out.counts = vec![0; out.numbers.len()];
        out.all.iter().for_each(|number| out.counts[*number as usize] += 1);
        out
    }

    /// Counts the pairs of a text; `before` stands for the pair that its first character ends.
    fn count_in(&mut self, text: &[char], before: u32) {
        let start = self.ending.len();
        self.ending.resize(start + text.len(), NONE);
        let (mut last, mut follows) = ('\0', false);
        for (c, number) in text.iter().zip(&mut self.ending[start..]) {
            let han = chars::is_han(*c);
            if han && follows {
                *number = self.numbers.add(last, *c);
            }
            (last, follows) = (*c, han);
        }
        self.all.extend(self.ending[start..].iter().filter(|number| **number != NONE));
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
            out.reserve(to - range.start);
            for (place, number) in (range.start + 1..).zip(&self.ending[range.start + 1 - self.first..to - self.first])
            {
                match *number {
                    NONE => {}
                    BREAK => out.extend(self.find(self.chars[place - 1], self.chars[place])),
                    number => out.push(number),
                }
            }
            before = self.chars[to - 1];
        }
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
        self.counts.len()
    }

    /// The number of a pair, if both are of Han and the page has it.
    fn find(&self, a: char, b: char) -> Option<u32> {
        if chars::is_han(a) && chars::is_han(b) { self.numbers.find(a, b) } else { None }
    }

    /// The pairs of block `i`.
    fn block(&self, i: usize) -> &[u32] {
        let from = i.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(i).map_or(&[], |to| &self.all[from..*to])
    }

    /// The pairs of block `i` that the page does not repeat elsewhere.
    fn own(&self, i: usize) -> &[u32] {
        let from = i.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[from..self.own_ends[i]]
    }

    /// The pairs of these blocks, as many as the window holds.
    fn window<'g>(&'g self, blocks: &'g [usize]) -> impl Iterator<Item = &'g [u32]> + 'g {
        let mut room = WINDOW;
        blocks.iter().map(move |i| {
            let own = self.own(*i);
            let own = &own[..own.len().min(room)];
            room -= own.len();
            own
        })
    }

    /// Share of a pair among all pairs of the page.
    pub(super) fn frequency(&self, number: u32) -> f32 {
        self.counts[number as usize] as f32 / self.all.len().max(1) as f32
    }

    /// How often two characters stand together, the break between blocks not counted.
    pub(super) fn count(&self, a: char, b: char) -> u32 {
        self.numbers.find(a, b).map_or(0, |number| self.counts[number as usize])
    }

    /// How rare a pair is on this page: common ones tell nothing of a topic.
    fn weight(&self, number: u32) -> f32 {
        1.0 / (self.counts[number as usize] as f32).sqrt()
    }

    /// Looks at the text around block `i`: before it as far as the article's signed beginning, behind
    /// it as far as the next one.
    pub(super) fn around(&self, facts: &[Facts], i: usize, sets: &mut Sets) -> Around {
        let (behind, brief) = blocks_before(facts, i);
        let ahead = blocks_behind(facts, i);
        let Sets { before, after, lead, own, last } = sets;
        // The lines of one headline have the same text around them.
        if last.before != behind {
            last.size_before = before.fill(self.window(&behind));
        }
        if last.before != behind || last.after != ahead {
            (last.size_after, last.common) = after.fill_and_count(self.window(&ahead), before);
        }
        (last.before, last.after) = (behind, ahead);
        let Last { size_before, size_after, common, .. } = *last;
        let first_lines = self.block(i + 1);
        let size_lead = lead.fill([&first_lines[..first_lines.len().min(LEAD)]].into_iter());
        own.begin();
        let (mut told, mut total, mut sums) = (0u32, 0.0f32, [0.0f32; 3]);
        for pair in self.block(i).iter().copied().take(60) {
            if own.add(pair) {
                let weight = self.weight(pair);
                told += 1;
                total += weight;
                for (sum, set) in sums.iter_mut().zip([&*after, &*lead, &*before]) {
                    *sum += if set.has(pair) { weight } else { 0.0 };
                }
            }
        }
        let share = |sum: f32, enough: bool| (told >= 3 && enough).then(|| sum / total);
        let overlap = common as f32 / (size_before as f32 * size_after as f32).sqrt().max(1.0);
        Around {
            cohesion: (size_before >= 30 && size_after >= 30).then(|| (overlap * 6.0).min(1.0)),
            echo: share(sums[0], size_after >= 30),
            lead_echo: share(sums[1], size_lead >= 20),
            behind_echo: share(sums[2], size_before >= 30),
            brief,
        }
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
        Set::of(self.different())
    }

    /// What [`Grams::around`] counts with.
    pub(super) fn sets(&self) -> Sets {
        let [before, after, lead, own] = [(); 4].map(|()| self.set());
        Sets { before, after, lead, own, last: Last::default() }
    }
}

/// Sets that [`Grams::around`] counts with, and what it counted last.
pub(super) struct Sets {
    before: Set,
    after: Set,
    lead: Set,
    own: Set,
    last: Last,
}

/// The blocks of running text around the block looked at last, and how many different pairs they have.
#[derive(Default)]
struct Last {
    before: Vec<usize>,
    after: Vec<usize>,
    size_before: usize,
    size_after: usize,
    common: usize,
}

/// Characters of a block of running text.
const TEXT: usize = 30;

/// Blocks of running text before block `i`, back to where its article begins, the nearest first; and
/// whether it began with a dateline.
fn blocks_before(facts: &[Facts], i: usize) -> (Vec<usize>, Option<bool>) {
    let (mut blocks, mut seen, mut brief) = (Vec::with_capacity(REACH), 0, None);
    for j in (0..i).rev() {
        if seen < REACH {
            seen += 1;
            blocks.extend((facts[j].len >= TEXT).then_some(j));
        } else if i - j > 4 * REACH {
            break;
        }
        if facts[j].signs() {
            brief = Some(facts[j].dateline);
            break;
        }
        // 上接: what stands before belongs to another article, whoever signed it.
        if facts[j].jump_from {
            break;
        }
    }
    (blocks, brief)
}

/// Blocks of running text behind block `i`, up to where the next article begins.
fn blocks_behind(facts: &[Facts], i: usize) -> Vec<usize> {
    let near = (i + 1..facts.len()).take(REACH);
    let mut ahead: Vec<usize> = near.take_while(|j| !facts[*j].signs()).collect();
    if ahead.len() < REACH {
        while ahead.last().is_some_and(|j| facts[*j].short()) {
            ahead.pop();
        }
    }
    ahead.retain(|j| facts[*j].len >= TEXT);
    ahead
}
