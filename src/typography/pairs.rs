//! Marks that come in pairs: brackets and quotation marks. Both sides change or neither does.

use super::{
    Edit,
    context::{Line, is_foreign_letter, is_han, is_word},
    marks::{replace, widen},
};

/// Collects the edits of round brackets, matched innermost first.
pub(super) fn brackets(line: &Line, edits: &mut Vec<Edit>) {
    let mut open = Vec::new();
    for i in line.signs() {
        match line.mark(i) {
            '(' => open.push(i),
            ')' => match open.pop() {
                Some(from) => pair(line, from, i, edits),
                None if line.before(i).is_some_and(is_han) => widen(line, i, edits),
                None => {}
            },
            _ => {}
        }
    }
    // The rest was cut off: an excerpt, or a lost line.
    open.into_iter().filter(|i| line.char(i + 1).is_some_and(is_han)).for_each(|i| widen(line, i, edits));
}

/// A pair is full-width when there is Han in it, when Han is next to it, or when one side of it
/// is so already. `f(x)的` and `WTO(World Trade Organization)` stay: the bracket belongs to the
/// foreign word before it.
fn pair(line: &Line, from: usize, to: usize, edits: &mut Vec<Edit>) {
    let beside = |c: Option<char>| c.is_some_and(is_han);
    let part_of_word = line.before(from).is_some_and(is_foreign_letter);
    let beside = beside(line.visible_before(from)) || beside(line.visible_from(to + 1)) && !part_of_word;
    let wide = line.char(from) == Some('（') || line.char(to) == Some('）');
    if wide || beside || line.han_within(from, to) {
        widen(line, from, edits);
        widen(line, to, edits);
    }
}

/// One kind of quotation mark.
struct Kind {
    straight: char,
    open: char,
    close: char,
    opening: &'static str,
    closing: &'static str,
    /// Whether Han next to the pair is enough; for `'` it is not: too many are apostrophes.
    beside: bool,
}

const DOUBLE: Kind = Kind { straight: '"', open: '“', close: '”', opening: "“", closing: "”", beside: true };
const SINGLE: Kind = Kind { straight: '\'', open: '‘', close: '’', opening: "‘", closing: "’", beside: false };

/// Collects the edits of straight quotation marks.
pub(super) fn quotes(line: &Line, edits: &mut Vec<Edit>) {
    for kind in [DOUBLE, SINGLE] {
        if let Some(pairs) = matched(line, &kind) {
            pairs.iter().for_each(|(from, to)| curl(line, &kind, *from, *to, edits));
        }
    }
}

/// Pairs of one kind of mark, straight or curly, in order; `None` when one stays open at the
/// end of the line, for then nobody can say which.
fn matched(line: &Line, kind: &Kind) -> Option<Vec<(usize, usize)>> {
    let (mut open, mut pairs) = (None, Vec::new());
    for i in line.signs() {
        let mark = line.mark(i);
        let curly = mark == kind.open || mark == kind.close;
        if !curly && mark != kind.straight || stands_in_word(line, i, open.is_some()) {
            continue;
        }
        match open {
            Some(from) if mark != kind.open => {
                pairs.push((from, i));
                open = None;
            }
            None if mark != kind.close => open = Some(i),
            _ => {}
        }
    }
    if open.is_none() { Some(pairs) } else { None }
}

/// Apostrophes (`Xi'an`) and signs for feet, inches, minutes (`5"`).
fn stands_in_word(line: &Line, i: usize, open: bool) -> bool {
    let before = line.before(i);
    let within = before.is_some_and(is_word) && line.char(i + 1).is_some_and(is_word);
    within || !open && before.is_some_and(|c| c.is_ascii_digit())
}

fn curl(line: &Line, kind: &Kind, from: usize, to: usize, edits: &mut Vec<Edit>) {
    let beside = line.before(from).is_some_and(is_han) || line.char(to + 1).is_some_and(is_han);
    if !(kind.beside && beside || line.han_within(from, to)) {
        return;
    }
    if line.char(from) == Some(kind.straight) {
        replace(line, from, from + 1, kind.opening, edits);
    }
    if line.char(to) == Some(kind.straight) {
        replace(line, to, to + 1, kind.closing, edits);
    }
}
