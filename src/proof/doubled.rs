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
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found: Vec<Finding> = Vec::new();
    for (at, (byte, c)) in chars.iter().enumerate() {
        // Few characters begin a joint; the list is gone through for those alone.
        let joints: &[&str] =
            if matches!(c, '以' | '和' | '与' | '及' | '、' | '或' | '暨') { &JOINTS } else { &[] };
        let around = joints.iter().find_map(|joint| {
            text[*byte..].starts_with(joint).then(|| doubled_around(text, &chars, at..at + joint.chars().count()))?
        });
        if let Some(range) = around.or_else(|| particle(&chars, at)) {
            let bytes = chars[range.start].0..chars.get(range.end).map_or(text.len(), |(byte, _)| *byte);
            found.push(finding(bytes.clone(), &text[bytes]));
        }
    }
    found
}

/// A word, the joint at `joint`, and the word again, in characters.
fn doubled_around(text: &str, chars: &[(usize, char)], joint: Range<usize>) -> Option<Range<usize>> {
    let part = |range: Range<usize>| chars.get(range).map(|part| part.iter().map(|(_, c)| *c));
    for length in WORD.rev() {
        let Some(start) = joint.start.checked_sub(length) else { continue };
        let end = joint.end + length;
        let (Some(word), Some(again)) = (part(start..joint.start), part(joint.end..end)) else { continue };
        if !word.clone().eq(again) || !word.clone().all(is_word) || is_monotone(word) {
            continue;
        }
        let after = chars.get(end).map_or("", |(byte, _)| &text[*byte..]);
        let meant = MEANT_AFTER.iter().any(|word| after.starts_with(word));
        return (!meant).then_some(start..end);
    }
    None
}

/// 的的, but 目的的 and 的的确确 are words.
fn particle(chars: &[(usize, char)], at: usize) -> Option<Range<usize>> {
    let char_at = |index: Option<usize>| index.and_then(|index| chars.get(index)).map(|(_, c)| *c);
    let here = char_at(Some(at)) == Some('的') && char_at(Some(at + 1)) == Some('的');
    let before = char_at(at.checked_sub(1));
    let after = char_at(Some(at + 2));
    let word =
        before.is_none_or(|c| c == '目' || c == '的' || !is_word(c)) || after.is_none_or(|c| "确士的".contains(c));
    (here && !word).then_some(at..at + 2)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !c.is_ascii()
}

fn is_monotone(mut word: impl Iterator<Item = char>) -> bool {
    let first = word.next();
    word.all(|c| Some(c) == first)
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
