//! Indexes that gather articles from all issues: a district, a reporter, a column.

use std::ops::Range;

use super::{ArticleId, Route};
use crate::{
    config::{Routes, Taxonomies},
    press::{IssueDate, Slug},
};

/// Up to so many articles an index is one page; a longer one is paged by time.
pub const ONE_PAGE: usize = 100;

/// So many of the newest articles stand on the first page of a paged index.
pub const NEWEST: usize = 60;

/// What an index gathers by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TopicKind {
    /// 区县.
    District,
    /// 记者.
    Reporter,
    /// 栏目.
    Column,
}

impl TopicKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::District, Self::Reporter, Self::Column];

    /// Whether a site has indexes of the kind.
    pub fn is_in(self, taxonomies: &Taxonomies) -> bool {
        match self {
            Self::District => taxonomies.districts,
            Self::Reporter => taxonomies.reporters,
            Self::Column => taxonomies.columns,
        }
    }

    /// Folder of the page that lists all of the kind.
    pub fn folder(self) -> &'static str {
        match self {
            Self::District => "districts",
            Self::Reporter => "reporters",
            Self::Column => "columns",
        }
    }

    /// The page that lists all topics of the kind.
    pub fn route(self) -> Route {
        Route::made(format!("{}/index.html", self.folder()))
    }
}

/// An article in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The article.
    pub article: ArticleId,
    /// Date of its issue: listings are grouped and paged by it.
    pub date: IssueDate,
    /// Where the article has a section of its own on the topic: its anchor and its heading.
    pub section: Option<Box<(Slug, String)>>,
}

/// A stretch of time that has a page of its own in a long index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// The first page: everything in a short index, the newest in a long one.
    Newest,
    /// A year. When the year is long its page lists the months instead of articles.
    Year(i16),
    /// A month of a long year.
    Month(i16, i8),
}

/// One page of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicPage {
    /// What it covers.
    pub period: Period,
    /// Its file.
    pub route: Route,
    /// Its articles, as a range of [`Topic::listings`].
    pub range: Range<usize>,
    /// For the page of a long year: its months are listed, not its articles.
    pub by_month: bool,
}

/// A district, reporter or column with everything about it, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// What it is.
    pub kind: TopicKind,
    /// Its name as shown.
    pub name: String,
    /// Its name in addresses, unique in its kind.
    pub slug: Slug,
    /// The folder of its pages, with `/` at its end.
    folder: String,
    /// Its first page.
    route: Route,
    /// Articles, newest issue first, in printed order within an issue.
    pub listings: Vec<Listing>,
    /// Its pages; the first is always the newest.
    pub pages: Vec<TopicPage>,
}

impl Topic {
    /// A topic with nothing in it yet.
    pub(crate) fn new(kind: TopicKind, name: String, slug: Slug, routes: &Routes) -> Self {
        let folder = match kind {
            TopicKind::District => routes.district(&slug),
            TopicKind::Reporter => routes.reporter(&slug),
            TopicKind::Column => routes.column(&slug),
        };
        let route = Route::made(format!("{folder}index.html"));
        Self { kind, name, slug, folder, route, listings: Vec::new(), pages: Vec::new() }
    }

    /// Its first page.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// Its feed; only districts have one.
    pub fn feed(&self) -> Option<Route> {
        (self.kind == TopicKind::District).then(|| self.file("feed.xml"))
    }

    fn file(&self, name: &str) -> Route {
        Route::made(format!("{}{name}", self.folder))
    }

    /// Dates of its oldest and newest article.
    pub fn span(&self) -> Option<(IssueDate, IssueDate)> {
        Some((self.listings.last()?.date, self.listings.first()?.date))
    }

    /// Puts the newest first and cuts the index into pages.
    pub(crate) fn finish(&mut self) {
        self.listings.shrink_to_fit();
        // They come by date, so turned round they are in order but for those of one date.
        if self.listings.is_sorted_by_key(|listing| (listing.date, listing.article)) {
            self.listings.reverse();
            self.listings.chunk_by_mut(|a, b| a.date == b.date).for_each(<[Listing]>::reverse);
        } else {
            self.listings.sort_by_key(|listing| (std::cmp::Reverse(listing.date), listing.article));
        }
        self.pages = self.cut();
    }

