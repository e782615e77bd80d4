//! The measure of the column a line stands in, where a page keeps its printed lines.
//!
//! A page may hold columns of several measures, a line of its masthead across all of them and a caption
//! across two. So the measure is looked for around each line: the width that lines near it share and
//! break off at.

use std::ops::RangeInclusive;

use super::Line;
use crate::parse::{chars, pairs};

/// Measures in half-width cells: from the columns of a small-sized paper, 8 characters, to two columns in one.
const MEASURES: RangeInclusive<usize> = 16..=72;

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
    let mut filled: Vec<Option<usize>> = (0..lines.len()).map(of_line).collect();
    keep_columns(lines, &open, &mut filled);
    are_most(lines, &open, &filled, all).then_some(filled)
}

/// The measure that most of the lines up to line `end` share.
fn shared(lines: &[Line<'_>], open: &[bool], end: usize) -> Option<usize> {
    let span = (end + 1).saturating_sub(SPAN)..end + 1;
    let widths = || span.clone().filter(|i| open[*i]).map(|i| lines[i].width);
    let count = |measure: usize| {
        let sharing = widths().filter(|w| fills(*w, measure)).count();
        // One line that is a little wider than all others (记者 陈一鸣) tells of no measure.
        let as_wide = widths().filter(|w| *w == measure).count();
        (sharing + as_wide, measure, sharing)
    };
    widths().map(count).max().filter(|(.., sharing)| *sharing >= SHARED).map(|(_, measure, _)| measure)
}

/// Ends in a mark, as a line that a column broke off seldom does.
fn ends(text: &str) -> bool {
    text.ends_with(|c| chars::is_stop(c) || chars::is_comma(c))
}

/// What the lines that fill one measure are like.
#[derive(Clone, Copy, Default)]
struct Column {
    lines: usize,
    /// Breaks between two Han characters, and how many of them fall inside a word.
    breaks: usize,
    words: usize,
}

/// The lines that fill each measure.
fn columns(lines: &[Line<'_>], open: &[bool], filled: &[Option<usize>]) -> Vec<Column> {
    let mut columns = vec![Column::default(); MEASURES.end() + 1];
    for (i, line) in lines.iter().enumerate() {
        let Some(measure) = filled[i] else { continue };
        let column = &mut columns[measure];
        column.lines += 1;
        let below = lines.get(i + 1).filter(|below| open[i] && !below.gap);
        let (Some(a), Some(b)) = (line.text.chars().next_back(), below.and_then(|b| b.text.chars().next())) else {
            continue;
        };
        if chars::is_han(a) && chars::is_han(b) {
            column.breaks += 1;
            column.words += usize::from(pairs::in_word(a, b));
        }
    }
    columns
}

/// Leaves the measures of columns. The lines of a column break off wherever they are full: of its breaks, one in three
/// falls inside a common word; of those between two lines of verse, of a list or of a table, one in thirty. Few lines
/// may break beside words alone: so little is asked of a measure that many lines have.
fn keep_columns(lines: &[Line<'_>], open: &[bool], filled: &mut [Option<usize>]) {
    let columns = columns(lines, open, filled);
    // Lines of one column fill measures that differ by a character.
    let around = |measure: usize| {
        let near = &columns[measure - 2..=(measure + 2).min(*MEASURES.end())];
        near.iter().fold(Column::default(), |a, b| Column {
            lines: a.lines + b.lines,
            breaks: a.breaks + b.breaks,
            words: a.words + b.words,
        })
    };
    let columns: Vec<Column> = MEASURES.map(around).collect();
    let most = columns.iter().map(|column| column.lines).max().unwrap_or(0);
    let breaks_words = |measure: usize| {
        let column = columns[measure - MEASURES.start()];
        let words = column.words + usize::from(column.lines * 2 > most);
        words > 0 && words * 8 >= column.breaks
    };
    filled.iter_mut().for_each(|filled| *filled = filled.filter(|measure| breaks_words(*measure)));
}

/// Whether the lines that fill a measure are the page.
fn are_most(lines: &[Line<'_>], open: &[bool], filled: &[Option<usize>], all: usize) -> bool {
    let full = || lines.iter().zip(open).zip(filled).filter(|(_, filled)| filled.is_some()).map(|(line, _)| line);
    let ink: usize = full().map(|(line, _)| line.width).sum();
    let ended = full().filter(|(_, open)| !**open).count();
    let unspaced = lines.iter().skip(1).filter(|line| !line.gap).count();
    ink * 2 >= all && ended * 2 < full().count() && unspaced * 2 + 2 >= lines.len()
}
