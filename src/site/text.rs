//! Where the text of an issue is while the site is made: in memory, put aside, or with the part
//! of the archive that shows it.

use std::{io, sync::Arc};

use crate::press::Issue;

/// Where a store has put an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub at: u64,
    /// Number of bytes.
    pub length: u32,
    /// Hash of the bytes.
    pub hash: u128,
}

/// Keeps issues out of memory.
pub trait Store: std::fmt::Debug + Send + Sync {
    /// Reads an issue back.
    ///
    /// # Errors
    /// When the store was damaged since.
    fn issue(&self, span: Span) -> io::Result<Issue>;
}

/// The text of one issue.
#[derive(Debug, Clone)]
pub enum Text {
    /// In memory.
    Held(Arc<Issue>),
    /// In a store, to be read when it is needed.
    Stored(Arc<dyn Store>, Span),
    /// In a part of the archive, which has made the pages that show it.
    Elsewhere,
}

impl Text {
    /// The whole issue.
    ///
    /// # Errors
    /// When its store cannot give it back, and when it is elsewhere.
    pub fn read(&self) -> io::Result<Arc<Issue>> {
        match self {
            Self::Held(issue) => Ok(Arc::clone(issue)),
            Self::Stored(store, span) => store.issue(*span).map(Arc::new),
            Self::Elsewhere => Err(io::Error::other("it is in a part of the archive")),
        }
    }
}
