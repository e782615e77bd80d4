//! Which files this build stands behind, against those the last one wrote.

use std::{
    collections::HashSet,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use rayon::prelude::*;

use super::{
    manifest::{self, Entry, Hash},
    precompress::Packing,
};

/// The files of the last build and of this one. Shared by all writing threads.
///
/// What stays as it was costs a flag; only new and changed files are remembered apart, so that
/// a large site that hardly changes is not held twice.
#[derive(Debug)]
pub(super) struct Claims {
    old: Vec<Entry>,
    seen: Vec<AtomicBool>,
    changed: Mutex<Vec<(usize, Hash)>>,
    new: Mutex<New>,
    /// Those of `old` that this build removed before its end.
    gone: Mutex<HashSet<usize>>,
    /// Some of `old` are packed files beside others.
    has_packed: bool,
    /// The manifest on the disk is another.
    dirty: bool,
}

/// Files that the last build did not write.
#[derive(Debug, Default)]
struct New {
    /// Halves of the hashes of the paths that were asked for: a first build asks for hundreds of thousands.
    asked: HashSet<u64>,
    /// What was written.
    written: Vec<Entry>,
}

/// Up to so many entries are put in their places one by one.
const FEW: usize = 16;

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
    /// Starts from the manifest of the last build, sorted by path; `dirty` when it does not stand
    /// on the disk like this.
    pub(super) fn new(old: Vec<Entry>, dirty: bool) -> Self {
        let seen = old.iter().map(|_| AtomicBool::new(false)).collect();
        let is_packed = |entry: &Entry| Packing::ALL.iter().any(|packing| entry.path.ends_with(packing.ending()));
        let has_packed = old.par_iter().any(is_packed);
        Self { old, seen, changed: Mutex::default(), new: Mutex::default(), gone: Mutex::default(), has_packed, dirty }
    }

    /// Asks for a path. Each path is given once a build.
    pub(super) fn claim(&self, path: &str) -> Claim {
        if let Ok(index) = self.old.binary_search_by(|entry| (*entry.path).cmp(path)) {
            return if self.seen[index].swap(true, Ordering::Relaxed) { Claim::Twice } else { Claim::Ours(index) };
        }
        let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if new.asked.insert(manifest::hash(path.as_bytes())) { Claim::New } else { Claim::Twice }
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

    /// How many files of the last build that this one has not asked for are there still, and the
    /// first of them.
    pub(super) fn unasked(&self) -> Option<(usize, String)> {
        let gone = self.gone.lock().unwrap_or_else(PoisonError::into_inner);
        let is_left = |at: &usize| !self.seen[*at].load(Ordering::Relaxed) && !gone.contains(at);
        let mut unasked = (0..self.old.len()).filter(is_left);
        let first = unasked.next()?;
        Some((unasked.count() + 1, self.old[first].path.to_string()))
    }

    /// Says that the file of that entry is no longer there. Unless it is asked for after all, it is
    /// given up in the end.
    pub(super) fn lose(&self, index: usize) {
        self.gone.lock().unwrap_or_else(PoisonError::into_inner).insert(index);
    }

    /// Says that the file of that entry is as it was.
    pub(super) fn keep(&self, index: usize) {
        self.seen[index].store(true, Ordering::Relaxed);
    }

    /// Whether zzsite wrote this path before.
    pub(super) fn is_ours(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// Whether some build that this process knows of left packed files.
    pub(super) fn has_packed(&self) -> bool {
        self.has_packed
    }

    /// What the old manifest says of a path, and where.
    pub(super) fn find(&self, path: &str) -> Option<(usize, &Entry)> {
        let at = self.old.binary_search_by(|entry| (*entry.path).cmp(path)).ok()?;
        Some((at, &self.old[at]))
    }

    /// What it says in that place.
    pub(super) fn entry(&self, index: usize) -> &Entry {
        &self.old[index]
    }

    /// Notes that the file stands there with these bytes.
    pub(super) fn settle(&self, claim: Claim, path: &str, hash: Hash) {
        match claim {
            Claim::Ours(index) if self.old[index].hash == hash => {}
            Claim::Ours(index) => self.changed.lock().unwrap_or_else(PoisonError::into_inner).push((index, hash)),
            Claim::New => {
                let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
                new.written.push(Entry { path: path.into(), hash });
            }
            Claim::Twice => {}
        }
    }

    /// Ends a build: its files become those of the last one. Gives the entries that are given up,
    /// which are no longer among them: those it did not ask for, all of them or those `among`
    /// these paths. Those that are [lost](Self::lose) are only counted.
    pub(super) fn settle_all(&mut self, among: Option<&[String]>) -> (Vec<Entry>, u64) {
        let changed = std::mem::take(self.changed.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.dirty |= !changed.is_empty();
        for (index, hash) in changed {
            self.old[index].hash = hash;
        }
        let mut gone = std::mem::take(self.gone.get_mut().unwrap_or_else(PoisonError::into_inner));
        gone.retain(|at| !self.seen[*at].load(Ordering::Relaxed));
        let lost: HashSet<Box<str>> = gone.iter().map(|at| self.old[*at].path.clone()).collect();
        let mut given_up: Vec<Entry> = match among {
            None => {
                let mut seen = self.seen.iter_mut();
                self.old.extract_if(.., |_| seen.next().is_some_and(|seen| !*seen.get_mut())).collect()
            }
            Some(paths) => {
                let mut places: Vec<usize> =
                    paths.iter().flat_map(|path| self.unclaimed(path)).map(|(at, _)| at).collect();
                places.extend(gone);
                places.sort_unstable();
                places.dedup();
                // An index that was made anew leaves thousands.
                let first = places.first().copied().unwrap_or(self.old.len());
                let mut places = places.into_iter().peekable();
                let mut all = first..;
                let is_given_up = |_: &mut Entry| all.next().is_some_and(|at| places.next_if_eq(&at).is_some());
                self.old.extract_if(first.., is_given_up).collect()
            }
        };
        let new = std::mem::take(self.new.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.put_back(new.written);
        self.dirty |= !given_up.is_empty();
        given_up.retain(|entry| !lost.contains(&entry.path));
        (given_up, lost.len() as u64)
    }

    /// Adds entries to those of the last build.
    pub(super) fn put_back(&mut self, mut entries: Vec<Entry>) {
        self.dirty |= !entries.is_empty();
        if entries.len() <= FEW {
            for entry in entries {
                let at = self.old.partition_point(|old| old.path < entry.path);
                self.old.insert(at, entry);
            }
        } else {
            entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
            self.old = merged(std::mem::take(&mut self.old), entries);
        }
        self.seen.resize_with(self.old.len(), AtomicBool::default);
        self.seen.iter_mut().for_each(|seen| *seen.get_mut() = false);
    }

    /// What the manifest is to say.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.old
    }

    /// Whether the manifest on the disk says something else.
    pub(super) fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Says that it is written.
    pub(super) fn written(&mut self) {
        self.dirty = false;
    }
}

/// Sorted entries with others, sorted too, put in their places. These are few beside those, so their places are
/// looked for and what lies between is moved as it is: a site of a million articles has two million files.
fn merged(old: Vec<Entry>, new: Vec<Entry>) -> Vec<Entry> {
    if old.is_empty() || new.is_empty() {
        return if old.is_empty() { new } else { old };
    }
    let mut all = Vec::with_capacity(old.len() + new.len());
    let mut old = old.into_iter();
    for entry in new {
        let before = old.as_slice().partition_point(|old| old.path < entry.path);
        all.extend(old.by_ref().take(before));
        all.push(entry);
    }
    all.extend(old);
    all
}

#[cfg(test)]
mod tests {
    use super::{Entry, merged};

    #[test]
    fn entries_are_put_in_their_places() {
        let entries = |paths: &str| -> Vec<Entry> {
            paths.chars().map(|path| Entry { path: path.to_string().into(), hash: 0 }).collect()
        };
        for (old, new) in
            [("", ""), ("", "ab"), ("ab", ""), ("bdf", "aceg"), ("abc", "xyz"), ("xyz", "abc"), ("d", "c")]
        {
            let mut sorted: Vec<char> = [old, new].concat().chars().collect();
            sorted.sort_unstable();
            assert_eq!(merged(entries(old), entries(new)), entries(&sorted.into_iter().collect::<String>()));
        }
    }
}
