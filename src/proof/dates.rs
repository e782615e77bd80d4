//! Days told as past that come after the issue.
//!
//! A paper is full of future days: plans, deadlines, forecasts. Only three forms state a fact:
//! `截至7月31日` (as of), a day right before 记者 (who was there), and the day of a dateline
//! (7月22日讯). A day without a year is read in the year of the issue, and believed to be later
//! only within half a year: in January, 12月30日 is last month.

use crate::press::IssueDate;

use super::Finding;

/// Days told as past that come after `issue`, among those of these `months`.
pub(super) fn check(text: &str, months: &[usize], issue: IssueDate) -> Vec<Finding> {
    let mut found = Vec::new();
    for &at in months {
        let Some(day) = day_around(text, at, issue) else { continue };
        let ahead = day.date.ordinal() - issue.ordinal();
        if ahead > 0 && ahead < 183 && tells_a_fact(&text[..day.start], &text[day.end..]) {
            found.push(finding(day.start..day.end, &text[day.start..day.end], issue));
        }
    }
    found
}

struct Day {
    start: usize,
    end: usize,
    date: IssueDate,
}

/// The day written around the 月 at byte `at`: `2023年1月2日`, `1月2日`, in figures.
fn day_around(text: &str, at: usize, issue: IssueDate) -> Option<Day> {
    let (start, month) = figure_before(text, at)?;
    let after = &text[at + '月'.len_utf8()..];
    let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let end = at + '月'.len_utf8() + digits + '日'.len_utf8();
    after[digits..].strip_prefix('日')?;
    let day = after[..digits].parse().ok()?;
    let year = text[..start].strip_suffix('年').map(|before| figure_before(text, before.len()));
    let (start, year) = match year {
        Some(stated) => stated?,
        None => (start, i32::from(issue.year())),
    };
    let date = IssueDate::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, day).ok()?;
    Some(Day { start, end, date })
}

/// The figure that ends at byte `end`, and where it starts.
fn figure_before(text: &str, end: usize) -> Option<(usize, i32)> {
    let before = &text[..end];
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    Some((start, before[start..].parse().ok()?))
}

fn tells_a_fact(before: &str, after: &str) -> bool {
    let as_of = before.ends_with("截至") || before.ends_with("截止到");
    let plan = ["前", "止", "起", "将", "报名"].iter().any(|word| after.starts_with(word));
    let witness = after.trim_start_matches([',', '，']).starts_with("记者");
    let dateline = after.starts_with('讯') || after.starts_with('电');
    (as_of && !plan) || witness || dateline
}

fn finding(range: std::ops::Range<usize>, shown: &str, issue: IssueDate) -> Finding {
    Finding {
        range,
        code: "date-in-future",
        message: format!("{shown} is told as past, but the issue is of {issue}"),
        hint: "the date of the issue or the printed day is wrong".to_owned(),
        confidence: 75,
        doubt: format!("“{shown}”晚于出版日期{issue}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::spots::Spots, check};
    use crate::press::IssueDate;

    fn shown(text: &str) -> Vec<&str> {
        let issue = IssueDate::new(2023, 1, 2).expect("a date");
        check(text, &Spots::of(text).months, issue).into_iter().map(|f| &text[f.range]).collect()
    }

    #[test]
    fn a_later_day_told_as_past() {
        assert_eq!(shown("截至2023年1月5日,已完成"), ["2023年1月5日"]);
        assert_eq!(shown("本报海口1月22日讯"), ["1月22日"]);
        assert_eq!(shown("1月3日,记者在现场看到"), ["1月3日"]);
    }

    #[test]
    fn plans_and_last_december_are_fine() {
        for fine in [
            "1月10日,活动将举行",
            "截至1月31日前报名",
            "12月30日,记者获悉",
            "截至2022年12月31日",
            "1月1日讯",
            "13月40日讯",
            "月日讯",
            "99999999999月1日讯",
            "年1月9日讯",
        ] {
            assert_eq!(shown(fine), [""; 0], "{fine}");
        }
    }
}
