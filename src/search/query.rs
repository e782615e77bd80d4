//! What a reader types: words that must all be there, `"phrases"`, and `-words` that must not.
//!
//! A word is a phrase too: it is looked for as it stands, wherever in a longer word. Inside
//! quotes white space does not part words. Quotes may be ASCII, full-width, or Chinese ones
//! around a whole word. The script parses alike.

use super::fold::fold;
use super::variants::Variants;

/// One word or phrase of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded code units; never empty.
    pub(crate) folded: Vec<u16>,
    /// Whether it must not be there.
    pub(crate) not: bool,
}

/// The words of a query in order.
pub(crate) fn parse(query: &str, variants: &Variants) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let signed = rest.strip_prefix(['-', '－']).filter(|after| after.starts_with(|c: char| !c.is_whitespace()));
        let not = signed.is_some();
        let (text, after) = one(signed.unwrap_or(rest));
        let folded = fold(text, variants);
        if !folded.is_empty() {
            words.push(Word { folded, not });
        }
        rest = after.trim_start();
    }
    words
}

/// The text of the first word and what follows it.
fn one(rest: &str) -> (&str, &str) {
    if let Some(inner) = rest.strip_prefix(['"', '＂']) {
        return inner.split_once(['"', '＂']).unwrap_or((inner, ""));
    }
    if let Some((inner, after)) = rest.strip_prefix('“').and_then(|inner| inner.split_once('”'))
        && after.chars().next().is_none_or(char::is_whitespace)
    {
        return (inner, after);
    }
    rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
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
}
