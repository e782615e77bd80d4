//! The plan: which files a site has.

use super::gallery::{Gallery, month_route};
use crate::{
    diag::Diagnostic,
    parts,
    site::{ArticleId, IssueId, Route, Site, TopicKind},
    theme::Theme,
};

/// One file to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// The front page.
    Home,
    /// An issue.
    Issue(IssueId),
    /// A newspaper page of an issue.
    Page(IssueId, usize),
    /// An article.
    Article(ArticleId),
    /// All topics of a kind.
    Topics(TopicKind),
    /// A page of a topic: kind, topic, page.
    Topic(TopicKind, usize, usize),
    /// All years.
    Archive,
    /// A year.
    Year(usize),
    /// A month: year, month within it.
    Month(usize, usize),
    /// The pictures of all issues.
    Gallery,
    /// The pictures of a month: year and month.
    GalleryMonth(i16, i8),
    /// An ordinary page.
    Doc(usize),
    /// The search page.
    Search,
    /// 404.html.
    NotFound,
    /// The card of an issue, for previews.
    Card(IssueId),
    /// Atom feed of the newest articles.
    Feed,
    /// Atom feed of a district.
    DistrictFeed(usize),
    /// JSON Feed of the newest articles.
    JsonFeed,
    /// A sitemap.
    Sitemap(SitemapPart),
    /// opensearch.xml.
    OpenSearch,
    /// robots.txt.
    Robots,
    /// What a larger archive needs to know of this site, its part.
    PartIndex,
    /// The same of the issues of a year.
    PartYear(usize),
    /// A file of the theme.
    Asset(Route),
}

/// Which sitemap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SitemapPart {
    /// `sitemap.xml` with every page.
    Whole,
    /// `sitemap.xml` as an index of the parts.
    Index,
    /// Everything that is no issue, page or article.
    Lists,
    /// Issues, pages and articles of a year.
    Year(usize),
}

/// The most addresses in one sitemap; the format allows 50,000.
const SITEMAP: usize = 45_000;

/// Every file of a site but its copies, in a fixed order.
pub fn plan(site: &Site, theme: &Theme) -> Vec<Job> {
    let of_batch = |batch: Batch| match batch {
        Batch::Issue(id) => issue_jobs(site, id),
        Batch::Single(job) => vec![job],
    };
    batches(site, theme).into_iter().flat_map(of_batch).collect()
}

/// The files that stand alone.
fn singles(site: &Site, theme: &Theme) -> Vec<Job> {
    let mut jobs = vec![Job::Home];
    jobs.extend(lists(site));
    for (at, year) in site.years.iter().enumerate() {
        jobs.push(Job::Year(at));
        jobs.extend((0..year.months.len()).map(|month| Job::Month(at, month)));
    }
    if site.config.base_url.is_some() {
        jobs.push(Job::NotFound);
        if !site.issues.is_empty() {
            jobs.extend([Job::Feed, Job::JsonFeed]);
        }
        let filled = site.districts.iter().enumerate().filter(|(_, topic)| !topic.listings.is_empty());
        jobs.extend(filled.map(|(at, _)| Job::DistrictFeed(at)));
        jobs.extend(sitemaps(site).into_iter().map(Job::Sitemap));
        jobs.push(Job::OpenSearch);
    }
    if site.config.part_of.is_some() {
        jobs.push(Job::PartIndex);
        jobs.extend((0..site.years.len()).map(Job::PartYear));
    }
    jobs.push(Job::Robots);
    jobs.extend(theme.assets().filter_map(|(path, _)| Route::parse(path)).map(Job::Asset));
    jobs
}

/// The files in the folder of an issue, but for its copies: itself, its newspaper pages, its
/// articles, its card.
pub fn issue_jobs(site: &Site, id: IssueId) -> Vec<Job> {
    let mut jobs = vec![Job::Issue(id)];
    jobs.extend((0..site.issue(id).pages.len()).map(|page| Job::Page(id, page)));
    jobs.extend(site.articles_of(id).map(Job::Article));
    if site.config.base_url.is_some() && !site.issue(id).issue.articles.is_empty() {
        jobs.push(Job::Card(id));
    }
    jobs
}

/// The HTML pages that search engines may list, in the order of the sitemap.
pub(super) fn pages(site: &Site) -> Vec<Job> {
    let mut jobs = vec![Job::Home];
    jobs.extend(lists(site));
    (0..site.years.len()).for_each(|year| jobs.extend(year_pages(site, year)));
    jobs
}

/// Pages that are no issue, newspaper page or article.
pub(super) fn lists(site: &Site) -> Vec<Job> {
    let mut jobs = vec![Job::Archive, Job::Search];
    for kind in TopicKind::ALL.into_iter().filter(|kind| kind.is_in(&site.config.taxonomies)) {
        jobs.push(Job::Topics(kind));
        for (topic, node) in site.topics(kind).iter().enumerate() {
            jobs.extend((0..node.pages.len()).map(|page| Job::Topic(kind, topic, page)));
        }
    }
    let gallery = Gallery::of(site);
    jobs.extend(gallery.route().map(|_| Job::Gallery));
    jobs.extend(gallery.months().map(|(year, month)| Job::GalleryMonth(year, month)));
    jobs.extend((0..site.docs.len()).map(Job::Doc));
    jobs
}

