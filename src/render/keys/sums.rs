//! Sums and hashes over whole indexes.

use std::ops::Range;

use super::Key;
use crate::{
    press::IssueDate,
    site::{REACH, Topic},
};

/// Sums of the cards of a topic: the sum of any stretch is a difference of two.
#[derive(Default)]
pub(super) struct Sums(Vec<Key>);

impl Sums {
    pub(super) fn fill(&mut self, topic: &Topic, cards: &[Key]) {
        self.0.clear();
        let mut sum: Key = 0;
        self.0.push(sum);
        for listing in &topic.listings {
            sum = sum.wrapping_add(cards[listing.article.index()]);
            self.0.push(sum);
        }
    }

    pub(super) fn over(&self, range: &Range<usize>) -> Key {
        self.0[range.end].wrapping_sub(self.0[range.start])
    }

    /// Adds to each article what stands near it in this topic.
    pub(super) fn add_windows(&self, topic: &Topic, name: Key, around: &mut [Key]) {
        let end = topic.listings.len();
        for (at, listing) in topic.listings.iter().enumerate() {
            let window = at.saturating_sub(REACH)..(at + REACH + 1).min(end);
            let near = &mut around[listing.article.index()];
            *near = near.wrapping_add(self.over(&window).wrapping_mul(name | 1));
        }
    }
}

/// A hash of dates in a row.
#[derive(Default)]
pub(super) struct Dates(pub(super) Key);

impl Dates {
    pub(super) fn push(&mut self, date: IssueDate) {
        let day = (i64::from(date.year()) * 12 + i64::from(date.month())) * 31 + i64::from(date.day());
        // An odd factor, so that no date is forgotten however many follow.
        self.0 = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(day as Key);
    }
}
