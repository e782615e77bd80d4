//! The schedule of foldings: which articles each file of keys holds.
//!
//! One more day must not rewrite an index, at no day and at no size. So the files of keys are
//! not rewritten together, as when a tier is full, but each at a time of its own. Every leaf of
//! the index (a file of keys, see [`super::shards`]) has a *phase* made from its name, and the
//! phases are spread evenly:
//!
//! - after every [`FOLD`] articles, at its phase, a leaf takes up all but the newest articles;
//!   what no leaf has yet is in the youngest tier, which is written anew each day;
//! - after every [`AGE`] articles, at its phase, a leaf moves what it has from its young section
//!   to its old one, so that a fold rewrites no more than the young one.
//!
//! A day of `n` articles so rewrites the youngest tier, `n / FOLD` of the young sections and
//! `n / AGE` of the old ones. Everything is a function of the number of articles: neither clock
//! nor earlier builds have a say.

/// Articles after which a leaf is folded again.
const FOLD: u32 = 2560;
/// A leaf is folded up to a multiple of this.
const FOLD_STEP: u32 = 64;
/// Smaller archives have the youngest tier alone.
const LEAST: u32 = 1024;
/// Articles after which a leaf begins a new section.
const AGE: u32 = 98_304;
/// A section ends at a multiple of this.
const AGE_STEP: u32 = 4096;

/// Bits of a phase.
pub(crate) const PHASE_BITS: u32 = 12;
/// Number of phases.
pub(crate) const PHASES: u32 = 1 << PHASE_BITS;

/// The phase of the leaf that begins at a position of a group, or of the pools if it is 0. The
/// first half of a leaf that is split keeps its phase.
pub(crate) fn phase_of(group: u16, depth: u32, index: u32) -> u32 {
    let start = index << (super::lists::POSITION_BITS - depth);
    (u32::from(group) << 16 | start).wrapping_mul(0x9e37_79b1) >> (32 - PHASE_BITS)
}

/// Where the sections of the leaves end in an archive of so many articles: for each section the
/// article after its last one, by phase. The part of the archive that is younger than the last
/// section is the youngest tier's. No sections if everything is.
pub(crate) fn sections(articles: u32) -> Vec<Vec<u32>> {
    if articles < LEAST {
        return Vec::new();
    }
    // No leaf needs an old section before the archive is a whole period old.
    let old: Vec<u32> = (0..PHASES).map(|phase| folded(articles, phase, AGE, AGE_STEP)).collect();
    let old: Vec<u32> = old.into_iter().map(|end| if end < AGE { 0 } else { end }).collect();
    let young = (0..PHASES).map(|phase| folded(articles, phase, FOLD, FOLD_STEP));
    let young = young.zip(&old).map(|(young, old)| young.max(*old)).collect();
    [old, young].into_iter().filter(|ends| ends.iter().any(|end| *end > 0)).collect()
}

/// What a leaf has taken up at its last turn.
fn folded(articles: u32, phase: u32, period: u32, step: u32) -> u32 {
    let offset = ((u64::from(period) * u64::from(phase)) >> PHASE_BITS) as u32;
    match articles.checked_sub(offset) {
        Some(passed) => (passed / period * period + offset) / step * step,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_grow_and_follow_each_other() {
        assert!(sections(LEAST - 1).is_empty());
        assert_eq!(sections(LEAST).len(), 1);
        assert_eq!(sections(AGE - 1).len(), 1);
        let mut before = vec![vec![0; PHASES as usize]; 2];
        for articles in (AGE..3 * AGE).step_by(30) {
            let now = sections(articles);
            for phase in 0..PHASES as usize {
                let [old, young] = [now[0][phase], now[1][phase]];
                assert!(old <= young && young <= articles && articles - young < FOLD + FOLD_STEP);
                assert!(old >= before[0][phase] && young >= before[1][phase]);
            }
            before = now;
        }
    }

    #[test]
    fn a_day_folds_few_leaves() {
        let changed = |articles: u32| {
            let (before, after) = (sections(articles), sections(articles + 30));
            (0..PHASES as usize).filter(|&phase| (0..2).any(|s| before[s][phase] != after[s][phase])).count()
        };
        for articles in (AGE..2 * AGE).step_by(997) {
            assert!(changed(articles) <= 64, "{articles}");
        }
    }
}
