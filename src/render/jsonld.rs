//! Structured data: schema.org as JSON-LD.
//!
//! Addresses are absolute when the site knows its own, else relative to the page, which is
//! what JSON-LD resolves them against.

use serde_json::{Value, json};

use super::{Renderer, text::published};
use crate::{
    press::{Article, IssueDate},
    site::{ArticleId, Route},
    theme::views::LinkView,
};

/// The longest headline that the vocabulary's readers take.
const HEADLINE: usize = 110;

/// A graph as the content of a script element: no `<` in it, so that no text can end it.
pub(super) fn script(graph: &[Value]) -> Option<String> {
    if graph.is_empty() {
        return None;
    }
    let whole = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    // Few pages have any of the three, or the first byte of the latter two.
    if !whole.bytes().any(|byte| matches!(byte, b'<' | 0xe2)) {
        return Some(whole);
    }
    Some(whole.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

/// The way down to a page.
pub(super) fn breadcrumb(renderer: &Renderer<'_>, route: &Route, crumbs: &[LinkView], title: &str) -> Value {
    let mut items: Vec<Value> = Vec::with_capacity(crumbs.len() + 1);
    let mut push = |label: &str, to: &Route| {
        items.push(json!({
            "@type": "ListItem",
            "position": items.len() + 1,
            "name": label,
            "item": renderer.address(route, to),
        }));
    };
    for crumb in crumbs {
        if let Some(to) = Route::parse(&crumb.path) {
            push(&crumb.label, &to);
        }
    }
    push(title, route);
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

impl Renderer<'_> {
    /// The absolute address of a file, or the relative one from another.
    pub(super) fn address(&self, from: &Route, to: &Route) -> String {
        self.absolute(to).unwrap_or_else(|| Route::relative(from, to))
    }

    /// The publisher.
    fn publisher(&self, from: &Route) -> Value {
        let home = Route::made("index.html".to_owned());
        json!({
            "@type": "NewsMediaOrganization",
            "name": self.site.config.paper,
            "url": self.address(from, &home),
        })
    }

    /// The site.
    pub(super) fn website_ld(&self, from: &Route) -> Value {
        let config = &self.site.config;
        json!({
            "@type": "WebSite",
            "name": config.title,
            "url": self.address(from, &Route::made("index.html".to_owned())),
            "inLanguage": config.language,
            "publisher": self.publisher(from),
        })
    }

    /// An issue of the newspaper.
    pub(super) fn issue_ld(&self, from: &Route, date: IssueDate, route: &Route) -> Value {
        json!({
            "@type": "PublicationIssue",
            "name": format!("{} {date}", self.site.config.paper),
            "datePublished": date.to_string(),
            "url": self.address(from, route),
            "isPartOf": { "@type": "Newspaper", "name": self.site.config.paper },
        })
    }

    /// A list of articles, for issues and indexes.
    pub(super) fn list_ld(&self, from: &Route, name: &str, description: &str) -> Value {
        json!({
            "@type": "CollectionPage",
            "name": name,
            "description": description,
            "url": self.address(from, from),
            "inLanguage": self.site.config.language,
        })
    }

    /// An article.
    pub(super) fn article_ld(&self, id: ArticleId, route: &Route, article: &Article, title: &str) -> Value {
        let node = self.site.node(id);
        let issue = self.site.issue(node.issue);
        let time = published(article.date);
        let headline: String = title.chars().take(HEADLINE).collect();
        let mut data = json!({
            "@type": "NewsArticle",
            "@id": format!("{}#article", self.address(route, route)),
            "headline": headline,
            "datePublished": time,
            "dateModified": time,
            "inLanguage": self.site.config.language,
            "isAccessibleForFree": true,
            "author": self.authors(id, route, article),
            "publisher": self.publisher(route),
            "mainEntityOfPage": { "@type": "WebPage", "@id": self.address(route, route) },
            "isPartOf": self.issue_ld(route, article.date, &issue.route),
            "pagination": article.page.to_string(),
            "wordCount": node.length,
        });
        let mut set = |key: &str, value: Value| {
            if let Some(map) = data.as_object_mut() {
                map.insert(key.to_owned(), value);
            }
        };
        if !node.lead.is_empty() {
            set("description", json!(node.lead));
        }
        if let Some(section) = &article.section {
            set("articleSection", json!(section));
        }
        let places: Vec<Value> = node
            .districts
            .iter()
            .filter_map(|&at| self.site.districts.get(at))
            .map(|topic| json!({ "@type": "AdministrativeArea", "name": topic.name }))
            .collect();
        if !places.is_empty() {
            set("contentLocation", Value::Array(places));
        }
        let pictures = node.pictures.iter().map(|picture| picture.route.clone());
        let preview = self.preview(node, &article.page).filter(|_| node.pictures.is_empty());
        let images: Vec<String> = pictures.chain(preview).filter_map(|route| self.absolute(&route)).collect();
        if !images.is_empty() {
            set("image", json!(images));
        }
        data
    }

    /// Its authors with their pages; the newspaper when none is named.
    fn authors(&self, id: ArticleId, route: &Route, article: &Article) -> Value {
        if article.authors.iter().all(|name| name.trim().is_empty()) {
            return json!([self.publisher(route)]);
        }
        let person = |name: &String| {
            let page = self.site.node(id).reporters.iter().filter_map(|&at| self.site.reporters.get(at));
            let page = page.into_iter().find(|topic| &topic.name == name);
            match page {
                Some(topic) => json!({ "@type": "Person", "name": name, "url": self.address(route, &topic.route()) }),
                None => json!({ "@type": "Person", "name": name }),
            }
        };
        Value::Array(article.authors.iter().filter(|name| !name.trim().is_empty()).map(person).collect())
    }
}
