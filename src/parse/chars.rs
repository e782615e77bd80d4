//! Character classes of newsprint, one place for all of them. Half- and full-width forms mean
//! the same here: dumps mix them (`,` beside `。`).

use super::european;

/// Characters that are not white space: what a reader would count.
pub(super) use crate::ink::len;

/// A set of characters of the basic plane, looked up at once.
pub(super) struct Set([u64; 1 << 10]);

impl Set {
    /// The set of these characters.
    pub(super) fn of(chars: &str) -> Self {
        let mut bits = [0; 1 << 10];
        for c in chars.chars().map(|c| c as usize) {
            bits[c / 64] |= 1 << (c % 64);
        }
        Self(bits)
    }

    /// Whether the character is one of them.
    pub(super) fn has(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }
}

/// Whether a text has more than `most` characters; a look at its beginning tells.
pub(super) fn is_longer(text: &str, most: usize) -> bool {
    let mut seen = 0;
    text.len() > most
        && text.chars().any(|c| {
            // Nearly every character is beyond the last white space, which is looked up slowly.
            seen += usize::from(c > '\u{3000}' || !c.is_whitespace());
            seen > most
        })
}

/// Where a character stands in a text whose last byte is at `from` or behind it: its last byte is looked
/// for, which few others share.
pub(super) fn places(text: &str, from: usize, c: char) -> impl Iterator<Item = usize> {
    let (mut buffer, bytes) = ([0; 4], text.as_bytes());
    let width = c.encode_utf8(&mut buffer).len();
    let ends = memchr::memchr_iter(buffer[width - 1], &bytes[from..]).map(move |at| from + at + 1);
    ends.filter(move |end| bytes[..*end].ends_with(&buffer[..width])).map(move |end| end - width)
}

/// The first `count` characters of a text, all that there are if fewer.
pub(super) fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(at, _)| &text[..at])
}

/// The last `count` characters of a text, all that there are if fewer.
pub(super) fn tail(text: &str, count: usize) -> &str {
    let starts = text.bytes().enumerate().rev().filter(|(_, byte)| byte & 0xC0 != 0x80);
    starts.map(|(at, _)| at).take(count).last().map_or("", |at| &text[at..])
}

/// Han characters, the rare blocks included.
#[inline]
pub(super) fn is_han(c: char) -> bool {
    // Nearly all are of the first blocks.
    matches!(c, '\u{3400}'..='\u{9fff}') || matches!(c, '\u{20000}'..='\u{3ffff}' | '〇' | '\u{f900}'..='\u{faff}')
}

/// A full-width letter, digit or mark as its half-width form, any other character as it is: Ａ as A, ２ as 2.
pub(super) fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// A digit, half- or full-width.
pub(super) fn is_digit(c: char) -> bool {
    narrow(c).is_ascii_digit()
}

/// White space and the invisible characters that layout systems leave behind.
pub(super) fn is_blank(c: char) -> bool {
    // Nearly every character is beyond the last white space, which is looked up slowly.
    let is_rare = |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}');
    c <= '\u{3000}' && is_rare(c) || c == '\u{feff}'
}

/// Ends a sentence.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '…' | '．')
}

/// Parts a sentence: what follows belongs to it.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, '，' | ',' | '、' | '；' | ';' | '：' | ':')
}

/// Closes a quotation or a bracket.
pub(super) fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '】' | '》' | '〉' | '］' | ']')
}

/// Opens a quotation or a bracket.
pub(super) fn is_opener(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '（' | '(' | '【' | '《' | '〈' | '［' | '[')
}

/// Marks that open a list item or a byline (■ 李萌).
pub(super) fn is_bullet(c: char) -> bool {
    matches!(c, '■' | '□' | '◆' | '◇' | '●' | '○' | '★' | '☆' | '▲' | '△' | '▶' | '►' | '•' | '◎' | '▼')
}

/// Trims white space, the ideographic space included. Invisible characters stay: they were printed.
pub(super) fn trim(text: &str) -> &str {
    text.trim()
}

/// Whether the text ends a sentence, closing quotes and brackets looked through. A dot ends one behind a European
/// word, and behind a number among such words (by the end of 2024.), but not behind the number of a list (2.).
pub(super) fn ends_sentence(text: &str) -> bool {
    let mut rest = text.trim_end_matches(is_blank).chars().rev().skip_while(|c| is_closer(*c));
    match rest.next() {
        Some('.') => {
            let mut behind = rest.skip_while(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '.' | ':' | '%' | '$'));
            behind.next().is_some_and(european::is_latin)
        }
        last => last.is_some_and(is_stop),
    }
}

/// The bracketed end of a text, `（…）` or `(…)`: the text before it and what the brackets hold.
pub(super) fn bracket_end(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_end_matches(is_blank);
    let inner = body.strip_suffix(['）', ')'])?;
    let open = inner.rfind(['（', '('])?;
    let width = inner[open..].chars().next().map_or(1, char::len_utf8);
    Some((&inner[..open], &inner[open + width..]))
}

/// The bracketed start of a text: what the brackets hold and the text after them.
pub(super) fn bracket_start(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start_matches(is_blank).strip_prefix(['（', '('])?;
    let close = inner.find(['）', ')'])?;
    let width = inner[close..].chars().next().map_or(1, char::len_utf8);
    Some((&inner[..close], &inner[close + width..]))
}

/// Openers minus closers: positive when a quotation or bracket is still open at the end.
pub(super) fn balance(text: &str) -> i32 {
    text.chars().map(|c| i32::from(is_opener(c)) - i32::from(is_closer(c))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_ends_are_seen_through_quotes() {
        assert!(ends_sentence("他说:“好。”"));
        assert!(ends_sentence("还有谁?)"));
        assert!(!ends_sentence("守护青山常绿"));
        assert!(!ends_sentence("他说,"));
        assert!(ends_sentence("by the end of 2024.") && ends_sentence("in 2:14:36.") && ends_sentence("de plus.”"));
        assert!(!ends_sentence("2.") && !ends_sentence("增长2.") && !ends_sentence("完成投资3.2."));
    }

    #[test]
    fn a_text_is_longer_than_what_it_counts() {
        assert!(is_longer("湘 江", 1) && !is_longer("湘 江", 2));
        assert!(!is_longer("  \u{3000} ", 0) && is_longer("一", 0));
    }

    #[test]
    fn places_of_a_character() {
        let text = "转a下转,é转\u{20000}";
        for c in ['转', 'a', 'é', '\u{20000}', '没'] {
            let all: Vec<usize> = text.match_indices(c).map(|(at, _)| at).collect();
            assert_eq!(places(text, 0, c).collect::<Vec<_>>(), all, "{c}");
        }
        assert_eq!(places(text, 3, '转').collect::<Vec<_>>(), [7, 13]);
    }

    #[test]
    fn both_ends_of_a_text() {
        assert_eq!((head("湘江a流淌", 3), tail("湘江a流淌", 3)), ("湘江a", "a流淌"));
        assert_eq!((head("江", 3), tail("江", 3), tail("", 3), tail("江", 0)), ("江", "江", "", ""));
    }

    #[test]
    fn brackets_at_both_ends() {
        assert_eq!(bracket_end("收获很多。(本报海口7月1日讯)"), Some(("收获很多。", "本报海口7月1日讯")));
        assert_eq!(bracket_start("（记者甲）近日"), Some(("记者甲", "近日")));
        assert_eq!(bracket_end("没有"), None);
    }
}
