//! `zzsite inspect`: how a page was read, as one HTML file the keeper opens in a browser.
//!
//! The source stands in the middle, line by line as it was found. Beside each block of type it
//! says which article took it and in which role; joins, cuts, moves and lost characters are
//! marked where they happened, and so is the runner-up reading where the choice was close.
//! Diagnostics stand under their lines. Colour tells articles apart, and every colour has its
//! words as well.
//!
//! The file is whole in itself: no script, no font, no picture, nothing fetched. This module
//! shows; it reads nothing anew and decides nothing.

mod escape;
mod overview;
mod sheet;

use crate::{
    diag::Diagnostic,
    parse::{Fate, PageTrace, Role, TraceBlock},
    press::SourcePage,
    source::SourceText,
};
use escape::escape;

const STYLE: &str = include_str!("style.css");

/// A reading that lost by less than this is shown beside the one that won.
const CLOSE: f32 = 2.0;

/// The report on one file: its text, the traces and pages the parser made of it (one of each
/// for each printed page, in the same order), and whatever was told of it. Diagnostics of other
/// files are left out.
pub fn html(text: &SourceText, traces: &[PageTrace], pages: &[SourcePage], diagnostics: &[Diagnostic]) -> String {
    let own = |d: &&Diagnostic| d.place.as_ref().is_none_or(|place| place.file == *text.file());
    let diagnostics: Vec<&Diagnostic> = diagnostics.iter().filter(own).collect();
    let report = Report { text, traces, pages, diagnostics: &diagnostics };
    let file = escape(text.file());
    let mut out = head(&format!("{file}：识读报告"));
    out.push_str("<a class=\"skip\" href=\"#source\">跳到原文</a>\n");
    overview::write(&mut out, &report);
    sheet::write(&mut out, &report);
    out.push_str("</body>\n</html>\n");
    out
}

/// A list of files with links to their reports, for the development server.
pub fn list(files: &[&str]) -> String {
    let mut out = head("识读报告");
    out.push_str("<header>\n<h1>识读报告</h1>\n</header>\n<main>\n<ul>\n");
    for file in files {
        // What a path may hold and an address may not.
        let address = file.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
        let (address, file) = (escape(&address), escape(file));
        out.push_str(&format!("<li><a href=\"{address}\">{file}</a></li>\n"));
    }
    out.push_str("</ul>\n</main>\n</body>\n</html>\n");
    out
}

/// Up to the first words of a report.
fn head(title: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    )
}

/// What the report is made of.
struct Report<'a> {
    text: &'a SourceText,
    traces: &'a [PageTrace],
    pages: &'a [SourcePage],
    diagnostics: &'a [&'a Diagnostic],
}

impl Report<'_> {
    /// All blocks with the number of their page, in source order.
    fn blocks(&self) -> impl Iterator<Item = (usize, &TraceBlock)> {
        self.traces.iter().enumerate().flat_map(|(page, trace)| trace.blocks.iter().map(move |block| (page, block)))
    }
}

/// The runner-up of a block whose reading was close, and by how much it lost.
fn close_call(block: &TraceBlock) -> Option<(Role, f32)> {
    match block.fate {
        Fate::Article { role, second, margin, .. } if margin < CLOSE && second != role => Some((second, margin)),
        _ => None,
    }
}

/// The name of a role, as newspaper people say it.
fn role_name(role: Role) -> &'static str {
    match role {
        Role::Column => "栏目",
        Role::Kicker => "引题",
        Role::Title => "主题",
        Role::Deck => "副题",
        Role::Byline => "署名",
        Role::Body => "正文",
        Role::Open => "正文，未完",
        Role::Cont => "正文，接上",
        Role::ContOpen => "正文，接上未完",
        Role::Subhead => "小标题",
        Role::Credit => "图片署名",
        Role::Tail => "文末署名",
        Role::Jump => "转接行",
    }
}

#[cfg(test)]
mod tests;
