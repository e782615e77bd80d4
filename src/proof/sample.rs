//! Whether a page may say anything twice: a quick look that spares most pages the thorough one.
//!
//! A repeat of so many characters has as many bytes at least, and so holds one of the places of the
//! first text that are noted every few bytes, with what stands there. Each character of the page
//! is looked up among the places noted before it; where one is found, the texts around both are
//! compared.

/// Bytes that are noted of a place: four characters of Han.
const GRAM: usize = 12;
/// Slots for each place that is noted: so many that strangers seldom meet.
const ROOM: usize = 8;
/// Places that are compared with one; where more begin alike, the thorough look is the quicker one.
const LOOKS: usize = 16;

/// A place: its passage, its byte there, the place noted before it in the same slot.
struct Place {
    passage: u32,
    at: u32,
    before: u32,
}

/// Whether `length` characters in a row may stand twice in these passages.
pub(super) fn may_repeat(passages: &[&str], length: usize) -> bool {
    // From any byte on, the next place comes within a step and what is left of a character.
    let step = length - GRAM - 2;
    let total: usize = passages.iter().map(|text| text.len()).sum();
    let slots = (total / step * ROOM).next_power_of_two().max(64);
    let shift = 64 - slots.trailing_zeros();
    // The last place of each slot, counted from 1.
    let mut last = vec![0u32; slots];
    let mut places: Vec<Place> = Vec::with_capacity(total / step + passages.len());
    for (passage, text) in (0u32..).zip(passages) {
        let bytes = text.as_bytes();
        let (mut at, mut next) = (0, 0);
        while let Some(gram) = bytes.get(at..).and_then(<[u8]>::first_chunk::<GRAM>) {
            let slot = (hash(gram) >> shift) as usize;
            if last[slot] != 0 && may_stand(passages, &places, last[slot], (bytes, at), length) {
                return true;
            }
            if at >= next {
                places.push(Place { passage, at: at as u32, before: last[slot] });
                last[slot] = places.len() as u32;
                next = at + step;
            }
            at += width(gram[0]);
        }
    }
    false
}

/// Whether the text around a byte may stand around one of the places of a slot as well.
fn may_stand(passages: &[&str], places: &[Place], slot: u32, (text, at): (&[u8], usize), length: usize) -> bool {
    let (mut place, mut looks) = (slot, 0);
    while let Some(found) = (place as usize).checked_sub(1).and_then(|index| places.get(index)) {
        let other = passages[found.passage as usize].as_bytes();
        looks += 1;
        if looks > LOOKS || common(other, found.at as usize, text, at) >= length {
            return true;
        }
        place = found.before;
    }
    false
}

#[inline]
fn hash([a, b, c, d, e, f, g, h, i, j, k, l]: &[u8; GRAM]) -> u64 {
    let head = u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]);
    let tail = u64::from(u32::from_le_bytes([*i, *j, *k, *l]));
    (head ^ tail.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Bytes of the character that begins with this one.
#[inline]
fn width(lead: u8) -> usize {
    usize::from(WIDTHS[usize::from(lead >> 4)])
}

/// By the upper half of the first byte.
static WIDTHS: [u8; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4];

/// How many characters two texts have in common around a byte of each; one that is cut at the end
/// counts.
fn common(one: &[u8], at: usize, other: &[u8], again: usize) -> usize {
    let alike = |(a, b): &(&u8, &u8)| a == b;
    let back = one[..at].iter().rev().zip(other[..again].iter().rev()).take_while(alike).count();
    let on = one[at..].iter().zip(&other[again..]).take_while(alike).count();
    one[at - back..at + on].iter().filter(|byte| **byte & 0xC0 != 0x80).count()
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
            let (one, two) = (format!("{head}{repeated}天"), format!("{other}{repeated}地"));
            assert!(may_repeat(&[&one, &two], length) && may_repeat(&[&two, &one], length), "{before}");
            assert!(may_repeat(&[&format!("{one}{two}")], length), "{before}");
            assert!(!may_repeat(&[&one, &two], length + 1), "{before}");
        }
        assert!(!may_repeat(&["", "一", &filler, &other], length) && !may_repeat(&[], length));
    }
}
