//! Which files this build stands behind, against those the last one wrote.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::manifest::{Entry, Hash};

/// The files of the last build and of this one. Shared by all writing threads.
///
/// What stays as it was costs a flag; only new and changed files are remembered apart, so that
/// a large site that hardly changes is not held twice.
#[derive(Debug)]
pub(super) struct Claims {
    old: Vec<Entry>,
    seen: Vec<AtomicBool>,
    changed: Mutex<Vec<(usize, Hash)>>,
    /// `None` for a file that was asked for and is not written (yet).
    new: Mutex<HashMap<Box<str>, Option<Hash>>>,
}

/// What asking for a path gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// zzsite wrote it before: its place in the old manifest.
    Ours(usize),
    /// zzsite never wrote it.
    New,
    /// This build has asked for it already.
    Twice,
}

impl Claims {
    /// Starts from the manifest of the last build, sorted by path.
    pub(super) fn new(old: Vec<Entry>) -> Self {
        let seen = old.iter().map(|_| AtomicBool::new(false)).collect();
        Self { old, seen, changed: Mutex::default(), new: Mutex::default() }
    }

    /// Asks for a path. Each path is given once a build.
    pub(super) fn claim(&self, path: &str) -> Claim {
        if let Ok(index) = self.old.binary_search_by(|entry| (*entry.path).cmp(path)) {
            return if self.seen[index].swap(true, Ordering::Relaxed) { Claim::Twice } else { Claim::Ours(index) };
        }
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if new.contains_key(path) {
            return Claim::Twice;
        }
        new.insert(path.into(), None);
        Claim::New
    }

    /// Entries of the last build for a file, or for all of a folder when `path` ends with `/`,
    /// that this build has not asked for.
    pub(super) fn unclaimed(&self, path: &str) -> impl Iterator<Item = (usize, &str)> {
        let start = self.old.partition_point(|entry| *entry.path < *path);
        let of_folder = path.ends_with('/');
        let fits = move |entry: &&Entry| if of_folder { entry.path.starts_with(path) } else { *entry.path == *path };
        let entries = self.old[start..].iter().take_while(fits).enumerate();
        let places = entries.map(move |(at, entry)| (start + at, &*entry.path));
        places.filter(|(at, _)| !self.seen[*at].load(Ordering::Relaxed))
    }

    /// Says that the file of that entry is as it was.
    pub(super) fn keep(&self, index: usize) {
        self.seen[index].store(true, Ordering::Relaxed);
    }

    /// Whether zzsite wrote this path before.
    pub(super) fn is_ours(&self, path: &str) -> bool {
        self.old.binary_search_by(|entry| (*entry.path).cmp(path)).is_ok()
    }

    /// The hash in the old manifest; zeroes where it is not known.
    pub(super) fn old_hash(&self, index: usize) -> Hash {
        self.old[index].hash
    }

    /// Notes that the file stands there with these bytes.
    pub(super) fn settle(&self, claim: Claim, path: &str, hash: Hash) {
        match claim {
            Claim::Ours(index) if self.old[index].hash == hash => {}
            Claim::Ours(index) => self.changed.lock().unwrap_or_else(PoisonError::into_inner).push((index, hash)),
            Claim::New => {
                self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(path.into(), Some(hash));
            }
            Claim::Twice => {}
        }
    }

    /// The manifest of this build, sorted, and the entries of the last one that it did not ask
    /// for.
    pub(super) fn into_parts(self) -> (Vec<Entry>, Vec<Entry>) {
        let mut old = self.old;
        for (index, hash) in self.changed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            old[index].hash = hash;
        }
        let new = self.new.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (mut current, mut stale) = (Vec::with_capacity(old.len() + new.len()), Vec::new());
        for (entry, seen) in old.into_iter().zip(self.seen) {
            if seen.into_inner() { current.push(entry) } else { stale.push(entry) }
        }
        current.extend(new.into_iter().filter_map(|(path, hash)| Some(Entry { path, hash: hash? })));
        current.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        (current, stale)
    }
}
