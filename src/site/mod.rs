//! The site model: issues put in order, indexed and given their addresses.
//!
//! Order of steps in [`build`]:
//!
//! 1. issues by date; two of one date become one;
//! 2. the [`Outline`] of each issue: addresses of its articles (a slug taken twice on a page
//!    gets a number), their opening words, their sections on districts. From here on no step
//!    looks at a text, so that memory grows with the index of a site and not with its text;
//! 3. indexes: districts, reporters, columns, calendar. Every name an article carries leads
//!    to an index that lists the article, so that links always go both ways;
//! 4. ordinary pages and pictures.
//!
//! The [`Text`] of an issue is in memory or in a store, and read when its pages are rendered. What
//! is kept of each article is kept small: names are [`Shared`] between articles, and what it says of
//! itself is one piece of [`Words`].
//!
//! A site is never changed once built. It renders nothing and reads no file.

mod amend;
mod build;
mod calendar;
mod index;
mod input;
mod outline;
mod related;
mod route;
mod sections;
mod shared;
mod text;
mod topic;
mod words;

pub use build::{Contents, Input, Origin, assemble, build};
pub use calendar::{Month, Year};
pub use input::{Doc, PICTURE_ENDINGS, Picture, Purpose};
pub use outline::{Entry, Outline, PageOutline, Section, Sections, Signed, outline};
pub(crate) use outline::{digest, digest_bytes, half};
pub(crate) use related::REACH;
pub use route::Route;
pub use sections::Anchor;
pub(crate) use sections::anchors;
pub use shared::{Share, Shared};
pub use text::{Span, Store, Text};
pub use topic::{Listing, NEWEST, ONE_PAGE, Period, Topic, TopicKind, TopicPage};
pub use words::Words;
pub(crate) use words::cut_between_words;

use std::{
    io,
    num::NonZeroU32,
    ops::Range,
    sync::{Arc, OnceLock},
};

use crate::{
    config::Config,
    press::{Folio, Issue, Kind, Part, Slug},
};
use serde::{Deserialize, Serialize};

/// An issue of the site, by its place in the order of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueId(u32);

/// An article of the site, by its place in the order of date, page and position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(u32);

/// A district, reporter or column of the site, by its place in [`Site::topics`]. It counts from 1, so that
/// an article without a column takes up no more room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId(NonZeroU32);

impl TopicId {
    pub(crate) fn new(at: usize) -> Self {
        // There are as few as names.
        Self(NonZeroU32::MIN.saturating_add(at as u32))
    }

