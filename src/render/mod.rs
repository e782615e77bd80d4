//! Rendering: a plan of jobs first, then every job by itself into the bytes of one file.
//!
//! 1. [`plan`] lists the jobs of a site: plain values, cheap to count and compare;
//! 2. [`Renderer::new`] makes the values that many pages share, once;
//! 3. [`Renderer::run`] turns one job into one file, from any thread, in any order.
//!
//! Indexes are made of light cards; the body of an article is looked at by its own job alone.
//! Nothing is written here, and nothing depends on time, threads or hash order.

mod article;
mod body;
mod calendar;
mod card;
mod feeds;
mod furniture;
mod gallery;
mod head;
mod home;
mod issue;
mod json;
mod jsonld;
mod keys;
mod language;
mod markdown;
mod pages;
mod part;
mod periods;
mod pictures;
mod places;
mod plan;
mod text;
mod topic;

use std::{borrow::Cow, sync::OnceLock};

use gallery::Gallery;
pub use keys::{Key, Keys};
pub use plan::{Batch, Job, batches, issue_jobs, notes, plan};

use crate::{
    config::Taxonomies,
    picture::Outlines,
    press::Issue,
    site::{IssueId, Route, Site, TopicKind, digest},
    theme::{
        Fixed, Shared, Theme, ThemeError,
        views::{DateView, HeadView, LinkView, NavView, SiteView},
    },
    typography,
};

/// One file of the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Where it goes.
    pub route: Route,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is, for the stage that writes it.
    pub kind: FileKind,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// An HTML page, to be minified unless the theme is.
    Html,
    /// Anything else, to be written as it is.
    Other,
}

/// A page that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{route}: {source}")]
pub struct RenderError {
    /// The page.
    pub route: Route,
    /// What its template met.
    pub source: ThemeError,
}

/// A site and a theme, with the values that many pages share.
#[derive(Debug)]
pub struct Renderer<'a> {
    site: &'a Site,
    theme: &'a Theme,
    outlines: Option<&'a Outlines>,
    gallery: Gallery,
    shared: Shared,
    /// `root` by the depth of a page, and the theme with it and the site put in.
    depths: Vec<(Shared, OnceLock<Fixed>)>,
    shared_hash: u128,
    /// By article.
    as_printed: Vec<card::AsPrinted>,
    /// Dates of issues, once shown.
    dates: Vec<OnceLock<DateView>>,
    shows: Shows,
}

/// What the pages of a theme show. What they do not is not made.
#[derive(Debug, Clone, Copy)]
struct Shows {
    /// `<meta>` elements.
    metas: bool,
    /// JSON-LD.
    structure: bool,
    /// Of an article: other articles of its column and people, and related ones.
    series: bool,
    related: bool,
    /// Of an article: its citations.
    gbt7714: bool,
    bibtex: bool,
    ris: bool,
    ris_url: bool,
    /// Of a newspaper page: itself in small.
    order: bool,
    /// Of any page: headlines with their phrases kept together, pictures.
    phrases: bool,
    maps: bool,
    heatmaps: bool,
    sparklines: bool,
}

impl Shows {
    fn of(theme: &Theme) -> Self {
        let article = |field| theme.asks("article.html", field);
        Self {
            metas: theme.asks_anywhere("metas_html"),
            structure: theme.asks_anywhere("json_ld_html"),
            series: article("series"),
            related: article("related"),
            gbt7714: article("gbt7714"),
            bibtex: article("bibtex"),
            ris: article("ris"),
            ris_url: article("ris_url"),
            order: theme.asks("page.html", "order_svg"),
            phrases: theme.asks_anywhere("headline_html"),
            maps: theme.asks_anywhere("map_svg"),
            heatmaps: theme.asks_anywhere("heatmap_svg"),
            sparklines: theme.asks_anywhere("sparkline_svg"),
        }
    }
}

/// Pages lie less deep than this, but for those of odd routes.
const DEEPEST: usize = 6;

/// Navigation of a site with all indexes: key, text, file.
const NAV: [(&str, &str, &str); 6] = [
    ("home", "首页", "index.html"),
    ("archive", "日历", "archive/index.html"),
    ("districts", "区县", "districts/index.html"),
    ("columns", "栏目", "columns/index.html"),
    ("reporters", "记者", "reporters/index.html"),
    ("search", "搜索", "search/index.html"),
];

/// Navigation of a site.
fn nav(taxonomies: &Taxonomies) -> Vec<NavView> {
    let is_left_out = |key| TopicKind::ALL.into_iter().any(|kind| kind.folder() == key && !kind.is_in(taxonomies));
    let entries = NAV.into_iter().filter(|&(key, ..)| !is_left_out(key));
    entries.map(|(key, label, path)| NavView { key, label, path: path.to_owned() }).collect()
}

