//! Whether a page may say anything twice: a quick look that spares most pages the thorough one.
//!
//! Every four characters in a row are a gram. Where a text is printed the second time, each of its
//! grams has been met before: so a page on which no stretch of text is that long without a gram
//! that is new has no repeat.

use std::cell::Cell;

use super::repeats::WINDOW;
use crate::lent::Lent;

/// Characters of a gram.
const GRAM: usize = 4;
/// Bits of a character in a gram: its last twelve tell nearly any two apart.
const BITS: u32 = 16;
/// The stretch in which a repeat has the ends of all its grams.
const STRETCH: usize = WINDOW - GRAM + 1;
/// Bits of the place of a gram. On a page of ten thousand characters a stranger in four looks met, and it
/// takes a row of them to mislead.
const PLACE: u32 = 15;

/// The grams that were met on a page.
pub(super) struct Sample {
    grams: Lent<Grams>,
    may_repeat: bool,
}

/// Grams by their places, emptied at no cost: one that was met on this page bears its stamp.
#[derive(Default)]
struct Grams {
    stamps: Option<Box<[u8; 1 << PLACE]>>,
    now: u8,
}

thread_local!(static GRAMS: Cell<Grams> = Cell::default());

impl Sample {
    /// A sample for a page.
    pub(super) fn for_page() -> Self {
        let mut grams = Lent::from(&GRAMS);
        if grams.now == u8::MAX {
            *grams = Grams::default();
        }
        grams.now += 1;
        Self { grams, may_repeat: false }
    }

    /// Whether one of the passages read so far may stand on the page before.
    pub(super) fn may_repeat(&self) -> bool {
        self.may_repeat
    }

    /// Reads the next passage.
    pub(super) fn reader(&mut self) -> Reader<'_> {
        let Grams { stamps, now } = &mut *self.grams;
        let stamps = stamps.get_or_insert_with(|| Box::new([0; 1 << PLACE]));
        Reader { stamps, now: *now, gram: 0, row: 0, rows: 0 }
    }

    /// Takes note of whether a passage has a stretch without a new gram that is long enough.
    pub(super) fn note(&mut self, has_stretch: bool) {
        self.may_repeat |= has_stretch;
    }
}

/// Reads one passage.
pub(super) struct Reader<'s> {
    stamps: &'s mut [u8; 1 << PLACE],
    now: u8,
    gram: u64,
    /// As many bits from the lowest on as grams since one that was new, and the bits that were set so far.
    row: u64,
    rows: u64,
}

impl Reader<'_> {
    /// Takes the next character, by its last twelve bits.
    #[inline]
    pub(super) fn take(&mut self, c: u16) {
        // What is shifted out at the top is the character before these four.
        self.gram = self.gram << BITS | u64::from(c);
        let place = self.gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - PLACE);
        if std::mem::replace(&mut self.stamps[place as usize], self.now) == self.now {
            self.row = self.row << 1 | 1;
        } else {
            self.row = 0;
        }
        self.rows |= self.row;
    }

    /// Whether there was a stretch without a new gram that is long enough.
    pub(super) fn has_stretch(self) -> bool {
        self.rows >> (STRETCH - 1) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Sample, WINDOW};
    use crate::proof::spots::Spots;

    fn may_repeat(passages: &[&str]) -> bool {
        let (mut sample, mut spots) = (Sample::for_page(), Spots::default());
        passages.iter().for_each(|text| spots.look_at_body(0, text, &mut sample));
        sample.may_repeat()
    }

    #[test]
    fn a_repeat_is_found_wherever_it_stands() {
        let repeated: String = "湘a江流淌b一河波光湘江c流，湘江流淌一河波光1湘江流234".chars().take(WINDOW).collect();
        assert_eq!(repeated.chars().count(), WINDOW);
        let short: String = repeated.chars().take(WINDOW - 12).collect();
        // Characters in no order, as in a text.
        let han = |n: u32| char::from_u32(0x4e00 + n * n * 7919 % 20_000).unwrap_or_default();
        let filler: String = (1..64).map(han).collect();
        let other: String = ('a'..='z').chain((64..160).map(han)).collect();
        for before in 0..filler.chars().count() {
            let head: String = filler.chars().take(before).collect();
            let (one, two) = (format!("{head}{repeated}天"), format!("{other}{repeated}!"));
            assert!(may_repeat(&[&one, &two]) && may_repeat(&[&two, &one]), "{before}");
            assert!(may_repeat(&[&format!("{one}{two}")]), "{before}");
            let (one, two) = (format!("{head}{short}天{other}"), format!("{other}{short}!{filler}"));
            assert!(!may_repeat(&[&one]) && !may_repeat(&[&two]), "{before}");
        }
        assert!(!may_repeat(&["", "一", &filler, &other]) && !may_repeat(&[]));
    }

    /// Whether a window of the passages stands in them twice.
    fn repeats(passages: &[String]) -> bool {
        let passages: Vec<Vec<char>> = passages.iter().map(|text| text.chars().collect()).collect();
        let mut met = BTreeSet::new();
        passages.iter().flat_map(|chars| chars.windows(WINDOW)).any(|window| !met.insert(window))
    }

    proptest! {
        #[test]
        fn no_repeat_is_passed_over(words in prop::collection::vec("[湘江流淌a，]{1,12}", 1..12), order in ".{0,24}") {
            let mut passages = vec![String::new()];
            for c in order.chars() {
                match words.get(c as usize % (words.len() + 2)) {
                    Some(word) => passages.last_mut().expect("one passage at least").push_str(word),
                    None => passages.push(String::new()),
                }
            }
            let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
            prop_assert!(may_repeat(&texts) || !repeats(&passages));
        }
    }
}
