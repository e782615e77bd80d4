//! The indexes while they are being filled: districts, reporters, columns.
//!
//! Every name an article carries gets a topic that lists it, so that links always go both ways; but for
//! kinds that the settings leave out, which have no topics.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{BuildHasherDefault, Hasher},
    sync::Arc,
};

use super::{ArticleId, Entry, Listing, Shared, Signed, Topic, TopicId, TopicKind};
use crate::{
    config::{Config, Routes, Taxonomies},
    diag::Diagnostic,
    press::{Slug, slugify},
    taken::Taken,
};

/// Indexes by name.
type Names = HashMap<String, usize, BuildHasherDefault<Quick>>;

/// A hash for names of the keeper's own archive: quick, and no defence against anybody.
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }

    fn finish(&self) -> u64 {
        // The map looks at the upper bits and at the lower ones.
        self.0 ^ (self.0 >> 32)
    }
}

/// The indexes while they are being filled.
pub(super) struct Topics {
    districts: Vec<Topic>,
    reporters: Vec<Topic>,
    columns: Vec<Topic>,
    /// Any name of a district → its index.
    names: Names,
    /// Names of reporters → their index.
    of_reporters: Names,
    /// Names of columns → their index.
    of_columns: Names,
    /// What many articles say alike is looked up once.
    lists_of_districts: HashMap<Shared<Vec<String>>, Arc<Vec<TopicId>>>,
    lists_of_reporters: HashMap<Shared<Signed>, Arc<Vec<TopicId>>>,
    taken: BTreeMap<TopicKind, Taken<Slug>>,
    routes: Routes,
    wanted: Taxonomies,
}

/// The indexes of an article.
pub(super) struct Places {
    pub(super) districts: Arc<Vec<TopicId>>,
    pub(super) reporters: Arc<Vec<TopicId>>,
    pub(super) column: Option<TopicId>,
}

impl Topics {
    /// The districts of the gazetteer, under every name they go by; canonical names win.
    pub(super) fn of(config: &Config) -> Self {
        let mut topics = Self {
            districts: Vec::new(),
            reporters: Vec::new(),
            columns: Vec::new(),
            names: Names::default(),
            of_reporters: Names::default(),
            of_columns: Names::default(),
            lists_of_districts: HashMap::new(),
            lists_of_reporters: HashMap::new(),
            taken: BTreeMap::new(),
            routes: config.routes.clone(),
            wanted: config.taxonomies.clone(),
        };
        if !config.taxonomies.districts {
            return topics;
        }
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
        self.taken.entry(kind).or_insert_with(|| Taken::reserving(&["index", "feed"])).claim(slug.clone())
    }

    /// Lists an article in every index it belongs to, and tells which those are.
    pub(super) fn index(&mut self, id: ArticleId, article: &Entry, diagnostics: &mut Vec<Diagnostic>) -> Places {
        let places = Places {
            districts: self.districts_of(article, diagnostics),
            reporters: self.reporters_of(article.signed),
            column: article.column.as_ref().and_then(|name| self.named(TopicKind::Column, name)),
        };
        let listing = |section| Listing { article: id, date: article.date, section };
        for id in &*places.districts {
            let section = article.sections.iter().find(|section| section.district == id.index());
            let section = section.map(|section| Box::new((section.id.clone(), section.text.clone())));
            self.districts[id.index()].listings.push(listing(section));
        }
        places.reporters.iter().for_each(|id| self.reporters[id.index()].listings.push(listing(None)));
        places.column.iter().for_each(|id| self.columns[id.index()].listings.push(listing(None)));
        places
    }

    fn districts_of(&mut self, article: &Entry, diagnostics: &mut Vec<Diagnostic>) -> Arc<Vec<TopicId>> {
        if !self.wanted.districts {
            return Arc::default();
        }
        if article.sections.is_empty()
            && let Some(known) = self.lists_of_districts.get(&article.districts)
        {
            return Arc::clone(known);
        }
        let mut places = Vec::with_capacity(article.districts.len());
        for name in article.districts.iter() {
            push_new(&mut places, self.district(name, article, diagnostics));
        }
        if article.sections.is_empty() {
            let places = Arc::new(places);
            self.lists_of_districts.insert(article.districts, Arc::clone(&places));
            return places;
        }
        article.sections.iter().for_each(|section| push_new(&mut places, TopicId::new(section.district)));
        Arc::new(places)
    }

    fn reporters_of(&mut self, signed: Shared<Signed>) -> Arc<Vec<TopicId>> {
        if let Some(known) = self.lists_of_reporters.get(&signed) {
            return Arc::clone(known);
        }
        let mut places = Vec::with_capacity(signed.reporters.len());
        for name in &signed.reporters {
            self.named(TopicKind::Reporter, name).into_iter().for_each(|at| push_new(&mut places, at));
        }
        let places = Arc::new(places);
        self.lists_of_reporters.insert(signed, Arc::clone(&places));
        places
    }

    /// The district of a name; one the gazetteer does not know is added, with a warning.
    fn district(&mut self, name: &str, article: &Entry, diagnostics: &mut Vec<Diagnostic>) -> TopicId {
        if let Some(&at) = self.names.get(name.trim()) {
            return TopicId::new(at);
        }
        let name = name.trim().to_owned();
        let message =
            format!("the gazetteer does not know the district `{name}` ({}, page {})", article.date, article.page);
        let hint = "add it to site.toml, or correct `districts` of the article";
        diagnostics.push(Diagnostic::warning("district-unknown", message).hint(hint));
        let slug = self.claim(TopicKind::District, &slugify(&name));
        self.names.insert(name.clone(), self.districts.len());
        self.districts.push(Topic::new(TopicKind::District, name, slug, &self.routes));
        TopicId::new(self.districts.len() - 1)
    }

    fn named(&mut self, kind: TopicKind, name: &str) -> Option<TopicId> {
        let name = name.trim();
        if name.is_empty() || !kind.is_in(&self.wanted) {
            return None;
        }
        let found = if kind == TopicKind::Reporter { &self.of_reporters } else { &self.of_columns };
        if let Some(&at) = found.get(name) {
            return Some(TopicId::new(at));
        }
        let slug = self.claim(kind, &slugify(name));
        let (topics, found) = match kind {
            TopicKind::Reporter => (&mut self.reporters, &mut self.of_reporters),
            _ => (&mut self.columns, &mut self.of_columns),
        };
        topics.push(Topic::new(kind, name.to_owned(), slug, &self.routes));
        let at = topics.len() - 1;
        found.insert(name.to_owned(), at);
        Some(TopicId::new(at))
    }

    pub(super) fn finish(mut self) -> (Vec<Topic>, Vec<Topic>, Vec<Topic>) {
        self.districts.iter_mut().chain(&mut self.reporters).chain(&mut self.columns).for_each(Topic::finish);
        (self.districts, self.reporters, self.columns)
    }
}

fn push_new(list: &mut Vec<TopicId>, at: TopicId) {
    if !list.contains(&at) {
        list.push(at);
    }
}
