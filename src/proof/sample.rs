//! Whether a page may say anything twice: a quick look that spares most pages the thorough one.
//!
//! Every four characters in a row are a gram. Where a text is printed the second time, each of its
//! grams has been met before: so a page on which no stretch of text is that long without a gram
//! that is new has no repeat. Grams are noted by their last character, three of eight.

use crate::windows::Sieve;

/// Characters of a gram.
const GRAM: usize = 4;
/// Bits of a character in a gram.
const BITS: usize = 16;

/// Whether `length` characters in a row may stand twice in these passages.
pub(super) fn may_repeat(passages: &[&str], length: usize) -> bool {
    let bytes: usize = passages.iter().map(|text| text.len()).sum();
    // About one gram for each eight bytes of Chinese; one stranger in thirty looks met, and it takes a row
    // of them to mislead.
    let mut met = Sieve::room_for(bytes / 32);
    passages.iter().any(|text| holds_nothing_new(text, length, &mut met))
}

/// Whether a passage has a stretch of so many characters that holds no gram but those met before.
fn holds_nothing_new(text: &str, length: usize, met: &mut Sieve) -> bool {
    let (mut gram, mut stretch) = (0u64, 0);
    for c in text.chars() {
        // What is shifted out at the top is the character before these four.
        gram = gram << BITS | u64::from(c);
        stretch += 1;
        if u32::from(c) % 8 < 3 && met.add(gram) {
            stretch = 0;
        } else if stretch > length - GRAM {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::may_repeat;

    #[test]
    fn a_repeat_is_found_wherever_it_stands() {
        let repeated = "湘a江流淌b一河波光湘江c流，湘江流淌一河波光1湘江流23";
        let length = repeated.chars().count();
        let (filler, other): (String, String) = (('一'..'丿').collect(), ('a'..='z').chain('丿'..'亟').collect());
        for before in 0..filler.chars().count() {
            let head: String = filler.chars().take(before).collect();
            let (one, two) = (format!("{head}{repeated}天"), format!("{other}{repeated}!"));
            assert!(may_repeat(&[&one, &two], length) && may_repeat(&[&two, &one], length), "{before}");
            assert!(may_repeat(&[&format!("{one}{two}")], length), "{before}");
            assert!(!may_repeat(&[&one, &two], length + 12), "{before}");
        }
        assert!(!may_repeat(&["", "一", &filler, &other], length) && !may_repeat(&[], length));
    }
}
