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

mod signs;
mod words;

use self::{
    signs::signs,
    words::{Models, Text, Words},
};
use super::{
    chars, dateline,
    draft::{Draft, Item},
    evidence,
    glance::Kinds,
    grams::Grams,
    lines::Unit,
    marks, pairs,
    roles::Role,
};

/// Paragraphs at the end of an article that may belong elsewhere.
const REACH: usize = 120;
/// Characters at the start of an article that are surely its own.
const OPENING: usize = 400;
/// The least margin for moving text, in nats.
const MARGIN: f32 = 25.0;
/// By how many characters would stay at most: the least margin for moving the rest, and per 100 characters
/// moved. Interleaved halves measure 5 to 35 per 100. The ends of whole articles measure below 2, and below
/// 15 in all, where what stays before them is long enough to make a model; the few words of a brief hardly
/// make one, and any long text behind them may look like another's.
const WANTED: [(usize, f32, f32); 3] = [(150, MARGIN, 12.0), (300, MARGIN, 7.0), (usize::MAX, 16.0, 3.5)];
/// What is enough when the article before breaks off in a sentence: its rest has to be somewhere.
const OPEN_MARGIN: f32 = 10.0;
const OPEN_RATE: f32 = 0.5;

/// A move that was made: the first unit moved, the draft it left, the draft it went to, how sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Move {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) unit: usize,
    pub(super) margin: f32,
}

