//! Windows of fixed length over a text, each with its hash: how repeats are found in one pass.
//!
//! The hash of a window follows from that of the one before (Rabin and Karp). Equal windows have
//! equal hashes; whoever finds two equal hashes still compares the characters.

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of one window.
#[inline]
pub(crate) fn hash(window: &[char]) -> u64 {
    window.iter().fold(0, |hash, c| push(hash, *c))
}

#[inline]
fn push(hash: u64, c: char) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(c))
}

/// The hashes of all windows of `length` characters, in order.
pub(crate) fn hashes(chars: &[char], length: usize) -> impl Iterator<Item = u64> {
    let gone = (0..length).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let first = chars.get(..length).map(hash);
    let steps = chars.iter().zip(chars.get(length..).unwrap_or_default());
    let rolled = steps.scan(first.unwrap_or_default(), move |hash, (old, new)| {
        *hash = push(*hash, *new).wrapping_sub(gone.wrapping_mul(u64::from(*old)));
        Some(*hash)
    });
    first.into_iter().chain(rolled)
}

/// A set of hashes that may say yes to a few it does not hold, and never no to one it does: it
/// spares most look-ups.
#[derive(Debug, Clone)]
pub(crate) struct Sieve {
    bits: Vec<u64>,
    shift: u32,
}

impl Default for Sieve {
    fn default() -> Self {
        Self::of(std::iter::empty())
    }
}

impl Sieve {
    /// A sieve of these hashes; about one stranger in fifty passes.
    pub(crate) fn of(hashes: impl ExactSizeIterator<Item = u64>) -> Self {
        let mut out = Self::room_for(hashes.len());
        hashes.for_each(|hash| {
            out.add(hash);
        });
        out
    }

    /// An empty sieve for so many hashes.
    pub(crate) fn room_for(hashes: usize) -> Self {
        let bits = (hashes * 64).next_power_of_two().max(64);
        Self { bits: vec![0; bits / 64], shift: 64 - bits.trailing_zeros() }
    }

    /// Takes a hash in; false when it, or one of the same place, is there already.
    #[inline]
    pub(crate) fn add(&mut self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        let word = &mut self.bits[word];
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let at = hash.wrapping_mul(BASE) >> self.shift;
        ((at / 64) as usize, 1 << (at % 64))
    }

    /// Whether the hash may be among them.
    #[inline]
    pub(crate) fn lets_through(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Sieve, hash, hashes};

    #[test]
    fn rolling_gives_the_hash_of_each_window() {
        let text: Vec<char> = "湘江流淌一河波光湘江流淌".chars().collect();
        for length in [1, 4, text.len()] {
            let each: Vec<u64> = text.windows(length).map(hash).collect();
            assert_eq!(hashes(&text, length).collect::<Vec<_>>(), each);
        }
        assert_eq!(hashes(&text, text.len() + 1).count(), 0);
        assert_eq!(hashes(&text, 4).next(), hashes(&text, 4).last());
    }

    #[test]
    fn a_sieve_lets_its_own_through() {
        let own = [0, 1, u64::MAX, hash(&['湘', '江'])];
        let sieve = Sieve::of(own.into_iter());
        assert!(own.into_iter().all(|one| sieve.lets_through(one)));
        let strangers = (1000..2000u64).filter(|n| sieve.lets_through(n.wrapping_mul(0x2545_f491_4f6c_dd1d))).count();
        assert!(strangers < 100, "{strangers}");
    }
}
