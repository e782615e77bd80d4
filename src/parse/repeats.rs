//! Mis-threaded tails: sentences printed twice on one page, the second time at the end of a
//! paragraph of an article they have nothing to do with.
//!
//! The ends of paragraphs are looked for everywhere on the page by hash. Where one comes back,
//! the repeat is drawn out backwards as far as it goes and cut at the start of a sentence. The
//! copy is kept whose article shares more words with it; the other is cut, where it is clear which.
//! A text repeated many times, shared by two notices, or shared from the middle of a sentence on is
//! a formula, not an accident, and is left alone: what is cut by mistake is lost, and what is left
//! by mistake can still be cut by hand.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    chars, dateline,
    draft::{Draft, Item},
    evidence,
    glance::Glance,
    grams::{Grams, Set},
    lines::Unit,
};
use crate::windows::{self, Sieve};

/// Characters of a paragraph's end that are looked for.
const KEY: usize = 14;
/// The shortest repeat that is no coincidence.
const LEAST: usize = 20;
/// The shortest repeat that counts in the middle of a paragraph.
const QUOTE: usize = 60;
/// Pairs of an article that a repeated text is compared with.
const NEAR: usize = 6000;
/// Characters in which a signature ends a text.
const SIGNATURE: usize = 90;
/// Copies beyond which it is a formula.
const MOST: usize = 3;
/// Characters before a sentence that two texts may end alike in by chance: a word and its stop (工作。).
const CHANCE: usize = 3;
/// Pairs of characters that the article of the copy that stays must share with it more than the other. The
/// words that two briefs end in (下一步，将继续加大…力度) speak for one of them by a pair or two.
const CLEAR: f32 = 4.0;
/// The same where the text ends both articles: two reports on one matter may both be meant to end so.
const ENDS: f32 = 8.0;
/// The same for a long text that stands at the end of one article and inside the other, as tails do.
const TAIL: f32 = 2.0;

/// A repeat that was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// The draft and the item it was cut from.
    pub(super) draft: usize,
    pub(super) item: usize,
    /// What was cut.
    pub(super) text: String,
    /// The draft that keeps it.
    pub(super) kept: usize,
}

struct Para<'c> {
    draft: usize,
    item: usize,
    chars: Cow<'c, [char]>,
}

impl Para<'_> {
    /// What stands before its last `length` characters.
    fn before(&self, length: usize) -> &[char] {
        &self.chars[..self.chars.len() - length]
    }
}

/// The repeated tails of blocks.
pub(super) struct Tails {
    /// Where that of each block begins, in bytes: its end where it has none.
    pub(super) begins: Vec<usize>,
    /// Whether no long block ends in what stands in another one, be it ever so often.
    none: bool,
}

