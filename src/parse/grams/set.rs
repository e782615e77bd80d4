//! Sets of pairs, by their numbers.

/// A set of pairs that is emptied at no cost: a pair is in it when it bears the present stamp.
#[derive(Default)]
pub(in crate::parse) struct Set {
    stamps: Vec<u32>,
    now: u32,
}

/// Stamps that are kept for the next page; those of a year in one file are not.
const KEPT: usize = 1 << 18;

impl Set {
    /// Makes it a set of pairs with numbers below `different`, and empties it.
    pub(super) fn make_room(&mut self, different: usize) {
        if self.stamps.len() > KEPT {
            *self = Self::default();
        }
        self.stamps.resize(self.stamps.len().max(different), 0);
        self.begin();
    }

    /// Empties the set.
    pub(super) fn begin(&mut self) {
        if self.now == u32::MAX {
            self.stamps.fill(0);
            self.now = 0;
        }
        self.now += 1;
    }

    #[inline]
    pub(super) fn add(&mut self, pair: u32) -> bool {
        let stamp = &mut self.stamps[pair as usize];
        std::mem::replace(stamp, self.now) != self.now
    }

    #[inline]
    pub(super) fn has(&self, pair: u32) -> bool {
        self.stamps[pair as usize] == self.now
    }

    /// Empties the set and takes these pairs in; how many there are.
    pub(in crate::parse) fn fill<'p>(&mut self, parts: impl Iterator<Item = &'p [u32]>) -> usize {
        self.begin();
        let (now, stamps) = (self.now, &mut self.stamps[..]);
        let mut size = 0;
        for part in parts {
            for pair in part {
                size += usize::from(std::mem::replace(&mut stamps[*pair as usize], now) != now);
            }
        }
        size
    }

    /// The same, and how many of them are in `other` too.
    pub(super) fn fill_and_count<'p>(
        &mut self,
        parts: impl Iterator<Item = &'p [u32]>,
        other: &Self,
    ) -> (usize, usize) {
        self.begin();
        let (now, stamps) = (self.now, &mut self.stamps[..]);
        let (others, theirs) = (other.now, &other.stamps[..]);
        let (mut size, mut common) = (0, 0);
        for part in parts {
            for pair in part.iter().map(|pair| *pair as usize) {
                let new = usize::from(std::mem::replace(&mut stamps[pair], now) != now);
                size += new;
                common += new & usize::from(theirs[pair] == others);
            }
        }
        (size, common)
    }
}
