//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Tables of fixed size and windows of fixed length keep it linear.

use std::cell::RefCell;

use super::{chars, facts::Facts, lines::Unit};

const BITS: u32 = 18;
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

/// How often each pair of Han characters stands on the page, hashed.
pub(super) struct Grams {
    counts: Counts,
    total: f32,
    /// The pairs of all blocks in a row, and where those of each block end.
    slots: Vec<u32>,
    ends: Vec<usize>,
}

thread_local! {
    /// Tables that were used and are empty again: clearing what was touched costs less than new ones.
    static TABLES: RefCell<Vec<Table>> = const { RefCell::new(Vec::new()) };
}

/// Tables kept for the next page of a thread.
const KEPT: usize = 8;

#[derive(Default)]
struct Table {
    counts: Vec<u16>,
    touched: Vec<u32>,
}

/// Counts of hashed pairs, in a table that goes back to its thread when done with.
pub(super) struct Counts(Table);

impl Counts {
    /// An empty table of `1 << bits` counts.
    pub(super) fn new(bits: u32) -> Self {
        let size = 1usize << bits;
        let used = TABLES.with_borrow_mut(|all| {
            let at = all.iter().position(|table| table.counts.len() == size)?;
            Some(all.swap_remove(at))
        });
        Self(used.unwrap_or_else(|| Table { counts: vec![0; size], touched: Vec::new() }))
    }

    pub(super) fn add(&mut self, slot: usize) {
        let count = &mut self.0.counts[slot];
        if *count == 0 {
            self.0.touched.push(slot as u32);
        }
        *count = count.saturating_add(1);
    }

    pub(super) fn get(&self, slot: usize) -> u16 {
        self.0.counts.get(slot).copied().unwrap_or(0)
    }

    fn total(&self) -> f32 {
        self.0.touched.iter().map(|slot| f32::from(self.0.counts[*slot as usize])).sum()
    }
}

impl Drop for Counts {
    fn drop(&mut self) {
        let mut table = std::mem::take(&mut self.0);
        table.touched.drain(..).for_each(|slot| table.counts[slot as usize] = 0);
        // A thread that ends has no tables to keep.
        let _ = TABLES.try_with(|all| {
            let mut all = all.borrow_mut();
            if all.len() < KEPT {
                all.push(table);
            }
        });
    }
}

/// Four sets for the evidence of words, the same ones for all pages of a thread.
pub(super) fn with_sets<T>(work: impl FnOnce(&mut [Marks; 4]) -> T) -> T {
    thread_local! {
        static SETS: RefCell<[Marks; 4]> = RefCell::new([(); 4].map(|()| Marks::new()));
    }
    SETS.with_borrow_mut(work)
}

/// The hashed pairs of a text.
pub(super) fn slots(text: &str) -> impl Iterator<Item = u32> {
    pairs(text).map(|slot| u32::try_from(slot).unwrap_or(0))
}

fn slot(a: char, b: char) -> usize {
    let mixed = (u32::from(a).wrapping_mul(0x9e37_79b1) ^ u32::from(b)).wrapping_mul(0x85eb_ca6b);
    (mixed >> (32 - BITS)) as usize
}

fn pairs(text: &str) -> impl Iterator<Item = usize> {
    text.chars()
        .zip(text.chars().skip(1))
        .filter(|(a, b)| chars::is_han(*a) && chars::is_han(*b))
        .map(|(a, b)| slot(a, b))
}

