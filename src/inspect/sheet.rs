//! The source text of the report: blocks of type with their lines, marks and diagnostics.

use std::{fmt::Write, ops::Range};

use super::{Report, close_call, escape, overview::write_diagnostic, role_name};
use crate::{
    diag::Diagnostic,
    parse::{Fate, TraceBlock},
    press::FurnitureKind,
};

/// What is marked inside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A diagnostic points here.
    Told,
    /// Cut off as a repeat.
    Cut,
}

/// Writes the source, block by block, lines that no block holds in between.
pub(super) fn write(out: &mut String, report: &Report<'_>) {
    let lines: Vec<(u32, &str)> = report.text.lines().collect();
    let mut told: Vec<&Diagnostic> = report.diagnostics.to_vec();
    told.sort_by_key(|d| line_of(d));
    out.push_str("<main id=\"source\">\n<h2>原文</h2>\n");
    let mut shown = 0;
    for (page, block) in report.blocks() {
        loose(out, &lines, shown..block.first.saturating_sub(1), &told);
        write_block(out, page, block, &lines, shown, &told);
        shown = shown.max(block.last);
    }
    loose(out, &lines, shown..report.text.line_count(), &told);
    out.push_str("</main>\n");
}

fn line_of(diagnostic: &Diagnostic) -> u32 {
    diagnostic.place.as_ref().map_or(0, |place| place.line)
}

/// Lines that belong to no block: blank ones are passed over, front matter is shown.
fn loose(out: &mut String, lines: &[(u32, &str)], range: Range<u32>, told: &[&Diagnostic]) {
    let part = lines.get(range.start as usize..range.end as usize).unwrap_or_default();
    let rows: Vec<_> = part.iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    out.push_str("<section class=\"block aside\"><p class=\"label\"><b>不在版面文字之内</b></p>\n");
    rows.into_iter().for_each(|(number, text)| write_line(out, *number, text, &[], told));
    out.push_str("</section>\n");
}

fn write_block(
    out: &mut String,
    page: usize,
    block: &TraceBlock,
    lines: &[(u32, &str)],
    shown: u32,
    told: &[&Diagnostic],
) {
    let class = match block.fate {
        Fate::Article { position, .. } => format!("in c{}", position % 8),
        Fate::Furniture(_) => "aside".to_owned(),
    };
    let _ = write!(out, "<section class=\"block {class}\"><p class=\"label\">");
    write_label(out, page, block);
    out.push_str("</p>\n");
    // A line that holds two blocks is shown with the first of them.
    let first = block.first.max(shown + 1);
    let own = lines.get(first as usize - 1..block.last as usize).unwrap_or_default();
    for (number, text) in own {
        let cut = cut_in(text, &block.cut).map(|range| (range, Mark::Cut));
        write_line(out, *number, text, cut.as_slice(), told);
    }
    if own.is_empty() {
        let _ =
            writeln!(out, "<p class=\"line\"><span class=\"no\">{}</span> {}</p>", block.first, escape(&block.text));
    }
    let cut_seen = own.iter().any(|(_, text)| cut_in(text, &block.cut).is_some());
    if !block.cut.is_empty() && !cut_seen {
        let _ = writeln!(out, "<p class=\"told note\"><b>已删去</b> <del>{}</del></p>", escape(&block.cut));
    }
    out.push_str("</section>\n");
}

/// Whose block it is, its role, and what was done to it.
fn write_label(out: &mut String, page: usize, block: &TraceBlock) {
    match block.fate {
        Fate::Article { position, role, .. } => {
            let _ = write!(out, "<a href=\"#p{page}a{position}\">第{position}篇</a> <b>{}</b>", role_name(role));
        }
        Fate::Furniture(kind) => {
            let _ = write!(out, "版面附件 <b>{}</b>", furniture_name(kind));
        }
    }
    let signs = [
        (block.moved, "⇄ 由别处移来"),
        (block.joined, "↳ 与上段相接"),
        (block.lost_before, "⁇ 此前疑缺字"),
        (!block.cut.is_empty(), "✂ 删去误接的重复文字"),
    ];
    for (_, sign) in signs.iter().filter(|(is_so, _)| *is_so) {
        let _ = write!(out, " <span class=\"sign\">{sign}</span>");
    }
    if let Some((second, margin)) = close_call(block) {
        let _ = write!(out, " <span class=\"sign close\">≈ 也可读作{}（差{margin:.1}）</span>", role_name(second));
    }
}

fn furniture_name(kind: FurnitureKind) -> &'static str {
    match kind {
        FurnitureKind::Masthead => "报头",
        FurnitureKind::Folio => "版次",
        FurnitureKind::Guide => "导读",
        FurnitureKind::Editors => "编务",
        FurnitureKind::Ad => "广告",
        FurnitureKind::Unplaced => "未归类",
    }
}

/// Where the cut text stands in a line, in bytes.
fn cut_in(line: &str, cut: &str) -> Option<Range<usize>> {
    let cut = cut.trim();
    let start = (!cut.is_empty()).then(|| line.rfind(cut))??;
    Some(start..start + cut.len())
}

fn write_line(out: &mut String, number: u32, text: &str, marks: &[(Range<usize>, Mark)], told: &[&Diagnostic]) {
    let from = told.partition_point(|d| line_of(d) < number);
    let here: Vec<&Diagnostic> = told[from..].iter().take_while(|d| line_of(d) == number).copied().collect();
    let mut marks = marks.to_vec();
    marks.extend(here.iter().filter_map(|d| Some((bytes_of(text, d)?, Mark::Told))));
    let _ = write!(out, "<p class=\"line\" id=\"L{number}\"><a class=\"no\" href=\"#L{number}\">{number}</a> ");
    write_marked(out, text, &marks);
    out.push_str("</p>\n");
    here.into_iter().for_each(|diagnostic| write_diagnostic(out, diagnostic));
}

/// The bytes of a line that a diagnostic points at; `None` when it means the line or a point.
fn bytes_of(line: &str, diagnostic: &Diagnostic) -> Option<Range<usize>> {
    let place = diagnostic.place.as_ref()?;
    let byte = |chars: u32| line.char_indices().nth(chars as usize).map_or(line.len(), |(at, _)| at);
    let start = byte(place.column.checked_sub(1)?);
    let end = byte(place.column.saturating_sub(1).saturating_add(place.width));
    (start < end).then_some(start..end)
}

/// Writes a line cut at the ends of its marks, so that marks may overlap.
fn write_marked(out: &mut String, text: &str, marks: &[(Range<usize>, Mark)]) {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|(range, _)| [range.start, range.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let &[start, end] = pair else { continue };
        let Some(part) = text.get(start..end) else { continue };
        let has = |mark: Mark| marks.iter().any(|(range, is)| *is == mark && range.start <= start && end <= range.end);
        let part = escape(part);
        let _ = match (has(Mark::Told), has(Mark::Cut)) {
            (false, false) => write!(out, "{part}"),
            (true, false) => write!(out, "<mark>{part}</mark>"),
            (false, true) => write!(out, "<del>{part}</del>"),
            (true, true) => write!(out, "<del><mark>{part}</mark></del>"),
        };
    }
}
