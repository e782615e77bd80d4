//! Words printed twice: 安全生产和安全生产, 天天向上的的.
//!
//! Chinese doubles words on purpose all the time: 常常, 讨论讨论, 一步一步, 人与人, 国家与国家
//! 之间. So a pair is told only from four characters on, never where it stands for "between
//! one another" or is cried out.

use std::ops::Range;

use super::Finding;

/// What joins two members of a list at the start of a text, 以及 and characters that do alone; its bytes.
fn joint(text: &str) -> Option<usize> {
    match text.chars().next()? {
        c @ ('和' | '与' | '及' | '、' | '或' | '暨') => Some(c.len_utf8()),
        '以' if text.starts_with("以及") => Some("以及".len()),
        _ => None,
    }
}

/// What follows a pair that is meant: 部门与部门之间.
const MEANT_AFTER: [&str; 6] = ["之间", "间", "相", "互", "！", "!"];

/// The shortest and longest word that is compared, in characters.
const WORD: std::ops::RangeInclusive<usize> = 4..=20;

/// Words printed twice in a passage, around these joints or at a 的 among them.
pub(super) fn check(text: &str, joints: &[usize]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for &at in joints {
        let range = if text.as_bytes()[at..].starts_with("的".as_bytes()) {
            particle(text, at)
        } else {
            doubled_around(text, at)
        };
        if let Some(range) = range {
            found.push(finding(range.clone(), &text[range]));
        }
    }
    found
}

/// A word, the joint that begins at `joint`, and the word again.
fn doubled_around(text: &str, joint: usize) -> Option<Range<usize>> {
    let after = joint + self::joint(&text[joint..])?;
    let word = repeated(&text[..joint], &text[after..])?;
    let meant = MEANT_AFTER.iter().any(|mark| text[after + word..].starts_with(mark));
    (!meant).then(|| joint - word..after + word)
}

/// Bytes of the longest word that ends `before` and begins `after`.
fn repeated(before: &str, after: &str) -> Option<usize> {
    let first = after.chars().next().filter(|c| is_word(*c))?;
    before.chars().next_back().filter(|c| is_word(*c))?;
    // Where its first character is not near, no word is: as good as always.
    if !before[before.ceil_char_boundary(before.len().saturating_sub(4 * WORD.end()))..].contains(first) {
        return None;
    }
    let mut longest = None;
    for (length, (start, c)) in (1..=*WORD.end()).zip(before.char_indices().rev()) {
        if !is_word(c) {
            break;
        }
        let word = &before[start..];
        if c == first && WORD.contains(&length) && after.starts_with(word) && !is_monotone(word) {
            longest = Some(word.len());
        }
    }
    longest
}

/// 的的, but 目的的 and 的的确确 are words.
fn particle(text: &str, at: usize) -> Option<Range<usize>> {
    const DOUBLED: &str = "的的";
    let after = text[at..].strip_prefix(DOUBLED)?.chars().next();
    let before = text[..at].chars().next_back();
    let word =
        before.is_none_or(|c| c == '目' || c == '的' || !is_word(c)) || after.is_none_or(|c| "确士的".contains(c));
    (!word).then(|| at..at + DOUBLED.len())
}

fn is_word(c: char) -> bool {
    // Nearly every character is one of these; the tables of Unicode are slow.
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric() && !c.is_ascii()
}

fn is_monotone(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
}

fn finding(range: Range<usize>, shown: &str) -> Finding {
    Finding {
        range,
        code: "doubled-word",
        message: format!("a word stands twice: `{shown}`"),
        hint: "look at the printed page; the text is kept as it is".to_owned(),
        confidence: 80,
        doubt: format!("“{shown}”疑有重复"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::spots::Spots, check};

    fn shown(text: &str) -> Vec<&str> {
        check(text, &Spots::of(text).joints).into_iter().map(|f| &text[f.range]).collect()
    }

    #[test]
    fn a_word_twice_is_told() {
        assert_eq!(shown("疫情防控、安全生产和安全生产和市场保供等"), ["安全生产和安全生产"]);
        assert_eq!(shown("美丽的的乡村"), ["的的"]);
    }

    #[test]
    fn doubling_on_purpose_is_not() {
        for fine in [
            "常常渐渐",
            "讨论讨论",
            "一步一步",
            "人与人",
            "直属部门与直属部门之间",
            "目的的实现",
            "的的确确",
            "哈哈哈哈、哈哈哈哈",
            "2023和2023",
            "加油加油",
            "的",
            "",
        ] {
            assert_eq!(shown(fine), [""; 0], "{fine}");
        }
    }
}
