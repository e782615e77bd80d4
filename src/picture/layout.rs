//! The page in small: its articles in reading order, each as large as its text is long.
//!
//! It shows order and weight, not the printed layout: page text holds no positions. Boxes fill
//! rows from left to right and top to bottom (a strip treemap, the kind that keeps the order).

use super::{
    steps::width,
    svg::{Head, Svg},
    wrap::clip,
};

/// An article on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedArticle<'a> {
    /// Its number on the page, as the list beside the picture shows it.
    pub number: u32,
    /// Its headline.
    pub title: &'a str,
    /// Its address, relative to the page.
    pub href: &'a str,
    /// Length of its text in characters.
    pub length: usize,
}

const WIDTH: f64 = 240.0;

/// Height of the page: that of a broadsheet, more for a crowd of briefs, within reason.
fn height(articles: usize) -> f64 {
    (articles as f64 * 8.0).clamp(320.0, 960.0)
}

/// A box on the page: left, top, right, bottom.
#[derive(Clone, Copy)]
struct Place {
    x: i64,
    y: i64,
    right: i64,
    bottom: i64,
}

/// The picture of one page; an empty string when nothing stands on it.
pub fn printed_order(id: &str, title: &str, articles: &[PrintedArticle]) -> String {
    if articles.is_empty() {
        return String::new();
    }
    let tall = edge(height(articles.len()));
    let mut svg = Svg::inline(&Head {
        id,
        class: "printed",
        title,
        desc: &format!("{} 篇文章，按阅读顺序编号，方框大小表示篇幅；不是原报的版式", articles.len()),
        links: true,
        view: [0, 0, 242, tall],
        size: (242, tall),
    });
    let places = place(articles);
    for (article, place) in articles.iter().zip(&places) {
        let (wide, tall) = (place.right - place.x, place.bottom - place.y);
        let (number, length) = (article.number.to_string(), article.length.to_string());
        svg.link(article.href, [&number, ". ", article.title, "（", &length, " 字）"].concat());
        svg.empty("rect", &[("class", &"s1"), ("x", &place.x), ("y", &place.y), ("width", &wide), ("height", &tall)]);
        svg.end();
    }
    words(&mut svg, articles, &places);
    svg.finish()
}

/// Weight of an article on the page: a brief stays visible beside a long report, a headline
/// takes room too.
fn weight(article: &PrintedArticle) -> f64 {
    (article.length.min(100_000) as f64 + 120.0).powf(0.75)
}

/// Boxes in reading order. A row is closed when one more box would make its boxes, on the whole,
/// further from square.
fn place(articles: &[PrintedArticle]) -> Vec<Place> {
    let weights: Vec<f64> = articles.iter().map(weight).collect();
    let scale = WIDTH * height(articles.len()) / weights.iter().sum::<f64>();
    let areas: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
    let (mut places, mut rest, mut top) = (Vec::with_capacity(areas.len()), areas.as_slice(), 0.0);
    while !rest.is_empty() {
        let (row, next) = rest.split_at(row_len(rest));
        let tall = row.iter().sum::<f64>() / WIDTH;
        let mut left = 0.0;
        for area in row {
            let right = left + area / tall;
            let (x, y) = (edge(left), edge(top));
            places.push(Place { x, y, right: (edge(right) - 3).max(x + 1), bottom: (edge(top + tall) - 3).max(y + 1) });
            left = right;
        }
        (rest, top) = (next, top + tall);
    }
    places
}

fn edge(at: f64) -> i64 {
    at.round() as i64 + 2
}

/// How many boxes the next row takes.
fn row_len(areas: &[f64]) -> usize {
    let (mut best, mut len, mut sum) = (f64::INFINITY, 0, 0.0);
    for area in areas {
        sum += area;
        let tall = sum / WIDTH;
        // The mean of the aspect ratios; columns of a paper are taller than wide, so 4:5 is ideal.
        let ratio = |area: &f64| {
            let ratio = area / tall / tall * 1.25;
            ratio.max(1.0 / ratio)
        };
        let mean = areas[..=len].iter().map(ratio).sum::<f64>() / (len + 1) as f64;
        if mean > best {
            break;
        }
        (best, len) = (mean, len + 1);
    }
    len.max(1)
}

/// Size of the words, and the distance of their lines.
const SIZE: i64 = 12;
const LEADING: i64 = 15;

/// Number and headline in each box as far as they fit, and strokes for the text below.
fn words(svg: &mut Svg, articles: &[PrintedArticle], places: &[Place]) {
    svg.start(
        "g",
        &[
            ("fill", &"currentColor"),
            ("stroke", &"none"),
            ("font-size", &SIZE),
            ("aria-hidden", &"true"),
            ("pointer-events", &"none"),
        ],
    );
    // Boxes with room for text below their words, where it begins, and how wide it is.
    let mut texts = Vec::with_capacity(places.len());
    for (article, place) in articles.iter().zip(places) {
        let mut y = place.y + LEADING;
        for line in caption(article, place) {
            svg.words("text", &[("x", &(place.x + 5)), ("y", &y)], line.as_str());
            y += LEADING;
        }
        let wide = place.right - place.x - 12;
        texts.extend((y < place.bottom - 4 && wide > 0).then_some((place, y, wide)));
    }
    svg.end();
    if texts.is_empty() {
        return;
    }
    svg.start("g", &[("class", &"s0"), ("pointer-events", &"none"), ("stroke-dasharray", &"1 6")]);
    for (place, top, wide) in texts {
        svg.empty("path", &[("stroke-width", &wide), ("d", &strokes(place, top))]);
    }
    svg.end();
}

/// The lines of a text, the first one at `top`: one stroke downwards, as wide as they are long, that is
/// there for one unit in seven.
fn strokes(place: &Place, top: i64) -> String {
    let middle = (place.x + place.right) / 2;
    let half = if (place.x + place.right) % 2 == 0 { "" } else { ".5" };
    format!("M{middle}{half} {}.5v{}", top - 1, place.bottom - 4 - top)
}

/// At most three lines of number and headline, fewer in a low box, the number alone in a narrow
/// one, nothing where not even that fits.
fn caption(article: &PrintedArticle, place: &Place) -> Vec<String> {
    let room = (place.right - place.x - 9) * 100 / SIZE;
    let most = usize::try_from((place.bottom - place.y - 4) / LEADING).unwrap_or(0).min(3);
    let number = article.number.to_string();
    if width(&number) > room || most == 0 {
        return Vec::new();
    }
    if room < 300 {
        return vec![number];
    }
    // No plain space: the number must not be left alone in a line.
    clip(&format!("{number}\u{a0}{}", article.title), room, most)
}
