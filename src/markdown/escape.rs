//! Escapes: newsprint is full of accidents that Markdown takes for marks.
//!
//! `2023. 年报` would become a list, a line of dashes a rule, `*` emphasis, `{{ x }}` a Zola
//! shortcode. Every escape is a backslash before ASCII punctuation, which all CommonMark
//! readers undo.

/// Puts one line of plain text, or several with hard breaks between (verse), at the end of a text,
/// as Markdown.
pub(super) fn paragraph(out: &mut String, text: &str) {
    let mut rest = after_opening(out, text);
    while let Some(at) = next_mark(rest.as_bytes()) {
        let (plain, marked) = rest.split_at(at);
        out.push_str(plain);
        out.push('\\');
        // All marks have one byte.
        let (mark, behind) = marked.split_at(1);
        out.push_str(mark);
        rest = if mark == "\n" { after_opening(out, behind) } else { behind };
    }
    out.push_str(rest);
}

/// Whether a byte means something anywhere in a line, or ends it. Without branches, for [`next_mark`].
#[inline]
fn is_mark(byte: u8) -> bool {
    let pairs = (byte == b'[') | (byte == b']') | (byte == b'{') | (byte == b'}') | (byte == b'<');
    let signs = (byte == b'*') | (byte == b'_') | (byte == b'~') | (byte == b'#') | (byte == b'&');
    pairs | signs | (byte == b'`') | (byte == b'\\') | (byte == b'\n')
}

/// Where the next mark stands. Marks are rare: whole rounds of bytes are looked at together.
fn next_mark(bytes: &[u8]) -> Option<usize> {
    const ROUND: usize = 32;
    let (rounds, _) = bytes.as_chunks::<ROUND>();
    let marks = |round: &[u8; ROUND]| round.iter().fold(0, |any, byte| any | u8::from(is_mark(*byte)));
    let plain = rounds.iter().take_while(|round| marks(round) == 0);
    let from = plain.count() * ROUND;
    bytes[from..].iter().position(|byte| is_mark(*byte)).map(|at| from + at)
}

/// Puts a mark that only means something at the start of a line there, escaped; gives the rest.
fn after_opening<'t>(out: &mut String, line: &'t str) -> &'t str {
    let Some(at) = opening_mark(line) else { return line };
    out.push_str(&line[..at]);
    out.push('\\');
    // Those marks have one byte, too.
    out.push_str(&line[at..=at]);
    &line[at + 1..]
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
