//! `.gz` files beside the text files of a site, for web servers that send them as they are.

use std::io::Write;

use flate2::{Compression, GzBuilder};

/// Smaller files gain nothing: they travel in one packet either way.
const LEAST: usize = 1024;

/// Endings of files that are text. Pictures and fonts are compressed already.
const TEXT: [&str; 9] = ["html", "css", "js", "json", "xml", "svg", "txt", "md", "webmanifest"];

/// Whether a `.gz` file beside it is of use.
pub(super) fn pays(path: &str, len: usize) -> bool {
    len >= LEAST && path.rsplit_once('.').is_some_and(|(_, ending)| TEXT.contains(&ending))
}

/// The gzip form, the same bytes each time: no file name and no time in its header.
pub(super) fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzBuilder::new().write(Vec::with_capacity(bytes.len() / 3), Compression::best());
    packer.write_all(bytes)?;
    packer.finish()
}
