//! What templates see: one plain struct per page kind, made by `render`, serialised here.
//!
//! Rules of the context, so that a theme can rely on it:
//!
//! - every template gets `site`, `head`, `root` and one value named after its kind;
//! - `path` and other paths start at the root of the site; a link is `{{ root }}{{ x.path }}`.
//!   So one card serves every page that shows it;
//! - fields are always there; what may be absent is `null` and false in an `if`;
//! - fields whose name ends in `html` or `svg` are finished markup, to be printed with
//!   `| safe`; everything else is plain text that the template escapes;
//! - lists are in the order in which they should be shown.

use serde::Serialize;

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
    /// `[extra]` of site.toml.
    pub extra: toml::Table,
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
    /// `1月2日`.
    pub short: String,
    /// `星期一`.
    pub weekday: &'static str,
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
    /// Description, Open Graph and citation as `<meta>`.
    pub metas: Vec<MetaView>,
    /// JSON-LD, safe inside a script element.
    pub json_ld_html: Option<String>,
    /// How much the site holds: on the home page, the calendar of all years and the lists of
    /// districts, reporters and columns.
    pub totals: Option<TotalsView>,
}

/// A `<meta>` with a name, a property or both; the content is never empty.
#[derive(Debug, Clone, Serialize)]
pub struct MetaView {
    /// Name (`citation_title`).
    pub name: Option<&'static str>,
    /// Property of Open Graph (`og:title`).
    pub property: Option<&'static str>,
    /// Content.
    pub content: String,
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
pub struct NameView {
    /// Its name.
    pub name: String,
    /// Its first page.
    pub path: String,
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
pub struct CardView {
    /// The article, or its section on the topic of the list.
    pub path: String,
    /// 主题.
    pub title: String,
    /// The text of the link with its phrases kept together: the headline, or the heading of
    /// the section the link leads to.
    pub headline_html: String,
    /// 引题.
    pub kicker: Option<String>,
    /// 副题.
    pub subtitle: Option<String>,
    /// Opening words; may be empty.
    pub lead: String,
    /// Kind in the Markdown contract (`news`, `photo` …).
    pub kind: &'static str,
    /// Kind for readers (图片, 评论 …); `None` for news.
    pub label: Option<&'static str>,
    /// Date.
    pub date: DateView,
    /// Its issue.
    pub issue_path: String,
    /// Folio.
    pub folio: String,
    /// Name of the newspaper page.
    pub section: Option<String>,
    /// The newspaper page.
    pub page_path: String,
    /// Column, if it has one.
    pub column: Option<NameView>,
    /// Districts it is about.
    pub districts: Vec<NameView>,
    /// Names of its authors, joined with `、`; may be empty.
    pub authors: String,
    /// First picture.
    pub picture: Option<PictureView>,
    /// Heading of the section on the topic of the list, when the link leads there.
    pub heading: Option<String>,
    /// In the list of a newspaper page: 转02版 or 接01版.
    pub jump: Option<String>,
}

/// `issue`, and the issue shown on the home page.
#[derive(Debug, Clone, Serialize)]
pub struct IssueView {
    /// Its page.
    pub path: String,
    /// Its date.
    pub date: DateView,
    /// Whether the date was inferred from the text.
    pub inferred: bool,
    /// Number of articles.
    pub articles: usize,
    /// Its newspaper pages with everything on them.
    pub pages: Vec<PageView>,
    /// 上一期.
    pub prev: Option<LinkView>,
    /// 下一期.
    pub next: Option<LinkView>,
    /// Its month in the calendar.
    pub month: LinkView,
    /// The first story of the front page.
    pub lead: Option<CardView>,
    /// Districts in the news of the day.
    pub districts: Vec<TagView>,
}

/// `page`: a newspaper page; also within `issue.pages`.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Its page on the site.
    pub path: String,
    /// Folio: `01`.
    pub folio: String,
    /// Its name (要闻).
    pub section: Option<String>,
    /// `第01版 要闻`.
    pub label: String,
    /// What stands on it, in printed order.
    pub cards: Vec<CardView>,
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

/// `article`.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleView {
    /// Its own card: headlines, date, page, districts, column.
    pub card: CardView,
    /// Credits by role, in printed order.
    pub credits: Vec<CreditView>,
    /// 电头, printed before the first paragraph when the body has none to take it.
    pub dateline: Option<String>,
    /// The text.
    pub body_html: String,
    /// Contents, when it has two sections or more.
    pub contents: Vec<LinkView>,
    /// Its pictures.
    pub pictures: Vec<PictureView>,
    /// Where the rest was printed.
    pub continued_on: Option<JumpView>,
    /// Where the beginning was printed.
    pub continued_from: Option<JumpView>,
    /// What the reader doubts.
    pub uncertain: Vec<String>,
    /// Raw text of the page.
    pub raw_path: Option<String>,
    /// Citation in its formats.
    pub citation: CitationView,
    /// The article before on the page.
    pub prev: Option<EntryView>,
    /// The article after on the page.
    pub next: Option<EntryView>,
    /// The same column and the same reporters: the articles before and after this one.
    pub series: Vec<SeriesView>,
    /// Related articles that stand in none of the series.
    pub related: Vec<EntryView>,
    /// Characters of its text.
    pub length: usize,
}

/// What else stands in one index near an article.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesView {
    /// 同栏目, 同作者.
    pub label: &'static str,
    /// The column or reporter.
    pub topic: NameView,
    /// Articles, newest first.
    pub entries: Vec<EntryView>,
}

