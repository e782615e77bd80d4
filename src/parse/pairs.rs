//! Pairs of characters that stand inside common Chinese words (权威, 惊叹, 车辆): where a break
//! falls between two of them, a column made it, not the author.
//!
//! `pairs.bin`, made by `scripts/pairs`, is a Bloom filter of 2²⁰ bits and two hashes over about
//! 60,000 pairs: those counted 40 times or more in words of the jieba word list (MIT) and standing
//! together at least about as often as chance would have it. Half of the column breaks of real pages fall inside such a
//! pair; of breaks between a heading and its text one in thirty does.

static PAIRS: &[u8; 1 << 17] = include_bytes!("pairs.bin");

/// Whether the two characters stand together inside common words. Wrong for about 1 pair in 100.
pub(super) fn in_word(a: char, b: char) -> bool {
    let mixed = u32::from(a).wrapping_mul(0x9e37_79b1) ^ u32::from(b);
    let first = mixed.wrapping_mul(0x85eb_ca6b) >> 12;
    let second = (mixed ^ (mixed >> 15)).wrapping_mul(0xc2b2_ae35) >> 12;
    [first, second].iter().all(|slot| PAIRS[(slot >> 3) as usize] >> (slot & 7) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::in_word;

    #[test]
    fn words_and_accidents() {
        for (a, b) in [('权', '威'), ('惊', '叹'), ('开', '发'), ('株', '洲')] {
            assert!(in_word(a, b), "{a}{b}");
        }
        for (a, b) in [('基', '习'), ('感', '近'), ('心', '据')] {
            assert!(!in_word(a, b), "{a}{b}");
        }
    }
}
