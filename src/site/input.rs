//! What the site is made of besides issues: ordinary pages and pictures.

use std::path::PathBuf;

use crate::press::{Folio, IssueDate};

/// An ordinary Markdown page, such as `about.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct Doc {
    /// Path below the content folder, with `/`: `about.md`, `help/print.md`.
    pub file: String,
    /// Title: of the front matter, else the first heading (which is then not in `body`), else
    /// the name of the file.
    pub title: String,
    /// One sentence for search engines and link previews.
    pub description: Option<String>,
    /// The whole front matter, handed to the template as `doc.extra`.
    pub extra: toml::Table,
    /// Markdown.
    pub body: String,
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
