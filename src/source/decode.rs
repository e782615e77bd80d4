//! Bytes to text, never lossily.
//!
//! Order: byte-order mark, strict UTF-8, strict GB18030 (which holds GBK and GB2312). Then
//! line ends become `\n` and control characters go, so that no later writer meets them; U+3000
//! stays, because it marks paragraphs. No compatibility folding: it rewrites Chinese
//! punctuation.

use std::{borrow::Cow, cmp::Ordering, ops::Range};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_16BE, UTF_16LE};

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// NUL bytes, too many or in no UTF-8, and no UTF-16 mark.
    #[error("the file is no text: byte {offset} is NUL")]
    Binary {
        /// Byte offset, from 0.
        offset: usize,
    },
    /// Neither UTF-8 nor GB18030, nor what the mark promises.
    #[error("the file is not valid {encoding}: byte {offset} starts no character")]
    Invalid {
        /// What it looked like.
        encoding: &'static str,
        /// Byte offset, from 0.
        offset: usize,
    },
}

impl DecodeError {
    /// The byte that is at fault, from 0.
    pub fn offset(&self) -> usize {
        match self {
            Self::Binary { offset } | Self::Invalid { offset, .. } => *offset,
        }
    }
}

/// Decoded and normalised text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Bytes at the end of the file that were the beginning of a character; they were left out.
    pub cut_bytes: usize,
    /// It could be read as GB18030, and hardly is: see [`is_doubtful`].
    pub doubtful: bool,
}

/// The text in `bytes`.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes)
        && encoding != encoding_rs::UTF_8
    {
        return utf16(&bytes[bom..], encoding);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // The quick look says whether the bytes are UTF-8; the thorough one, where they are not.
    let text = simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes));
    if let Some(offset) = memchr::memchr(0, bytes)
        && (text.is_err() || bytes.iter().filter(|byte| **byte == 0).count() > bytes.len() / STRAY_NULS)
    {
        return Err(DecodeError::Binary { offset });
    }
    match text {
        Ok(text) => Ok(done(text, 0)),
        Err(error) => not_utf8(bytes, error),
    }
}

/// Whether these bytes are those of the text in them: UTF-8 with nothing to take away or to change.
pub(super) fn is_decoded(bytes: &[u8]) -> bool {
    simdutf8::basic::from_utf8(bytes).is_ok() && !may_hold_odd(bytes)
}

/// Text pulled out of a PDF may hold a NUL here and there, dropped like other control characters;
/// one byte in so many says that it is no text (UTF-16 without a mark has more).
const STRAY_NULS: usize = 100;

fn done(text: &str, cut_bytes: usize) -> Decoded {
    Decoded { text: normalise(text), cut_bytes, doubtful: false }
}

/// GBK text rarely holds a run that is valid UTF-8; this many whole characters beyond ASCII
/// before the first fault say that the file is damaged UTF-8.
const SURELY_UTF8: usize = 8;

fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> Result<Decoded, DecodeError> {
    let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
    let is_utf8 = valid.chars().filter(|c| !c.is_ascii()).take(SURELY_UTF8).count() == SURELY_UTF8;
    if is_utf8 || (error.error_len().is_none() && !valid.is_ascii()) {
        return match error.error_len() {
            None => Ok(done(valid, bytes.len() - valid.len())),
            Some(_) => Err(DecodeError::Invalid { encoding: "UTF-8", offset: error.valid_up_to() }),
        };
    }
    // A GB18030 character has up to four bytes: half of one may stand at the end.
    (0..4.min(bytes.len()))
        .find_map(|cut| {
            let text = GB18030.decode_without_bom_handling_and_without_replacement(&bytes[..bytes.len() - cut])?;
            Some(Decoded { doubtful: is_doubtful(bytes), ..done(&text, cut) })
        })
        .ok_or_else(|| invalid(bytes, error.valid_up_to()))
}

/// What to say of bytes that are neither: they are taken for the encoding that they keep to for longer.
fn invalid(bytes: &[u8], utf8: usize) -> DecodeError {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let gb18030 = match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(length, behind), read) => read.saturating_sub(usize::from(length + behind)),
        (_, read) => read,
    };
    match gb18030.cmp(&utf8) {
        Ordering::Greater => DecodeError::Invalid { encoding: "GB18030", offset: gb18030 },
        Ordering::Equal => DecodeError::Invalid { encoding: "UTF-8 or GB18030", offset: utf8 },
        Ordering::Less => DecodeError::Invalid { encoding: "UTF-8", offset: utf8 },
    }
}

