//! Texts in European scripts (`LES GRÈVES DU NORD`, `La situation reste tendue dans le bas-`): what
//! differs from Chinese where printed lines are put together. Words are parted by spaces, lines are
//! ragged, and a small letter never begins a paragraph.
//!
//! Hyphens stay as they are printed: whether one belongs to the word is not for the reader to say.

use super::chars;

/// Letters of European scripts.
pub(super) fn is_latin(c: char) -> bool {
    c < '\u{2e80}' && c.is_alphabetic()
}

/// Whether two lines of a European text meet here, which a space parts.
pub(super) fn meet_spaced(above: &str, below: &str) -> bool {
    meet(above, below) && !above.ends_with(HYPHENS)
}

/// Whether two lines of a European text meet here.
pub(super) fn meet(above: &str, below: &str) -> bool {
    let is_mark = |c: &char| c.is_ascii_punctuation() || c.is_ascii_digit() || matches!(c, '«' | '»' | '’' | '—' | ' ');
    let last = || above.chars().rev().take(8).find(|c| !is_mark(c));
    let first = || below.chars().take(8).find(|c| !is_mark(c));
    last().is_some_and(is_latin) && first().is_some_and(is_latin)
}

const HYPHENS: [char; 2] = ['-', '\u{ad}'];

/// Whether a line goes on in the next one: the next begins with a small letter, or this one ends in a
/// hyphen, or nearly fills the measure and ends no sentence. Lines in capitals are headlines.
pub(super) fn goes_on(line: &str, fills: bool, next: &str) -> bool {
    let small = next.chars().next().is_some_and(char::is_lowercase);
    let cut = line.ends_with(HYPHENS) && line.chars().rev().nth(1).is_some_and(char::is_lowercase);
    let open = fills && !chars::ends_sentence(line);
    (small || cut || open) && !capitals(line) && !capitals(next)
}

/// Four capital letters or more and no other letters: LES GRÈVES DU NORD.
pub(super) fn capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().all(char::is_uppercase) && letters.nth(3).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_meet_with_a_space() {
        assert!(meet_spaced("hier au", "café du") && meet_spaced("M. Durand,", "épicier, rue"));
        assert!(!meet_spaced("le bas-", "sin minier") && !meet_spaced("采用AI", "技术") && !meet_spaced("43", "岁"));
    }

    #[test]
    fn lines_that_go_on() {
        assert!(goes_on("tendue dans le bas-", false, "sin minier") && goes_on("réunis hier au", false, "café"));
        assert!(!goes_on("continuation de la grève.", true, "On signale") && !goes_on("FAITS DIVERS", true, "Vol"));
        assert!(capitals("LES GRÈVES DU NORD") && !capitals("G60沪昆高速") && !capitals("Le Gérant"));
    }
}
