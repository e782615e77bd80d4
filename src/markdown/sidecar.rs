//! `page.toml`: what is on a page besides its articles, so that no line is unaccounted for.

use std::fmt::Write as _;

use super::{
    FORMAT,
    write::{push, ranges, string},
};
use crate::press::SourcePage;

/// The sidecar of a page: its date, folio and name, and every piece of furniture with its
/// lines. With the `source.lines` of the page's articles these lines are all lines of the
/// file that hold text, each once.
pub fn page_toml(page: &SourcePage) -> String {
    let mut out = String::new();
    push(&mut out, "format", toml::Value::Integer(FORMAT));
    let _ = writeln!(out, "date = {}", page.date);
    if page.date_inferred {
        out.push_str("date_inferred = true\n");
    }
    push(&mut out, "page", string(&page.page.to_string()));
    if let Some(section) = &page.section {
        push(&mut out, "section", string(section));
    }
    push(&mut out, "file", string(&page.file));
    for piece in &page.furniture {
        out.push_str("\n[[furniture]]\n");
        push(&mut out, "kind", string(piece.kind.name()));
        push(&mut out, "text", string(&piece.text));
        push(&mut out, "lines", ranges(&piece.lines));
        if let Some(target) = &piece.target {
            push(&mut out, "target", string(&target.to_string()));
        }
    }
    out
}