    pub(crate) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl IssueId {
    pub(crate) fn new(at: usize) -> Self {
        // A hundred newspapers of a thousand years have fewer.
        Self(at as u32)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl ArticleId {
    pub(crate) fn new(at: usize) -> Self {
        Self(at as u32)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A picture with its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedPicture {
    /// Name of its file, by which Markdown may call it.
    pub name: String,
    /// Where it is copied to.
    pub route: Route,
    /// Width and height in pixels, where known.
    pub size: Option<(u32, u32)>,
}

/// An issue with its addresses.
#[derive(Debug, Clone)]
pub struct IssueNode {
    /// What was printed, without the text.
    pub issue: Arc<Outline>,
    /// Its page.
    pub route: Route,
    /// Its newspaper pages, as many and in the same order as in `issue.pages`.
    pub pages: Vec<PageNode>,
    /// What it publishes as it is: a range of [`Site::copies`].
    pub copies: Range<usize>,
    /// Hash of the content files it was read from; 0 when it was read from none.
    pub source: u128,
    /// The part of the archive that has made its pages, as an index into [`Site::parts`].
    pub part: Option<usize>,
    text: Text,
    first: usize,
}

/// A newspaper page with its addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageNode {
    /// Its page on the site.
    pub route: Route,
    /// Its facsimile.
    pub facsimile: Option<Box<PlacedPicture>>,
    /// Pictures for those of its articles that name them. Who reads a page from a part shows none of them.
    #[serde(skip)]
    pub named: Vec<PlacedPicture>,
    /// Where its raw text is published, when it was read from a file.
    pub raw: Option<Route>,
}

/// What the site knows of an article beside its text: its [`Entry`], to which it leads, and
/// what follows from the rest of the site. Indexes are made of this, never of bodies.
#[derive(Debug, Clone)]
pub struct ArticleNode {
    /// Its issue.
    pub issue: IssueId,
    /// Its column.
    pub column: Option<TopicId>,
    /// Districts it is about. Lists that many articles have alike are shared, and a pointer to each is all
    /// that an article has of them.
    pub districts: Arc<Vec<TopicId>>,
    /// People who wrote it.
    pub reporters: Arc<Vec<TopicId>>,
    /// Its pictures.
    pub pictures: Arc<Vec<PlacedPicture>>,
    entry: Arc<Entry>,
    /// Of its headline; see [`related`].
    slots: OnceLock<related::Slots>,
}

impl ArticleNode {
    /// The topics of a kind it leads to.
    pub fn topics(&self, kind: TopicKind) -> &[TopicId] {
        match kind {
            TopicKind::District => &self.districts,
            TopicKind::Reporter => &self.reporters,
            TopicKind::Column => self.column.as_slice(),
        }
    }
}

impl ArticleNode {
    /// Whether it stands in the gallery.
    fn is_photo(&self) -> bool {
        self.kind == Kind::Photo || !self.pictures.is_empty()
    }
}

impl std::ops::Deref for ArticleNode {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        &self.entry
    }
}

/// An ordinary page with its address.
#[derive(Debug, Clone)]
pub struct DocNode {
    /// The page.
    pub doc: Doc,
    /// Its headings.
    pub anchors: Vec<Anchor>,
    /// Its page on the site.
    pub route: Route,
}

/// A part of the archive: a site of its own below this one, whose issues, newspaper pages and
/// articles this one lists and does not make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartNode {
    /// Its folder below the root.
    pub route: Slug,
    /// Its sitemaps.
    pub sitemaps: Vec<Route>,
    /// Whether each of its issues has a card for previews.
    pub has_cards: bool,
}

/// A file the site publishes as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copy {
    /// A picture, byte for byte.
    Picture {
        /// The file to read.
        from: std::path::PathBuf,
        /// Where it goes.
        to: Route,
    },
    /// The raw text of a page: the decoded text of the content file, as UTF-8.
    RawText {
        /// The issue of the page.
        issue: IssueId,
        /// Its place among the pages of the issue.
        page: u32,
    },
}

impl Copy {
    /// Where it goes.
    pub fn to<'s>(&'s self, site: &'s Site) -> Option<&'s Route> {
        match self {
            Self::Picture { to, .. } => Some(to),
            Self::RawText { issue, page } => site.issue(*issue).pages.get(*page as usize)?.raw.as_ref(),
        }
    }
}

/// A newspaper page among its issue's pages.
#[derive(Debug, Clone, Copy)]
pub struct PageRef<'a> {
    /// What was printed, without the text.
    pub page: &'a PageOutline,
    /// Its addresses.
    pub node: &'a PageNode,
}

/// Everything the renderer needs to know.
#[derive(Debug, Clone)]
pub struct Site {
    /// `site.toml`.
    pub config: Config,
    /// Issues by date, oldest first.
    pub issues: Vec<IssueNode>,
    /// Districts: those of the gazetteer in its order, then any others by first appearance.
    pub districts: Vec<Topic>,
    /// Reporters by first appearance.
    pub reporters: Vec<Topic>,
    /// Columns by first appearance.
    pub columns: Vec<Topic>,
    /// Years with issues, oldest first.
    pub years: Vec<Year>,
    /// Ordinary pages by path.
    pub docs: Vec<DocNode>,
    /// Files published as they are.
    pub copies: Vec<Copy>,
    /// Parts of the archive, in the order of site.toml.
    pub parts: Vec<PartNode>,
    articles: Vec<ArticleNode>,
    photos: Vec<ArticleId>,
}

impl Site {
    /// Photo stories and articles with pictures, oldest issue first, in printed order.
    pub fn photos(&self) -> &[ArticleId] {
        &self.photos
    }

    /// Ids of all articles, oldest issue first, in printed order.
    pub fn article_ids(&self) -> impl DoubleEndedIterator<Item = ArticleId> + ExactSizeIterator {
        (0..self.articles.len()).map(ArticleId::new)
    }

    /// Number of articles.
    pub fn article_count(&self) -> usize {
        self.articles.len()
    }

    /// What the site knows of an article.
    pub fn node(&self, id: ArticleId) -> &ArticleNode {
        &self.articles[id.index()]
    }

    /// The article without its text.
    pub fn article(&self, id: ArticleId) -> &Entry {
        &self.node(id).entry
    }

