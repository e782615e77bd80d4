//! Diagnostics as the cache keeps them.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Place, Severity};

/// A diagnostic that can be read back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Message {
    place: Option<(String, u32, u32, u32, String)>,
    severity: u8,
    code: String,
    message: String,
    hint: Option<String>,
    confidence: Option<u8>,
}

const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

/// Codes that were read back. There are a few dozen, so keeping them for good costs nothing.
static CODES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

impl From<&Diagnostic> for Message {
    fn from(diagnostic: &Diagnostic) -> Self {
        let place = |place: &Place| (place.file.to_string(), place.line, place.column, place.width, place.text.clone());
        let severity = SEVERITIES.iter().position(|severity| *severity == diagnostic.severity);
        Self {
            place: diagnostic.place.as_ref().map(place),
            severity: severity.unwrap_or_default() as u8,
            code: diagnostic.code.to_owned(),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            confidence: diagnostic.confidence,
        }
    }
}

impl Message {
    /// The diagnostic it was made of.
    pub(super) fn diagnostic(&self) -> Diagnostic {
        let severity = SEVERITIES.get(usize::from(self.severity)).copied().unwrap_or(Severity::Error);
        let mut diagnostic = Diagnostic::new(severity, code(&self.code), self.message.clone());
        diagnostic.place = self.place.as_ref().map(|(file, line, column, width, text)| Place {
            file: Arc::from(file.as_str()),
            line: *line,
            column: *column,
            width: *width,
            text: text.clone(),
        });
        diagnostic.hint.clone_from(&self.hint);
        diagnostic.confidence = self.confidence;
        diagnostic
    }
}

fn code(text: &str) -> &'static str {
    let mut codes = CODES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(code) = codes.get(text) {
        return code;
    }
    let code: &'static str = Box::leak(text.into());
    codes.insert(code);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_back_as_it_was() {
        let place = Place { line: 3, column: 2, width: 4, text: "一行".into(), ..Place::file("a/01.txt") };
        let diagnostics = [
            Diagnostic::error("half-character", "cut").at(place).hint("copy it again"),
            Diagnostic::note("no-base-url", "left out").confidence(40),
        ];
        for diagnostic in diagnostics {
            let bytes = postcard::to_stdvec(&Message::from(&diagnostic)).unwrap();
            assert_eq!(postcard::from_bytes::<Message>(&bytes).unwrap().diagnostic(), diagnostic);
        }
    }
}
