//! Page text to articles.

use crate::{
    diag::Warned,
    gazetteer::Gazetteer,
    press::{Folio, IssueDate, SourcePage},
    source::SourceText,
};

/// What is known of a page before its text is read, from the names of its file and folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageHints {
    /// Date of the issue.
    pub date: Option<IssueDate>,
    /// Its folio.
    pub page: Option<Folio>,
    /// Its name (要闻).
    pub section: Option<String>,
}

/// Version of the reading: raised whenever the same text may give other articles.
pub const VERSION: u32 = 1;

/// Reads one file of page text. A file may hold several printed pages with folio lines between.
///
/// Never fails: whatever the text, every line of it ends up in exactly one article or piece of
/// furniture. Reads no other file, clock or configuration.
pub fn parse(_text: &SourceText, _hints: &PageHints, _gazetteer: &Gazetteer) -> Warned<Vec<SourcePage>> {
    Warned::clean(Vec::new())
}
