//! Which pictures a Markdown file names.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::{blocks, front};
use crate::source::SourceText;

/// Addresses of the pictures in a file's text, as written, each with its bytes in the file.
pub fn pictures(text: &SourceText) -> Vec<(String, Range<usize>)> {
    // A page file has a front matter for each article; between their fences there is no Markdown.
    let fences: Vec<_> = front::fences(text.as_str()).collect();
    let is_front = |at: usize| fences.chunks_exact(2).any(|pair| (pair[0].start..pair[1].end).contains(&at));
    let events = Parser::new_ext(text.as_str(), blocks::OPTIONS).into_offset_iter();
    let picture = |(event, span): (Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::Image { dest_url, .. }) if !is_front(span.start) => Some((dest_url.into_string(), span)),
        _ => None,
    };
    events.filter_map(picture).collect()
}
