//! Files for machines: feeds, sitemaps, robots.txt.
//!
//! They carry the stored text, never the typographic display of it.

use serde_json::json;

use super::{
    Renderer,
    plan::{Job, SitemapPart, lists, pages, year_pages},
    text::published,
};
use crate::{
    site::{ArticleId, PartNode, Route},
    theme::{
        ThemeError,
        views::{FeedEntryView, FeedView, SitemapView},
    },
};

/// Entries of a feed.
pub(super) const ENTRIES: usize = 30;

impl Renderer<'_> {
    pub(super) fn site_feed(&self) -> Result<Vec<u8>, ThemeError> {
        let newest = self.newest();
        let home = Route::made("index.html".to_owned());
        self.feed(self.site.config.title.clone(), "feed.xml", &home, &newest)
    }

    pub(super) fn district_feed(&self, at: usize) -> Result<Vec<u8>, ThemeError> {
        let topic = &self.site.districts[at];
        let newest: Vec<ArticleId> = topic.listings.iter().take(ENTRIES).map(|listing| listing.article).collect();
        let route = topic.feed().map(|route| route.as_str().to_owned()).unwrap_or_default();
        self.feed(format!("{}：{}", self.site.config.title, topic.name), &route, topic.route(), &newest)
    }

    fn feed(&self, title: String, file: &str, home: &Route, articles: &[ArticleId]) -> Result<Vec<u8>, ThemeError> {
        let base = self.site.config.base_url.as_ref();
        let entries: Vec<FeedEntryView> = articles.iter().map(|&id| self.entry(id)).collect();
        let view = FeedView {
            title,
            url: base.map(|base| base.join(file)).unwrap_or_default(),
            home: self.absolute(home).unwrap_or_default(),
            updated: entries.first().map(|entry| entry.time.clone()).unwrap_or_default(),
            entries,
        };
        self.theme.render("feed.xml", "feed", &view, &[("site", &self.shared)])
    }

    /// The newest articles: newest issue first, printed order within it.
    fn newest(&self) -> Vec<ArticleId> {
        let issues = self.site.issue_ids().rev();
        issues.flat_map(|id| self.site.articles_of(id)).take(ENTRIES).collect()
    }

    fn entry(&self, id: ArticleId) -> FeedEntryView {
        let (article, node) = (self.site.article(id), self.site.node(id));
        let names = article.signed.authors.iter().filter(|name| !name.trim().is_empty());
        let mut authors: Vec<String> = names.cloned().collect();
        if authors.is_empty() {
            authors.push(self.site.config.paper.clone());
        }
        let districts = self.site.districts_of(node);
        FeedEntryView {
            url: self.absolute(&node.route).unwrap_or_default(),
            title: article.title().to_owned(),
            time: published(article.date),
            authors,
            categories: districts.map(|topic| topic.name.clone()).chain(article.column.as_deref().cloned()).collect(),
            summary: node.lead().to_owned(),
        }
    }

    pub(super) fn json_feed(&self) -> String {
        let config = &self.site.config;
        let base = config.base_url.as_ref();
        let items: Vec<serde_json::Value> = self
            .newest()
            .into_iter()
            .map(|id| {
                let entry = self.entry(id);
                let text = if entry.summary.is_empty() { entry.title.clone() } else { entry.summary.clone() };
                let authors: Vec<_> = entry.authors.iter().map(|name| json!({ "name": name })).collect();
                json!({
                    "id": entry.url,
                    "url": entry.url,
                    "title": entry.title,
                    "content_text": text,
                    "date_published": entry.time,
                    "authors": authors,
                    "tags": entry.categories,
                })
            })
            .collect();
        let feed = json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": config.title,
            "home_page_url": base.map(|base| base.as_str()),
            "feed_url": base.map(|base| base.join("feed.json")),
            "description": config.description,
            "language": config.language,
            "authors": [{ "name": config.paper }],
            "items": items,
        });
        serde_json::to_string_pretty(&feed).unwrap_or_default()
    }

    pub(super) fn sitemap(&self, part: SitemapPart) -> Result<Vec<u8>, ThemeError> {
        let site = self.site;
        let of =
            |jobs: Vec<Job>| -> Vec<String> { jobs.iter().filter_map(|job| self.absolute(&job.route(site))).collect() };
        let urls = match part {
            SitemapPart::Whole => of(pages(site)),
            SitemapPart::Lists => of([vec![Job::Home], lists(site)].concat()),
            SitemapPart::Year(at) => of(year_pages(site, at)),
            SitemapPart::Index => {
                let years = (0..site.years.len()).map(SitemapPart::Year);
                let own = std::iter::once(SitemapPart::Lists).chain(years).map(|part| part.route(site));
                let of_parts = |part: &PartNode| part.sitemaps.clone();
                own.chain(site.parts.iter().flat_map(of_parts)).filter_map(|route| self.absolute(&route)).collect()
            }
        };
        let view = SitemapView { index: part == SitemapPart::Index, urls };
        self.theme.render("sitemap.xml", "sitemap", &view, &[])
    }

    /// Everything may be read. Under a path robots.txt is not asked for, so it names the
    /// sitemap only for a site at the root of its host.
    pub(super) fn robots(&self) -> String {
        let sitemap = match &self.site.config.base_url {
            Some(base) if base.path() == "/" => format!("Sitemap: {}\n", base.join("sitemap.xml")),
            _ => String::new(),
        };
        format!("User-agent: *\nAllow: /\n{sitemap}")
    }
}
