//! Marks that stand alone: comma, semicolon, colon, stops, percent, dash, ellipsis.

use super::{
    Edit,
    context::{Line, Script, is_foreign_letter, is_han, is_word},
};

/// Collects the edits of single marks.
pub(super) fn collect(line: &Line, edits: &mut Vec<Edit>) {
    let mut free = 0;
    for i in line.signs() {
        // A run of marks is judged as one.
        if i < free {
            continue;
        }
        let len = match line.mark(i) {
            ',' | ';' | ':' => {
                if pause_is_chinese(line, i) {
                    widen(line, i, edits);
                }
                1
            }
            '!' | '?' => stops(line, i, edits),
            '%' => {
                if line.before(i).is_some_and(is_han) {
                    widen(line, i, edits);
                }
                1
            }
            '-' | '－' | '─' | '―' => dash(line, i, edits),
            '.' | '。' => ellipsis(line, i, edits),
            _ => 1,
        };
        free = i + len;
    }
}

/// Writes the full-width form of the mark at `i` unless it stands there already.
pub(super) fn widen(line: &Line, i: usize, edits: &mut Vec<Edit>) {
    let new = match line.char(i) {
        Some(',') => "，",
        Some(';') => "；",
        Some(':') => "：",
        Some('!') => "！",
        Some('?') => "？",
        Some('(') => "（",
        Some(')') => "）",
        Some('%') => "％",
        _ => return,
    };
    replace(line, i, i + 1, new, edits);
}

/// Characters `from..to` become `new`.
pub(super) fn replace(line: &Line, from: usize, to: usize, new: &'static str, edits: &mut Vec<Edit>) {
    let (at, len) = line.bytes(from, to);
    edits.push(Edit { at, len, new });
}

/// `,` `;` `:`: Chinese when a Han character speaks for either side, except
/// inside a number or between foreign words (`1,677`, `10 : 30`, `Hello, world`), and after a
/// foreign word when a space follows (`Changsha, 湖南`).
fn pause_is_chinese(line: &Line, i: usize) -> bool {
    let (left, right) = (line.visible_before(i), line.visible_from(i + 1));
    let torn = left.is_some_and(is_word) && right.is_some_and(is_word);
    let spaced = line.char(i + 1).is_some_and(char::is_whitespace);
    let foreign = left.is_some_and(is_foreign_letter) && spaced;
    !torn && !foreign && (line.script_before(i) == Script::Han || line.script_after(i) == Script::Han)
}

/// A run of `!` and `?`, all or none: it belongs to what stands before it. Returns its length.
fn stops(line: &Line, i: usize, edits: &mut Vec<Edit>) -> usize {
    let end = (i..line.len()).find(|k| !matches!(line.mark(*k), '!' | '?')).unwrap_or(line.len());
    if stop_is_chinese(line, i, end) {
        (i..end).for_each(|k| widen(line, k, edits));
    }
    end - i
}

/// `好!` and `达100%!` are; `5!=120`, `Yahoo!公司` are not; `买了iPhone!` is again.
fn stop_is_chinese(line: &Line, i: usize, end: usize) -> bool {
    let (left, right) = (line.visible_before(i), line.char(end));
    if left.is_some_and(is_word) && right.is_some_and(|c| is_word(c) || c == '=') {
        return false;
    }
    if !left.is_some_and(is_foreign_letter) {
        return line.script_before(i) == Script::Han;
    }
    let word = (0..i).rev().find(|k| !line.char(*k).is_some_and(is_word));
    !right.is_some_and(is_han) && word.and_then(|k| line.char(k)).is_some_and(is_han)
}

/// Exactly two strokes where Chinese is on either side become `——`; longer runs are rules drawn
/// by hand, and between figures or words they are a range. Returns the length of the run.
fn dash(line: &Line, i: usize, edits: &mut Vec<Edit>) -> usize {
    let (len, end) = (line.run(i), i + line.run(i));
    let torn = line.visible_before(i).is_some_and(is_word) && line.visible_from(end).is_some_and(is_word);
    let chinese = line.script_before(i) == Script::Han || line.script_after(end - 1) == Script::Han;
    if len == 2 && !torn && chinese {
        replace(line, i, end, "——", edits);
    }
    len
}

/// Three to six full stops become `……`; ASCII ones only when they follow Chinese or open a
/// Chinese line. Returns the length of the run.
fn ellipsis(line: &Line, i: usize, edits: &mut Vec<Edit>) -> usize {
    let (len, end) = (line.run(i), i + line.run(i));
    let chinese = line.char(i) == Some('。')
        || match line.script_before(i) {
            Script::Han => !line.visible_from(end).is_some_and(is_word) || line.visible_before(i).is_some_and(is_han),
            Script::None => line.script_after(end - 1) == Script::Han && line.visible_before(i).is_none(),
            Script::Latin => false,
        };
    if (3..=6).contains(&len) && chinese {
        replace(line, i, end, "……", edits);
    }
    len
}
