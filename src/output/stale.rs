//! What earlier builds left: files no longer part of the site, and traces of a killed build.

use std::{collections::BTreeSet, fs, io, path::Path};

use super::{
    disk,
    folder::Folders,
    manifest::{self, Entry, Hash},
    marks,
};
use crate::diag::{Diagnostic, Place};

/// Removes the files of `old`, which the site no longer has, and folders this leaves empty.
/// Returns how many were removed, and what could not be removed.
///
/// A file whose bytes are not those zzsite wrote is somebody else's by now, and kept.
pub(super) fn prune(
    folders: &Folders,
    old: Vec<Entry>,
    shown: &str,
    problems: &mut Vec<Diagnostic>,
) -> (u64, Vec<Entry>) {
    let mut emptied = BTreeSet::new();
    let mut removed = 0;
    let mut left = Vec::new();
    for entry in old {
        let place = || Place::file(format!("{shown}/{}", entry.path));
        match remove(folders, &entry) {
            Ok(Removal::Done) => {
                removed += 1;
                emptied.extend(parent(&entry.path).map(str::to_owned));
            }
            Ok(Removal::Gone) => {}
            Ok(Removal::NotOurs) => {
                let message = "it is no longer part of the site, but was changed since zzsite wrote it; it was kept";
                problems
                    .push(Diagnostic::note("output-changed", message).at(place()).hint("delete it if it is of no use"));
            }
            Err(error) => {
                problems.push(Diagnostic::warning("output-remove", format!("cannot remove it: {error}")).at(place()));
                left.push(entry);
            }
        }
    }
    remove_empty(folders.root(), emptied);
    (removed, left)
}

/// What came of removing a file.
pub(super) enum Removal {
    Done,
    /// It was not there.
    Gone,
    /// It is no plain file any more, or holds other bytes than zzsite wrote.
    NotOurs,
}

/// Removes the file of an entry, if it is what zzsite wrote.
pub(super) fn remove(folders: &Folders, entry: &Entry) -> io::Result<Removal> {
    let path = folders.root().join(&*entry.path);
    if !folders.is_inside(&entry.path) {
        return Ok(Removal::NotOurs);
    }
    match fs::symlink_metadata(&path) {
        Ok(meta) if !meta.is_file() => Ok(Removal::NotOurs),
        Ok(_) if entry.hash != Hash::default() && manifest::hash(&fs::read(&path)?) != entry.hash => {
            Ok(Removal::NotOurs)
        }
        Ok(_) => fs::remove_file(&path).map(|()| Removal::Done),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Removal::Gone),
        Err(error) => Err(error),
    }
}

/// Removes these folders and those above them, as far as they are empty; innermost first, for
/// a folder sorts before what it holds.
fn remove_empty(root: &Path, mut folders: BTreeSet<String>) {
    while let Some(folder) = folders.pop_last() {
        if fs::remove_dir(root.join(&folder)).is_ok() {
            folders.extend(parent(&folder).map(str::to_owned));
        }
    }
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

/// Removes the temporary files of a killed build.
pub(super) fn sweep(folders: &Folders, journal: &[Box<str>]) {
    for path in journal.iter().filter(|path| folders.is_inside(path)) {
        // Nearly all of them were renamed and are not there.
        let _ = fs::remove_file(folders.root().join(&**path).with_file_name(disk::temporary_name(path)));
    }
    for name in ["manifest", "marks"] {
        let _ = fs::remove_file(folders.root().join(disk::temporary_name(name)));
    }
}

/// Adds the files that marks tell to be zzsite's, in place of what a damaged manifest says of them.
/// Gives how many they are.
pub(super) fn know_again(root: &Path, entries: &mut Vec<Entry>) -> usize {
    let mut all = marks::find(root);
    let found = all.len();
    all.append(entries);
    // Of two for one path the first stays.
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all.dedup_by(|later, first| later.path == first.path);
    *entries = all;
    found
}

/// Adds the files of a killed build to those zzsite wrote: with a hash not known, because each
/// may be there as it was before, as it was to be, or not at all.
pub(super) fn adopt(entries: &mut Vec<Entry>, journal: Vec<Box<str>>) {
    entries.extend(journal.into_iter().map(|path| Entry { path, hash: Hash::default() }));
    // The entry with the unknown hash comes first and is the one that is kept.
    entries.sort_by(|a, b| (&a.path, a.hash).cmp(&(&b.path, b.hash)));
    entries.dedup_by(|later, first| later.path == first.path);
}