/// An article as a title, a date and a place: what its neighbours show of it. Cheaper than a
/// card, for every article has a dozen of them.
#[derive(Debug, Clone, Serialize)]
pub struct EntryView {
    /// 主题.
    pub title: String,
    /// The article.
    pub path: String,
    /// Its date.
    pub date: DateView,
    /// Folio.
    pub folio: String,
    /// Names of its districts.
    pub districts: Vec<String>,
}

/// Names under one role.
#[derive(Debug, Clone, Serialize)]
pub struct CreditView {
    /// 全媒体记者, 通讯员 …; may be empty.
    pub role: String,
    /// Names; `path` is empty for people without a page of their own.
    pub names: Vec<LinkView>,
}

/// A jump line.
#[derive(Debug, Clone, Serialize)]
pub struct JumpView {
    /// Folio.
    pub folio: String,
    /// The page, when the issue has it.
    pub path: Option<String>,
}

/// A citation.
#[derive(Debug, Clone, Serialize)]
pub struct CitationView {
    /// GB/T 7714.
    pub gbt7714: String,
    /// BibTeX.
    pub bibtex: String,
    /// RIS.
    pub ris: String,
    /// RIS as a `data:` address, for a link that saves it without a file or a script.
    pub ris_url: String,
    /// Permanent address; needs `base_url`.
    pub url: Option<String>,
}

/// `topics`: all districts, reporters or columns.
#[derive(Debug, Clone, Serialize)]
pub struct TopicsView {
    /// 区县, 记者, 栏目.
    pub label: &'static str,
    /// Each of them, when they are few or districts.
    pub items: Vec<TopicCardView>,
    /// By the first letter of their addresses, when they are many.
    pub letters: Vec<LetterView>,
    /// How many they are.
    pub total: usize,
    /// Map of the districts.
    pub map_svg: Option<String>,
}

/// Topics whose addresses begin with the same letter.
#[derive(Debug, Clone, Serialize)]
pub struct LetterView {
    /// `A`–`Z`, or `#`.
    pub letter: String,
    /// Anchor: `A`; `Other` for `#`.
    pub id: String,
    /// The topics.
    pub tags: Vec<TagView>,
}

/// A district, reporter or column in a list.
#[derive(Debug, Clone, Serialize)]
pub struct TopicCardView {
    /// Name.
    pub name: String,
    /// First page.
    pub path: String,
    /// Kind of district (县级市), or roles of a reporter.
    pub note: Option<String>,
    /// Number of articles.
    pub count: usize,
    /// Date of the newest article.
    pub last: Option<DateView>,
    /// The newest article.
    pub newest: Option<CardView>,
    /// Articles over time.
    pub sparkline_svg: Option<String>,
}

/// `topic`: one page of a district, reporter or column.
#[derive(Debug, Clone, Serialize)]
pub struct TopicView {
    /// 区县, 记者, 栏目.
    pub label: &'static str,
    /// Its name.
    pub name: String,
    /// Its first page.
    pub path: String,
    /// Heading of this page: the name, and the period of an older page.
    pub heading: String,
    /// Whether this is the first page.
    pub newest: bool,
    /// Number of all its articles; on an older page, of those of its period.
    pub count: usize,
    /// Number on this page.
    pub here: usize,
    /// Date of the oldest of those that `count` counts.
    pub first: Option<DateView>,
    /// Date of the newest.
    pub last: Option<DateView>,
    /// Kind of district, or roles of a reporter in what `count` counts.
    pub note: Option<String>,
    /// Townships and subdistricts of a district, to be searched for.
    pub places: Vec<LinkView>,
    /// Articles by month, then by date.
    pub months: Vec<MonthGroupView>,
    /// The years, on the first page of a long index; the months, on the page of a long year.
    pub periods: Vec<PeriodView>,
    /// The newer period.
    pub newer: Option<LinkView>,
    /// The older period.
    pub older: Option<LinkView>,
    /// Its feed.
    pub feed: Option<String>,
    /// Other topics of the kind; on the first page alone, for their counts change every day.
    pub neighbours: Vec<TagView>,
    /// Topics of other kinds it goes with: districts of a reporter, reporters of a district.
    pub alongside: Vec<AlongsideView>,
    /// Articles over time.
    pub sparkline_svg: Option<String>,
}

