//! Dates as newspapers print them: in digits of both widths, in Chinese numbers, in years of the Republic.

use std::ops::Range;

use super::han_number;
use crate::parse::chars;

/// Year, month and day, as printed; not checked against the calendar.
type Day = (i16, i8, i8);

/// What is added to a year of the Republic: 民國三十五年 is 1946.
const REPUBLIC: i16 = 1911;

/// A calendar date printed in full, `2023年1月2日`, `２０２３年１月２日`, `民國104年1月2日`: year, month, day and its
/// bytes.
pub(in crate::parse) fn full_date(text: &str) -> Option<(Day, Range<usize>)> {
    let mut from = 0;
    while let Some(found) = text[from..].find('年') {
        let at = from + found;
        from = at + '年'.len_utf8();
        let before = text[..at].trim_end_matches(chars::is_blank);
        let year_at = before.trim_end_matches(chars::is_digit).len();
        let Some(year) = number(&before[year_at..]) else { continue };
        let (year, start) = of_era(&before[..year_at]).map_or((year, year_at), |start| (year + REPUBLIC, start));
        let Some((month, rest)) = small_number(&text[from..], '月') else { continue };
        let Some((day, rest)) = small_number(rest, '日') else { continue };
        return Some(((year, month, day), start..text.len() - rest.len()));
    }
    None
}

/// A date in Chinese numbers, as papers printed it up to the 1950s, `一九四六年七月十三日`,
/// `中華民國三十五年七月十三日`: year, month, day and its bytes.
fn han_date(text: &str) -> Option<(Day, Range<usize>)> {
    for (at, mark) in text.match_indices('年') {
        let Some((year, start)) = han_year(&text[..at]) else { continue };
        let Some((month, rest)) = han_number(text[at + mark.len()..].trim_start_matches(chars::is_blank)) else {
            continue;
        };
        let Some((day, rest)) = rest.strip_prefix('月').and_then(han_number) else { continue };
        let Some(rest) = rest.strip_prefix('日') else { continue };
        let (Ok(month), Ok(day)) = (month.try_into(), day.try_into()) else { continue };
        return Some(((year, month, day), start..text.len() - rest.len()));
    }
    None
}

/// The year at the end of a text, in four digits or of the Republic, and where it begins.
fn han_year(text: &str) -> Option<(i16, usize)> {
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c).or(matches!(c, '○' | '零').then_some(0));
    let counted = text.trim_end_matches(|c| digit(c).is_some() || c == '十');
    if let Some(start) = of_era(counted) {
        let (year, rest) = han_number(&text[counted.len()..])?;
        return rest.is_empty().then(|| i16::try_from(year).ok()?.checked_add(REPUBLIC)).flatten().map(|y| (y, start));
    }
    let digits: Vec<usize> = text.chars().rev().map_while(digit).take(4).collect();
    let start = text.char_indices().rev().nth(3).map(|(start, _)| start).filter(|_| digits.len() == 4)?;
    let year = digits.iter().rev().fold(0, |year, digit| year * 10 + digit);
    Some((year.try_into().ok()?, start))
}

/// Where the name of the era begins that a text ends in: 中華民國, 民国.
fn of_era(text: &str) -> Option<usize> {
    let before = text.trim_end_matches(chars::is_blank).strip_suffix(['國', '国'])?.strip_suffix('民')?;
    Some(["中華", "中华"].iter().find_map(|name| before.strip_suffix(name)).unwrap_or(before).len())
}

/// A date of numbers alone at the start of a line, `2024-05-18`, `2024.5.18`, `2024/5/18`: year, month, day and
/// its bytes.
fn numeric_date(text: &str) -> Option<(Day, Range<usize>)> {
    let cut = |text: &str| text.len() - text.trim_start_matches(chars::is_digit).len();
    let (year, rest) = text.split_at(cut(text));
    let mark = rest.chars().next().filter(|c| matches!(chars::narrow(*c), '-' | '.' | '/'))?;
    let rest = &rest[mark.len_utf8()..];
    let (month, rest) = rest.split_at(cut(rest));
    let rest = rest.strip_prefix(mark)?;
    let (day, rest) = rest.split_at(cut(rest));
    let is_whole = chars::len(year) == 4 && chars::len(month) <= 2 && chars::len(day) <= 2;
    let day = (number(year)?, number(month)?.try_into().ok()?, number(day)?.try_into().ok()?);
    is_whole.then_some((day, 0..text.len() - rest.len()))
}

/// The date that a line of a masthead may be made of: year, month, day and its bytes.
pub(in crate::parse) fn line_date(text: &str) -> Option<(Day, Range<usize>)> {
    full_date(text).or_else(|| han_date(text)).or_else(|| numeric_date(text))
}

/// Whether a line is a date and nothing else.
pub(in crate::parse) fn is_date(text: &str) -> bool {
    let whole = |bytes: Range<usize>| bytes.start == 0 && bytes.end == text.len();
    text.len() <= 48 && line_date(text).is_some_and(|(_, bytes)| whole(bytes))
}

/// Whether a line tells the day of the week: 星期六, 星 期 六, 禮拜六, 周六.
pub(in crate::parse) fn weekday(text: &str) -> bool {
    let tight: String = text.chars().filter(|c| !chars::is_blank(*c)).collect();
    let short = |word: &str| word.starts_with(['周', '週']) && chars::len(word) == 2 && word.ends_with(is_day);
    ["星期", "禮拜", "礼拜"].iter().any(|name| tight.contains(name)) || text.split(chars::is_blank).any(short)
}

fn is_day(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '日')
}

/// A number of up to four digits.
fn number(digits: &str) -> Option<i16> {
    let is_number = (1..=4).contains(&chars::len(digits));
    is_number.then(|| digits.chars().map(chars::narrow).collect::<String>().parse().ok()).flatten()
}

/// A number of one or two digits and the unit behind it; what follows.
pub(in crate::parse) fn small_number(text: &str, unit: char) -> Option<(i8, &str)> {
    let text = text.trim_start_matches(chars::is_blank);
    let rest = text.trim_start_matches(chars::is_digit);
    let digits = &text[..text.len() - rest.len()];
    let rest = rest.trim_start_matches(chars::is_blank).strip_prefix(unit)?;
    Some((number(digits).filter(|n| *n < 100)?.try_into().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_numbers() {
        let read = |text: &str| line_date(text).map(|(day, bytes)| (day, text[bytes].to_owned()));
        let same = |text: &str, day| assert_eq!(read(text), Some((day, text.to_owned())), "{text}");
        same("2024年5月18日", (2024, 5, 18));
        same("２０２４年５月１８日", (2024, 5, 18));
        same("2024 年 5 月 18 日", (2024, 5, 18));
        same("2024-05-18", (2024, 5, 18));
        same("2024.5.18", (2024, 5, 18));
        same("一九四六年七月十三日", (1946, 7, 13));
        same("中華民國三十五年七月十三日", (1946, 7, 13));
        same("中華民國104年5月18日", (2015, 5, 18));
        assert_eq!(read("2024年5月"), None);
        assert_eq!(read("12.5.18"), None);
        assert_eq!(read("2024.518"), None);
    }

    #[test]
    fn days_of_the_week() {
        assert!(weekday("星 期 六") && weekday(" 周六") && weekday("星期六 第2版"));
        assert!(!weekday("周六人民公园开放") && !weekday("周末"));
    }
}
