//! `site.toml` as written, before it is checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Taxonomies;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawConfig {
    pub(super) title: Option<String>,
    pub(super) paper: Option<String>,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) base_url: Option<toml::Spanned<String>>,
    pub(super) content: Option<String>,
    pub(super) output: Option<String>,
    pub(super) outlines: Option<String>,
    pub(super) theme: Option<String>,
    pub(super) display: RawDisplay,
    pub(super) search: RawSearch,
    pub(super) taxonomies: Taxonomies,
    pub(super) routes: BTreeMap<String, toml::Spanned<String>>,
    pub(super) districts: Vec<toml::Spanned<RawDistrict>>,
    pub(super) part_of: Option<String>,
    pub(super) parts: Vec<toml::Spanned<RawPart>>,
    pub(super) extra: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawDisplay {
    pub(super) full_width_punctuation: bool,
    pub(super) show_uncertain: bool,
    pub(super) indent_paragraphs: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSearch {
    pub(super) fold_variants: bool,
}

impl Default for RawDisplay {
    fn default() -> Self {
        Self { full_width_punctuation: true, show_uncertain: true, indent_paragraphs: true }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPart {
    pub(super) route: String,
    pub(super) title: Option<String>,
    pub(super) content: Option<String>,
    pub(super) path: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDistrict {
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) kind: Option<String>,
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) former: Vec<String>,
    pub(super) seat: Option<String>,
    #[serde(default)]
    pub(super) places: Vec<String>,
}
