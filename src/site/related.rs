//! Related articles: what a reader of one piece may want next.

use std::collections::{BTreeMap, BTreeSet};

use super::{ArticleId, Site, Topic};

/// At most so many.
const MOST: usize = 5;

/// So many listings before and after an article in each of its indexes are weighed: enough to
/// find the same event, few enough that the cost does not grow with the archive and that a
/// new day leaves old articles as they are.
const REACH: usize = 12;

impl Site {
    /// At most five other articles: the same event first (shared words in the headline), then
    /// the same column and districts, near in time. Articles of the same page are left out,
    /// for they are listed beside it anyway. Best first; ties by nearness, then by order.
    pub fn related(&self, id: ArticleId) -> Vec<ArticleId> {
        let node = self.node(id);
        let mut shared: BTreeMap<ArticleId, u32> = BTreeMap::new();
        let mut weigh = |topic: &Topic, weight: u32| {
            for other in self.near(topic, id) {
                *shared.entry(other).or_default() += weight;
            }
        };
        node.districts.iter().for_each(|&at| weigh(&self.districts[at], 2));
        node.column.iter().for_each(|&at| weigh(&self.columns[at], 2));
        node.reporters.iter().for_each(|&at| weigh(&self.reporters[at], 1));
        let words = bigrams(&self.article(id).title);
        let here = (node.issue, &self.article(id).page);
        let mut scored: Vec<(u32, u32, ArticleId)> = shared
            .into_iter()
            .filter(|(other, _)| (self.node(*other).issue, &self.article(*other).page) != here)
            .map(|(other, weight)| {
                let common = words.intersection(&bigrams(&self.article(other).title)).count() as u32;
                (weight + 3 * common, self.days_between(id, other), other)
            })
            .collect();
        scored.sort_by_key(|&(score, days, other)| (std::cmp::Reverse(score), days, other));
        scored.into_iter().take(MOST).map(|(_, _, other)| other).collect()
    }

    fn near<'a>(&self, topic: &'a Topic, id: ArticleId) -> impl Iterator<Item = ArticleId> + 'a {
        let key = |listing: &super::Listing| (std::cmp::Reverse(listing.date), listing.article);
        let own = (std::cmp::Reverse(self.article(id).date), id);
        let at = topic.listings.partition_point(|listing| key(listing) < own);
        let window = at.saturating_sub(REACH)..(at + REACH + 1).min(topic.listings.len());
        topic.listings[window].iter().map(|listing| listing.article).filter(move |&other| other != id)
    }

    fn days_between(&self, one: ArticleId, other: ArticleId) -> u32 {
        self.article(one).date.ordinal().abs_diff(self.article(other).date.ordinal())
    }
}

/// Pairs of neighbouring Han characters of a headline.
fn bigrams(title: &str) -> BTreeSet<(char, char)> {
    let han: Vec<char> = title.chars().collect();
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    han.windows(2).filter(|pair| is_han(pair[0]) && is_han(pair[1])).map(|pair| (pair[0], pair[1])).collect()
}
