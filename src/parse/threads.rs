//! Interleaved columns: the second half of an article that stands below the next one.
//!
//! ```text
//! article A, first half      A: its text breaks off, or just has not ended yet
//! article B, whole           B: closed by a signature, or by nothing
//! article A, second half     read as the end of B
//! ```
//!
//! For each article and the one before it: from which paragraph on do its last paragraphs speak the
//! language of the article before, not its own? Two models of character pairs, each smoothed with
//! the page's, are set against each other; a signature in the middle of B, a sentence of A that
//! was left open, a signature of A's own that is still missing weigh in. Moving text is the
//! boldest thing the reader does, so it wants a clear margin, and says what it did.

use super::{
    chars, dateline,
    draft::{Draft, Item},
    facts,
    grams::Grams,
    lines::Unit,
    marks, pairs,
};

/// Share of an article's own frequencies in its model; the rest is the page's, so that a pair
/// neither article has speaks for neither.
const OWN: f32 = 0.4;
/// Pairs an article is taken to have at least, lest the few words of a brief weigh too much.
const LEAST: f32 = 150.0;
/// Paragraphs at the end of an article that may belong elsewhere.
const REACH: usize = 40;
/// Characters at the start of an article that are surely its own.
const OPENING: usize = 400;
/// Characters of an article that make its model.
const MODEL: usize = 6000;
/// The least margin for moving text, in nats, and per 100 characters moved: interleaved halves measure
/// 5 to 35 per 100, the ends of whole articles below 3.
const MARGIN: f32 = 25.0;
const RATE: f32 = 3.5;
/// What is enough when the article before breaks off in a sentence: its rest has to be somewhere.
const OPEN_MARGIN: f32 = 10.0;
const OPEN_RATE: f32 = 0.5;
/// What an article of fewer characters than `BRIEF` must measure: its few words hardly make a model.
const BRIEF: usize = 150;
const BRIEF_RATE: f32 = 12.0;

/// A move that was made: the first unit moved, the draft it left, the draft it went to, how sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Move {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) unit: usize,
    pub(super) margin: f32,
}

