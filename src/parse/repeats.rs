//! Mis-threaded tails: sentences printed twice on one page, the second time at the end of a
//! paragraph of an article they have nothing to do with.
//!
//! The ends of paragraphs are looked for everywhere on the page by hash. Where one comes back,
//! the repeat is drawn out backwards as far as it goes and cut at the start of a sentence. The
//! copy is kept whose article shares more words with it; the other is cut. A text repeated many
//! times is a formula, not an accident, and is left alone.

use std::collections::BTreeMap;

use super::{chars, draft::Draft, glance::Glance, grams::Grams, lines::Unit};
use crate::windows::{self, Sieve};

/// Characters of a paragraph's end that are looked for.
const KEY: usize = 14;
/// The shortest repeat that is no coincidence.
const LEAST: usize = 20;
/// The shortest repeat that counts in the middle of a paragraph.
const QUOTE: usize = 60;
/// Copies beyond which it is a formula.
const MOST: usize = 3;

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

struct Para {
    draft: usize,
    item: usize,
    chars: Vec<char>,
}

impl AsRef<[char]> for Para {
    fn as_ref(&self) -> &[char] {
        &self.chars
    }
}

/// Where the repeated tail of each block begins, in bytes: its end where it has none. Which of the
/// copies is out of place is not known before the articles are; but what stands before a copy may
/// be the end of its article: `…。（新华社北京7月7日电）` with a tail of another behind it.
pub(super) fn tails(units: &[Unit<'_>]) -> Vec<usize> {
    let mut out: Vec<usize> = units.iter().map(|u| u.text.len()).collect();
    let places = out.iter().enumerate().filter(|(_, length)| **length >= LEAST).map(|(at, _)| at);
    let places: Vec<usize> = places.filter(|at| chars::is_longer(&units[*at].text, LEAST - 1)).collect();
    let texts: Vec<Vec<char>> = places.iter().map(|at| units[*at].text.chars().collect()).collect();
    for (p, (q, last), length) in repeats(&texts) {
        let both = last + 1 == texts[q].len();
        for at in [Some(p), both.then_some(q)].into_iter().flatten() {
            let tail = &texts[at][texts[at].len() - length..];
            let begins = units[places[at]].text.len() - tail.iter().map(|c| c.len_utf8()).sum::<usize>();
            out[places[at]] = out[places[at]].min(begins);
        }
    }
    out
}

/// Cuts the repeated tails out of the drafts and says what was cut.
pub(super) fn cut(drafts: &mut [Draft], grams: &Grams) -> Vec<Cut> {
    let paras: Vec<Para> = drafts
        .iter()
        .enumerate()
        .flat_map(|(d, draft)| draft.items.iter().enumerate().map(move |(i, item)| (d, i, item)))
        .filter(|(_, _, item)| !item.head)
        .map(|(draft, item, it)| Para { draft, item, chars: it.text.chars().collect() })
        .filter(|p| p.chars.len() >= LEAST)
        .collect();
    let mut cuts: Vec<Cut> = Vec::new();
    for (p, q, length) in repeats(&paras) {
        let (a, b) = (&paras[p], &paras[q.0]);
        if a.draft == b.draft {
            continue;
        }
        let at_end = q.1 + 1 == b.chars.len();
        // A speech printed in one article and quoted in another is no accident.
        let quoted = b.chars.get(q.1 + 1).is_some_and(|c| chars::is_closer(*c)) || (!at_end && length < QUOTE);
        if quoted {
            continue;
        }
        let text: String = a.chars[a.chars.len() - length..].iter().collect();
        let loser = if at_end { worse(drafts, grams, a, b, length, &text) } else { a };
        let keeper = if std::ptr::eq(loser, a) { b } else { a };
        if !cuts.iter().any(|c| c.text == text) {
            cuts.push(Cut { draft: loser.draft, item: loser.item, text, kept: keeper.draft });
        }
    }
    cuts.retain(|c| drop_text(drafts, c));
    cuts
}

/// Pairs of a paragraph whose end stands elsewhere: its index, the other's index and the place of
/// the last character there, the length of the repeat in characters.
fn repeats(paras: &[impl AsRef<[char]>]) -> Vec<(usize, (usize, usize), usize)> {
    let mut ends: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let paras: Vec<&[char]> = paras.iter().map(AsRef::as_ref).collect();
    for (i, para) in paras.iter().enumerate() {
        ends.entry(windows::hash(&para[para.len() - KEY..])).or_default().push(i);
    }
    let sieve = Sieve::of(ends.keys().copied());
    // A window that ends as no paragraph does is passed over: nearly all are.
    let slot = |c: char| c as usize % 256;
    let mut ending = [false; 256];
    paras.iter().filter_map(|para| para.last()).for_each(|c| ending[slot(*c)] = true);
    let mut found: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (q, para) in paras.iter().enumerate() {
        let windows = para.windows(KEY).enumerate().filter(|(_, window)| ending[slot(window[KEY - 1])]);
        let windows = windows.map(|(start, window)| (start, windows::hash(window)));
        for (start, window) in windows.filter(|(_, window)| sieve.lets_through(*window)) {
            for p in ends.get(&window).into_iter().flatten().take(MOST + 1) {
                if *p != q {
                    found.entry(*p).or_default().push((q, start + KEY - 1));
                }
            }
        }
    }
    let mut out = Vec::new();
    for (p, places) in found {
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

/// The paragraph of the two whose article has less to do with the repeated text.
fn worse<'p>(drafts: &[Draft], grams: &Grams, a: &'p Para, b: &'p Para, length: usize, text: &str) -> &'p Para {
    let own = grams.distinct(text, 400);
    let score = |para: &Para| {
        let last = drafts[para.draft].items.len() == para.item + 1;
        let whole = para.chars.len() == length;
        let near = neighbours(&drafts[para.draft], para.item, text, grams);
        let open = !whole && opens(&para.chars[..para.chars.len() - length]);
        let place = if whole {
            0.02
        } else if last {
            -0.01
        } else {
            0.0
        };
        grams.shared(&near, &own) + place + if open { 1.0 } else { 0.0 }
    };
    if score(a) < score(b) { a } else { b }
}

/// Whether what stands before a repeat leads into it (在一个“十”字的中心：…): without it the
/// sentence would have no end, so the copy belongs there.
fn opens(before: &[char]) -> bool {
    before.last().is_some_and(|c| chars::is_comma(*c))
}

/// The pairs of the article around an item, the repeated text left out.
fn neighbours(draft: &Draft, item: usize, text: &str, grams: &Grams) -> Vec<u32> {
    let mut around = String::new();
    for (i, other) in draft.items.iter().enumerate() {
        let part = if i == item { other.text.strip_suffix(text).unwrap_or_default() } else { &other.text };
        around.push_str(part);
        around.push('。');
    }
    grams.distinct(&around, 6000)
}

/// Takes the text off the end of its item; an item that was nothing else goes.
fn drop_text(drafts: &mut [Draft], cut: &Cut) -> bool {
    let Some(item) = drafts.get_mut(cut.draft).and_then(|d| d.items.get_mut(cut.item)) else { return false };
    let Some(rest) = item.text.strip_suffix(cut.text.as_str()) else { return false };
    item.glance = Glance::of(rest);
    item.text.truncate(rest.len());
    true
}
