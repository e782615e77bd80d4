//! Files in: what lies in the content folder, decoded and with its lines known.
//!
//! `discover` walks and classifies, `decode` turns bytes into text, [`SourceText`] answers
//! questions of place. Nothing here interprets what a page says.

mod text;

pub use text::SourceText;
