//! Whether a page may say anything twice: a quick look that spares most pages the thorough one.
//!
//! Every four characters in a row are a gram. Where a text is printed the second time, each of its
//! grams has been met before: so a page on which no stretch of text is that long without a gram
//! that is new has no repeat. Every other gram, told by its last character, is noted.

use super::repeats::WINDOW;
use crate::windows::Sieve;

/// Characters of a gram.
const GRAM: usize = 4;
/// Bits of a character in a gram: its last twelve tell nearly any two apart.
const BITS: u32 = 16;
/// The stretch in which a repeat has the ends of all its grams.
const STRETCH: usize = WINDOW - GRAM + 1;

/// The grams that were met on a page.
pub(super) struct Sample {
    met: Sieve,
    may_repeat: bool,
}

impl Sample {
    /// A sample for a page of so many bytes.
    pub(super) fn for_page(bytes: usize) -> Self {
        // About one gram for each six bytes of Chinese; one stranger in twenty looks met, and it takes a row of
        // them to mislead.
        Self { met: Sieve::room_for(bytes / 32), may_repeat: false }
    }

    /// Whether one of the passages read so far may stand on the page before.
    pub(super) fn may_repeat(&self) -> bool {
        self.may_repeat
    }

    /// Reads the next passage.
    pub(super) fn reader(&mut self) -> Reader<'_> {
        Reader { met: &mut self.met, gram: 0, stretch: 0, longest: 0 }
    }

    /// Takes note of the longest stretch of a passage without a new gram.
    pub(super) fn note(&mut self, longest: usize) {
        self.may_repeat |= longest >= STRETCH;
    }
}

/// Reads one passage.
pub(super) struct Reader<'s> {
    met: &'s mut Sieve,
    gram: u64,
    /// Characters since a gram ended that was new, and the most of them so far.
    stretch: usize,
    longest: usize,
}

impl Reader<'_> {
    /// Takes the next character, by its last twelve bits.
    #[inline]
    pub(super) fn take(&mut self, c: u16) {
        // What is shifted out at the top is the character before these four.
        self.gram = self.gram << BITS | u64::from(c);
        self.stretch += 1;
        if c.is_multiple_of(2) && self.met.add(self.gram) {
            self.longest = self.longest.max(self.stretch - 1);
            self.stretch = 0;
        }
    }

    /// The longest stretch without a new gram, in characters.
    pub(super) fn longest(self) -> usize {
        self.longest.max(self.stretch)
    }
}

#[cfg(test)]
mod tests {
    use super::{Sample, WINDOW};
    use crate::proof::spots::Spots;

    fn may_repeat(passages: &[&str]) -> bool {
        let mut sample = Sample::for_page(passages.iter().map(|text| text.len()).sum());
        let mut spots = Spots::default();
        passages.iter().for_each(|text| spots.look_at_body(text, &mut sample));
        sample.may_repeat()
    }

    #[test]
    fn a_repeat_is_found_wherever_it_stands() {
        let repeated: String = "湘a江流淌b一河波光湘江c流，湘江流淌一河波光1湘江流23".chars().take(WINDOW).collect();
        let short: String = repeated.chars().take(WINDOW - 12).collect();
        let (filler, other): (String, String) = (('一'..'丿').collect(), ('a'..='z').chain('丿'..'亟').collect());
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
}