    /// The text of an issue: all of what was printed.
    ///
    /// # Errors
    /// When it was put aside and cannot be read back, and when a part has it.
    pub fn text(&self, id: IssueId) -> io::Result<Arc<Issue>> {
        self.issue(id).text.read()
    }

    /// Which of its issue's articles it is.
    pub fn place_in_issue(&self, id: ArticleId) -> usize {
        id.index() - self.issue(self.node(id).issue).first
    }

    /// An issue.
    pub fn issue(&self, id: IssueId) -> &IssueNode {
        &self.issues[id.index()]
    }

    /// Ids of all issues, oldest first.
    pub fn issue_ids(&self) -> impl DoubleEndedIterator<Item = IssueId> + ExactSizeIterator {
        (0..self.issues.len()).map(IssueId::new)
    }

    /// Ids of the issues whose pages this site makes, oldest first.
    pub fn own_issue_ids(&self) -> impl Iterator<Item = IssueId> + '_ {
        self.issue_ids().filter(|&id| self.is_own(id))
    }

    /// Whether the pages of an issue are made by this site, not by a part of it.
    pub fn is_own(&self, id: IssueId) -> bool {
        self.issue(id).part.is_none()
    }

    /// The newest issue.
    pub fn newest_issue(&self) -> Option<IssueId> {
        self.issue_ids().next_back()
    }

    /// The issue before and the one after; absent at the ends.
    pub fn issue_neighbours(&self, id: IssueId) -> (Option<IssueId>, Option<IssueId>) {
        (id.0.checked_sub(1).map(IssueId), Some(IssueId(id.0 + 1)).filter(|next| next.index() < self.issues.len()))
    }

    /// Articles of an issue, in printed order.
    pub fn articles_of(&self, id: IssueId) -> impl Iterator<Item = ArticleId> + use<> {
        let node = self.issue(id);
        (node.first..node.first + node.issue.articles.len()).map(ArticleId::new)
    }

    /// What stands on a page of an issue, in printed order.
    pub fn entries(&self, issue: IssueId, page: usize) -> impl Iterator<Item = (ArticleId, Part)> + '_ {
        let node = self.issue(issue);
        let entries = node.issue.pages.get(page).map(|page| page.entries.as_slice()).unwrap_or_default();
        let there = entries.iter().filter(|entry| entry.article < node.issue.articles.len());
        there.map(move |entry| (ArticleId::new(node.first + entry.article), entry.part))
    }

    /// The page of that folio in an issue.
    pub fn page(&self, issue: IssueId, folio: &Folio) -> Option<PageRef<'_>> {
        let node = self.issue(issue);
        let at = node.issue.pages.iter().position(|page| &page.folio == folio)?;
        Some(PageRef { page: node.issue.pages.get(at)?, node: node.pages.get(at)? })
    }

    /// The article before and the one after on the same page; absent at the ends.
    pub fn article_neighbours(&self, id: ArticleId) -> (Option<ArticleId>, Option<ArticleId>) {
        let article = self.article(id);
        let issue = self.node(id).issue;
        let Some(page) = self.issue(issue).issue.pages.iter().position(|page| page.folio == article.page) else {
            return (None, None);
        };
        let here: Vec<ArticleId> = self.entries(issue, page).map(|(id, _)| id).collect();
        let Some(at) = here.iter().position(|&other| other == id) else { return (None, None) };
        (at.checked_sub(1).and_then(|before| here.get(before)).copied(), here.get(at + 1).copied())
    }

    /// The districts an article is about.
    pub fn districts_of(&self, article: &ArticleNode) -> impl Iterator<Item = &Topic> {
        article.districts.iter().filter_map(|&id| self.topic(TopicKind::District, id))
    }

    /// The people who wrote it.
    pub fn reporters_of(&self, article: &ArticleNode) -> impl Iterator<Item = &Topic> {
        article.reporters.iter().filter_map(|&id| self.topic(TopicKind::Reporter, id))
    }

    /// Its column.
    pub fn column_of(&self, article: &ArticleNode) -> Option<&Topic> {
        self.topic(TopicKind::Column, article.column?)
    }

    /// A topic of a kind.
    pub fn topic(&self, kind: TopicKind, id: TopicId) -> Option<&Topic> {
        self.topics(kind).get(id.index())
    }

    /// Topics of a kind.
    pub fn topics(&self, kind: TopicKind) -> &[Topic] {
        match kind {
            TopicKind::District => &self.districts,
            TopicKind::Reporter => &self.reporters,
            TopicKind::Column => &self.columns,
        }
    }
}
