//! Printed lines to paragraphs, where a page keeps its printed lines.

use super::{Line, Unit, join, single};
use crate::parse::{byline, chars, dateline, evidence, furniture, glance::Kinds, marks, pairs};

/// Characters in which a signature ends a paragraph.
const SIGNATURE: usize = 90;

/// Half-width cells of an indent; a single one is a space at which the column broke.
const SET_IN: usize = 2;

/// Half-width cells by which a line of a column may be wider than others of it, and no more: its measure was taken from
/// lines that left a character or two free.
const TOO_WIDE: usize = 6;

/// Joins the printed lines of each paragraph. A line runs on when it fills its measure and the
/// next one is neither indented nor set off by a blank line, nor plainly something else.
pub(super) fn wrapped<'a>(lines: &[Line<'a>], filled: &[Option<usize>]) -> Vec<Unit<'a>> {
    let indents = lines.iter().filter(|l| l.indent >= SET_IN).count();
    let page = Page { lines, uses_indents: indents >= 2 && indents * 2 < lines.len() };
    let full = page.full(filled);
    let ends = page.ends_of_runs(&full);
    let mut out: Vec<Unit<'a>> = Vec::new();
    // The first line of the unit, and whether its last one runs on.
    let (mut first, mut runs_on) = (0, false);
    for (i, line) in lines.iter().enumerate() {
        let sets_in = line.gap || page.uses_indents && line.indent >= SET_IN;
        // A caption below a column, set across two.
        let too_wide = i > 0 && filled[i - 1].is_some_and(|measure| line.width > measure + TOO_WIDE);
        match out.last_mut() {
            Some(unit) if runs_on && !sets_in && !too_wide && !page.parted(unit, (first, i), &ends) => join(unit, line),
            _ => {
                first = i;
                out.push(single(line));
            }
        }
        let to_the_edge = filled[i].is_some_and(|measure| line.width >= measure);
        runs_on = full[i] && (page.uses_indents || to_the_edge || !chars::ends_sentence(line.text));
    }
    out
}

/// The printed lines of a file.
struct Page<'p, 'a> {
    lines: &'p [Line<'a>],
    uses_indents: bool,
}

impl Page<'_, '_> {
    /// Which lines may run on: those that fill their measure. A line wider than any measure is set across columns,
    /// and runs on into one about as wide alone.
    fn full(&self, filled: &[Option<usize>]) -> Vec<bool> {
        let widest = filled.iter().flatten().copied().max().unwrap_or(0);
        let across = |i: usize| {
            let width = self.lines[i].width;
            let below = self.lines.get(i + 1).filter(|below| !below.gap && below.indent < SET_IN);
            width > widest + 2 && below.is_some_and(|below| below.width.abs_diff(width) <= 4)
        };
        (0..self.lines.len()).map(|i| filled[i].is_some() || across(i)).collect()
    }

    /// For each line, the first from it on that does not run on.
    fn ends_of_runs(&self, full: &[bool]) -> Vec<usize> {
        let mut ends: Vec<usize> = (0..self.lines.len()).collect();
        for i in (0..self.lines.len().saturating_sub(1)).rev() {
            let next = &self.lines[i + 1];
            if full[i] && next.indent < SET_IN && !next.gap {
                ends[i] = ends[i + 1];
            }
        }
        ends
    }

    /// Whether line `i` is something else than the text of the unit above it, which begins with line `first`.
    fn parted(&self, unit: &Unit<'_>, (first, i): (usize, usize), ends: &[usize]) -> bool {
        let line = &self.lines[i];
        // A look at the end: a paragraph may be as long as its page.
        let last = chars::tail(&unit.text, SIGNATURE);
        let over = chars::ends_sentence(last) || dateline::tail(last).is_some();
        let alone = i == first + 1;
        if closed(unit, last) || alone && is_furniture(&self.lines[first]) || (over || alone) && is_furniture(line) {
            return true;
        }
        if marks::editors(line.text) || alone && self.is_whole(first, ends[first]) {
            return true;
        }
        if over { is_headline(&self.lines[i..=ends[i]]) } else { stands_alone(unit, line.text) }
    }

