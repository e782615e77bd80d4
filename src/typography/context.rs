//! What stands around a mark: the script of the nearest letters, the nearest visible
//! characters, and whether it belongs to an address.
//!
//! One line at a time; answers are ready in constant time after one pass each way, and the rules
//! look at the marks alone.

/// The script that speaks for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// No letter on that side of the line.
    None,
    /// Han, kana, or a mark that only CJK text has (`。、《》`).
    Han,
    /// A letter of any other script.
    Latin,
}

/// A character and what stands around it.
struct Glyph {
    /// Byte offset in the whole text.
    at: usize,
    char: char,
    /// The script it speaks for itself.
    own: Option<Script>,
    /// The script of the nearest letter before it.
    left: Script,
    /// The script of the nearest letter after it.
    right: Script,
    /// Whether it belongs to an address.
    masked: bool,
    /// Number of Han characters before it in the line.
    han_before: usize,
}

/// One line of text, looked at from every mark in it.
pub(super) struct Line {
    glyphs: Vec<Glyph>,
    /// Where the marks stand that a rule may speak of; few, so rules go by them.
    signs: Vec<usize>,
    end: usize,
}

impl Line {
    /// Looks at `text`, which begins at byte `start` of the whole.
    pub(super) fn new(text: &str, start: usize) -> Self {
        // A Han character has three bytes.
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len() / 3 + 8);
        let mut signs = Vec::new();
        let (mut left, mut han, mut address) = (Script::None, 0, false);
        for (at, char) in text.char_indices() {
            let is_han = is_han(char);
            let own = if is_han { Some(Script::Han) } else { script(char) };
            glyphs.push(Glyph { at: start + at, char, own, left, right: Script::None, masked: false, han_before: han });
            left = own.unwrap_or(left);
            if is_han {
                han += 1;
                continue;
            }
            address |= matches!(char, '/' | '@' | 'w' | 'W');
            if is_sign(char) {
                signs.push(glyphs.len() - 1);
            }
        }
        let mut right = Script::None;
        for glyph in glyphs.iter_mut().rev() {
            glyph.right = right;
            right = glyph.own.unwrap_or(right);
        }
        if address {
            mask_addresses(&mut glyphs);
        }
        Self { glyphs, signs, end: start + text.len() }
    }

    /// Number of characters.
    pub(super) fn len(&self) -> usize {
        self.glyphs.len()
    }

    /// Positions of all marks that a rule may speak of, in order.
    pub(super) fn signs(&self) -> impl Iterator<Item = usize> + '_ {
        self.signs.iter().copied()
    }

    /// The character at `i`, full-width ASCII folded to half-width; `'\0'` in an address, so
    /// that no rule sees a mark there.
    pub(super) fn mark(&self, i: usize) -> char {
        self.glyphs.get(i).filter(|glyph| !glyph.masked).map_or('\0', |glyph| fold(glyph.char))
    }

    /// The character at `i` as it is; `None` outside the line.
    pub(super) fn char(&self, i: usize) -> Option<char> {
        self.glyphs.get(i).map(|glyph| glyph.char)
    }

    /// The character straight before `i`.
    pub(super) fn before(&self, i: usize) -> Option<char> {
        i.checked_sub(1).and_then(|i| self.char(i))
    }

    /// The nearest character before `i` that is no space.
    pub(super) fn visible_before(&self, i: usize) -> Option<char> {
        self.glyphs[..i].iter().rev().map(|glyph| glyph.char).find(|c| !c.is_whitespace())
    }

    /// The nearest character from `i` on that is no space.
    pub(super) fn visible_from(&self, i: usize) -> Option<char> {
        self.glyphs.get(i..)?.iter().map(|glyph| glyph.char).find(|c| !c.is_whitespace())
    }

    /// The script of the nearest letter before `i`.
    pub(super) fn script_before(&self, i: usize) -> Script {
        self.glyphs.get(i).map_or(Script::None, |glyph| glyph.left)
    }

    /// The script of the nearest letter after `i`.
    pub(super) fn script_after(&self, i: usize) -> Script {
        self.glyphs.get(i).map_or(Script::None, |glyph| glyph.right)
    }

    /// Whether there is a Han character between the characters `from` and `to`.
    pub(super) fn han_within(&self, from: usize, to: usize) -> bool {
        self.glyphs[to].han_before > self.glyphs[from].han_before
    }

    /// The length of the run of the same character that begins at `i`.
    pub(super) fn run(&self, i: usize) -> usize {
        let first = self.char(i);
        (i..self.len()).take_while(|k| self.char(*k) == first && self.mark(*k) != '\0').count()
    }

    /// The bytes of characters `from..to` in the whole text, as offset and length.
    pub(super) fn bytes(&self, from: usize, to: usize) -> (usize, usize) {
        let at = |i: usize| self.glyphs.get(i).map_or(self.end, |glyph| glyph.at);
        (at(from), at(to) - at(from))
    }
}

