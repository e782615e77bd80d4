//! `site.toml`, checked once: later stages see values, never strings to interpret.

mod load;
mod parts;
mod raw;
mod routes;

use std::path::PathBuf;

pub use load::{FILE_NAME, Overrides, STARTER, load, parse};
pub use parts::Part;
pub use routes::Routes;
use serde::Deserialize;

use crate::gazetteer::Gazetteer;

/// Everything a build needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// Name of the site, e.g. 株洲日报数字档案.
    pub title: String,
    /// Name of the newspaper, e.g. 株洲日报; used in citations and structured data.
    pub paper: String,
    /// One sentence about the site.
    pub description: String,
    /// BCP 47 tag, `zh-CN`.
    pub language: String,
    /// Absolute address the site is published under, with a slash at its end, if known.
    pub base_url: Option<BaseUrl>,
    /// What addresses look like.
    pub routes: Routes,
    /// The districts.
    pub gazetteer: Gazetteer,
    /// Where things lie, as paths to open.
    pub paths: Paths,
    /// What the renderer may do to text.
    pub display: Display,
    /// What the search makes even.
    pub search: Search,
    /// Which indexes there are beside the calendar.
    pub taxonomies: Taxonomies,
    /// The name of the archive this site is a part of: then it lies one folder below it, and
    /// leaves it the data that [`parts`](crate::parts) reads.
    pub part_of: Option<String>,
    /// The sites this one puts together with its own content.
    pub parts: Vec<Part>,
    /// `[extra]` of site.toml, handed to templates as it is.
    pub extra: toml::Table,
    /// Whether there was a settings file.
    pub has_file: bool,
}

/// Where things lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Folder of the content.
    pub content: PathBuf,
    /// Folder of the finished site.
    pub output: PathBuf,
    /// Folder of the site's own theme, laid over the built-in one; `None` for the built-in one.
    pub theme: Option<PathBuf>,
    /// File with the outlines of the districts, for the map.
    pub outlines: Option<PathBuf>,
    /// `.zzsite/`: caches that can be deleted at any time.
    pub cache: PathBuf,
}

/// What the renderer may do to text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Display {
    /// Full-width punctuation restored between Han characters.
    pub full_width_punctuation: bool,
    /// Doubts of the reader shown on article pages.
    pub show_uncertain: bool,
    /// Paragraphs start with a two-em indent (else they are set apart by space).
    pub indent_paragraphs: bool,
}

/// What the search makes even beside case and width.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Traditional characters are searched as their simplified forms.
    pub fold_variants: bool,
}

/// Which indexes the site has beside the calendar. Names and columns are printed either way; without
/// an index they are no links.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Taxonomies {
    /// 区县.
    pub districts: bool,
    /// 记者.
    pub reporters: bool,
    /// 栏目.
    pub columns: bool,
}

impl Default for Taxonomies {
    fn default() -> Self {
        Self { districts: true, reporters: true, columns: true }
    }
}

/// `https://host/path/`: scheme, host and a path that ends in a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    path_at: usize,
}

impl BaseUrl {
    /// Checks an address: http or https, a host, no query, no fragment. Adds the last slash.
    pub fn parse(text: &str) -> Option<Self> {
        let after_scheme = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme))?;
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control() || "?#\"<>\\^`{|}".contains(c));
        let host_len = after_scheme.find('/').unwrap_or(after_scheme.len());
        if !clean || host_len == 0 {
            return None;
        }
        let path_at = text.len() - after_scheme.len() + host_len;
        let slash = if text.ends_with('/') { "" } else { "/" };
        Some(Self { text: format!("{text}{slash}"), path_at })
    }

    /// The whole address, with a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path alone: `/` or `/archive/`.
    pub fn path(&self) -> &str {
        &self.text[self.path_at..]
    }

    /// The absolute address of a file of the site.
    pub fn join(&self, file: &str) -> String {
        [&self.text, file.trim_start_matches('/')].concat()
    }
}
