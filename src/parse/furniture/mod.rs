//! What belongs to the page and not to an article, taken off before the page is read: folio
//! lines, mastheads, editors' lines, guide boxes, running heads. Each is told by its shape
//! alone, but for the words and numbers of a head, which stand beside its other lines (`heads`);
//! whatever is not plainly furniture stays with the articles.

use std::collections::BTreeMap;

mod heads;

use super::{
    chars,
    glance::{Glance, Kinds},
    lines::Unit,
    marks, signed,
};
use crate::press::{Folio, FurnitureKind, IssueDate};

/// A piece of furniture: its blocks by index.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) kind: FurnitureKind,
    pub(super) units: Vec<usize>,
    pub(super) target: Option<Folio>,
    /// A folio line's page and the page's name.
    pub(super) folio: Option<(Folio, Option<String>)>,
    /// The date a masthead or folio line states.
    pub(super) date: Option<IssueDate>,
}

impl Piece {
    fn new(kind: FurnitureKind, units: Vec<usize>) -> Self {
        Self { kind, units, target: None, folio: None, date: None }
    }
}

/// Finds the furniture among the blocks of a file, in source order.
pub(super) fn find(units: &[Unit<'_>]) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < units.len() {
        if marks::guide_head(&units[i].text) {
            let items = guide(units, i);
            i = items.last().and_then(|p| p.units.last()).map_or(i + 1, |last| last + 1);
            out.extend(items);
            continue;
        }
        if let Some(piece) = line(units, i) {
            out.push(piece);
        }
        i += 1;
    }
    heads::bare(units, &mut out);
    stray_dates(units, &mut out);
    nameplates(units, &mut out);
    edges(units, &mut out);
    running_heads(units, &mut out);
    out.sort_by_key(|p| p.units.first().copied());
    out
}

fn line(units: &[Unit<'_>], i: usize) -> Option<Piece> {
    let text: &str = &units[i].text;
    if text.len() > 300 {
        return None;
    }
    let date = || {
        let ((year, month, day), _) = marks::line_date(text)?;
        IssueDate::new(year, month, day).ok()
    };
    if marks::editors(text) || marks::imprint(text) {
        return Some(Piece::new(FurnitureKind::Editors, vec![i]));
    }
    // What a masthead or a folio line cannot do without tells most lines.
    let glance = &units[i].glance;
    let numeric = glance.len <= 24 && text.starts_with(chars::is_digit);
    let dated = glance.len <= 60 && glance.holds(Kinds::ISSUE.or(Kinds::YEAR).or(Kinds::PRESS))
        || glance.len <= 30 && (text.starts_with(['中', '第']) || text.ends_with("主办"))
        || numeric;
    let signs = || i > 1 && signed::signature(units, i).is_some();
    if dated && marks::masthead(text) && !signs() {
        let folio = marks::folio_in_head(text);
        let kind = if folio.is_some() { FurnitureKind::Folio } else { FurnitureKind::Masthead };
        return Some(Piece { folio, date: date(), ..Piece::new(kind, vec![i]) });
    }
    let numbered = glance.len <= 24 && (glance.holds(Kinds::PAGE) || text.starts_with(|c| ('A'..='H').contains(&c)));
    let folio = if numbered { marks::folio(text)? } else { return None };
    Some(Piece { folio: Some(folio), date: date(), ..Piece::new(FurnitureKind::Folio, vec![i]) })
}

/// Whether a printed line heads or foots a page: a date line, the numbers of a paper, a folio line. What text tells of
/// dates and pages is none.
pub(super) fn is_head(text: &str, glance: &Glance) -> bool {
    let dated = glance.len <= 60 && glance.holds(Kinds::ISSUE.or(Kinds::YEAR));
    let tells = || {
        let numbers = ["刊号", "刊號", "邮发代号", "出版物号"].iter().any(|mark| text.contains(mark));
        numbers || marks::line_date(text).is_some()
    };
    let numbered = glance.len <= 24 && glance.holds(Kinds::PAGE) && glance.holds(Kinds::BLANK.or(Kinds::COLON));
    dated && tells() && marks::masthead(text) || numbered && marks::folio(text).is_some()
}

/// Whether a printed line is of a guide box: its head, or an item with its page.
pub(super) fn is_guide(text: &str) -> bool {
    let ends = text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '版' | '）' | ')'));
    marks::guide_head(text) || ends && (marks::guide_target(text).is_some() || inline_target(text).is_some())
}

