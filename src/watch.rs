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
    pub(crate) fn each(&self, text: &str, mut found: impl FnMut(usize)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&[a, b, c]) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            // Nearly every character of a newspaper has three bytes.
            let (slot, width) = match a {
                0xE0.. => (usize::from(b & 0x3F) << 6 | usize::from(c & 0x3F), 3 + usize::from(a >= 0xF0)),
                0x80.. => (usize::from(a & 0x1F) << 6 | usize::from(b & 0x3F), 2),
                _ => (usize::from(a), 1),
            };
            if self.slots[slot] {
                found(at);
            }
            at += width;
        }
        let rest = text.get(at..).unwrap_or_default();
        rest.char_indices().filter(|(_, c)| self.slots[*c as usize % SLOTS]).for_each(|(end, _)| found(at + end));
    }
}

#[cfg(test)]
mod tests {
    use super::Watch;

    #[test]
    fn every_watched_character_is_found() {
        let watched = ['的', '月', '7', 'é', '、'];
        let watch = Watch::of(watched);
        let text = "é7月1日,湘江的水、\u{1F600}天的的é月7";
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
