//! What stands around a mark: the script of the nearest letters, the nearest visible
//! characters, and whether it belongs to an address.
//!
//! One line at a time; all answers are ready in constant time after one pass each way.

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

/// One line of text, looked at from every mark in it.
pub(super) struct Line {
    /// Byte offset in the whole text, and the character.
    chars: Vec<(usize, char)>,
    end: usize,
    left: Vec<Script>,
    right: Vec<Script>,
    masked: Vec<bool>,
    /// Number of Han characters before each position, and in all at the end.
    han_before: Vec<usize>,
}

impl Line {
    /// Looks at `text`, which begins at byte `start` of the whole.
    pub(super) fn new(text: &str, start: usize) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().map(|(i, c)| (start + i, c)).collect();
        let left = strongest(chars.iter().map(|(_, c)| *c));
        let mut right = strongest(chars.iter().rev().map(|(_, c)| *c));
        right.reverse();
        let mut han = 0;
        let mut han_before = Vec::with_capacity(chars.len() + 1);
        han_before.push(0);
        for (_, c) in &chars {
            han += usize::from(is_han(*c));
            han_before.push(han);
        }
        let masked = addresses(&chars);
        Self { end: start + text.len(), chars, left, right, masked, han_before }
    }

    /// Number of characters.
    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at `i`, full-width ASCII folded to half-width; `'\0'` in an address, so
    /// that no rule sees a mark there.
    pub(super) fn mark(&self, i: usize) -> char {
        if self.masked.get(i).copied().unwrap_or(true) { '\0' } else { fold(self.chars[i].1) }
    }

    /// The character at `i` as it is; `None` outside the line.
    pub(super) fn char(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|(_, c)| *c)
    }

    /// The character straight before `i`.
    pub(super) fn before(&self, i: usize) -> Option<char> {
        i.checked_sub(1).and_then(|i| self.char(i))
    }

    /// The nearest character before `i` that is no space.
    pub(super) fn visible_before(&self, i: usize) -> Option<char> {
        self.chars[..i].iter().rev().map(|(_, c)| *c).find(|c| !c.is_whitespace())
    }

    /// The nearest character from `i` on that is no space.
    pub(super) fn visible_from(&self, i: usize) -> Option<char> {
        self.chars.get(i..)?.iter().map(|(_, c)| *c).find(|c| !c.is_whitespace())
    }

    /// The script of the nearest letter before `i`.
    pub(super) fn script_before(&self, i: usize) -> Script {
        self.left.get(i).copied().unwrap_or(Script::None)
    }

    /// The script of the nearest letter after `i`.
    pub(super) fn script_after(&self, i: usize) -> Script {
        self.right.get(i).copied().unwrap_or(Script::None)
    }

    /// Whether there is a Han character in `from..to`.
    pub(super) fn han_within(&self, from: usize, to: usize) -> bool {
        self.han_before[to] > self.han_before[from]
    }

    /// The length of the run of the same character that begins at `i`.
    pub(super) fn run(&self, i: usize) -> usize {
        let first = self.char(i);
        (i..self.len()).take_while(|k| self.char(*k) == first && self.mark(*k) != '\0').count()
    }

    /// The bytes of characters `from..to` in the whole text, as offset and length.
    pub(super) fn bytes(&self, from: usize, to: usize) -> (usize, usize) {
        let at = |i: usize| self.chars.get(i).map_or(self.end, |(at, _)| *at);
        (at(from), at(to) - at(from))
    }
}

/// For each position, the script of the last letter before it.
fn strongest(chars: impl Iterator<Item = char>) -> Vec<Script> {
    let mut last = Script::None;
    chars
        .map(|c| {
            let here = last;
            if is_han(c) || is_cjk_mark(c) {
                last = Script::Han;
            } else if is_foreign_letter(c) {
                last = Script::Latin;
            }
            here
        })
        .collect()
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
    matches!(c, '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{312F}'
        | '\u{31A0}'..='\u{31BF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Marks that only CJK text has. Those this module writes itself are not among them.
fn is_cjk_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}')
}

/// A letter of a script that takes half-width punctuation.
pub(super) fn is_foreign_letter(c: char) -> bool {
    c.is_alphabetic() && !is_han(c)
}

/// A letter or figure of a word or number that must not be torn apart.
pub(super) fn is_word(c: char) -> bool {
    c.is_numeric() && !is_han(c) || is_foreign_letter(c)
}

/// Marks each character of a web address or e-mail address.
///
/// An address is ASCII without spaces; signs at its end belong to the sentence.
fn addresses(chars: &[(usize, char)]) -> Vec<bool> {
    let mut masked = vec![false; chars.len()];
    let at = |i: usize| chars.get(i).map_or('\0', |(_, c)| *c);
    let (mut i, mut free) = (0, 0);
    while i < chars.len() {
        let found = match at(i) {
            ':' if at(i + 1) == '/' && at(i + 2) == '/' => {
                Some((back(chars, free, i, |c| c.is_ascii_alphabetic()), true))
            }
            'w' | 'W' if is_www(&at, i) => Some((i, true)),
            '@' if at(i + 1).is_ascii_alphanumeric() => Some((back(chars, free, i, is_local), false)),
            _ => None,
        };
        let Some((from, url)) = found.filter(|(from, url)| *url || *from < i) else {
            i += 1;
            continue;
        };
        let inside = |c: char| if url { c.is_ascii_graphic() } else { c.is_ascii_alphanumeric() || ".-".contains(c) };
        let mut to = i + 1;
        while to < chars.len() && inside(at(to)) {
            to += 1;
        }
        i = to;
        while to > from && ",;:!?().\"'".contains(at(to - 1)) {
            to -= 1;
        }
        masked[from..to].fill(true);
        free = i;
    }
    masked
}

/// The first of the characters before `i`, not before `floor`, that all satisfy `like`.
fn back(chars: &[(usize, char)], floor: usize, i: usize, like: impl Fn(char) -> bool) -> usize {
    i - chars[floor..i].iter().rev().take_while(|(_, c)| like(*c)).count()
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._+-".contains(c)
}

fn is_www(at: &impl Fn(usize) -> char, i: usize) -> bool {
    let starts = i == 0 || !at(i - 1).is_ascii_alphanumeric();
    starts && (i..i + 3).all(|k| at(k).eq_ignore_ascii_case(&'w')) && at(i + 3) == '.'
}
