//! Structured data: schema.org as JSON-LD.
//!
//! Addresses are absolute when the site knows its own, else relative to the page, which is
//! what JSON-LD resolves them against.

use std::borrow::Cow;

use super::{
    Renderer,
    json::{Object, key},
    text::published,
};
use crate::{
    press::{Article, IssueDate},
    site::{ArticleId, ArticleNode, Route},
    theme::views::LinkView,
};

/// The longest headline that the vocabulary's readers take.
const HEADLINE: usize = 110;

/// Bytes that the graphs of most pages fit in.
const GRAPH: usize = 4 << 10;

/// A graph, written node by node.
#[derive(Default)]
pub(super) struct Graph(String);

impl Graph {
    /// Adds a node. `fill` writes what it has beside its type.
    fn add(&mut self, kind: &str, fill: impl FnOnce(&mut Object<'_>)) {
        if self.0.is_empty() {
            self.0.reserve(GRAPH);
            self.0.push_str(r#"{"@context":"https://schema.org","@graph":["#);
        } else {
            self.0.push(',');
        }
        Object::write(&mut self.0, |node| {
            node.text(key!("@type"), kind);
            fill(node);
        });
    }

    /// The way down to a page.
    pub(super) fn add_breadcrumb(&mut self, renderer: &Renderer<'_>, route: &Route, crumbs: &[LinkView], title: &str) {
        let crumbs = crumbs.iter().map(|crumb| (crumb.label.as_str(), crumb.path.as_str()));
        let steps = crumbs.chain([(title, route.as_str())]).enumerate();
        self.add("BreadcrumbList", |list| {
            list.objects(key!("itemListElement"), steps, |step, (at, (name, to))| {
                step.text(key!("@type"), "ListItem");
                step.number(key!("position"), at as u64 + 1);
                step.text(key!("name"), name);
                step.pieces(key!("item"), &renderer.address(route, to));
            });
        });
    }

    /// The content of a script element; `None` of a graph without nodes.
    pub(super) fn script(mut self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        self.0.push_str("]}");
        Some(self.0)
    }
}

/// Person, NewsMediaOrganization, Newspaper, AdministrativeArea: what has a name.
fn named(object: &mut Object<'_>, kind: &str, name: &str) {
    object.text(key!("@type"), kind);
    object.text(key!("name"), name);
}

impl Renderer<'_> {
    /// A graph of one node, or an empty one where no page shows it.
    fn graph(&self, kind: &str, fill: impl FnOnce(&mut Object<'_>)) -> Graph {
        let mut graph = Graph::default();
        if self.shows.structure {
            graph.add(kind, fill);
        }
        graph
    }

    /// The absolute address of a file of the site, in two pieces, or the relative one from another.
    fn address<'r>(&'r self, from: &Route, to: &'r str) -> [Cow<'r, str>; 2] {
        match &self.site.config.base_url {
            Some(base) => [base.as_str().into(), Route::address_of(to).into()],
            None => ["".into(), Route::relative(from, &Route::made(to.to_owned())).into()],
        }
    }

    fn home_from(&self, from: &Route) -> [Cow<'_, str>; 2] {
        self.address(from, "index.html")
    }

    fn publisher(&self, object: &mut Object<'_>, from: &Route) {
        named(object, "NewsMediaOrganization", &self.site.config.paper);
        object.pieces(key!("url"), &self.home_from(from));
    }

    /// The site.
    pub(super) fn website_ld(&self, from: &Route) -> Graph {
        let config = &self.site.config;
        self.graph("WebSite", |site| {
            site.text(key!("name"), &config.title);
            site.pieces(key!("url"), &self.home_from(from));
            site.text(key!("inLanguage"), &config.language);
            site.object(key!("publisher"), |publisher| self.publisher(publisher, from));
        })
    }

    /// An issue of the newspaper.
    pub(super) fn issue_ld(&self, from: &Route, date: IssueDate, route: &Route) -> Graph {
        self.graph("PublicationIssue", |issue| self.printed_issue(issue, from, date, route))
    }

    fn printed_issue(&self, issue: &mut Object<'_>, from: &Route, date: IssueDate, route: &Route) {
        let (paper, date) = (self.site.config.paper.as_str(), date.text());
        issue.pieces(key!("name"), &[paper, " ", &date]);
        issue.text(key!("datePublished"), &date);
        issue.pieces(key!("url"), &self.address(from, route.as_str()));
        issue.object(key!("isPartOf"), |newspaper| named(newspaper, "Newspaper", paper));
    }

    /// A list of articles, for issues and indexes.
    pub(super) fn list_ld(&self, from: &Route, name: &str, description: &str) -> Graph {
        self.graph("CollectionPage", |list| {
            list.text(key!("name"), name);
            list.text(key!("description"), description);
            list.pieces(key!("url"), &self.address(from, from.as_str()));
            list.text(key!("inLanguage"), &self.site.config.language);
        })
    }

    /// An article.
    pub(super) fn article_ld(&self, id: ArticleId, route: &Route, article: &Article, title: &str) -> Graph {
        let node = self.site.node(id);
        let (time, page) = (published(article.date), self.address(route, route.as_str()));
        let headline = title.char_indices().nth(HEADLINE).map_or(title, |(end, _)| &title[..end]);
        let districts = self.site.districts_of(node);
        let pictures = node.pictures.iter().map(|picture| picture.route.clone());
        let preview = self.preview(node, &article.page).filter(|_| node.pictures.is_empty());
        let images: Vec<String> = pictures.chain(preview).filter_map(|route| self.absolute(&route)).collect();
        self.graph("NewsArticle", |news| {
            news.pieces(key!("@id"), &[&page[0], &page[1], "#article"]);
            news.text(key!("headline"), headline);
            news.text(key!("datePublished"), &time);
            news.text(key!("dateModified"), &time);
            news.text(key!("inLanguage"), self.foreign(id).unwrap_or(&self.site.config.language));
            news.truth(key!("isAccessibleForFree"), true);
            self.authors(news, node, route, article);
            news.object(key!("publisher"), |publisher| self.publisher(publisher, route));
            news.object(key!("mainEntityOfPage"), |web| {
                web.text(key!("@type"), "WebPage");
                web.pieces(key!("@id"), &page);
            });
            news.object(key!("isPartOf"), |issue| {
                issue.text(key!("@type"), "PublicationIssue");
                self.printed_issue(issue, route, article.date, &self.site.issue(node.issue).route);
            });
            news.text(key!("pagination"), &article.page.text());
            news.number(key!("wordCount"), node.length.into());
            news.optional(key!("description"), Some(node.lead()).filter(|lead| !lead.is_empty()));
            news.optional(key!("articleSection"), article.section.as_deref());
            if !node.districts.is_empty() {
                news.objects(key!("contentLocation"), districts, |place, topic| {
                    named(place, "AdministrativeArea", &topic.name);
                });
            }
            if !images.is_empty() {
                news.texts(key!("image"), &images);
            }
        })
    }

    /// Its authors with their pages; the newspaper when none is named.
    fn authors(&self, news: &mut Object<'_>, node: &ArticleNode, route: &Route, article: &Article) {
        let mut authors: Vec<Option<&String>> =
            article.authors.iter().filter(|name| !name.trim().is_empty()).map(Some).collect();
        if authors.is_empty() {
            authors.push(None);
        }
        news.objects(key!("author"), authors, |author, name| {
            let Some(name) = name else { return self.publisher(author, route) };
            let mut people = self.site.reporters_of(node);
            named(author, "Person", name);
            if let Some(topic) = people.find(|topic| &topic.name == name) {
                author.pieces(key!("url"), &self.address(route, topic.route().as_str()));
            }
        });
    }
}
