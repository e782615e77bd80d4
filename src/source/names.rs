//! What the path of a file says: the date, the folio, the page's name, the article.
//!
//! `2023-01-02/01.txt`, `20230102/A01.txt`, `2023/01/02/01版 要闻.txt`, `2023-01-02_01.txt`,
//! `2023-01-02/01/03-slug.md`. A name that says nothing is no fault.

use crate::press::{Folio, IssueDate, Slug};

/// What a path says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Date of the issue.
    pub date: Option<IssueDate>,
    /// The page.
    pub page: Option<Folio>,
    /// Name of the page (要闻).
    pub section: Option<String>,
    /// The article's order on its page, when the file is of one article.
    pub position: Option<u32>,
    /// The article's slug, when the name carries one.
    pub slug: Option<Slug>,
    /// Whether the file lies in the folder of its page.
    pub below_page: bool,
}

impl Named {
    /// Reads a path below the content folder, `/` between its parts, extension included.
    pub fn of(path: &str) -> Self {
        let stem = match path.rsplit_once('.') {
            Some((stem, extension)) if !extension.contains('/') => stem,
            _ => path,
        };
        match find_date(stem) {
            Some((date, end)) => Self { date: Some(date), ..after_date(&stem[end..]) },
            None => bare(stem.rsplit('/').next().unwrap_or(stem)),
        }
    }
}

/// What stands behind the date: `/01`, `_01`, `/01版 要闻`, `/01/03-slug`.
fn after_date(rest: &str) -> Named {
    let parts: Vec<&str> = rest.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    let page = |part: &str| leading_folio(part.trim_start_matches(['-', '_', '.', ' ', '第']));
    match parts[..] {
        [] => Named::default(),
        [file] => page(file).unwrap_or_default(),
        [.., folder, file] => match page(folder) {
            Some(named) => Named { position: leading_number(file), slug: slug_of(file), below_page: true, ..named },
            None => page(file).unwrap_or_default(),
        },
    }
}

/// A name with no date in its path counts only if all of it is a folio and the page's name:
/// `000_e09f` says nothing.
fn bare(stem: &str) -> Named {
    let whole = stem.trim().trim_start_matches('第');
    leading_folio(whole).filter(|named| named.section.is_some() || Folio::parse(stem).is_ok()).unwrap_or_default()
}

/// `01`, `A01`, `01版`, `01版 要闻`, `01-要闻`.
fn leading_folio(text: &str) -> Option<Named> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = text[letters..].bytes().take_while(u8::is_ascii_digit).count();
    let (folio, rest) = text.split_at(letters + digits);
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let page = Folio::parse(folio).ok().filter(|folio| *folio > Folio::number(0))?;
    let section = rest.trim_start_matches('版').trim_matches([' ', '　', '-', '_', '：', ':', '.', '·']);
    // A name that is no UTF-8 is made readable with marks in the place of its characters.
    let is_name = !section.is_empty() && !section.is_ascii() && !section.contains(char::REPLACEMENT_CHARACTER);
    let section = is_name.then(|| section.to_owned());
    Some(Named { page: Some(page), section, ..Named::default() })
}

fn leading_number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok().filter(|n| (1..10_000).contains(n))
}

fn slug_of(text: &str) -> Option<Slug> {
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_']);
    Slug::parse(name).ok()
}

/// The last date in a path and the byte after it.
fn find_date(path: &str) -> Option<(IssueDate, usize)> {
    let starts = path
        .char_indices()
        .filter(|(at, c)| c.is_ascii_digit() && !path[..*at].ends_with(|before: char| before.is_ascii_digit()));
    starts.filter_map(|(at, _)| date_at(path, at)).next_back()
}

