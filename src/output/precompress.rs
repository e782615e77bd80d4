//! Packed files beside the text files of a site, for web servers that send them as they are.

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};
use serde::Serialize;

/// A form of packing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Packing {
    /// `.gz`, which every server and browser knows.
    Gzip,
    /// `.br`, a sixth smaller, sent over HTTPS alone.
    Brotli,
}

/// Brotli's best level costs twenty times this one for four percent.
const BROTLI_QUALITY: i32 = 9;

/// Smaller files gain nothing: they travel in one packet either way.
const LEAST: usize = 1024;

/// Endings of files that are text. Pictures and fonts are compressed already.
const TEXT: [&str; 9] = ["html", "css", "js", "json", "xml", "svg", "txt", "md", "webmanifest"];

/// Whether a `.gz` file beside it is of use.
pub(super) fn pays(path: &str, len: usize) -> bool {
    len >= LEAST && path.rsplit_once('.').is_some_and(|(_, ending)| TEXT.contains(&ending))
}

impl Packing {
    /// All of them.
    pub(super) const ALL: [Self; 2] = [Self::Gzip, Self::Brotli];

    /// What a packed file's name ends with.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
        }
    }

    /// The packed form, the same bytes each time: no file name and no time in it.
    pub(super) fn pack(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::with_capacity(bytes.len() / 3);
        match self {
            Self::Gzip => {
                let mut packer = GzBuilder::new().write(out, Compression::best());
                packer.write_all(bytes)?;
                packer.finish()
            }
            Self::Brotli => {
                let size_hint = bytes.len();
                let how = BrotliEncoderParams { quality: BROTLI_QUALITY, size_hint, ..BrotliEncoderParams::default() };
                brotli::BrotliCompress(&mut &*bytes, &mut out, &how)?;
                Ok(out)
            }
        }
    }
}
