//! Escapes: newsprint is full of accidents that Markdown takes for marks.
//!
//! `2023. 年报` would become a list, a line of dashes a rule, `*` emphasis, `{{ x }}` a Zola
//! shortcode. Every escape is a backslash before ASCII punctuation, which all CommonMark
//! readers undo.

/// Characters that mean something anywhere in a line.
const ANYWHERE: &[u8] = b"\\`*_[]<&~{}#";

/// One line of plain text, or several with hard breaks between (verse), as Markdown.
pub(super) fn paragraph(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("\\\n");
        }
        push_line(&mut out, line);
    }
    out
}

fn push_line(out: &mut String, line: &str) {
    let mut rest = line;
    if let Some(at) = opening_mark(line) {
        out.push_str(&line[..at]);
        out.push('\\');
        let mark_len = line[at..].chars().next().map_or(0, char::len_utf8);
        out.push_str(&line[at..at + mark_len]);
        rest = &line[at + mark_len..];
    }
    let mut from = 0;
    for (at, byte) in rest.bytes().enumerate() {
        if ANYWHERE.contains(&byte) {
            out.push_str(&rest[from..at]);
            out.push('\\');
            from = at;
        }
    }
    out.push_str(&rest[from..]);
}

/// Where a mark stands that only means something at the start of a line: `>`, `-`, `+`, `=`,
/// `:`, `|`, or the dot of `2023.`.
fn opening_mark(line: &str) -> Option<usize> {
    let first = line.chars().next()?;
    if matches!(first, '>' | '-' | '+' | '=' | ':' | '|') {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = &line[digits..];
    let list = (1..=9).contains(&digits) && (after.starts_with('.') || after.starts_with(')'));
    list.then_some(digits)
}
