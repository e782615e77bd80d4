//! Marks a page carries that are recognised by their shape alone: page numbers, jump lines,
//! mastheads, editors' lines, guide boxes. Each function answers for one line and no other. `calendar`
//! reads dates, `jump` jump marks, `editors` the lines of the page's makers.

mod calendar;
mod editors;
mod imprint;
mod jump;
mod makers;

pub(super) use self::{
    calendar::{full_date, is_date, line_date, small_number, weekday},
    editors::editors,
    imprint::{contact, imprint, lone_weekday},
    jump::{Jump, JumpMark, jump, jump_of},
};
use super::{byline, chars};
use crate::press::Folio;

/// A number printed in Chinese, up to 99 (`四`, `十二`, `二十`, `〇三`).
fn han_number(text: &str) -> Option<(u16, &str)> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).or((c == '零').then_some(0));
    let mut value: Option<u16> = None;
    let mut tens = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '十' && tens.is_none() {
            tens = Some(value.unwrap_or(1));
            value = None;
        } else if let Some(d) = digit(c).and_then(|d| u16::try_from(d).ok()) {
            value = Some(value.unwrap_or(0) % 100 * 10 + d);
        } else {
            break;
        }
        rest = &rest[c.len_utf8()..];
    }
    let number = tens.map_or(value, |t| Some(t * 10 + value.unwrap_or(0)))?;
    Some((number, rest))
}

/// Reads `第A01版`, `02版`, `第 01 版`, `第四版`, `第０２版`, at the start of a text; what follows it. `版` may
/// be missing when `bare` is set (`下转A02`).
pub(super) fn page_number(text: &str, bare: bool) -> Option<(Folio, &str)> {
    let skip = |t: &'_ str| -> usize { t.len() - t.trim_start_matches(chars::is_blank).len() };
    let text = &text[skip(text)..];
    let text = text.strip_prefix('第').map_or(text, |t| &t[skip(t)..]);
    let after = text.trim_start_matches(|c: char| chars::narrow(c).is_ascii_alphabetic());
    let rest = after.trim_start_matches(chars::is_digit);
    let (folio, rest) = if rest.len() < after.len() {
        let printed: String = text[..text.len() - rest.len()].chars().map(chars::narrow).collect();
        (Folio::parse(&printed).ok()?, rest)
    } else {
        let (number, rest) = han_number(after)?;
        (Folio::number(number), rest)
    };
    let tight = &rest[skip(rest)..];
    match tight.strip_prefix(['版', '页', '頁']) {
        Some(end) => Some((folio, end)),
        None if bare => Some((folio, rest)),
        None => None,
    }
}

/// A line that names the page: `第A01版：头版`, `01版 要闻`, `要闻 01版`, the page's name beside it.
pub(super) fn folio(text: &str) -> Option<(Folio, Option<String>)> {
    if chars::len(text) > 24 || text.contains(['。', '，', ',']) || text.contains("导读") {
        return None;
    }
    if let Some((folio, rest)) = page_number(text, false) {
        let name = rest.trim_start_matches(|c: char| chars::is_blank(c) || matches!(c, '：' | ':' | '·' | '|' | '/'));
        let name = chars::trim(name);
        return (chars::len(name) <= 10 && !name.contains('年'))
            .then(|| (folio, (!name.is_empty()).then(|| name.to_owned())));
    }
    if let Some(named) = lettered(text) {
        return Some(named);
    }
    let at = text.rfind(chars::is_blank)?;
    let (name, number) = (chars::trim(&text[..at]), chars::trim(&text[at..]));
    let (folio, rest) = page_number(number, false)?;
    let named = rest.is_empty() && chars::len(name) <= 8 && name.chars().all(|c| chars::is_han(c) || c == '·');
    named.then(|| (folio, Some(name.to_owned())))
}

/// The page in a running head and its name, the paper's name and the date beside them:
/// `江城日报 2023年3月6日 星期一 第2版 要闻`, `A3 港聞　2019年5月6日　星期一`.
pub(super) fn folio_in_head(text: &str) -> Option<(Folio, Option<String>)> {
    let words: Vec<&str> = text.split(|c: char| chars::is_blank(c) || c == '|').filter(|w| !w.is_empty()).collect();
    let number = |word: &str| {
        let short = word.len() <= 4 && word.starts_with(|c| ('A'..='H').contains(&c));
        let (folio, rest) = page_number(word, short)?;
        let name = rest.trim_start_matches(['：', ':', '·']);
        (word.contains(['版', '页', '頁']) || short && rest.is_empty()).then_some((folio, name.to_owned()))
    };
    let (at, (folio, name)) = words.iter().enumerate().find_map(|(at, word)| Some((at, number(word)?)))?;
    let is_name = |word: &&&str| {
        let paper = word.ends_with(['报', '報']) || word.starts_with("星期") || word.contains(['年', '版']);
        (2..=6).contains(&chars::len(word)) && word.chars().all(chars::is_han) && !paper
    };
    let beside = words.get(at + 1).filter(is_name).or_else(|| words.get(at.checked_sub(1)?).filter(is_name));
    let name = if name.is_empty() { beside.map(|word| (*word).to_owned()) } else { Some(name) };
    Some((folio, name))
}

/// A page with the letter of its part (A to H) and two digits before its name, where 版 may be
/// missing: `A03 综合新闻`.
fn lettered(text: &str) -> Option<(Folio, Option<String>)> {
    let (number, name) = text.split_once(chars::is_blank)?;
    let name = chars::trim(name);
    let shape = number.len() == 3 && number.starts_with(|c| ('A'..='H').contains(&c));
    let is_name = (2..=6).contains(&chars::len(name)) && name.chars().all(chars::is_han);
    let folio = Folio::parse(number).ok().filter(|_| shape && is_name)?;
    Some((folio, Some(name.to_owned())))
}

