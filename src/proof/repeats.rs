//! The same passage twice on a page.
//!
//! What the reader cut as a mis-threaded tail is gone by now; this finds what is left: a
//! paragraph set twice, a tail that stands in two articles. Much on a page is repeated on
//! purpose, and that stays unsaid:
//! - official formulas: a repeat counts only when it holds a whole sentence, full stop
//!   included, or is a paragraph of its own;
//! - a speech printed in full beside a comment that quotes it (“形势催人,也逼人。…”);
//! - the opening sentence of two reports on one event.
//!
//! Most pages repeat nothing, which `sample` tells. Of the others, all windows of thirty characters
//! are hashed; those whose hash was met before are looked up, sorted and grown: `n log n` at worst.

use std::ops::Range;

use super::{Finding, passages};
use crate::{
    press::Article,
    windows::{self, Sieve},
};

/// The shortest repeat that is told, in characters.
pub(super) const WINDOW: usize = 30;
/// A window of fewer different characters is a rule of dots or a table.
const DIFFERENT: usize = 10;

/// How far back an opening quote is looked for, in characters.
const QUOTE: usize = 500;
/// More repeats than this on one page are its manner, and the rest stays unsaid.
const ENOUGH: usize = 20;

/// All body text of a page, a `\0` behind each paragraph.
struct PageText {
    chars: Vec<char>,
    /// Start of each paragraph in `chars`, its article and its passage number there.
    starts: Vec<(usize, usize, usize)>,
}

impl PageText {
    /// Whether an opening quote stands before, unclosed, in the same paragraph.
    fn is_quoted(&self, at: usize) -> bool {
        let before = self.chars[..at].iter().rev().take(QUOTE).take_while(|c| **c != '\0');
        before.copied().find(|c| matches!(c, '“' | '”')) == Some('“')
    }

    /// Both open their paragraphs, and neither paragraph ends with them.
    fn shares_opening(&self, one: &Range<usize>, other: &Range<usize>) -> bool {
        let opens = |range: &Range<usize>| range.start == 0 || self.chars.get(range.start - 1) == Some(&'\0');
        let ends = |range: &Range<usize>| self.chars.get(range.end) == Some(&'\0');
        opens(one) && opens(other) && !ends(one) && !ends(other)
    }
}

/// Repeats on a page: article, passage and finding at the second of the two places.
pub(super) fn check(articles: &[Article]) -> Vec<(usize, usize, Finding)> {
    let page = page_text(articles);
    let pairs = pairs(&page.chars);
    let mut found = Vec::new();
    for run in pairs.chunk_by(|a, b| b.1 == a.1 + 1 && b.0 == a.0 + 1) {
        let (Some((first, second)), Some((_, last))) = (run.first(), run.last()) else { continue };
        let whole = *second..*last + WINDOW;
        let before = *first..*first + whole.len();
        let meant = || page.is_quoted(whole.start) || page.is_quoted(*first) || page.shares_opening(&before, &whole);
        if found.len() < ENOUGH && holds_a_sentence(&page.chars, &whole) && !meant() {
            found.extend(finding(articles, &page, *first, whole));
        }
    }
    found
}

fn page_text(articles: &[Article]) -> PageText {
    let mut page = PageText { chars: Vec::new(), starts: Vec::new() };
    for (index, article) in articles.iter().enumerate() {
        for (number, passage) in passages(article).iter().enumerate().filter(|(_, passage)| passage.is_body) {
            page.starts.push((page.chars.len(), index, number));
            page.chars.reserve(passage.text.len() + 1);
            passage.text.chars().for_each(|c| page.chars.push(c));
            page.chars.push('\0');
        }
    }
    page
}

/// For each window that stood on the page before: where first, and where again; by the latter.
fn pairs(chars: &[char]) -> Vec<(usize, usize)> {
    let mut hashes = Vec::new();
    let again = seen_again(chars);
    if !again.is_empty() {
        let sieve = Sieve::of(again.iter().copied());
        let likely = windows::hashes(chars, WINDOW).zip(0..).filter(|(hash, _)| sieve.lets_through(*hash));
        hashes.extend(likely.filter(|(_, at)| !chars[*at..*at + WINDOW].contains(&'\0')));
    }
    hashes.sort_unstable();
    let mut pairs = Vec::new();
    for same in hashes.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(_, first)) = same.first() else { continue };
        let window = &chars[first..first + WINDOW];
        let again = same[1..].iter().filter(|(_, at)| *at >= first + WINDOW && chars[*at..*at + WINDOW] == *window);
        let mut again = again.peekable();
        if again.peek().is_some() && varied(window) {
            pairs.extend(again.map(|(_, at)| (first, *at)));
        }
    }
    pairs.sort_unstable_by_key(|(_, again)| *again);
    pairs
}

/// Hashes of windows that may have been met before. A bit for each hash that was met tells; about one
/// window in fifty finds the bit of another.
fn seen_again(chars: &[char]) -> Vec<u64> {
    let mut seen = Sieve::room_for(chars.len() / 2);
    windows::hashes(chars, WINDOW).filter(|hash| !seen.add(*hash)).collect()
}

fn varied(window: &[char]) -> bool {
    let mut different = window.to_vec();
    different.sort_unstable();
    different.dedup();
    different.len() >= DIFFERENT
}

/// A full sentence from stop to stop, or all of a paragraph.
fn holds_a_sentence(chars: &[char], range: &Range<usize>) -> bool {
    let opens = |at: usize| at == 0 || matches!(chars.get(at - 1), Some('\0' | '。' | '！' | '？' | '”'));
    let starts: Vec<usize> = range.clone().filter(|at| opens(*at)).collect();
    let Some(start) = starts.first() else { return false };
    let ends = |at: &usize| matches!(chars.get(*at), Some('。' | '！' | '？')) || chars.get(*at + 1) == Some(&'\0');
    (*start..range.end).rev().find(ends).is_some_and(|end| end + 1 >= start + WINDOW)
}

fn finding(
    articles: &[Article],
    page: &PageText,
    first: usize,
    again: Range<usize>,
) -> Option<(usize, usize, Finding)> {
    let at = |position: usize| {
        let index = page.starts.partition_point(|(start, ..)| *start <= position).checked_sub(1)?;
        page.starts.get(index).copied()
    };
    let (start, article, passage) = at(again.start)?;
    let (_, other, _) = at(first)?;
    let bytes = |part: &[char]| part.iter().map(|c| c.len_utf8()).sum::<usize>();
    let from = bytes(&page.chars[start..again.start]);
    let range = from..from + bytes(&page.chars[again.clone()]);
    let shown: String = page.chars[again.start..again.start + 12].iter().collect();
    let title = &articles.get(other)?.title;
    let length = again.len();
    let finding = Finding {
        range,
        code: "repeated-text",
        message: format!("{length} characters from “{shown}…” stand in “{title}” as well"),
        hint: "one of the two places may be a column that was pasted twice".to_owned(),
        confidence: 65,
        doubt: format!("“{shown}……”（{length}字）与“{title}”中的文字重复"),
    };
    Some((article, passage, finding))
}
