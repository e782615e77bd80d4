//! From lines to units: what was printed as one block of type.
//!
//! Three ways of keeping a page are met: a blank line between blocks, one line a paragraph
//! (often with `U+3000` indents), and hard-wrapped text where each printed line of 15–30
//! characters is a line of the file. Which one it is is decided once for the page, the measure
//! of each column where it stands (`measure`). Only wrapped lines are joined here (`wrap`), with
//! nothing between them, in European texts with a space; a break inside a sentence that a column
//! made is the business of `roles` and `draft`.

mod measure;
mod wrap;

use std::{borrow::Cow, ops::Range};

use super::{chars, european, glance::Glance};
use crate::source::SourceText;

/// One block of type: a line, or the lines of a wrapped paragraph.
#[derive(Debug, Clone)]
pub(super) struct Unit<'a> {
    /// Its text, trimmed.
    pub(super) text: Cow<'a, str>,
    /// First source line, from 1.
    pub(super) first: u32,
    /// Last source line.
    pub(super) last: u32,
    /// Byte offset of its first character in the source.
    pub(super) start: usize,
    /// Its characters, by their places in [`Matter::chars`].
    pub(super) chars: Range<usize>,
    /// What one look at the text tells.
    pub(super) glance: Glance,
    /// Whether it is indented as paragraphs are, by two characters.
    pub(super) sets_in: bool,
}

/// The text of a file in blocks, and its characters in a row: what looks at characters one by one
/// looks at those.
pub(super) struct Matter<'a> {
    pub(super) units: Vec<Unit<'a>>,
    pub(super) chars: Vec<char>,
}

/// Half-width cells of two characters, by which paragraphs are indented.
const INDENT: usize = 4;

struct Line<'a> {
    number: u32,
    text: &'a str,
    start: usize,
    /// Half-width cells it is indented by.
    indent: usize,
    gap: bool,
    /// How far it reaches across the column, in half-width cells, its indent included.
    width: usize,
    /// Whether a space parts it from the line above, as in European texts.
    spaced: bool,
    chars: Range<usize>,
    glance: Glance,
}

/// Cuts the text from line `from` on into units.
pub(super) fn matter(source: &SourceText, from: u32) -> Matter<'_> {
    let mut chars = Vec::with_capacity(source.as_str().len() / 2);
    let lines = inked(source, from, &mut chars);
    let units = match measure::filled(&lines) {
        _ if is_european(&lines) => european_lines(&lines),
        Some(filled) => wrap::wrapped(&lines, &filled),
        None => lines.iter().map(single).collect(),
    };
    Matter { units, chars }
}

fn inked<'a>(source: &'a SourceText, from: u32, chars: &mut Vec<char>) -> Vec<Line<'a>> {
    let mut gap = false;
    let mut out = Vec::new();
    let mut start = 0;
    for (number, raw) in source.lines() {
        let at = start;
        start += raw.len() + 1;
        if number < from {
            continue;
        }
        let text = chars::trim(raw);
        if text.chars().all(chars::is_blank) {
            gap = true;
            continue;
        }
        let indent = &raw[..raw.len() - raw.trim_start().len()];
        let spaced = out.last().is_some_and(|above: &Line<'_>| european::meet_spaced(above.text, text));
        chars.extend(spaced.then_some(' '));
        let first = chars.len();
        let glance = Glance::take(text, chars);
        let cells = indent.chars().map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum::<usize>();
        let width = glance.cells + cells;
        let chars = first..chars.len();
        let start = at + indent.len();
        out.push(Line { number, text, start, indent: cells, gap, width, spaced, chars, glance });
        gap = false;
    }
    out
}

fn single<'a>(line: &Line<'a>) -> Unit<'a> {
    Unit {
        text: Cow::Borrowed(line.text),
        first: line.number,
        last: line.number,
        start: line.start,
        chars: line.chars.clone(),
        glance: line.glance,
        sets_in: line.indent == INDENT,
    }
}

/// Adds a printed line to the paragraph it belongs to.
fn join<'a>(unit: &mut Unit<'a>, line: &Line<'a>) {
    let text = unit.text.to_mut();
    text.extend(line.spaced.then_some(' '));
    text.push_str(line.text);
    unit.last = line.number;
    unit.chars.end = line.chars.end;
    unit.glance.add(&line.glance);
}

/// Whether the page is in a European script and printed line by line.
fn is_european(lines: &[Line<'_>]) -> bool {
    let meet = lines.windows(2).filter(|pair| !pair[1].gap && european::meet(pair[0].text, pair[1].text)).count();
    let long = lines.iter().filter(|line| line.width > 110).count();
    lines.len() >= 4 && meet * 2 >= lines.len() && long * 4 < lines.len()
}

/// Joins the printed lines of a European page.
fn european_lines<'a>(lines: &[Line<'a>]) -> Vec<Unit<'a>> {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.width).collect();
    widths.sort_unstable();
    let width = widths[widths.len() * 8 / 10];
    let mut out: Vec<Unit<'a>> = Vec::new();
    let above = std::iter::once(None).chain(lines.iter().map(Some));
    for (line, above) in lines.iter().zip(above) {
        let goes_on = |a: &Line<'_>| !line.gap && european::goes_on(a.text, a.width * 10 >= width * 8, line.text);
        match out.last_mut() {
            Some(unit) if above.is_some_and(goes_on) => join(unit, line),
            _ => out.push(single(line)),
        }
    }
    out
}

/// Line ranges of some units, ascending, bridged over blank lines but not over lines of others:
/// `units` are indices into `all`, which is in source order.
pub(super) fn ranges(all: &[Unit<'_>], units: &mut Vec<usize>) -> Vec<(u32, u32)> {
    units.sort_unstable();
    units.dedup();
    let mut out: Vec<(u32, u32)> = Vec::new();
    let mut previous = None;
    for &index in units.iter() {
        let unit = &all[index];
        match out.last_mut() {
            Some(range) if previous.is_some_and(|p| p + 1 == index) => range.1 = unit.last,
            _ => out.push((unit.first, unit.last)),
        }
        previous = Some(index);
    }
    out
}
