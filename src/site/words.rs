//! The words of an article that lists show, in one piece of memory.

use serde::{Deserialize, Serialize};

/// Headline, kicker, deck and lead of an article, as printed. A site holds them of each of its
/// articles, and four strings apiece would weigh as much again as a short one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Words {
    /// Title, kicker, deck and lead, one behind the other.
    text: Box<str>,
    /// Where title, kicker and deck end.
    ends: [u32; 3],
    has_kicker: bool,
    has_subtitle: bool,
}

/// The same as it is read: whoever wrote it may have written anything.
#[derive(Deserialize)]
struct Unchecked {
    #[serde(deserialize_with = "crate::press::stored::text")]
    text: String,
    ends: [u32; 3],
    has_kicker: bool,
    has_subtitle: bool,
}

impl TryFrom<Unchecked> for Words {
    type Error = &'static str;

    fn try_from(read: Unchecked) -> Result<Self, Self::Error> {
        let Unchecked { text, ends, has_kicker, has_subtitle } = read;
        match ends.is_sorted() && ends.iter().all(|end| text.is_char_boundary(*end as usize)) {
            true => Ok(Self { text: text.into(), ends, has_kicker, has_subtitle }),
            false => Err("words that end nowhere"),
        }
    }
}

impl Words {
    /// Puts them together.
    pub fn new(title: &str, kicker: Option<&str>, subtitle: Option<&str>, lead: &str) -> Self {
        let mut end = 0;
        let ends = [title, kicker.unwrap_or_default(), subtitle.unwrap_or_default()].map(|part| {
            end += part.len();
            // No article has four gigabytes.
            end as u32
        });
        let text = [title, kicker.unwrap_or_default(), subtitle.unwrap_or_default(), lead].concat().into();
        Self { text, ends, has_kicker: kicker.is_some(), has_subtitle: subtitle.is_some() }
    }

    fn part(&self, from: u32, to: u32) -> &str {
        &self.text[from as usize..to as usize]
    }

    /// 主题.
    pub fn title(&self) -> &str {
        self.part(0, self.ends[0])
    }

    /// 引题.
    pub fn kicker(&self) -> Option<&str> {
        self.has_kicker.then(|| self.part(self.ends[0], self.ends[1]))
    }

    /// 副题.
    pub fn subtitle(&self) -> Option<&str> {
        self.has_subtitle.then(|| self.part(self.ends[1], self.ends[2]))
    }

    /// Opening words; may be empty.
    pub fn lead(&self) -> &str {
        &self.text[self.ends[2] as usize..]
    }
}

/// The beginning of a text up to `end`, without the piece of a word or of a number that it would
/// be cut in. One that takes more than half of it is cut anyhow: an address.
pub(crate) fn cut_between_words(text: &str, end: usize) -> &str {
    let (head, tail) = text.split_at(end);
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\'' | '’' | '.' | '-');
    if !tail.trim_start_matches(['.', '-', '\'', '’']).starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return head;
    }
    let whole = head.trim_end_matches(in_word);
    if whole.len() * 2 > end { whole.trim_end() } else { head }
}

#[cfg(test)]
mod tests {
    use super::{Words, cut_between_words};

    #[test]
    fn no_word_is_cut_in_two() {
        let text = "The river runs north, 1905年通车，全长12.5公里https://example.org/a/b/c/d/e/f/g/h";
        let cut = |found: &str, more: usize| cut_between_words(text, text.find(found).unwrap() + more);
        assert_eq!(cut("north", 2), "The river runs");
        assert_eq!(cut("north", 5), "The river runs north");
        assert_eq!(cut("年", 0), "The river runs north, 1905");
        assert_eq!(cut("12.5", 2), "The river runs north, 1905年通车，全长");
        assert_eq!(cut("12.5", 3), "The river runs north, 1905年通车，全长");
        assert_eq!(cut_between_words("abcdefgh", 4), "abcd");
        assert_eq!(cut_between_words("江岸日报", 6), "江岸");
    }

    #[test]
    fn words_come_back() {
        for (kicker, subtitle) in [(None, None), (Some("引"), None), (None, Some("副题")), (Some(""), Some("副"))] {
            let words = Words::new("主题", kicker, subtitle, "首句。");
            assert_eq!(
                (words.title(), words.kicker(), words.subtitle(), words.lead()),
                ("主题", kicker, subtitle, "首句。")
            );
            let stored = postcard::to_stdvec(&words).unwrap();
            assert_eq!(postcard::from_bytes::<Words>(&stored).unwrap(), words);
        }
        for ends in [[1, 6, 6], [6, 3, 6], [6, 6, 60]] {
            let stored = postcard::to_stdvec(&("主题首句", ends, false, false)).unwrap();
            assert!(postcard::from_bytes::<Words>(&stored).is_err(), "{ends:?}");
        }
    }
}
