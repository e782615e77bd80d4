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
    let ends = [("下转", Jump::On), ("下轉", Jump::On), ("转第", Jump::On), ("轉第", Jump::On), ("转载第", Jump::On)];
    let starts = [("上接", Jump::From), ("紧接", Jump::From), ("緊接", Jump::From)];
    let is_arrow = |c: char| {
        chars::is_blank(c)
            || matches!(
                c,
                '▶' | '►'
                    | '◀'
                    | '◄'
                    | '→'
                    | '←'
                    | '▼'
                    | '◢'
                    | '◣'
                    | '↓'
                    | '↑'
                    | '■'
                    | '●'
                    | '>'
                    | '<'
                    | '》'
                    | '《'
            )
    };
    // A mark stands at one of the two ends: most blocks are told by a look at the bytes there.
    let turning = || beside(text, text.len().saturating_sub(4 * EDGE), &['转', '轉'], &['下'], &['第', '载']);
    let begin = &text[..text.floor_char_boundary(4 * EDGE)];
    if !beside(begin, 0, &['接'], &['上', '紧', '緊'], &[]) && !turning() {
        return None;
    }
    let (head, tail) = (chars::head(text, EDGE), chars::tail(text, EDGE));
    let turns = beside(tail, 0, &['转', '轉'], &['下'], &['第', '载']);
    if !turns && !beside(head, 0, &['接'], &['上', '紧', '緊'], &[]) {
        return None;
    }
    let from = text.len() - tail.len();
    for (word, way) in ends.into_iter().chain(starts) {
        let at = match way {
            Jump::On if turns => tail.rfind(word).map(|at| from + at),
            Jump::On => None,
            Jump::From => head.find(word),
        };
        let Some(at) = at else { continue };
        let number = if word.ends_with('第') { at + word.len() - '第'.len_utf8() } else { at + word.len() };
        let read = page_number(&text[number..], true);
        let end = read.as_ref().map_or(at + word.len(), |(_, rest)| text.len() - rest.len());
        let before = text[..at].trim_end_matches(is_arrow);
        let (start, bracketed) = match before.strip_suffix(['（', '(', '【', '[']) {
            Some(cut) => (cut.trim_end_matches(is_arrow).len(), true),
            None => (before.len(), false),
        };
        let mut tail = &text[end..];
        if bracketed {
            tail = tail.trim_start_matches(chars::is_blank);
            tail = tail.strip_prefix(['）', ')', '】', ']']).unwrap_or(tail);
        }
        let tail = tail.trim_start_matches(is_arrow);
        let close = text.len() - tail.len();
        let fits = if way == Jump::On { tail.is_empty() } else { start == 0 };
        let plain = read.is_some() || chars::len(text) <= 8;
        if fits && plain {
            return Some(JumpMark { way, page: read.map(|(folio, _)| folio), bytes: start..close });
        }
    }
    None
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
}