/// The calendar of a year, and its issues, newspaper pages and articles but for those of parts.
pub(super) fn year_pages(site: &Site, year: usize) -> Vec<Job> {
    let mut jobs = vec![Job::Year(year)];
    let Some(node) = site.years.get(year) else { return jobs };
    for (at, month) in node.months.iter().enumerate() {
        jobs.push(Job::Month(year, at));
        for &id in &month.issues {
            if site.is_own(id) {
                jobs.push(Job::Issue(id));
                jobs.extend((0..site.issue(id).pages.len()).map(|page| Job::Page(id, page)));
                jobs.extend(site.articles_of(id).map(Job::Article));
            }
        }
    }
    jobs
}

/// The sitemaps of a site; none without an address.
pub(super) fn sitemap_files(site: &Site) -> Vec<Route> {
    match site.config.base_url {
        Some(_) => sitemaps(site).into_iter().map(|part| part.route(site)).collect(),
        None => Vec::new(),
    }
}

/// How many [`pages`] there are.
fn page_count(site: &Site) -> usize {
    let years: usize = site.years.iter().map(|year| 1 + year.months.len()).sum();
    let of_issue = |id: IssueId| 1 + site.issue(id).pages.len() + site.issue(id).issue.articles.len();
    1 + lists(site).len() + years + site.own_issue_ids().map(of_issue).sum::<usize>()
}

fn sitemaps(site: &Site) -> Vec<SitemapPart> {
    // Sitemaps of parts can only be named by an index.
    if page_count(site) <= SITEMAP && site.parts.iter().all(|part| part.sitemaps.is_empty()) {
        return vec![SitemapPart::Whole];
    }
    let years = (0..site.years.len()).map(SitemapPart::Year);
    [SitemapPart::Index, SitemapPart::Lists].into_iter().chain(years).collect()
}

/// Jobs that are done together: they read the text of one issue, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Batch {
    /// An issue, with [all files](issue_jobs) of its folder.
    Issue(IssueId),
    /// One file.
    Single(Job),
}

/// The plan in batches: first what stands alone, then the issues by date. Whatever lies in the
/// folder of an issue is in its batch.
pub fn batches(site: &Site, theme: &Theme) -> Vec<Batch> {
    let mut batches: Vec<Batch> = singles(site, theme).into_iter().map(Batch::Single).collect();
    batches.extend(site.own_issue_ids().map(Batch::Issue));
    batches
}

/// What the keeper should know about files that were left out.
pub fn notes(site: &Site) -> Vec<Diagnostic> {
    if site.config.base_url.is_some() {
        return Vec::new();
    }
    let message = "feeds, sitemap.xml, opensearch.xml, 404.html and canonical addresses are left out";
    vec![Diagnostic::note("no-base-url", message).hint("state `base_url` in site.toml or give --base-url")]
}

impl Job {
    /// The issue whose folder the file is in.
    fn issue(&self, site: &Site) -> Option<IssueId> {
        match self {
            Self::Issue(id) | Self::Page(id, _) | Self::Card(id) => Some(*id),
            Self::Article(id) => Some(site.node(*id).issue),
            _ => None,
        }
    }

    /// The issue whose text the job reads.
    pub fn reads(&self, site: &Site) -> Option<IssueId> {
        match self {
            Self::Home => site.newest_issue().filter(|&id| site.is_own(id)),
            _ => self.issue(site),
        }
    }

    /// The file the job makes.
    pub fn route(&self, site: &Site) -> Route {
        let fixed = |path: &str| Route::made(path.to_owned());
        match self {
            Self::Home => fixed("index.html"),
            Self::Issue(id) => site.issue(*id).route.clone(),
            Self::Page(id, at) => site.issue(*id).pages[*at].route.clone(),
            Self::Article(id) => site.node(*id).route.clone(),
            Self::Topics(kind) => kind.route(),
            Self::Topic(kind, topic, page) => site.topics(*kind)[*topic].pages[*page].route.clone(),
            Self::Archive => fixed("archive/index.html"),
            Self::Year(at) => site.years[*at].route(),
            Self::Month(year, at) => site.years[*year].months[*at].route(),
            Self::Doc(at) => site.docs[*at].route.clone(),
            Self::Gallery => fixed("photos/index.html"),
            Self::GalleryMonth(year, month) => month_route(*year, *month),
            Self::Search => fixed("search/index.html"),
            Self::NotFound => fixed("404.html"),
            Self::Card(id) => card_route(site, *id),
            Self::Feed => fixed("feed.xml"),
            Self::DistrictFeed(at) => site.districts[*at].feed().unwrap_or_else(|| fixed("feed.xml")),
            Self::JsonFeed => fixed("feed.json"),
            Self::Sitemap(part) => part.route(site),
            Self::OpenSearch => fixed("opensearch.xml"),
            Self::Robots => fixed("robots.txt"),
            Self::PartIndex => fixed(parts::INDEX),
            Self::PartYear(at) => Route::made(parts::year_path(site.years[*at].year)),
            Self::Asset(route) => route.clone(),
        }
    }
}

/// The card of an issue: in its folder, or beside its page when that has another name.
pub(super) fn card_route(site: &Site, id: IssueId) -> Route {
    let issue = site.issue(id).route.as_str();
    let folder = issue.strip_suffix("index.html").map(|folder| folder.to_owned() + "card.svg");
    Route::made(folder.unwrap_or_else(|| format!("{}-card.svg", issue.trim_end_matches(".html"))))
}

impl SitemapPart {
    /// Its file.
    pub(super) fn route(self, site: &Site) -> Route {
        Route::made(match self {
            Self::Whole | Self::Index => "sitemap.xml".to_owned(),
            Self::Lists => "sitemap-lists.xml".to_owned(),
            Self::Year(at) => format!("sitemap-{}.xml", site.years[at].year),
        })
    }
}
