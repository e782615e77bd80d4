//! Text into the report.

/// Text as HTML text or the value of a quoted attribute. Marks that turn the direction of text
/// would turn the report around: they are shown as unknown characters.
pub(super) fn escape(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    crate::escape::text(&text.replace(turns, "\u{fffd}"))
}
