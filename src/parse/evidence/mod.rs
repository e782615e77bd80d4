//! What can be said of each block by itself and beside its neighbours: the evidence of the page
//! decision, and nothing but evidence. What it weighs for which role stands in `weights.toml`.
//!
//! 1. `facts`: what is known of one block by itself, looked up by all that follows; `forms`,
//!    `openers` and `wording` know the words and shapes of lines.
//! 2. `alone`: evidence of the block itself.
//! 3. `beside`, with `series`: evidence of the blocks before and behind it.
//! 4. `breaks`: evidence that the next block goes on in the middle of a sentence.
//! 5. `indents`: evidence of the indents of paragraphs, where a page has them.
//! 6. Words in common with the text before and behind it, from `grams`.
//!
//! `feature` is the list of all names.

mod alone;
mod beside;
mod breaks;
mod facts;
mod feature;
mod forms;
mod indents;
mod openers;
mod series;
mod wording;

pub(super) use self::{
    facts::{Facts, all},
    feature::Feature,
    forms::{annex, document, is_photo_title},
    openers::{opener, tells_day},
};

use self::{
    alone::alone,
    beside::{Ahead, Behind, beside, is_one},
    breaks::{breaks, rest},
    indents::{indented, indents},
    series::{Shape, same_labels, shape},
};
use super::{
    grams::{Grams, Sets},
    lines::Unit,
};

/// The evidence of one block: the features that hold, with their strength.
pub(super) type Evidence = Vec<(Feature, f32)>;

/// All evidence for all blocks of a page, in one pass with bounded looks to both sides.
pub(super) fn evidence(units: &[Unit<'_>], facts: &[Facts], grams: &Grams<'_>) -> Vec<Evidence> {
    let labels = same_labels(units);
    let (ahead, behind) = (Ahead::of(facts, &labels), Behind::of(facts));
    let shapes: Vec<Option<Shape>> = units.iter().zip(facts).map(|(u, f)| shape(u, f)).collect();
    let ones: Vec<bool> = (0..units.len()).map(|i| is_one(units, facts, i, grams)).collect();
    let mut sets = grams.sets();
    let sets_in = indented(units, facts);
    let one = |i: usize| {
        let mut out = Vec::with_capacity(32);
        alone(&units[i], &facts[i], &mut out);
        beside(units, facts, i, (&ahead, &behind), (&shapes, &ones), &mut out);
        out.extend(labels[i].then_some((Feature::SameLabel, 1.0)));
        breaks(units, facts, i, grams, &mut out);
        rest(units, facts, i, grams, &mut out);
        words(units, facts, i, grams, &mut sets, &mut out);
        if sets_in {
            indents(units, facts, i, &mut out);
        }
        out
    };
    (0..units.len()).map(one).collect()
}

fn words(units: &[Unit<'_>], facts: &[Facts], i: usize, grams: &Grams<'_>, sets: &mut Sets, out: &mut Evidence) {
    // Official papers are worded alike: what they have in common with their neighbours tells nothing.
    if !facts[i].plain_short() || document(&units[i].text) {
        return;
    }
    let around = grams.around(facts, i, sets);
    if let Some(cohesion) = around.cohesion {
        out.push((Feature::Shift, 1.0 - cohesion));
        out.push((Feature::Cohesion, cohesion));
    }
    let echoes = [
        (Feature::Echo, around.echo),
        (Feature::LeadEcho, around.lead_echo),
        (Feature::BehindEcho, around.behind_echo),
    ];
    out.extend(echoes.into_iter().filter_map(|(f, e)| e.map(|e| (f, e))));
    match around.brief {
        Some(true) => out.push((Feature::BriefBehind, 1.0)),
        Some(false) => out.push((Feature::FeatureBehind, 1.0)),
        None => {}
    }
}