impl Grams {
    /// Counts the pairs of a page.
    pub(super) fn of(units: &[Unit<'_>]) -> Self {
        let mut counts = Counts::new(BITS);
        let (mut slots, mut ends) = (Vec::new(), Vec::with_capacity(units.len()));
        for unit in units {
            slots.extend(pairs(&unit.text).map(|slot| slot as u32));
            ends.push(slots.len());
        }
        slots.iter().for_each(|slot| counts.add(*slot as usize));
        let total = counts.total().max(1.0);
        Self { counts, total, slots, ends }
    }

    /// The pairs of block `i`.
    fn block(&self, i: usize) -> &[u32] {
        let from = i.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ends.get(i).map_or(&[], |to| &self.slots[from..*to])
    }

    /// The pairs of the running text of these blocks, as many as the window holds.
    fn window<'g>(&'g self, facts: &'g [Facts], blocks: &'g [usize]) -> impl Iterator<Item = usize> + 'g {
        let long = blocks.iter().filter(|i| facts[**i].len >= 30);
        long.flat_map(|i| self.block(*i)).map(|slot| *slot as usize).take(WINDOW)
    }

    /// Share of a hashed pair among all pairs of the page.
    pub(super) fn frequency(&self, slot: u32) -> f32 {
        f32::from(self.counts.get(slot as usize).max(1)) / self.total
    }

    /// How often two characters stand together, the break between blocks not counted.
    pub(super) fn count(&self, a: char, b: char) -> u16 {
        self.counts.get(slot(a, b))
    }

    /// How rare a pair is on this page: common ones tell nothing of a topic.
    fn weight(&self, slot: usize) -> f32 {
        1.0 / f32::from(self.counts.get(slot).max(1)).sqrt()
    }

    /// Looks at the text around block `i`: before it as far as the article's signed beginning, behind
    /// it as far as the next one.
    pub(super) fn around(&self, facts: &[Facts], i: usize, marks: &mut [Marks; 4]) -> Around {
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
        }
        let near = (i + 1..facts.len()).take(REACH);
        let mut ahead: Vec<usize> = near.take_while(|j| !facts[*j].signs()).collect();
        if ahead.len() < REACH {
            while ahead.last().is_some_and(|j| facts[*j].short()) {
                ahead.pop();
            }
        }
        let [before, after, lead, own] = marks;
        let size_before = before.fill(self.window(facts, &behind));
        let (size_after, common) = after.fill_and_count(self.window(facts, &ahead), before);
        let size_lead = lead.fill(self.block(i + 1).iter().map(|slot| *slot as usize).take(LEAD));
        own.begin();
        let (mut told, mut total, mut sums) = (0u32, 0.0f32, [0.0f32; 3]);
        for slot in self.block(i).iter().map(|slot| *slot as usize).take(60) {
            if own.add(slot) {
                let weight = self.weight(slot);
                told += 1;
                total += weight;
                for (sum, set) in sums.iter_mut().zip([&*after, &*lead, &*before]) {
                    *sum += if set.has(slot) { weight } else { 0.0 };
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
    pub(super) fn shared(&self, a: &[usize], b: &[usize]) -> f32 {
        let (mut i, mut common, mut total) = (0, 0.0f32, 0.0f32);
        for slot in b {
            let weight = self.weight(*slot);
            total += weight;
            while i < a.len() && a[i] < *slot {
                i += 1;
            }
            if i < a.len() && a[i] == *slot {
                common += weight;
            }
        }
        if total == 0.0 { 0.0 } else { common / total }
    }

    /// The distinct pairs of a text.
    pub(super) fn set(text: &str, limit: usize) -> Vec<usize> {
        let mut out: Vec<usize> = pairs(text).take(limit).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// A set of hashed pairs that is emptied at no cost: a slot is in it when it bears the present stamp.
pub(super) struct Marks {
    stamps: Vec<u32>,
    now: u32,
}

impl Marks {
    /// Bits of a slot that are kept: sets here hold some hundred pairs.
    const SHIFT: u32 = 2;

    /// An empty set.
    pub(super) fn new() -> Self {
        Self { stamps: vec![0; 1 << (BITS - Self::SHIFT)], now: 0 }
    }

    fn begin(&mut self) {
        self.now = self.now.wrapping_add(1);
        if self.now == 0 {
            self.stamps.fill(0);
            self.now = 1;
        }
    }

    fn add(&mut self, slot: usize) -> bool {
        let stamp = &mut self.stamps[slot >> Self::SHIFT];
        std::mem::replace(stamp, self.now) != self.now
    }

    fn has(&self, slot: usize) -> bool {
        self.stamps[slot >> Self::SHIFT] == self.now
    }

    /// Empties the set and takes these pairs in; how many there are.
    fn fill(&mut self, slots: impl Iterator<Item = usize>) -> usize {
        self.begin();
        slots.filter(|slot| self.add(*slot)).count()
    }

    /// The same, and how many of them are in `other` too.
    fn fill_and_count(&mut self, slots: impl Iterator<Item = usize>, other: &Self) -> (usize, usize) {
        self.begin();
        let (mut size, mut common) = (0, 0);
        for slot in slots {
            if self.add(slot) {
                size += 1;
                common += usize::from(other.has(slot));
            }
        }
        (size, common)
    }
}
