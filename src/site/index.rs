//! The indexes while they are being filled: districts, reporters, columns.
//!
//! Every name an article carries gets a topic that lists it, so that links always go both ways.

use std::collections::{BTreeMap, HashMap};

use super::{ArticleId, ArticleNode, Entry, Listing, Topic, TopicKind, slugs::Taken};
use crate::{
    config::{Config, Routes},
    diag::Diagnostic,
    press::{Slug, slugify},
};

/// The indexes while they are being filled.
pub(super) struct Topics {
    districts: Vec<Topic>,
    reporters: Vec<Topic>,
    columns: Vec<Topic>,
    /// Any name of a district → its index.
    names: HashMap<String, usize>,
    /// Names of the others → their index.
    found: BTreeMap<TopicKind, HashMap<String, usize>>,
    taken: BTreeMap<TopicKind, Taken>,
    routes: Routes,
}

impl Topics {
    /// The districts of the gazetteer, under every name they go by; canonical names win.
    pub(super) fn of(config: &Config) -> Self {
        let mut topics = Self {
            districts: Vec::new(),
            reporters: Vec::new(),
            columns: Vec::new(),
            names: HashMap::new(),
            found: BTreeMap::new(),
            taken: BTreeMap::new(),
            routes: config.routes.clone(),
        };
        for (at, district) in config.gazetteer.districts().iter().enumerate() {
            let slug = topics.claim(TopicKind::District, &district.slug);
            topics.districts.push(Topic::new(TopicKind::District, district.name.clone(), slug, &config.routes));
            topics.names.insert(district.name.clone(), at);
        }
        for (at, district) in config.gazetteer.districts().iter().enumerate() {
            for name in district.aliases.iter().chain(&district.former) {
                topics.names.entry(name.clone()).or_insert(at);
            }
        }
        topics
    }

    fn claim(&mut self, kind: TopicKind, slug: &Slug) -> Slug {
        self.taken.entry(kind).or_insert_with(|| Taken::reserving(&["index", "feed"])).claim(slug)
    }

    /// Lists an article in every index it belongs to, and notes the indexes in its node.
    pub(super) fn index(&mut self, id: ArticleId, node: &mut ArticleNode, diagnostics: &mut Vec<Diagnostic>) {
        let article = std::sync::Arc::clone(&node.entry);
        for name in &article.districts {
            let at = self.district(name, &article, diagnostics);
            push_new(&mut node.districts, at);
        }
        article.sections.iter().for_each(|section| push_new(&mut node.districts, section.district));
        for name in &article.reporters {
            let at = self.named(TopicKind::Reporter, name);
            at.into_iter().for_each(|at| push_new(&mut node.reporters, at));
        }
        node.column = article.column.as_ref().and_then(|name| self.named(TopicKind::Column, name));

        let listing = |section| Listing { article: id, date: article.date, section };
        for &at in &node.districts {
            let section = article.sections.iter().find(|section| section.district == at);
            let section = section.map(|section| Box::new((section.id.clone(), section.text.clone())));
            self.districts[at].listings.push(listing(section));
        }
        node.reporters.iter().for_each(|&at| self.reporters[at].listings.push(listing(None)));
        node.column.iter().for_each(|&at| self.columns[at].listings.push(listing(None)));
    }

    /// The district of a name; one the gazetteer does not know is added, with a warning.
    fn district(&mut self, name: &str, article: &Entry, diagnostics: &mut Vec<Diagnostic>) -> usize {
        if let Some(&at) = self.names.get(name.trim()) {
            return at;
        }
        let name = name.trim().to_owned();
        let message =
            format!("the gazetteer does not know the district `{name}` ({}, page {})", article.date, article.page);
        let hint = "add it to site.toml, or correct `districts` of the article";
        diagnostics.push(Diagnostic::warning("district-unknown", message).hint(hint));
        let slug = self.claim(TopicKind::District, &slugify(&name));
        self.names.insert(name.clone(), self.districts.len());
        self.districts.push(Topic::new(TopicKind::District, name, slug, &self.routes));
        self.districts.len() - 1
    }

    fn named(&mut self, kind: TopicKind, name: &str) -> Option<usize> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        if let Some(&at) = self.found.get(&kind).and_then(|found| found.get(name)) {
            return Some(at);
        }
        let slug = self.claim(kind, &slugify(name));
        let topics = if kind == TopicKind::Reporter { &mut self.reporters } else { &mut self.columns };
        topics.push(Topic::new(kind, name.to_owned(), slug, &self.routes));
        let at = topics.len() - 1;
        self.found.entry(kind).or_default().insert(name.to_owned(), at);
        Some(at)
    }

    pub(super) fn finish(mut self) -> (Vec<Topic>, Vec<Topic>, Vec<Topic>) {
        self.districts.iter_mut().chain(&mut self.reporters).chain(&mut self.columns).for_each(Topic::finish);
        (self.districts, self.reporters, self.columns)
    }
}

fn push_new(list: &mut Vec<usize>, at: usize) {
    if !list.contains(&at) {
        list.push(at);
    }
}
