//! What the last build left and this one need not make: told by keys, believed of files that are there.

use std::sync::atomic::Ordering;

use super::Writer;
use crate::output::{claims::Claim, kept::FileKey, precompress::Packing};

impl Writer {
    /// Says that `path`, written by an earlier build, is still right. `false` when it has to be
    /// written after all: it is not there, or not zzsite's.
    pub fn keep(&self, path: &str) -> bool {
        if !self.claims.is_ours(path) || !self.folders.is_inside(path) || self.folders.length_of(path).is_none() {
            return false;
        }
        let kept = matches!(self.claims.claim(path), Claim::Ours(_));
        self.counts.unchanged.fetch_add(u64::from(kept), Ordering::Relaxed);
        kept
    }

    /// Whether the files at `paths` (a path that ends with `/` means all files of that folder
    /// not written yet in this build) were made of `key` in the last build and are still there.
    /// They count as right then, and must not be written any more.
    pub fn unchanged_since(&self, paths: &[&str], key: u64) -> bool {
        let mut found = Vec::new();
        let there =
            |path: &&str| self.kept.bytes_of(path, key).is_some_and(|bytes| self.holds(path, bytes, &mut found));
        if !paths.iter().all(there) {
            return false;
        }
        self.keep_all(&found);
        paths.iter().for_each(|path| self.kept.keep(path));
        true
    }

    /// The same for one file of a folder that was remembered file by file; gives its bytes. It
    /// has to be remembered anew with its folder.
    pub fn unchanged_in(&self, folder: &str, path: &str, key: u64) -> Option<u64> {
        let bytes = self.kept.bytes_in(folder, path, key)?;
        let mut found = Vec::new();
        if !self.holds(path, bytes, &mut found) {
            return None;
        }
        self.keep_all(&found);
        Some(bytes)
    }

    /// Whether the files of the last build at `path` are there with so many bytes; notes which
    /// they are.
    fn holds(&self, path: &str, bytes: u64, found: &mut Vec<usize>) -> bool {
        let (mut sum, start) = (0, found.len());
        for (index, file) in self.claims.unclaimed(path) {
            let packing = self.packing_of(file);
            if packing.is_some_and(|packing| !self.packed.contains(&packing)) {
                continue;
            }
            if self.trusted {
                found.push(index);
                continue;
            }
            let Some(length) = self.folders.length_of(file) else { return false };
            if self.read_back.iter().any(|folder| file.starts_with(folder)) && !self.is_as_left(file) {
                return false;
            }
            sum += if packing.is_some() { 0 } else { length };
            found.push(index);
        }
        for packing in self.packed.iter().filter(|_| !path.ends_with('/')) {
            let packed = format!("{path}{}", packing.ending());
            for (index, packed) in self.claims.unclaimed(&packed) {
                if !self.trusted && self.folders.length_of(packed).is_none() {
                    return false;
                }
                found.push(index);
            }
        }
        (self.trusted || sum == bytes) && found.len() > start
    }

    /// Leaves what earlier builds wrote at `path` (with `/` at its end: below it) as it is, out of
    /// date or not; what it was made of is forgotten, so that a later build makes it anew.
    pub fn leave(&self, path: &str) {
        let there = |file: &str| self.folders.length_of(file).is_some();
        let found: Vec<usize> =
            self.claims.unclaimed(path).filter(|(_, file)| there(file)).map(|(index, _)| index).collect();
        self.keep_all(&found);
    }

    fn keep_all(&self, found: &[usize]) {
        found.iter().for_each(|index| self.claims.keep(*index));
        self.counts.unchanged.fetch_add(found.len() as u64, Ordering::Relaxed);
    }

    /// Notes for the next build what `path` was made of: a file, or all files of a folder when
    /// it ends with `/`. `bytes` is how much was written there; of a folder `files` has the
    /// path, the key and the bytes of those that can be told apart.
    pub fn remember(&self, path: &str, key: u64, bytes: u64, files: &[(String, u64, u64)]) {
        let files = files.iter().map(|(path, key, bytes)| FileKey::new(path, *key, *bytes)).collect();
        self.kept.remember(path, key, bytes, files);
    }

    /// Notes for the next build that nothing is known of what `path` was made of.
    pub fn forget(&self, path: &str) {
        // No build has this key.
        self.kept.remember(path, 0, 0, Vec::new());
    }

    /// How a file is packed that is the packed form of another.
    fn packing_of(&self, path: &str) -> Option<Packing> {
        let packs = |packing: &Packing| path.strip_suffix(packing.ending()).is_some_and(|of| self.claims.is_ours(of));
        Packing::ALL.into_iter().find(packs)
    }
}
