//! The words of an article that lists show, in one piece of memory.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Headline, kicker, deck and lead of an article, as printed. A site holds them of each of its
/// articles, and four strings apiece would weigh as much again as a short one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Title, kicker, deck and lead, one behind the other.
    text: Box<str>,
    /// Where title, kicker and deck end.
    ends: [u32; 3],
    has_kicker: bool,
    has_subtitle: bool,
}

/// How they are written down.
type Parts<'w> = (&'w str, Option<&'w str>, Option<&'w str>, &'w str);

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

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts: Parts<'_> = (self.title(), self.kicker(), self.subtitle(), self.lead());
        parts.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (title, kicker, subtitle, lead) = Parts::deserialize(deserializer)?;
        Ok(Self::new(title, kicker, subtitle, lead))
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

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
    }
}
