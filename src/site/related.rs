//! Related articles: what a reader of one piece may want next.

use super::{ArticleId, Site, Topic};

/// At most so many.
const MOST: usize = 5;

/// So many listings before and after an article in each of its indexes are weighed: enough to
/// find the same event, few enough that the cost does not grow with the archive and that a
/// new day leaves old articles as they are.
pub(crate) const REACH: usize = 12;

impl Site {
    /// At most five other articles: the same event first (shared words in the headline), then
    /// the same column and districts, near in time. Articles of the same page are left out,
    /// for they are listed beside it anyway. Best first; ties by nearness, then by order.
    pub fn related(&self, id: ArticleId) -> Vec<ArticleId> {
        let node = self.node(id);
        let mut weighed: Vec<(ArticleId, u32)> = Vec::new();
        let mut weigh = |topic: &Topic, weight: u32| weighed.extend(self.near(topic, id).map(|other| (other, weight)));
        node.districts.iter().for_each(|&at| weigh(&self.districts[at], 2));
        node.column.iter().for_each(|&at| weigh(&self.columns[at], 2));
        node.reporters.iter().for_each(|&at| weigh(&self.reporters[at], 1));
        weighed.sort_unstable();
        let words = bigrams(&node.title);
        let mut scored: Vec<(u32, u32, ArticleId)> = Vec::new();
        for same in weighed.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(other, _)) = same.first() else { continue };
            let there = self.node(other);
            if (there.issue, &there.page) != (node.issue, &node.page) {
                let weight: u32 = same.iter().map(|(_, weight)| weight).sum();
                let score = weight + 3 * common(&words, &there.title);
                scored.push((score, self.days_between(id, other), other));
            }
        }
        scored.sort_unstable_by_key(|&(score, days, other)| (std::cmp::Reverse(score), days, other));
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

/// Pairs of neighbouring Han characters of a headline, sorted, each once; of a headline longer
/// than any that was ever set, so many.
fn bigrams(title: &str) -> Vec<(char, char)> {
    let mut pairs: Vec<(char, char)> = pairs(title).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.truncate(128);
    pairs
}

/// How many of at most 128 pairs a headline has, each counted once.
fn common(words: &[(char, char)], title: &str) -> u32 {
    let met = pairs(title).filter_map(|pair| words.binary_search(&pair).ok());
    met.fold(0u128, |met, at| met | 1 << at).count_ones()
}

fn pairs(title: &str) -> impl Iterator<Item = (char, char)> {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    title.chars().zip(title.chars().skip(1)).filter(move |(a, b)| is_han(*a) && is_han(*b))
}
