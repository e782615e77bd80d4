//! The stages in a row: what `convert`, `build` and `check` have in common.
//!
//! [`read`] takes content files to pages, in parallel and in the order of their paths;
//! [`gather`] lays hand-written Markdown over them and puts issues together.

use std::{collections::BTreeMap, io};

use rayon::prelude::*;

use crate::{
    config::Config,
    diag::{Diagnostic, Place, Warned},
    markdown::{self, ArticleDefaults, Document, Written},
    parse::{self, PageHints},
    press::{Article, Folio, IssueDate, SourcePage},
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
        return markdown::read_article(text, &defaults).map(|written| Reading::Articles(vec![hand_written(written)]));
    }
    markdown::read_page(text, &defaults)
        .map(|articles| Reading::Articles(articles.into_iter().map(hand_written).collect()))
}

/// Lays hand-written articles over the pages read from newsprint: an article file takes the
/// place of the article at its position, a page file adds its articles. A page that exists in
/// Markdown alone is made.
pub fn gather(mut pages: Vec<SourcePage>, articles: Vec<HandWritten>) -> Warned<Vec<SourcePage>> {
    let mut diagnostics = Vec::new();
    let mut index: BTreeMap<(IssueDate, Folio), usize> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        index.entry((page.date, page.page.clone())).or_insert(at);
    }
    let mut placed: BTreeMap<(IssueDate, Folio, u32), String> = BTreeMap::new();
    for HandWritten { file, replaces, article } in articles {
        let key = (article.date, article.page.clone());
        let at = *index.entry(key.clone()).or_insert_with(|| {
            pages.push(empty_page(&article, &file));
            pages.len() - 1
        });
        let page = &mut pages[at];
        let slot = page.articles.iter_mut().find(|old| replaces && old.position == article.position);
        let rival = placed.insert((key.0, key.1, article.position), file.clone()).filter(|_| replaces);
        match (slot, rival) {
            (Some(_), Some(rival)) => {
                diagnostics.push(two_files(&file, &rival, &article));
                page.articles.push(article);
            }
            (Some(old), None) => *old = article,
            (None, _) => page.articles.push(article),
        }
    }
    for page in &mut pages {
        page.articles.sort_by_key(|article| article.position);
    }
    Warned { value: pages, diagnostics }
}

fn empty_page(article: &Article, file: &str) -> SourcePage {
    SourcePage {
        date: article.date,
        date_inferred: false,
        page: article.page.clone(),
        section: article.section.clone(),
        file: file.to_owned(),
        articles: Vec::new(),
        furniture: Vec::new(),
    }
}

fn two_files(file: &str, rival: &str, article: &Article) -> Diagnostic {
    Diagnostic::warning("same-position", format!("{rival} has the same position {} on its page", article.position))
        .at(Place::file(file))
        .hint("change `position` in one of them; both were kept")
}
