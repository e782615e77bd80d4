//! Paragraphs that break off, and names above no text.
//!
//! A paragraph of prose ends in a mark. One that ends in a Han character or a comma lost its
//! rest, to a column break the reader could not mend or to the scissors. Lists, verse, notices
//! and captions end as they like: an article is judged only when its other paragraphs end well.
//! Mottoes above a text (`——2024年6月24日,… 强调`) and agency credits (`新华社/法新`) are no prose.

use std::ops::Range;

use super::{Finding, Passage};
use crate::press::{Article, Kind};

/// Shorter paragraphs are headings, credits or items of a list too often.
const LONG: usize = 40;

/// An opening paragraph shorter than this may be a standfirst, which ends without a stop.
const STANDFIRST: usize = 60;
/// What ends a caption or a credit.
const CREDITS: [&str; 6] = ["摄", "摄影报道", "供图", "制图", "社", "发"];

/// Marks that may end a paragraph, before closing quotes and brackets.
const FINAL: &str = "。！？!?…—：:；;.～~■□●◆★";
/// Closing quotes and brackets; a signature in brackets ends a paragraph as well.
const CLOSING: &str = "”’」』）)》】〕\"'〉";

/// Findings in one article, each with the number of its passage.
pub(super) fn check(article: &Article, passages: &[Passage<'_>]) -> Vec<(usize, Finding)> {
    if article.body.is_empty() {
        return nameless_text(article).into_iter().map(|finding| (0, finding)).collect();
    }
    if !matches!(article.kind, Kind::News | Kind::Column | Kind::Commentary | Kind::Brief) {
        return Vec::new();
    }
    let long: Vec<(usize, &str)> = passages
        .iter()
        .enumerate()
        .filter(|(_, passage)| passage.is_body && is_long(passage.text))
        .map(|(number, passage)| (number, passage.text.trim_end()))
        .collect();
    let first = passages.iter().position(|passage| passage.is_body);
    let standfirst = |number: usize, text: &str| Some(number) == first && text.chars().count() < STANDFIRST;
    let open: Vec<_> = long.iter().filter(|(at, text)| breaks_off(text) && !standfirst(*at, text)).collect();
    // One or two among many: a slip. More: this text does not end its paragraphs with marks.
    if open.is_empty() || open.len() * 5 > long.len().max(5) {
        return Vec::new();
    }
    let last = passages.len() - 1;
    let jumps = |number: usize| number == last && article.continued_on.is_some();
    open.into_iter().filter(|(number, _)| !jumps(*number)).map(|(number, text)| (*number, broken(text))).collect()
}

/// Whether a text has that many characters, which have one byte to four.
fn is_long(text: &str) -> bool {
    text.len() >= LONG && (text.len() >= 4 * LONG || text.chars().count() >= LONG)
}

fn breaks_off(text: &str) -> bool {
    // Nearly every paragraph ends in a mark, and most of them in one of these.
    if text.ends_with(['。', '”']) || !text.ends_with(|c: char| !FINAL.contains(c) && !CLOSING.contains(c)) {
        return false;
    }
    let tail = text.rsplit(['。', ' ']).next().unwrap_or(text);
    let credit = tail.contains('/') || CREDITS.iter().any(|word| tail.ends_with(word));
    !text.starts_with(['■', '●', '·', '◆', '—']) && !credit
}

fn broken(text: &str) -> Finding {
    let tail = last_chars(text, 8);
    let shown = &text[tail.clone()];
    Finding {
        range: tail,
        code: "breaks-off",
        message: format!("the paragraph breaks off after “{shown}”"),
        hint: "its rest may stand elsewhere on the page, or on the next one".to_owned(),
        confidence: 70,
        doubt: format!("“……{shown}”之后似有缺文"),
    }
}

fn nameless_text(article: &Article) -> Option<Finding> {
    let printed_text = matches!(article.kind, Kind::Photo | Kind::Ad | Kind::Poem);
    let names: Vec<&str> = article.byline.iter().map(|credit| credit.name.as_str()).collect();
    (!names.is_empty() && !printed_text).then(|| Finding {
        range: 0..article.title.len(),
        code: "byline-without-text",
        message: format!("“{}” is signed by {} and has no text", article.title, names.join(", ")),
        hint: "its text may have been read as part of another article".to_owned(),
        confidence: 70,
        doubt: "只有标题和署名，没有读到正文".to_owned(),
    })
}

fn last_chars(text: &str, count: usize) -> Range<usize> {
    text.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at)..text.len()
}
