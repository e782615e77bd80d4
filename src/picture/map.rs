//! The districts as a picture to click on, shaded by what the archive holds.
//!
//! With outlines it is a map; a district without one (a development zone inside another's
//! borders) is a tile in a free corner of it, or below. Without any it is a wall of tiles.

use super::{
    outlines::{Outline, Outlines},
    steps::{Steps, range, width},
    svg::{Head, Svg, Words},
};

/// A district on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapDistrict<'a> {
    /// Its slug, by which its outline is found.
    pub slug: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Number of articles about it.
    pub count: u32,
    /// Address of its index, relative to the page; empty for none.
    pub href: &'a str,
}

/// Width of a picture on a phone, in CSS pixels: sizes of text and tiles go by it.
const PHONE: f64 = 320.0;
/// A tile on such a picture.
const TILE: (f64, f64) = (84.0, 44.0);

/// The map, or the wall of tiles when no district has an outline; an empty string for no
/// district. Five shades. `id` must be unique on the page.
pub fn district_map(id: &str, title: &str, districts: &[MapDistrict], outlines: Option<&Outlines>) -> String {
    let outline = |district: &MapDistrict| outlines.and_then(|all| all.districts.get(district.slug));
    let (shaped, tiled): (Vec<_>, Vec<_>) = districts.iter().partition(|district| outline(district).is_some());
    let shaped: Vec<(&MapDistrict, &Outline)> =
        shaped.into_iter().filter_map(|district| outline(district).map(|outline| (district, outline))).collect();
    match outlines {
        Some(all) if !shaped.is_empty() => Map::new(districts, all, shaped, tiled).draw(id, title),
        _ => tile_map(id, title, districts),
    }
}

/// All districts as tiles in the order given; an empty string for no district.
pub fn tile_map(id: &str, title: &str, districts: &[MapDistrict]) -> String {
    if districts.is_empty() {
        return String::new();
    }
    let steps = scale(districts);
    let rows = i64::try_from(districts.len().div_ceil(3)).unwrap_or(i64::MAX / 100);
    let view = [0, 0, 320, rows * 64 + whole(key_height(steps))];
    let mut svg = Svg::inline(&Head {
        id,
        class: "tiles",
        title,
        desc: &describe(districts),
        links: true,
        view,
        size: (320, view[3]),
    });
    for (n, district) in (0..).zip(districts) {
        tile(
            &mut svg,
            district,
            steps,
            [f64::from(n % 3) * 107.0 + 1.0, f64::from(n / 3) * 64.0 + 1.0, 104.0, 60.0],
            1.0,
        );
    }
    key(&mut svg, steps, (1.0, (rows * 64 + 6) as f64), 1.0);
    svg.finish()
}

/// Everything the drawing of a map needs to know.
struct Map<'a> {
    shaped: Vec<(&'a MapDistrict<'a>, &'a Outline)>,
    tiled: Vec<&'a MapDistrict<'a>>,
    steps: Steps,
    desc: String,
    width: f64,
    height: f64,
    /// Units of the drawing in a CSS pixel of a phone.
    unit: f64,
}

