//! Where the characters stand on which the checks of a passage turn: one look for all of them.

use std::sync::LazyLock;

use super::sample::Sample;
use crate::watch::Watch;

/// Places in a passage, in bytes.
#[derive(Debug, Default)]
pub(super) struct Spots {
    /// The first digits of figures.
    pub(super) figures: Vec<usize>,
    /// What may join a word and the same word (和, 、), and 的.
    pub(super) joints: Vec<usize>,
    /// 月 behind a digit.
    pub(super) months: Vec<usize>,
    /// What names of townships end in.
    pub(super) townships: Vec<usize>,
}

static WATCH: LazyLock<Watch> = LazyLock::new(|| Watch::of("0123456789月的以和与及、或暨街镇乡鎮鄉".chars()));

impl Spots {
    /// Looks a passage through; what was found in another one is forgotten.
    pub(super) fn look(&mut self, text: &str) {
        self.look_and_tell(text, |_| {});
    }

    /// The same for a passage of the body, which goes into the sample of its page on the way.
    pub(super) fn look_at_body(&mut self, text: &str, page: &mut Sample) {
        let mut reader = page.reader();
        self.look_and_tell(text, |c| reader.take(c));
        let longest = reader.longest();
        page.note(longest);
    }

    #[inline]
    fn look_and_tell(&mut self, text: &str, all: impl FnMut(u16)) {
        let Self { figures, joints, months, townships } = self;
        [&mut *figures, &mut *joints, &mut *months, &mut *townships].into_iter().for_each(Vec::clear);
        let mut figure_ends = 0;
        let found = |at: usize| match text[at..].chars().next() {
            Some('0'..='9') if at >= figure_ends => {
                figures.push(at);
                figure_ends = figure_end(text, at);
            }
            Some('月') if text[..at].ends_with(|before: char| before.is_ascii_digit()) => months.push(at),
            Some('的' | '以' | '和' | '与' | '及' | '、' | '或' | '暨') => joints.push(at),
            Some('街' | '镇' | '乡' | '鎮' | '鄉') => townships.push(at),
            _ => {}
        };
        WATCH.each_and_all(text, found, all);
    }

    /// The spots of one passage.
    #[cfg(test)]
    pub(super) fn of(text: &str) -> Self {
        let mut spots = Self::default();
        spots.look(text);
        spots
    }
}

/// Where the figure ends that starts at a byte, decimal points included.
pub(super) fn figure_end(text: &str, start: usize) -> usize {
    let figure = text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    start + figure.count()
}
