//! Lines of a given width, for pictures: SVG does not wrap text.
//!
//! Widths are in hundredths of an em, a Han character counting 100.

use super::steps::width;

/// As few lines as the width allows, and then as even as they can be without breaking more
/// phrases.
pub(super) fn balanced(text: &str, most: i64) -> Vec<String> {
    let (lines, broken) = wrap(text, most);
    let even = width(text) / i64::try_from(lines.len().max(1)).unwrap_or(1);
    let better = |(tried, cut): &(Vec<String>, usize)| tried.len() <= lines.len() && *cut <= broken;
    (even..most).step_by(50).map(|room| wrap(text, room)).find(better).map_or(lines.clone(), |(tried, _)| tried)
}

/// Lines no wider than `room`, and how many phrases were broken. A phrase starts a new line when
/// it does not fit into the rest of one but fits into a whole one; else it breaks between
/// characters.
fn wrap(text: &str, room: i64) -> (Vec<String>, usize) {
    // Three bytes for each character of a line, and for a space or two.
    let empty = || String::with_capacity(usize::try_from(3 * room / 100 + 6).unwrap_or_default());
    let (mut lines, mut line, mut taken, mut broken) = (Vec::with_capacity(4), empty(), 0, 0);
    for phrase in text.split(' ').filter(|phrase| !phrase.is_empty()) {
        let space = if line.is_empty() { "" } else { " " };
        let wide = width(phrase);
        if taken + width(space) + wide <= room {
            line.extend([space, phrase]);
            taken += width(space) + wide;
        } else if wide <= room {
            lines.push(std::mem::replace(&mut line, phrase.to_owned()));
            taken = wide;
        } else {
            line.push_str(space);
            taken += width(space);
            broken += 1;
            for piece in pieces(phrase) {
                let wide = width(piece);
                if !line.is_empty() && taken + wide > room {
                    lines.push(std::mem::replace(&mut line, empty()));
                    taken = 0;
                }
                line.push_str(piece);
                taken += wide;
            }
        }
    }
    lines.push(line);
    let lines = lines.into_iter().filter_map(|line| match line.trim() {
        "" => None,
        bare if bare.len() == line.len() => Some(line),
        bare => Some(bare.to_owned()),
    });
    (lines.collect(), broken)
}

/// Whether no line may end between two characters.
fn glued(a: char, b: char) -> bool {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if is_han(a) && is_han(b) {
        return false;
    }
    "，。、；：！？）》”’」』】〉%％…—".contains(b)
        || "（《“‘「『【〈".contains(a)
        || a.is_ascii_graphic() && b.is_ascii_graphic()
}

/// A phrase cut where a line may end: ASCII words stay whole, and a closing mark stays with what
/// it closes (避头尾). A piece longer than a dozen characters is cut anyhow.
fn pieces(phrase: &str) -> impl Iterator<Item = &str> {
    let mut rest = phrase;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, mut last) = chars.next()?;
        let mut held = 1;
        let ends = |(_, c): &(usize, char)| {
            let ends = held >= 12 || !glued(last, *c);
            (held, last) = (held + 1, *c);
            ends
        };
        let end = chars.find(ends).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// At most `most` lines; when the text goes on, the last ends in `…`.
pub(super) fn clip(text: &str, room: i64, most: usize) -> Vec<String> {
    let (mut lines, _) = wrap(text, room);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let mut taken = width(last);
            while taken + 100 > room
                && let Some(gone) = last.pop()
            {
                taken -= width(gone.encode_utf8(&mut [0; 4]));
            }
            last.push('…');
        }
    }
    lines
}