impl<'a> Map<'a> {
    fn new(
        districts: &[MapDistrict],
        outlines: &Outlines,
        shaped: Vec<(&'a MapDistrict<'a>, &'a Outline)>,
        tiled: Vec<&'a MapDistrict<'a>>,
    ) -> Self {
        let (width, height) = (f64::from(outlines.width), f64::from(outlines.height));
        Self { shaped, tiled, steps: scale(districts), desc: describe(districts), width, height, unit: width / PHONE }
    }

    fn draw(&self, id: &str, title: &str) -> String {
        let (tiles, bottom) = self.tiles();
        let margin = self.unit * 2.0;
        let tall = bottom + self.unit * key_height(self.steps);
        let view = [-margin, -margin, self.width + 2.0 * margin, tall + 2.0 * margin].map(whole);
        let size = (400, whole(400.0 * tall / self.width));
        let mut svg = Svg::inline(&Head { id, class: "map", title, desc: &self.desc, links: true, view, size });
        svg.start("g", &[("stroke-width", &round(self.unit)), ("stroke-linejoin", &"round")]);
        for (district, outline) in &self.shaped {
            svg.link(district.href, name(district));
            let class = format!("s{}", self.steps.step(district.count.into()));
            svg.empty("path", &[("class", &class), ("d", &outline.path)]);
            svg.end();
        }
        svg.end();
        self.labels(&mut svg);
        for (district, place) in self.tiled.iter().zip(tiles) {
            tile(&mut svg, district, self.steps, place, self.unit);
        }
        key(&mut svg, self.steps, (0.0, bottom + self.unit * 10.0), self.unit);
        svg.finish()
    }

    /// Names over the shapes, so that no neighbour's shape covers them.
    fn labels(&self, svg: &mut Svg) {
        svg.start(
            "g",
            &[
                ("class", &"names"),
                ("paint-order", &"stroke"),
                ("pointer-events", &"none"),
                ("aria-hidden", &"true"),
                ("text-anchor", &"middle"),
            ],
        );
        for (district, outline) in &self.shaped {
            let size = if self.is_crowded(district, outline) { 11.0 } else { 14.0 } * self.unit;
            let ink = ink(self.steps.step(district.count.into()));
            label(svg, ink, district.name, outline.label[0], outline.label[1] + size * 0.36, size);
        }
        svg.end();
    }

    /// Whether a name at full size would run into another.
    fn is_crowded(&self, one: &MapDistrict, its: &Outline) -> bool {
        let half = |district: &MapDistrict| width(district.name) as f64 * 0.07 * self.unit;
        self.shaped.iter().filter(|(other, _)| other.slug != one.slug).any(|(other, outline)| {
            let [x, y] = outline.label;
            (x - its.label[0]).abs() < half(one) + half(other) && (y - its.label[1]).abs() < 18.0 * self.unit
        })
    }

    /// Places for the tiles, and how far down the drawing goes with them.
    fn tiles(&self) -> (Vec<[f64; 4]>, f64) {
        let (wide, tall) = (TILE.0 * self.unit, TILE.1 * self.unit);
        let pitch = (wide + 6.0 * self.unit, tall + 6.0 * self.unit);
        let stack = self.tiled.len() as f64 * pitch.1;
        let (right, foot) = (self.width - wide, self.height - stack);
        let corner = [(0.0, foot), (right, 0.0), (right, foot), (0.0, 0.0)]
            .into_iter()
            .find(|at| self.is_free(*at, (pitch.0, stack)));
        if let Some((x, y)) = corner {
            let places = (0..self.tiled.len()).map(|n| [x, y + n as f64 * pitch.1, wide, tall]).collect();
            return (places, self.height);
        }
        let columns = ((self.width + 6.0 * self.unit) / pitch.0).floor().max(1.0) as usize;
        let top = self.height + 8.0 * self.unit;
        let place = |n: usize| [(n % columns) as f64 * pitch.0, top + (n / columns) as f64 * pitch.1, wide, tall];
        (((0..self.tiled.len()).map(place)).collect(), top + self.tiled.len().div_ceil(columns) as f64 * pitch.1)
    }

    /// Whether no district's box reaches into this part of the drawing.
    fn is_free(&self, (x, y): (f64, f64), (wide, tall): (f64, f64)) -> bool {
        self.shaped.iter().all(|(_, outline)| {
            let [left, top, right, bottom] = outline.bounds();
            right < x || left > x + wide || bottom < y || top > y + tall
        })
    }
}

fn scale(districts: &[MapDistrict]) -> Steps {
    Steps::new(5, districts.iter().map(|district| district.count.into()))
}

fn describe(districts: &[MapDistrict]) -> String {
    let most = districts.iter().rev().max_by_key(|district| district.count);
    let most = most.map(|district| format!("，{}最多，{} 篇", district.name, district.count)).unwrap_or_default();
    format!("{} 个区县，颜色越深，文章越多{most}", districts.len())
}

fn name(district: &MapDistrict) -> String {
    format!("{}：{} 篇", district.name, district.count)
}

/// A tile with name and count at left, top, width, height.
fn tile(svg: &mut Svg, district: &MapDistrict, steps: Steps, place: [f64; 4], unit: f64) {
    let [x, y, wide, tall] = place;
    svg.link(district.href, name(district));
    let class = format!("s{}", steps.step(district.count.into()));
    let sides: [(&str, &dyn Words); 6] = [
        ("class", &class),
        ("x", &round(x)),
        ("y", &round(y)),
        ("width", &round(wide)),
        ("height", &round(tall)),
        ("rx", &round(3.0 * unit)),
    ];
    svg.empty("rect", &sides);
    let ink = ink(steps.step(district.count.into()));
    svg.start("g", &[("text-anchor", &"middle"), ("aria-hidden", &"true")]);
    let room = wide - 8.0 * unit;
    let size = (14.0 * unit).min(room * 100.0 / width(district.name).max(1) as f64);
    label(svg, ink, district.name, x + wide / 2.0, y + tall / 2.0 - 2.0 * unit, size);
    label(svg, ink, &format!("{} 篇", district.count), x + wide / 2.0, y + tall / 2.0 + 14.0 * unit, 12.0 * unit);
    svg.end();
    svg.end();
}

/// Class of words on a shade: the two darkest take light ones.
fn ink(step: u64) -> &'static str {
    if step > 3 { "n v" } else { "n" }
}

