//! The intermediate Markdown, format 1: the public contract between reading and rendering.
//!
//! [`write()`] turns an article into a file that a person can read and correct, `read` turns
//! such a file (or one written by hand) back; `read(write(a)) == a`. [`page_toml`] lists what
//! is on a page besides its articles. The front matter is valid for Zola and Hugo too.
//!
//! This is the only module that knows the format. It touches no files.

mod blocks;
mod escape;
mod front;
mod pictures;
mod read;
mod sidecar;
mod values;
mod write;

pub use pictures::pictures;
pub use read::{ArticleDefaults, Document, Written, place_of, read_article, read_document, read_page};
pub use sidecar::page_toml;
pub use write::{file_name, write};

/// Version of the format, `extra.format` in the front matter.
pub const FORMAT: i64 = 1;
