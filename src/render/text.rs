//! Small pieces of text: dates as Chinese readers write them, escaping.

use crate::{press::IssueDate, site::cut_between_words, theme::views::DateView};

const WEEKDAYS: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];

/// Months and days as people write them.
const NUMBERS: [&str; 32] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
    "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31",
];

/// A date in all its spellings. Every card has one, so they are put together from what is
/// written already.
pub(super) fn date_view(date: IssueDate) -> DateView {
    let number = |n: i8| usize::try_from(n).ok().and_then(|n| NUMBERS.get(n)).copied().unwrap_or_default();
    let at = usize::try_from(date.weekday() - 1).unwrap_or(0);
    let iso = date.text();
    let short = [number(date.month()), "月", number(date.day()), "日"].concat();
    // The years of newspapers have four digits.
    let text = [&iso[..4], "年", &short].concat();
    DateView { iso, text, year: date.year(), short, weekday: WEEKDAYS.get(at).copied().unwrap_or_default() }
}

/// The moment an issue came out, for machines: six in the morning in China. A print date has
/// no time; the formats that want one get the hour at which papers are on the doorstep.
pub(super) fn published(date: IssueDate) -> String {
    date.text() + "T06:00:00+08:00"
}

/// `2023年1月`.
pub(super) fn month_text(year: i16, month: i8) -> String {
    format!("{year}年{month}月")
}

/// The name of a site cut after the name of its paper: 株洲日报 and 数字档案. A name that
/// shares less than two characters with the paper's stays whole.
pub(super) fn nameplate<'t>(title: &'t str, paper: &str) -> (&'t str, &'t str) {
    let shared = title.chars().zip(paper.chars()).take_while(|(a, b)| a == b).count();
    let end = title.char_indices().nth(shared).map_or(title.len(), |(end, _)| end);
    if shared < 2 {
        (title, "")
    } else {
        (&title[..end], title[end..].trim_start_matches(|c: char| c.is_whitespace() || "·・-—：:|".contains(c)))
    }
}

/// Text as the value in a query of an address, ASCII alone.
pub(super) fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// At most `most` characters, with an ellipsis when something was cut.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", cut_between_words(text, end).trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{nameplate, percent_encoded, shorten};

    #[test]
    fn the_nameplate_is_the_name_of_the_paper() {
        assert_eq!(nameplate("江岸日报数字档案", "江岸日报"), ("江岸日报", "数字档案"));
        assert_eq!(nameplate("江岸报档案（演示）", "江岸报（演示）"), ("江岸报", "档案（演示）"));
        assert_eq!(nameplate("江岸日报·数字档案", "江岸日报"), ("江岸日报", "数字档案"));
        assert_eq!(nameplate("老报纸", "江岸日报"), ("老报纸", ""));
        assert_eq!(nameplate("江岸日报", "江岸日报"), ("江岸日报", ""));
    }

    #[test]
    fn a_query_is_ascii() {
        assert_eq!(percent_encoded("茶山镇 a&b"), "%E8%8C%B6%E5%B1%B1%E9%95%87%20a%26b");
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        assert_eq!(shorten("江岸日报", 4), "江岸日报");
        assert_eq!(shorten("江岸日报", 2), "江岸…");
    }
}
