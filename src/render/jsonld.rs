//! Structured data: schema.org as JSON-LD.
//!
//! Addresses are absolute when the site knows its own, else relative to the page, which is
//! what JSON-LD resolves them against.

use serde::Serialize;

use super::{Renderer, text::published};
use crate::{
    press::{Article, IssueDate},
    site::{ArticleId, ArticleNode, Route},
    theme::views::LinkView,
};

/// The longest headline that the vocabulary's readers take.
const HEADLINE: usize = 110;

/// Bytes that most nodes fit in.
const NODE: usize = 2 << 10;

/// A node of the graph, written.
pub(super) struct Node(Vec<u8>);

impl Node {
    fn of(node: &impl Serialize) -> Self {
        let mut json = Vec::with_capacity(NODE);
        // Structures of strings always have this form.
        let _ = serde_json::to_writer(&mut json, node);
        Self(json)
    }
}

/// A graph as the content of a script element: no `<` in it, so that no text can end it.
pub(super) fn script(graph: &[Node]) -> Option<String> {
    if graph.is_empty() {
        return None;
    }
    let mut whole = Vec::with_capacity(64 + graph.iter().map(|node| node.0.len() + 1).sum::<usize>());
    whole.extend_from_slice(br#"{"@context":"https://schema.org","@graph":["#);
    for (at, node) in graph.iter().enumerate() {
        whole.extend_from_slice(if at == 0 { b"" } else { b"," });
        whole.extend_from_slice(&node.0);
    }
    whole.extend_from_slice(b"]}");
    // JSON is UTF-8.
    let json = simdutf8::basic::from_utf8(&whole).unwrap_or_default();
    // Few pages have any of the three.
    if !may_end_script(&whole) {
        return Some(json.to_owned());
    }
    Some(json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

/// Whether there is a `<` or one of the two line ends that JavaScript has beside ASCII's: a look
/// without a branch for each byte.
fn may_end_script(text: &[u8]) -> bool {
    let (second, third) = (text.get(1..).unwrap_or_default(), text.get(2..).unwrap_or_default());
    let triples = text.iter().zip(second).zip(third);
    text.iter().fold(false, |any, &byte| any | (byte == b'<'))
        || triples.fold(false, |any, ((&a, &b), &c)| any | ((a == 0xe2) & (b == 0x80) & (c | 1 == 0xa9)))
}

/// Anything that has a name and maybe an address: Person, NewsMediaOrganization, Newspaper,
/// AdministrativeArea.
#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct BreadcrumbList<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

/// `WebSite`; `CollectionPage`, which alone has a description and no publisher.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Collection<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    url: String,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Named<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PublicationIssue<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    date_published: String,
    url: String,
    is_part_of: Named<'a>,
}

#[derive(Serialize)]
struct WebPage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewsArticle<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: String,
    headline: &'a str,
    date_published: &'a str,
    date_modified: &'a str,
    in_language: &'a str,
    is_accessible_for_free: bool,
    author: Vec<Named<'a>>,
    publisher: Named<'a>,
    main_entity_of_page: WebPage<'a>,
    is_part_of: PublicationIssue<'a>,
    pagination: String,
    word_count: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_section: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    content_location: Vec<Named<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image: Vec<String>,
}

/// The way down to a page.
pub(super) fn breadcrumb(renderer: &Renderer<'_>, route: &Route, crumbs: &[LinkView], title: &str) -> Node {
    let crumbs = crumbs.iter().map(|crumb| (crumb.label.as_str(), Route::made(crumb.path.clone())));
    let steps = crumbs.chain([(title, route.clone())]).enumerate();
    let item =
        |(at, (name, to))| ListItem { kind: "ListItem", position: at + 1, name, item: renderer.address(route, &to) };
    Node::of(&BreadcrumbList { kind: "BreadcrumbList", items: steps.map(item).collect() })
}

impl Renderer<'_> {
    /// The absolute address of a file, or the relative one from another.
    pub(super) fn address(&self, from: &Route, to: &Route) -> String {
        self.absolute(to).unwrap_or_else(|| Route::relative(from, to))
    }

    fn home_from(&self, from: &Route) -> String {
        self.address(from, &Route::made("index.html".to_owned()))
    }

    /// The publisher.
    fn publisher(&self, from: &Route) -> Named<'_> {
        Named { kind: "NewsMediaOrganization", name: &self.site.config.paper, url: Some(self.home_from(from)) }
    }

    /// The site.
    pub(super) fn website_ld(&self, from: &Route) -> Node {
        let config = &self.site.config;
        Node::of(&Collection {
            kind: "WebSite",
            name: &config.title,
            description: None,
            url: self.home_from(from),
            in_language: &config.language,
            publisher: Some(self.publisher(from)),
        })
    }

    /// An issue of the newspaper.
    pub(super) fn issue_ld(&self, from: &Route, date: IssueDate, route: &Route) -> Node {
        Node::of(&self.printed_issue(from, date, route))
    }

    fn printed_issue(&self, from: &Route, date: IssueDate, route: &Route) -> PublicationIssue<'_> {
        let (paper, date) = (self.site.config.paper.as_str(), date.text());
        PublicationIssue {
            kind: "PublicationIssue",
            name: [paper, " ", &date].concat(),
            date_published: date,
            url: self.address(from, route),
            is_part_of: Named { kind: "Newspaper", name: paper, url: None },
        }
    }

    /// A list of articles, for issues and indexes.
    pub(super) fn list_ld(&self, from: &Route, name: &str, description: &str) -> Node {
        Node::of(&Collection {
            kind: "CollectionPage",
            name,
            description: Some(description),
            url: self.address(from, from),
            in_language: &self.site.config.language,
            publisher: None,
        })
    }

    /// An article.
    pub(super) fn article_ld(&self, id: ArticleId, route: &Route, article: &Article, title: &str) -> Node {
        let node = self.site.node(id);
        let (time, page) = (published(article.date), self.address(route, route));
        let headline = title.char_indices().nth(HEADLINE).map_or(title, |(end, _)| &title[..end]);
        let districts = node.districts.iter().filter_map(|&at| self.site.districts.get(at));
        let place = |name| Named { kind: "AdministrativeArea", name, url: None };
        let pictures = node.pictures.iter().map(|picture| picture.route.clone());
        let preview = self.preview(node, &article.page).filter(|_| node.pictures.is_empty());
        Node::of(&NewsArticle {
            kind: "NewsArticle",
            id: page.clone() + "#article",
            headline,
            date_published: &time,
            date_modified: &time,
            in_language: &self.site.config.language,
            is_accessible_for_free: true,
            author: self.authors(node, route, article),
            publisher: self.publisher(route),
            main_entity_of_page: WebPage { kind: "WebPage", id: &page },
            is_part_of: self.printed_issue(route, article.date, &self.site.issue(node.issue).route),
            pagination: article.page.text(),
            word_count: node.length,
            description: node.lead(),
            article_section: article.section.as_deref(),
            content_location: districts.map(|topic| place(topic.name.as_str())).collect(),
            image: pictures.chain(preview).filter_map(|route| self.absolute(&route)).collect(),
        })
    }

    /// Its authors with their pages; the newspaper when none is named.
    fn authors<'s>(&'s self, node: &ArticleNode, route: &Route, article: &'s Article) -> Vec<Named<'s>> {
        let named = article.authors.iter().filter(|name| !name.trim().is_empty());
        let person = |name: &'s String| {
            let mut people = node.reporters.iter().filter_map(|&at| self.site.reporters.get(at));
            let page = people.find(|topic| &topic.name == name);
            Named { kind: "Person", name, url: page.map(|topic| self.address(route, topic.route())) }
        };
        let authors: Vec<Named<'_>> = named.map(person).collect();
        if authors.is_empty() { vec![self.publisher(route)] } else { authors }
    }
}
