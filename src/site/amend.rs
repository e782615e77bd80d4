//! An edit that leaves everything in its place.
//!
//! Most of what is saved changes the words of an article and nothing of the order: as many
//! articles, on the same pages, in the same indexes. Then the issue is put in the place of the
//! old one. Whatever else an edit does, the site is put together anew.

use std::sync::{Arc, OnceLock};

use super::{ArticleId, Copy, Entry, IssueId, Outline, Site, Text};
use crate::press::IssueDate;

impl Site {
    /// The issue of a date.
    pub(crate) fn issue_of(&self, date: IssueDate) -> Option<IssueId> {
        self.issues.binary_search_by_key(&date, |node| node.issue.date).ok().map(IssueId::new)
    }

    /// Whether the outline fits into the place of that issue. With pictures it never does: they
    /// are named after articles.
    pub(crate) fn fits(&self, id: IssueId, outline: &Outline) -> bool {
        let node = self.issue(id);
        let old = &node.issue;
        let published = |copy: &Copy| matches!(copy, Copy::RawText { .. });
        node.part.is_none()
            && old.date == outline.date
            && old.pages.len() == outline.pages.len()
            && old.pages.iter().zip(&outline.pages).all(|(a, b)| a.folio == b.folio && a.source == b.source)
            && old.articles.len() == outline.articles.len()
            && old.articles.iter().zip(&outline.articles).all(|(a, b)| same_place(a, b))
            && self.copies[node.copies.clone()].iter().all(published)
    }

    /// Puts an issue that [fits](Self::fits) in the place of the old one. Gives the articles that
    /// are others now.
    pub(crate) fn amend(&mut self, id: IssueId, outline: Arc<Outline>, text: Text, source: u128) -> Vec<ArticleId> {
        let node = &mut self.issues[id.index()];
        let mut amended = Vec::new();
        for (at, entry) in (node.first..).zip(&outline.articles) {
            let old = &mut self.articles[at];
            if old.entry.hash != entry.hash || old.entry.whole != entry.whole {
                amended.push(ArticleId::new(at));
            }
            old.entry = Arc::clone(entry);
            old.slots = OnceLock::new();
            let id = ArticleId::new(at);
            match (self.photos.binary_search(&id), old.is_photo()) {
                (Ok(place), false) => _ = self.photos.remove(place),
                (Err(place), true) => self.photos.insert(place, id),
                _ => {}
            }
        }
        node.issue = outline;
        node.text = text;
        node.source = source;
        amended
    }
}

/// Whether an article stands where the other stood, on its page and in the indexes.
fn same_place(a: &Entry, b: &Entry) -> bool {
    a.date == b.date
        && a.page == b.page
        && a.position == b.position
        && a.districts == b.districts
        && a.sections == b.sections
        && a.signed.reporters == b.signed.reporters
        && a.column == b.column
}