/// The items of a guide box whose head is block `head`: short lines up to a page number, again
/// and again. The head goes with the first item.
fn guide(units: &[Unit<'_>], head: usize) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut pending = vec![head];
    for (i, unit) in units.iter().enumerate().skip(head + 1).take(60) {
        let text: &str = &unit.text;
        if chars::len(text) > 60 || text.contains('。') || pending.len() > 5 {
            break;
        }
        pending.push(i);
        if let Some(target) = marks::guide_target(text).or_else(|| inline_target(text)) {
            let units = std::mem::take(&mut pending);
            out.push(Piece { target: Some(target), ..Piece::new(FurnitureKind::Guide, units) });
        }
    }
    if out.is_empty() {
        out.push(Piece::new(FurnitureKind::Guide, vec![head]));
    }
    out
}

/// The page at the end of a guide line: `中国经济的信心 04版`.
fn inline_target(text: &str) -> Option<Folio> {
    let at = text.rfind(|c: char| chars::is_blank(c) || matches!(c, '▶' | '→' | '（' | '(' | '…' | '/'))?;
    marks::guide_target(&text[at..])
}

/// The paper's name right above a date or folio line: `株洲史地报` / `2023年3月6日 星期一`.
fn nameplates(units: &[Unit<'_>], pieces: &mut Vec<Piece>) {
    let below = |piece: &Piece| piece.date.is_some() || piece.folio.is_some();
    let starts = pieces.iter().filter(|p| below(p)).filter_map(|p| p.units.first().copied());
    let taken = taken(units, pieces);
    let above = starts.filter_map(|at| at.checked_sub(1)).filter(|at| !taken[*at] && is_nameplate(&units[*at].text));
    let found: Vec<Piece> = above.map(|at| Piece::new(FurnitureKind::Masthead, vec![at])).collect();
    pieces.extend(found);
}

/// What belongs to the page where it stands above all articles, below them or beside other furniture: addresses
/// of the paper (网址：…, E-mail：…), a lone 星期六. Elsewhere, a notice has such a line, and an essay such a title.
fn edges(units: &[Unit<'_>], pieces: &mut Vec<Piece>) {
    let kind = |at: usize| {
        let Unit { text, glance, .. } = &units[at];
        let contact = glance.len <= 60 && glance.holds(Kinds::COLON) && marks::contact(text);
        let weekday = || glance.len == 3 && marks::lone_weekday(text);
        if contact { Some(FurnitureKind::Editors) } else { weekday().then_some(FurnitureKind::Masthead) }
    };
    let found: Vec<(usize, FurnitureKind)> = (0..units.len()).filter_map(|at| Some((at, kind(at)?))).collect();
    if found.is_empty() {
        return;
    }
    let mut taken = taken(units, pieces);
    let mut take = |at: usize, kind, beside: Option<usize>| {
        let at_edge = beside.and_then(|beside| taken.get(beside)).is_none_or(|taken| *taken);
        if at_edge && !taken[at] {
            taken[at] = true;
            pieces.push(Piece::new(kind, vec![at]));
        }
    };
    found.iter().for_each(|(at, kind)| take(*at, *kind, at.checked_sub(1)));
    found.iter().rev().for_each(|(at, kind)| take(*at, *kind, Some(at + 1)));
}

/// Blocks at the top and at the bottom of a file in which its own date may stand alone.
const EDGES: (usize, usize) = (6, 3);

/// A bare date in the middle of the page, with no other line of a head beside it, belongs to the text it
/// stands in: a chronicle, a diary.
fn stray_dates(units: &[Unit<'_>], pieces: &mut Vec<Piece>) {
    let taken = taken(units, pieces);
    let inside = EDGES.0..units.len().saturating_sub(EDGES.1);
    pieces.retain(|piece| match piece.units[..] {
        [at] if inside.contains(&at) => taken[at - 1] || taken[at + 1] || !marks::is_date(&units[at].text),
        _ => true,
    });
}

/// Which of the blocks are furniture so far.
fn taken(units: &[Unit<'_>], pieces: &[Piece]) -> Vec<bool> {
    let mut taken = vec![false; units.len()];
    pieces.iter().flat_map(|p| &p.units).for_each(|u| taken[*u] = true);
    taken
}

/// Han characters alone, as spaced out as a nameplate may be, with a paper's last character.
fn is_nameplate(text: &str) -> bool {
    let name: String = text.chars().filter(|c| !chars::is_blank(*c)).collect();
    (3..=10).contains(&chars::len(&name)) && name.chars().all(chars::is_han) && name.ends_with(['报', '報'])
}

/// Short lines that stand beside folio lines again and again: the paper's name, the page's slogan.
fn running_heads(units: &[Unit<'_>], pieces: &mut Vec<Piece>) {
    let folios: Vec<usize> =
        pieces.iter().filter(|p| p.folio.is_some()).flat_map(|p| p.units.iter().copied()).collect();
    if folios.len() < 2 {
        return;
    }
    let taken = taken(units, pieces);
    let mut beside: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in folios {
        for near in at.saturating_sub(2)..(at + 3).min(units.len()) {
            if !taken[near] && chars::len(&units[near].text) <= 16 {
                beside.entry(&units[near].text).or_default().push(near);
            }
        }
    }
    for mut places in beside.into_values() {
        places.dedup();
        // Twice is a headline that goes on overleaf.
        if places.len() >= 3 {
            pieces.extend(places.into_iter().map(|at| Piece::new(FurnitureKind::Folio, vec![at])));
        }
    }
}
