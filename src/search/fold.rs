//! Folding: how printed text and a query are made comparable.
//!
//! 1. The text is cut into clusters: a character and the combining marks after it.
//! 2. Each cluster is normalised to NFKC (full-width `Ａ１` becomes `A1`, `㎡` becomes `m2`)
//!    and put in lower case character by character.
//! 3. White space and characters without width are dropped, so that a line end or the spaces
//!    inside `王  芳` never hide a hit.
//! 4. Where the archive asks for it, [`Variants`] makes traditional characters simplified.
//! 5. What is left is read as UTF-16 code units, each in one of three classes ([`Class`]).
//!
//! The script in the browser does the same (`script/fold.js`); both are held
//! to the vectors in `tests/data/search-fold.json`. The classes are fixed ranges, not Unicode
//! properties, because the two sides carry different versions of Unicode. Folding by clusters
//! instead of the whole text lets a hit be mapped back to the printed characters.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::variants::Variants;

/// What a folded code unit is to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Punctuation and symbols: no key reaches across it.
    Break,
    /// A letter or digit of an alphabet: keys are up to three of them long.
    Token,
    /// A Han character, kana, hangul, half of a pair of surrogates: keys are two long.
    Char,
}

/// Ranges of code units that break a run, ascending, both ends in it.
const BREAKS: [(u16, u16); 20] = [
    (0x0000, 0x002f),
    (0x003a, 0x0040),
    (0x005b, 0x0060),
    (0x007b, 0x00bf),
    (0x00d7, 0x00d7),
    (0x00f7, 0x00f7),
    (0x2000, 0x2bff),
    (0x2e00, 0x2e7f),
    (0x2ff0, 0x3004),
    (0x3008, 0x3020),
    (0x3030, 0x3030),
    (0x303d, 0x303f),
    (0x30a0, 0x30a0),
    (0x30fb, 0x30fb),
    (0xfd3e, 0xfd3f),
    (0xfe10, 0xfe1f),
    (0xfe30, 0xfe6f),
    (0xff00, 0xff0f),
    (0xffe0, 0xffef),
    (0xfff0, 0xffff),
];

/// The class of a folded code unit.
pub(crate) fn class(unit: u16) -> Class {
    // Asked several times for each character of the archive: a table pays.
    static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| (0..=u16::MAX).map(class_of).collect());
    CLASSES[usize::from(unit)]
}

fn class_of(unit: u16) -> Class {
    if BREAKS.iter().any(|&(low, high)| (low..=high).contains(&unit)) {
        Class::Break
    } else if unit < 0x2e80 {
        Class::Token
    } else {
        Class::Char
    }
}

/// Combining marks that belong to the character before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{3099}'..='\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

/// White space and characters without width.
fn is_dropped(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{85}' | '\u{a0}' | '\u{ad}' | '\u{1680}' | '\u{180e}'
        | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{2064}' | '\u{3000}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Characters that folding leaves as they are: most of a Chinese text.
fn is_plain(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | 'a'..='z' | '0'..='9')
}

/// The folded code units of a text.
pub(crate) fn fold(text: &str, variants: &Variants) -> Vec<u16> {
    let mut units = Vec::with_capacity(text.len() / 2);
    fold_each(text, |unit, _| units.push(variants.of(unit)));
    units
}

/// The folded code units of a text, and for each the byte at which its cluster begins.
pub(crate) fn fold_mapped(text: &str, variants: &Variants) -> (Vec<u16>, Vec<usize>) {
    let (mut units, mut starts) = (Vec::new(), Vec::new());
    fold_each(text, |unit, start| {
        units.push(variants.of(unit));
        starts.push(start);
    });
    (units, starts)
}

/// The characters of which [`ALONE`] knows what becomes of them, besides the plain ones: the blocks
/// below Han with most of the marks and letters, and the wide forms.
const KNOWN: [std::ops::Range<u32>; 2] = [0..0x3100, 0xff00..0xfff0];
/// In [`ALONE`]: the character is dropped; it becomes something else than one unit.
const GONE: u16 = 0xfffe;
const UNKNOWN: u16 = 0xffff;

