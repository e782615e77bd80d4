//! Page text to articles.
//!
//! In this order, each step a module:
//!
//! 1. `front`: the optional front matter of the file.
//! 2. `lines`: lines to blocks of type, printed lines joined (`wrap`) by the measure of their column
//!    (`measure`), with `european` for scripts that part words by spaces; `glance`: one look at each, which spares the steps below what cannot be there.
//! 3. `furniture`: folio lines, mastheads, guide boxes and editors' lines are taken off; folio lines
//!    part the printed pages of a file.
//! 4. `evidence`, `grams`: evidence about each block, by itself and beside its neighbours; `signed`: the
//!    signatures of notices.
//! 5. `roles`: one role for each block, the best sequence for the page (Viterbi, `weights.toml`).
//! 6. `draft`: blocks to articles and paragraphs, breaks made by columns joined; `stacks`: headlines of
//!    several lines put together.
//! 7. `repeats`: mis-threaded tails are cut; `threads`: second halves below the next article are put
//!    back.
//! 8. `assemble`, with `byline`, `dateline`, `marks`: names, datelines, jumps and signatures go to their
//!    fields.
//! 9. `dates`: the date, where nothing states it.
//!
//! It refuses to guess characters: what seems lost is flagged, what is doubtful is said. It knows no
//! city, opens no file and looks at no clock.

mod assemble;
mod byline;
mod chars;
mod dateline;
mod dates;
mod draft;
mod european;
mod evidence;
mod front;
mod furniture;
mod glance;
mod grams;
#[cfg(feature = "learn")]
#[doc(hidden)]
pub mod learn;
mod lines;
mod marks;
mod page;
mod pairs;
mod repeats;
mod roles;
mod signed;
mod stacks;
mod threads;
mod trace;

pub use roles::Role;
pub use trace::{Fate, PageTrace, TraceBlock};

use crate::{
    diag::{Diagnostic, Warned},
    gazetteer::Gazetteer,
    press::{Folio, Furniture, FurnitureKind, IssueDate, SourcePage},
    source::SourceText,
};

use furniture::Piece;
use lines::Unit;
use roles::Weights;

/// What is known of a page before its text is read, from the names of its file and folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageHints {
    /// Date of the issue.
    pub date: Option<IssueDate>,
    /// Its folio.
    pub page: Option<Folio>,
    /// Its name (要闻).
    pub section: Option<String>,
}

/// Reads one file of page text. A file may hold several printed pages with folio lines between.
///
/// Never fails: whatever the text, every line of it that is not blank ends up in exactly one article
/// or piece of furniture, front matter included. Reads no other file, clock or configuration.
pub fn parse(text: &SourceText, hints: &PageHints, gazetteer: &Gazetteer) -> Warned<Vec<SourcePage>> {
    read(text, hints, gazetteer, roles::weights(), None)
}

/// How a file was read, block by block, one trace for each page that [`parse`] returns.
pub fn trace(text: &SourceText, hints: &PageHints, gazetteer: &Gazetteer) -> Vec<PageTrace> {
    let mut traces = Vec::new();
    read(text, hints, gazetteer, roles::weights(), Some(&mut traces));
    traces
}

/// One printed page of the file: its blocks by index.
#[derive(Default)]
struct Sheet {
    content: Vec<usize>,
    pieces: Vec<Piece>,
}

