//! Names to the last part of an address, unique and the same on every build.

use std::collections::BTreeSet;

use pinyin::ToPinyin;

use crate::press::Slug;

/// The longest slug made from a name: leaves room for a suffix below [`Slug::MAX`].
const LONGEST: usize = 60;

/// Pinyin for Han characters, lower case for Latin letters, hyphens for the rest.
///
/// Gives `fallback` when nothing of the name can be written so.
pub fn slugify(name: &str, fallback: &str) -> Slug {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for c in name.chars() {
        if let Some(reading) = c.to_pinyin() {
            words.push(reading.plain().replace('ü', "v"));
            open = false;
        } else if c.is_ascii_alphanumeric() {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.push(c.to_ascii_lowercase()),
                None => words.push(c.to_ascii_lowercase().to_string()),
            }
            open = true;
        } else {
            open = false;
        }
    }
    let mut slug = String::new();
    for word in words {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).take(LONGEST).collect();
        if word.is_empty() || slug.len() + word.len() >= LONGEST {
            continue;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    Slug::parse(&slug).or_else(|_| Slug::parse(fallback)).unwrap_or_else(|_| Slug::parse("x").expect("x is a slug"))
}

/// Slugs already given away in one folder. Who comes second gets `-2`, and so on: names are
/// handed over in order of first appearance, so that a name that turns up later never takes
/// an address from an older one.
#[derive(Debug, Default)]
pub(crate) struct Taken(BTreeSet<String>);

impl Taken {
    /// A folder in which these names are reserved.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// The slug itself if it is free, else with the lowest free number.
    pub(crate) fn claim(&mut self, wanted: &Slug) -> Slug {
        let mut slug = wanted.clone();
        let mut number = 2;
        while !self.0.insert(slug.as_str().to_owned()) {
            slug = numbered(wanted, number);
            number += 1;
        }
        slug
    }
}

/// `slug-2`, cut so that it stays within the longest slug.
fn numbered(slug: &Slug, number: usize) -> Slug {
    let suffix = format!("-{number}");
    let text = slug.as_str();
    let keep = text.len().min(Slug::MAX - suffix.len());
    Slug::parse(&format!("{}{suffix}", text[..keep].trim_end_matches('-'))).unwrap_or_else(|_| slug.clone())
}

#[cfg(test)]
mod tests {
    use super::{Taken, slugify};
    use crate::press::Slug;

    #[test]
    fn names_become_ascii() {
        assert_eq!(slugify("陈正明", "x").as_str(), "chen-zheng-ming");
        assert_eq!(slugify("周·见", "x").as_str(), "zhou-jian");
        assert_eq!(slugify("吕 A4纸", "x").as_str(), "lv-a4-zhi");
        assert_eq!(slugify("·《》", "lanmu").as_str(), "lanmu");
        assert!(slugify(&"长".repeat(300), "x").as_str().len() <= 60);
    }

    #[test]
    fn second_comers_get_a_number() {
        let slug = |text: &str| Slug::parse(text).unwrap();
        let mut taken = Taken::reserving(&["index"]);
        assert_eq!(taken.claim(&slug("li-wei")).as_str(), "li-wei");
        assert_eq!(taken.claim(&slug("li-wei")).as_str(), "li-wei-2");
        assert_eq!(taken.claim(&slug("li-wei-2")).as_str(), "li-wei-2-2");
        assert_eq!(taken.claim(&slug("index")).as_str(), "index-2");
        let long = slug(&"a".repeat(80));
        taken.claim(&long);
        assert_eq!(taken.claim(&long).as_str().len(), 80);
    }
}
