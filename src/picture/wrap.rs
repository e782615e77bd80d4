//! Lines of a given width, for pictures: SVG does not wrap text.
//!
//! Widths are in hundredths of an em, a Han character counting 100 and ASCII 55.

use super::steps::width;

/// As few lines as the width allows, and then as even as they can be.
pub(super) fn balanced(text: &str, most: i64) -> Vec<String> {
    let lines = wrap(text, most);
    let even = width(text) / i64::try_from(lines.len().max(1)).unwrap_or(1);
    (even..most).step_by(50).map(|room| wrap(text, room)).find(|tried| tried.len() <= lines.len()).unwrap_or(lines)
}

/// Lines no wider than `room` hundredths of an em. Each phrase starts a new line when it does not
/// fit into the rest of one but fits into a whole one; else it breaks between characters.
fn wrap(text: &str, room: i64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for phrase in text.split(' ') {
        let space = if line.is_empty() { "" } else { " " };
        if width(&line) + width(space) + width(phrase) <= room {
            line.push_str(space);
            line.push_str(phrase);
            continue;
        }
        if !line.is_empty() && width(phrase) <= room {
            lines.push(std::mem::take(&mut line));
        } else {
            line.push_str(space);
        }
        for piece in pieces(phrase) {
            if !line.is_empty() && width(&line) + width(piece) > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(piece);
        }
    }
    lines.push(line);
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// A phrase cut where a line may end: ASCII words stay whole, and a closing mark stays with what
/// it closes (避头尾). A piece longer than a dozen characters is cut anyhow.
fn pieces(phrase: &str) -> Vec<&str> {
    let glued = |a: char, b: char| {
        "，。、；：！？）》”’」』】〉%％…—".contains(b)
            || "（《“‘「『【〈".contains(a)
            || a.is_ascii_graphic() && b.is_ascii_graphic()
    };
    let mut pieces = Vec::new();
    let (mut from, mut held, mut last) = (0, 0, None);
    for (at, c) in phrase.char_indices() {
        if last.is_some_and(|a| held >= 12 || !glued(a, c)) {
            pieces.push(&phrase[from..at]);
            (from, held) = (at, 0);
        }
        (held, last) = (held + 1, Some(c));
    }
    pieces.push(&phrase[from..]);
    pieces
}

/// At most `most` lines; when the text goes on, the last ends in `…`.
pub(super) fn clip(text: &str, room: i64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, room);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while width(last) + 100 > room && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}
