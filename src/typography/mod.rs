//! Typography of Chinese text for the screen: what the compositor typed in a hurry, shown as
//! GB/T 15834—2011 and clreq want it. The stored text stays as printed; only HTML is polished.
//!
//! Order of steps, line by line: see what stands around each mark ([`context`]), collect edits
//! of single marks ([`marks`]) and of paired ones ([`pairs`]), then apply them in one go.
//!
//! What it refuses to do:
//! - touch figures, times and ratios (`1,677`, `10:30`, `3:2`), Latin words, addresses, e-mail;
//! - add or drop a space, or turn `.` into `。` (a lost decimal point looks the same);
//! - turn `%` after a figure into `％`: the percent sign is no punctuation mark of GB/T 15834, and
//!   GB/T 15835 sets Arabic figures and the signs that belong to them half-width, so `85.7%` is
//!   one unit that must not be torn apart. Only `%` straight after a Han character is widened;
//! - turn one `—` into two: alone it is the connector (一字线) of `北京—上海`;
//! - guess at brackets or quotation marks that do not pair.
//!
//! Every rule reads `,` and `，` as the same sign, so a second run finds nothing to do.

mod context;
mod headline;
mod marks;
mod pairs;

use std::{borrow::Cow, sync::LazyLock};

use context::Line;
pub use headline::headline_html;
use memchr::memmem::Finder;

/// `len` bytes at byte `at` of the text become `new`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edit {
    at: usize,
    len: usize,
    new: &'static str,
}

/// The text as it should be shown. Borrowed when nothing changes; takes any text; linear time.
///
/// Pass whole paragraphs: a quotation mark cut off from its partner stays straight.
///
/// ```
/// assert_eq!(zzsite::typography::display("1月1日,共1,677人(次)!"), "1月1日，共1,677人（次）！");
/// ```
pub fn display(text: &str) -> Cow<'_, str> {
    let edits = edits(text);
    if edits.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(splice(text, 0, &edits)) }
}

/// The same for a paragraph whose text comes in pieces, as when markup stands between them:
/// marks are judged by the whole paragraph, and each piece comes back by itself. A sign of two
/// or three characters that straddles a border goes to the piece in which it begins.
///
/// Put U+FFFC in the place of something that is no text, such as code or a picture.
pub fn display_pieces<'a>(pieces: &[&'a str]) -> Vec<Cow<'a, str>> {
    let whole = pieces.concat();
    let edits = edits(&whole);
    let (mut start, mut next, mut swallowed) = (0, 0, 0);
    let mut shown = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let end = start + piece.len();
        let from = next;
        next += edits[from..].partition_point(|edit| edit.at < end);
        let mine = &edits[from..next];
        let skip = swallowed.clamp(start, end) - start;
        if mine.is_empty() && skip == 0 {
            shown.push(Cow::Borrowed(*piece));
        } else {
            shown.push(Cow::Owned(splice(&piece[skip..], start + skip, mine)));
        }
        swallowed = mine.last().map_or(swallowed, |edit| edit.at + edit.len);
        start = end;
    }
    shown
}

/// All edits of a text, in ascending order, not overlapping.
fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    for end in ends.chain([text.len()]) {
        let line = &text[start..end];
        if worth_a_look(line) {
            let line = Line::new(line, start);
            marks::collect(&line, &mut edits);
            pairs::brackets(&line, &mut edits);
            pairs::quotes(&line, &mut edits);
        }
        start = end;
    }
    edits.sort_unstable_by_key(|edit| edit.at);
    edits
}

/// Whether a line holds both a sign that may change and anything but ASCII. Most lines of a
/// carefully set paper do not, and this is all they cost.
fn worth_a_look(line: &str) -> bool {
    let bytes = line.as_bytes();
    if holds_dash(bytes) {
        return true;
    }
    let mut from = 0usize;
    for stretch in bytes.chunks(STRETCH) {
        if may_hold_sign(stretch) {
            for (at, _) in (from..).zip(stretch).filter(|(_, byte)| MAY_BE_SIGN[usize::from(**byte)]) {
                let last = at.checked_sub(1).map_or(0, |at| bytes[at]);
                if may_change(last, &bytes[at..]) {
                    return !line.is_ascii();
                }
            }
        }
        from += stretch.len();
    }
    holds_stops(bytes)
}

/// Bytes of a line that are looked at together.
const STRETCH: usize = 32;

/// Whether there is an ASCII sign: a look without a branch for each byte.
fn may_hold_sign(line: &[u8]) -> bool {
    let sign = |byte: u8| matches!(byte, b'!'..=b'.' | b':' | b';' | b'?');
    line.iter().fold(false, |any, &byte| any | sign(byte))
}

/// Whether there is a －, ─ or ―.
fn holds_dash(line: &[u8]) -> bool {
    static FULL_WIDTH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("－"));
    // The other two begin with a byte that few characters of print begin with.
    let is_drawn = |at: usize| matches!(line.get(at + 1..at + 3), Some([0x94, 0x80] | [0x80, 0x95]));
    memchr::memchr_iter(0xe2, line).any(is_drawn) || FULL_WIDTH.find(line).is_some()
}

/// Whether there is a 。。。.
fn holds_stops(line: &[u8]) -> bool {
    static STOPS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("。。。"));
    STOPS.find(line).is_some()
}

/// Bytes that are signs.
const MAY_BE_SIGN: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b",;:!?()%\"'.-";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// Whether the sign at the start of `rest` is one that a rule may change, as far as its
/// neighbours can tell: most of those in print are decimal points, per cents and separators of
/// figures.
fn may_change(last: u8, rest: &[u8]) -> bool {
    let next = rest.get(1).copied().unwrap_or_default();
    match rest[0] {
        b',' | b';' | b':' => !(last.is_ascii_digit() && next.is_ascii_digit()),
        b'%' => !last.is_ascii(),
        sign @ (b'.' | b'-') => next == sign,
        _ => true,
    }
}

/// `text`, which begins at byte `base` of the whole, with the edits made that begin in it.
fn splice(text: &str, base: usize, edits: &[Edit]) -> String {
    let mut out = String::with_capacity(text.len() + 2 * edits.len());
    let mut done = 0;
    for edit in edits {
        let at = edit.at - base;
        out.push_str(&text[done..at]);
        out.push_str(edit.new);
        done = (at + edit.len).min(text.len());
    }
    out.push_str(&text[done..]);
    out
}

#[cfg(test)]
mod tests;
