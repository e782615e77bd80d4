//! Numbers for pairs of characters.

use std::collections::BTreeMap;

use crate::parse::chars;

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
    base: u32,
    /// Pairs by their numbers, with room for one more.
    pairs: Vec<Pair>,
    /// Pairs with a character beyond the basic plane: next to none.
    rare: BTreeMap<(u32, u32), u32>,
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

/// Characters that are added without a look at how much room there is.
const PIECE: usize = 1 << 12;

/// Where a pair is looked for first among `last + 1` places: these bits of the product depend on all of the
/// pair.
#[inline]
fn hash(pair: u32, last: usize) -> usize {
    (u64::from(pair).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & last
}

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

    /// The number in a place, the next one where there is none.
    fn number_in(&self, place: usize) -> u32 {
        self.places[place].wrapping_sub(self.base).min(self.len)
    }

    /// The number of a pair, if it has one.
    pub(super) fn find(&self, a: char, b: char) -> Option<u32> {
        let (a, b) = (u32::from(a), u32::from(b));
        if (a | b) >= 0x1_0000 {
            return self.rare.get(&(a, b)).copied();
        }
        let pair = a << 16 | b;
        let mut place = hash(pair, self.last);
        loop {
            match self.number_in(place & self.last) {
                number if number == self.len => return None,
                number if self.pairs[number as usize].chars == pair => return Some(number),
                _ => place += 1,
            }
        }
    }

    /// Adds the pairs of a text, both of whose characters are of Han, and puts their numbers in a row.
    pub(super) fn add_pairs(&mut self, text: &[char], row: &mut Vec<u32>) {
        let mut before = 0;
        for piece in text.chunks(PIECE) {
            while self.len() + piece.len() > self.last.div_ceil(2) {
                self.grow();
            }
            let basic = piece.iter().fold(before, |any, c| any | u32::from(*c)) < 0x1_0000;
            before = if basic { self.add_piece(before, piece, row) } else { self.add_rare(before, piece, row) };
        }
    }

    /// The same of a piece of the basic plane for which there is room; `before` is the character of Han
    /// before it, 0 for none, and so is what it gives for the next piece. All that the round needs stands in
    /// variables of its own: this is the most travelled path of the reader.
    fn add_piece(&mut self, mut before: u32, piece: &[char], row: &mut Vec<u32>) -> u32 {
        let (last, base, mut len) = (self.last, self.base, self.len);
        let (places, pairs) = (&mut self.places[..=last], &mut self.pairs[..]);
        let (start, mut count) = (row.len(), 0);
        row.resize(start + piece.len(), 0);
        let out = &mut row[start..];
        for c in piece.iter().copied() {
            let next = if chars::is_han(c) { u32::from(c) } else { 0 };
            let (a, b) = (std::mem::replace(&mut before, next), next);
            if a == 0 || b == 0 {
                continue;
            }
            let pair = a << 16 | b;
            // Where it may stand already.
            pairs[len as usize] = Pair { chars: pair, count: 0 };
            let mut place = hash(pair, last);
            let number = loop {
                let number = places[place].wrapping_sub(base).min(len);
                let known = &mut pairs[number as usize];
                if known.chars == pair {
                    known.count += 1;
                    break number;
                }
                place = (place + 1) & last;
            };
            places[place] = base + number;
            len += u32::from(number == len);
            out[count] = number;
            count += 1;
        }
        row.truncate(start + count);
        self.len = len;
        before
    }

    /// The same of a piece with characters beyond the basic plane, one by one.
    #[cold]
    fn add_rare(&mut self, mut before: u32, piece: &[char], row: &mut Vec<u32>) -> u32 {
        for c in piece.iter().copied() {
            let next = if chars::is_han(c) { u32::from(c) } else { 0 };
            let a = std::mem::replace(&mut before, next);
            if (a | next) < 0x1_0000 {
                self.add_piece(a, &[c], row);
            } else if a != 0 && next != 0 {
                let number = *self.rare.entry((a, next)).or_insert(self.len);
                if number == self.len {
                    self.pairs[number as usize] = Pair { chars: RARE, count: 0 };
                    self.len += 1;
                }
                self.pairs[number as usize].count += 1;
                row.push(number);
            }
        }
        before
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
            let mut place = hash(pair, self.last);
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

    fn add(numbers: &mut Numbers, a: char, b: char) -> u32 {
        let mut row = Vec::new();
        numbers.add_pairs(&['。', a, b, '。'], &mut row);
        row[0]
    }

    #[test]
    fn numbers_follow_the_order_of_their_pairs() {
        let mut numbers = Numbers::default();
        let pairs: Vec<(char, char)> = ('\u{4e00}'..'\u{4e80}').zip("江\u{2000b}河".chars().cycle()).collect();
        for _page in 0..3 {
            numbers.begin(0);
            for round in 0..2 {
                for (number, (a, b)) in (0..).zip(&pairs) {
                    let known = (round == 1).then_some(number);
                    assert_eq!((numbers.find(*a, *b), add(&mut numbers, *a, *b)), (known, number), "{a}{b}");
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
            assert_eq!(numbers.find('湘', '江'), None, "{page}");
            assert_eq!((add(&mut numbers, '湘', '江'), add(&mut numbers, '江', '水')), (0, 1), "{page}");
        }
    }
}
