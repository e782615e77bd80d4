//! Districts, reporters and columns: the page that lists them, and the pages of each.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Renderer,
    card::tag,
    head::{About, link},
    periods::{jumps, month_id, neighbours, period_text, periods, rest},
    text::{date_view, month_text},
};
use crate::{
    site::{Listing, Period, Route, Topic, TopicKind, TopicPage},
    theme::{
        ThemeError,
        views::{
            AlongsideView, DayGroupView, LetterView, LinkView, MonthGroupView, Once, TagView, TopicCardView, TopicView,
            TopicsView,
        },
    },
};

/// Topics of another kind shown beside a topic.
const ALONGSIDE: usize = 12;

/// Columns and reporters up to so many are cards; more are links by their first letter.
pub(super) const CARDS: usize = 12;

/// Neighbouring topics shown at the end of a topic's page.
const NEIGHBOURS: usize = 24;

/// The words of a kind.
struct Words {
    label: &'static str,
    one: &'static str,
    all: &'static str,
}

fn words(kind: TopicKind) -> Words {
    match kind {
        TopicKind::District => Words { label: "区县", one: "district", all: "districts" },
        TopicKind::Reporter => Words { label: "记者", one: "reporter", all: "reporters" },
        TopicKind::Column => Words { label: "栏目", one: "column", all: "columns" },
    }
}

