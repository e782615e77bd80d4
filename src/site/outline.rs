//! What the site keeps in memory of an issue: all that lists show, and nothing of its text.
//!
//! An outline is made of one issue alone, so outlines are made in parallel, kept in a cache
//! and shared between builds. Whatever needs a look at other issues (the addresses of
//! districts and people, pictures) is not in it.

use std::{
    cell::Cell,
    collections::BTreeMap,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{Route, Shared, Words, cut_between_words, sections::anchors};
use crate::{
    config::Config,
    diag::{Diagnostic, Place},
    ink,
    press::{Article, Block, Credit, Folio, Issue, IssueDate, Kind, PageEntry, Slug},
    taken::Taken,
};

/// The longest lead, in characters.
const LEAD: usize = 80;

/// An issue without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Its date.
    pub date: IssueDate,
    /// Whether the date was inferred from the text of its pages.
    pub date_inferred: bool,
    /// Its newspaper pages by folio.
    pub pages: Vec<PageOutline>,
    /// Its articles by page and position.
    pub articles: Vec<Arc<Entry>>,
    /// Hash of the whole issue, text included.
    pub hash: u128,
}

/// A newspaper page without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOutline {
    /// Its folio.
    pub folio: Folio,
    /// Its name (要闻), where known.
    pub section: Option<String>,
    /// The content file it was read from, where it was one file.
    pub source: Option<String>,
    /// What stands on it, in printed order.
    pub entries: Vec<PageEntry>,
}

/// An article without its text. Texts are as printed.
///
/// A site holds one for each article, so it is kept small: texts have no room to grow, and what many
/// articles have alike (names of people, districts, columns) is there once for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its page on the site.
    pub route: Route,
    /// Date of the issue.
    pub date: IssueDate,
    /// The page it stands on.
    pub page: Folio,
    /// Order on the page, from 1.
    pub position: u32,
    /// Kind of piece.
    pub kind: Kind,
    /// What it says of itself.
    pub words: Words,
    /// 栏目.
    pub column: Option<Shared<String>>,
    /// Name of the page it stands on, where known.
    pub section: Option<Shared<String>>,
    /// Who signed it.
    pub signed: Shared<Signed>,
    /// Names of the districts it is about, in order of weight.
    pub districts: Shared<Vec<String>>,
    /// Its first section on each district that has one.
    pub sections: Sections,
    /// 下转.
    pub continued_on: Option<Folio>,
    /// Characters of its text, spaces left out.
    pub length: u32,
    /// Half of a hash of all this: equal entries look the same in every list.
    pub hash: u64,
    /// Half of a hash of the whole article, text included.
    pub whole: u64,
}

impl Entry {
    /// 主题.
    pub fn title(&self) -> &str {
        self.words.title()
    }

    /// 引题.
    pub fn kicker(&self) -> Option<&str> {
        self.words.kicker()
    }

    /// 副题.
    pub fn subtitle(&self) -> Option<&str> {
        self.words.subtitle()
    }

    /// Its opening words in one line of at most some eighty characters; may be empty.
    pub fn lead(&self) -> &str {
        self.words.lead()
    }
}

/// The people of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Names with roles.
    pub byline: Vec<Credit>,
    /// Names to credit.
    pub authors: Vec<String>,
    /// Names that get an index page.
    pub reporters: Vec<String>,
}

/// A section of an article that is about a district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The district, as an index into the gazetteer.
    pub district: usize,
    /// The anchor of its heading.
    pub id: Slug,
    /// Its heading.
    pub text: String,
}

/// Sections of an article. Few have any, so those of all others take a pointer and no more: a site
/// holds one for each article, in blocks that the allocator makes for 128 bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::box_collection)]
pub struct Sections(Option<Box<Vec<Section>>>);

impl FromIterator<Section> for Sections {
    fn from_iter<I: IntoIterator<Item = Section>>(sections: I) -> Self {
        let sections: Vec<Section> = sections.into_iter().collect();
        Self((!sections.is_empty()).then(|| Box::new(sections)))
    }
}

impl Deref for Sections {
    type Target = [Section];

    fn deref(&self) -> &[Section] {
        self.0.as_deref().map(Vec::as_slice).unwrap_or_default()
    }
}

impl DerefMut for Sections {
    fn deref_mut(&mut self) -> &mut [Section] {
        self.0.as_deref_mut().map(Vec::as_mut_slice).unwrap_or_default()
    }
}

