//! Looks for a few characters in a long text, without decoding all of it.
//!
//! Most questions asked of a text turn on a character that few texts hold (的 twice, a digit, the
//! first character of a place's name). A look-up by the last twelve bits of each character finds
//! those and a few others; whoever asks looks at what was found.

/// Characters to be told apart by their last bits.
const SLOTS: usize = 1 << 12;

/// Characters that are watched for.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    /// For whom the characters of these bits are watched for, a bit for each of two.
    slots: [u8; SLOTS],
}

/// The watch itself.
pub(crate) const OWN: u8 = 1;
/// The other one that was joined to it.
pub(crate) const JOINED: u8 = 2;

impl Default for Watch {
    fn default() -> Self {
        Self { slots: [0; SLOTS] }
    }
}

impl Watch {
    /// Watches for these characters.
    pub(crate) fn of(chars: impl IntoIterator<Item = char>) -> Self {
        let mut watch = Self::default();
        chars.into_iter().for_each(|c| watch.slots[c as usize % SLOTS] = OWN);
        watch
    }

    /// This watch and another one, for both to look through a text at once.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let mut both = self.clone();
        both.slots.iter_mut().zip(&other.slots).for_each(|(slot, other)| *slot |= other << 1);
        both
    }

    /// Tells the places of those characters in a text, in order, and of others that share their
    /// last bits.
    #[inline]
    pub(crate) fn each(&self, text: &str, found: impl FnMut(usize)) {
        let mut rest = text.chars();
        let places = std::iter::from_fn(|| {
            let c = rest.find(|c| self.slots[*c as usize % SLOTS] != 0)?;
            Some(text.len() - rest.as_str().len() - c.len_utf8())
        });
        places.for_each(found);
    }

    /// Notes those characters with their places and for whom they are, and tells all characters on the way, by
    /// their last twelve bits. What is to be done with those noted comes afterwards: the round is short, and
    /// all that it needs fits into the processor.
    #[inline]
    pub(crate) fn note(&self, text: &str, found: &mut Vec<(usize, char, u8)>, mut all: impl FnMut(u16)) {
        let mut rest = text.as_bytes();
        while let Some((slot, behind)) = cut(rest) {
            all(slot as u16);
            let by = self.slots[slot];
            if by != 0 {
                let at = text.len() - rest.len();
                found.extend(text[at..].chars().next().map(|c| (at, c, by)));
            }
            rest = behind;
        }
    }
}

/// The last twelve bits of the character with which bytes of UTF-8 begin, and the bytes behind it. Those bits are
/// in its last two bytes: to look at no others is quicker than to decode it.
#[inline]
fn cut(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let low = |byte: &u8| usize::from(byte & 0x3F);
    match bytes {
        [0xE0..=0xEF, a, b, behind @ ..] => Some((low(a) << 6 | low(b), behind)),
        [a @ 0..0x80, behind @ ..] => Some((usize::from(*a), behind)),
        [a @ 0x80..0xE0, b, behind @ ..] => Some((low(a) << 6 | low(b), behind)),
        [_, _, a, b, behind @ ..] => Some((low(a) << 6 | low(b), behind)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{OWN, SLOTS, Watch, cut};

    #[test]
    fn characters_are_cut_off_with_their_last_bits() {
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            let text = format!("{c}湘");
            assert_eq!(cut(text.as_bytes()), Some((c as usize % SLOTS, "湘".as_bytes())), "{c:?}");
        }
        assert_eq!(cut(b""), None);
    }

    #[test]
    fn every_watched_character_is_found() {
        let watched = ['的', '月', '7', 'é', '、', '\u{2000b}'];
        let watch = Watch::of(watched);
        let joined = watch.joined(&Watch::of(['天', '水']));
        let text = "é7月1日,湘江的水、\u{1F600}\u{2000b}天的的é月7";
        for from in text.char_indices().map(|(at, _)| at) {
            for to in (from..=text.len()).filter(|to| text.is_char_boundary(*to)) {
                let part = &text[from..to];
                let mut found = Vec::new();
                watch.each(part, |at| found.push(at));
                let sure = part.char_indices().filter(|(_, c)| watched.contains(c)).map(|(at, _)| at);
                assert!(found.is_sorted() && sure.into_iter().all(|at| found.contains(&at)), "{part}");
                assert!(found.iter().all(|at| part.is_char_boundary(*at) && *at < part.len()), "{part}");
                let (mut noted, mut all) = (Vec::new(), 0);
                joined.note(part, &mut noted, |_| all += 1);
                assert!(noted.iter().all(|(at, c, _)| part[*at..].starts_with(*c)), "{part}");
                noted.retain(|(_, _, by)| by & OWN != 0);
                let own: Vec<usize> = noted.iter().map(|(at, ..)| *at).collect();
                assert_eq!((own, all), (found, part.chars().count()), "{part}");
            }
        }
    }
}
