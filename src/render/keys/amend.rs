//! Keys after an edit that left everything in its place.
//!
//! What an article has around it is a sum over its neighbours in its indexes, so a card that
//! changed adds the same difference to each of them, and nothing else need be summed up again.

use std::collections::BTreeSet;

use super::{Key, Keys, card, issue};
use crate::site::{ArticleId, IssueId, REACH, Site, Topic, TopicKind};

impl Keys {
    /// Goes over to a site in which these issues, and of their articles these, were amended in
    /// their places. Gives the issues whose keys are others now.
    pub(crate) fn amend(&mut self, site: &Site, issues: &[IssueId], articles: &[ArticleId]) -> Vec<IssueId> {
        let mut touched: BTreeSet<IssueId> = issues.iter().copied().collect();
        for &id in articles {
            let name_of = |kind: usize, at: usize| self.topics[kind][at].name;
            let new = card(site, id, &name_of);
            let difference = new.wrapping_sub(self.cards[id.index()]);
            self.cards[id.index()] = new;
            let node = site.node(id);
            for (kind, topics) in TopicKind::ALL.iter().map(|&kind| node.topics(kind)).enumerate() {
                for topic in topics {
                    self.add(site, (kind, topic.index()), id, difference, &mut touched);
                }
            }
        }
        for &id in &touched {
            let keys = issue(site, id, self.base, &self.cards, &self.around, &self.copies);
            self.issues[id.index()] = keys;
        }
        touched.into_iter().collect()
    }

    /// Adds the difference of a card to what is summed up of a topic.
    fn add(
        &mut self,
        site: &Site,
        (kind, at): (usize, usize),
        id: ArticleId,
        difference: Key,
        touched: &mut BTreeSet<IssueId>,
    ) {
        let topic = &site.topics(TopicKind::ALL[kind])[at];
        let keys = &mut self.topics[kind][at];
        let Some(place) = place(topic, site, id) else { return };
        keys.whole = keys.whole.wrapping_add(difference);
        for (sum, page) in keys.pages.iter_mut().zip(&topic.pages) {
            if page.range.contains(&place) {
                *sum = sum.wrapping_add(difference);
            }
        }
        let near = place.saturating_sub(REACH)..(place + REACH + 1).min(topic.listings.len());
        for listing in &topic.listings[near] {
            let around = &mut self.around[listing.article.index()];
            *around = around.wrapping_add(difference.wrapping_mul(keys.name | 1));
            touched.insert(site.node(listing.article).issue);
        }
    }
}

/// Where an article stands in an index: newest issue first, printed order within it.
fn place(topic: &Topic, site: &Site, id: ArticleId) -> Option<usize> {
    let date = site.article(id).date;
    topic.listings.binary_search_by(|listing| date.cmp(&listing.date).then(listing.article.cmp(&id))).ok()
}
