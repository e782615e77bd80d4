//! Jump marks: 下转02版 at the end of a text, 上接01版 at its beginning.

use std::ops::Range;

use super::page_number;
use crate::{
    parse::{chars, glance::Kinds, lines::Unit},
    press::Folio,
};

/// Which way a jump line points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Jump {
    /// 下转: the rest is on another page.
    On,
    /// 上接: the beginning is on another page.
    From,
}

/// A jump mark in a text: its way, its page, its bytes with arrows and brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse) struct JumpMark {
    pub(in crate::parse) way: Jump,
    /// `None` when the page cannot be read.
    pub(in crate::parse) page: Option<Folio>,
    pub(in crate::parse) bytes: Range<usize>,
}

/// Characters at either end of a text in which a jump mark begins.
const EDGE: usize = 42;

/// The jump mark at either end of a block.
pub(in crate::parse) fn jump_of(unit: &Unit<'_>) -> Option<JumpMark> {
    if unit.glance.holds(Kinds::TURN.or(Kinds::JOIN)) { jump(&unit.text) } else { None }
}

/// The jump mark at the end (`…1亿元。▶下转02版`) or at the start (`◀上接A01版`) of a text.
pub(in crate::parse) fn jump(text: &str) -> Option<JumpMark> {
    // A mark stands at one of the two ends: most blocks are told by a look at the bytes there.
    let turning = || beside(text, text.len().saturating_sub(4 * EDGE), &['转', '轉'], BEFORE_TURN, &['第', '载']);
    let begin = &text[..text.floor_char_boundary(4 * EDGE)];
    if !beside(begin, 0, &['接'], BEFORE_JOIN, &[]) && !turning() {
        return None;
    }
    let (head, tail) = (chars::head(text, EDGE), chars::tail(text, EDGE));
    let turns = beside(tail, 0, &['转', '轉'], BEFORE_TURN, &['第', '载']);
    if !turns && !beside(head, 0, &['接'], BEFORE_JOIN, &[]) {
        return None;
    }
    let from = text.len() - tail.len();
    WORDS.iter().find_map(|(word, way)| {
        let at = match way {
            Jump::On if turns => tail.rfind(word).map(|at| from + at),
            Jump::On => None,
            Jump::From => head.find(word),
        };
        mark_at(text, at?, word, *way)
    })
}

/// The words of marks, and which way they point. 转 and 接 alone are words of any text: they want a bracket or
/// an arrow before them and a page behind.
const WORDS: &[(&str, Jump)] = &[
    ("下转", Jump::On),
    ("下轉", Jump::On),
    ("紧转", Jump::On),
    ("緊轉", Jump::On),
    ("文转", Jump::On),
    ("文轉", Jump::On),
    ("转第", Jump::On),
    ("轉第", Jump::On),
    ("转载第", Jump::On),
    ("转", Jump::On),
    ("轉", Jump::On),
    ("上接", Jump::From),
    ("紧接", Jump::From),
    ("緊接", Jump::From),
    ("接", Jump::From),
];

/// What stands before 转 in a mark: the first character of its words, a bracket, an arrow.
const BEFORE_TURN: &[char] =
    &['下', '紧', '緊', '文', '（', '(', '【', '[', '［', '▶', '►', '▸', '▷', '→', '↓', '▼', '■', '●', '▲', '>', '》'];

/// What stands before 接 in a mark.
const BEFORE_JOIN: &[char] =
    &['上', '紧', '緊', '（', '(', '【', '[', '［', '◀', '◄', '◂', '◁', '←', '↑', '▲', '■', '●', '<', '《'];

fn is_arrow(c: char) -> bool {
    let left = matches!(c, '◀' | '◄' | '◂' | '◁' | '←' | '<' | '＜' | '《');
    let right = matches!(c, '▶' | '►' | '▸' | '▷' | '→' | '>' | '＞' | '》');
    let other = matches!(c, '▼' | '▲' | '△' | '▽' | '◢' | '◣' | '↓' | '↑' | '■' | '●');
    chars::is_blank(c) || left || right || other
}