/// Reads a file; tells how, where someone wants to know.
fn read(
    source: &SourceText,
    hints: &PageHints,
    gazetteer: &Gazetteer,
    weights: &Weights,
    mut traces: Option<&mut Vec<PageTrace>>,
) -> Warned<Vec<SourcePage>> {
    let front = front::read(source);
    let matter = lines::matter(source, front.lines + 1);
    let units = &matter.units;
    let pieces = furniture::find(units);
    let mut diagnostics = front.diagnostics;
    let (date, date_inferred) = date(source, &front.stated, hints, units, &pieces, &mut diagnostics);
    let sheets = sheets(units, pieces);
    let mut pages = Vec::new();
    let traced = traces.is_some();
    let readings: Vec<_> = sheets.iter().map(|s| page::read(source, &matter, &s.content, weights, traced)).collect();
    let paper = readings.iter().find_map(|reading| reading.paper.clone());
    for (number, (sheet, reading)) in sheets.iter().zip(readings).enumerate() {
        let stated = Stated { front: &front.stated, hints, first: number == 0, only: sheets.len() == 1 };
        let (folio, section) = folio(source, &stated, sheet, units, number, &mut diagnostics);
        let frame = assemble::Frame {
            date,
            page: folio.clone(),
            section: section.clone(),
            file: source.file().to_string(),
            paper: paper.clone(),
            gazetteer,
        };
        if let Some(traces) = &mut traces {
            traces.push(page::trace(units, &sheet.content, &sheet.pieces, &reading));
        }
        diagnostics.extend(reading.diagnostics);
        diagnostics.extend(page::findings(source, units, &reading.drafts));
        let mut furniture = page::furniture(units, &sheet.pieces);
        if number == 0 && front.lines > 0 {
            furniture.insert(0, front_matter(source, front.lines));
        }
        let articles = page::articles(units, reading.drafts, &frame);
        let file = frame.file;
        pages.push(SourcePage { date, date_inferred, page: folio, section, file, articles, furniture });
    }
    Warned { value: pages, diagnostics }
}

/// The front matter's lines as furniture, so that they too are in one place.
fn front_matter(source: &SourceText, lines: u32) -> Furniture {
    let text = source.as_str()[..source.line_start(lines + 1)].trim_end().to_owned();
    Furniture { kind: FurnitureKind::Unplaced, text, lines: vec![(1, lines)], target: None }
}

/// Parts the blocks at folio lines. Folio lines are heads of pages, or feet when the file ends in
/// one and does not begin with one.
fn sheets(units: &[Unit<'_>], pieces: Vec<Piece>) -> Vec<Sheet> {
    let mut owner: Vec<Option<usize>> = vec![None; units.len()];
    for (index, piece) in pieces.iter().enumerate() {
        piece.units.iter().for_each(|u| owner[*u] = Some(index));
    }
    let is_folio = |u: usize| owner[u].is_some_and(|p| pieces[p].folio.is_some());
    let furnished = |u: &usize| owner[*u].is_some();
    let head = (0..units.len()).take_while(furnished).any(is_folio);
    let foot = (0..units.len()).rev().take_while(furnished).any(is_folio);
    let feet = foot && !head;
    let mut out = vec![Sheet::default()];
    let mut current: Option<Folio> = None;
    let mut placed = vec![false; pieces.len()];
    for (u, owner) in owner.iter().enumerate() {
        let Some(piece) = *owner else {
            if let Some(sheet) = out.last_mut() {
                sheet.content.push(u);
            }
            continue;
        };
        if std::mem::replace(&mut placed[piece], true) {
            continue;
        }
        let folio = pieces[piece].folio.as_ref().map(|(f, _)| f.clone());
        let fresh = folio.is_some() && folio != current;
        let begun = out.last().is_some_and(|s| !s.content.is_empty());
        if fresh && begun && !feet && (current.is_some() || has_folio(&out)) {
            out.push(Sheet::default());
        }
        if let Some(sheet) = out.last_mut() {
            sheet.pieces.push(pieces[piece].clone());
        }
        if folio.is_some() {
            current = folio;
            if feet && begun && u + 1 < units.len() {
                out.push(Sheet::default());
            }
        }
    }
    if out.len() > 1 && out.last().is_some_and(|s| s.content.is_empty()) {
        let last = out.pop().unwrap_or_default();
        if let Some(sheet) = out.last_mut() {
            sheet.pieces.extend(last.pieces);
        }
    }
    out
}

fn has_folio(sheets: &[Sheet]) -> bool {
    sheets.last().is_some_and(|s| s.pieces.iter().any(|p| p.folio.is_some()))
}

/// What was stated of a page outside its text.
struct Stated<'a> {
    front: &'a PageHints,
    hints: &'a PageHints,
    first: bool,
    only: bool,
}

