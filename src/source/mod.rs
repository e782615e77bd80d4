//! Files in: what lies in the content folder, decoded and with its lines known.
//!
//! [`discover`] walks and classifies, [`Named`] reads paths, [`decode`] turns bytes into text,
//! [`SourceText`] answers questions of place. Nothing here interprets what a page says.

mod decode;
mod discover;
mod names;
mod text;

pub use decode::{DecodeError, Decoded, decode};
pub use discover::{
    FileKind, MAX_TEXT, SourceFile, discover, discover_unless, plain_of, read_bytes, read_text, text_of,
};
pub use names::{Named, impossible_date};
pub use text::SourceText;