/// So many characters beyond ASCII tell what text they are.
const TELLING: usize = 20;
/// Of Chinese text in simplified characters nine tenths are of the first level of GB 2312, of text in traditional
/// characters about half.
const FEWEST_COMMON: f64 = 0.33;

/// Whether bytes that can be read as GB18030 make no Chinese text: Big5, Shift-JIS and others often can. The
/// 3,755 characters of the first level of GB 2312, which most of any text is made of, are the bytes B0 to D7 with A1
/// and above behind.
fn is_doubtful(bytes: &[u8]) -> bool {
    let (mut at, mut all, mut common) = (0, 0usize, 0usize);
    while let Some(&lead) = bytes.get(at) {
        let trail = bytes.get(at + 1).copied().unwrap_or_default();
        at += match (lead, trail) {
            (..0x80, _) => 1,
            (_, b'0'..=b'9') => 4,
            _ => 2,
        };
        // Marks, letters and digits of full width say nothing.
        if lead >= 0x81 && !(0xA1..=0xA3).contains(&lead) {
            all += 1;
            common += usize::from((0xB0..=0xD7).contains(&lead) && trail >= 0xA1);
        }
    }
    all >= TELLING && (common as f64) < FEWEST_COMMON * all as f64
}

fn utf16(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, DecodeError> {
    debug_assert!(encoding == UTF_16LE || encoding == UTF_16BE);
    let cut = bytes.len() % 2;
    match encoding.decode_without_bom_handling_and_without_replacement(&bytes[..bytes.len() - cut]) {
        Some(text) => Ok(done(&text, cut)),
        None => Err(DecodeError::Invalid { encoding: "UTF-16", offset: 2 }),
    }
}

/// Line ends to `\n`, tabs to spaces, other control characters and noncharacters dropped.
fn normalise(text: &str) -> String {
    let odd = |c: char| {
        c.is_control() && c != '\n' || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
    };
    if !may_hold_odd(text.as_bytes()) || !text.contains(odd) {
        return text.to_owned();
    }
    let unix: Cow<'_, str> = if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text.into() };
    unix.chars()
        .filter_map(|c| match c {
            // A form feed ends a page of PDF text; NEL, LS and PS end lines.
            '\r' | '\u{0C}' | '\u{0B}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            c if odd(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Whether control characters or noncharacters may be among these bytes of UTF-8: false for nearly
/// all files. First without branches in a round, so that many bytes are looked at together, and with few
/// comparisons: what they are true of is looked at again.
fn may_hold_odd(bytes: &[u8]) -> bool {
    const ROUND: usize = 128;
    // True of a middle dot and of a few Han characters as well (怨).
    let may_be = |a: u8, b: u8, c: u8| {
        let control = ((a < 0x20) & (a != b'\n')) | (a == 0x7F) | (a == 0xC2);
        u8::from(control | ((b == 0x80) & (c | 1 == 0xA9)) | ((a == 0xEF) & (b | 4 == 0xBF)))
    };
    // The last is true of a few rare marks as well (￥).
    let is = |a: u8, b: u8, c: u8| {
        let control = a < 0x20 && a != b'\n' || a == 0x7F || a == 0xC2 && b < 0xA0;
        control || a == 0xE2 && b == 0x80 && c | 1 == 0xA9 || a == 0xEF && b | 4 == 0xBF
    };
    let at = |index: usize| bytes.get(index).copied().unwrap_or_default();
    let among = |mut places: Range<usize>| places.any(|index| is(at(index), at(index + 1), at(index + 2)));
    let behind = |by: usize| bytes.get(by..).unwrap_or_default().as_chunks::<ROUND>().0;
    let rounds = behind(0).iter().zip(behind(1)).zip(behind(2));
    let may = |((a, b), c): ((&[u8; ROUND], &[u8; ROUND]), &[u8; ROUND])| {
        a.iter().zip(b).zip(c).fold(0, |any, ((a, b), c)| any | may_be(*a, *b, *c)) != 0
    };
    let looked_at = behind(2).len() * ROUND;
    rounds.zip((0..).step_by(ROUND)).any(|(round, from)| may(round) && among(from..from + ROUND))
        || among(looked_at..bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).expect("decodes").text
    }

    #[test]
    fn encodings_of_the_wild() {
        let sample = "湘江流淌，一河波光。\n";
        let (gb, _, _) = GB18030.encode(sample);
        assert_eq!(text(sample.as_bytes()), sample);
        assert_eq!(text(&gb), sample);
        assert_eq!(text(format!("\u{FEFF}{sample}").as_bytes()), sample);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(sample.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(text(&utf16), sample);
    }

    #[test]
    fn half_a_character_at_the_end_is_cut_and_counted() {
        let sample = "湘江流淌一河波光粼粼";
        assert_eq!(
            decode(&sample.as_bytes()[..29]),
            Ok(Decoded { text: "湘江流淌一河波光粼".into(), cut_bytes: 2, doubtful: false })
        );
        let (gb, _, _) = GB18030.encode(sample);
        assert_eq!(decode(&gb[..19]), Ok(Decoded { text: "湘江流淌一河波光粼".into(), cut_bytes: 1, doubtful: false }));
    }

    #[test]
    fn damaged_utf8_is_not_taken_for_gb18030() {
        let mut bytes = "湘江流淌一河波光粼粼映照家国".as_bytes().to_vec();
        bytes[30] = b'x';
        assert_eq!(decode(&bytes), Err(DecodeError::Invalid { encoding: "UTF-8", offset: 31 }));
    }

    #[test]
    fn what_is_no_chinese_text_is_doubted() {
        let traditional = "臺灣總統府記者會。本報訊昨日召開會議，部署下一階段的工作任務，強調防汛救災不能鬆懈。";
        let doubted =
            |encoding: &'static Encoding, text: &str| decode(&encoding.encode(text).0).map(|decoded| decoded.doubtful);
        assert_eq!(doubted(encoding_rs::BIG5, traditional), Ok(true));
        assert_eq!(doubted(GB18030, traditional), Ok(false));
        assert_eq!(doubted(GB18030, "湘江流淌，一河波光粼粼，映照着两岸的万家灯火与青山。"), Ok(false));
    }

    #[test]
    fn the_fault_is_told_of_the_encoding_that_was_kept_to() {
        let mut bytes = GB18030.encode("湘江流淌一河波光粼粼").0.into_owned();
        bytes[10] = 0xFF;
        assert_eq!(decode(&bytes), Err(DecodeError::Invalid { encoding: "GB18030", offset: 10 }));
        let mut mixed = "湘江".as_bytes().to_vec();
        mixed.extend_from_slice(b"\xFFabcde");
        assert_eq!(decode(&mixed), Err(DecodeError::Invalid { encoding: "UTF-8 or GB18030", offset: 6 }));
    }

    #[test]
    fn binary_is_refused() {
        assert_eq!(decode(b"\x89PNG\r\n\x00"), Err(DecodeError::Binary { offset: 6 }));
        assert_eq!(decode(b"a\x00b\x00c\x00"), Err(DecodeError::Binary { offset: 1 }));
    }

    #[test]
    fn what_is_odd_is_seen_wherever_it_stands() {
        for odd in ["\r", "\t", "\u{7f}", "\u{85}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}"] {
            for before in 0..70 {
                assert!(may_hold_odd(format!("{}{odd}湘江", "a".repeat(before)).as_bytes()), "{odd:?}");
                assert!(may_hold_odd(format!("湘{}{odd}", "，".repeat(before)).as_bytes()), "{odd:?}");
            }
        }
        for fine in ["·", "怨", "é", "\u{a0}"] {
            let page = format!("{}{fine}湘江", "a".repeat(50)).repeat(5);
            assert!(!may_hold_odd(page.as_bytes()) && is_decoded(page.as_bytes()), "{fine:?}");
        }
        assert!(!is_decoded("\u{FEFF}湘江".as_bytes()) && !is_decoded(b"\xFF\xFE") && is_decoded(b""));
        assert!(!may_hold_odd("“湘江”……倨，a、。\n·é ".repeat(40).as_bytes()) && !may_hold_odd(b""));
    }

    #[test]
    fn a_stray_nul_is_dropped() {
        let page = "湘江流淌，一河波光。\n".repeat(10);
        assert_eq!(text(format!("\0{page}").as_bytes()), page);
    }

    #[test]
    fn line_ends_and_control_characters() {
        assert_eq!(text("a\r\nb\rc\u{c}d\u{7}e\tf\u{3000}g".as_bytes()), "a\nb\nc\nde f\u{3000}g");
    }
}
