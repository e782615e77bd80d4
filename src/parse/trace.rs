//! How a page was read: for `inspect`, which shows it to the keeper.

use super::roles::Role;
use crate::press::FurnitureKind;

/// What became of one block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    /// It went into an article.
    Article {
        /// Position of the article on its page, from 1.
        position: u32,
        /// The role it was read in.
        role: Role,
        /// The role it has in the best page that reads it otherwise.
        second: Role,
        /// How much worse that page scores; below about 2 it is a close call.
        margin: f32,
    },
    /// It is furniture of the page.
    Furniture(FurnitureKind),
}

/// One block of type as it stood in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceBlock {
    /// First source line, from 1.
    pub first: u32,
    /// Last source line.
    pub last: u32,
    /// Its text, trimmed, wrapped lines joined.
    pub text: String,
    /// What became of it.
    pub fate: Fate,
    /// Whether it was joined to the block read before it, as one paragraph.
    pub joined: bool,
    /// The end of the text that was cut off as a mis-threaded repeat; empty when nothing was.
    pub cut: String,
    /// Whether a character seems lost at the break before it.
    pub lost_before: bool,
    /// Whether it was moved here from below another article (interleaved columns).
    pub moved: bool,
}

/// How one printed page was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageTrace {
    /// Its blocks in source order.
    pub blocks: Vec<TraceBlock>,
}
