//! Pictures drawn at build time, where people would rather look than read.
//!
//! Each function turns counts and names into inline SVG: pure, deterministic, the same bytes for
//! the same input. The principles:
//!
//! - **A picture is a second view.** All it says stands beside it as text or table, which the
//!   template writes. A picture whose parts are links is a `group` of links (assistive
//!   technology would hide the links of an `img`); one without links is an `img`. Both carry
//!   `<title>` and `<desc>`, their ids made from the id the caller gives.
//! - **No script, no inline style, no colour.** Shapes carry classes (`s0`–`s5`, from nothing to
//!   most) and [`STYLE`] paints them with custom properties that a theme may set: `--pic-accent`,
//!   `--pic-ink`, `--pic-paper`. With styles off they are line drawings that can still be read.
//! - **Fits 320 px.** A unit is about a CSS pixel on a phone; width and height are attributes, so
//!   nothing jumps while the page loads. What is too wide comes as several pictures that flow.
//! - **Small.** Round numbers, relative paths, one element for what is drawn alike.
//! - **Links by `xlink:href`.** `href` would make every `a[href]` of the page hold something that
//!   is no string, which breaks readers' scripts and link checkers; browsers treat both alike.
//!
//! Everything is written by one small escaping writer ([`svg`]).

mod card;
mod heatmap;
mod layout;
mod map;
mod outlines;
mod sparkline;
mod steps;
mod svg;
mod wrap;

pub use card::{Card, og_card};
pub use heatmap::{HeatDay, heatmap};
pub use layout::{PrintedArticle, printed_order};
pub use map::{MapDistrict, district_map, tile_map};
pub use outlines::{Outline, Outlines, OutlinesError};
pub use sparkline::{spark, sparkline};

/// The rules that paint the pictures, for a theme's one stylesheet.
pub const STYLE: &str = include_str!("picture.css");

#[cfg(test)]
mod tests;