impl<'a> Renderer<'a> {
    /// Makes the values that many pages share. Without `outlines` the map is a wall of tiles.
    pub fn new(site: &'a Site, theme: &'a Theme, outlines: Option<&'a Outlines>) -> Result<Self, ThemeError> {
        let config = &site.config;
        let newest = site.newest_issue();
        let based = config.base_url.is_some();
        let gallery = Gallery::of(site);
        let (nameplate, nameplate_rest) = text::nameplate(&config.title, &config.paper);
        let view = SiteView {
            title: config.title.clone(),
            nameplate: nameplate.to_owned(),
            nameplate_rest: nameplate_rest.to_owned(),
            paper: config.paper.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            base_url: config.base_url.as_ref().map(|base| base.as_str().to_owned()),
            nav: nav(&config.taxonomies),
            docs: site
                .docs
                .iter()
                .map(|node| LinkView { label: node.doc.title.clone(), path: node.route.as_str().to_owned() })
                .collect(),
            photos: gallery.route().map(|route| route.as_str().to_owned()),
            feed: (based && newest.is_some()).then(|| "feed.xml".to_owned()),
            opensearch: based.then(|| "opensearch.xml".to_owned()),
            indent: config.display.indent_paragraphs,
            search_script: theme.asset("search/page.js").is_some(),
            whole: config.part_of.clone().map(|label| LinkView { label, path: "../index.html".to_owned() }),
            extra: config.extra.clone(),
        };
        // `extra` comes in the order of the settings file, as all else is in order.
        let shared_hash = digest(&format!("{view:?}"));
        let shows = Shows::of(theme);
        let as_printed = site.article_ids().map(|_| card::AsPrinted::default()).collect();
        let dates = site.issue_ids().map(|_| OnceLock::new()).collect();
        let depth = |depth| Ok((Shared::new(&"../".repeat(depth))?, OnceLock::new()));
        let depths = (0..DEEPEST).map(depth).collect::<Result<_, ThemeError>>()?;
        let shared = Shared::new(&view)?;
        Ok(Self { site, theme, outlines, gallery, shared, depths, shared_hash, as_printed, dates, shows })
    }

    /// Makes one file.
    pub fn run(&self, job: &Job) -> Result<Rendered, RenderError> {
        let text = job.reads(self.site).map(|id| self.text(id)).transpose();
        let text = text.map_err(|source| RenderError { route: job.route(self.site), source })?;
        self.run_with(job, text.as_deref())
    }

    /// The text of an issue, for [`run_with`](Self::run_with).
    pub fn text(&self, id: IssueId) -> Result<std::sync::Arc<Issue>, ThemeError> {
        self.site.text(id).map_err(|error| ThemeError::Other(format!("the text of an issue is lost: {error}")))
    }

    /// Makes one file. `text` is the issue that [`Job::reads`] names, so that the jobs of one
    /// issue share it.
    pub fn run_with(&self, job: &Job, text: Option<&Issue>) -> Result<Rendered, RenderError> {
        let route = job.route(self.site);
        let made = match job {
            Job::Home => self.home(text, &route),
            Job::Issue(id) => self.issue(*id, text, &route),
            Job::Page(id, at) => self.page(*id, *at, text, &route),
            Job::Article(id) => self.article(*id, text, &route),
            Job::Topics(kind) => self.topics(*kind, &route),
            Job::Topic(kind, topic, page) => self.topic(*kind, *topic, *page, &route),
            Job::Archive => self.archive(&route),
            Job::Year(at) => self.year(*at, &route),
            Job::Month(year, month) => self.month(*year, *month, &route),
            Job::Gallery => self.gallery(&route),
            Job::GalleryMonth(year, month) => self.gallery_month(*year, *month, &route),
            Job::Doc(at) => self.doc(*at, &route),
            Job::Search => self.search(&route),
            Job::NotFound => self.not_found(&route),
            Job::Card(id) => Ok(self.issue_card(*id).into_bytes()),
            Job::Feed => self.site_feed(),
            Job::DistrictFeed(at) => self.district_feed(*at),
            Job::JsonFeed => Ok(self.json_feed().into_bytes()),
            Job::Sitemap(part) => self.sitemap(*part),
            Job::OpenSearch => self.theme.render("opensearch.xml", "opensearch", &(), &[("site", &self.shared)]),
            Job::Robots => Ok(self.robots().into_bytes()),
            Job::PartIndex => Ok(self.part_index()),
            Job::PartYear(at) => Ok(self.part_year(*at)),
            Job::Asset(path) => {
                let bytes = self.theme.asset(path.as_str()).unwrap_or_default().to_vec();
                return Ok(Rendered { route, bytes, kind: FileKind::Other });
            }
        };
        let kind = if route.as_str().ends_with(".html") { FileKind::Html } else { FileKind::Other };
        match made {
            Ok(bytes) => Ok(Rendered { route, bytes, kind }),
            Err(source) => Err(RenderError { route, source }),
        }
    }

    /// Renders a page template with its head.
    fn html<T: serde::Serialize>(
        &self,
        template: &str,
        name: &'static str,
        view: &T,
        head: HeadView,
        more: &[(&'static str, &Shared)],
    ) -> Result<Vec<u8>, ThemeError> {
        let depth = head.path.bytes().filter(|byte| *byte == b'/').count();
        // The one page that is served at addresses it does not know.
        let base = self.site.config.base_url.as_ref().filter(|_| head.kind == "notfound");
        let head = Shared::new(&head)?;
        let mut shared = vec![("site", &self.shared), ("head", &head)];
        shared.extend_from_slice(more);
        if let (None, Some((root, fixed))) = (base, self.depths.get(depth)) {
            shared.push(("root", root));
            let fixed = fixed.get_or_init(|| self.theme.fixed(&[("site", &self.shared), ("root", root)]));
            return self.theme.render_fixed(fixed, template, (name, view), &shared);
        }
        let root = Shared::new(&base.map_or_else(|| "../".repeat(depth), |base| base.path().to_owned()))?;
        shared.push(("root", &root));
        self.theme.render(template, name, view, &shared)
    }

    /// Plain text as it is displayed: full-width punctuation restored, if the site wants it.
    fn polish<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.site.config.display.full_width_punctuation { typography::display(text) } else { Cow::Borrowed(text) }
    }

    /// [`Self::polish`], owned.
    fn shown(&self, text: &str) -> String {
        self.polish(text).into_owned()
    }
}
