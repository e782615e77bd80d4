//! Citations of one article: GB/T 7714—2015, BibTeX, RIS.
//!
//! Plain text out, ready to be escaped by a template or written to a file. None of them holds a
//! date of access: a build must not write one, and without it GB/T 7714 knows the piece as `[N]`
//! in print, so the permanent address is shown beside the citation, not in it.

use std::borrow::Cow;

use crate::{
    escape,
    press::{Folio, IssueDate, Slug},
};

/// What a citation needs to know. Text as stored, not polished.
#[derive(Debug, Clone, Copy)]
pub struct Citation<'a> {
    /// Names of people, in printed order; empty when none is named.
    pub authors: &'a [String],
    /// Main headline.
    pub title: &'a str,
    /// Name of the newspaper.
    pub paper: &'a str,
    /// Date of the issue.
    pub date: IssueDate,
    /// Page of the issue.
    pub page: &'a Folio,
    /// The article's slug, for a key that is unique and never moves.
    pub slug: &'a Slug,
    /// Absolute permanent address, where the site has one.
    pub url: Option<&'a str>,
}

/// `作者. 题名[N]. 株洲日报, 2023-01-02(01).` (GB/T 7714—2015, 4.4).
///
/// Up to three authors, then `等` (`et al` when no name is Chinese). Where nobody is named it begins with
/// the title, as the standard allows in place of 佚名; the newspaper is where it appeared, and no author.
pub fn gbt7714(c: &Citation) -> String {
    let (title, paper) = (one_line(c.title), one_line(c.paper));
    [authors(c).as_str(), &title, "[N]. ", &paper, ", ", &c.date.text(), "(", &c.page.text(), ")."].concat()
}

fn authors(c: &Citation) -> String {
    let names: Vec<Cow<'_, str>> =
        c.authors.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()).collect();
    match names.len() {
        0 => String::new(),
        1..=3 => names.join(", ") + ". ",
        _ if names.iter().all(|name| name.is_ascii()) => format!("{}, et al. ", names[..3].join(", ")),
        _ => format!("{}, 等. ", names[..3].join(", ")),
    }
}

/// A BibTeX entry, closed by a line end. `@article` with `journal` is what every style
/// understands; `date` and `entrysubtype` are read by biblatex.
pub fn bibtex(c: &Citation) -> String {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = usize::try_from(c.date.month() - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    let (date, page, year) = (c.date.text(), c.page.text(), c.date.year().to_string());
    let mut out = String::with_capacity(512);
    out.extend(["@article{", &date, "-", &page.to_ascii_lowercase(), "-", c.slug.as_str(), ",\n"]);
    // Braces within quotes: a name in one piece, a title in its own letter case.
    for (at, name) in c.authors.iter().enumerate() {
        out.extend([if at == 0 { "  author = \"{" } else { " and {" }, &tex(name), "}"]);
    }
    out.push_str(if c.authors.is_empty() { "" } else { "\",\n" });
    out.extend(["  title = ", &title(c.title), ",\n"]);
    let field = |name: &str, value: &str, out: &mut String| out.extend(["  ", name, " = {", value, "},\n"]);
    field("journal", &tex(c.paper), &mut out);
    field("date", &date, &mut out);
    field("year", &year, &mut out);
    out.extend(["  month = ", month, ",\n"]);
    field("pages", &page, &mut out);
    if let Some(url) = c.url {
        field("url", &tex_url(url), &mut out);
    }
    field("entrysubtype", "newspaper", &mut out);
    out.push_str("}\n");
    out
}

/// An RIS record of type NEWS; lines end in CRLF as the format asks.
pub fn ris(c: &Citation) -> String {
    let mut out = String::with_capacity(512);
    ris_fields(c, |tag, value| out.extend([tag, "  - ", value, "\r\n"]));
    out
}

/// The same record as a `data:` address, for a link that saves it: no file, no script.
pub fn ris_url(c: &Citation) -> String {
    let mut out = String::with_capacity(1024);
    out.extend(["data:", RIS, ";charset=utf-8,"]);
    ris_fields(c, |tag, value| {
        out.extend([tag, "%20%20-%20"]);
        push_in_address(value, &mut out);
        out.push_str("%0D%0A");
    });
    out
}

fn ris_fields(c: &Citation, mut field: impl FnMut(&str, &str)) {
    field("TY", "NEWS");
    c.authors.iter().for_each(|name| field("AU", &one_line(name)));
    field("TI", &one_line(c.title));
    field("T2", &one_line(c.paper));
    let date = c.date.text();
    field("PY", &date[..4]);
    field("DA", &date.replace('-', "/"));
    field("SP", &c.page.text());
    if let Some(url) = c.url {
        field("UR", &one_line(url));
    }
    field("ER", "");
}

/// MIME type of RIS.
const RIS: &str = "application/x-research-info-systems";

/// A text within an address. What an address cannot hold is escaped; Han characters may stand in
/// it and are not, for they would take three times the room.
fn push_in_address(text: &str, out: &mut String) {
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| !STANDS_IN_ADDRESS[usize::from(*byte)]) {
        // A character of several bytes is escaped as a whole, and only if it is a space.
        let length = if byte.is_ascii() { 1 } else { space_at(&text[at..]) };
        if length > 0 {
            out.push_str(&text[plain..at]);
            plain = at + length;
            for byte in text[at..plain].bytes() {
                let hex = |digit: u8| &"0123456789ABCDEF"[usize::from(digit)..][..1];
                ["%", hex(byte >> 4), hex(byte & 15)].into_iter().for_each(|part| out.push_str(part));
            }
        }
    }
    out.push_str(&text[plain..]);
}

