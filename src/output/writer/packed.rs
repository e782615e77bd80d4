//! The packed files beside a file: of its very bytes, or not there.
//!
//! A server that finds `a.html.gz` sends it and never looks at `a.html`, so an old one hides the new
//! page. That holds at every moment, for a build may be killed at any:
//!
//! 1. Packed files that zzsite wrote go before the file beside them is replaced.
//! 2. When it is written, it is packed anew.
//! 3. A file that has the right bytes already keeps its packed files only where the manifest tells
//!    that both are as a build left them that ended well; else it is packed and compared. Packing
//!    costs a hundred times more than reading.

use std::{fs, io};

use super::{Outcome, Writer};
use crate::output::{
    manifest::{self, Hash},
    precompress::{self, Packing},
};

impl Writer {
    /// Brings the packed files beside `path`, which was found or made to hold `bytes`, up to date.
    pub(super) fn pack_beside(&self, path: &str, bytes: &[u8], outcome: Outcome) {
        let is_as_left = outcome == Outcome::Unchanged
            && self.claims.find(path).is_some_and(|(_, entry)| entry.hash == manifest::hash(bytes));
        for packing in Packing::ALL {
            let packed = format!("{path}{}", packing.ending());
            if !self.packed.contains(&packing) || !precompress::pays(path, bytes.len()) {
                if outcome == Outcome::Unchanged
                    && !is_as_left
                    && let Err(error) = self.remove_own(&packed)
                {
                    self.fail(&packed, &error);
                }
            } else if !(is_as_left && self.is_as_left(&packed) && self.keep(&packed)) {
                match packing.pack(bytes) {
                    Ok(packed_bytes) => drop(self.write_one(&packed, &packed_bytes)),
                    Err(error) => drop(self.fail(&packed, &error)),
                }
            }
        }
    }

    /// Removes the packed files beside `path`, which is about to be replaced.
    pub(super) fn unpack_beside(&self, path: &str) -> io::Result<()> {
        Packing::ALL.iter().try_for_each(|packing| self.remove_own(&format!("{path}{}", packing.ending())))
    }

    /// Whether the file at `path` has the bytes that the manifest tells of.
    pub(super) fn is_as_left(&self, path: &str) -> bool {
        let known = self.claims.find(path).map(|(_, entry)| entry.hash).filter(|hash| *hash != Hash::default());
        let there = || fs::read(self.folders.root().join(path)).map(|bytes| manifest::hash(&bytes));
        known.is_some_and(|known| self.folders.is_inside(path) && there().is_ok_and(|there| there == known))
    }
}