    /// Whether line `first` is all of what begins with it though it fills its measure, and the next line something else.
    fn is_whole(&self, first: usize, end: usize) -> bool {
        let line = &self.lines[first];
        let below = self.lines.get(first + 1).map_or("", |below| below.text);
        if self.uses_indents && line.indent >= SET_IN || in_word(line.text, below) {
            return false;
        }
        let is_byline = |text: &str| byline::read(text).is_some_and(|b| b.strength == byline::Strength::Strong);
        if is_byline(line.text) {
            return !is_byline(&[line.text, below].concat());
        }
        // What blank lines set off is one piece, however many lines it takes.
        if line.gap && self.lines.get(end + 1).is_none_or(|next| next.gap) {
            return false;
        }
        is_headline(&self.lines[first..=end]) || !self.uses_indents && heads(line.text, below)
    }
}

/// Whether a line without marks stands above what opens a text: a headline, where no indent tells it from text.
fn heads(line: &str, below: &str) -> bool {
    let marked = line.contains(|c| chars::is_comma(c) || chars::is_stop(c));
    !marked && (evidence::opener(below) || dateline::is_dated(below)) && !dateline::is_dated(line)
}

/// Whether the break between two lines falls inside a word, or before a mark.
fn in_word(above: &str, below: &str) -> bool {
    let (Some(a), Some(b)) = (above.chars().next_back(), below.chars().next()) else { return false };
    chars::is_comma(b) || chars::is_stop(b) || chars::is_closer(b) || pairs::in_word(a, b)
}

/// Whether nothing follows in the paragraph: it ends in a signature behind its last sentence or in a jump mark.
fn closed(unit: &Unit<'_>, last: &str) -> bool {
    let bracket = last.ends_with(['）', ')']) && unit.glance.holds(Kinds::ROUND_CLOSER);
    let signed = || chars::bracket_end(last).is_some_and(|(text, _)| text.is_empty() || chars::ends_sentence(text));
    let jumps =
        || unit.glance.holds(Kinds::PAGE) && marks::jump_of(unit).is_some_and(|j| j.bytes.end == unit.text.len());
    bracket && signed() && dateline::closes_article(last) || unit.glance.holds(Kinds::TURN) && jumps()
}

/// Whether a line is a masthead, a folio line, of a guide box or of the page's makers, and no text that speaks of dates
/// and pages.
fn is_furniture(line: &Line<'_>) -> bool {
    let commas = line.glance.commas > 0;
    !commas && (furniture::is_head(line.text, &line.glance) || furniture::is_guide(line.text))
        || marks::editors(line.text)
}

/// Whether these lines, the last of them short, are a headline and no end of a paragraph, which would hold a full stop
/// or a signature, or be names in brackets.
///
/// ```text
/// 两岸灯火次第亮起来，渡船也靠了岸。
/// 老桥修好了
/// 　　昨日清晨，……
/// ```
fn is_headline(lines: &[Line<'_>]) -> bool {
    let text: String = lines.iter().take(3).map(|line| line.text).collect();
    let bracketed = text.starts_with(['（', '(']);
    lines.len() <= 3
        && !bracketed
        && !text.contains('。')
        && !chars::ends_sentence(&text)
        && dateline::tail(&text).is_none()
}

/// What no line runs on into, however full it is: a second headline (——记山城的老桥), a jump mark (◀上接A01版),
/// names under a headline (本报记者 王小明). A second line of names stays by itself too, for the break parts two of
/// them; the rest of a name that the break cut does not, nor do names
/// behind a text, whose credit they end (…6.2万人次。 本报记者 / 高翔 摄).
fn stands_alone(above: &Unit<'_>, text: &str) -> bool {
    let strength = |text: &str| byline::read(text).map(|b| b.strength);
    let is_signed = |strength| strength == Some(byline::Strength::Strong);
    let dashed = text.starts_with("——") && !chars::ends_sentence(text);
    // Half a sentence of a narrow column may read as names: 中国科协作为党和政 / 府联系科技工作者的桥梁.
    let names = strength(text).filter(|_| !above.glance.holds(Kinds::FULL_STOP) && !in_word(&above.text, text));
    let jumps = chars::len(text) < 12 && marks::jump(text).is_some();
    above.glance.balance <= 0
        && (dashed || jumps || is_signed(names) || names.is_some() && is_signed(strength(&above.text)))
}