/// Topics of one kind that go with a topic.
#[derive(Debug, Clone, Serialize)]
pub struct AlongsideView {
    /// 涉及区县, 常见记者, 栏目.
    pub label: &'static str,
    /// Most frequent first.
    pub tags: Vec<TagView>,
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

/// Articles of a month.
#[derive(Debug, Clone, Serialize)]
pub struct MonthGroupView {
    /// `2023年1月`.
    pub label: String,
    /// Anchor: `m2023-01`.
    pub id: String,
    /// Number of articles.
    pub count: usize,
    /// By date.
    pub days: Vec<DayGroupView>,
}

/// Articles of a day.
#[derive(Debug, Clone, Serialize)]
pub struct DayGroupView {
    /// The date.
    pub date: DateView,
    /// The issue.
    pub path: String,
    /// The articles.
    pub cards: Vec<CardView>,
}

/// `home`.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// The newest issue.
    pub issue: Option<IssueView>,
    /// So many of its pages, the first left out, stand beside the lead story: about as much as
    /// is as tall as the first page.
    pub rail: usize,
    /// The issues before it, newest first.
    pub recent: Vec<RecentView>,
    /// Districts.
    pub districts: Vec<TopicCardView>,
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

/// `archive`: all years.
#[derive(Debug, Clone, Serialize)]
pub struct ArchiveView {
    /// Years, newest first.
    pub years: Vec<YearView>,
}

/// `year`.
#[derive(Debug, Clone, Serialize)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// Its page.
    pub path: String,
    /// Number of issues.
    pub issues: usize,
    /// Number of articles.
    pub articles: usize,
    /// Its months with issues.
    pub months: Vec<MonthView>,
    /// The year before.
    pub prev: Option<LinkView>,
    /// The year after.
    pub next: Option<LinkView>,
    /// Days of the year shaded by their number of articles.
    pub heatmap_svg: Option<String>,
}

/// `month`; also within a year.
#[derive(Debug, Clone, Serialize)]
pub struct MonthView {
    /// `2023年1月`.
    pub label: String,
    /// `1月`.
    pub short: String,
    /// Its page.
    pub path: String,
    /// Number of issues.
    pub issues: usize,
    /// Number of articles.
    pub articles: usize,
    /// Weeks, Monday first; seven cells each.
    pub weeks: Vec<Vec<DayView>>,
    /// Its issues, oldest first.
    pub list: Vec<RecentView>,
    /// The month before.
    pub prev: Option<LinkView>,
    /// The month after.
    pub next: Option<LinkView>,
}

/// A cell of a month.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DayView {
    /// Day of the month; 0 for a cell outside the month.
    pub day: i8,
    /// The issue.
    pub path: Option<String>,
    /// `1月2日`, for the name of the link.
    pub label: String,
    /// Number of articles.
    pub articles: usize,
}

/// `gallery`: pictures and photo stories of all issues, or of a month.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryView {
    /// 图片, or `2023年1月图片`.
    pub heading: String,
    /// Number of all of them, or of those of the month.
    pub count: usize,
    /// What this page shows, newest first, by date.
    pub days: Vec<GalleryDayView>,
    /// Months with pictures by year, on the first page of a gallery cut by month.
    pub periods: Vec<PeriodView>,
    /// The newer month.
    pub newer: Option<LinkView>,
    /// The older month.
    pub older: Option<LinkView>,
}

/// Pictures of a day.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryDayView {
    /// The date.
    pub date: DateView,
    /// The issue.
    pub path: String,
    /// The articles and their pictures.
    pub photos: Vec<GalleryPhotoView>,
}

/// An article of the gallery.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryPhotoView {
    /// The article; its opening words are the caption.
    pub card: CardView,
    /// Its pictures; none when only the caption is in the archive.
    pub pictures: Vec<PictureView>,
}

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
