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
        let words = Words::of(&node.title);
        let today = self.article(id).date.ordinal();
        let mut scored: Vec<(u32, u32, ArticleId)> = Vec::new();
        for same in weighed.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(other, _)) = same.first() else { continue };
            let there = self.node(other);
            if (there.issue, &there.page) != (node.issue, &node.page) {
                let weight: u32 = same.iter().map(|(_, weight)| weight).sum();
                let score = weight + 3 * words.met_in(&there.title);
                scored.push((score, self.article(other).date.ordinal().abs_diff(today), other));
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
}

/// What a headline is about: its pairs of neighbouring Han characters.
struct Words {
    /// Sorted, each once; of a headline longer than any that was ever set, so many.
    pairs: Vec<(char, char)>,
    /// A bit for each character of a pair, by [`slot`]: most characters of another headline miss it.
    filter: [u64; SLOTS / 64],
}

/// Bits of the filter: a headline of twenty characters fills one in a hundred.
const SLOTS: usize = 2048;

impl Words {
    fn of(title: &str) -> Self {
        let mut pairs: Vec<(char, char)> = pairs(title).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.truncate(128);
        let mut filter = [0; SLOTS / 64];
        for slot in pairs.iter().flat_map(|&(a, b)| [slot(a), slot(b)]) {
            filter[slot / 64] |= 1 << (slot % 64);
        }
        Self { pairs, filter }
    }

    /// How many of the pairs a headline has, each counted once.
    fn met_in(&self, title: &str) -> u32 {
        let may_be = |c: char| self.filter[slot(c) / 64] >> (slot(c) % 64) & 1 == 1;
        let (mut met, mut last) = (0u128, None);
        for c in title.chars() {
            if !may_be(c) {
                last = None;
                continue;
            }
            if let Some(before) = last
                && let Ok(at) = self.pairs.binary_search(&(before, c))
            {
                met |= 1 << at;
            }
            last = Some(c);
        }
        met.count_ones()
    }
}

fn slot(c: char) -> usize {
    c as usize % SLOTS
}

/// Pairs of neighbouring Han characters.
fn pairs(title: &str) -> impl Iterator<Item = (char, char)> {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut last = None;
    title.chars().filter_map(move |c| {
        let here = is_han(c).then_some(c);
        std::mem::replace(&mut last, here).zip(here)
    })
}