/// Whether a line names a body that may sign a notice: 江城市自来水有限责任公司, 东湖区人民政府.
pub(super) fn signs_notice(text: &str) -> bool {
    const OTHERS: &[&str] = &["会", "处", "学校", "银行", "厂", "店", "中学", "小学"];
    let signs = byline::is_body(text) || OTHERS.iter().any(|end| text.ends_with(end));
    text.len() <= 96 && (4..=30).contains(&chars::len(text)) && text.chars().all(chars::is_han) && signs
}

/// Whether a line belongs to the masthead: a date line, an issue number, the name of a paper.
pub(super) fn masthead(text: &str) -> bool {
    let length = chars::len(text);
    if length > 60 || text.contains(['。', '；']) {
        return false;
    }
    if imprint::of_paper(text) {
        return true;
    }
    let numbered = ["刊号", "刊號", "邮发代号", "出版物号", "总第", "农历", "農曆", "今日星期"];
    if numbered.iter().any(|mark| text.contains(mark)) && (length <= 40 || text.contains("CN")) {
        return length <= 60;
    }
    if let Some((_, bytes)) = line_date(text) {
        let rest = length - chars::len(&text[bytes.clone()]);
        let around = [&text[..bytes.start], &text[bytes.end..]].concat();
        let numbered = around.contains(['版', '頁', '页']);
        return rest == 0
            || (weekday(&around) && rest <= if numbered { 40 } else { 24 })
            || (numbered && (around.contains(['报', '報']) && rest <= 16 || rest <= 6));
    }
    length <= 8 && ["日报", "晚报", "时报", "日報", "晚報"].iter().any(|end| text.ends_with(end))
}

/// The head of a guide box.
pub(super) fn guide_head(text: &str) -> bool {
    let is_around = |c: char| chars::is_bullet(c) || chars::is_blank(c) || chars::is_opener(c) || chars::is_closer(c);
    let name = text.trim_start_matches(is_around);
    // Few blocks begin as those words do.
    if !name.starts_with(['导', '導', '今', '本', '内', '版', '要']) {
        return false;
    }
    let name = name.trim_end_matches(is_around);
    matches!(name, "导读" | "今日导读" | "本期导读" | "内容导读" | "导 读" | "導讀" | "版面导读" | "要闻导读")
}

/// The last line of a guide item: the page alone (`04版`, `第八版`, `（A04）`, `详见03版`).
pub(super) fn guide_target(text: &str) -> Option<Folio> {
    let text = text.trim_matches(|c: char| {
        chars::is_bullet(c) || chars::is_blank(c) || chars::is_opener(c) || chars::is_closer(c)
    });
    let text = ["详见", "詳見", "见", "→", "▶"].iter().find_map(|p| text.strip_prefix(p)).unwrap_or(text);
    let (folio, rest) = page_number(text, text.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    rest.is_empty().then_some(folio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers() {
        let read = |t: &str| page_number(t, false).map(|(f, r)| (f.to_string(), r.to_owned()));
        assert_eq!(read("第A01版：头版"), Some(("A01".into(), "：头版".into())));
        assert_eq!(read("第 02 版"), Some(("02".into(), String::new())));
        assert_eq!(read("第十二版"), Some(("12".into(), String::new())));
        assert_eq!(read("第Ａ０２版：综合"), Some(("A02".into(), "：综合".into())));
        assert_eq!(read("2023年"), None);
    }

    #[test]
    fn folios_are_short_lines() {
        assert_eq!(folio("01版：要闻").map(|(f, s)| (f.to_string(), s)), Some(("01".into(), Some("要闻".into()))));
        assert_eq!(folio("要闻 02版").map(|(f, s)| (f.to_string(), s)), Some(("02".into(), Some("要闻".into()))));
        assert_eq!(
            folio("A03 综合新闻").map(|(f, s)| (f.to_string(), s)),
            Some(("A03".into(), Some("综合新闻".into())))
        );
        assert_eq!((folio("详见02版"), folio("Q11 开发成功"), folio("G60 沪昆高速公路通车")), (None, None, None));
    }

    #[test]
    fn running_heads_name_the_page() {
        let read = |t: &str| folio_in_head(t).map(|(f, s)| (f.to_string(), s.unwrap_or_default()));
        assert_eq!(read("江城日报 2023年3月6日 星期一 第2版 要闻"), Some(("02".into(), "要闻".into())));
        assert_eq!(read("A3 港聞　2019年5月6日　星期一"), Some(("A03".into(), "港聞".into())));
        assert_eq!(read("2023年3月6日 星期一 02版：副刊"), Some(("02".into(), "副刊".into())));
        assert_eq!(read("2023年3月6日 星期一"), None);
    }

    #[test]
    fn mastheads_and_editors() {
        assert!(masthead("2023年1月2日 星期一"));
        assert!(masthead("２０２４年５月１８日　星 期 六") && masthead("2024-05-18 周六"));
        assert!(masthead("中華民國三十五年七月十三日　星期六"));
        assert!(masthead("国内统一刊号：CN31-0070"));
        assert!(masthead("国内统一连续出版物号CN 43-0000 今日8版"));
        assert!(masthead("一九四六年七月十三日　第一版"));
        assert!(masthead("江城日报 2023年3月6日 星期一 责任编辑 王小明 第2版 要闻"));
        assert!(!masthead("2023年1月2日,我市召开大会"));
        assert!(editors("本版责编：孟 扬 唐中科"));
        assert!(!editors("统筹发展和安全"));
    }
}
