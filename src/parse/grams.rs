//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Tables of fixed size and windows of fixed length keep it linear.

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
    counts: Vec<u16>,
    total: f32,
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
        let mut counts = vec![0u16; 1 << BITS];
        for unit in units {
            for slot in pairs(&unit.text) {
                counts[slot] = counts[slot].saturating_add(1);
            }
        }
        let total = counts.iter().map(|c| f32::from(*c)).sum::<f32>().max(1.0);
        Self { counts, total }
    }

    /// Share of a hashed pair among all pairs of the page.
    pub(super) fn frequency(&self, slot: u32) -> f32 {
        f32::from(self.counts.get(slot as usize).copied().unwrap_or(0).max(1)) / self.total
    }

    /// How often two characters stand together, the break between blocks not counted.
    pub(super) fn count(&self, a: char, b: char) -> u16 {
        self.counts[slot(a, b)]
    }

    /// How rare a pair is on this page: common ones tell nothing of a topic.
    fn weight(&self, slot: usize) -> f32 {
        1.0 / f32::from(self.counts[slot].max(1)).sqrt()
    }

    /// Looks at the text around block `i`: before it as far as the article's signed beginning, behind
    /// it as far as the next one.
    pub(super) fn around(&self, units: &[Unit<'_>], facts: &[Facts], i: usize, marks: &mut [Marks; 4]) -> Around {
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
        let near = (i + 1..units.len()).take(REACH);
        let mut ahead: Vec<usize> = near.take_while(|j| !facts[*j].signs()).collect();
        if ahead.len() < REACH {
            while ahead.last().is_some_and(|j| facts[*j].short()) {
                ahead.pop();
            }
        }
        let [before, after, lead, own] = marks;
        let size_before = before.fill(units, facts, &behind);
        let (size_after, common) = after.fill_and_count(units, facts, &ahead, before);
        let size_lead = units.get(i + 1).map_or(0, |u| lead.fill_text(&u.text, LEAD));
        own.begin();
        let (mut told, mut total, mut sums) = (0u32, 0.0f32, [0.0f32; 3]);
        for slot in pairs(&units[i].text).take(60) {
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
        self.now += 1;
    }

    fn add(&mut self, slot: usize) -> bool {
        let stamp = &mut self.stamps[slot >> Self::SHIFT];
        std::mem::replace(stamp, self.now) != self.now
    }

    fn has(&self, slot: usize) -> bool {
        self.stamps[slot >> Self::SHIFT] == self.now
    }

    /// The pairs of running text in these blocks, up to the window; how many there are.
    fn fill(&mut self, units: &[Unit<'_>], facts: &[Facts], blocks: &[usize]) -> usize {
        self.begin();
        window(units, facts, blocks).filter(|slot| self.add(*slot)).count()
    }

    /// The same, and how many of them are in `other` too.
    fn fill_and_count(
        &mut self,
        units: &[Unit<'_>],
        facts: &[Facts],
        blocks: &[usize],
        other: &Self,
    ) -> (usize, usize) {
        self.begin();
        let (mut size, mut common) = (0, 0);
        for slot in window(units, facts, blocks) {
            if self.add(slot) {
                size += 1;
                common += usize::from(other.has(slot));
            }
        }
        (size, common)
    }

    fn fill_text(&mut self, text: &str, limit: usize) -> usize {
        self.begin();
        pairs(text).take(limit).filter(|slot| self.add(*slot)).count()
    }
}

/// Pairs of the running text of these blocks, as many as the window holds.
fn window<'u>(units: &'u [Unit<'_>], facts: &[Facts], blocks: &[usize]) -> impl Iterator<Item = usize> {
    let texts: Vec<&'u str> = blocks.iter().filter(|i| facts[**i].len >= 30).map(|i| units[*i].text.as_ref()).collect();
    texts.into_iter().flat_map(pairs).take(WINDOW)
}
