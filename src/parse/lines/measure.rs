//! The measure of the column a line stands in, where a page keeps its printed lines.
//!
//! A page may hold columns of several measures, a line of its masthead across all of them and a caption
//! across two. So the measure is looked for around each line: the width that lines near it share and
//! break off at.

use super::Line;
use crate::parse::{chars, pairs};

/// Measures in half-width cells: from the columns of a small-sized paper, 8 characters, to two columns in one.
const MEASURES: std::ops::RangeInclusive<usize> = 16..=72;

/// Lines in a row that have one measure if they are of one column, with a headline or the ends of
/// paragraphs among them.
const SPAN: usize = 9;

/// How many of them share it at least.
const SHARED: usize = 3;

/// Whether a line fills a measure: all but two characters, which punctuation and numbers that may not
/// be parted leave free, or a stop that hangs over.
fn fills(width: usize, measure: usize) -> bool {
    width + 4 >= measure && width <= measure + 2
}

/// For each line, the measure that it fills, if it fills one. Nothing where the page does not keep its
/// printed lines: most of its ink is in paragraphs of a line each then, or its lines end in marks, as
/// verse does, or never inside a word, as names in a list do.
pub(super) fn filled(lines: &[Line<'_>]) -> Option<Vec<Option<usize>>> {
    let ink = |line: &Line<'_>| line.width;
    let all: usize = lines.iter().map(ink).sum();
    let narrow: usize = lines.iter().filter(|l| l.width <= MEASURES.end() + 2).map(ink).sum();
    if lines.len() < 8 || narrow * 2 < all {
        return None;
    }
    let open: Vec<bool> = lines.iter().map(|l| MEASURES.contains(&l.width) && !ends(l.text)).collect();
    let spans: Vec<Option<usize>> = (0..lines.len()).map(|i| shared(lines, &open, i)).collect();
    // The line may be the last, the middle or the first of a span.
    let of_line = |i: usize| {
        let around = [i, i + SPAN / 2, i + SPAN - 1].map(|end| spans[end.min(lines.len() - 1)]);
        around.into_iter().flatten().filter(|m| fills(lines[i].width, *m)).min_by_key(|m| m.abs_diff(lines[i].width))
    };
    let filled: Vec<Option<usize>> = (0..lines.len()).map(of_line).collect();
    keeps_lines(lines, &open, &filled, all).then_some(filled)
}

/// The measure that most of the lines up to line `end` share.
fn shared(lines: &[Line<'_>], open: &[bool], end: usize) -> Option<usize> {
    let span = (end + 1).saturating_sub(SPAN)..end + 1;
    let widths = || span.clone().filter(|i| open[*i]).map(|i| lines[i].width);
    let count = |measure: usize| {
        let sharing = widths().filter(|w| fills(*w, measure)).count();
        (sharing, widths().filter(|w| *w == measure).count(), measure)
    };
    widths().map(count).max().filter(|(sharing, ..)| *sharing >= SHARED).map(|(.., measure)| measure)
}

/// Ends in a mark, as a line that a column broke off seldom does.
fn ends(text: &str) -> bool {
    text.ends_with(|c| chars::is_stop(c) || chars::is_comma(c))
}

/// Whether the lines that fill a measure are those of columns.
fn keeps_lines(lines: &[Line<'_>], open: &[bool], filled: &[Option<usize>], all: usize) -> bool {
    let (mut ink, mut full, mut ended, mut unspaced) = (0, 0, 0, 0);
    let (mut breaks, mut words) = (0, 0);
    for (i, line) in lines.iter().enumerate() {
        unspaced += usize::from(i > 0 && !line.gap);
        if filled[i].is_none() {
            continue;
        }
        ink += line.width;
        full += 1;
        ended += usize::from(!open[i]);
        let below = lines.get(i + 1).filter(|below| open[i] && !below.gap);
        let (Some(a), Some(b)) = (line.text.chars().next_back(), below.and_then(|b| b.text.chars().next())) else {
            continue;
        };
        if chars::is_han(a) && chars::is_han(b) {
            breaks += 1;
            words += usize::from(pairs::in_word(a, b));
        }
    }
    // Of the breaks of a column, one in three falls inside a common word; of those between a heading
    // and what follows, one in thirty.
    ink * 2 >= all && ended * 2 < full && unspaced * 2 + 2 >= lines.len() && (words + 1) * 8 >= breaks
}
