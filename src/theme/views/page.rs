//! What stands around the content of every page: `site` and `head`.

use serde::Serialize;

use super::{DateView, LinkView};

/// `site`: the same on every page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Name of the site.
    pub title: String,
    /// The name of the paper at the start of the site's name, set as the nameplate; else all
    /// of it.
    pub nameplate: String,
    /// What the site's name says after that (数字档案); may be empty.
    pub nameplate_rest: String,
    /// Name of the newspaper.
    pub paper: String,
    /// One sentence about the site.
    pub description: String,
    /// BCP 47 tag.
    pub language: String,
    /// Absolute address with a slash at its end, if known.
    pub base_url: Option<String>,
    /// Main navigation; `head.nav` names the current one.
    pub nav: Vec<NavView>,
    /// Ordinary pages.
    pub docs: Vec<LinkView>,
    /// Feed of the newest articles, when there is one.
    pub feed: Option<String>,
    /// The pictures of all issues, when there are any.
    pub photos: Option<String>,
    /// Search description for browsers, when there is one.
    pub opensearch: Option<String>,
    /// Whether paragraphs are indented (else set apart by space).
    pub indent: bool,
    /// Whether the theme has a script for the search page.
    pub search_script: bool,
    /// The archive this site is a part of, one folder above it.
    pub whole: Option<LinkView>,
    /// `[extra]` of site.toml.
    pub extra: toml::Table,
}

/// An entry of the main navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavView {
    /// Stable name.
    pub key: &'static str,
    /// Text.
    pub label: &'static str,
    /// Target.
    pub path: String,
}

/// `head`: what the `<head>`, the breadcrumb and the navigation need.
#[derive(Debug, Clone, Default, Serialize)]
pub struct HeadView {
    /// Kind of page, for `<body data-kind>`.
    pub kind: &'static str,
    /// Key of the navigation entry it belongs to; empty for none.
    pub nav: &'static str,
    /// Text of `<title>`.
    pub title: String,
    /// Title for link previews, without the name of the site.
    pub short_title: String,
    /// Description, never empty.
    pub description: String,
    /// This page.
    pub path: String,
    /// Absolute address; needs `base_url`.
    pub canonical: Option<String>,
    /// Not to be listed by search engines.
    pub noindex: bool,
    /// The way down to this page, home first, this page not included.
    pub crumbs: Vec<LinkView>,
    /// The page before.
    pub prev: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// The page above.
    pub up: Option<String>,
    /// Feeds of what this page shows.
    pub feeds: Vec<FeedLinkView>,
    /// Description, Open Graph and citation as `<meta>` elements, for every page has a score of
    /// them.
    pub metas_html: String,
    /// JSON-LD, safe inside a script element.
    pub json_ld_html: Option<String>,
    /// How much the site holds: on the home page, the calendar of all years and the lists of
    /// districts, reporters and columns.
    pub totals: Option<TotalsView>,
}

/// A feed that a page declares.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLinkView {
    /// MIME type.
    pub mime: &'static str,
    /// Title.
    pub title: String,
    /// Target.
    pub path: String,
}

/// How much the site holds. It changes with every issue, so only pages that change anyway say
/// it: an old page with the number of all articles would have to be made anew every day.
#[derive(Debug, Clone, Serialize)]
pub struct TotalsView {
    /// Number of articles.
    pub articles: usize,
    /// Number of issues.
    pub issues: usize,
    /// Date of the oldest issue.
    pub first: Option<DateView>,
    /// Date of the newest issue.
    pub last: Option<DateView>,
}
