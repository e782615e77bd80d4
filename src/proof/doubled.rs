//! Words printed twice: 安全生产和安全生产, 天天向上的的.
//!
//! Chinese doubles words on purpose all the time: 常常, 讨论讨论, 一步一步, 人与人, 国家与国家
//! 之间. So a pair is told only from four characters on, never where it stands for "between
//! one another" or is cried out.

use std::ops::Range;

use super::Finding;

/// What joins two members of a list.
const JOINTS: [&str; 7] = ["以及", "和", "与", "及", "、", "或", "暨"];

/// What follows a pair that is meant: 部门与部门之间.
const MEANT_AFTER: [&str; 6] = ["之间", "间", "相", "互", "！", "!"];

/// The shortest and longest word that is compared, in characters.
const WORD: std::ops::RangeInclusive<usize> = 4..=20;

/// Words printed twice in a passage.
pub(super) fn check(text: &str) -> Vec<Finding> {
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<Finding> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        let range = match c {
            // Few characters begin a joint; the list is gone through for those alone.
            '以' | '和' | '与' | '及' | '、' | '或' | '暨' => doubled_around(&chars, at),
            '的' => particle(&chars, at),
            _ => None,
        };
        found.extend(range.map(|range| finding(bytes_of(&chars, range.clone()), &String::from_iter(&chars[range]))));
    }
    found
}

/// The bytes that characters take.
fn bytes_of(chars: &[char], range: Range<usize>) -> Range<usize> {
    let width = |chars: &[char]| chars.iter().map(|c| c.len_utf8()).sum::<usize>();
    let start = width(&chars[..range.start]);
    start..start + width(&chars[range])
}

/// A word, the joint that begins at `joint`, and the word again.
fn doubled_around(text: &[char], joint: usize) -> Option<Range<usize>> {
    JOINTS.iter().find_map(|mark| {
        let after = strip_prefix(&text[joint..], mark)?;
        let word = repeated(&text[..joint], after)?;
        let meant = MEANT_AFTER.iter().any(|mark| strip_prefix(&after[word..], mark).is_some());
        (!meant).then(|| joint - word..text.len() - after.len() + word)
    })
}

fn strip_prefix<'t>(text: &'t [char], mark: &str) -> Option<&'t [char]> {
    mark.chars().try_fold(text, |rest, c| rest.split_first().filter(|(first, _)| **first == c).map(|(_, rest)| rest))
}

/// Characters of the longest word that ends `before` and begins `after`.
fn repeated(before: &[char], after: &[char]) -> Option<usize> {
    let first = after.first().filter(|c| is_word(**c))?;
    let mut longest = None;
    for length in 1..=before.len().min(*WORD.end()) {
        let word = &before[before.len() - length..];
        if !is_word(word[0]) {
            break;
        }
        if word[0] == *first && WORD.contains(&length) && after.starts_with(word) && !is_monotone(word) {
            longest = Some(length);
        }
    }
    longest
}

/// 的的, but 目的的 and 的的确确 are words.
fn particle(text: &[char], at: usize) -> Option<Range<usize>> {
    let after = strip_prefix(&text[at..], "的的")?.first();
    let before = text[..at].last();
    let word = before.is_none_or(|c| matches!(c, '目' | '的') || !is_word(*c))
        || after.is_none_or(|c| matches!(c, '确' | '士' | '的'));
    (!word).then_some(at..at + 2)
}

fn is_word(c: char) -> bool {
    // Nearly every character is one of these; the tables of Unicode are slow.
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric() && !c.is_ascii()
}

fn is_monotone(word: &[char]) -> bool {
    word.iter().all(|c| *c == word[0])
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
    use super::check;

    fn shown(text: &str) -> Vec<&str> {
        check(text).into_iter().map(|f| &text[f.range]).collect()
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
