//! The card that is shown where an article is shared: 1200 × 630, a file of its own.
//!
//! It is SVG alone. A PNG would need a renderer and a Chinese font of some megabytes inside the
//! program; what is given up is that most networks (微信 among them) show no SVG and fall back
//! to title and description, which every article has.

use super::{
    svg::Svg,
    wrap::{balanced, clip},
};

/// What stands on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card<'a> {
    /// Headline; spaces in it are preferred line ends.
    pub title: &'a str,
    /// Line above the headline, or the column it appears under; empty for none.
    pub kicker: &'a str,
    /// Name of the newspaper.
    pub paper: &'a str,
    /// Date as shown to readers.
    pub date: &'a str,
    /// Page as shown to readers, e.g. 第01版 要闻; empty for none.
    pub page: &'a str,
}

const WIDTH: i64 = 1200;
const HEIGHT: i64 = 630;
const MARGIN: i64 = 80;
const SERIF: &str = "Songti SC, Noto Serif CJK SC, Source Han Serif SC, SimSun, serif";
const SANS: &str = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif";

/// The card as an SVG file.
pub fn og_card(card: &Card) -> String {
    let mut svg = Svg::file(WIDTH, HEIGHT);
    svg.words("title", &[], card.title);
    svg.empty("path", &[("fill", &"#faf7f1"), ("d", &format_args!("M0 0h{WIDTH}v{HEIGHT}H0z"))]);
    svg.empty(
        "path",
        &[
            ("fill", &"#a61b1b"),
            ("d", &format_args!("M0 0h{WIDTH}v14H0zM{MARGIN} 520h{}v3H{MARGIN}z", WIDTH - 2 * MARGIN)),
        ],
    );
    let (lines, size) = headline(card.title);
    let kicker = one_line(card.kicker, 36);
    let leading = size * 135 / 100;
    let block = leading * i64::try_from(lines.len()).unwrap_or_default();
    let mut y = 285 - block / 2 + size * 85 / 100;
    if !kicker.is_empty() {
        y += 34;
        words(&mut svg, &kicker, (MARGIN, y - size * 88 / 100 - 34), 36, "#5b544b", SANS);
    }
    svg.start("g", &[("font-weight", &700)]);
    for line in &lines {
        words(&mut svg, line, (MARGIN, y), size, "#1b1917", SERIF);
        y += leading;
    }
    svg.end();
    words(&mut svg, &clip(card.paper, 1000, 1).concat(), (MARGIN, 586), 44, "#a61b1b", SERIF);
    let place = format!("{} {}", card.date, card.page);
    svg.start("g", &[("text-anchor", &"end")]);
    words(&mut svg, place.trim(), (WIDTH - MARGIN, 584), 32, "#5b544b", SANS);
    svg.end();
    svg.finish()
}

fn words(svg: &mut Svg, text: &str, (x, y): (i64, i64), size: i64, fill: &str, family: &str) {
    svg.words("text", &[("x", &x), ("y", &y), ("font-size", &size), ("fill", &fill), ("font-family", &family)], text);
}

/// The headline in lines, in the largest size that takes at most four; cut after four at last.
fn headline(title: &str) -> (Vec<String>, i64) {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let room = |size: i64| (WIDTH - 2 * MARGIN) * 100 / size;
    for (size, most) in [(84, 2), (72, 3), (60, 4)] {
        let lines = balanced(&title, room(size));
        if lines.len() <= most {
            return (lines, size);
        }
    }
    (clip(&title, room(52), 4), 52)
}

/// The text as far as it fits into a line of this size.
fn one_line(text: &str, size: i64) -> String {
    clip(text, (WIDTH - 2 * MARGIN) * 100 / size, 1).pop().unwrap_or_default()
}
