//! The language of an article where it is not that of the site: newspapers in Chinese print a
//! piece in English now and then, which browsers then read aloud, hyphenate and index as such.

use super::Renderer;
use crate::site::ArticleId;

/// Han characters that a headline or a lead in Latin letters may hold: the name of a place or of a
/// person in brackets. Nearly every text is given up after so many, so that asking costs nothing.
const HAN: usize = 8;

/// Fewer letters than these tell nothing: `GDP` is no English headline.
const LETTERS: usize = 16;

impl Renderer<'_> {
    /// `en` for an article whose headline and opening words are in Latin letters, on a site in
    /// another language. That they might be those of French or of pinyin is passed over.
    pub(super) fn foreign(&self, id: ArticleId) -> Option<&'static str> {
        let entry = self.site.article(id);
        let is_english = is_latin(entry.title(), entry.lead()) && !self.site.config.language.starts_with("en");
        is_english.then_some("en")
    }
}

fn is_latin(title: &str, lead: &str) -> bool {
    let Some((letters, han)) = counted(title) else { return false };
    // A headline in Chinese over a text in English is still a headline in Chinese.
    if letters <= 4 * han {
        return false;
    }
    let Some((more, other)) = counted(lead) else { return false };
    letters + more >= LETTERS.max(10 * (han + other))
}

/// Latin letters of a text and all its characters from the Han ones on; `None` of a Chinese text.
fn counted(text: &str) -> Option<(usize, usize)> {
    let (mut letters, mut han) = (0, 0);
    for c in text.chars() {
        match c {
            'A'..='Z' | 'a'..='z' | 'À'..='ɏ' => letters += 1,
            '\u{3400}'.. => han += 1,
            _ => {}
        }
        if han > HAN {
            return None;
        }
    }
    Some((letters, han))
}

#[cfg(test)]
mod tests {
    use super::is_latin;

    #[test]
    fn what_is_mostly_in_latin_letters_is_told() {
        for (title, lead) in [
            ("A River and Its Bridges", "The river runs north through the town, and the town has lived on it."),
            ("A River and Its Bridges (渌水)", "The Lu River (渌水) runs west and meets the Xiang at Lukou."),
            ("“Slow Trains”, a Photo Story", ""),
        ] {
            assert!(is_latin(title, lead), "{title}");
        }
        for (title, lead) in [
            ("渌水上的桥", "渌水发源于江西，西流入湘江。"),
            ("渌水上的桥", "The river runs north through the town, and the town has lived on it."),
            ("GDP", ""),
            ("IPv6 and 5G", "全市新建基站三百座，覆盖所有乡镇。"),
            ("", ""),
            ("12345", "678"),
        ] {
            assert!(!is_latin(title, lead), "{title}");
        }
    }
}
