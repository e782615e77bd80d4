//! The texts of articles that parts of the archive show, for the search of the whole: read from
//! the parts' own search indexes, one article after the other.

use std::fs;

use crate::{
    diag::{Diagnostic, Place},
    search::{TextOf, Texts},
    site::{ArticleId, IssueId, Site},
};

type Fetch = Box<dyn Fn(&str) -> std::io::Result<Vec<u8>>>;

/// Reads each part from its oldest issue to its newest.
pub(super) struct Elsewhere<'a> {
    site: &'a Site,
    /// `None` for a part whose texts cannot be read (any more), and for one without issues.
    parts: Vec<Option<Texts<Fetch>>>,
    /// What could not be read.
    pub(super) lost: Vec<Diagnostic>,
}

impl<'a> Elsewhere<'a> {
    /// Opens the indexes of all parts.
    pub(super) fn open(site: &'a Site) -> Self {
        let mut elsewhere = Self { site, parts: Vec::new(), lost: Vec::new() };
        let mut has_issues = vec![false; site.parts.len()];
        site.issues.iter().filter_map(|node| node.part).for_each(|part| has_issues[part] = true);
        for (at, has_issues) in has_issues.into_iter().enumerate() {
            let folder = site.config.parts[at].path.join("search");
            let fetch: Fetch = Box::new(move |path| fs::read(folder.join(path)));
            let opened = has_issues.then(|| Texts::open(fetch));
            let opened = opened.and_then(|opened| opened.map_err(|error| elsewhere.lose(at, &error)).ok());
            elsewhere.parts.push(opened);
        }
        elsewhere
    }

    /// Names what the parts' indexes were made of.
    pub(super) fn builds(&self) -> Vec<Option<[u8; 8]>> {
        self.parts.iter().map(|part| part.as_ref().map(Texts::build)).collect()
    }

    /// The articles of an issue with their texts; issues are to be asked for by date. Gives
    /// what can be read, and notes what is lost.
    pub(super) fn issue(&mut self, id: IssueId, part: usize) -> Vec<(ArticleId, TextOf)> {
        let mut found = Vec::new();
        for id in self.site.articles_of(id) {
            let Some(texts) = self.parts[part].as_mut() else { break };
            let wanted = self.site.node(id).route.as_str();
            let folder = self.site.parts[part].route.as_str();
            let wanted = wanted.strip_prefix(folder).and_then(|url| url.strip_prefix('/')).unwrap_or(wanted);
            let is_it = |text: &TextOf| text.url == wanted;
            // Between two there may be issues that the whole does not list.
            match texts.find(|text| text.as_ref().map_or(true, is_it)) {
                Some(Ok(text)) => found.push((id, text)),
                Some(Err(error)) => self.lose(part, &error),
                None => self.lose(part, &"it is not of the same build as the part's pages"),
            }
        }
        found
    }

    fn lose(&mut self, part: usize, why: &dyn std::fmt::Display) {
        if let Some(texts) = self.parts.get_mut(part) {
            *texts = None;
        }
        let part = &self.site.config.parts[part];
        let message = format!("the search does not find all articles of the part `{}`: {why}", part.route);
        let place = Place::file(part.path.join("search").to_string_lossy().replace('\\', "/"));
        let hint = "build the part again with this version, its search index and `--fresh`, and copy all of it";
        self.lost.push(Diagnostic::error("part-search", message).at(place).hint(hint));
    }
}
