//! Pairs of characters on the page: which stand together, and how much two stretches of text
//! have in common. Tables of fixed size and windows of fixed length keep it linear.

use super::{chars, facts::Facts, lines::Unit};

const BITS: u32 = 18;
/// Characters looked at on each side of a block.
const WINDOW: usize = 420;
/// Blocks looked at on each side.
const REACH: usize = 10;

/// How often each pair of Han characters stands on the page, hashed.
pub(super) struct Grams {
    counts: Vec<u16>,
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
        Self { counts }
    }

    /// How often two characters stand together, the break between blocks not counted.
    pub(super) fn count(&self, a: char, b: char) -> u16 {
        self.counts[slot(a, b)]
    }

    /// How rare a pair is on this page: common ones tell nothing of a topic.
    fn weight(&self, slot: usize) -> f32 {
        1.0 / f32::from(self.counts[slot].max(1)).sqrt()
    }

    /// The distinct pairs of running text from block `i` on, in one direction.
    fn window<'u>(&self, units: &'u [Unit<'_>], facts: &[Facts], range: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        let mut left = WINDOW;
        for i in range.take(REACH) {
            if facts[i].len < 30 || left == 0 {
                continue;
            }
            let take = left.min(facts[i].len);
            let text: &'u str = &units[i].text;
            out.extend(pairs(text).take(take));
            left -= take;
        }
        out.sort_unstable();
        out.dedup();
        out
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

    /// How much the text before and after block `i` has in common, 0 to about 1 where much; `None` at
    /// the edges of the page.
    pub(super) fn cohesion(&self, units: &[Unit<'_>], facts: &[Facts], i: usize) -> Option<f32> {
        let before = self.window(units, facts, (0..i).rev());
        let after = self.window(units, facts, i + 1..units.len());
        if before.len() < 40 || after.len() < 40 {
            return None;
        }
        let mean = f32::midpoint(self.shared(&before, &after), self.shared(&after, &before));
        Some((mean * 5.0).min(1.0))
    }

    /// How much of block `i` itself comes back in the text behind it.
    pub(super) fn echo(&self, units: &[Unit<'_>], facts: &[Facts], i: usize) -> Option<f32> {
        let own = Self::set(&units[i].text, 60);
        let after = self.window(units, facts, i + 1..units.len());
        (own.len() >= 3 && after.len() >= 40).then(|| self.shared(&after, &own))
    }
}
