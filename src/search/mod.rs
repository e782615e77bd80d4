//! Search: an index that finds every occurrence, made of static files.
//!
//! Chinese has no spaces, so nothing here cuts text into words: every string of two characters
//! is a key, and a phrase is the articles that hold all its keys, checked against their text
//! before they are shown. The format is in `docs/search-format.md`.
//!
//! ```text
//! fold       what makes printed text and query comparable
//! variants   traditional characters and their simplified forms
//! keys       the strings under which an article is found
//! bits       gamma and interpolative codes, checksums
//! codec      the text blocks' alphabet
//! chunk      text of consecutive articles; keys of an article
//! facets     districts, pages, reporters, columns, kinds, days
//! runs       sorted postings put aside in the scratch store (spill)
//! lists      the articles of a key, and what comes after it there
//! group      lists of a unit, cut into files
//! shards     groups of a tier, in files of their own or in pools
//! schedule   when which of them takes up new articles
//! shape      how they are halved
//! directory  the one file that is read first
//! build      articles in, files out
//! shelf      what one build leaves for the next
//! resume     how that one takes it up
//! stop       gives all of it up for something more pressing
//! query      what a reader types
//! reader     searches the files again, for the terminal and for tests
//! suggest    what there is near a name that no article has
//! texts      gives the articles back as they went in, to be put into another index
//! script     the script that searches in a browser, and its minifier
//! describe   search.json and the OpenSearch description
//! ```
//!
//! It knows neither site nor theme, writes no files but scratch and shelf (the index is for the
//! caller to write), and refuses articles out of date order.

use crate::press::IssueDate;

mod bits;
mod build;
mod chunk;
mod codec;
mod describe;
mod directory;
mod facets;
mod fold;
mod group;
mod keys;
mod lists;
mod query;
mod reader;
mod resume;
mod runs;
mod schedule;
mod script;
mod shape;
mod shards;
mod shelf;
mod spill;
mod stop;
mod suggest;
mod texts;
mod variants;

pub use build::{IndexBuilder, Options, Summary};
pub use describe::search_json;
pub use reader::{Filter, Found, Hit, SearchError, Searcher};
pub use script::slim_script;
pub use shelf::stretches;
pub use stop::is_given_up;
pub use suggest::Unknown;
pub use texts::{TextOf, Texts};

/// One article as the index sees it.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Address relative to the site's root, e.g. `2023-01-02/01/slug.html`.
    pub url: &'a str,
    /// Kicker, title and deck as shown, with spaces between them.
    pub title: &'a str,
    /// Date of the issue.
    pub date: IssueDate,
    /// The page it stands on, e.g. `01`.
    pub page: &'a str,
    /// Plain paragraphs of the body joined by `\n`.
    pub text: &'a str,
    /// Canonical names of its districts.
    pub districts: &'a [String],
    /// Its reporters.
    pub reporters: &'a [String],
    /// Its columns (栏目).
    pub columns: &'a [String],
    /// Its kind, e.g. `news`.
    pub kind: &'a str,
}
