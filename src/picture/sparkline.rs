//! The timeline of one district, reporter or column: how much, when.

use std::fmt::Write as _;

use super::svg::{Head, Svg, Words};

/// Width, and height of the tallest bar.
const WIDTH: usize = 320;
const BAR: u64 = 40;
/// Room above and below the bars for words.
const TOP: u64 = 20;
const BOTTOM: u64 = 18;

/// Bars in order of time; `points` are labels (a month, a year) with counts, gaps given as 0.
///
/// An empty string for no points at all: there is nothing to see. More points than there are
/// pixels are added up in groups.
pub fn sparkline(id: &str, title: &str, points: &[(&str, u32)]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let peak = points.iter().rev().max_by_key(|(_, count)| *count).unwrap_or(first);
    let total: u64 = points.iter().map(|(_, count)| u64::from(*count)).sum();
    let height = i64::try_from(TOP + BAR + BOTTOM).unwrap_or_default();
    let mut svg = Svg::inline(&Head {
        id,
        class: "sparkline",
        title,
        desc: &format!("{} 至 {}，共 {total} 篇；最多的是 {}，{} 篇", first.0, last.0, peak.0, peak.1),
        links: false,
        view: [0, 0, 320, height],
        size: (320, height),
    });
    let ground = TOP + BAR;
    let counts: Vec<u32> = points.iter().map(|(_, count)| *count).collect();
    let drawn = bars(&counts, (WIDTH, BAR), ground);
    svg.empty("path", &[("class", &"s4 bars"), ("stroke", &"none"), ("fill", &"currentColor"), ("d", &drawn)]);
    svg.empty("path", &[("class", &"ground"), ("d", &format_args!("M0 {ground}.5h{WIDTH}"))]);
    svg.start("g", &[("fill", &"currentColor"), ("stroke", &"none"), ("font-size", &13), ("aria-hidden", &"true")]);
    let (base, end): (u64, &dyn Words) = (ground + 15, &"end");
    svg.words("text", &[("x", &0), ("y", &13)], format_args!("最多 {} 篇（{}）", peak.1, peak.0));
    svg.words("text", &[("x", &0), ("y", &base)], first.0);
    if points.len() > 1 {
        svg.words("text", &[("x", &WIDTH), ("y", &base), ("text-anchor", end)], last.0);
    }
    svg.finish()
}

/// The timeline as a mark beside a name in a list: bars alone, without words or a name of its
/// own, for the numbers stand beside it as text. An empty string for no points at all.
pub fn spark(points: &[u32]) -> String {
    const SIZE: (usize, u64) = (120, 20);
    if points.is_empty() {
        return String::new();
    }
    let mut svg = Svg::mark("spark", (120, 21));
    svg.empty("path", &[("class", &"s4"), ("d", &bars(points, SIZE, SIZE.1))]);
    svg.empty("path", &[("class", &"ground"), ("d", &"M0 20.5h120")]);
    svg.finish()
}

/// All bars as one path that stands on `ground`.
fn bars(points: &[u32], (width, height): (usize, u64), ground: u64) -> String {
    let group = points.len().div_ceil(width).max(1);
    let sums: Vec<u64> = points.chunks(group).map(|part| part.iter().map(|n| u64::from(*n)).sum()).collect();
    let highest = sums.iter().copied().max().unwrap_or(0).max(1);
    let gap = if sums.len() > width / 4 { 0 } else { 1 };
    let mut path = String::new();
    for (i, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
        let (from, to) = (i * width / sums.len(), (i + 1) * width / sums.len());
        // A bar that is there at all can be seen; a single one need not fill the picture.
        let wide = (to - from).saturating_sub(gap).clamp(1, 24);
        let tall = (sum * height / highest).max(2);
        let _ = write!(path, "M{from} {ground}v-{tall}h{wide}v{tall}z");
    }
    path
}
