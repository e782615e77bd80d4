//! The issue: all pages of a date, with articles that jump from page to page made whole.

use super::{Article, Folio, Furniture, IssueDate};

/// How much of an article stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its beginning; the rest is on another page.
    Begins,
    /// A continuation of what began on another page.
    Continues,
}

/// An article's place on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageEntry {
    /// Index into [`Issue::articles`].
    pub article: usize,
    /// How much of it stands here.
    pub part: Part,
}

/// One page of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuePage {
    /// Its folio.
    pub folio: Folio,
    /// Its name (要闻), where known.
    pub section: Option<String>,
    /// The content file it was read from, where it was one file (for the link to the raw text).
    pub source: Option<String>,
    /// What stands on it, in printed order.
    pub entries: Vec<PageEntry>,
    /// Guide boxes, mastheads and the rest.
    pub furniture: Vec<Furniture>,
}

/// All that was printed on one date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Its date.
    pub date: IssueDate,
    /// Whether the date was inferred from the text of its pages.
    pub date_inferred: bool,
    /// Pages by folio.
    pub pages: Vec<IssuePage>,
    /// Articles by page and position; a continued article stands once, under its first page.
    pub articles: Vec<Article>,
}
