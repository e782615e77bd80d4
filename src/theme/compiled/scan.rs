//! Text and code of a template.

use crate::minify;

/// A piece of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Written as it is, white space that a `-` takes away not included.
    Text(&'t str),
    /// What stands in `{{ … }}`.
    Print(&'t str),
    /// What stands in `{% … %}`.
    Statement(&'t str),
}

/// The pieces of a template, without comments; `None` where code does not end.
pub(super) fn pieces(template: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let (mut rest, mut trims) = (template, false);
    loop {
        let start = next_code(rest);
        let text = &rest[..start.unwrap_or(rest.len())];
        let code = start.map(|start| minify::code(&rest[start..]).flatten().map(|end| &rest[start..start + end]));
        let text = if trims { text.trim_start() } else { text };
        let text = if matches!(code, Some(Some(code)) if code[2..].starts_with('-')) { text.trim_end() } else { text };
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let Some(code) = code else { return Some(pieces) };
        let code = code?;
        let inner = &code[2..code.len() - 2];
        let inner = inner.strip_prefix('-').unwrap_or(inner);
        trims = inner.ends_with('-');
        let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
        match &code[..2] {
            "{{" => pieces.push(Piece::Print(inner)),
            "{%" => pieces.push(Piece::Statement(inner)),
            _ => {}
        }
        rest = &rest[start? + code.len()..];
    }
}

/// Where the next code begins.
fn next_code(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find('{')?;
        if text[at + 1..].starts_with(['{', '%', '#']) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn white_space_goes_where_a_dash_says_so() {
        let template = "a { \n{%- if x -%}\n b {{ \"}}\" }}{# no #}  {{- y }}";
        let expected = [
            Piece::Text("a {"),
            Piece::Statement("if x"),
            Piece::Text("b "),
            Piece::Print("\"}}\""),
            Piece::Print("y"),
        ];
        assert_eq!(pieces(template).as_deref(), Some(expected.as_slice()));
        assert_eq!(pieces("a {{ b"), None);
    }
}
