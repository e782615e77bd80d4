//! Outlines of districts, read from a file of the site: nothing here knows a place.

use std::{collections::BTreeMap, ops::Range};

use serde::Deserialize;

/// Outlines of a site's districts, all in one system of coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlines {
    /// Width of the drawing; its corner is 0, 0.
    pub width: u32,
    /// Height of the drawing.
    pub height: u32,
    /// By the slug of the district.
    pub districts: BTreeMap<String, Outline>,
}

/// The outline of one district.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// SVG path data: `M`, `L`, `H`, `V`, `Z` in either case, and numbers.
    pub path: String,
    /// The middle of its name.
    pub label: [f64; 2],
}

/// Why a text holds no outlines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutlinesError {
    /// It is no TOML, or of another shape.
    #[error("{message}")]
    Shape {
        /// What is wrong.
        message: String,
        /// Where, in bytes.
        span: Range<usize>,
    },
    /// The view box is not `0 0 WIDTH HEIGHT`.
    #[error("viewbox = \"{0}\" must read \"0 0 WIDTH HEIGHT\", both from 1 to 10000")]
    ViewBox(String),
    /// The path of this district is none.
    #[error("the path of `{0}` must begin with M and hold only M, L, H, V, Z and numbers")]
    Path(String),
    /// The name of this district would stand outside the drawing.
    #[error("the label of `{0}` lies outside the view box")]
    Label(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    outlines: Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    viewbox: String,
    #[serde(default)]
    districts: BTreeMap<String, Outline>,
}

impl Outlines {
    /// Reads
    ///
    /// ```toml
    /// [outlines]
    /// viewbox = "0 0 1000 900"
    /// [outlines.districts.chaling]
    /// path = "M10 10h20v20z"
    /// label = [15, 14]
    /// ```
    pub fn parse(text: &str) -> Result<Self, OutlinesError> {
        let File { outlines } = toml::from_str(text).map_err(|error: toml::de::Error| OutlinesError::Shape {
            message: error.message().to_owned(),
            span: error.span().unwrap_or(0..0),
        })?;
        let (width, height) = view_box(&outlines.viewbox).ok_or(OutlinesError::ViewBox(outlines.viewbox))?;
        for (slug, outline) in &outlines.districts {
            let [x, y] = outline.label;
            if !is_path(&outline.path) {
                return Err(OutlinesError::Path(slug.clone()));
            }
            if !(0.0..=f64::from(width)).contains(&x) || !(0.0..=f64::from(height)).contains(&y) {
                return Err(OutlinesError::Label(slug.clone()));
            }
        }
        Ok(Self { width, height, districts: outlines.districts })
    }
}

fn view_box(text: &str) -> Option<(u32, u32)> {
    let numbers: Vec<u32> = text.split_whitespace().map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let good = |side: u32| (1..=10_000).contains(&side);
    match numbers[..] {
        [0, 0, width, height] if good(width) && good(height) => Some((width, height)),
        _ => None,
    }
}

fn is_path(path: &str) -> bool {
    path.starts_with(['M', 'm']) && path.bytes().all(|b| b"MmLlHhVvZz0123456789 .,-".contains(&b))
}

impl Outline {
    /// The box around the outline: left, top, right, bottom.
    pub(super) fn bounds(&self) -> [f64; 4] {
        let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        let (mut x, mut y) = (0.0, 0.0);
        let mut start = (0.0, 0.0);
        for (command, numbers) in commands(&self.path) {
            let relative = command.is_ascii_lowercase();
            let step = if matches!(command, 'H' | 'h' | 'V' | 'v') { 1 } else { 2 };
            for (nth, pair) in numbers.chunks_exact(step).enumerate() {
                let (dx, dy) = match command.to_ascii_uppercase() {
                    'H' => (pair[0], if relative { 0.0 } else { y }),
                    'V' => (if relative { 0.0 } else { x }, pair[0]),
                    _ => (pair[0], pair[step - 1]),
                };
                (x, y) = if relative { (x + dx, y + dy) } else { (dx, dy) };
                if command.eq_ignore_ascii_case(&'M') && nth == 0 {
                    start = (x, y);
                }
                bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
            }
            if command.eq_ignore_ascii_case(&'Z') {
                (x, y) = start;
            }
        }
        bounds
    }
}

/// The commands of a path with their numbers; what is no number is passed over.
fn commands(path: &str) -> impl Iterator<Item = (char, Vec<f64>)> {
    let starts: Vec<usize> = path.match_indices(|c: char| c.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([path.len()]).collect();
    starts.into_iter().zip(ends).map(move |(from, to)| {
        let command = path[from..].chars().next().unwrap_or('Z');
        let spaced = path[from + 1..to].replace('-', " -").replace(',', " ");
        (command, spaced.split_whitespace().filter_map(|number| number.parse().ok()).collect())
    })
}
