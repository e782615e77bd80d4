//! Characters that leave ink: those of a text without its white space, counted without decoding it.
//!
//! How long a text is is asked of every block, headline and paragraph, often more than once. All
//! characters are quickly counted, and white space is rare: it is looked for by its first bytes.

use std::sync::LazyLock;

use memchr::{memchr3_iter, memmem::Finder};

/// Bytes of a text that is counted character by character: that is the quicker way for a few.
const SHORT: usize = 64;

/// Bytes that are counted in a byte, whole vectors of them.
const ROUND: usize = 192;

/// Characters that are not white space, as `char::is_whitespace` has it.
pub(crate) fn len(text: &str) -> usize {
    if text.len() < SHORT {
        // Nearly every character is beyond the last white space, which is looked up slowly.
        return text.chars().filter(|c| *c > '\u{3000}' || !c.is_whitespace()).count();
    }
    firsts(text.as_bytes()) - wide(text)
}

/// First bytes of characters, but for white space of one byte.
fn firsts(bytes: &[u8]) -> usize {
    let is_first = |b: u8| (b & 0xC0 != 0x80) & (b != b' ') & (b.wrapping_sub(9) >= 5);
    let round = |bytes: &[u8]| bytes.iter().map(|b| u8::from(is_first(*b))).sum::<u8>();
    bytes.chunks(ROUND).map(|bytes| usize::from(round(bytes))).sum()
}

/// White space of more bytes: the ideographic space, whose first byte nearly every mark has, and
/// those that begin with one of three others.
fn wide(text: &str) -> usize {
    static IDEOGRAPHIC: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\u{3000}"));
    let is_space = |at: &usize| text[*at..].chars().next().is_some_and(char::is_whitespace);
    let others = memchr3_iter(0xC2, 0xE1, 0xE2, text.as_bytes()).filter(is_space).count();
    IDEOGRAPHIC.find_iter(text.as_bytes()).count() + others
}

#[cfg(test)]
mod tests {
    use super::len;

    #[test]
    fn what_is_no_white_space_is_counted() {
        let every: Vec<char> = (0..0x3_0000).filter_map(char::from_u32).collect();
        let count = |chars: &[char]| chars.iter().filter(|c| !c.is_whitespace()).count();
        assert_eq!(len(&every.iter().collect::<String>()), count(&every));
        let spaced: Vec<char> = "湘江 流\u{3000}淌a\u{a0}一\u{2003}\u{85}河\n波光".repeat(8).chars().collect();
        for from in 0..40 {
            for to in from..spaced.len() {
                let part = &spaced[from..to];
                assert_eq!(len(&part.iter().collect::<String>()), count(part), "{part:?}");
            }
        }
    }
}
