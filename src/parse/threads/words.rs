//! The language of an article: counts of its character pairs, set against those of another.

use std::cell::Cell;

use crate::{
    lent::Lent,
    parse::{draft::Draft, grams::Grams, lines::Unit},
};

/// Share of an article's own frequencies in its model; the rest is the page's, so that a pair
/// neither article has speaks for neither.
const OWN: f64 = 0.4;
/// Pairs an article is taken to have at least, lest the few words of a brief weigh too much.
const LEAST: f64 = 150.0;
/// Pairs of an article that make its model.
const MODEL: usize = 6000;

/// The numbers of the pairs of an article, looked up once: its headline, then its items.
pub(super) struct Words {
    pairs: Vec<u32>,
    /// Where those of the headline end, then those of each item.
    ends: Vec<usize>,
}

/// Characters of most headlines.
const HEADLINE: usize = 80;

impl Words {
    pub(super) fn of(units: &[Unit<'_>], draft: &Draft, grams: &Grams<'_>) -> Self {
        let length = draft.items.iter().map(|item| item.glance.len).sum::<usize>();
        let mut pairs: Vec<u32> = Vec::with_capacity(length + HEADLINE);
        draft.stack.iter().for_each(|(u, _)| grams.of_blocks(units, &[*u], 0, &mut pairs));
        let mut ends = vec![pairs.len()];
        for item in &draft.items {
            grams.of_blocks(units, &item.units, item.cut, &mut pairs);
            ends.push(pairs.len());
        }
        Self { pairs, ends }
    }

    /// Those of the headline and the first `items`.
    pub(super) fn upto(&self, items: usize) -> &[u32] {
        &self.pairs[..self.ends[items]]
    }

    /// Those of the items from one on and before another.
    pub(super) fn between(&self, from: usize, to: usize) -> &[u32] {
        &self.pairs[self.ends[from]..self.ends[to]]
    }

    pub(super) fn item(&self, at: usize) -> &[u32] {
        self.between(at, at + 1)
    }

    /// Keeps the first items only.
    pub(super) fn truncate(&mut self, items: usize) {
        self.ends.truncate(items + 1);
    }
}

/// The models of two neighbours, and one to count with.
#[derive(Default)]
pub(super) struct Models {
    pub(super) a: Model,
    pub(super) b: Model,
    pub(super) scratch: Model,
}

thread_local!(static MODELS: Cell<Models> = Cell::default());

impl Models {
    /// Empty models for a page.
    pub(super) fn lent(grams: &Grams<'_>) -> Lent<Self> {
        let mut models = Lent::from(&MODELS);
        let Self { a, b, scratch } = &mut *models;
        [a, b, scratch].into_iter().for_each(|model| model.make_room(grams.different()));
        models
    }

    /// The items of `b` from `first` on, without the pairs that stand neither in `a` nor elsewhere
    /// in `b`, whatever of it is left: those speak for neither. `a` has to be counted before.
    pub(super) fn told_apart(&mut self, b: &Words, first: usize, grams: &Grams<'_>) -> Vec<Text> {
        let Self { a, b: all, scratch } = self;
        all.refill(&[]);
        let pairs = &b.pairs[..b.ends[b.ends.len() - 1]];
        pairs.iter().for_each(|pair| all.counts[*pair as usize] += 1);
        let tells = |number: u32, count: u32| a.counts[number as usize] > 0 || all.counts[number as usize] > count;
        let texts = (first..b.ends.len() - 1).map(|at| Text::of_those(b.item(at), grams, scratch, tells)).collect();
        pairs.iter().for_each(|pair| all.counts[*pair as usize] = 0);
        texts
    }
}

/// Counts of the character pairs of an article, by their numbers.
#[derive(Default)]
pub(super) struct Model {
    counts: Vec<u32>,
    /// The pairs counted so far, in the order of the text.
    taken: Vec<u32>,
}

/// Counts that are kept for the next page; those of a year in one file are not.
const KEPT: usize = 1 << 18;

impl Model {
    /// Makes it an empty model of pairs with numbers below `different`.
    fn make_room(&mut self, different: usize) {
        if self.counts.len() > KEPT {
            *self = Self::default();
        }
        self.refill(&[]);
        self.counts.resize(self.counts.len().max(different), 0);
    }

    /// Forgets what it counted and counts these pairs.
    pub(super) fn refill(&mut self, pairs: &[u32]) {
        self.taken.drain(..).for_each(|pair| self.counts[pair as usize] = 0);
        self.add(pairs);
    }

    /// Counts these pairs as well, as many as make a model.
    pub(super) fn add(&mut self, pairs: &[u32]) {
        let pairs = &pairs[..pairs.len().min(MODEL - self.taken.len())];
        pairs.iter().for_each(|pair| self.counts[*pair as usize] += 1);
        self.taken.extend_from_slice(pairs);
    }

    fn count(&self, pair: u32) -> f64 {
        f64::from(self.counts[pair as usize])
    }

    fn total(&self) -> f64 {
        self.taken.len() as f64
    }

    /// How much likelier a text is under this model than under the other, in nats; each pair of
    /// characters counts once, so that a name said ten times is no ten pieces of evidence. With
    /// `counted` the text is part of the other model and is left out of it.
    pub(super) fn against(&self, other: &Self, text: &Text, counted: bool) -> f32 {
        let left_out = if counted { text.total } else { 0.0 };
        let (ours, theirs) = (OWN / self.total().max(LEAST), OWN / (other.total() - left_out).max(LEAST));
        let (mut sum, mut ratio) = (0.0, 1.0);
        for (at, pair) in (1usize..).zip(&text.pairs) {
            let own = self.count(pair.number);
            let others = (other.count(pair.number) - if counted { pair.count } else { 0.0 }).max(0.0);
            if own > 0.0 || others > 0.0 {
                ratio *= (own * ours + pair.page) / (others * theirs + pair.page);
            }
            // The sum of logarithms is that of a product: one for eight pairs will do.
            if at % 8 == 0 {
                sum += ratio.ln();
                ratio = 1.0;
            }
        }
        (sum + ratio.ln()) as f32
    }
}

/// The distinct pairs of a text.
pub(super) struct Text {
    pairs: Vec<Pair>,
    total: f64,
}

struct Pair {
    number: u32,
    /// Share of the pair on the page, as far as it counts in a model.
    page: f64,
    /// How often the text has it.
    count: f64,
}

impl Text {
    /// `scratch` is a model to count with.
    pub(super) fn of(words: &[u32], grams: &Grams<'_>, scratch: &mut Model) -> Self {
        Self::of_those(words, grams, scratch, |_, _| true)
    }

    /// Those pairs of a text that are wanted for their number and how often the text has them.
    fn of_those(words: &[u32], grams: &Grams<'_>, scratch: &mut Model, wanted: impl Fn(u32, u32) -> bool) -> Self {
        scratch.refill(words);
        let total = scratch.total();
        let mut pairs = Vec::with_capacity(scratch.taken.len());
        for number in scratch.taken.drain(..) {
            let count = std::mem::take(&mut scratch.counts[number as usize]);
            if count > 0 && wanted(number, count) {
                let page = (1.0 - OWN) * f64::from(grams.frequency(number));
                pairs.push(Pair { number, page, count: f64::from(count) });
            }
        }
        Self { pairs, total }
    }
}
