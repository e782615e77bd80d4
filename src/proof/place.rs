//! From a place in an article's text back to its place in the source.
//!
//! Between source and article, line ends and indents are gone and nothing else has changed
//! within a paragraph. So both are compared without white space.

use std::ops::Range;

use crate::{press::SourceRef, source::SourceText};

/// The source of one article without white space.
pub(super) struct Locator {
    squeezed: String,
    /// For each byte of `squeezed`, its byte in the source.
    offsets: Vec<usize>,
    /// The first line of the article, for what cannot be found.
    first_line: Option<Range<usize>>,
}

impl Locator {
    /// Squeezes the lines an article was read from; all lines when it does not say.
    pub(super) fn new(text: &SourceText, source: Option<&SourceRef>) -> Self {
        let all = [(1, text.line_count())];
        let lines = source.map_or(&all[..], |source| source.lines.as_slice());
        let mut locator = Self { squeezed: String::new(), offsets: Vec::new(), first_line: None };
        for &(first, last) in lines {
            let (start, end) = (text.line_start(first), text.line_start(last.saturating_add(1)));
            let Some(part) = text.as_str().get(start..end.max(start)) else { continue };
            locator.first_line.get_or_insert(start..start + part.lines().next().unwrap_or_default().len());
            locator.squeezed.reserve(part.len());
            locator.offsets.reserve(part.len());
            let mut at = start;
            for piece in part.split_inclusive(char::is_whitespace) {
                let word = piece.trim_end();
                locator.squeezed.push_str(word);
                locator.offsets.extend(at..at + word.len());
                at += piece.len();
            }
        }
        locator
    }

    /// Bytes of the source that `range` of `passage` was read from; the article's first line
    /// when the passage is not there as printed.
    pub(super) fn find(&self, passage: &str, range: Range<usize>) -> Option<Range<usize>> {
        let part = passage.get(range.clone())?;
        let before = squeeze(&passage[..range.start]);
        let needle = squeeze(passage);
        let whole = self.squeezed.find(&needle).map(|at| at + before.len());
        // A paragraph that lost a jump mark in its middle is found by the finding alone.
        let Some(start) = whole.or_else(|| self.squeezed.find(&squeeze(part))) else { return self.first_line.clone() };
        let last = part.chars().rfind(|c| !c.is_whitespace()).map_or(1, char::len_utf8);
        let end = start + squeeze(part).len();
        Some(*self.offsets.get(start)?..*self.offsets.get(end.checked_sub(last)?)? + last)
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}
