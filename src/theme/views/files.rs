//! An ordinary page, feeds, sitemaps.

use serde::Serialize;

/// `doc`: an ordinary page.
#[derive(Debug, Clone, Serialize)]
pub struct DocView {
    /// Title.
    pub title: String,
    /// The text.
    pub body_html: String,
}

/// `feed`: an Atom feed. Paths here are absolute addresses.
#[derive(Debug, Clone, Serialize)]
pub struct FeedView {
    /// Title.
    pub title: String,
    /// Address of the feed.
    pub url: String,
    /// Address of the page it goes with.
    pub home: String,
    /// Time of the newest entry, RFC 3339.
    pub updated: String,
    /// Entries, newest first.
    pub entries: Vec<FeedEntryView>,
}

/// An entry of a feed.
#[derive(Debug, Clone, Serialize)]
pub struct FeedEntryView {
    /// Address.
    pub url: String,
    /// Title.
    pub title: String,
    /// Time, RFC 3339.
    pub time: String,
    /// Authors; never empty.
    pub authors: Vec<String>,
    /// Districts and column.
    pub categories: Vec<String>,
    /// Opening words; may be empty.
    pub summary: String,
}

/// `sitemap`: absolute addresses of one sitemap, or of the sitemaps of an index.
#[derive(Debug, Clone, Serialize)]
pub struct SitemapView {
    /// Whether this is an index of sitemaps.
    pub index: bool,
    /// The addresses.
    pub urls: Vec<String>,
}