/// Puts second halves back. Each article is looked at once, from the first to the last.
pub(super) fn mend(units: &[Unit<'_>], drafts: &mut [Draft], grams: &Grams<'_>) -> Vec<Move> {
    let mut moves = Vec::new();
    let mut models = Models::lent(grams);
    let mut words_before = None;
    for b in 1..drafts.len() {
        let cut = cut_kicker(units, drafts, b);
        let mut words = Both { before: words_before.take().filter(|_| cut.is_none()), own: None };
        let found = split(units, &drafts[b - 1], &drafts[b], grams, &mut words, &mut models);
        words_before = words.own;
        let Some((at, margin)) = found else {
            cut.into_iter().for_each(|line| put_back(drafts, b, line));
            continue;
        };
        let moved = drafts[b].items.split_off(at);
        if let Some(words) = &mut words_before {
            words.truncate(at);
        }
        let Some(unit) = moved.first().and_then(|i| i.units.first()).copied() else { continue };
        let (left, right) = drafts.split_at_mut(b);
        trail(&mut left[b - 1], &mut right[0], unit);
        append(&mut left[b - 1], moved);
        moves.push(Move { from: b, to: b - 1, unit, margin });
    }
    moves
}

/// Where a line above the headline of article `b` is the half of a sentence whose other half stands in
/// `b`, it is the last line of the article before, read as a kicker: 充分发挥先进典型的带动作 above a
/// headline, and further down a paragraph that begins 用。 It goes there, for [`split`] to judge.
fn cut_kicker(units: &[Unit<'_>], drafts: &mut [Draft], b: usize) -> Option<(usize, Role)> {
    let &[line @ (unit, Role::Kicker), _, ..] = &drafts[b].stack[..] else { return None };
    let text: &str = &units[unit].text;
    let long = units[unit].glance.len > 24 && !text.ends_with(['—', '：', ':', '！', '？']);
    let end = text.chars().next_back().filter(|_| long && drafts[b].column.is_none())?;
    rest_of(end, &drafts[b])?;
    drafts[b].stack.remove(0);
    drafts[b - 1].items.push(Item::new(false, unit, &units[unit], true));
    Some(line)
}

fn put_back(drafts: &mut [Draft], b: usize, line: (usize, Role)) {
    drafts[b - 1].items.pop();
    drafts[b].stack.insert(0, line);
}

/// The item of `b` with which a sentence surely goes on that breaks off in the character `end`: the two
/// make a word or a comma begins it, and the paragraph above has ended.
fn rest_of(end: char, b: &Draft) -> Option<usize> {
    let is_rest = |at: &usize| {
        let start = b.items[*at].text.chars().next().unwrap_or(' ');
        let joins = chars::is_comma(start) || pairs::in_word(end, start) && !fresh(&b.items[*at]);
        joins && !b.items[*at].head && !unfinished(&b.items[at - 1])
    };
    (1..b.items.len()).find(is_rest)
}

/// The words of two neighbours, where they were looked up already.
struct Both {
    before: Option<Words>,
    own: Option<Words>,
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
        last.push(&first.text, &first.glance);
        last.units.extend(&first.units);
        last.open = first.open;
        moved.remove(0);
    }
    draft.items.append(&mut moved);
}

fn unfinished(item: &Item) -> bool {
    !item.head && !chars::ends_sentence(&item.text) && !closes(item) && item.glance.len > 24
}

/// Where the end of `b` begins that belongs to `a`, and by what margin.
fn split(
    units: &[Unit<'_>],
    a: &Draft,
    b: &Draft,
    grams: &Grams<'_>,
    words: &mut Both,
    models: &mut Models,
) -> Option<(usize, f32)> {
    let n = b.items.len();
    let has_text = a.items.iter().any(|i| !i.head);
    if n < 2
        || !has_text
        || (a.stack.is_empty() && a.column.is_none())
        || (b.stack.is_empty() && b.column.is_none())
        || is_over(a)
    {
        return None;
    }
    // Notices end in names and numbers: nothing of them is missing.
    let is_notice = a.stack.iter().any(|(u, _)| evidence::document(&units[*u].text));
    let open_a = !is_notice && a.items.last().is_some_and(unfinished);
    let first = n.saturating_sub(REACH).max(1);
    let all = signs(a, b, first, open_a, grams);
    let a_words = words.before.get_or_insert_with(|| Words::of(units, a, grams));
    let b_words = words.own.insert(Words::of(units, b, grams));
    models.a.refill(a_words.upto(a.items.len()));
    if !open_a && !all.iter().any(|s| s.closed) && ends_in_own_words(b, first, b_words, grams, models) {
        return None;
    }
    let texts = models.told_apart(b_words, first, grams);
    let length = |items: &[Item]| items.iter().map(|i| i.glance.len).sum::<usize>();
    // Where the article before breaks off and this one has ended, the rest is what stands behind the
    // end, however alike the two are (three reports on one congress).
    let behind_end = (first..n).find(|at| open_a && all[at - first].closed && !fresh(&b.items[*at]));
    let end = a.items.last().and_then(|item| item.text.chars().next_back()).filter(|_| open_a);
    let rest = end.and_then(|end| rest_of(end, b));
    // Of the places where a split may be: what would go, as far as it speaks for the article before.
    let text = b.items.iter().position(is_text);
    let may = |at: usize| {
        behind_end.is_none_or(|end| end == at) && text.is_some_and(|text| text < at) && !is_note(&b.items[at])
    };
    let margin = |at: usize, theirs: f32| theirs + all[at - first].sum;
    let is_enough = |at: usize, theirs: f32| {
        let rate = theirs * 100.0 / length(&b.items[at..]).max(1) as f32;
        let (least, wanted) = match (open_a, all[at - first].closed) {
            // The one breaks off, the other goes on behind its end: there is nothing to guess.
            (true, true) if behind_end.is_some() => (f32::MIN, -20.0),
            (true, true) => (0.0, -10.0),
            (true, false) if rest == Some(at) => (0.0, -OPEN_RATE),
            (true, false) => (OPEN_MARGIN, OPEN_RATE),
            (false, true) => (MARGIN, OPEN_RATE),
            (false, false) => wanted(length(&b.items[..at])),
        };
        margin(at, theirs) >= least && rate >= wanted
    };
    let mut going: Vec<(usize, f32)> = Vec::new();
    models.b.refill(b_words.upto(first));
    for at in first..n {
        if may(at) {
            going.push((at, texts[at - first..].iter().map(|t| models.a.against(&models.b, t, false)).sum()));
        }
        models.b.add(b_words.item(at));
    }
    // Most articles have no such place: what would stay need not be looked at.
    if !going.iter().any(|(at, theirs)| is_enough(*at, *theirs)) {
        return None;
    }
    let mut best: Option<(f32, usize, f32)> = None;
    let mut before = first;
    models.b.refill(b_words.upto(first));
    for (at, theirs) in going {
        models.b.add(b_words.between(before, at));
        before = at;
        let own: f32 = texts[..at - first].iter().map(|t| models.a.against(&models.b, t, true)).sum();
        let lead = margin(at, theirs) - own;
        if is_enough(at, theirs) && best.is_none_or(|(most, ..)| lead > most) {
            best = Some((lead, at, theirs));
        }
    }
    let (_, at, theirs) = best.filter(|(_, at, _)| !holds_any(a, &b.items[*at..]))?;
    Some((at, margin(at, theirs)))
}

/// Whether an article has one of these paragraphs already: a text that is printed in two articles
/// (a forecast below two reports on the weather) is missing in neither.
fn holds_any(a: &Draft, items: &[Item]) -> bool {
    let is_same = |own: &Item, item: &Item| own.glance.len == item.glance.len && own.text == item.text;
    items.iter().any(|item| !item.head && a.items.iter().any(|own| is_same(own, item)))
}

/// The margin and the rate that a split must measure that leaves so many characters to an article.
fn wanted(staying: usize) -> (f32, f32) {
    let row = WANTED.iter().find(|(most, ..)| staying < *most).unwrap_or(&WANTED[0]);
    (row.1, row.2)
}

/// Whether an item begins as articles do and the rest of a sentence does not.
fn fresh(item: &Item) -> bool {
    let text: &str = &item.text;
    item.head || evidence::opener(text) || text.starts_with(chars::is_opener) || dateline::is_dated(text)
}

/// Whether an item is nothing but a note in brackets: （相关报道见第四版）. It belongs to what it stands
/// below, and no second half begins so.
fn is_note(item: &Item) -> bool {
    item.text.starts_with(chars::is_opener) && chars::bracket_start(&item.text).is_some_and(|(_, rest)| rest.is_empty())
}

/// Whether an item is text that an article could keep, and no dateline with nothing behind it.
fn is_text(item: &Item) -> bool {
    !item.head && !is_bare_dateline(item)
}

/// Whether a paragraph is a dateline and nothing behind it.
fn is_bare_dateline(item: &Item) -> bool {
    let may = item.glance.holds(Kinds::WIRE.or(Kinds::NEWS));
    may && dateline::is_bare(&item.text)
}

/// Whether an article ended where it stands, or goes on on another page. A picture with its credit
/// has no second half.
fn is_over(draft: &Draft) -> bool {
    let end = draft.items.last().and_then(|i| i.units.last());
    let closes = draft.credits.iter().any(|u| end.is_some_and(|end| u > end))
        || draft.items.last().is_some_and(|i| closes(i) || jumps_on(i));
    closes || !draft.tails.is_empty() || !draft.jumps.is_empty() && draft.items.last().is_none_or(|i| !unfinished(i))
}

fn jumps_on(item: &Item) -> bool {
    item.glance.holds(Kinds::TURN) && marks::jump(&item.text).is_some_and(|j| j.way == marks::Jump::On)
}

fn closes(item: &Item) -> bool {
    item.glance.holds(Kinds::ROUND_CLOSER) && dateline::closes_article(&item.text)
}

/// Most articles do: one look at the last paragraph against the first ones.
fn ends_in_own_words(b: &Draft, first: usize, words: &Words, grams: &Grams<'_>, models: &mut Models) -> bool {
    let mut seen = 0;
    let opening = b.items.iter().take_while(|i| {
        let alone = seen == 0;
        seen += i.glance.len;
        seen < OPENING || alone
    });
    models.b.refill(words.between(0, opening.count()));
    let Some(last) = (first..b.items.len()).rev().find(|i| b.items[*i].glance.len > 39) else { return false };
    let last = Text::of(words.item(last), grams, &mut models.scratch);
    models.a.against(&models.b, &last, false) < -8.0
}
