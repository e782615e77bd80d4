//! ASCII names for addresses, from Chinese or Latin text.

use pinyin::ToPinyin;

use super::Slug;
use crate::taken::Taken;

/// Where a slug made from text is cut, in bytes, at a syllable.
const CUT: usize = 48;

/// A slug for a text: pinyin syllables and Latin words joined by hyphens, cut at a syllable
/// near 48 characters. Text with neither gives `article`. Not unique by itself.
pub fn slugify(text: &str) -> Slug {
    let mut out = String::with_capacity(CUT);
    let mut word = String::new();
    // A full stop behind the text ends its last word.
    for c in text.chars().take(CUT * 2).chain(['.']) {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
            continue;
        }
        word.truncate(CUT);
        let syllable = c.to_pinyin().map_or("", |syllable| syllable.plain());
        if !add(&mut out, &word) || !add(&mut out, syllable) {
            break;
        }
        word.clear();
    }
    Slug::parse(&out).or_else(|_| Slug::parse("article")).unwrap_or_else(|_| unreachable!("`article` is a slug"))
}

/// Adds a syllable or a word, `ü` as `v`; whether there was room.
fn add(out: &mut String, syllable: &str) -> bool {
    if !syllable.is_ascii() {
        let plain = syllable.replace('ü', "v");
        return !plain.is_ascii() || add(out, &plain);
    }
    if syllable.is_empty() {
        return true;
    }
    let hyphen = usize::from(!out.is_empty());
    let room = out.len() + hyphen + syllable.len() <= CUT;
    if room {
        out.push_str(&"-"[..hyphen]);
        out.push_str(syllable);
    }
    room
}

impl Taken<Slug> {
    /// A place in which these names are reserved.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        names.iter().filter_map(|name| Slug::parse(name).ok()).collect()
    }

    /// The slug itself if it is free, else with the lowest free number.
    pub(crate) fn claim(&mut self, wanted: Slug) -> Slug {
        self.claim_with(wanted, numbered)
    }
}

/// `slug-2`, cut where it would be too long.
fn numbered(slug: &Slug, n: u32) -> Option<Slug> {
    let suffix = format!("-{n}");
    let room = Slug::MAX - suffix.len();
    let stem = slug.as_str().get(..room.min(slug.as_str().len()))?.trim_end_matches('-');
    Slug::parse(&format!("{stem}{suffix}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_latin_and_figures() {
        let slug = |text| slugify(text).to_string();
        assert_eq!(slug("茶陵县： 以“八未”项目为抓手"), "cha-ling-xian-yi-ba-wei-xiang-mu-wei-zhua-shou");
        assert_eq!(slug("2022全国工业App大赛"), "2022-quan-guo-gong-ye-app-da-sai");
        assert_eq!(slug("……"), "article");
        assert!(slug(&"字".repeat(100)).len() <= 48);
    }

    #[test]
    fn a_number_has_room_in_a_long_slug() {
        let slug = |text: &str| Slug::parse(text).unwrap();
        let mut taken = Taken::reserving(&["index"]);
        assert_eq!(taken.claim(slug("index")).as_str(), "index-2");
        let long = slug(&"a".repeat(80));
        assert_eq!(taken.claim(long.clone()), long);
        assert_eq!(taken.claim(long).as_str(), "a".repeat(78) + "-2");
    }
}
