//! What pages show of the site besides cards: dates, numbers, addresses.

use std::ops::Range;

use super::{Key, Parts};
use crate::{
    render::{gallery::Gallery, periods, topic},
    site::{IssueId, Site, Topic, TopicKind},
};

/// Issues of a year, as places in the order of dates.
pub(super) fn issues_of(site: &Site, year: usize) -> Option<Range<usize>> {
    let year = site.years.get(year)?;
    let first = year.months.first()?.issues.first()?;
    Some(first.index()..year.months.last()?.issues.last()?.index() + 1)
}

/// Dates and numbers, which are all that a calendar shows.
pub(super) fn days(site: &Site, issues: Range<usize>, parts: &mut Parts) {
    for node in &site.issues[issues] {
        parts.text(node.route.as_str());
        parts.number(node.issue.articles.len());
    }
}

/// A key of the addresses of what an issue is; of that of a part, none.
pub(super) fn addresses(site: &Site, id: IssueId) -> Key {
    if !site.is_own(id) {
        return 0;
    }
    let (node, mut parts) = (site.issue(id), Parts::default());
    parts.text(node.route.as_str());
    node.pages.iter().for_each(|page| parts.text(page.route.as_str()));
    site.articles_of(id).for_each(|id| parts.text(site.node(id).route.as_str()));
    parts.key()
}

/// Addresses of pages that are no issue, newspaper page or article, and follow from no date.
pub(super) fn lists(site: &Site, parts: &mut Parts) {
    let pages = TopicKind::ALL.iter().flat_map(|kind| site.topics(*kind)).flat_map(|topic| &topic.pages);
    pages.for_each(|page| parts.text(page.route.as_str()));
    site.docs.iter().for_each(|node| parts.text(node.route.as_str()));
    let gallery = Gallery::of(site);
    parts.text(&format!("{:?} {:?}", gallery.route(), gallery.months().collect::<Vec<_>>()));
}

/// The first page counts everything: the whole index, its periods, and the topics beside it.
pub(super) fn first_page(site: &Site, topic: &Topic, here: usize, parts: &mut Parts) {
    parts.number(topic.listings.len());
    for page in &topic.pages {
        parts.text(page.route.as_str());
        parts.number(page.range.len());
    }
    for other in topic::beside(site.topics(topic.kind), here) {
        parts.text(&other.name);
        parts.text(other.slug.as_str());
        parts.number(other.listings.len());
    }
}

/// An older page: its period, the periods beside it, and the months of its year.
pub(super) fn older_page(topic: &Topic, number: usize, parts: &mut Parts) {
    let page = &topic.pages[number];
    let (newer, older) = periods::neighbours(topic, number);
    for page in [Some(page), newer, older] {
        parts.text(page.map_or("", |page| page.route.as_str()));
    }
    parts.number(usize::from(page.by_month));
    for month in periods::months_of(topic, page) {
        parts.text(month.route.as_str());
        parts.number(month.range.len());
    }
}

pub(super) fn month_of(site: &Site, id: IssueId) -> String {
    let date = site.issue(id).issue.date;
    format!("{}-{}", date.year(), date.month())
}
