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
    /// Position of the article it belongs to; `None` for a facsimile of the whole page.
    pub position: Option<u32>,
    /// The file to copy.
    pub source: PathBuf,
    /// Name of the file, for its extension and its order among the pictures of an article.
    pub name: String,
    /// Width and height in pixels, where known: a page that knows them does not jump while
    /// the picture loads.
    pub size: Option<(u32, u32)>,
}

/// Endings of picture files that browsers show.
pub const PICTURE_ENDINGS: [&str; 7] = ["jpg", "jpeg", "png", "webp", "avif", "gif", "svg"];