/// What becomes of each of the [`KNOWN`] characters where no mark follows. Normalising costs more
/// than all else that is done with a character.
static ALONE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let becomes = |c: char| {
        let mut units = Vec::new();
        fold_cluster(c.encode_utf8(&mut [0; 4]), |unit| units.push(unit));
        match units.as_slice() {
            [] => GONE,
            &[unit] if unit < GONE => unit,
            _ => UNKNOWN,
        }
    };
    KNOWN.into_iter().flatten().map(|c| char::from_u32(c).map_or(UNKNOWN, becomes)).collect()
});

/// What becomes of a character where no mark follows, if [`ALONE`] or [`is_plain`] knows.
fn alone(c: char, known: &[u16]) -> u16 {
    if is_plain(c) {
        return c as u16;
    }
    let [low, wide] = KNOWN;
    let at = match u32::from(c) {
        c if c < low.end => c,
        c if wide.contains(&c) => low.end + c - wide.start,
        _ => return UNKNOWN,
    };
    known.get(at as usize).copied().unwrap_or(UNKNOWN)
}

fn fold_cluster(cluster: &str, mut sink: impl FnMut(u16)) {
    let mut buffer = [0; 2];
    for lower in cluster.nfkc().flat_map(char::to_lowercase).filter(|&c| !is_dropped(c)) {
        lower.encode_utf16(&mut buffer).iter().for_each(|&unit| sink(unit));
    }
}

fn fold_each(text: &str, mut sink: impl FnMut(u16, usize)) {
    let known = ALONE.as_slice();
    let mut rest = text.char_indices();
    let mut ahead = rest.next();
    while let Some((start, c)) = ahead {
        ahead = rest.next();
        let is_single = ahead.is_none_or(|(_, next)| is_plain(next) || !is_mark(next));
        match alone(c, known) {
            GONE if is_single => continue,
            UNKNOWN => {}
            unit if is_single => {
                sink(unit, start);
                continue;
            }
            _ => {}
        }
        let mut end = start + c.len_utf8();
        while let Some((at, mark)) = ahead.filter(|&(_, next)| is_mark(next)) {
            end = at + mark.len_utf8();
            ahead = rest.next();
        }
        fold_cluster(&text[start..end], |unit| sink(unit, start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        String::from_utf16(&fold(text, &Variants::default())).expect("folding keeps pairs of surrogates whole")
    }

    #[test]
    fn width_case_and_space_are_folded() {
        assert_eq!(folded("ＧＤＰ 增长　７．５％"), "gdp增长7.5%");
        assert_eq!(folded("面积 3㎡，①"), "面积3m2,1");
        assert_eq!(folded("王\u{3000}芳\n说"), "王芳说");
        assert_eq!(folded("Cafe\u{301} ÉCOLE"), "caf\u{e9}\u{e9}cole");
    }

    #[test]
    fn hits_map_back_to_the_printed_characters() {
        let (units, starts) = fold_mapped("共 ３㎡。", &Variants::default());
        assert_eq!(String::from_utf16_lossy(&units), "共3m2。");
        assert_eq!(starts, [0, 4, 7, 7, 10]);
    }

    #[test]
    fn classes() {
        assert_eq!(class(u16::from(b'a')), Class::Token);
        assert_eq!(class(0x3007), Class::Char, "〇 is a numeral");
        assert_eq!(class(0x3002), Class::Break);
        assert_eq!(class(0xd83d), Class::Char);
    }

    #[test]
    fn folding_agrees_with_the_vectors_of_the_browser() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/data/search-fold.json")).unwrap();
        for vector in vectors.as_array().unwrap() {
            let text = vector["text"].as_str().unwrap();
            let (units, starts) = fold_mapped(text, &Variants::default());
            let starts: Vec<usize> = starts.into_iter().map(|at| text[..at].encode_utf16().count()).collect();
            assert_eq!(String::from_utf16_lossy(&units), vector["folded"].as_str().unwrap(), "{text}");
            assert_eq!(serde_json::json!(starts), vector["starts"], "{text}");
        }
    }
}