    /// Pages by time, so that an old page stays as it is when a new day comes. The page of a
    /// year stays at its address when the year grows long: it lists its months from then on.
    fn cut(&self) -> Vec<TopicPage> {
        let all = self.listings.len();
        let newest = if all > ONE_PAGE { NEWEST } else { all };
        let mut pages = vec![self.page(Period::Newest, 0..newest, false)];
        if all <= ONE_PAGE {
            return pages;
        }
        for year in self.runs(0..all, |listing| (listing.date.year(), 0)) {
            let Some(first) = self.listings.get(year.start) else { continue };
            let by_month = year.len() > ONE_PAGE;
            pages.push(self.page(Period::Year(first.date.year()), year.clone(), by_month));
            if by_month {
                for month in self.runs(year, |listing| (listing.date.year(), listing.date.month())) {
                    let Some(first) = self.listings.get(month.start) else { continue };
                    pages.push(self.page(Period::Month(first.date.year(), first.date.month()), month, false));
                }
            }
        }
        pages
    }

    /// Ranges of neighbouring listings with the same key.
    pub(crate) fn runs(&self, within: Range<usize>, key: impl Fn(&Listing) -> (i16, i8)) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let mut start = within.start;
        for at in within.clone() {
            if at + 1 == within.end || key(&self.listings[at]) != key(&self.listings[at + 1]) {
                runs.push(start..at + 1);
                start = at + 1;
            }
        }
        runs
    }

    /// From one listing to the last of its month.
    pub(crate) fn month_from(&self, at: usize) -> Range<usize> {
        let month = |listing: &Listing| (listing.date.year(), listing.date.month());
        let from = self.listings.get(at..).unwrap_or_default();
        let same = from.partition_point(|listing| from.first().map(month) == Some(month(listing)));
        at..at + same
    }

    fn page(&self, period: Period, range: Range<usize>, by_month: bool) -> TopicPage {
        let route = match period {
            Period::Newest => self.route.clone(),
            Period::Year(year) => self.file(&format!("{year}/index.html")),
            Period::Month(year, month) => self.file(&format!("{year}-{month:02}/index.html")),
        };
        TopicPage { period, route, range, by_month }
    }
}

#[cfg(test)]
mod tests {
    use super::{Listing, Period, Topic, TopicKind};
    use crate::{
        config::Routes,
        press::{IssueDate, Slug},
        site::ArticleId,
    };

    fn topic(dates: impl IntoIterator<Item = IssueDate>) -> Topic {
        let mut topic = Topic::new(TopicKind::District, "甲县".into(), Slug::parse("jia").unwrap(), &Routes::default());
        for (i, date) in dates.into_iter().enumerate() {
            topic.listings.push(Listing { article: ArticleId::new(i), date, section: None });
        }
        topic.finish();
        topic
    }

    fn day(n: usize) -> IssueDate {
        IssueDate::new(2020 + (n / 336) as i16, (n / 28 % 12 + 1) as i8, (n % 28 + 1) as i8).unwrap()
    }

    #[test]
    fn a_short_index_is_one_page() {
        let topic = topic((0..100).map(day));
        assert_eq!(topic.pages.len(), 1);
        assert_eq!(topic.pages[0].range, 0..100);
        assert_eq!(topic.listings[0].date, day(99));
    }

    #[test]
    fn an_empty_index_still_has_its_page() {
        let topic = topic([]);
        assert_eq!(topic.pages.len(), 1);
        assert_eq!(topic.span(), None);
    }

    #[test]
    fn a_long_index_is_cut_by_time_and_old_pages_stay() {
        let before = topic((0..500).map(day));
        let after = topic((0..501).map(day));
        let routes: Vec<&str> = before.pages.iter().map(|page| page.route.as_str()).collect();
        assert_eq!(routes[0], "districts/jia/index.html");
        assert!(routes.contains(&"districts/jia/2020/index.html"));
        assert!(routes.contains(&"districts/jia/2020-12/index.html"));
        let show = |topic: &Topic, period: Period| {
            let page = topic.pages.iter().find(|page| page.period == period).unwrap();
            topic.listings[page.range.clone()].to_vec()
        };
        for period in [Period::Year(2020), Period::Month(2020, 12), Period::Month(2021, 3)] {
            assert_eq!(show(&before, period), show(&after, period));
        }
        let in_months: usize =
            before.pages.iter().filter(|p| matches!(p.period, Period::Month(..))).map(|p| p.range.len()).sum();
        assert_eq!(in_months, 500);
    }
}
