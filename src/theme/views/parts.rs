//! Values that many kinds of page show: links, dates, pictures, and an article in a list.

use std::borrow::Cow;

use serde::Serialize;

use super::Once;
use crate::press::Folio;

/// A link with a text.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    /// Text.
    pub label: String,
    /// Target.
    pub path: String,
}

/// A date in its spellings.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2023-01-02`.
    pub iso: String,
    /// `2023年1月2日`.
    pub text: String,
    /// The year.
    pub year: i16,
    /// `1月2日`.
    pub short: String,
    /// `星期一`.
    pub weekday: &'static str,
}

/// A picture.
#[derive(Debug, Clone, Serialize)]
pub struct PictureView {
    /// Its file.
    pub path: String,
    /// Text equivalent, never empty.
    pub alt: String,
    /// Width in pixels, where known.
    pub width: Option<u32>,
    /// Height in pixels, where known.
    pub height: Option<u32>,
}

/// A district, reporter or column as a link. No count: it stands on old pages, too.
#[derive(Debug, Clone, Serialize)]
pub struct NameView<'v> {
    /// Its name.
    pub name: &'v str,
    /// Its first page.
    pub path: &'v str,
}

/// A district, reporter or column as a link with a count.
#[derive(Debug, Clone, Serialize)]
pub struct TagView {
    /// Its name.
    pub name: String,
    /// Its first page.
    pub path: String,
    /// Number of its articles.
    pub count: usize,
}

/// An article in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CardView<'v> {
    /// The article, or its section on the topic of the list.
    pub path: Cow<'v, str>,
    /// 主题.
    pub title: Cow<'v, str>,
    /// The text of the link with its phrases kept together: the headline, or the heading of
    /// the section the link leads to.
    pub headline_html: String,
    /// 引题.
    pub kicker: Option<Cow<'v, str>>,
    /// 副题.
    pub subtitle: Option<Cow<'v, str>>,
    /// Opening words; may be empty.
    pub lead: Cow<'v, str>,
    /// Its language (`en`), when it is not that of the site.
    pub lang: Option<&'static str>,
    /// Kind in the Markdown contract (`news`, `photo` …).
    pub kind: &'static str,
    /// Kind for readers (图片, 评论 …); `None` for news.
    pub label: Option<&'static str>,
    /// Date.
    pub date: Once<'v, DateView>,
    /// Its issue.
    pub issue_path: &'v str,
    /// Folio.
    pub folio: Folio,
    /// Name of the newspaper page.
    pub section: Option<&'v str>,
    /// The newspaper page.
    pub page_path: &'v str,
    /// Column, if it has one; without a path where the site has no index of columns.
    pub column: Option<NameView<'v>>,
    /// Districts it is about.
    pub districts: Vec<NameView<'v>>,
    /// Names of its authors, joined with `、`; may be empty.
    pub authors: Cow<'v, str>,
    /// First picture.
    pub picture: Option<PictureView>,
    /// Heading of the section on the topic of the list, when the link leads there.
    pub heading: Option<Cow<'v, str>>,
    /// In the list of a newspaper page: 转02版 or 接01版.
    pub jump: Option<String>,
}

/// An article as a title, a date and a place: what its neighbours show of it. Cheaper than a
/// card, for every article has a dozen of them.
#[derive(Debug, Clone, Serialize)]
pub struct EntryView<'v> {
    /// 主题.
    pub title: Cow<'v, str>,
    /// The article.
    pub path: &'v str,
    /// Its date.
    pub date: Once<'v, DateView>,
    /// Folio.
    pub folio: Folio,
    /// Names of its districts.
    pub districts: Vec<&'v str>,
}

/// A period of a long index.
#[derive(Debug, Clone, Serialize)]
pub struct PeriodView {
    /// `2023年` or `2023年1月`.
    pub label: String,
    /// Its page.
    pub path: String,
    /// Number of articles.
    pub count: usize,
    /// Its months, when it is a long year.
    pub months: Vec<PeriodView>,
}
