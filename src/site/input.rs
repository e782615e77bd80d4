//! What the site is made of besides issues: ordinary pages and pictures.

use std::path::PathBuf;

use crate::press::{Block, Folio, IssueDate};

/// An ordinary Markdown page, such as `about.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc {
    /// Path below the content folder, with `/`, without its ending: `about`, `help/print`.
    pub path: String,
    /// Title.
    pub title: String,
    /// One sentence for search engines and link previews.
    pub description: Option<String>,
    /// The body, a heading that repeats the title left out.
    pub body: Vec<Block>,
}

/// A picture that belongs to the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Date of the issue.
    pub date: IssueDate,
    /// The page it shows or stands on.
    pub page: Folio,
    /// What it is there for.
    pub purpose: Purpose,
    /// The file to copy.
    pub source: PathBuf,
    /// Name of the file, for its extension and its order among the pictures of an article.
    pub name: String,
    /// Width and height in pixels, where known: a page that knows them does not jump while
    /// the picture loads.
    pub size: Option<(u32, u32)>,
}

/// What a picture is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// It is a facsimile of the whole page.
    Page,
    /// It belongs to the article at this position.
    Article(u32),
    /// It is at hand for the articles of the page that name it.
    Named,
}

/// Endings of picture files that browsers show.
pub const PICTURE_ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "webp", "avif", "gif", "svg"];
