//! Diagnostics: what is wrong or doubtful, where, and what to do about it.
//!
//! A stage returns its value with the diagnostics beside it ([`Warned`]); nothing here prints.
//! A [`Diagnostic`] carries the source line it speaks of, so that it can be shown long after
//! the text it came from was dropped. `cli` sorts, deduplicates and prints them once.

pub mod show;

use std::sync::Arc;

use serde::Serialize;

/// How bad it is. The order is from harmless to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never changes the exit code.
    Note,
    /// Doubtful; fails only under `--strict`.
    Warning,
    /// Wrong: something could not be read or built. Exit code 1.
    Error,
}

impl Severity {
    /// `error`, `warning`, `note`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in a source file, with the line it stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// Path as the user knows it, with `/` between its parts.
    pub file: Arc<str>,
    /// Line, from 1; 0 when the whole file is meant.
    pub line: u32,
    /// Column in characters, from 1; 0 when the whole line is meant.
    pub column: u32,
    /// Length of the marked text in characters; 0 marks a point.
    pub width: u32,
    /// The text of the line (empty when the whole file is meant).
    pub text: String,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), line: 0, column: 0, width: 0, text: String::new() }
    }
}

/// One message to the keeper of the archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Diagnostic {
    /// Where; `None` when it belongs to no file.
    pub place: Option<Place>,
    /// How bad it is.
    pub severity: Severity,
    /// Stable kebab-case name of the kind of message, e.g. `date-inferred`.
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// How sure the reader is, in percent, for findings that are judgements.
    pub confidence: Option<u8>,
}

impl Diagnostic {
    /// A diagnostic of any severity, with no place yet.
    pub fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { place: None, severity, code, message: message.into(), hint: None, confidence: None }
    }

    /// An error, with no place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning, with no place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    /// A note, with no place yet.
    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, message)
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says how sure the reader is, in percent.
    #[must_use]
    pub fn confidence(mut self, percent: u8) -> Self {
        self.confidence = Some(percent.min(100));
        self
    }
}

/// A value and what there is to say about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Warned<T> {
    /// The value; always there, however odd the input.
    pub value: T,
    /// Diagnostics in the order they were found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value with nothing to say about it.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Another value made of this one, the diagnostics kept.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: f(self.value), diagnostics: self.diagnostics }
    }

    /// Moves the diagnostics into `sink` and hands out the value.
    pub fn drain_into(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}
