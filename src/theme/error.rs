//! What can be wrong with a theme, with the place in the template.

use std::{path::PathBuf, sync::Arc};

use tera::{Error, ErrorKind, ReportError};

use crate::diag::{Diagnostic, Place};

/// A theme that cannot be loaded, or a page that its template cannot make.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A file of the theme cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A template is wrong, or asks for something that is not there.
    #[error("{}:{}:{}: {message}", place.file, place.line, place.column)]
    Template {
        /// File, line and column, with the line itself.
        place: Box<Place>,
        /// What is wrong, with the missing name.
        message: String,
    },
    /// Wrong as a whole: a template that is missing, a circle of `extends`.
    #[error("{0}")]
    Other(String),
}

impl ThemeError {
    /// The error as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Read { path, source } => Diagnostic::error("theme-unreadable", source.to_string())
                .at(Place::file(path.to_string_lossy()))
                .hint("check `theme` in site.toml"),
            Self::Template { place, message } => Diagnostic::error("template", message.clone())
                .at((**place).clone())
                .hint("the names a template can use are listed in docs/theme.md"),
            Self::Other(message) => Diagnostic::error("template", message.clone()),
        }
    }
}

/// Where the text of a template came from, to show the line of an error.
pub(super) trait Sources {
    /// The file a template was read from, as the user knows it, and its text.
    fn find(&self, template: &str) -> Option<(&str, &str)>;
}

/// Our error from Tera's: place and message without Tera's drawing of the line, whose caret
/// drifts after Han text.
pub(super) fn from_tera(error: &Error, sources: &impl Sources) -> ThemeError {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => at_report(report, sources),
        // Unknown filters, functions and components come as one drawn text.
        ErrorKind::Msg(text) => drawn(text, sources).unwrap_or_else(|| ThemeError::Other(text.clone())),
        other => ThemeError::Other(other.to_string()),
    }
}

fn at_report(report: &ReportError, sources: &impl Sources) -> ThemeError {
    let span = report.span();
    let width = if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col) } else { 1 };
    place(report.filename(), (span.start_line, span.start_col + 1, width), report.message(), sources)
}

/// Reads `error: MESSAGE\n --> FILE:LINE:COL\n …` back; of several, the first.
fn drawn(text: &str, sources: &impl Sources) -> Option<ThemeError> {
    let mut lines = text.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place_of = lines.next()?.trim_start().strip_prefix("--> ")?;
    let mut parts = place_of.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    Some(place(parts.next()?, (line, column, 1), message, sources))
}

fn place(
    template: &str,
    (line, column, width): (usize, usize, usize),
    message: &str,
    sources: &impl Sources,
) -> ThemeError {
    let (file, text) = sources.find(template).unwrap_or((template, ""));
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let place = Place {
        file: Arc::from(file),
        line: number(line),
        column: number(column),
        width: number(width),
        text: text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned(),
    };
    ThemeError::Template { place: Box::new(place), message: message.trim_end_matches('.').to_owned() }
}