/// Puts second halves back. Each article is looked at once, from the first to the last.
pub(super) fn mend(units: &[Unit<'_>], drafts: &mut [Draft], grams: &Grams) -> Vec<Move> {
    let mut moves = Vec::new();
    let mut models = Models { a: Model::new(grams), b: Model::new(grams), scratch: Model::new(grams) };
    for b in 1..drafts.len() {
        let Some((at, margin)) = split(units, &drafts[b - 1], &drafts[b], grams, &mut models) else { continue };
        let moved = drafts[b].items.split_off(at);
        let Some(unit) = moved.first().and_then(|i| i.units.first()).copied() else { continue };
        let (left, right) = drafts.split_at_mut(b);
        trail(&mut left[b - 1], &mut right[0], unit);
        append(&mut left[b - 1], moved);
        moves.push(Move { from: b, to: b - 1, unit, margin });
    }
    moves
}

/// What stands after the first moved block and is no paragraph goes with it.
fn trail(to: &mut Draft, from: &mut Draft, unit: usize) {
    let lists =
        [(&mut from.credits, &mut to.credits), (&mut from.tails, &mut to.tails), (&mut from.jumps, &mut to.jumps)];
    for (old, new) in lists {
        let keep = old.iter().position(|u| *u > unit).unwrap_or(old.len());
        new.extend(old.split_off(keep));
    }
}

fn append(draft: &mut Draft, mut moved: Vec<Item>) {
    if let (Some(last), Some(first)) = (draft.items.last_mut(), moved.first())
        && !last.head
        && !first.head
        && unfinished(last)
    {
        last.text.push_str(&first.text);
        last.units.extend(&first.units);
        last.open = first.open;
        moved.remove(0);
    }
    draft.items.append(&mut moved);
}

fn unfinished(item: &Item) -> bool {
    !item.head
        && !chars::ends_sentence(&item.text)
        && !dateline::closes_article(&item.text)
        && chars::is_longer(&item.text, 24)
}

/// What speaks for a split of `b`, apart from its words.
struct Signs {
    /// In nats, like the words.
    sum: f32,
    /// What stands before the split is plainly the end of an article.
    closed: bool,
}

/// Where the end of `b` begins that belongs to `a`, and by what margin.
fn split(units: &[Unit<'_>], a: &Draft, b: &Draft, grams: &Grams, models: &mut Models) -> Option<(usize, f32)> {
    let n = b.items.len();
    let a_text = a.items.iter().filter(|i| !i.head).count();
    if n < 2 || a_text == 0 || (a.stack.is_empty() && a.column.is_none()) || b.stack.is_empty() || is_over(a) {
        return None;
    }
    let open_a = a.items.last().is_some_and(unfinished);
    let first = n.saturating_sub(REACH).max(1);
    let all: Vec<Signs> = (first..n).map(|at| signs(a, b, at, open_a, grams)).collect();
    let Models { a: a_model, b: b_model, scratch } = models;
    a_model.refill(words(units, a, a.items.len()), grams);
    if !open_a && !all.iter().any(|s| s.closed) && ends_in_own_words(b, first, a_model, grams, (b_model, scratch)) {
        return None;
    }
    b_model.refill(words(units, b, first), grams);
    let texts: Vec<Text> = b.items[first..].iter().map(|i| Text::of(&i.text, grams, scratch)).collect();
    let length = |items: &[Item]| items.iter().map(|i| chars::len(&i.text)).sum::<usize>();
    let mut best: Option<(f32, usize, f32, f32)> = None;
    for at in first..n {
        if b.items[..at].iter().any(|i| !i.head) {
            let (stay, go) = texts.split_at(at - first);
            let words: f32 = go.iter().map(|t| a_model.against(b_model, t, false)).sum();
            let own: f32 = stay.iter().map(|t| a_model.against(b_model, t, true)).sum();
            let margin = words + all[at - first].sum;
            if best.is_none_or(|(most, ..)| margin - own > most) {
                best = Some((margin - own, at, margin, words));
            }
        }
        b_model.add(&b.items[at].text, grams);
    }
    let (_, at, margin, words) = best?;
    let rate = words * 100.0 / length(&b.items[at..]).max(1) as f32;
    let (least, wanted) = match (open_a, all[at - first].closed) {
        // The one breaks off, the other goes on behind its end: there is nothing to guess.
        (true, true) => (0.0, -10.0),
        (true, false) => (OPEN_MARGIN, OPEN_RATE),
        (false, true) => (MARGIN, OPEN_RATE),
        (false, false) if length(&b.items[..at]) < BRIEF => (MARGIN, BRIEF_RATE),
        (false, false) => (MARGIN, RATE),
    };
    (margin >= least && rate >= wanted).then_some((at, margin))
}

/// Whether an article ended where it stands, or goes on on another page. A picture with its credit
/// has no second half.
fn is_over(draft: &Draft) -> bool {
    let end = draft.items.last().and_then(|i| i.units.last());
    let closes = draft.credits.iter().any(|u| end.is_some_and(|end| u > end))
        || draft.items.last().is_some_and(|i| dateline::closes_article(&i.text) || jumps_on(&i.text));
    closes || !draft.tails.is_empty() || !draft.jumps.is_empty() && draft.items.last().is_none_or(|i| !unfinished(i))
}

fn jumps_on(text: &str) -> bool {
    marks::jump(text).is_some_and(|j| j.way == marks::Jump::On)
}

/// The headline of a draft and its first items.
fn words<'d>(units: &'d [Unit<'_>], draft: &'d Draft, items: usize) -> impl Iterator<Item = &'d str> {
    let heads = draft.stack.iter().map(|(u, _)| units[*u].text.as_ref());
    heads.chain(draft.items[..items].iter().map(|i| i.text.as_str()))
}

/// Most articles do: one look at the last paragraph against the first ones. `free` are two
/// models to count with.
fn ends_in_own_words(b: &Draft, first: usize, a: &Model, grams: &Grams, free: (&mut Model, &mut Model)) -> bool {
    let (opening, scratch) = free;
    let firsts = b.items.iter().scan(0, |seen, i| {
        let length = chars::len(&i.text);
        *seen += length;
        (*seen < OPENING || *seen == length).then_some(i.text.as_str())
    });
    opening.refill(firsts, grams);
    let last = b.items[first..].iter().rev().find(|i| chars::is_longer(&i.text, 39));
    last.is_some_and(|i| a.against(opening, &Text::of(&i.text, grams, scratch), false) < -8.0)
}

/// What signatures, jump marks and open sentences say for a split before item `at` of `b`.
fn signs(a: &Draft, b: &Draft, at: usize, open_a: bool, grams: &Grams) -> Signs {
    let before = &b.items[at - 1];
    let first = b.items[at].units.first().copied().unwrap_or(usize::MAX);
    let own_tail = |u: &usize| *u < first && before.units.last().is_some_and(|l| l < u);
    let lines = [&b.tails, &b.credits, &b.jumps];
    let closed = dateline::closes_article(&before.text)
        || jumps_on(&before.text)
        || lines.iter().any(|list| list.iter().any(own_tail));
    let ends_signed =
        b.items.last().is_some_and(|i| dateline::closes_article(&i.text)) || b.tails.iter().any(|u| *u > first);
    let mut sum = 0.0;
    if closed {
        sum += 20.0;
    }
    if before.head || unfinished(before) {
        sum -= 25.0;
    }
    let last = b.items.len() - 1;
    if b.items[at..last.max(at)].iter().any(|i| jumps_on(&i.text)) {
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
fn goes_on(a: &Draft, item: &Item, grams: &Grams) -> f32 {
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
    6.0 + seen + word - if facts::opener(&item.text) { 4.0 } else { 0.0 }
}

/// The models of two neighbours, and one to count with: made once for a page.
struct Models {
    a: Model,
    b: Model,
    scratch: Model,
}

/// Counts of the character pairs of an article, by their numbers.
struct Model {
    counts: Vec<u16>,
    /// The pairs counted so far, in the order of the text.
    taken: Vec<u32>,
}

impl Model {
    fn new(grams: &Grams) -> Self {
        Self { counts: vec![0; grams.different()], taken: Vec::with_capacity(MODEL) }
    }

    /// Forgets what it counted and counts these texts.
    fn refill<'t>(&mut self, texts: impl Iterator<Item = &'t str>, grams: &Grams) {
        self.taken.drain(..).for_each(|pair| self.counts[pair as usize] = 0);
        texts.for_each(|text| self.add(text, grams));
    }

    fn add(&mut self, text: &str, grams: &Grams) {
        for pair in grams.numbers(text).take(MODEL - self.taken.len()) {
            self.counts[pair as usize] += 1;
            self.taken.push(pair);
        }
    }

    fn count(&self, pair: u32) -> f32 {
        f32::from(self.counts[pair as usize])
    }

    fn total(&self) -> f32 {
        self.taken.len() as f32
    }

    /// How much likelier a text is under this model than under the other, in nats; each pair of
    /// characters counts once, so that a name said ten times is no ten pieces of evidence. With
    /// `counted` the text is part of the other model and is left out of it.
    fn against(&self, other: &Self, text: &Text, counted: bool) -> f32 {
        let left_out = if counted { text.total } else { 0.0 };
        let log = |count: f32, total: f32, page: f32| (OWN * count / total.max(LEAST) + (1.0 - OWN) * page).ln();
        let one = |pair: &Pair| {
            let theirs = (other.count(pair.number) - if counted { pair.count } else { 0.0 }).max(0.0);
            match (self.count(pair.number), theirs) {
                (0.0, 0.0) => 0.0,
                (own, theirs) => log(own, self.total(), pair.page) - log(theirs, other.total() - left_out, pair.page),
            }
        };
        text.pairs.iter().map(one).sum()
    }
}

/// The distinct pairs of a text.
struct Text {
    pairs: Vec<Pair>,
    total: f32,
}

struct Pair {
    number: u32,
    /// Share of the pair on the page.
    page: f32,
    /// How often the text has it.
    count: f32,
}

impl Text {
    /// `scratch` is a model to count with.
    fn of(text: &str, grams: &Grams, scratch: &mut Model) -> Self {
        scratch.refill(std::iter::once(text), grams);
        let total = scratch.total();
        let mut pairs = Vec::new();
        for number in scratch.taken.drain(..) {
            let count = std::mem::take(&mut scratch.counts[number as usize]);
            if count > 0 {
                pairs.push(Pair { number, page: grams.frequency(number), count: f32::from(count) });
            }
        }
        Self { pairs, total }
    }
}
