//! Pictures of the archive: the map, calendars, timelines and printed order, with their links
//! relative to the page they stand on.

use std::borrow::Cow;

use super::{
    Renderer,
    text::{date_view, month_text},
};
use crate::{
    picture::{HeatDay, MapDistrict, PrintedArticle, district_map, heatmap, printed_order, spark, sparkline},
    press::IssueDate,
    site::{IssueId, Route, Topic, Year},
};

/// A timeline shows months up to so many of them, then years.
const MONTHS: i32 = 48;

/// The points of a timeline: months, or years when it is long.
struct Axis {
    by_month: bool,
    start: i32,
    end: i32,
}

fn month_of(date: IssueDate) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

impl Axis {
    fn of((first, last): (IssueDate, IssueDate)) -> Self {
        let (start, end) = (month_of(first), month_of(last));
        let by_month = end - start < MONTHS;
        if by_month { Self { by_month, start, end } } else { Self { by_month, start: start / 12, end: end / 12 } }
    }

    /// Articles of a topic at each point.
    fn counts(&self, topic: &Topic) -> Option<Vec<u32>> {
        let mut counts = vec![0_u32; usize::try_from(self.end - self.start).ok()? + 1];
        for listing in &topic.listings {
            let month = month_of(listing.date);
            let point = if self.by_month { month } else { month / 12 };
            if let Some(count) = usize::try_from(point - self.start).ok().and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        }
        Some(counts)
    }

    fn label(&self, at: usize) -> String {
        let at = self.start + i32::try_from(at).unwrap_or(0);
        match self.by_month {
            true => month_text((at / 12) as i16, (at % 12 + 1) as i8),
            false => format!("{at}年"),
        }
    }
}

impl Renderer<'_> {
    /// The map of the districts; nothing when there are none.
    pub(super) fn map_svg(&self, from: &Route) -> Option<String> {
        if !self.shows.maps {
            return None;
        }
        let topics = &self.site.districts;
        let links: Vec<String> = topics.iter().map(|topic| Route::relative(from, topic.route())).collect();
        let district = |(topic, href)| {
            let (topic, href): (&Topic, &String) = (topic, href);
            MapDistrict { slug: topic.slug.as_str(), name: &topic.name, count: count(topic.listings.len()), href }
        };
        let districts: Vec<MapDistrict<'_>> = topics.iter().zip(&links).map(district).collect();
        full(district_map("Map", "各区县的文章", &districts, self.outlines))
    }

    /// The heat map of a year.
    pub(super) fn heatmap_svg(&self, year: &Year) -> Option<String> {
        if !self.shows.heatmaps {
            return None;
        }
        let day = |id: &IssueId| {
            let issue = &self.site.issue(*id).issue;
            HeatDay { date: issue.date, count: count(issue.articles.len()) }
        };
        let days: Vec<HeatDay> = year.months.iter().flat_map(|month| &month.issues).map(day).collect();
        full(heatmap(&format!("Heat{}", year.year), year.year, &days))
    }

    /// The timeline of a topic. One point is no line.
    pub(super) fn sparkline_svg(&self, topic: &Topic) -> Option<String> {
        let axis = Axis::of(topic.span().filter(|_| self.shows.sparklines)?);
        let counts = axis.counts(topic).filter(|counts| counts.len() > 1)?;
        let labels: Vec<String> = (0..counts.len()).map(|at| axis.label(at)).collect();
        let points: Vec<(&str, u32)> = labels.iter().map(String::as_str).zip(counts).collect();
        full(sparkline(&format!("Line-{}", topic.slug), &format!("{}的文章数", topic.name), &points))
    }

    /// The same in small, over the time of the whole archive, so that topics of a list compare.
    pub(super) fn spark_svg(&self, topic: &Topic) -> Option<String> {
        let first = self.site.issues.first().filter(|_| self.shows.sparklines)?;
        let last = self.site.issues.last()?;
        let axis = Axis::of((first.issue.date, last.issue.date));
        let counts = axis.counts(topic).filter(|counts| counts.len() > 1 && !topic.listings.is_empty())?;
        full(spark(&counts))
    }

    /// The printed order of a newspaper page. One article has no order.
    pub(super) fn order_svg(&self, id: IssueId, at: usize) -> Option<String> {
        if !self.shows.order {
            return None;
        }
        let node = self.site.issue(id);
        let (page, place) = (node.issue.pages.get(at)?, node.pages.get(at)?);
        let shown: Vec<(Cow<'_, str>, String, usize)> = self
            .site
            .entries(id, at)
            .map(|(id, _)| {
                let article = self.site.node(id);
                let title = self.title(id);
                (title, Route::relative(&place.route, &article.route), article.length as usize)
            })
            .collect();
        if shown.len() < 2 {
            return None;
        }
        let articles: Vec<PrintedArticle<'_>> = (1..)
            .zip(&shown)
            .map(|(number, (title, href, length))| PrintedArticle { number, title, href, length: *length })
            .collect();
        let title = format!("{}第{}版文章的次序与篇幅", date_view(node.issue.date).text, page.folio);
        full(printed_order("Order", &title, &articles))
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A picture, unless there was nothing to draw.
fn full(svg: String) -> Option<String> {
    (!svg.is_empty()).then_some(svg)
}
