//! `page.toml`: what is on a page besides its articles, so that no line is unaccounted for.

use std::fmt::Write as _;

use super::{
    FORMAT, values,
    write::{push, push_text},
};
use crate::press::SourcePage;

/// The sidecar of a page: its date, folio and name, and every piece of furniture with its
/// lines. With the `source.lines` of the page's articles these lines are all lines of the
/// file that hold text, each once.
pub fn page_toml(page: &SourcePage) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "format = {FORMAT}");
    let _ = writeln!(out, "date = {}", page.date);
    if page.date_inferred {
        out.push_str("date_inferred = true\n");
    }
    push_text(&mut out, "page", &page.page.to_string());
    if let Some(section) = &page.section {
        push_text(&mut out, "section", section);
    }
    push_text(&mut out, "file", &page.file);
    for piece in &page.furniture {
        out.push_str("\n[[furniture]]\n");
        push_text(&mut out, "kind", piece.kind.name());
        push_text(&mut out, "text", &piece.text);
        push(&mut out, "lines", |out| values::ranges(out, &piece.lines));
        if let Some(target) = &piece.target {
            push_text(&mut out, "target", &target.to_string());
        }
    }
    out
}
