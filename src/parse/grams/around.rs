//! The text around a block: how much of what stands before it, behind it and in it is of one kind.

use std::cell::Cell;

use super::{Grams, Set};
use crate::{lent::Lent, parse::evidence::Facts};

/// Characters looked at on each side of a block.
const WINDOW: usize = 800;
/// Blocks looked at on each side.
const REACH: usize = 12;
/// Characters of the first lines behind a block.
const LEAD: usize = 200;

/// What the text before and after a block has in common with each other and with it.
#[derive(Debug, Default)]
pub(in crate::parse) struct Around {
    /// 0 for nothing in common, 1 for much.
    pub(in crate::parse) cohesion: Option<f32>,
    /// Share of the block's own pairs that come back behind it, in the first lines behind it, and
    /// that stand before it.
    pub(in crate::parse) echo: Option<f32>,
    pub(in crate::parse) lead_echo: Option<f32>,
    pub(in crate::parse) behind_echo: Option<f32>,
    /// Whether the article before opened with a dateline (or with a byline of its own line).
    pub(in crate::parse) brief: Option<bool>,
}

impl Grams<'_> {
    /// Looks at the text around block `i`: before it as far as the article's signed beginning, behind
    /// it as far as the next one.
    pub(in crate::parse) fn around(&self, facts: &[Facts], i: usize, sets: &mut Sets) -> Around {
        let (behind, brief) = blocks_before(facts, i);
        let ahead = blocks_behind(facts, i);
        let Sets { sets, last } = sets;
        let [before, after, lead, own]: &mut [Set; 4] = sets;
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

    /// What [`Grams::around`] counts with.
    pub(in crate::parse) fn sets(&self) -> Sets {
        let mut sets = Lent::from(&SETS);
        sets.iter_mut().for_each(|set| set.make_room(self.different()));
        Sets { sets, last: Last::default() }
    }
}

/// Sets that [`Grams::around`] counts with, and what it counted last.
pub(in crate::parse) struct Sets {
    /// Pairs before the block, behind it, in the first lines behind it, and its own.
    sets: Lent<[Set; 4]>,
    last: Last,
}

thread_local!(static SETS: Cell<[Set; 4]> = Cell::default());

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
        // Behind a signature, what stands before it is of another article.
        if facts[j].closes && !blocks.is_empty() {
            seen = REACH;
        }
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

/// Blocks of running text behind block `i`, up to where its article is signed or the next one begins.
fn blocks_behind(facts: &[Facts], i: usize) -> Vec<usize> {
    let near = (i + 1..facts.len()).take(REACH);
    let mut ahead: Vec<usize> = Vec::with_capacity(REACH);
    for j in near.take_while(|j| !facts[*j].signs()) {
        ahead.push(j);
        if facts[j].closes {
            break;
        }
    }
    if ahead.len() < REACH {
        while ahead.last().is_some_and(|j| facts[*j].short()) {
            ahead.pop();
        }
    }
    ahead.retain(|j| facts[*j].len >= TEXT);
    ahead
}
