//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Each pair of the page has a number, so that all counting after the first
//! pass is in short tables; windows of fixed length keep it linear.

use super::{chars, evidence::Facts, lines::Unit};
use crate::windows;

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
pub(super) struct Grams {
    numbers: Numbers,
    /// By the number of the pair.
    counts: Vec<u32>,
    /// The numbers of the pairs of all blocks in a row, and where those of each block end.
    all: Vec<u32>,
    ends: Vec<usize>,
    /// Where those of its own text end, before a tail that the page repeats.
    own_ends: Vec<usize>,
}

/// The pairs of Han characters of a text.
fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    let mut before = None;
    text.chars().filter_map(move |c| {
        let here = chars::is_han(c).then_some(c);
        std::mem::replace(&mut before, here).zip(here)
    })
}

impl Grams {
    /// Counts the pairs of a page, whose blocks have repeated tails from `tails` on.
    pub(super) fn of(units: &[Unit<'_>], tails: &[usize]) -> Self {
        let mut numbers = Numbers::default();
        let (mut all, mut ends) = (Vec::new(), Vec::with_capacity(units.len()));
        let mut own_ends = Vec::with_capacity(units.len());
        for (unit, tail) in units.iter().zip(tails) {
            let (own, tail) = unit.text.split_at(*tail);
            all.extend(pairs(own).map(|pair| numbers.add(pair)));
            own_ends.push(all.len());
            all.extend(pairs(tail).map(|pair| numbers.add(pair)));
            ends.push(all.len());
        }
        let mut counts = vec![0; numbers.len()];
        all.iter().for_each(|number| counts[*number as usize] += 1);
        Self { numbers, counts, all, ends, own_ends }
    }

    /// How many different pairs the page has: their numbers are below.
    pub(super) fn different(&self) -> usize {
        self.counts.len()
    }

    /// The numbers of the pairs of a text, those that a join made and the page has nowhere left out.
    pub(super) fn numbers(&self, text: &str) -> impl Iterator<Item = u32> {
        pairs(text).filter_map(|pair| self.numbers.find(pair))
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
    fn window<'g>(&'g self, facts: &'g [Facts], blocks: &'g [usize]) -> impl Iterator<Item = u32> + 'g {
        let long = blocks.iter().filter(|i| facts[**i].len >= 30);
        long.flat_map(|i| self.own(*i)).copied().take(WINDOW)
    }

    /// Share of a pair among all pairs of the page.
    pub(super) fn frequency(&self, number: u32) -> f32 {
        self.counts[number as usize] as f32 / self.all.len().max(1) as f32
    }

    /// How often two characters stand together, the break between blocks not counted.
    pub(super) fn count(&self, a: char, b: char) -> u32 {
        self.numbers.find((a, b)).map_or(0, |number| self.counts[number as usize])
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
        let size_lead = lead.fill(self.block(i + 1).iter().copied().take(LEAD));
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
    pub(super) fn shared(&self, a: &[u32], b: &[u32]) -> f32 {
        let (mut common, mut total) = (0.0f32, 0.0f32);
        for pair in b {
            let weight = self.weight(*pair);
            total += weight;
            common += if a.binary_search(pair).is_ok() { weight } else { 0.0 };
        }
        if total == 0.0 { 0.0 } else { common / total }
    }

    /// The distinct pairs of a text, ascending.
    pub(super) fn distinct(&self, text: &str, limit: usize) -> Vec<u32> {
        let mut out: Vec<u32> = self.numbers(text).take(limit).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Four empty sets for [`Grams::around`].
    pub(super) fn sets(&self) -> [Set; 4] {
        [(); 4].map(|()| Set { stamps: vec![0; self.different()], now: 0 })
    }
}

/// Numbers for pairs in the order they are met: a hash table with open addressing, for this is
/// asked of every character of a page.
#[derive(Default)]
struct Numbers {
    /// Number of a pair plus one; 0 is free. A power of two of them, half of them free at least.
    places: Vec<u32>,
    /// The pair of each number.
    pairs: Vec<(char, char)>,
}

impl Numbers {
    fn len(&self) -> usize {
        self.pairs.len()
    }

    /// The number of a pair, or the free place it would have.
    #[inline]
    fn look(&self, pair: (char, char)) -> Result<u32, usize> {
        let last = self.places.len() - 1;
        let spread = windows::hash(&[pair.0, pair.1]).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut place = (spread >> (64 - self.places.len().trailing_zeros())) as usize;
        loop {
            match self.places[place].checked_sub(1) {
                None => return Err(place),
                Some(number) if self.pairs[number as usize] == pair => return Ok(number),
                Some(_) => place = (place + 1) & last,
            }
        }
    }

    fn find(&self, pair: (char, char)) -> Option<u32> {
        if self.places.is_empty() { None } else { self.look(pair).ok() }
    }

    #[inline]
    fn add(&mut self, pair: (char, char)) -> u32 {
        if self.places.len() <= 2 * self.pairs.len() {
            self.grow();
        }
        self.look(pair).unwrap_or_else(|place| {
            let number = self.pairs.len() as u32;
            self.pairs.push(pair);
            self.places[place] = number + 1;
            number
        })
    }

    fn grow(&mut self) {
        self.places = vec![0; (4 * self.pairs.len()).next_power_of_two().max(1 << 12)];
        for (number, pair) in (1..).zip(&self.pairs) {
            if let Err(place) = self.look(*pair) {
                self.places[place] = number;
            }
        }
    }
}

/// A set of pairs that is emptied at no cost: a pair is in it when it bears the present stamp.
pub(super) struct Set {
    stamps: Vec<u32>,
    now: u32,
}

impl Set {
    fn begin(&mut self) {
        self.now += 1;
    }

    fn add(&mut self, pair: u32) -> bool {
        let stamp = &mut self.stamps[pair as usize];
        std::mem::replace(stamp, self.now) != self.now
    }

    fn has(&self, pair: u32) -> bool {
        self.stamps[pair as usize] == self.now
    }

    /// Empties the set and takes these pairs in; how many there are.
    fn fill(&mut self, pairs: impl Iterator<Item = u32>) -> usize {
        self.begin();
        pairs.filter(|pair| self.add(*pair)).count()
    }

    /// The same, and how many of them are in `other` too.
    fn fill_and_count(&mut self, pairs: impl Iterator<Item = u32>, other: &Self) -> (usize, usize) {
        self.begin();
        let (mut size, mut common) = (0, 0);
        for pair in pairs {
            if self.add(pair) {
                size += 1;
                common += usize::from(other.has(pair));
            }
        }
        (size, common)
    }
}
