//! Districts, reporters and columns: their lists and their indexes.

use serde::Serialize;

use super::{CardView, DateView, LinkView, Once, PeriodView, TagView};

/// `topics`: all districts, reporters or columns.
#[derive(Debug, Clone, Serialize)]
pub struct TopicsView<'v> {
    /// 区县, 记者, 栏目.
    pub label: &'static str,
    /// Each of them, when they are few or districts.
    pub items: Vec<TopicCardView<'v>>,
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
pub struct TopicCardView<'v> {
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
    pub newest: Option<CardView<'v>>,
    /// Articles over time.
    pub sparkline_svg: Option<String>,
}

/// `topic`: one page of a district, reporter or column.
#[derive(Debug, Clone, Serialize)]
pub struct TopicView<'v> {
    /// 区县, 记者, 栏目.
    pub label: &'static str,
    /// Its name.
    pub name: String,
    /// Its first page.
    pub path: String,
    /// Heading of this page: the name, and the period of an older page.
    pub heading: String,
    /// `2023年`, `2023年1月`; empty on the first page.
    pub period: String,
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
    /// Townships and subdistricts of a district; those that headlines and opening words name lead
    /// to a search for them, the path of others is empty.
    pub places: Vec<LinkView>,
    /// Articles by month, then by date.
    pub months: Vec<MonthGroupView<'v>>,
    /// Jumps to the days of a long month, else to the months of a long page.
    pub jumps: Vec<LinkView>,
    /// Where the list of the first page goes on: the rest of its last month, else an earlier one.
    pub rest: Option<LinkView>,
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

/// Articles of a month.
#[derive(Debug, Clone, Serialize)]
pub struct MonthGroupView<'v> {
    /// `2023年1月`.
    pub label: String,
    /// Anchor: `m2023-01`.
    pub id: String,
    /// Number of articles listed here.
    pub count: usize,
    /// Number of all in the index; more than `count` where the first page ends within the month.
    pub total: usize,
    /// By date.
    pub days: Vec<DayGroupView<'v>>,
}

/// Articles of a day.
#[derive(Debug, Clone, Serialize)]
pub struct DayGroupView<'v> {
    /// The date.
    pub date: Once<'v, DateView>,
    /// The issue.
    pub path: &'v str,
    /// The articles.
    pub cards: Vec<CardView<'v>>,
}
