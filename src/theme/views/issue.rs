//! The home page, an issue, a newspaper page.

use serde::Serialize;

use super::{CardView, DateView, LinkView, MonthView, PictureView, TagView, TopicCardView};
use crate::press::Folio;

/// `home`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView<'v> {
    /// The newest issue.
    pub issue: Option<IssueView<'v>>,
    /// So many of its pages, the first left out, stand beside the lead story: about as much as
    /// is as tall as the first page.
    pub rail: usize,
    /// The issues before it, newest first.
    pub recent: Vec<RecentView>,
    /// Districts.
    pub districts: Vec<TopicCardView<'v>>,
    /// Columns, most frequent first.
    pub columns: Vec<TagView>,
    /// Reporters, most frequent first.
    pub reporters: Vec<TagView>,
    /// The newest month.
    pub month: Option<MonthView>,
    /// Years, newest first.
    pub years: Vec<TagView>,
    /// Map of the districts.
    pub map_svg: Option<String>,
}

/// An issue in a list of issues.
#[derive(Debug, Clone, Serialize)]
pub struct RecentView {
    /// Its page.
    pub path: String,
    /// Its date.
    pub date: DateView,
    /// Number of articles.
    pub articles: usize,
    /// Number of newspaper pages.
    pub pages: usize,
    /// Headline of its first article.
    pub title: Option<String>,
}

/// `issue`, and the issue shown on the home page.
#[derive(Debug, Clone, Serialize)]
pub struct IssueView<'v> {
    /// Its page.
    pub path: String,
    /// Its date.
    pub date: DateView,
    /// Whether the date was inferred from the text.
    pub inferred: bool,
    /// Number of articles.
    pub articles: usize,
    /// Its newspaper pages with everything on them.
    pub pages: Vec<PageView<'v>>,
    /// 上一期.
    pub prev: Option<LinkView>,
    /// 下一期.
    pub next: Option<LinkView>,
    /// Its month in the calendar.
    pub month: LinkView,
    /// The first story of the front page.
    pub lead: Option<CardView<'v>>,
    /// Districts in the news of the day.
    pub districts: Vec<TagView>,
}

/// `page`: a newspaper page; also within `issue.pages`.
#[derive(Debug, Clone, Serialize)]
pub struct PageView<'v> {
    /// Its page on the site.
    pub path: String,
    /// Folio: `01`.
    pub folio: Folio,
    /// Its name (要闻).
    pub section: Option<String>,
    /// `第01版 要闻`.
    pub label: String,
    /// What stands on it, in printed order.
    pub cards: Vec<CardView<'v>>,
    /// Its facsimile.
    pub facsimile: Option<PictureView>,
    /// Its raw text.
    pub raw_path: Option<String>,
    /// Guide boxes and other printed matter that is no article.
    pub furniture: Vec<FurnitureView>,
    /// Printed order of the articles as a drawing.
    pub order_svg: Option<String>,
}

/// Printed matter of a page.
#[derive(Debug, Clone, Serialize)]
pub struct FurnitureView {
    /// What it is, for readers.
    pub label: &'static str,
    /// Its lines.
    pub lines: Vec<String>,
    /// The page it points at.
    pub target: Option<LinkView>,
}

/// Everything around a newspaper page: its issue and neighbours, as `around`.
#[derive(Debug, Clone, Serialize)]
pub struct AroundView {
    /// The issue.
    pub issue: LinkView,
    /// Its date.
    pub date: DateView,
    /// All pages of the issue, for the page bar.
    pub pages: Vec<LinkView>,
    /// The page before.
    pub prev: Option<LinkView>,
    /// The page after.
    pub next: Option<LinkView>,
    /// The issue before.
    pub prev_issue: Option<LinkView>,
    /// The issue after.
    pub next_issue: Option<LinkView>,
}
