//! The stages in a row: what `convert`, `build` and `check` have in common.
//!
//! [`read`] takes content files to pages, in parallel and in the order of their paths;
//! [`gather`] lays hand-written Markdown over them and puts issues together.

mod overlay;
mod pictures;

use std::io;

use rayon::prelude::*;

pub use self::{overlay::gather, pictures::lost_pictures};
use crate::{
    config::Config,
    diag::{Diagnostic, Place, Warned},
    markdown::{self, ArticleDefaults, Document, Written},
    parse::{self, PageHints},
    press::{Article, Folio, SourcePage},
    proof,
    source::{self, FileKind, SourceFile, SourceText},
};

/// What the content folder holds, read but not yet put together.
#[derive(Debug, Default)]
pub struct Content {
    /// Printed pages, by path of their file.
    pub pages: Vec<SourcePage>,
    /// Articles from Markdown files, with the file each came from.
    pub articles: Vec<HandWritten>,
    /// Ordinary pages of the site.
    pub documents: Vec<Document>,
    /// Pictures: facsimiles and pictures of articles.
    pub pictures: Vec<SourceFile>,
}

/// An article from a Markdown file.
#[derive(Debug, Clone)]
pub struct HandWritten {
    /// Path below the content folder.
    pub file: String,
    /// Whether the file is one article that takes the place of the same position on its page.
    pub replaces: bool,
    /// The article.
    pub article: Article,
}

/// What one file gave.
enum Reading {
    Pages(Vec<SourcePage>),
    Articles(Vec<HandWritten>),
    Document(Document),
    Picture(SourceFile),
    Nothing,
}

/// A content file, and its bytes where they were read already.
pub type Opened = (SourceFile, Option<io::Result<Vec<u8>>>);

/// Reads these files. Each is read alone, so that one bad file never hides the others.
pub fn read(files: Vec<SourceFile>, config: &Config) -> Warned<Content> {
    read_opened(files.into_iter().map(|file| (file, None)).collect(), config)
}

/// The same of files that were looked into before.
pub fn read_opened(files: Vec<Opened>, config: &Config) -> Warned<Content> {
    let readings: Vec<Warned<Reading>> = files.into_par_iter().map(|file| read_file(file, config)).collect();
    let mut content = Content::default();
    let mut diagnostics = Vec::new();
    for reading in readings {
        match reading.drain_into(&mut diagnostics) {
            Reading::Pages(pages) => content.pages.extend(pages),
            Reading::Articles(articles) => content.articles.extend(articles),
            Reading::Document(document) => content.documents.push(document),
            Reading::Picture(picture) => content.pictures.push(picture),
            Reading::Nothing => {}
        }
    }
    Warned { value: content, diagnostics }
}

fn read_file((file, bytes): Opened, config: &Config) -> Warned<Reading> {
    if file.kind == FileKind::Picture {
        return Warned::clean(Reading::Picture(file));
    }
    let bytes = bytes.unwrap_or_else(|| source::read_bytes(&file));
    let Warned { value: text, mut diagnostics } = source::text_of(&file, bytes);
    let Some(text) = text else { return Warned { value: Reading::Nothing, diagnostics } };
    if file.named.date.is_none()
        && let Some(wrong) = source::impossible_date(&file.path)
    {
        let message = format!("`{wrong}` in the path is no date that an issue can have");
        let diagnostic = Diagnostic::warning("path-date", message).at(Place::file(file.path.as_str()));
        diagnostics.push(diagnostic.hint("name it after the date of the issue, such as 2023-01-02"));
    }
    let reading = match file.kind {
        FileKind::Raw => read_newsprint(&text, &hints(&file), config).map(Reading::Pages),
        FileKind::Markdown | FileKind::Picture => markdown_file(&file, &text, config),
    };
    let value = reading.drain_into(&mut diagnostics);
    Warned { value, diagnostics }
}

/// What the path of a file tells the parser.
pub fn hints(file: &SourceFile) -> PageHints {
    let named = &file.named;
    PageHints { date: named.date, page: named.page.clone(), section: named.section.clone() }
}

/// Reads the text of a raw page: its articles, what they are about, and what an editor would
/// look at again.
pub fn read_newsprint(text: &SourceText, hints: &PageHints, config: &Config) -> Warned<Vec<SourcePage>> {
    let mut reading = parse::parse(text, hints, &config.gazetteer);
    let alarms = proof::proof(text, &mut reading.value, &config.gazetteer);
    reading.diagnostics.extend(alarms);
    reading
}

fn markdown_file(file: &SourceFile, text: &SourceText, config: &Config) -> Warned<Reading> {
    let named = &file.named;
    let Some(date) = named.date else {
        let path = file.path.rsplit_once('.').map_or(file.path.as_str(), |(stem, _)| stem);
        return markdown::read_document(text, path).map(Reading::Document);
    };
    let defaults = ArticleDefaults {
        date,
        page: named.page.clone().unwrap_or_else(|| Folio::number(1)),
        section: named.section.clone(),
        position: named.position.unwrap_or(1),
        slug: named.slug.clone(),
    };
    let replaces = named.position.is_some();
    let hand_written = |Written { mut article, names_districts }| {
        if !names_districts {
            config.gazetteer.tag(&mut article);
        }
        HandWritten { file: file.path.clone(), replaces, article }
    };
    if replaces {
        let mut reading = markdown::read_article(text, &defaults);
        reading.diagnostics.extend(contradictions(file, text, &reading.value.article));
        return reading.map(|written| Reading::Articles(vec![hand_written(written)]));
    }
    markdown::read_page(text, &defaults)
        .map(|articles| Reading::Articles(articles.into_iter().map(hand_written).collect()))
}

/// Where the front matter of an article file says something else than its path. The front matter wins.
fn contradictions(file: &SourceFile, text: &SourceText, article: &Article) -> Vec<Diagnostic> {
    let named = &file.named;
    let date = named.date.filter(|date| *date != article.date);
    let page = named.page.as_ref().filter(|page| **page != article.page);
    let position = named.position.filter(|position| *position != article.position);
    let says = |field: &str, wins: String, path: String| {
        let message = format!("the article is put on {wins}, and the path of the file says {path}");
        let diagnostic = Diagnostic::warning("path-contradiction", message).at(markdown::place_of(text, field));
        diagnostic.hint("move or rename the file, or delete the line")
    };
    let date = date.map(|path| says("date", article.date.to_string(), path.to_string()));
    let page = page.map(|path| says("extra.page", format!("page {}", article.page), format!("page {path}")));
    let position = position
        .map(|path| says("extra.position", format!("position {}", article.position), format!("position {path}")));
    date.into_iter().chain(page).chain(position).collect()
}
