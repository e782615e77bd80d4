//! Heads: title, address, breadcrumb, Open Graph and structured data of a page.

use std::borrow::Cow;

use super::{
    Renderer, jsonld,
    text::{date_view, shorten},
};
use crate::{
    escape,
    site::Route,
    theme::views::{FeedLinkView, HeadView, LinkView, TotalsView},
};

/// What a page says of itself; the rest of its head follows from it.
pub(super) struct About<'m> {
    /// Kind for `<body data-kind>`.
    pub(super) kind: &'static str,
    /// Key of its navigation entry.
    pub(super) nav: &'static str,
    /// Title without the name of the site, unique among the pages.
    pub(super) title: String,
    /// Title for previews, where the unique one is clumsy.
    pub(super) short_title: Option<String>,
    /// One sentence.
    pub(super) description: String,
    /// The way down to the page, home left out: label and file.
    pub(super) crumbs: Vec<LinkView>,
    /// Feed of just this page.
    pub(super) feed: Option<(String, Route)>,
    /// JSON-LD before the breadcrumb.
    pub(super) graph: jsonld::Graph,
    /// The pages before and after.
    pub(super) neighbours: (Option<String>, Option<String>),
    /// Picture for previews.
    pub(super) image: Option<Route>,
    /// `<meta>` beside those of every page.
    pub(super) metas: Vec<Meta<'m>>,
    /// Whether the page says how much the site holds; see [`TotalsView`].
    pub(super) totals: bool,
}

impl About<'_> {
    pub(super) fn new(kind: &'static str, nav: &'static str, title: impl Into<String>, description: String) -> Self {
        Self {
            kind,
            nav,
            title: title.into(),
            short_title: None,
            description,
            crumbs: Vec::new(),
            feed: None,
            graph: jsonld::Graph::default(),
            neighbours: (None, None),
            image: None,
            metas: Vec::new(),
            totals: false,
        }
    }
}

/// A link to a file of the site.
pub(super) fn link(label: impl Into<String>, route: &Route) -> LinkView {
    LinkView { label: label.into(), path: route.as_str().to_owned() }
}

impl Renderer<'_> {
    /// The head of a page.
    pub(super) fn head(&self, route: &Route, about: About<'_>) -> HeadView {
        let config = &self.site.config;
        let home = about.kind == "home";
        let indexable = about.kind != "notfound";
        let description = if about.description.trim().is_empty() {
            format!("{}：{}", config.title, about.title)
        } else {
            about.description
        };
        let short_title = about.short_title.unwrap_or_else(|| about.title.clone());
        let mut crumbs = about.crumbs;
        if !home {
            crumbs.insert(0, LinkView { label: "首页".into(), path: "index.html".into() });
        }
        let canonical = self.absolute(route).filter(|_| indexable);
        let mut graph = about.graph;
        if !home && indexable && self.shows.structure {
            graph.add_breadcrumb(self, route, &crumbs, &short_title);
        }
        let title = if home { about.title } else { [&about.title, " - ", &config.title].concat() };
        let image = about.image.and_then(|route| self.absolute(&route));
        let mut head = HeadView {
            kind: about.kind,
            nav: about.nav,
            title,
            description: shorten(&one_line(description), 160),
            path: route.as_str().to_owned(),
            noindex: !indexable,
            up: crumbs.last().map(|crumb| crumb.path.clone()),
            crumbs,
            prev: about.neighbours.0,
            next: about.neighbours.1,
            feeds: self.feeds(about.feed),
            json_ld_html: graph.script(),
            totals: about.totals.then(|| self.totals()),
            canonical,
            short_title,
            ..HeadView::default()
        };
        if self.shows.metas {
            head.metas_html = self.metas(&head, image.as_deref(), about.metas);
        }
        head
    }

    fn totals(&self) -> TotalsView {
        let issues = &self.site.issues;
        TotalsView {
            articles: self.site.article_count(),
            issues: issues.len(),
            first: issues.first().map(|node| date_view(node.issue.date)),
            last: issues.last().map(|node| date_view(node.issue.date)),
        }
    }

    /// The public address of a file; needs `base_url`.
    pub(super) fn absolute(&self, route: &Route) -> Option<String> {
        self.site.config.base_url.as_ref().map(|base| base.join(route.address()))
    }

    fn feeds(&self, own: Option<(String, Route)>) -> Vec<FeedLinkView> {
        if self.site.config.base_url.is_none() || self.site.issues.is_empty() {
            return Vec::new();
        }
        let title = &self.site.config.title;
        let feed = |mime, title: String, path: String| FeedLinkView { mime, title, path };
        let mut feeds = Vec::new();
        if let Some((name, route)) = own {
            feeds.push(feed("application/atom+xml", format!("{title}：{name}"), route.as_str().to_owned()));
        }
        feeds.push(feed("application/atom+xml", title.clone(), "feed.xml".into()));
        feeds.push(feed("application/feed+json", title.clone(), "feed.json".into()));
        feeds
    }

    /// Description, Open Graph, then what the page has of its own. One element serves a name
    /// and a property that say the same.
    fn metas(&self, head: &HeadView, image: Option<&str>, own: Vec<Meta<'_>>) -> String {
        let config = &self.site.config;
        let article = head.kind == "article";
        let described = Cow::Borrowed(head.description.as_str());
        let mut metas = Vec::with_capacity(own.len() + 8);
        metas.extend([
            Meta { name: Some("description"), property: Some("og:description"), content: described },
            property("og:title", head.short_title.as_str()),
            property("og:type", if article { "article" } else { "website" }),
            property("og:site_name", config.title.as_str()),
            property("og:locale", config.language.replace('-', "_")),
        ]);
        metas.extend(head.canonical.as_deref().map(|url| property("og:url", url)));
        metas.extend(image.map(|url| property("og:image", url)));
        for meta in own {
            let same = |other: &&mut Meta<'_>| other.name.is_none() && other.content == meta.content;
            match metas.iter_mut().find(same).filter(|_| meta.property.is_none()) {
                Some(other) => other.name = meta.name,
                None => metas.push(meta),
            }
        }
        let mut html = String::with_capacity(metas.iter().map(|meta| meta.content.len() + 80).sum());
        metas
            .iter()
            .filter(|meta| meta.content.chars().any(|c| !c.is_whitespace()))
            .for_each(|meta| meta.write(&mut html));
        html
    }
}

/// A `<meta>` with a name (`citation_title`), a property (`og:title`) or both.
pub(super) struct Meta<'m> {
    pub(super) name: Option<&'static str>,
    pub(super) property: Option<&'static str>,
    pub(super) content: Cow<'m, str>,
}

impl Meta<'_> {
    fn write(&self, html: &mut String) {
        html.push_str("<meta");
        for (attribute, value) in [(" name=\"", self.name), (" property=\"", self.property)] {
            if let Some(value) = value {
                html.push_str(attribute);
                html.push_str(value);
                html.push('"');
            }
        }
        html.push_str(" content=\"");
        escape::push(&self.content, html);
        html.push_str("\">");
    }
}

/// A `<meta>` with a name.
pub(super) fn meta<'m>(name: &'static str, content: impl Into<Cow<'m, str>>) -> Meta<'m> {
    Meta { name: Some(name), property: None, content: content.into() }
}

/// A `<meta>` with a property.
pub(super) fn property<'m>(name: &'static str, content: impl Into<Cow<'m, str>>) -> Meta<'m> {
    Meta { name: None, property: Some(name), content: content.into() }
}

/// Line ends as spaces.
fn one_line(text: String) -> String {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some() { text.replace(['\n', '\r'], " ") } else { text }
}
