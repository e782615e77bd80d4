//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Each pair of the page has a number, so that all counting after the first
//! pass is in short tables; windows of fixed length keep it linear.

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
            out.count_in(own);
            out.own_ends.push(out.all.len());
            out.count_in(tail);
            out.ends.push(out.all.len());
        }
        out.counts = vec![0; out.numbers.len()];
        out.all.iter().for_each(|number| out.counts[*number as usize] += 1);
        out
    }

    fn count_in(&mut self, text: &[char]) {
        let mut before = None;
        for c in text {
            let here = chars::is_han(*c).then_some(*c);
            let number = match (before, here) {
                (Some(a), Some(b)) => self.numbers.add(a, b),
                _ => NONE,
            };
            if number != NONE {
                self.all.push(number);
            }
            self.ending.push(number);
            before = here;
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
        let mut before = None;
        for (at, block) in (1..).zip(&blocks[..end]) {
            let range = &units[*block].chars;
            let to = if at == end { range.end - left_out } else { range.end };
            for place in range.start..to {
                let number = self.ending[place - self.first];
                let number =
                    if number == NONE { before.and_then(|a| self.find(a, self.chars[place])) } else { Some(number) };
                out.extend(number);
                before = Some(self.chars[place]);
            }
        }
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

    /// The pairs of the running text of these blocks, as many as the window holds.
    fn window<'g>(&'g self, facts: &'g [Facts], blocks: &'g [usize]) -> impl Iterator<Item = &'g [u32]> + 'g {
        let mut room = WINDOW;
        let long = blocks.iter().filter(|i| facts[**i].len >= 30);
        long.map(move |i| {
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
    pub(super) fn around(&self, facts: &[Facts], i: usize, sets: &mut [Set; 4]) -> Around {
        let mut behind: Vec<usize> = Vec::new();
        let mut brief = None;
        for j in (0..i).rev() {
            if behind.len() < REACH {
                behind.push(j);
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
        let near = (i + 1..facts.len()).take(REACH);
        let mut ahead: Vec<usize> = near.take_while(|j| !facts[*j].signs()).collect();
        if ahead.len() < REACH {
            while ahead.last().is_some_and(|j| facts[*j].short()) {
                ahead.pop();
            }
        }
        let [before, after, lead, own] = sets;
        let size_before = before.fill(self.window(facts, &behind));
        let (size_after, common) = after.fill_and_count(self.window(facts, &ahead), before);
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
        Set { stamps: vec![0; self.different()], now: 0 }
    }
}

/// Numbers for pairs in the order they are met: a hash table with open addressing, for this is
/// asked of every character of a page.
struct Numbers {
    /// A pair and its number; 0 is no pair. A power of two of them, a third of them free at least.
    places: Vec<(u64, u32)>,
    shift: u32,
    len: u32,
}

impl Numbers {
    /// Room for the pairs of a text of so many characters, as a page repeats them.
    fn for_text(length: usize) -> Self {
        let places = length.next_power_of_two().clamp(1 << 4, 1 << 16);
        Self { places: vec![(0, 0); places], shift: 64 - places.trailing_zeros(), len: 0 }
    }

    fn len(&self) -> usize {
        self.len as usize
    }

    /// The number of a pair, or the free place it would have.
    #[inline]
    fn look(&self, pair: u64) -> Result<u32, usize> {
        let last = self.places.len() - 1;
        let mut place = (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        loop {
            match self.places[place & last] {
                (found, number) if found == pair => return Ok(number),
                (0, _) => return Err(place & last),
                _ => place += 1,
            }
        }
    }

    fn pair(a: char, b: char) -> u64 {
        u64::from(a) << 32 | u64::from(b)
    }

    fn find(&self, a: char, b: char) -> Option<u32> {
        self.look(Self::pair(a, b)).ok()
    }

    #[inline]
    fn add(&mut self, a: char, b: char) -> u32 {
        let pair = Self::pair(a, b);
        self.look(pair).unwrap_or_else(|place| {
            let number = self.len;
            self.places[place] = (pair, number);
            self.len += 1;
            if self.len() * 3 > self.places.len() * 2 {
                self.grow();
            }
            number
        })
    }

    fn grow(&mut self) {
        let places = self.places.len() * 4;
        let old = std::mem::replace(&mut self.places, vec![(0, 0); places]);
        self.shift = 64 - places.trailing_zeros();
        for (pair, number) in old.into_iter().filter(|(pair, _)| *pair != 0) {
            if let Err(place) = self.look(pair) {
                self.places[place] = (pair, number);
            }
        }
    }
}

/// A set of pairs that is emptied at no cost: a pair is in it when it bears the present stamp.
#[derive(Default)]
pub(super) struct Set {
    stamps: Vec<u32>,
    now: u32,
}

impl Set {
    fn begin(&mut self) {
        self.now += 1;
    }

    #[inline]
    fn add(&mut self, pair: u32) -> bool {
        let stamp = &mut self.stamps[pair as usize];
        std::mem::replace(stamp, self.now) != self.now
    }

    #[inline]
    fn has(&self, pair: u32) -> bool {
        self.stamps[pair as usize] == self.now
    }

    /// Empties the set and takes these pairs in; how many there are.
    pub(super) fn fill<'p>(&mut self, parts: impl Iterator<Item = &'p [u32]>) -> usize {
        self.begin();
        let mut size = 0;
        for part in parts {
            part.iter().for_each(|pair| size += usize::from(self.add(*pair)));
        }
        size
    }

    /// The same, and how many of them are in `other` too.
    fn fill_and_count<'p>(&mut self, parts: impl Iterator<Item = &'p [u32]>, other: &Self) -> (usize, usize) {
        self.begin();
        let (mut size, mut common) = (0, 0);
        for part in parts {
            for pair in part {
                let new = usize::from(self.add(*pair));
                size += new;
                common += new & usize::from(other.has(*pair));
            }
        }
        (size, common)
    }
}