impl Renderer<'_> {
    /// All topics of a kind.
    pub(super) fn topics(&self, kind: TopicKind, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let words = words(kind);
        let map_svg = if kind == TopicKind::District { self.map_svg(route) } else { None };
        let total = self.site.topics(kind).len();
        let many = kind != TopicKind::District && total > CARDS;
        let view = TopicsView {
            label: words.label,
            items: if many { Vec::new() } else { self.topic_cards(kind) },
            letters: if many { letters(self.site.topics(kind)) } else { Vec::new() },
            total,
            map_svg,
        };
        let paper = &self.site.config.paper;
        let description = format!("{paper}按{}编排的全部文章：共{total}个{}。", words.label, words.label);
        let mut about = About::new(words.all, words.all, words.label, description);
        about.totals = true;
        about.graph = self.list_ld(route, words.label, &about.description);
        self.html(&format!("{}.html", words.all), "topics", &view, self.head(route, about), &[])
    }

    /// Topics of a kind as cards: districts in the order of the gazetteer, others by address,
    /// which is the order of their pinyin.
    pub(super) fn topic_cards(&self, kind: TopicKind) -> Vec<TopicCardView<'_>> {
        let mut topics: Vec<&Topic> = self.site.topics(kind).iter().collect();
        if kind != TopicKind::District {
            topics.sort_by(|a, b| a.slug.cmp(&b.slug));
        }
        topics
            .into_iter()
            .map(|topic| TopicCardView {
                name: topic.name.clone(),
                path: topic.route().as_str().to_owned(),
                note: self.note(topic, &topic.listings),
                count: topic.listings.len(),
                last: topic.span().map(|(_, last)| date_view(last)),
                newest: topic.listings.first().map(|listing| self.listed(listing)),
                sparkline_svg: self.spark_svg(topic),
            })
            .collect()
    }

    /// One page of a topic.
    pub(super) fn topic(
        &self,
        kind: TopicKind,
        at: usize,
        page_at: usize,
        route: &Route,
    ) -> Result<Vec<u8>, ThemeError> {
        let words = words(kind);
        let topic = &self.site.topics(kind)[at];
        let view = self.topic_view(topic, at, page_at, words.label);
        let mut about = About::new(words.one, words.all, view.heading.clone(), self.topic_description(topic, &view));
        about.crumbs = vec![link(words.label, &kind.route())];
        if !view.newest {
            about.crumbs.push(link(topic.name.clone(), topic.route()));
        }
        if self.site.config.base_url.is_some() && !topic.listings.is_empty() {
            about.feed = topic.feed().map(|route| (topic.name.clone(), route));
        }
        about.graph = self.list_ld(route, &view.heading, &about.description);
        let path = |link: &Option<LinkView>| link.as_ref().map(|link| link.path.clone());
        about.neighbours = (path(&view.newer), path(&view.older));
        self.html(&format!("{}.html", words.one), "topic", &view, self.head(route, about), &[])
    }

    fn topic_description(&self, topic: &Topic, view: &TopicView<'_>) -> String {
        let paper = &self.site.config.paper;
        let what = match topic.kind {
            TopicKind::District => format!("{paper}关于{}的文章", view.heading),
            TopicKind::Reporter => format!("{paper}刊登的{}的文章", view.heading),
            TopicKind::Column => format!("{paper}栏目“{}”的文章", view.heading),
        };
        match (&view.first, &view.last) {
            (Some(first), Some(last)) if view.newest => {
                format!("{what}，共{}篇，{}至{}。", view.count, first.text, last.text)
            }
            _ if view.months.is_empty() => format!("{what}，共{}篇，分月编排。", view.here),
            _ => format!("{what}，本页{}篇，按日期编排。", view.here),
        }
    }

    fn topic_view<'s>(&'s self, topic: &'s Topic, at: usize, page_at: usize, label: &'static str) -> TopicView<'s> {
        let page = &topic.pages[page_at];
        let newest = page.period == Period::Newest;
        // What an older page says is about its period alone, so that it stays as it is.
        let counted =
            if newest { &topic.listings[..] } else { topic.listings.get(page.range.clone()).unwrap_or_default() };
        let span = counted.last().zip(counted.first()).map(|(first, last)| (first.date, last.date));
        let to = |page: &TopicPage| link(period_text(page.period), &page.route);
        let (newer, older) = neighbours(topic, page_at);
        let (newer, older) = (newer.map(to), older.map(to));
        let based = self.site.config.base_url.is_some();
        TopicView {
            label,
            name: topic.name.clone(),
            path: topic.route().as_str().to_owned(),
            heading: if newest { topic.name.clone() } else { format!("{} {}", topic.name, period_text(page.period)) },
            period: if newest { String::new() } else { period_text(page.period) },
            newest,
            count: counted.len(),
            here: page.range.len(),
            first: span.map(|(first, _)| date_view(first)),
            last: span.map(|(_, last)| date_view(last)),
            note: self.note(topic, counted),
            places: if newest { self.places(topic) } else { Vec::new() },
            months: if page.by_month { Vec::new() } else { self.groups(topic, page.range.clone()) },
            jumps: jumps(topic, page),
            rest: rest(topic, page),
            periods: periods(topic, page),
            newer,
            older,
            feed: topic.feed().filter(|_| based && !topic.listings.is_empty()).map(|route| route.as_str().to_owned()),
            neighbours: if newest { beside(self.site.topics(topic.kind), at).map(tag).collect() } else { Vec::new() },
            alongside: if newest { self.alongside(topic) } else { Vec::new() },
            sparkline_svg: if newest { self.sparkline_svg(topic) } else { None },
        }
    }

    /// Articles by month, then by date.
    fn groups<'s>(&'s self, topic: &'s Topic, range: Range<usize>) -> Vec<MonthGroupView<'s>> {
        let runs = topic.runs(range, |listing| (listing.date.year(), listing.date.month()));
        let mut groups = Vec::with_capacity(runs.len());
        for run in runs {
            let Some(first) = topic.listings.get(run.start) else { continue };
            let (year, month) = (first.date.year(), first.date.month());
            let (count, total) = (run.len(), topic.month_from(run.start).len());
            let days = topic.runs(run, |listing| (i16::from(listing.date.day()), listing.date.month()));
            groups.push(MonthGroupView {
                label: month_text(year, month),
                id: month_id(first.date),
                count,
                total,
                days: days.into_iter().filter_map(|day| self.day_group(topic, day)).collect(),
            });
        }
        groups
    }

    fn day_group<'s>(&'s self, topic: &'s Topic, range: Range<usize>) -> Option<DayGroupView<'s>> {
        let listings = topic.listings.get(range)?;
        let issue = self.site.node(listings.first()?.article).issue;
        Some(DayGroupView {
            date: Once(self.date(issue)),
            path: self.site.issue(issue).route.as_str(),
            cards: listings.iter().map(|listing| self.listed(listing)).collect(),
        })
    }

    /// Kind of a district; roles of a reporter, most frequent first.
    fn note(&self, topic: &Topic, listings: &[Listing]) -> Option<String> {
        match topic.kind {
            TopicKind::District => {
                let districts = self.site.config.gazetteer.districts();
                districts.iter().find(|district| district.name == topic.name)?.kind.clone()
            }
            TopicKind::Reporter => {
                let mut roles: BTreeMap<&str, usize> = BTreeMap::new();
                for listing in listings {
                    let byline = &self.site.article(listing.article).signed.byline;
                    for credit in byline.iter().filter(|credit| credit.name == topic.name && !credit.role.is_empty()) {
                        *roles.entry(credit.role.as_str()).or_default() += 1;
                    }
                }
                let mut roles: Vec<(&str, usize)> = roles.into_iter().collect();
                roles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
                let names: Vec<&str> = roles.into_iter().take(3).map(|(role, _)| role).collect();
                (!names.is_empty()).then(|| names.join("、"))
            }
            TopicKind::Column => None,
        }
    }

    /// Topics of the other kinds that its articles carry.
    fn alongside(&self, topic: &Topic) -> Vec<AlongsideView> {
        let kinds =
            [(TopicKind::District, "涉及区县"), (TopicKind::Column, "相关栏目"), (TopicKind::Reporter, "常见记者")];
        let mut views = Vec::new();
        for (kind, label) in kinds.into_iter().filter(|(kind, _)| *kind != topic.kind) {
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            for listing in &topic.listings {
                let with = self.site.node(listing.article).topics(kind);
                with.iter().for_each(|id| *counts.entry(id.index()).or_default() += 1);
            }
            let mut counts: Vec<(usize, usize)> = counts.into_iter().collect();
            // By address among equals: the order of topics depends on articles that are not here.
            let topics = self.site.topics(kind);
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| topics[a.0].slug.cmp(&topics[b.0].slug)));
            let tags: Vec<TagView> = counts
                .into_iter()
                .take(ALONGSIDE)
                .filter_map(|(at, count)| Some(TagView { count, ..tag(topics.get(at)?) }))
                .collect();
            if !tags.is_empty() {
                views.push(AlongsideView { label, tags });
            }
        }
        views
    }
}

