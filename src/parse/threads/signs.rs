//! What speaks for a split of two articles, apart from their words: signatures, jump marks, sentences left
//! open.

use super::{closes, jumps_on, unfinished};
use crate::parse::{
    chars,
    draft::{Draft, Item},
    evidence,
    grams::Grams,
    pairs,
};

/// What speaks for a split of `b`, apart from its words.
pub(super) struct Signs {
    /// In nats, like the words.
    pub(super) sum: f32,
    /// What stands before the split is plainly the end of an article.
    pub(super) closed: bool,
}

/// What signatures, jump marks and open sentences say for a split before each item of `b` from
/// `first` on.
pub(super) fn signs(a: &Draft, b: &Draft, first: usize, open_a: bool, grams: &Grams<'_>) -> Vec<Signs> {
    let last = b.items.len() - 1;
    let ends_closed = closes(&b.items[last]);
    // Whether one of the items behind, but for the last, goes on on another page.
    let mut turns = vec![false; b.items.len() + 1];
    (first..last).rev().for_each(|i| turns[i] = turns[i + 1] || jumps_on(&b.items[i]));
    (first..=last).map(|at| signs_at(a, b, at, (open_a, ends_closed, turns[at]), grams)).collect()
}

fn signs_at(a: &Draft, b: &Draft, at: usize, known: (bool, bool, bool), grams: &Grams<'_>) -> Signs {
    let (open_a, ends_closed, turns) = known;
    let before = &b.items[at - 1];
    let first = b.items[at].units.first().copied().unwrap_or(usize::MAX);
    let own_tail = |u: &usize| *u < first && before.units.last().is_some_and(|l| l < u);
    let lines = [&b.tails, &b.credits, &b.jumps];
    let closed = closes(before) || jumps_on(before) || lines.iter().any(|list| list.iter().any(own_tail));
    let ends_signed = ends_closed || b.tails.iter().any(|u| *u > first);
    let mut sum = 0.0;
    if closed {
        sum += 20.0;
    }
    if before.head || unfinished(before) {
        sum -= 25.0;
    }
    if turns {
        sum -= 30.0;
    }
    if open_a {
        sum += goes_on(a, &b.items[at], grams);
    }
    if ends_signed && (closed || !a.bylines.is_empty() && b.bylines.is_empty()) {
        sum += 8.0;
    }
    Signs { sum, closed }
}

/// How well the sentence that `a` leaves open goes on in an item.
fn goes_on(a: &Draft, item: &Item, grams: &Grams<'_>) -> f32 {
    let end = a.items.last().and_then(|i| i.text.chars().next_back());
    let (Some(end), Some(start)) = (end, item.text.chars().next()) else { return 0.0 };
    if chars::is_comma(start) || chars::is_closer(start) {
        return 15.0;
    }
    if item.head {
        return -6.0;
    }
    let seen = if chars::is_han(end) && chars::is_han(start) && grams.count(end, start) > 0 { 3.0 } else { 0.0 };
    let word = if pairs::in_word(end, start) { 6.0 } else { 0.0 };
    6.0 + seen + word - if evidence::opener(&item.text) { 4.0 } else { 0.0 }
}
