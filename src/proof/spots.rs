//! Where the characters stand on which the checks of a passage turn, and those that open names of
//! districts: one look for all of them.

use std::sync::LazyLock;

use super::sample::Sample;
use crate::watch::{JOINED, OWN, Watch};

/// Places in a passage, in bytes.
#[derive(Debug, Default)]
pub(super) struct Spots {
    /// What is looked for.
    watch: Watch,
    /// All that was found in a passage: where, what and for whom.
    found: Vec<(usize, char, u8)>,
    /// The first digits of figures that a sign follows (61.4%, 38℃).
    pub(super) figures: Vec<usize>,
    /// What may join a word and the same word (和, 、), and 的.
    pub(super) joints: Vec<usize>,
    /// 月 behind a digit.
    pub(super) months: Vec<usize>,
    /// What names of townships end in, in all passages of an article, each with the number of its passage.
    pub(super) townships: Vec<(usize, usize)>,
    /// Where names of districts may begin, in the same way.
    pub(super) names: Vec<(usize, usize)>,
}

static WATCH: LazyLock<Watch> = LazyLock::new(|| Watch::of("%％℃月的以和与及、或暨街镇乡鎮鄉".chars()));

impl Spots {
    /// Spots of articles in which names begin with the characters of another watch.
    pub(super) fn with(names: &Watch) -> Self {
        Self { watch: WATCH.joined(names), ..Self::default() }
    }

    /// Forgets the article before.
    pub(super) fn begin(&mut self) {
        self.townships.clear();
        self.names.clear();
    }

    /// Looks a passage through; what the checks want of another one is forgotten.
    pub(super) fn look(&mut self, number: usize, text: &str) {
        self.look_and_tell(number, text, |_| {});
    }

    /// The same for a passage of the body, which goes into the sample of its page on the way.
    pub(super) fn look_at_body(&mut self, number: usize, text: &str, page: &mut Sample) {
        let mut reader = page.reader();
        self.look_and_tell(number, text, |c| reader.take(c));
        let has_stretch = reader.has_stretch();
        page.note(has_stretch);
    }

    #[inline]
    fn look_and_tell(&mut self, number: usize, text: &str, all: impl FnMut(u16)) {
        let Self { watch, found, figures, joints, months, townships, names } = self;
        [&mut *figures, &mut *joints, &mut *months].into_iter().for_each(Vec::clear);
        found.clear();
        watch.note(text, found, all);
        for (at, c, by) in found.drain(..) {
            if by & JOINED != 0 {
                names.push((number, at));
            }
            match c {
                _ if by & OWN == 0 => {}
                '%' | '％' | '℃' => figures.extend(figure_start(text, at)),
                '月' if text[..at].ends_with(|before: char| before.is_ascii_digit()) => months.push(at),
                '的' | '以' | '和' | '与' | '及' | '、' | '或' | '暨' => joints.push(at),
                '街' | '镇' | '乡' | '鎮' | '鄉' => townships.push((number, at)),
                _ => {}
            }
        }
    }

    /// The spots of one passage.
    #[cfg(test)]
    pub(super) fn of(text: &str) -> Self {
        let mut spots = Self::with(&Watch::default());
        spots.look(0, text);
        spots
    }
}

/// The first digit of the figure that ends before a byte, decimal points included.
fn figure_start(text: &str, end: usize) -> Option<usize> {
    let before = &text.as_bytes()[..end];
    let figure = before.iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    let from = end - figure.count();
    before[from..].iter().position(u8::is_ascii_digit).map(|at| from + at)
}

/// Where the figure ends that starts at a byte, decimal points included.
pub(super) fn figure_end(text: &str, start: usize) -> usize {
    let figure = text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.');
    start + figure.count()
}

#[cfg(test)]
mod tests {
    use super::{Spots, figure_end};

    #[test]
    fn figures_begin_at_their_first_digit() {
        for (text, starts) in [
            ("7月达到857%,3.5％,气温61.4℃", &[10, 15, 28][..]),
            ("..5%和1.2.3%", &[2, 7]),
            ("%和.%和5分", &[]),
            ("", &[]),
        ] {
            let found = Spots::of(text).figures;
            assert_eq!(found, starts, "{text}");
            assert!(found.iter().all(|at| text[figure_end(text, *at)..].starts_with(['%', '％', '℃'])), "{text}");
        }
    }
}