/// Whether a byte stands in an address as it is; of a character of several bytes, the first one
/// of those that may be a space does not.
const STANDS_IN_ADDRESS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = stands_in_address(byte as u8);
        byte += 1;
    }
    table
};

const fn stands_in_address(byte: u8) -> bool {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => true,
        b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'@' | b'!' | b'$' | b'\'' | b'(' | b')' | b'*' => true,
        b',' | b';' | b'=' | b'?' => true,
        0xc2 | 0xe1..=0xe3 => false,
        byte => !byte.is_ascii(),
    }
}

/// Bytes of the character at the start, if it is a space; else none.
fn space_at(text: &str) -> usize {
    text.chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8)
}

/// Control characters and runs of space become one space: all three formats go by lines.
fn one_line(text: &str) -> Cow<'_, str> {
    if is_one_line(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

/// Whether a text is one line already, as nearly all are: no control character, no space but
/// ASCII's, and that never first, last or beside another. A look without a branch for each byte;
/// it may take a line for several, never the other way round.
fn is_one_line(text: &[u8]) -> bool {
    // The second controls and the no-break space begin with C2, the space of Ogham with E1.
    let plain = |byte: u8| (byte >= b' ') & (byte != 0x7f) & (byte != 0xc2) & (byte != 0xe1);
    let (second, third) = (text.get(1..).unwrap_or_default(), text.get(2..).unwrap_or_default());
    let general = |c: u8| (c <= 0x8a) | (c == 0xa8) | (c == 0xa9) | (c == 0xaf);
    let space = |a: u8, b: u8, c: u8| {
        ((a == 0xe2) & ((b == 0x80) & general(c) | (b == 0x81) & (c == 0x9f)))
            | ((a == 0xe3) & (b == 0x80) & (c == 0x80))
    };
    let edge = |byte: Option<&u8>| byte == Some(&b' ');
    // Names and addresses hold none of all that, and one quick look tells so.
    if escape::all_plain(text, |byte| (byte <= b' ') | (byte == 0x7f) | ((0xc2..=0xe3).contains(&byte))) {
        return true;
    }
    !edge(text.first())
        && !edge(text.last())
        && text.iter().fold(true, |all, &byte| all & plain(byte))
        && text.iter().zip(second).fold(true, |all, (&a, &b)| all & !((a == b' ') & (b == b' ')))
        && text.iter().zip(second).zip(third).fold(true, |all, ((&a, &b), &c)| all & !space(a, b, c))
}

/// A headline whose capitals stay. A percent sign at its end stands behind the braces: `%}` is
/// what a template leaves behind, and those who look for such leftovers would find one here.
fn title(text: &str) -> String {
    let text = tex(text);
    match text.strip_suffix("\\%") {
        Some(text) => ["\"{", text, "}\\%\""].concat(),
        None => ["\"{", &text, "}\""].concat(),
    }
}

/// Text for a BibTeX field. Braces become commands: BibTeX counts even escaped ones.
fn tex(text: &str) -> Cow<'_, str> {
    let text = one_line(text);
    // Nearly all text needs no command.
    let special = |byte: u8| matches!(byte, b'\\' | b'{' | b'}' | b'~' | b'^' | b'$' | b'&' | b'#' | b'_' | b'%');
    if !text.bytes().fold(false, |any, byte| any | special(byte)) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '$' | '&' | '#' | '_' | '%' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// An address for a BibTeX field, taken verbatim there, so that only braces, backslashes and
/// spaces must go.
fn tex_url(url: &str) -> Cow<'_, str> {
    if url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./:".contains(&byte)) {
        return Cow::Borrowed(url);
    }
    Cow::Owned(one_line(url).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(authors: &[&str], title: &str, url: Option<&str>, expect: impl Fn(&Citation)) {
        let authors: Vec<String> = authors.iter().map(|name| (*name).to_owned()).collect();
        let date = IssueDate::parse("2023-01-02").expect("a date");
        let (page, slug) = (Folio::parse("A01").expect("a folio"), Slug::parse("ping-an").expect("a slug"));
        expect(&Citation { authors: &authors, title, paper: "某某日报", date, page: &page, slug: &slug, url });
    }

    #[test]
    fn gbt7714_names_three_authors_at_most() {
        let cases: [(&[&str], &str); 5] = [
            (&[], "平安过节[N]. 某某日报, 2023-01-02(A01)."),
            (&["甲某"], "甲某. 平安过节[N]. 某某日报, 2023-01-02(A01)."),
            (&["甲某", "乙某", "丙某"], "甲某, 乙某, 丙某. 平安过节[N]. 某某日报, 2023-01-02(A01)."),
            (&["甲某", "乙某", "丙某", "丁某"], "甲某, 乙某, 丙某, 等. 平安过节[N]. 某某日报, 2023-01-02(A01)."),
            (&["A", "B", "C", "D"], "A, B, C, et al. 平安过节[N]. 某某日报, 2023-01-02(A01)."),
        ];
        for (authors, expected) in cases {
            check(authors, "平安过节", None, |c| assert_eq!(gbt7714(c), expected));
        }
    }

    #[test]
    fn bibtex_escapes_and_has_a_stable_key() {
        check(&["甲 and 乙"], "50% {A\\B}_\n$", Some("https://example.cn/a_b%20{c"), |c| {
            assert_eq!(
                bibtex(c),
                "@article{2023-01-02-a01-ping-an,\n  author = \"{甲 and 乙}\",\n  \
                 title = \"{50\\% \\textbraceleft{}A\\textbackslash{}B\\textbraceright{}\\_ \\$}\",\n  \
                 journal = {某某日报},\n  date = {2023-01-02},\n  year = {2023},\n  month = jan,\n  pages = {A01},\n  \
                 url = {https://example.cn/a_b%20%7Bc},\n  entrysubtype = {newspaper},\n}\n"
            );
        });
    }

    #[test]
    fn every_space_makes_one_line() {
        assert!(is_one_line("“平安”、过节——第 1 版：".as_bytes()));
        for c in ('\0'..='\u{ffff}').filter(|c| c.is_whitespace() || c.is_control()) {
            let line = format!("平{c}{c}安{c}");
            assert!(!is_one_line(line.as_bytes()), "{c:?}");
            assert_eq!(one_line(&line), "平 安");
        }
    }

    #[test]
    fn bibtex_has_nothing_that_looks_like_a_template() {
        check(&[], "用电量增长4.5%", None, |c| {
            let entry = bibtex(c);
            assert!(entry.contains("title = \"{用电量增长4.5}\\%\","), "{entry}");
        });
    }

    #[test]
    fn bibtex_braces_balance_whatever_the_title() {
        for title in ["", "{{{", "}}", "\\{", "\\"] {
            check(&[], title, None, |c| {
                let entry = bibtex(c);
                assert_eq!(entry.matches('{').count(), entry.matches('}').count());
            });
        }
    }

    #[test]
    fn a_data_address_holds_any_text() {
        let escaped = |text: &str| {
            let mut out = String::new();
            push_in_address(text, &mut out);
            out
        };
        assert_eq!(escaped("50% “平安”\u{3000}\"a\"<b>#c"), "50%25%20“平安”%E3%80%80%22a%22%3Cb%3E%23c");
        check(&["甲 某"], "50% “平安” <b>", Some("https://example.cn/a.html"), |c| {
            let whole = "data:application/x-research-info-systems;charset=utf-8,".to_owned() + &escaped(&ris(c));
            assert_eq!(ris_url(c), whole);
        });
    }

    #[test]
    fn ris_is_one_record_of_type_news() {
        check(&["甲某", "乙某"], "平安\r\nER  - 过节", Some("https://example.cn/a.html"), |c| {
            assert_eq!(
                ris(c),
                "TY  - NEWS\r\nAU  - 甲某\r\nAU  - 乙某\r\nTI  - 平安 ER - 过节\r\nT2  - 某某日报\r\nPY  - 2023\r\n\
                 DA  - 2023/01/02\r\nSP  - A01\r\nUR  - https://example.cn/a.html\r\nER  - \r\n"
            );
        });
    }
}
