//! Numbers for pairs of characters.

use std::collections::BTreeMap;

/// Numbers for pairs in the order they are met: a hash table with open addressing, for this is
/// asked of every character of a page.
///
/// Half of the pairs of a page are new and half are not, which no processor can foretell. So both
/// are looked up the same way: an empty place stands for the next number, and there the pair is put
/// down before it is compared.
///
/// The table serves page after page and is never cleared: numbers are put down with `base` added,
/// which grows from page to page, and a place that holds less is empty.
#[derive(Default)]
pub(super) struct Numbers {
    /// Numbers by the hash of their pair, the first `last + 1` in use. A power of two of them, half
    /// of them free at least.
    places: Vec<u32>,
    last: usize,
    shift: u32,
    base: u32,
    /// Pairs by their numbers, with room for one more.
    pairs: Vec<Pair>,
    /// Pairs with a character beyond the basic plane: next to none.
    rare: BTreeMap<(char, char), u32>,
    len: u32,
}

/// A pair, both characters in one number, and how often it was added.
#[derive(Clone, Copy)]
struct Pair {
    chars: u32,
    count: u32,
}

/// Stands for a pair that is looked up elsewhere; no pair is 0.
const RARE: u32 = 0;
/// A base from which on the table is cleared after all, so that no number overflows.
const MOST: u32 = 1 << 30;
/// Places that are kept for the next page; those of a year in one file are not.
const KEPT: usize = 1 << 19;

impl Numbers {
    /// Forgets all pairs and makes room for those of a text of so many characters, as a page repeats
    /// them.
    pub(super) fn begin(&mut self, length: usize) {
        if self.places.len() > KEPT {
            *self = Self::default();
        }
        self.rare.clear();
        self.empty();
        self.make_room((2 * length).next_power_of_two().clamp(1 << 5, 1 << 17));
        self.len = 0;
    }

    /// Empties all places.
    fn empty(&mut self) {
        self.base += self.len.max(1);
        if self.base > MOST {
            self.places.fill(0);
            self.base = 1;
        }
    }

    fn make_room(&mut self, places: usize) {
        self.last = places - 1;
        self.shift = 64 - places.trailing_zeros();
        self.places.resize(self.places.len().max(places), 0);
        let pairs = self.pairs.len().max(places / 2 + 1);
        self.pairs.resize(pairs, Pair { chars: RARE, count: 0 });
    }

    /// How many pairs have numbers.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// How often the pair of a number was added.
    #[inline]
    pub(super) fn count(&self, number: u32) -> u32 {
        self.pairs[number as usize].count
    }

    #[inline]
    fn place(&self, pair: u32) -> usize {
        (u64::from(pair).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }

    /// The number in a place, the next one where there is none.
    #[inline]
    fn number_in(&self, place: usize) -> u32 {
        self.places[place].wrapping_sub(self.base).min(self.len)
    }

    /// Both characters in one number; `None` beyond the basic plane.
    #[inline]
    fn pair(a: char, b: char) -> Option<u32> {
        let (a, b) = (u32::from(a), u32::from(b));
        ((a | b) < 0x1_0000).then_some(a << 16 | b)
    }

    /// The number of a pair, if it has one.
    pub(super) fn find(&self, a: char, b: char) -> Option<u32> {
        let Some(pair) = Self::pair(a, b) else { return self.rare.get(&(a, b)).copied() };
        let mut place = self.place(pair);
        loop {
            match self.number_in(place & self.last) {
                number if number == self.len => return None,
                number if self.pairs[number as usize].chars == pair => return Some(number),
                _ => place += 1,
            }
        }
    }

    /// The number of a pair, a new one where it has none.
    #[inline]
    pub(super) fn add(&mut self, a: char, b: char) -> u32 {
        let Some(pair) = Self::pair(a, b) else { return self.add_rare(a, b) };
        self.pairs[self.len as usize] = Pair { chars: pair, count: 0 };
        let place = self.place(pair);
        let number = self.number_in(place);
        if self.pairs[number as usize].chars == pair {
            self.settle(place, number)
        } else {
            self.add_behind(pair, place)
        }
    }

    /// Puts a number in its place, where it may stand already.
    #[inline]
    fn settle(&mut self, place: usize, number: u32) -> u32 {
        self.places[place] = self.base + number;
        self.pairs[number as usize].count += 1;
        self.len += u32::from(number == self.len);
        if self.len() > self.last / 2 {
            self.grow();
        }
        number
    }

    /// Adds a pair whose place is another one's.
    #[inline(never)]
    fn add_behind(&mut self, pair: u32, place: usize) -> u32 {
        let mut place = (place + 1) & self.last;
        loop {
            let number = self.number_in(place);
            if self.pairs[number as usize].chars == pair {
                return self.settle(place, number);
            }
            place = (place + 1) & self.last;
        }
    }

    #[cold]
    fn add_rare(&mut self, a: char, b: char) -> u32 {
        let next = self.len;
        let number = *self.rare.entry((a, b)).or_insert(next);
        if number == next {
            self.pairs[next as usize] = Pair { chars: RARE, count: 0 };
            self.len += 1;
        }
        self.pairs[number as usize].count += 1;
        if self.len() > self.last / 2 {
            self.grow();
        }
        number
    }

    #[cold]
    fn grow(&mut self) {
        self.empty();
        self.make_room((self.last + 1) * 4);
        for number in 0..self.len {
            let pair = self.pairs[number as usize].chars;
            if pair == RARE {
                continue;
            }
            let mut place = self.place(pair);
            while self.number_in(place) < self.len {
                place = (place + 1) & self.last;
            }
            self.places[place] = self.base + number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn numbers_follow_the_order_of_their_pairs() {
        let mut numbers = Numbers::default();
        let pairs: Vec<(char, char)> = ('\u{4e00}'..'\u{4e80}').zip("江\u{2000b}河".chars().cycle()).collect();
        for _page in 0..3 {
            numbers.begin(0);
            for round in 0..2 {
                for (number, (a, b)) in (0..).zip(&pairs) {
                    let known = (round == 1).then_some(number);
                    assert_eq!((numbers.find(*a, *b), numbers.add(*a, *b)), (known, number), "{a}{b}");
                    assert_eq!(numbers.count(number), round + 1, "{a}{b}");
                }
            }
            assert_eq!((numbers.len(), numbers.find('没', '有')), (pairs.len(), None));
        }
    }

    #[test]
    fn a_table_that_served_long_is_cleared() {
        let mut numbers = Numbers { base: super::MOST - 3, ..Numbers::default() };
        for page in 0..6 {
            numbers.begin(9);
            assert_eq!((numbers.find('湘', '江'), numbers.add('湘', '江'), numbers.add('江', '水')), (None, 0, 1), "{page}");
        }
    }
}
