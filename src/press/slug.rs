//! Slugs from Chinese: pinyin syllables joined by hyphens.

use pinyin::ToPinyin;

use super::Slug;

/// Where a slug from a title stops growing, in bytes: long enough to be told apart, short enough
/// to be read out.
const LENGTH: usize = 48;

/// The slug of a text: `防风险保安全` → `fang-feng-xian-bao-an-quan`. Latin letters and digits stay
/// (`AI绘图2023` → `ai-hui-tu-2023`), everything else separates. Cut at a syllable below 48 bytes;
/// `article` when nothing is left. Readings of characters that have several are the most common
/// ones; a slug is an address, not a transcription.
pub fn slugify(text: &str) -> Slug {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars() {
        let plain = fold(c);
        if let Some(c) = plain {
            word.push(c);
            continue;
        }
        if !push(&mut out, &mut word) {
            break;
        }
        if let Some(syllable) = c.to_pinyin() {
            word.push_str(&syllable.plain().replace('ü', "v"));
            if !push(&mut out, &mut word) {
                break;
            }
        }
    }
    push(&mut out, &mut word);
    Slug::parse(&out).unwrap_or_else(|_| fallback())
}

/// ASCII letters and digits, full-width ones folded, in lower case.
fn fold(c: char) -> Option<char> {
    let c = match c {
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        c => c,
    };
    c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase())
}

/// Adds a word when it fits; says whether there may be room for more.
fn push(out: &mut String, word: &mut String) -> bool {
    let piece = std::mem::take(word);
    if piece.is_empty() {
        return true;
    }
    let piece = if out.is_empty() { piece.chars().take(LENGTH).collect() } else { piece };
    if out.len() + piece.len() + 1 > LENGTH && !out.is_empty() {
        return false;
    }
    if !out.is_empty() {
        out.push('-');
    }
    out.push_str(&piece);
    true
}

fn fallback() -> Slug {
    Slug::literal("article")
}

/// The slug with a number behind it that makes it unlike all of `taken`.
pub fn unique_slug(slug: &Slug, taken: impl Fn(&Slug) -> bool) -> Slug {
    if !taken(slug) {
        return slug.clone();
    }
    let base: String = slug.as_str().chars().take(Slug::MAX - 8).collect();
    let base = base.trim_end_matches('-');
    (2..)
        .filter_map(|n: u32| Slug::parse(&format!("{base}-{n}")).ok())
        .find(|candidate| !taken(candidate))
        .unwrap_or_else(|| slug.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_digits_and_letters() {
        assert_eq!(slugify("防风险保安全").as_str(), "fang-feng-xian-bao-an-quan");
        assert_eq!(slugify("AI绘图2023").as_str(), "ai-hui-tu-2023");
        assert_eq!(slugify("“一站式”服务 更好").as_str(), "yi-zhan-shi-fu-wu-geng-hao");
        assert_eq!(slugify("……").as_str(), "article");
        assert!(slugify(&"长".repeat(99)).as_str().len() <= LENGTH);
    }

    #[test]
    fn numbers_tell_twins_apart() {
        let first = slugify("图片报道");
        let second = unique_slug(&first, |s| *s == first);
        assert_eq!(second.as_str(), "tu-pian-bao-dao-2");
    }
}
