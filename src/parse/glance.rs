//! One look at a text: how long it is and which kinds of characters it holds.
//!
//! Most questions the reader asks of a block (a jump mark? a dateline? a byline?) are answered no,
//! and one look tells so: a block without 转 or 接 holds no jump mark. So every block is looked at
//! once, character by character, and the costly questions are asked only where they can be
//! answered yes. A glance decides nothing; it only spares work.

use std::ops::BitOrAssign;

/// A set of kinds of characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kinds(u32);

macro_rules! kinds {
    ($($name:ident $number:literal $chars:literal: $doc:literal,)*) => {
        impl Kinds {
            $(#[doc = $doc] pub(super) const $name: Self = Self(1 << $number);)*
        }

        /// The kind of each character of the basic plane, and whether it is narrow.
        static KIND: [u8; 0x1_0000] = {
            let mut table = [0; 0x1_0000];
            $(table = fill(table, $chars, $number);)*
            let mut code = 0;
            while code < WIDE {
                table[code] |= NARROW;
                code += 1;
            }
            table
        };
    };
}

/// Set in the kind of a character of one half-width cell.
const NARROW: u8 = 32;
/// The first character of two cells; all behind it have two as well.
const WIDE: usize = 0x2010;

const BLANK: usize = Kinds::BLANK.0.trailing_zeros() as usize;
const COMMA: usize = Kinds::COMMA.0.trailing_zeros() as usize;
const OPENERS: Kinds = Kinds::QUOTE.or(Kinds::OPENER).or(Kinds::ROUND_OPENER);
const CLOSERS: Kinds = Kinds::CLOSER.or(Kinds::ROUND_CLOSER);

kinds! {
    BLANK 1 "\t\n\u{b}\u{c}\r \u{85}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}":
        "White space.",
    FULL_STOP 2 "。": "The full stop.",
    STOP 3 "！？!?": "Marks that ask and cry out.",
    COMMA 4 ",，": "Commas.",
    COLON 5 "：:": "Colons.",
    QUOTE 7 "“": "The opening quote.",
    OPENER 8 "‘「『【《〈［[": "Other openers, round brackets apart.",
    CLOSER 9 "”’」』】》〉］]": "Closers, round brackets apart.",
    ROUND_OPENER 10 "（(": "Opening round brackets.",
    ROUND_CLOSER 11 "）)": "Closing round brackets.",
    TURN 13 "转轉": "What a jump mark to another page holds.",
    JOIN 14 "接": "What a jump mark from another page holds.",
    WIRE 15 "讯訊电電": "Ends of datelines, and of signatures.",
    NEWS 16 "消": "The other end of datelines: 消息.",
    PRESS 17 "报報网线播": "What names of papers and stations end in.",
    PHOTO 19 "摄攝供绘发": "What the last words of photo credits hold.",
    PAGE 20 "版页頁": "What stands behind the number of a page.",
    YEAR 21 "年": "What stands behind the number of a year.",
    STRAIGHT 22 "\"": "The straight quote.",
    DOT 24 "·•・": "Dots between the parts of a name.",
    INVISIBLE 25 "\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}": "What layout systems leave behind.",
    ISSUE 26 "刊號号代总农農今": "What the standing words of mastheads hold.",
}

const fn fill(mut table: [u8; 0x1_0000], chars: &str, kind: u8) -> [u8; 0x1_0000] {
    let bytes = chars.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (code, width) = match bytes[at] {
            b @ 0..0x80 => (b as usize, 1),
            b @ 0x80..0xE0 => ((b as usize & 0x1F) << 6 | bytes[at + 1] as usize & 0x3F, 2),
            b => {
                let low = (bytes[at + 1] as usize & 0x3F) << 6 | bytes[at + 2] as usize & 0x3F;
                ((b as usize & 0x0F) << 12 | low, 3)
            }
        };
        table[code] = kind;
        at += width;
    }
    table
}

impl BitOrAssign for Kinds {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl Kinds {
    /// Several kinds as one.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What one look at a text tells.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Glance {
    /// Characters that are not white space.
    pub(super) len: usize,
    /// Width in half-width cells, white space included.
    pub(super) cells: usize,
    /// Openers minus closers: positive when a quotation or bracket is still open at the end.
    pub(super) balance: i32,
    /// Commas in it.
    pub(super) commas: usize,
    holds: Kinds,
}

impl Glance {
    /// Looks at the characters of a text, and puts them at the end of a row.
    pub(super) fn take(text: &str, row: &mut Vec<char>) -> Self {
        let (mut counts, mut seen) = ([0u32; 64], 0u64);
        let before = row.len();
        row.resize(before + text.chars().count(), '\0');
        for (place, c) in row[before..].iter_mut().zip(text.chars()) {
            *place = c;
            // Nearly every character is a wide one of no kind.
            let kind = KIND.get(c as usize).copied().unwrap_or(0) & 63;
            if kind != 0 {
                counts[usize::from(kind)] += 1;
                seen |= 1 << kind;
            }
        }
        let chars = row.len() - before;
        let (wide, narrow) = counts.split_at(usize::from(NARROW));
        let of_kind = |kind: usize| (wide[kind] + narrow[kind]) as usize;
        let holds = Kinds((seen | seen >> NARROW) as u32 & !1);
        let sum = |kinds: Kinds| (1..32).filter(|kind| kinds.0 >> kind & 1 == 1).map(of_kind).sum::<usize>() as i32;
        let balance = if holds.0 & (OPENERS.0 | CLOSERS.0) == 0 { 0 } else { sum(OPENERS) - sum(CLOSERS) };
        Self {
            len: chars - of_kind(BLANK),
            cells: 2 * chars - narrow.iter().sum::<u32>() as usize,
            balance,
            commas: of_kind(COMMA),
            holds,
        }
    }

    /// Looks at a text.
    pub(super) fn of(text: &str) -> Self {
        Self::take(text, &mut Vec::new())
    }

    /// Whether any character of these kinds is among those looked at.
    pub(super) fn holds(&self, kinds: Kinds) -> bool {
        self.holds.0 & kinds.0 != 0
    }

    /// Takes in what a text tells that follows.
    pub(super) fn add(&mut self, next: &Self) {
        self.len += next.len;
        self.cells += next.cells;
        self.balance += next.balance;
        self.commas += next.commas;
        self.holds |= next.holds;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::chars;

    #[test]
    fn kinds_are_those_of_chars() {
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            let one = Glance::of(c.encode_utf8(&mut [0; 4]));
            assert_eq!(one.len, usize::from(!c.is_whitespace()), "{c:?}");
            assert_eq!(one.cells, if c < '\u{2010}' { 1 } else { 2 }, "{c:?}");
            assert_eq!(one.balance, i32::from(chars::is_opener(c)) - i32::from(chars::is_closer(c)), "{c:?}");
            assert_eq!(one.holds(Kinds::BLANK.or(Kinds::INVISIBLE)), chars::is_blank(c), "{c:?}");
        }
    }

    #[test]
    fn parts_add_up() {
        let (a, b) = ("他说:“好。”", " 记者(廖明)报道");
        let mut row = Vec::new();
        let mut sum = Glance::take(a, &mut row);
        sum.add(&Glance::take(b, &mut row));
        let text: String = row.into_iter().collect();
        let whole = Glance::of(&text);
        assert_eq!(text, format!("{a}{b}"));
        assert_eq!((sum.len, sum.cells, sum.balance, sum.holds), (whole.len, whole.cells, whole.balance, whole.holds));
        assert!(whole.holds(Kinds::ROUND_CLOSER) && !whole.holds(Kinds::TURN));
    }
}