/// Finds the repeated tails of blocks. Which of the copies is out of place is not known before the
/// articles are; but what stands before a copy may be the end of its article:
/// `…。（新华社北京7月7日电）` with a tail of another behind it.
pub(super) fn tails(units: &[Unit<'_>], chars: &[char]) -> Tails {
    let mut out: Vec<usize> = units.iter().map(|u| u.text.len()).collect();
    let long: Vec<usize> = (0..units.len()).filter(|at| is_long(&units[*at])).collect();
    let texts: Vec<&[char]> = long.iter().map(|at| &chars[units[*at].chars.clone()]).collect();
    let places = places(&texts);
    let none = places.is_empty();
    for (p, (q, last), length) in repeats(&texts, places) {
        let both = last + 1 == texts[q].len();
        for at in [Some(p), both.then_some(q)].into_iter().flatten() {
            let tail = &texts[at][texts[at].len() - length..];
            let begins = units[long[at]].text.len() - tail.iter().map(|c| c.len_utf8()).sum::<usize>();
            out[long[at]] = out[long[at]].min(begins);
        }
    }
    Tails { begins: out, none }
}

fn is_long(unit: &Unit<'_>) -> bool {
    unit.glance.len >= LEAST
}

/// Whether the blocks tell that no paragraph ends in what stands in another one: no block does, and
/// each paragraph is one of those that were looked at.
fn none_repeats(units: &[Unit<'_>], drafts: &[Draft], tails: &Tails) -> bool {
    let is_block = |item: &Item| matches!(&item.units[..], [unit] if is_long(&units[*unit]));
    let is_short = |item: &Item| item.units.iter().map(|unit| units[*unit].chars.len()).sum::<usize>() < LEAST;
    let paragraphs = || drafts.iter().flat_map(|draft| &draft.items).filter(|item| !item.head);
    tails.none && paragraphs().all(|item| is_block(item) || is_short(item))
}

/// Cuts the repeated tails out of the drafts and says what was cut.
pub(super) fn cut(
    units: &[Unit<'_>],
    chars: &[char],
    drafts: &mut [Draft],
    grams: &Grams<'_>,
    tails: &Tails,
) -> Vec<Cut> {
    if none_repeats(units, drafts, tails) {
        return Vec::new();
    }
    let items = drafts.iter().enumerate().flat_map(|(d, draft)| (0..).zip(&draft.items).map(move |(i, it)| (d, i, it)));
    let paras: Vec<Para<'_>> = items
        .filter(|(_, _, it)| !it.head)
        .map(|(draft, item, it)| Para { draft, item, chars: it.letters(units, chars) })
        .filter(|para| para.chars.len() >= LEAST)
        .collect();
    let texts: Vec<&[char]> = paras.iter().map(|para| &*para.chars).collect();
    let found = repeats(&texts, places(&texts));
    let mut cuts: Vec<Cut> = Vec::new();
    let mut near = if found.is_empty() { Set::default() } else { grams.set() };
    for (p, q, length) in found {
        let (a, b) = (&paras[p], &paras[q.0]);
        if a.draft == b.draft {
            continue;
        }
        let at_end = q.1 + 1 == b.chars.len();
        // A speech printed in one article and quoted in another is no accident.
        let quoted = b.chars.get(q.1 + 1).is_some_and(|c| chars::is_closer(*c)) || (!at_end && length < QUOTE);
        // A sentence that is a paragraph by itself in both is meant (人工智能带来前所未有发展机遇, in two reports
        // of one agency): a tail hangs behind another text.
        let alone = a.chars.len() == length && b.chars.len() == length;
        if quoted || alone {
            continue;
        }
        if is_formula(a, (b, q.1)) || are_notices(units, &drafts[a.draft], &drafts[b.draft]) {
            continue;
        }
        let text: String = a.chars[a.chars.len() - length..].iter().collect();
        let loser = if at_end { misplaced((units, drafts), grams, (a, b), &text, &mut near) } else { Some(a) };
        let Some(loser) = loser else { continue };
        let keeper = if std::ptr::eq(loser, a) { b } else { a };
        if !cuts.iter().any(|c| c.text == text) {
            cuts.push(Cut { draft: loser.draft, item: loser.item, text, kept: keeper.draft });
        }
    }
    cuts.retain(|c| drop_text(drafts, c));
    cuts
}

/// For each paragraph, where its end seems to stand elsewhere: the other's index and the place of the
/// last character there.
fn places(paras: &[&[char]]) -> BTreeMap<usize, Vec<(usize, usize)>> {
    let end_of = |(p, para): (usize, &&[char])| (windows::hash(&para[para.len() - KEY..]), p);
    let mut ends: Vec<(u64, usize)> = paras.iter().enumerate().map(end_of).collect();
    ends.sort_unstable();
    let sieve = Sieve::of(ends.iter().map(|(hash, _)| *hash));
    let ending = Endings::of(paras);
    let mut found: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut lasts = Vec::new();
    for (q, para) in paras.iter().enumerate() {
        lasts.clear();
        ending.note(para, &mut lasts);
        for last in lasts.iter().copied() {
            let window = windows::hash(&para[last + 1 - KEY..=last]);
            if !sieve.lets_through(window) {
                continue;
            }
            let from = ends.partition_point(|(hash, _)| *hash < window);
            for (_, p) in ends[from..].iter().take_while(|(hash, _)| *hash == window).take(MOST + 1) {
                if *p != q {
                    found.entry(*p).or_default().push((q, last));
                }
            }
        }
    }
    found
}

/// Pairs of a paragraph whose end stands elsewhere: its index, the other's index and the place of
/// the last character there, the length of the repeat in characters.
fn repeats(paras: &[&[char]], places: BTreeMap<usize, Vec<(usize, usize)>>) -> Vec<(usize, (usize, usize), usize)> {
    let mut out = Vec::new();
    for (p, places) in places {
        if places.len() > MOST {
            continue;
        }
        for (q, last) in places {
            let length = common(paras[p], &paras[q][..=last]);
            let length = from_sentence(paras[p], length);
            if length >= LEAST {
                out.push((p, (q, last), length));
            }
        }
    }
    out
}

/// The last characters of paragraphs: a window that ends as no paragraph does is passed over, and nearly
/// all are. Most paragraphs end in one of three marks, so a look at the last character tells most windows;
/// one at the last two tells the others.
struct Endings {
    last: [bool; SLOTS],
    last_two: [bool; SLOTS],
}

/// Characters and pairs of them are told apart by so many slots.
const SLOTS: usize = 1 << 10;

impl Endings {
    fn of(paras: &[&[char]]) -> Self {
        let mut out = Self { last: [false; SLOTS], last_two: [false; SLOTS] };
        for para in paras {
            if let [.., a, b] = para {
                out.last[*b as usize % SLOTS] = true;
                out.last_two[Self::slot(*a, *b)] = true;
            }
        }
        out
    }

    fn slot(a: char, b: char) -> usize {
        (a as usize * 37 + b as usize) % SLOTS
    }

    /// Notes where a window of a text may end as a paragraph does.
    fn note(&self, para: &[char], lasts: &mut Vec<usize>) {
        for last in KEY - 1..para.len() {
            if self.last[para[last] as usize % SLOTS] && self.last_two[Self::slot(para[last - 1], para[last])] {
                lasts.push(last);
            }
        }
    }
}

/// Length of the common end of two texts.
fn common(a: &[char], b: &[char]) -> usize {
    a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count()
}

/// The part of the last `length` characters that begins at the start of a sentence.
fn from_sentence(text: &[char], length: usize) -> usize {
    let from = text.len() - length;
    (from..text.len()).find(|at| *at == 0 || starts_sentence(text, *at)).map_or(0, |at| text.len() - at)
}

fn starts_sentence(text: &[char], at: usize) -> bool {
    let before = text[at - 1];
    // Behind a bracket a signature may end: `…（新华社北京7月7日电）虽然…`.
    let bracket = matches!(before, ')' | '）');
    let through = bracket || chars::is_closer(before) && at >= 2 && chars::is_stop(text[at - 2]);
    (chars::is_stop(before) && !chars::is_closer(text[at])) || through
}

/// Whether two texts share their words from the middle of a sentence on: `a` to its end, `b` to its
/// character `last`. A tail that was pasted begins where a sentence of its article begins; what goes back
/// farther is the wording of a form (…一案，现依法向你公告送达起诉状副本。自公告之日起，…).
fn is_formula(a: &Para<'_>, (b, last): (&Para<'_>, usize)) -> bool {
    let b = &b.chars[..=last];
    let shared = common(&a.chars, b);
    let begins = |text: &[char]| from_sentence(text, shared) + CHANCE >= shared;
    !begins(&a.chars) && !begins(b)
}

/// Whether both articles are official papers or notices, or are called alike: those are worded alike.
fn are_notices(units: &[Unit<'_>], a: &Draft, b: &Draft) -> bool {
    let lines = |draft: &Draft| draft.stack.iter().map(|(unit, _)| *unit).collect::<Vec<_>>();
    let (a, b) = (lines(a), lines(b));
    let is_notice = |lines: &[usize]| lines.iter().any(|unit| evidence::document(&units[*unit].text));
    is_notice(&a) && is_notice(&b) || a.iter().any(|one| b.iter().any(|other| units[*one].text == units[*other].text))
}

/// The paragraph of the two in which the text they both end in is out of place, if that is clear: it stands
/// behind the signature of another article, or has less to do with the article around it. `near` is a set
/// to count with.
fn misplaced<'p, 'c>(
    (units, drafts): (&[Unit<'_>], &[Draft]),
    grams: &Grams<'_>,
    (a, b): (&'p Para<'c>, &'p Para<'c>),
    text: &str,
    near: &mut Set,
) -> Option<&'p Para<'c>> {
    let length = text.chars().count();
    match (is_signed(a.before(length)), is_signed(b.before(length))) {
        (true, false) => return Some(a),
        (false, true) => return Some(b),
        _ => {}
    }
    let own = grams.distinct(&a.chars[a.chars.len() - length..], 400);
    let mut score = |para: &Para<'_>| {
        near.fill([&*neighbours(units, &drafts[para.draft], para.item, text, grams)].into_iter());
        let open = if opens(para.before(length)) { 1.0 } else { 0.0 };
        (grams.shared(near, &own) + open) * own.len() as f32
    };
    let (of_a, of_b) = (score(a), score(b));
    let (loser, keeper, margin) = if of_a < of_b { (a, b, of_b - of_a) } else { (b, a, of_a - of_b) };
    let is_last = |para: &Para<'_>| drafts[para.draft].items.len() == para.item + 1;
    let wanted = match (is_last(loser), is_last(keeper)) {
        (true, false) if length >= QUOTE => TAIL,
        (true, true) => ENDS,
        _ => CLEAR,
    };
    (margin >= wanted).then_some(loser)
}

/// Whether a text ends as articles do, in a signature in brackets: （新华社北京7月7日电）, （江城日报东湖讯）.
fn is_signed(text: &[char]) -> bool {
    let end: String = text[text.len().saturating_sub(SIGNATURE)..].iter().collect();
    let wired = |inner: &str| inner.ends_with(['讯', '訊', '电', '電']) && chars::is_longer(inner, 4);
    chars::bracket_end(&end).is_some_and(|(_, inner)| wired(inner) || dateline::closes_article(&end))
}

/// Whether what stands before a repeat leads into it (在一个“十”字的中心：…): without it the
/// sentence would have no end, so the copy belongs there.
fn opens(before: &[char]) -> bool {
    before.last().is_some_and(|c| chars::is_comma(*c))
}

/// The pairs of the article around an item, the repeated text left out.
fn neighbours(units: &[Unit<'_>], draft: &Draft, item: usize, text: &str, grams: &Grams<'_>) -> Vec<u32> {
    let mut out = Vec::new();
    for (i, other) in draft.items.iter().enumerate() {
        let left_out = if i != item {
            0
        } else if other.text.ends_with(text) {
            text.chars().count()
        } else {
            continue;
        };
        grams.of_blocks(units, &other.units, left_out, &mut out);
        if out.len() >= NEAR {
            break;
        }
    }
    out.truncate(NEAR);
    out
}

/// Takes the text off the end of its item; an item that was nothing else goes.
fn drop_text(drafts: &mut [Draft], cut: &Cut) -> bool {
    let Some(item) = drafts.get_mut(cut.draft).and_then(|d| d.items.get_mut(cut.item)) else { return false };
    let Some(rest) = item.text.strip_suffix(cut.text.as_str()) else { return false };
    let left = rest.len();
    item.cut += cut.text.chars().count();
    item.glance = Glance::of(rest);
    item.text.truncate(left);
    true
}