/// A date that starts at a byte: `2023-01-02`, `20230102`, `2023/1/2`, `2023年1月2日`.
fn date_at(path: &str, at: usize) -> Option<(IssueDate, usize)> {
    let mut cursor = Cursor { text: path, at };
    let year = cursor.digits(4, 4)?;
    let compact = cursor.text[cursor.at..].starts_with(|c: char| c.is_ascii_digit());
    let (month, day) = if compact {
        (cursor.digits(2, 2)?, cursor.digits(2, 2)?)
    } else {
        cursor.separator(&['-', '/', '_', '.', '年'])?;
        let month = cursor.digits(1, 2)?;
        cursor.separator(&['-', '/', '_', '.', '月'])?;
        (month, cursor.digits(1, 2)?)
    };
    if cursor.text[cursor.at..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let _ = cursor.separator(&['日']);
    let date = IssueDate::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some((date, cursor.at))
}

/// A part of a path that looks like the date of an issue and is none: `2023-02-30`.
pub fn impossible_date(path: &str) -> Option<&str> {
    let number = |text: &str| text.parse::<u16>().ok();
    let is_number =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    path.split('/').find_map(|part| {
        let stem = part.split_once('.').map_or(part, |(stem, _)| stem);
        let marks = |c: char| ['-', '_', '年', '月'].contains(&c);
        let pieces: Vec<&str> = stem.trim_end_matches('日').split(marks).collect();
        let is_date = match pieces[..] {
            [year, month, day] => is_number(year, 4) && year.len() == 4 && is_number(month, 2) && is_number(day, 2),
            [compact] => is_number(compact, 8) && compact.len() == 8 && (1800..2100).contains(&number(&compact[..4])?),
            _ => false,
        };
        is_date.then_some(stem)
    })
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn digits(&mut self, min: usize, max: usize) -> Option<i16> {
        let rest = &self.text[self.at..];
        let count = rest.bytes().take(max).take_while(u8::is_ascii_digit).count();
        if count < min {
            return None;
        }
        self.at += count;
        rest[..count].parse().ok()
    }

    fn separator(&mut self, allowed: &[char]) -> Option<()> {
        let c = self.text[self.at..].chars().next().filter(|c| allowed.contains(c))?;
        self.at += c.len_utf8();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str) -> String {
        let named = Named::of(path);
        let show = |text: Option<String>| text.unwrap_or_else(|| "-".into());
        format!(
            "{} {} {} {} {}",
            show(named.date.map(|d| d.to_string())),
            show(named.page.map(|p| p.to_string())),
            show(named.section),
            show(named.position.map(|p| p.to_string())),
            show(named.slug.map(|s| s.to_string())),
        )
    }

    #[test]
    fn dates_that_cannot_be_are_seen() {
        for (path, expected) in [
            ("2023-02-30/01.txt", Some("2023-02-30")),
            ("20231301/01.txt", Some("20231301")),
            ("2023年2月30日.txt", Some("2023年2月30日")),
            ("12345678.txt", None),
            ("000_e09f.txt", None),
            ("2023-02/01.txt", None),
        ] {
            assert_eq!(impossible_date(path), expected, "{path}");
        }
    }

    #[test]
    fn names_of_the_wild() {
        for (path, expected) in [
            ("2023-01-02/01.txt", "2023-01-02 01 - - -"),
            ("20230102/A01.txt", "2023-01-02 A01 - - -"),
            ("2023/01/02/01版 要闻.txt", "2023-01-02 01 要闻 - -"),
            ("2023-01-02_01.txt", "2023-01-02 01 - - -"),
            ("2023-01-02/01/03-fang-feng.md", "2023-01-02 01 - 3 fang-feng"),
            ("2023年1月2日/第02版：民生.txt", "2023-01-02 02 民生 - -"),
            ("2023-01-02.txt", "2023-01-02 - - - -"),
            ("000_e09f9dc8a635df41.txt", "- - - - -"),
            ("01.txt", "- 01 - - -"),
            ("2023-13-02/01.txt", "- 01 - - -"),
            ("about.md", "- - - - -"),
            ("扫描/20230102_B12.txt", "2023-01-02 B12 - - -"),
        ] {
            assert_eq!(said(path), expected, "{path}");
        }
    }
}