/// The folio and name of a page: front matter, then the file's name, then its folio line.
fn folio(
    source: &SourceText,
    stated: &Stated<'_>,
    sheet: &Sheet,
    units: &[Unit<'_>],
    number: usize,
    out: &mut Vec<Diagnostic>,
) -> (Folio, Option<String>) {
    let line = sheet.pieces.iter().find(|p| p.folio.is_some());
    let printed = line.and_then(|p| p.folio.clone());
    let place = line
        .and_then(|p| p.units.first())
        .map(|u| source.place(units[*u].start..units[*u].start + units[*u].text.len()));
    let named = stated
        .front
        .page
        .clone()
        .or_else(|| stated.hints.page.clone())
        .filter(|_| stated.only || (stated.first && printed.is_none()));
    let section = stated.front.section.clone().or_else(|| stated.hints.section.clone()).filter(|_| stated.only);
    let section = section.or_else(|| printed.as_ref().and_then(|p| p.1.clone()));
    if let (true, Some(a), Some(b)) = (stated.only, &stated.front.page, &stated.hints.page)
        && a != b
    {
        let message = format!("the front matter says page {a}, the file's name says {b}; the front matter holds");
        out.push(
            Diagnostic::warning("page-contradiction", message).at(crate::diag::Place::file(source.file().clone())),
        );
    }
    match (named, printed) {
        (Some(named), Some((printed, _))) if named != printed => {
            let message = format!("this line says page {printed}, the file says {named}; the file holds");
            let diagnostic = Diagnostic::warning("page-contradiction", message);
            out.push(match place {
                Some(place) => diagnostic.at(place),
                None => diagnostic,
            });
            (named, section)
        }
        (Some(named), _) => (named, section),
        (None, Some((printed, _))) => (printed, section),
        (None, None) => {
            let folio = Folio::number(u16::try_from(number + 1).unwrap_or(u16::MAX));
            let message = format!("nothing says which page this is; taken as {folio}");
            let hint = "name the file 01.txt, or put `+++`, `page = \"01\"`, `+++` on top of it";
            out.push(
                Diagnostic::warning("page-inferred", message)
                    .at(crate::diag::Place::file(source.file().clone()))
                    .hint(hint),
            );
            (folio, section)
        }
    }
}

/// The date: front matter, then the file's name, then the masthead, then what the reports tell.
fn date(
    source: &SourceText,
    front: &PageHints,
    hints: &PageHints,
    units: &[Unit<'_>],
    pieces: &[Piece],
    out: &mut Vec<Diagnostic>,
) -> (IssueDate, bool) {
    let line = pieces.iter().find(|p| p.date.is_some());
    let printed = line.and_then(|p| p.date);
    let place = line
        .and_then(|p| p.units.first())
        .map(|u| source.place(units[*u].start..units[*u].start + units[*u].text.len()));
    let whole = || crate::diag::Place::file(source.file().clone());
    let contradiction = |message: String, at| Diagnostic::warning("date-contradiction", message).at(at);
    if let (Some(a), Some(b)) = (front.date, hints.date)
        && a != b
    {
        out.push(contradiction(
            format!("the front matter says {a}, the file's name says {b}; the front matter holds"),
            whole(),
        ));
    }
    let named = front.date.or(hints.date);
    if let (Some(a), Some(b)) = (named, printed)
        && a != b
    {
        let message = format!("this line says {b}, the file says {a}; the file holds");
        out.push(contradiction(message, place.unwrap_or_else(whole)));
    }
    if let Some(date) = named.or(printed) {
        return (date, false);
    }
    let hint = "name the folder or file by the date, or put `+++`, `date = 2023-01-02`, `+++` on top of it";
    if let Some(date) = dates::infer(units) {
        let message = format!("nothing states the date; {date} is the day after the latest day its reports tell of");
        out.push(Diagnostic::warning("date-inferred", message).at(whole()).hint(hint));
        return (date, true);
    }
    let put = IssueDate::UNKNOWN;
    let message = format!("nothing states the date, and nothing in the text tells it; the page was put under {put}");
    out.push(Diagnostic::error("date-unknown", message).at(whole()).hint(hint));
    (put, true)
}