/// The script that a character other than Han speaks for; `None` when it is no letter.
fn script(c: char) -> Option<Script> {
    if is_cjk_mark(c) {
        Some(Script::Han)
    } else if c.is_alphabetic() {
        Some(Script::Latin)
    } else {
        None
    }
}

/// The marks that the rules of this module's siblings speak of, as they may be printed.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        ',' | ';'
            | ':'
            | '!'
            | '?'
            | '('
            | ')'
            | '%'
            | '.'
            | '-'
            | '"'
            | '\''
            | '，'
            | '；'
            | '：'
            | '！'
            | '？'
            | '（'
            | '）'
            | '％'
            | '。'
            | '－'
            | '─'
            | '―'
            | '“'
            | '”'
            | '‘'
            | '’'
    )
}

/// Full-width forms of the marks this module speaks of, folded to ASCII.
fn fold(c: char) -> char {
    match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '！' => '!',
        '？' => '?',
        '（' => '(',
        '）' => ')',
        '％' => '%',
        c => c,
    }
}

/// Han, kana and bopomofo: scripts that take full-width punctuation.
pub(super) fn is_han(c: char) -> bool {
    // Nearly all of them, and nearly all of a text, are in the first of these.
    matches!(c, '\u{4E00}'..='\u{9FFF}') || c >= '\u{2E80}' && is_rare_han(c)
}

fn is_rare_han(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{312F}'
        | '\u{31A0}'..='\u{31BF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Marks that only CJK text has. Those this module writes itself are not among them.
fn is_cjk_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}')
}

/// A letter of a script that takes half-width punctuation.
pub(super) fn is_foreign_letter(c: char) -> bool {
    !is_han(c) && c.is_alphabetic()
}

/// A letter or figure of a word or number that must not be torn apart.
pub(super) fn is_word(c: char) -> bool {
    c.is_numeric() && !is_han(c) || is_foreign_letter(c)
}

/// Masks each character of a web address or e-mail address.
///
/// An address is ASCII without spaces; signs at its end belong to the sentence.
fn mask_addresses(glyphs: &mut [Glyph]) {
    let at = |glyphs: &[Glyph], i: usize| glyphs.get(i).map_or('\0', |glyph| glyph.char);
    let (mut i, mut free) = (0, 0);
    while i < glyphs.len() {
        let found = match at(glyphs, i) {
            ':' if at(glyphs, i + 1) == '/' && at(glyphs, i + 2) == '/' => {
                Some((back(glyphs, free, i, |c| c.is_ascii_alphabetic()), true))
            }
            'w' | 'W' if is_www(|i| at(glyphs, i), i) => Some((i, true)),
            '@' if at(glyphs, i + 1).is_ascii_alphanumeric() => Some((back(glyphs, free, i, is_local), false)),
            _ => None,
        };
        let Some((from, url)) = found.filter(|(from, url)| *url || *from < i) else {
            i += 1;
            continue;
        };
        let inside = |c: char| if url { c.is_ascii_graphic() } else { c.is_ascii_alphanumeric() || ".-".contains(c) };
        let mut to = i + 1;
        while to < glyphs.len() && inside(at(glyphs, to)) {
            to += 1;
        }
        i = to;
        while to > from && ",;:!?().\"'".contains(at(glyphs, to - 1)) {
            to -= 1;
        }
        glyphs[from..to].iter_mut().for_each(|glyph| glyph.masked = true);
        free = i;
    }
}

/// The first of the characters before `i`, not before `floor`, that all satisfy `like`.
fn back(glyphs: &[Glyph], floor: usize, i: usize, like: impl Fn(char) -> bool) -> usize {
    i - glyphs[floor..i].iter().rev().take_while(|glyph| like(glyph.char)).count()
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._+-".contains(c)
}

fn is_www(at: impl Fn(usize) -> char, i: usize) -> bool {
    let starts = i == 0 || !at(i - 1).is_ascii_alphanumeric();
    starts && (i..i + 3).all(|k| at(k).eq_ignore_ascii_case(&'w')) && at(i + 3) == '.'
}
