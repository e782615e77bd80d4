//! Series of subheads: short lines of one build near each other (茶陵县： …, 醴陵市： …; 一、 …,
//! 二、 …), none of them signed.

use std::collections::BTreeMap;

use super::{Facts, forms::enumerated};
use crate::parse::{
    chars,
    glance::{Glance, Kinds},
    lines::Unit,
};

/// What two subheads of a series have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `茶陵县： …`
    Labelled,
    /// `…——`
    Dashed,
    /// `一、`
    Enumerated,
    /// `…？`
    Asking,
    /// `■ …`
    Marked,
    /// Two halves with a comma or a space between, each of a length: `茶香出山,手艺有了去处`.
    Halves(usize, usize),
    /// Nothing but a length.
    Plain(usize, bool),
}

pub(super) fn shape(unit: &Unit<'_>, f: &Facts) -> Option<Shape> {
    if !f.plain_short() || f.len > 34 {
        return None;
    }
    let (text, glance): (&str, _) = (&unit.text, &unit.glance);
    let label = if glance.holds(Kinds::COLON) { text.split(['：', ':']).next().map_or(0, chars::len) } else { f.len };
    Some(match text.chars().next()? {
        c if chars::is_bullet(c) => Shape::Marked,
        _ if enumerated(text) => Shape::Enumerated,
        _ if f.dash => Shape::Dashed,
        _ if f.ask && !text.ends_with(['”', '’']) => Shape::Asking,
        _ if label + 2 < f.len && (2..=10).contains(&label) => Shape::Labelled,
        _ => match halves(text, glance) {
            Some((a, b)) => Shape::Halves(a, b),
            None => Shape::Plain(f.len, glance.commas > 0 || text.contains(' ')),
        },
    })
}

/// The lengths of the two halves of a line, each a clause.
fn halves(text: &str, glance: &Glance) -> Option<(usize, usize)> {
    if glance.commas > 1 || glance.commas == 0 && !glance.holds(Kinds::BLANK) {
        return None;
    }
    let mut halves = text.split([',', '，', ' ', '\u{3000}']).map(chars::len);
    match (halves.next(), halves.next(), halves.next()) {
        (Some(a), Some(b), None) if a >= 3 && b >= 3 => Some((a, b)),
        _ => None,
    }
}

/// Whether two lines are of one series.
pub(super) fn alike(a: Shape, b: Shape) -> bool {
    alike_within(a, b, 1)
}

/// Whether two lines are of one build, plain ones of a length that differs by `most` at most.
pub(super) fn alike_within(a: Shape, b: Shape, most: usize) -> bool {
    match (a, b) {
        (Shape::Plain(x, p), Shape::Plain(y, q)) => x.abs_diff(y) <= most && p == q,
        (Shape::Halves(a, b), Shape::Halves(x, y)) => (a + b).abs_diff(x + y) <= most,
        (Shape::Plain(x, true), Shape::Halves(a, b)) | (Shape::Halves(a, b), Shape::Plain(x, true)) => {
            x.abs_diff(a + b + 1) <= most
        }
        (a, b) => a == b,
    }
}

/// Characters of a line that opens with a label.
const LINE: usize = 60;

/// For each block, whether it opens with a label that another one opens with (研发单位：…).
pub(super) fn same_labels<'u>(units: &'u [Unit<'_>]) -> Vec<bool> {
    let label = |unit: &'u Unit<'_>| -> Option<&'u str> {
        if unit.glance.len > LINE || !unit.glance.holds(Kinds::COLON) {
            return None;
        }
        let (label, rest) = unit.text.split_once(['：', ':'])?;
        let is_label = (2..=8).contains(&chars::len(label)) && label.chars().all(chars::is_han);
        (is_label && !rest.is_empty()).then_some(label)
    };
    let labels: Vec<Option<&str>> = units.iter().map(label).collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    labels.iter().flatten().for_each(|label| *counts.entry(label).or_default() += 1);
    labels.iter().map(|label| label.is_some_and(|l| counts[l] > 1)).collect()
}

/// How far a series is looked for, in blocks.
pub(super) const SERIES: usize = 24;