/// Topics by the first letter of their addresses, which is the order of their pinyin.
fn letters(topics: &[Topic]) -> Vec<LetterView> {
    let mut sorted: Vec<&Topic> = topics.iter().collect();
    sorted.sort_by(|a, b| a.slug.cmp(&b.slug));
    let mut letters: BTreeMap<Option<char>, Vec<TagView>> = BTreeMap::new();
    for topic in sorted {
        let first = topic.slug.as_str().chars().next().filter(char::is_ascii_alphabetic);
        letters.entry(first.map(|c| c.to_ascii_uppercase())).or_default().push(tag(topic));
    }
    let view = |(letter, tags): (Option<char>, Vec<TagView>)| LetterView {
        letter: letter.map_or("#".to_owned(), String::from),
        id: letter.map_or("Other".to_owned(), String::from),
        tags,
    };
    letters.into_iter().map(view).collect()
}

/// Topics of the same kind next to one in order.
pub(super) fn beside(topics: &[Topic], at: usize) -> impl Iterator<Item = &Topic> {
    let first = at.saturating_sub(NEIGHBOURS / 2).min(topics.len().saturating_sub(NEIGHBOURS));
    let near = topics.iter().enumerate().skip(first).take(NEIGHBOURS + 1);
    near.filter(move |(other, _)| *other != at).map(|(_, topic)| topic).take(NEIGHBOURS)
}
