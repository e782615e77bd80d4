//! What a reader types: words that must all be there, `"phrases"`, and `-words` that must not.
//!
//! A word is a phrase too: it is looked for as it stands, wherever in a longer word. Inside
//! quotes white space does not part words. Quotes may be ASCII, full-width, or Chinese ones
//! around a whole word. A word that is repeated counts once. The script parses alike.

use std::collections::HashSet;

use super::fold::fold;
use super::variants::Variants;

/// One word or phrase of a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Word {
    /// Folded code units; never empty.
    pub(crate) folded: Vec<u16>,
    /// Whether it must not be there.
    pub(crate) not: bool,
}

/// Characters of a query that are read. What is longer was not typed.
const LONGEST: usize = 20_000;

/// The white space between words: that of `\s` in the script, which Rust's own differs from in
/// U+0085 and U+FEFF.
fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}'
        | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}

/// The words of a query in order, each once.
pub(crate) fn parse(query: &str, variants: &Variants) -> Vec<Word> {
    let end = query.char_indices().nth(LONGEST).map_or(query.len(), |(at, _)| at);
    let mut seen = HashSet::new();
    let mut words = Vec::new();
    let mut rest = query[..end].trim_start_matches(is_space);
    while !rest.is_empty() {
        let signed = rest.strip_prefix(['-', '－']).filter(|after| after.starts_with(|c: char| !is_space(c)));
        let (text, after) = one(signed.unwrap_or(rest));
        let word = Word { folded: fold(text, variants), not: signed.is_some() };
        if !word.folded.is_empty() && seen.insert(word.clone()) {
            words.push(word);
        }
        rest = after.trim_start_matches(is_space);
    }
    words
}

/// The text of the first word and what follows it.
fn one(rest: &str) -> (&str, &str) {
    if let Some(inner) = rest.strip_prefix(['"', '＂']) {
        return inner.split_once(['"', '＂']).unwrap_or((inner, ""));
    }
    // Up to the next mark of either kind, lest every one that is open be looked for to the end.
    if let Some(inner) = rest.strip_prefix('“')
        && let Some((text, after)) = inner.find(['“', '”']).map(|at| inner.split_at(at))
        && let Some(after) = after.strip_prefix('”')
        && after.chars().next().is_none_or(is_space)
    {
        return (text, after);
    }
    rest.split_at(rest.find(is_space).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str) -> Vec<String> {
        parse(query, &Variants::default())
            .into_iter()
            .map(|word| format!("{}{}", if word.not { "-" } else { "" }, String::from_utf16_lossy(&word.folded)))
            .collect()
    }

    #[test]
    fn words_phrases_and_exclusions() {
        assert_eq!(shown("天元区　教育 -招聘"), ["天元区", "教育", "-招聘"]);
        assert_eq!(shown("\"周 见\" “十四 五” “十四五”规划"), ["周见", "十四五", "“十四五”规划"]);
        assert_eq!(shown("- \"\" -\"a b"), ["-", "-ab"]);
        assert_eq!(shown("3-5 ＂株洲＂"), ["3-5", "株洲"]);
        assert_eq!(shown("  "), [""; 0]);
    }

    #[test]
    fn a_word_counts_once_and_an_exclusion_of_it_once_more() {
        assert_eq!(shown("GDP 增长 ＧＤＰ -gdp \"g d p\" -GDP"), ["gdp", "增长", "-gdp"]);
    }

    #[test]
    fn white_space_is_that_of_the_script() {
        assert_eq!(shown("\u{feff}甲\u{feff}乙\u{2029}丙\u{a0}丁"), ["甲", "乙", "丙", "丁"]);
        assert_eq!(shown("甲\u{85}乙 丙\u{200b}丁"), ["甲乙", "丙丁"], "no white space, and dropped by folding");
        assert_eq!(shown("-\u{feff}甲"), ["-", "甲"]);
    }

    #[test]
    fn marks_that_stay_open_are_part_of_a_word() {
        assert_eq!(shown("“甲 “乙 丙” 丁"), ["“甲", "乙丙", "丁"]);
        assert_eq!(shown("“甲"), ["“甲"]);
        assert_eq!(shown(&"“ ".repeat(10_000)), ["“"]);
    }

    #[test]
    fn what_is_too_long_is_cut() {
        assert_eq!(shown(&format!("甲{}乙", " ".repeat(LONGEST - 2))), ["甲", "乙"]);
        assert_eq!(shown(&format!("甲{}乙", " ".repeat(LONGEST - 1))), ["甲"]);
        assert_eq!(shown(&"😀".repeat(LONGEST + 1)), ["😀".repeat(LONGEST)]);
    }
}
