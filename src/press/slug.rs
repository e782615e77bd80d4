//! ASCII names for addresses, from Chinese or Latin text.

use pinyin::ToPinyin;

use super::Slug;

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

/// `slug`, or `slug-2`, `slug-3` … so that `taken` does not hold it.
pub fn unique(slug: Slug, taken: impl Fn(&Slug) -> bool) -> Slug {
    if !taken(&slug) {
        return slug;
    }
    (2u32..)
        .filter_map(|n| {
            let suffix = format!("-{n}");
            let room = Slug::MAX - suffix.len();
            let stem = slug.as_str().get(..room.min(slug.as_str().len()))?.trim_end_matches('-');
            Slug::parse(&format!("{stem}{suffix}")).ok()
        })
        .find(|candidate| !taken(candidate))
        .unwrap_or(slug)
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
    fn taken_slugs_get_a_number() {
        let slug = slugify("图片报道");
        let second = unique(slug.clone(), |s| *s == slug);
        assert_eq!(second.as_str(), "tu-pian-bao-dao-2");
    }
}
