//! The calendar heat map: which days of a year have an issue, and how much is in it.
//!
//! A year as one strip would shrink to specks on a phone, so it comes as four quarters that flow
//! beside or below each other. Weeks are columns, Monday on top. A day is too small for a finger,
//! so days are no links: those of the months' tables are.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    steps::{Steps, range, width},
    svg::{Head, Svg, Words},
};
use crate::press::IssueDate;

/// An issue day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeatDay {
    /// Date of the issue.
    pub date: IssueDate,
    /// Number of articles.
    pub count: u32,
}

/// Size of a cell with its gap.
const PITCH: i64 = 20;
/// Room for the names of weekdays, and of months.
const LEFT: i64 = 22;
const TOP: i64 = 20;
const WIDTH: i64 = LEFT + 14 * PITCH;
const HEIGHT: i64 = TOP + 7 * PITCH;

type Days = BTreeMap<IssueDate, u64>;

/// The heat map of a year as a `div.heatmap` with one SVG a quarter and one for the legend.
///
/// Days of other years are left out; two entries for a day are added up. `id` must be unique on
/// the page.
pub fn heatmap(id: &str, year: i16, days: &[HeatDay]) -> String {
    let mut known = Days::new();
    for day in days.iter().filter(|day| day.date.year() == year) {
        *known.entry(day.date).or_insert(0) += u64::from(day.count);
    }
    let steps = Steps::new(4, known.values().copied());
    let mut out = String::from("<div class=\"heatmap\">");
    for quarter in 1..=4 {
        out.push_str(&draw(id, year, quarter, &known, steps));
    }
    out.push_str(&legend(id, year, steps));
    out.push_str("</div>");
    out
}

/// The days of a quarter.
fn dates(year: i16, quarter: i8) -> impl Iterator<Item = IssueDate> {
    let first = IssueDate::new(year, quarter * 3 - 2, 1).ok();
    std::iter::successors(first, |date| Some(date.tomorrow()).filter(|next| next != date))
        .take_while(move |date| date.year() == year && (date.month() + 2) / 3 == quarter)
}

/// Column and row of each day of a quarter.
fn cells(year: i16, quarter: i8) -> impl Iterator<Item = (IssueDate, i64, i64)> {
    let offset = dates(year, quarter).next().map_or(0, |first| i64::from(first.weekday()) - 1);
    (offset..).zip(dates(year, quarter)).map(|(n, date)| (date, LEFT + n / 7 * PITCH, TOP + n % 7 * PITCH))
}

fn draw(id: &str, year: i16, quarter: i8, days: &Days, steps: Steps) -> String {
    const NAMES: [&str; 4] = ["一", "二", "三", "四"];
    let name = usize::try_from(quarter - 1).ok().and_then(|i| NAMES.get(i)).copied().unwrap_or_default();
    let issues: Vec<u64> = dates(year, quarter).filter_map(|date| days.get(&date).copied()).collect();
    let (number, sum) = (issues.len(), issues.iter().sum::<u64>());
    let mut svg = Svg::inline(&Head {
        id: &format!("{id}-{quarter}"),
        class: "quarter",
        title: &format!("{year}年第{name}季度"),
        desc: &if number == 0 {
            "没有报纸".to_owned()
        } else {
            format!("{number} 期报纸，共 {sum} 篇；颜色越深，当天篇数越多")
        },
        links: false,
        view: [0, 0, WIDTH, HEIGHT],
        size: (WIDTH, HEIGHT),
    });
    names(&mut svg, year, quarter);
    blank_days(&mut svg, year, quarter, days);
    let mut paths: BTreeMap<u64, String> = BTreeMap::new();
    for (date, x, y) in cells(year, quarter) {
        let Some(count) = days.get(&date) else { continue };
        cell(paths.entry(steps.step(*count)).or_default(), x, y);
    }
    paths.into_iter().for_each(|(step, path)| shade(&mut svg, step, path));
    svg.finish()
}

/// Adds the square of a day to a path.
fn cell(path: &mut String, x: i64, y: i64) {
    let side = PITCH - 3;
    let _ = write!(path, "M{} {}h{side}v{side}h-{side}z", x + 1, y + 1);
}

/// All squares of one shade.
fn shade(svg: &mut Svg, step: u64, path: String) {
    svg.empty("path", &[("class", &format_args!("s{step}")), ("d", &path)]);
}

/// Dots for days without an issue.
fn blank(svg: &mut Svg, path: impl Words) {
    svg.empty("path", &[("stroke", &"none"), ("fill", &"currentColor"), ("fill-opacity", &".35"), ("d", &path)]);
}

/// Names of months over the week that holds the first, and of every other weekday.
fn names(svg: &mut Svg, year: i16, quarter: i8) {
    svg.start("g", &[("fill", &"currentColor"), ("stroke", &"none"), ("font-size", &13), ("aria-hidden", &"true")]);
    for (date, x, _) in cells(year, quarter).filter(|(date, ..)| date.day() == 1) {
        svg.words("text", &[("x", &(x + 1)), ("y", &(TOP - 6))], format_args!("{}月", date.month()));
    }
    for (row, name) in [(0, "一"), (2, "三"), (4, "五"), (6, "日")] {
        svg.words("text", &[("x", &0), ("y", &(TOP + row * PITCH + 14))], name);
    }
    svg.end();
}

/// All days without an issue as one path.
fn blank_days(svg: &mut Svg, year: i16, quarter: i8, days: &Days) {
    let mut path = String::new();
    for (_, x, y) in cells(year, quarter).filter(|(date, ..)| !days.contains_key(date)) {
        let _ = write!(path, "M{} {}h4v4h-4z", x + 8, y + 8);
    }
    if !path.is_empty() {
        blank(svg, path);
    }
}

/// Which colour stands for how many; wraps to further rows when the numbers are long.
fn legend(id: &str, year: i16, steps: Steps) -> String {
    let mut entries = vec![(0, "无报".to_owned())];
    entries.extend(steps.ranges().map(|(step, low, high)| (step, format!("{} 篇", range(low, high)))));
    let (mut x, mut y) = (0, 0);
    let placed: Vec<(i64, i64, u64, String)> = entries
        .into_iter()
        .map(|(step, text)| {
            let wide = PITCH + 14 + width(&text) * 13 / 100;
            if x > 0 && x + wide > WIDTH {
                (x, y) = (0, y + PITCH + 4);
            }
            let place = (x, y, step, text);
            x += wide;
            place
        })
        .collect();
    let size = (WIDTH, y + PITCH);
    let mut svg = Svg::inline(&Head {
        id: &format!("{id}-key"),
        class: "key",
        title: &format!("{year}年图例"),
        desc: &format!("颜色表示当天篇数，最多 {} 篇", steps.max()),
        links: false,
        view: [0, 0, size.0, size.1],
        size,
    });
    for (x, y, step, text) in placed {
        if step == 0 {
            blank(&mut svg, format_args!("M{} {}h4v4h-4z", x + 8, y + 8));
        } else {
            let mut path = String::new();
            cell(&mut path, x, y);
            shade(&mut svg, step, path);
        }
        let at: [(&str, &dyn Words); 5] = [
            ("x", &(x + PITCH + 2)),
            ("y", &(y + 14)),
            ("font-size", &13),
            ("fill", &"currentColor"),
            ("stroke", &"none"),
        ];
        svg.words("text", &at, text);
    }
    svg.finish()
}
