//! Years and months.

use serde::Serialize;

use super::{LinkView, RecentView};

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
    /// The year.
    pub year: i16,
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
