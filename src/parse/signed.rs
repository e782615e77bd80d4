//! Signatures of notices: who signs, on lines of their own, and the day below.
//!
//! ```text
//! 特此公告。
//! 江城市自来水有限责任公司
//! 2024年3月6日
//! ```
//!
//! A body that signs is known by its name. A person, or an office of its own name, is known by its place: a
//! short line below a paragraph that is over, and a bare date below it. A newspaper's own date stands in a
//! head or foot of the page, and beside the day of the week. A day alone below a paragraph that is over, with
//! a headline below it, tells when the text was written.

use std::ops::Range;

use super::{byline, chars, evidence, glance::Kinds, lines::Unit, marks};

/// Lines of those who sign.
const MOST: usize = 3;

/// The blocks of the signature whose day is block `at`: those who sign and the day.
pub(super) fn signature(units: &[Unit<'_>], at: usize) -> Option<Range<usize>> {
    if !marks::is_date(&units[at].text) {
        return None;
    }
    let above = at.checked_sub(1)?;
    let next = units.get(at + 1);
    if next.is_none_or(opens_nothing) {
        if is_over(&units[above]) && next.is_some() {
            return Some(at..at + 1);
        }
        let mut signers = (0..at).rev().take(MOST).take_while(|line| signs(&units[*line]));
        if let Some(first) = signers.find(|line| *line > 0 && is_over(&units[line - 1])) {
            return Some(first..at + 1);
        }
    }
    marks::signs_notice(&units[above].text).then_some(above..at + 1)
}

/// Whether a line may be the name of who signs: short, no sentence, no title of an official paper, no line of
/// a head or foot, no newspaper's name.
fn signs(unit: &Unit<'_>) -> bool {
    let text: &str = &unit.text;
    let open = !chars::ends_sentence(text) && !text.ends_with(chars::is_comma);
    (2..=30).contains(&unit.glance.len)
        && open
        && !unit.glance.holds(Kinds::FULL_STOP)
        && !evidence::annex(text)
        && !evidence::document(text)
        && !marks::masthead(text)
        && !marks::editors(text)
        && !text.ends_with(['报', '報'])
}

/// Whether a paragraph has ended, so that a signature may follow.
fn is_over(unit: &Unit<'_>) -> bool {
    let is_text = unit.glance.holds(Kinds::FULL_STOP) || unit.glance.len > 30;
    is_text && chars::ends_sentence(&unit.text) || evidence::annex(&unit.text)
}

/// Whether a line is no text that a headline and a day would stand above, and no line of a page's head.
fn opens_nothing(unit: &Unit<'_>) -> bool {
    let text: &str = &unit.text;
    let is_text = unit.glance.len > 44 || unit.glance.holds(Kinds::FULL_STOP);
    let is_furniture = || marks::masthead(text) || marks::editors(text) || marks::folio(text).is_some();
    !is_text && byline::of(unit).is_none() && !is_furniture()
}
