//! Characters that leave ink: those of a text without its white space, counted without decoding it.
//!
//! How long a text is is asked of every block, headline and paragraph, often more than once, so
//! many bytes are looked at together.

/// Bytes looked at together. So few that a sum of them fits in one byte.
const ROUND: usize = 32;

/// Characters that are not white space, as `char::is_whitespace` has it.
pub(crate) fn len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (thirds, _) = bytes.get(2..).unwrap_or_default().as_chunks();
    // What is left is looked at with spaces behind it, which are no ink.
    let mut last = [b' '; 2 * ROUND + 2];
    let rest = &bytes[thirds.len() * ROUND..];
    last[..rest.len()].copy_from_slice(rest);
    rounds(bytes, thirds) + rounds(&last, last[2..].as_chunks().0)
}

/// Characters that begin in as many rounds of bytes as there are `thirds`, the same bytes from the
/// third on.
fn rounds(bytes: &[u8], thirds: &[[u8; ROUND]]) -> usize {
    let seconds = bytes.get(1..).unwrap_or_default().as_chunks().0;
    let round = |((a, b), c): ((&[u8; ROUND], &[u8; ROUND]), &[u8; ROUND])| {
        let places = a.iter().zip(b).zip(c);
        usize::from(places.map(|((a, b), c)| u8::from(begins_ink(*a, *b, *c))).sum::<u8>())
    };
    bytes.as_chunks().0.iter().zip(seconds).zip(thirds).map(round).sum()
}

/// Whether a character begins at the first of three bytes that is no white space. Without branches,
/// for [`len`].
#[inline]
fn begins_ink(a: u8, b: u8, c: u8) -> bool {
    let ascii = (a == b' ') | ((a >= 9) & (a <= 13));
    let narrow = (a == 0xC2) & ((b == 0x85) | (b == 0xA0));
    let ideographic = (a == 0xE3) & (b == 0x80) & (c == 0x80);
    let thin = (a == 0xE2) & (b == 0x80) & ((c <= 0x8A) | (c == 0xA8) | (c == 0xA9) | (c == 0xAF));
    let odd = ((a == 0xE2) & (b == 0x81) & (c == 0x9F)) | ((a == 0xE1) & (b == 0x9A) & (c == 0x80));
    ((a & 0xC0) != 0x80) & !(ascii | narrow | ideographic | thin | odd)
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
