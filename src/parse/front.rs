//! The optional TOML front matter of a raw page: `+++`, `date`, `page`, `section`, `+++`.

use super::PageHints;
use crate::{
    diag::Diagnostic,
    press::{Folio, IssueDate},
    source::SourceText,
};

/// What stands on top of a page.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) stated: PageHints,
    /// Lines the front matter takes, the marks included; 0 without one.
    pub(super) lines: u32,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads the front matter. One that is not closed is text; one that is no TOML is furniture all
/// the same, and an error.
pub(super) fn read(source: &SourceText) -> Front {
    let mut out = Front::default();
    let mut lines = source.lines();
    if lines.next().is_none_or(|(_, first)| first.trim_end() != "+++") {
        return out;
    }
    let place = source.place(0..3);
    let Some((close, _)) = lines.take(200).find(|(_, line)| line.trim_end() == "+++") else {
        let message = "the front matter opened here is not closed; its lines are read as text";
        out.diagnostics
            .push(Diagnostic::error("front-matter-open", message).at(place).hint("close it with a line `+++`"));
        return out;
    };
    out.lines = close;
    let text = &source.as_str()[source.line_start(2)..source.line_start(close)];
    match text.parse::<toml::Table>() {
        Ok(table) => state(&table, source, &mut out),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let start = source.line_start(2);
            let place = source.place(start + span.start..start + span.end.max(span.start));
            out.diagnostics.push(Diagnostic::error("front-matter", error.message().replace('\n', " ")).at(place));
        }
    }
    out
}

fn state(table: &toml::Table, source: &SourceText, out: &mut Front) {
    for (key, value) in table {
        let text = match value {
            toml::Value::String(s) => s.clone(),
            other => other.to_string(),
        };
        let problem = match key.as_str() {
            "date" => IssueDate::parse(&text).map(|d| out.stated.date = Some(d)).err(),
            "page" => Folio::parse(&text).map(|f| out.stated.page = Some(f)).err(),
            "section" => {
                out.stated.section = Some(text);
                None
            }
            _ => {
                let message = format!("`{key}` means nothing on top of a page");
                let known = "known are date, page and section";
                out.diagnostics.push(
                    Diagnostic::warning("front-matter-key", message).at(place(source, key, out.lines)).hint(known),
                );
                None
            }
        };
        if let Some(problem) = problem {
            let at = place(source, key, out.lines);
            out.diagnostics.push(Diagnostic::error("front-matter", problem.to_string()).at(at));
        }
    }
}

fn place(source: &SourceText, key: &str, until: u32) -> crate::diag::Place {
    let line = source.lines().take(until as usize).find(|(_, l)| l.trim_start().starts_with(key)).map_or(1, |(n, _)| n);
    let start = source.line_start(line);
    source.place(start..start + key.len())
}
