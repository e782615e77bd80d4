//! Printing: diagnostics in the form that was asked for, and short messages.
//!
//! Messages go to standard error. Diagnostics go there too, except in the JSON form, which is
//! data and goes to standard output alone, so that a program never has to part it from words.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use super::{Exit, args::Common, emit};
use crate::diag::{
    Diagnostic, Severity,
    show::{self, Form},
};

/// Prints what is to be printed, as the flags have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reporter {
    form: Form,
    quiet: bool,
    strict: bool,
    color: bool,
}

impl Reporter {
    pub(super) fn new(common: &Common) -> Self {
        let plain = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        let color = io::stderr().is_terminal() && !plain("NO_COLOR") && !dumb;
        Self { form: common.format.into(), quiet: common.quiet, strict: common.strict, color }
    }

    /// Prints diagnostics, each once and in order, with a summary, and says what they come to.
    pub(super) fn report(&self, mut diagnostics: Vec<Diagnostic>) -> io::Result<Exit> {
        show::arrange(&mut diagnostics);
        let exit = self.exit(&diagnostics);
        if self.quiet {
            diagnostics.retain(|d| self.counts(d));
        }
        let text = show::render(&diagnostics, self.form, self.color);
        match self.form {
            Form::Json => emit(&text)?,
            Form::Human | Form::Short => complain(&text),
        }
        if let Some(summary) = show::summary(&diagnostics) {
            self.say(&summary);
        }
        Ok(exit)
    }

    /// Prints faults that keep the work from being done.
    pub(super) fn stop(&self, faults: Vec<Diagnostic>) -> Exit {
        // Whether the reader is still there no longer matters.
        let _ = Self { quiet: false, ..*self }.report(faults);
        Exit::Failure
    }

    /// Prints a line, unless only errors are wanted.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            complain(&format!("{line}\n"));
        }
    }

    /// Whether somebody watches: only then is progress shown.
    pub(super) fn is_watched(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    fn counts(&self, d: &Diagnostic) -> bool {
        d.severity == Severity::Error || (self.strict && d.severity == Severity::Warning)
    }

    /// What these diagnostics come to.
    fn exit(&self, diagnostics: &[Diagnostic]) -> Exit {
        if diagnostics.iter().any(|d| self.counts(d)) { Exit::Content } else { Exit::Clean }
    }
}

/// `1 article`, `2 articles`.
pub(super) fn count(number: impl TryInto<u64>, noun: &str) -> String {
    let number: u64 = number.try_into().unwrap_or(u64::MAX);
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Writes to standard error. When that is gone there is nobody left to tell.
fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
