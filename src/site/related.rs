//! Related articles: what a reader of one piece may want next.

use std::{cell::Cell, cmp::Reverse};

use super::{ArticleId, ArticleNode, Listing, Site, Topic};
use crate::press::IssueDate;

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
        let date = node.date;
        let mut weighed: Vec<(ArticleId, u32, IssueDate)> = Vec::with_capacity(8 * REACH);
        let mut weigh = |topic: &Topic, weight: u32| {
            weighed.extend(near(topic, date, id).map(|listing| (listing.article, weight, listing.date)));
        };
        self.districts_of(node).for_each(|topic| weigh(topic, 2));
        self.column_of(node).into_iter().for_each(|topic| weigh(topic, 2));
        self.reporters_of(node).for_each(|topic| weigh(topic, 1));
        // They lie far apart in memory. Fetched in a row, they come while others are awaited.
        weighed.iter().for_each(|&(other, ..)| _ = self.node(other).slots());
        weighed.sort_unstable_by_key(|&(other, ..)| other);
        let issue = self.issue(node.issue);
        let same_issue = issue.first..issue.first + issue.issue.articles.len();
        let words = Words::of(node.title());
        let today = date.ordinal();
        // The best so far, best first.
        let mut best: Vec<(Reverse<u32>, u32, ArticleId)> = Vec::with_capacity(MOST + 1);
        for same in weighed.chunk_by(|a, b| a.0 == b.0) {
            let Some(&(other, _, date)) = same.first() else { continue };
            let there = self.node(other);
            if same_issue.contains(&other.index()) && there.page == node.page {
                continue;
            }
            let weight: u32 = same.iter().map(|(_, weight, _)| weight).sum();
            let rank = |met| (Reverse(weight + 3 * met), date.ordinal().abs_diff(today), other);
            // Most of them do not come in, however many words they may share at the most.
            let comes_in = |rank| best.len() < MOST || best.last().is_some_and(|last| rank < *last);
            let most = words.may_meet(there);
            if !comes_in(rank(most)) {
                continue;
            }
            let rank = rank(if most == 0 { 0 } else { words.met_in(there.title()) });
            if comes_in(rank) {
                best.insert(best.partition_point(|better| *better < rank), rank);
                best.truncate(MOST);
            }
        }
        best.into_iter().map(|(.., other)| other).collect()
    }
}

/// What stands near an article in an index.
fn near(topic: &Topic, date: IssueDate, id: ArticleId) -> impl Iterator<Item = &Listing> {
    let at = topic.listings.partition_point(|listing| (Reverse(listing.date), listing.article) < (Reverse(date), id));
    let window = at.saturating_sub(REACH)..(at + REACH + 1).min(topic.listings.len());
    topic.listings[window].iter().filter(move |listing| listing.article != id)
}

/// What a headline is about: its pairs of neighbouring Han characters.
struct Words {
    /// Sorted, each once; of a headline longer than any that was ever set, so many.
    pairs: Vec<(char, char)>,
    /// 1 for each pair, by its [slot](slot): to look one up is to read a byte.
    filter: Vec<u8>,
}

/// Slots of the filter: most headlines that have nothing in common with another miss it.
const SLOTS: usize = 1 << 14;

thread_local! {
    /// A filter without a pair, for the next headline of the thread: to clear it takes longer than all
    /// that is done with it.
    static FILTER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Words {
    fn of(title: &str) -> Self {
        let mut pairs: Vec<(char, char)> = pairs(title).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.truncate(128);
        let mut filter = FILTER.take();
        filter.resize(SLOTS, 0);
        pairs.iter().for_each(|&(a, b)| filter[usize::from(slot(a, b))] = 1);
        Self { pairs, filter }
    }

    /// Whether it may have a pair of that slot.
    fn may_have(&self, slot: u16) -> bool {
        self.filter[usize::from(slot) % SLOTS] != 0
    }

    /// How many of the pairs the headline of an article may have, at the most.
    fn may_meet(&self, node: &ArticleNode) -> u32 {
        let Slots { count, first } = node.slots();
        let count = usize::from(*count);
        let kept = &first[..count.min(first.len())];
        let met: u32 = kept.iter().map(|slot| u32::from(self.may_have(*slot))).sum();
        if count <= first.len() {
            return met;
        }
        let rest = pairs(node.title()).skip(first.len());
        rest.fold(met, |met, (a, b)| met + u32::from(self.may_have(slot(a, b))))
    }

    /// How many of the pairs a headline has, each counted once.
    fn met_in(&self, title: &str) -> u32 {
        let found = pairs(title).filter(|&(a, b)| self.may_have(slot(a, b)));
        let found = found.filter_map(|pair| self.pairs.binary_search(&pair).ok());
        found.fold(0u128, |met, at| met | 1 << at).count_ones()
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        self.pairs.iter().for_each(|&(a, b)| self.filter[usize::from(slot(a, b))] = 0);
        // A thread that ends keeps nothing.
        let _ = FILTER.try_with(|filter| filter.set(std::mem::take(&mut self.filter)));
    }
}

/// Where the pairs of a headline stand in the filter, the first two dozen of them: few headlines
/// have more. They lie in the [`ArticleNode`] itself, for articles that are weighed together stand close
/// to each other there, and a pointer to somewhere else would be what most of the time is spent on.
#[derive(Debug, Clone)]
pub(super) struct Slots {
    /// How many pairs there are, those that are not kept among them.
    count: u8,
    first: [u16; 24],
}

impl Slots {
    fn of(title: &str) -> Self {
        let mut slots = Self { count: 0, first: [0; 24] };
        for (at, (a, b)) in pairs(title).take(usize::from(u8::MAX)).enumerate() {
            slots.count += 1;
            if let Some(kept) = slots.first.get_mut(at) {
                *kept = slot(a, b);
            }
        }
        slots
    }
}

impl ArticleNode {
    /// Of its headline. A dozen articles ask the same of it, so they are kept.
    fn slots(&self) -> &Slots {
        self.slots.get_or_init(|| Slots::of(self.title()))
    }
}

/// Where a pair stands in the filter.
fn slot(a: char, b: char) -> u16 {
    // Both are Han characters of the first plane; the upper bits of the product depend on all of theirs.
    let mixed = (u32::from(a) << 16 | u32::from(b)).wrapping_mul(0x9e37_79b1);
    (mixed >> (u32::BITS - SLOTS.trailing_zeros())) as u16
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