/// The mark whose word stands at byte `at` of a text.
fn mark_at(text: &str, at: usize, word: &str, way: Jump) -> Option<JumpMark> {
    let before = text[..at].trim_end_matches(is_arrow);
    let (start, bracketed) = match before.strip_suffix(OPENERS) {
        Some(cut) => (cut.trim_end_matches(is_arrow).len(), true),
        None => (before.len(), false),
    };
    let number = if word.ends_with('第') { at + word.len() - '第'.len_utf8() } else { at + word.len() };
    let is_word = word.chars().nth(1).is_none();
    // A lone 转 or 接 wants 版 behind the number, or the letter of a part: →转A02.
    let bare = !is_word || text[number..].starts_with(|c: char| chars::narrow(c).is_ascii_alphabetic());
    let read = page_number(&text[number..], bare);
    if is_word && (read.is_none() || !bracketed && text[before.len()..at].trim().is_empty()) {
        return None;
    }
    let mut tail = read.as_ref().map_or(&text[at + word.len()..], |(_, rest)| behind_page(rest));
    if bracketed {
        tail = tail.trim_start_matches(chars::is_blank);
        tail = tail.strip_prefix(CLOSERS).unwrap_or(tail);
    }
    let tail = tail.trim_start_matches(is_arrow);
    let fits = if way == Jump::On { tail.is_empty() } else { start == 0 };
    let plain = read.is_some() || chars::len(text) <= 8;
    let bytes = start..text.len() - tail.len();
    (fits && plain).then(|| JumpMark { way, page: read.map(|(folio, _)| folio), bytes })
}

const OPENERS: [char; 5] = ['（', '(', '【', '[', '［'];
const CLOSERS: [char; 5] = ['）', ')', '】', ']', '］'];

/// Characters of the name of a page.
const NAME: usize = 6;

/// What follows the page a mark names when its name and the number of the text there are left out:
/// （下转A2版·要闻）, （下转第2版①）.
fn behind_page(rest: &str) -> &str {
    let named = rest.strip_prefix(['·', '・', '•']).map(|name| name.trim_start_matches(chars::is_han));
    let is_name = |end: &&str| end.is_empty() || end.starts_with(CLOSERS) || end.starts_with(is_circled);
    let short = |end: &&str| rest.len() - end.len() <= 4 * (NAME + 1);
    let end = named.filter(is_name).filter(short).unwrap_or(rest);
    end.trim_start_matches(chars::is_blank).strip_prefix(is_circled).unwrap_or(end)
}

/// ① to ⑳.
fn is_circled(c: char) -> bool {
    matches!(c, '\u{2460}'..='\u{2473}')
}

/// Whether one of these characters stands in a text, in byte `from` or behind it, and behind one of
/// `before` or before one of `behind`, as in the words of a mark.
fn beside(text: &str, from: usize, marks: &[char], before: &[char], behind: &[char]) -> bool {
    marks.iter().any(|mark| {
        chars::places(text, from, *mark)
            .any(|at| text[..at].ends_with(before) || text[at + mark.len_utf8()..].starts_with(behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jumps_both_ways() {
        let on = jump("规模增至1亿元。▶下转02版").expect("a mark");
        assert_eq!((on.way, on.page.map(|p| p.to_string())), (Jump::On, Some("02".into())));
        let text = "◀上接A01版 建设基地";
        let from = jump(text).expect("a mark");
        assert_eq!(&text[from.bytes.end..], "建设基地");
        assert_eq!(jump("（下转第二版）").and_then(|j| j.page).map(|p| p.to_string()), Some("02".into()));
        assert_eq!(jump("列车在这里下转弯道"), None);
    }

    #[test]
    fn marks_of_other_papers() {
        let read = |text: &str| {
            let mark = jump(text).unwrap_or_else(|| panic!("no mark: {text}"));
            (mark.way, mark.page.map(|p| p.to_string()).unwrap_or_default(), text[..mark.bytes.start].to_owned())
        };
        for mark in ["（转2版）", "（紧转第2版）", "（下转02版·要闻）", "（下转第2版①）", "→转02版", "［下转第２版］"]
        {
            assert_eq!(read(&format!("江水上涨。{mark}")), (Jump::On, "02".into(), "江水上涨。".into()), "{mark}");
        }
        for mark in ["（接第1版）", "▲上接1版", "（上接１版①）", "←接01版"] {
            assert_eq!(read(&format!("{mark}江水上涨。")), (Jump::From, "01".into(), String::new()), "{mark}");
        }
        for text in ["乘客在此下车（转2路公交）", "（接3路公交）", "河水流到这里转2版", "接1版"]
        {
            assert_eq!(jump(text), None, "{text}");
        }
    }
}
