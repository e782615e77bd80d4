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

    /// The distinct pairs of running text in these blocks.
    fn window(units: &[Unit<'_>], facts: &[Facts], blocks: &[usize]) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::new();
        let mut left = WINDOW;
        for i in blocks {
            if facts[*i].len >= 30 && left > 0 {
                out.extend(pairs(&units[*i].text).take(left));
                left = left.saturating_sub(facts[*i].len);
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Looks at the text around block `i`: before it as far as the article's signed beginning, behind
    /// it as far as the next one.
    pub(super) fn around(&self, units: &[Unit<'_>], facts: &[Facts], i: usize) -> Around {
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
        let (before, after) = (Self::window(units, facts, &behind), Self::window(units, facts, &ahead));
        let own = Self::set(&units[i].text, 60);
        let lead = units.get(i + 1).map(|u| Self::set(&u.text, LEAD)).unwrap_or_default();
        let told = own.len() >= 3;
        Around {
            cohesion: (before.len() >= 30 && after.len() >= 30).then(|| (overlap(&before, &after) * 6.0).min(1.0)),
            echo: (told && after.len() >= 30).then(|| self.shared(&after, &own)),
            lead_echo: (told && lead.len() >= 20).then(|| self.shared(&lead, &own)),
            behind_echo: (told && before.len() >= 30).then(|| self.shared(&before, &own)),
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

/// Pairs in common, by the geometric mean of both numbers.
fn overlap(a: &[usize], b: &[usize]) -> f32 {
    let (mut i, mut common) = (0, 0u32);
    for slot in b {
        while i < a.len() && a[i] < *slot {
            i += 1;
        }
        common += u32::from(i < a.len() && a[i] == *slot);
    }
    let size = (a.len() as f32 * b.len() as f32).sqrt();
    if size == 0.0 { 0.0 } else { common as f32 / size }
}
