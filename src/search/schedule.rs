//! The schedule of foldings: which articles each file of keys holds.
//!
//! One more day must not rewrite an index, at no day and at no size. So the files of keys are
//! not rewritten together, as when a tier is full, but each at a time of its own. Every leaf of
//! the index (a file of keys, see [`super::shards`]) has a *phase* made from its name, and the
//! phases are spread evenly:
//!
//! - after every [`FOLD`] articles, at its phase, a leaf takes up all but the newest articles;
//!   what no leaf has yet is in the youngest tier, which is written anew each day. While the
//!   young sections are small, folding costs little and comes more often, which keeps the
//!   youngest tier small too;
//! - after every [`AGE`] articles, at its phase, a leaf moves what it has from its young section
//!   to its old one, so that a fold rewrites no more than the young one.
//!
//! A day of `n` articles so rewrites the youngest tier, `n / FOLD` of the young sections and
//! `n / AGE` of the old ones. Everything is a function of the number of articles: neither clock
//! nor earlier builds have a say.

/// Articles after which a leaf is folded again, from [`FULL`] on.
const FOLD: u64 = 2560;
/// Articles up to which leaves are folded more often: every `8 √n` of them.
const FULL: u64 = (FOLD / 8) * (FOLD / 8);
/// When there are [`FULL`] articles, in [`PHASES`] of a folding since the first.
const FULL_TIME: u64 = 128 * FOLD;
/// A leaf is folded up to a multiple of this.
const FOLD_STEP: u32 = 64;
/// Smaller archives have the youngest tier alone.
const LEAST: u32 = 1024;
/// Articles after which a leaf begins a new section.
const AGE: u64 = 98_304;
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
    let old = (0..PHASES).map(|phase| match last_at(u64::from(articles) * u64::from(PHASES) / AGE, phase) {
        Some(time) if time >= u64::from(PHASES) => (time * AGE / u64::from(PHASES)) as u32 / AGE_STEP * AGE_STEP,
        _ => 0,
    });
    let old: Vec<u32> = old.collect();
    let young = (0..PHASES).map(|phase| {
        last_at(time_of(u64::from(articles)), phase).map_or(0, |time| articles_at(time) as u32 / FOLD_STEP * FOLD_STEP)
    });
    let young = young.zip(&old).map(|(young, old)| young.max(*old)).collect();
    [old, young].into_iter().filter(|ends| ends.iter().any(|end| *end > 0)).collect()
}

/// The last time up to `now` that is of a phase.
fn last_at(now: u64, phase: u32) -> Option<u64> {
    let since = now.checked_sub(u64::from(phase))?;
    Some(now - since % u64::from(PHASES))
}

/// How many articles there are at a time, which goes on by [`PHASES`] from one folding to the
/// next.
fn articles_at(time: u64) -> u64 {
    if time < FULL_TIME {
        // The square makes the articles between two foldings grow with the root of all.
        (time * time) >> 20
    } else {
        FULL + (time - FULL_TIME) * FOLD / u64::from(PHASES)
    }
}

/// The last time at which there are no more articles than these.
fn time_of(articles: u64) -> u64 {
    if articles < FULL {
        (((articles + 1) << 20) - 1).isqrt()
    } else {
        FULL_TIME + ((articles - FULL + 1) * u64::from(PHASES) - 1) / FOLD
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_grow_and_follow_each_other() {
        assert!(sections(LEAST - 1).is_empty());
        assert_eq!(sections(LEAST).len(), 1);
        assert_eq!(sections(AGE as u32 - 1).len(), 1);
        let mut before = vec![vec![0; PHASES as usize]; 2];
        for articles in (AGE as u32..3 * AGE as u32).step_by(30) {
            let now = sections(articles);
            for phase in 0..PHASES as usize {
                let [old, young] = [now[0][phase], now[1][phase]];
                assert!(old <= young && young <= articles && articles - young < FOLD as u32 + FOLD_STEP);
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
        for articles in (AGE as u32..2 * AGE as u32).step_by(997) {
            assert!(changed(articles) <= 64, "{articles}");
        }
    }

    #[test]
    fn time_and_articles_tell_each_other() {
        for articles in (0..3 * FULL).step_by(7) {
            let time = time_of(articles);
            assert!(articles_at(time) <= articles && articles < articles_at(time + 1), "{articles}");
        }
    }

    #[test]
    fn a_small_archive_folds_more_often() {
        let waiting = |articles: u32| -> u64 {
            let ends = sections(articles).pop().unwrap();
            ends.iter().map(|end| u64::from(articles - end)).sum::<u64>() / u64::from(PHASES)
        };
        assert_eq!([1024, 10_000, 102_400, 1_000_000].map(|articles| waiting(articles) / 100), [1, 4, 13, 13]);
    }
}