/// The outline of an issue, with what is odd about its addresses.
pub fn outline(issue: &Issue, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Outline {
    let mut taken: BTreeMap<&Folio, Taken<Slug>> = BTreeMap::new();
    let mut articles = Vec::with_capacity(issue.articles.len());
    for article in &issue.articles {
        let slugs = taken.entry(&article.page).or_insert_with(|| Taken::reserving(&["index"]));
        let slug = slugs.claim(article.slug.clone());
        if slug != article.slug {
            diagnostics.push(slug_taken(article, &slug));
        }
        let mut entry = entry(article, &slug, config);
        entry.hash = half(digest(&entry));
        entry.whole = half(digest(article));
        articles.push(Arc::new(entry));
    }
    let pages = issue.pages.iter().map(|page| PageOutline {
        folio: page.folio.clone(),
        section: page.section.clone(),
        source: page.source.clone(),
        entries: page.entries.clone(),
    });
    let wholes: Vec<u64> = articles.iter().map(|article| article.whole).collect();
    Outline {
        date: issue.date,
        date_inferred: issue.date_inferred,
        pages: pages.collect(),
        articles,
        // An issue is its pages and articles, and those have hashes.
        hash: digest(&(issue.date, issue.date_inferred, &issue.pages, wholes)),
    }
}

/// Bytes of a value that a thread keeps room for.
const KEPT: usize = 1 << 20;

/// The XXH3 hash of a value, 128 bits. It tells what changed since the last build; it proves
/// nothing to anybody else.
pub(crate) fn digest<T: Serialize>(value: &T) -> u128 {
    thread_local!(static BYTES: Cell<Vec<u8>> = const { Cell::new(Vec::new()) });
    let mut bytes = BYTES.take();
    bytes.clear();
    // Plain data always has this form.
    let bytes = postcard::to_extend(value, bytes).unwrap_or_default();
    let digest = digest_bytes(&bytes);
    if bytes.capacity() <= KEPT {
        BYTES.set(bytes);
    }
    digest
}

/// The same of bytes.
pub(crate) fn digest_bytes(bytes: &[u8]) -> u128 {
    twox_hash::XxHash3_128::oneshot(bytes)
}

/// Half of a hash, for what an archive holds one of for each article.
pub(crate) fn half(hash: u128) -> u64 {
    hash as u64
}

fn entry(article: &Article, slug: &Slug, config: &Config) -> Entry {
    let mut sections: Vec<Section> = Vec::new();
    for anchor in anchors(&article.body, &config.gazetteer) {
        if let Some(district) = anchor.district.filter(|at| sections.iter().all(|section| section.district != *at)) {
            sections.push(Section { district, id: anchor.id, text: anchor.text });
        }
    }
    Entry {
        route: Route::made(config.routes.article(article.date, &article.page, slug)),
        date: article.date,
        page: article.page.clone(),
        position: article.position,
        kind: article.kind,
        words: Words::new(&article.title, article.kicker.as_deref(), article.subtitle.as_deref(), &lead(article)),
        column: article.column.as_ref().map(Shared::new),
        section: article.section.as_ref().map(Shared::new),
        // A view of `Signed`.
        signed: Shared::new(&(&article.byline, &article.authors, &article.reporters)),
        districts: Shared::new(&article.districts),
        sections: sections.into_iter().collect(),
        continued_on: article.continued_on.clone(),
        length: u32::try_from(length(article)).unwrap_or(u32::MAX),
        hash: 0,
        whole: 0,
    }
}

fn slug_taken(article: &Article, slug: &Slug) -> Diagnostic {
    let message =
        format!("the slug `{}` is taken on page {} of {}; using `{slug}`", article.slug, article.page, article.date);
    let diagnostic = Diagnostic::warning("slug-taken", message).hint("give the article a `slug` of its own");
    match &article.source {
        Some(source) => diagnostic.at(Place::file(source.file.as_str())),
        None => diagnostic,
    }
}

/// The opening words of an article: whole sentences while they fit, else cut with an ellipsis.
fn lead(article: &Article) -> String {
    let first = article.body.iter().find_map(|block| match block {
        Block::Paragraph(text) if !text.trim().is_empty() => Some(text.trim()),
        _ => None,
    });
    let Some(text) = first else { return String::new() };
    let Some((end, _)) = text.char_indices().nth(LEAD) else { return text.to_owned() };
    let window = &text[..end];
    let stop = window
        .char_indices()
        .rfind(|(_, c)| matches!(c, '。' | '！' | '？' | '!' | '?'))
        .map(|(at, c)| at + c.len_utf8());
    match stop.filter(|stop| window[..*stop].chars().count() > LEAD / 3) {
        Some(stop) => window[..stop].to_owned(),
        None => format!("{}…", cut_between_words(text, end)),
    }
}

/// Characters of the text, spaces left out.
fn length(article: &Article) -> usize {
    let text = |block: &Block| match block {
        Block::Paragraph(text) | Block::Markdown(text) | Block::Heading { text, .. } => ink::len(text),
    };
    article.body.iter().map(text).sum()
}