fn label(svg: &mut Svg, class: &str, text: &str, x: f64, y: f64, size: f64) {
    let at: [(&str, &dyn Words); 6] = [
        ("class", &class),
        ("x", &round(x)),
        ("y", &round(y)),
        ("font-size", &round(size)),
        ("fill", &"currentColor"),
        ("stroke", &"none"),
    ];
    svg.words("text", &at, text);
}

/// Height of a line of the key, in CSS pixels of a phone.
const LINE: f64 = 20.0;

/// The entries of the key, each with its place from the left and its line.
fn entries(steps: Steps) -> Vec<(u64, String, f64, f64)> {
    let (mut x, mut line) = (0.0, 0.0);
    let place = |(step, low, high)| {
        let text = format!("{} 篇", range(low, high));
        let wide = 18.0 + width(&text) as f64 * 0.12 + 8.0;
        if x > 0.0 && x + wide > PHONE {
            (x, line) = (0.0, line + 1.0);
        }
        let entry = (step, text, x, line);
        x += wide;
        entry
    };
    steps.ranges().map(place).collect()
}

/// Height of the key, in CSS pixels of a phone: a line or two.
fn key_height(steps: Steps) -> f64 {
    entries(steps).last().map_or(0.0, |last| last.3 + 1.0) * LINE + 10.0
}

/// Which shade stands for how many.
fn key(svg: &mut Svg, steps: Steps, (left, top): (f64, f64), unit: f64) {
    svg.start("g", &[("class", &"key"), ("aria-hidden", &"true"), ("stroke-width", &round(unit))]);
    for (step, text, x, line) in entries(steps) {
        let (x, y, side) = (left + x * unit, top + line * LINE * unit, 14.0 * unit);
        let class = format!("s{step}");
        svg.empty(
            "rect",
            &[("class", &class), ("x", &round(x)), ("y", &round(y)), ("width", &round(side)), ("height", &round(side))],
        );
        label(svg, "n", &text, x + 18.0 * unit, y + 12.0 * unit, 12.0 * unit);
    }
    svg.end();
}

/// One decimal is finer than any screen; none is written when it is 0.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn whole(value: f64) -> i64 {
    value.round() as i64
}
