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
    slots: [bool; SLOTS],
}

impl Default for Watch {
    fn default() -> Self {
        Self { slots: [false; SLOTS] }
    }
}

impl Watch {
    /// Watches for these characters.
    pub(crate) fn of(chars: impl IntoIterator<Item = char>) -> Self {
        let mut watch = Self::default();
        chars.into_iter().for_each(|c| watch.slots[c as usize % SLOTS] = true);
        watch
    }

    /// Tells the places of those characters in a text, in order, and of others that share their
    /// last bits.
    #[inline]
    pub(crate) fn each(&self, text: &str, found: impl FnMut(usize)) {
        self.each_and_all(text, found, |_| {});
    }

    /// The same, and tells all characters on the way, by their last twelve bits.
    #[inline]
    pub(crate) fn each_and_all(&self, text: &str, mut found: impl FnMut(usize), mut all: impl FnMut(u16)) {
        let mut rest = text.as_bytes();
        loop {
            let (slot, behind) = match rest {
                // Nearly every character of a newspaper has three bytes.
                [0xE0..=0xEF, b, c, behind @ ..] => (slot(*b, *c), behind),
                [a @ ..0x80, behind @ ..] => (u16::from(*a), behind),
                [a @ 0x80..0xE0, b, behind @ ..] => (slot(*a & 0x1F, *b), behind),
                [_, _, c, d, behind @ ..] => (slot(*c, *d), behind),
                _ => return,
            };
            all(slot);
            if self.slots[usize::from(slot)] {
                found(text.len() - rest.len());
            }
            rest = behind;
        }
    }
}

/// The last twelve bits of two bytes of a character.
#[inline]
fn slot(a: u8, b: u8) -> u16 {
    u16::from(a & 0x3F) << 6 | u16::from(b & 0x3F)
}

#[cfg(test)]
mod tests {
    use super::Watch;

    #[test]
    fn every_watched_character_is_found() {
        let watched = ['的', '月', '7', 'é', '、', '\u{2000b}'];
        let watch = Watch::of(watched);
        let text = "é7月1日,湘江的水、\u{1F600}\u{2000b}天的的é月7";
        for from in text.char_indices().map(|(at, _)| at) {
            for to in (from..=text.len()).filter(|to| text.is_char_boundary(*to)) {
                let part = &text[from..to];
                let mut found = Vec::new();
                watch.each(part, |at| found.push(at));
                let sure = part.char_indices().filter(|(_, c)| watched.contains(c)).map(|(at, _)| at);
                assert!(found.is_sorted() && sure.into_iter().all(|at| found.contains(&at)), "{part}");
                assert!(found.iter().all(|at| part.is_char_boundary(*at) && *at < part.len()), "{part}");
            }
        }
    }
}
