//! How the pages of a long index lead to each other: years, months, and places within a page.

use crate::{
    press::IssueDate,
    render::{head::link, text::month_text},
    site::{NEWEST, Period, Topic, TopicPage},
    theme::views::{LinkView, PeriodView},
};

/// Jumps on a page: as many as a month has days. More would be a page by themselves.
const MOST_JUMPS: usize = 31;

/// `2023年`, `2023年1月`.
pub(super) fn period_text(period: Period) -> String {
    match period {
        Period::Newest => "最新".to_owned(),
        Period::Year(year) => format!("{year}年"),
        Period::Month(year, month) => month_text(year, month),
    }
}

/// Anchor of a month: `m2023-01`.
pub(super) fn month_id(date: IssueDate) -> String {
    format!("m{:04}-{:02}", date.year(), date.month())
}

/// The pages of the same rank before and after: years among years, months among months. They
/// are near: a year has twelve months at most.
pub(super) fn neighbours(topic: &Topic, at: usize) -> (Option<&TopicPage>, Option<&TopicPage>) {
    let rank = |page: &TopicPage| std::mem::discriminant(&page.period);
    let Some(page) = topic.pages.get(at) else { return (None, None) };
    let same = |other: &&TopicPage| rank(other) == rank(page);
    (topic.pages[..at].iter().rev().find(same), topic.pages[at + 1..].iter().find(same))
}

/// The pages of the months of a year that has some.
pub(super) fn months_of<'t>(topic: &'t Topic, page: &TopicPage) -> impl Iterator<Item = &'t TopicPage> {
    let of = match page.period {
        Period::Year(year) => Some(year),
        _ => None,
    };
    let first =
        topic.pages.partition_point(|other| other.range.start < page.range.start || other.period == Period::Newest);
    let near = topic.pages.iter().skip(first).take(14);
    near.filter(move |month| matches!(month.period, Period::Month(year, _) if Some(year) == of))
}

/// The periods a page leads to: the years from the first page, its months from a long year.
pub(super) fn periods(topic: &Topic, page: &TopicPage) -> Vec<PeriodView> {
    let view = |page: &TopicPage| PeriodView {
        label: match page.period {
            Period::Month(_, month) => format!("{month}月"),
            period => period_text(period),
        },
        path: page.route.as_str().to_owned(),
        count: page.range.len(),
        months: Vec::new(),
    };
    match page.period {
        Period::Newest => topic.pages.iter().filter(|page| matches!(page.period, Period::Year(_))).map(view).collect(),
        Period::Year(_) => months_of(topic, page).map(view).collect(),
        Period::Month(..) => Vec::new(),
    }
}

/// Jumps to the days of a month, or to the months of a page, where it is too long to be looked over.
pub(super) fn jumps(topic: &Topic, page: &TopicPage) -> Vec<LinkView> {
    if page.by_month || page.range.len() <= NEWEST {
        return Vec::new();
    }
    let by_day = matches!(page.period, Period::Month(..));
    let runs = topic.runs(page.range.clone(), |listing| {
        let date = listing.date;
        if by_day { (i16::from(date.month()), date.day()) } else { (date.year(), date.month()) }
    });
    let jump = |date: IssueDate| match by_day {
        true => LinkView { label: format!("{}日", date.day()), path: format!("#d{}", date.text()) },
        false => LinkView { label: month_text(date.year(), date.month()), path: format!("#{}", month_id(date)) },
    };
    let dates = runs.iter().filter_map(|run| topic.listings.get(run.start)).map(|listing| listing.date);
    if (2..=MOST_JUMPS).contains(&runs.len()) { dates.map(jump).collect() } else { Vec::new() }
}

/// Where the first page of a long index goes on: the page of the month of the next article, else
/// that month on the page of its year.
pub(super) fn rest(topic: &Topic, page: &TopicPage) -> Option<LinkView> {
    let next = topic.listings.get(page.range.end).filter(|_| page.period == Period::Newest)?.date;
    let last = topic.listings.get(page.range.end.checked_sub(1)?)?.date;
    let (year, month) = (next.year(), next.month());
    let of = |period| topic.pages.iter().find(|page| page.period == period);
    let mut to = match of(Period::Month(year, month)) {
        Some(page) => link(String::new(), &page.route),
        None => {
            let page = of(Period::Year(year))?;
            LinkView { label: String::new(), path: format!("{}#{}", page.route, month_id(next)) }
        }
    };
    let what = if (last.year(), last.month()) == (year, month) { "其余" } else { "的" };
    to.label = format!("{}{what}{}篇", month_text(year, month), topic.month_from(page.range.end).len());
    Some(to)
}
