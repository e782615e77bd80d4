//! Evidence of the indents of paragraphs (two `U+3000`), where the paragraphs of a page have them: what is
//! indented begins a paragraph, and what is flush is a headline, a byline, or the rest of a paragraph that a
//! column cut.

use super::{Evidence, Facts, Feature, openers::starts_with_stop};
use crate::parse::lines::Unit;

/// Whether the paragraphs of a page are indented and little else is. No page is taken for one where the rests of
/// cut paragraphs are indented as well: there each block was, whatever it is.
pub(super) fn indented(units: &[Unit<'_>], facts: &[Facts]) -> bool {
    let (mut running, mut short, mut indented, mut indented_short, mut rests) = (0, 0, 0, 0, 0);
    for (i, (unit, f)) in units.iter().zip(facts).enumerate() {
        if is_running(f) {
            running += 1;
            indented += usize::from(unit.sets_in);
            let above = i.checked_sub(1).map(|above| &facts[above]);
            rests += usize::from(unit.sets_in && above.is_some_and(|f| is_running(f) && !f.ends() && !f.jump_on));
        } else if f.plain_short() {
            short += 1;
            indented_short += usize::from(unit.sets_in);
        }
    }
    indented > 0 && indented * 2 >= running && indented_short * 2 <= short && (rests < 2 || rests * 4 < indented)
}

/// A paragraph by its length or its full stops.
fn is_running(f: &Facts) -> bool {
    f.len > 44 || f.sentence
}

/// Lines of a headline with kicker and decks, at most.
const STACK: usize = 4;

/// Which of the short flush blocks that stand above an indented paragraph as a headline does block `i` is, from 0: few,
/// as the lines of verse and of lists are not.
fn in_stack(units: &[Unit<'_>], facts: &[Facts], i: usize) -> Option<usize> {
    let flush = |at: &usize| facts[*at].short() && !units[*at].sets_in;
    let above = (0..i).rev().take(STACK).take_while(flush).count();
    let end = (i..units.len()).take(STACK).take_while(flush).last().map_or(i, |last| last + 1);
    (above + end - i <= STACK && units.get(end).is_some_and(|unit| unit.sets_in)).then_some(above)
}

/// What the indents say of block `i` of such a page. A mark that ends a sentence begins no paragraph, however it is
/// set; verse and lists are flush on any page.
pub(super) fn indents(units: &[Unit<'_>], facts: &[Facts], i: usize, out: &mut Evidence) {
    let sets_in = |unit: &Unit<'_>| {
        unit.sets_in && !unit.text.chars().next().is_some_and(|first| starts_with_stop(&unit.text, first))
    };
    let listed = |(feature, _): &(Feature, f32)| {
        matches!(feature, Feature::Verse | Feature::SameLabel | Feature::ListName | Feature::FactLine | Feature::Bullet)
    };
    if sets_in(&units[i]) {
        out.push((Feature::Indented, 1.0));
    } else if facts[i].short() {
        let place = in_stack(units, facts, i);
        out.retain(|(feature, _)| place.is_none() || *feature != Feature::Verse);
        let heads = place.is_some() || facts.get(i + 1).is_some_and(is_running);
        let bracketed = units[i].text.starts_with(['（', '(']);
        out.extend((heads && !bracketed && !out.iter().any(listed)).then_some((Feature::Flush, 1.0)));
        out.extend(place.is_some_and(|place| place > 0).then_some((Feature::Stacked, 1.0)));
    }
    if units.get(i + 1).is_some_and(sets_in) {
        out.push((Feature::IndentNext, 1.0));
    }
}
