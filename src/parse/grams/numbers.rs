//! Numbers for pairs of characters.

use std::collections::BTreeMap;

/// Numbers for pairs in the order they are met: a hash table with open addressing, for this is
/// asked of every character of a page.
///
/// Half of the pairs of a page are new and half are not, which no processor can foretell. So both
/// are looked up the same way: an empty place stands for the next number, and there the pair is put
/// down before it is compared.
pub(super) struct Numbers {
    /// Numbers by the hash of their pair, [`EMPTY`] for none. A power of two of them, half of them
    /// free at least.
    places: Vec<u32>,
    shift: u32,
    /// Pairs by their numbers, with room for one more.
    pairs: Vec<u32>,
    /// Pairs with a character beyond the basic plane: next to none.
    rare: BTreeMap<(char, char), u32>,
    len: u32,
}

/// More than any number.
const EMPTY: u32 = u32::MAX;
/// Stands for a pair that is looked up elsewhere; no pair is 0.
const RARE: u32 = 0;

impl Numbers {
    /// Room for the pairs of a text of so many characters, as a page repeats them.
    pub(super) fn for_text(length: usize) -> Self {
        let places = (2 * length).next_power_of_two().clamp(1 << 5, 1 << 17);
        let shift = 64 - places.trailing_zeros();
        let (places, pairs) = (vec![EMPTY; places], vec![RARE; places / 2 + 1]);
        Self { places, shift, pairs, rare: BTreeMap::new(), len: 0 }
    }

    /// How many pairs have numbers.
    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    #[inline]
    fn place(&self, pair: u32) -> usize {
        (u64::from(pair).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }

    /// Both characters in one number; `None` beyond the basic plane.
    #[inline]
    fn pair(a: char, b: char) -> Option<u32> {
        let (a, b) = (u32::from(a), u32::from(b));
        (a < 0x1_0000 && b < 0x1_0000).then_some(a << 16 | b)
    }

    /// The number of a pair, if it has one.
    pub(super) fn find(&self, a: char, b: char) -> Option<u32> {
        let Some(pair) = Self::pair(a, b) else { return self.rare.get(&(a, b)).copied() };
        let (mut place, last) = (self.place(pair), self.places.len() - 1);
        loop {
            match self.places[place & last] {
                EMPTY => return None,
                number if self.pairs[number as usize] == pair => return Some(number),
                _ => place += 1,
            }
        }
    }

    /// The number of a pair, a new one where it has none.
    #[inline]
    pub(super) fn add(&mut self, a: char, b: char) -> u32 {
        let Some(pair) = Self::pair(a, b) else { return self.add_rare(a, b) };
        self.pairs[self.len as usize] = pair;
        let place = self.place(pair);
        let number = self.places[place].min(self.len);
        if self.pairs[number as usize] == pair { self.settle(place, number) } else { self.add_behind(pair, place) }
    }

    /// Puts a number in its place, where it may stand already.
    #[inline]
    fn settle(&mut self, place: usize, number: u32) -> u32 {
        self.places[place] = number;
        self.len += u32::from(number == self.len);
        if self.len() == self.pairs.len() {
            self.grow();
        }
        number
    }

    /// Adds a pair whose place is another one's.
    #[inline(never)]
    fn add_behind(&mut self, pair: u32, place: usize) -> u32 {
        let last = self.places.len() - 1;
        let mut place = (place + 1) & last;
        loop {
            let number = self.places[place].min(self.len);
            if self.pairs[number as usize] == pair {
                return self.settle(place, number);
            }
            place = (place + 1) & last;
        }
    }

    #[cold]
    fn add_rare(&mut self, a: char, b: char) -> u32 {
        let next = self.len;
        let number = *self.rare.entry((a, b)).or_insert(next);
        if number == next {
            self.pairs[next as usize] = RARE;
            self.len += 1;
        }
        if self.len() == self.pairs.len() {
            self.grow();
        }
        number
    }

    #[cold]
    fn grow(&mut self) {
        let places = self.places.len() * 4;
        self.shift = 64 - places.trailing_zeros();
        self.places = vec![EMPTY; places];
        self.pairs.resize(places / 2 + 1, RARE);
        for (number, pair) in (0..self.len).zip(&self.pairs).filter(|(_, pair)| **pair != RARE) {
            let mut place = self.place(*pair);
            while self.places[place] != EMPTY {
                place = (place + 1) & (places - 1);
            }
            self.places[place] = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    #[test]
    fn numbers_follow_the_order_of_their_pairs() {
        let mut numbers = Numbers::for_text(0);
        let pairs: Vec<(char, char)> = ('\u{4e00}'..'\u{4e80}').zip("江\u{2000b}河".chars().cycle()).collect();
        for round in 0..2 {
            for (number, (a, b)) in (0..).zip(&pairs) {
                let known = (round == 1).then_some(number);
                assert_eq!((numbers.find(*a, *b), numbers.add(*a, *b)), (known, number), "{a}{b}");
            }
        }
        assert_eq!((numbers.len(), numbers.find('没', '有')), (pairs.len(), None));
    }
}
