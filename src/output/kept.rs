//! What the files of the last build were made of, so that what is made of the same need not be
//! made again.
//!
//! `.zzsite-keys` lies beside the manifest, for it is about the files of this very folder: a
//! copied folder brings it along, a deleted one takes it away. It is only believed when the
//! build that wrote it ended well, and only of files that are still there with the same number
//! of bytes. Without it everything is made and compared, which costs time alone.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use serde::{Deserialize, Serialize};

use super::{OWN_PREFIX, disk, manifest};

/// Name of the file in the output folder.
pub(super) const NAME: &str = ".zzsite-keys";

const HEADER: &[u8] = b"zzsite-keys 2\n";

/// What is known of one file, or of all files of a folder together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Record {
    /// Hash of its path.
    name: u64,
    /// Hash of what it was made of.
    key: u64,
    /// Bytes of it, or of all of them.
    bytes: u64,
    /// Of a folder: its files one by one, by name.
    files: Vec<FileKey>,
}

/// What is known of one file of a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct FileKey {
    name: u64,
    key: u64,
    bytes: u64,
}

impl FileKey {
    pub(super) fn new(path: &str, key: u64, bytes: u64) -> Self {
        Self { name: manifest::hash(path.as_bytes()), key, bytes }
    }
}

/// The keys of the last build and of this one.
#[derive(Debug)]
pub(super) struct Kept {
    /// By name.
    old: Vec<Record>,
    /// Which of them this build stands by.
    seen: Vec<AtomicBool>,
    new: Mutex<Vec<Record>>,
    /// The file on the disk says something else.
    dirty: bool,
}

impl Kept {
    /// Nothing is known, whatever is said at `root`.
    pub(super) fn nothing(root: &Path) -> Self {
        Self { old: Vec::new(), seen: Vec::new(), new: Mutex::default(), dirty: root.join(NAME).exists() }
    }

    /// The keys of the last build; nothing where they are missing or damaged.
    pub(super) fn read(root: &Path) -> Self {
        match fs::read(root.join(NAME)).ok().and_then(|bytes| parse(&bytes)) {
            Some(old) => Self { seen: flags(old.len()), old, new: Mutex::default(), dirty: false },
            None => Self::nothing(root),
        }
    }

    fn place(&self, path: &str) -> Option<usize> {
        let name = manifest::hash(path.as_bytes());
        self.old.binary_search_by_key(&name, |record| record.name).ok()
    }

    fn find(&self, path: &str) -> Option<&Record> {
        self.old.get(self.place(path)?)
    }

    /// Bytes of `path` in the last build, if it was made of the same.
    pub(super) fn bytes_of(&self, path: &str, key: u64) -> Option<u64> {
        self.find(path).filter(|record| record.key == key).map(|record| record.bytes)
    }

    /// The same for a file that was remembered with its folder.
    pub(super) fn bytes_in(&self, folder: &str, path: &str, key: u64) -> Option<u64> {
        let (files, name) = (&self.find(folder)?.files, manifest::hash(path.as_bytes()));
        let at = files.binary_search_by_key(&name, |file| file.name).ok()?;
        files.get(at).filter(|file| file.key == key).map(|file| file.bytes)
    }

    /// Says that `path` is as it was.
    pub(super) fn keep(&self, path: &str) {
        if let Some(at) = self.place(path) {
            self.seen[at].store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn remember(&self, path: &str, key: u64, bytes: u64, mut files: Vec<FileKey>) {
        files.sort_unstable();
        let record = Record { name: manifest::hash(path.as_bytes()), key, bytes, files };
        self.new.lock().unwrap_or_else(PoisonError::into_inner).push(record);
    }

    /// Ends a build: its keys become those of the last one. Unless it was `whole`, those of files
    /// it did not look at stay.
    pub(super) fn settle(&mut self, whole: bool) {
        let mut new = std::mem::take(self.new.get_mut().unwrap_or_else(PoisonError::into_inner));
        new.sort_unstable_by_key(|record| record.name);
        if whole {
            let (before, mut seen) = (self.old.len(), self.seen.iter_mut());
            self.old.retain(|_| seen.next().is_some_and(|seen| *seen.get_mut()));
            self.dirty |= self.old.len() < before;
        }
        let mut added = Vec::new();
        for record in new {
            match self.old.binary_search_by_key(&record.name, |old| old.name) {
                Ok(at) if self.old[at] == record => continue,
                Ok(at) => self.old[at] = record,
                Err(_) => added.push(record),
            }
            self.dirty = true;
        }
        if !added.is_empty() {
            self.old.append(&mut added);
            self.old.sort_by_key(|record| record.name);
        }
        self.seen = flags(self.old.len());
    }

    /// Writes the keys of the last build, if they are others than stand there.
    pub(super) fn write(&mut self, root: &Path) -> io::Result<()> {
        if !self.dirty {
            return Ok(());
        }
        disk::put_with(&root.join(format!("{OWN_PREFIX}keys-new")), &root.join(NAME), |file| {
            file.write_all(HEADER)?;
            // Of a large site they are long, so they go to the file piece by piece.
            let hashing = Hashing { out: file, hash: blake3::Hasher::new() };
            let out = BufWriter::with_capacity(64 << 10, hashing);
            let out = postcard::to_io(&self.old, out).map_err(io::Error::other)?;
            let Hashing { out: file, hash } = out.into_inner()?;
            file.write_all(hash.finalize().as_bytes())
        })?;
        self.dirty = false;
        Ok(())
    }

    /// Knows nothing any more, and makes sure that no keys are there.
    pub(super) fn forget(&mut self, root: &Path) {
        *self = Self { old: Vec::new(), seen: Vec::new(), new: Mutex::default(), dirty: false };
        // Where it cannot be removed the journal, which stays too, says not to believe it.
        let _ = fs::remove_file(root.join(NAME));
    }
}

fn flags(count: usize) -> Vec<AtomicBool> {
    std::iter::repeat_with(|| AtomicBool::new(false)).take(count).collect()
}

/// The hash of what is written, beside writing it.
struct Hashing<W> {
    out: W,
    hash: blake3::Hasher,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The records are followed by their hash.
fn parse(bytes: &[u8]) -> Option<Vec<Record>> {
    let (body, hash) = bytes.strip_prefix(HEADER)?.split_last_chunk::<{ blake3::OUT_LEN }>()?;
    (blake3::hash(body).as_bytes() == hash).then(|| postcard::from_bytes(body).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_keys_are_believed() {
        let dir = tempfile::tempdir().unwrap();
        let mut kept = Kept::nothing(dir.path());
        kept.remember("a.html", 1, 10, Vec::new());
        let files = ["2023-01-02/b", "2023-01-02/a"].map(|path| FileKey::new(path, 3, 5));
        kept.remember("2023-01-02/", 2, 20, files.into());
        kept.settle(true);
        kept.write(dir.path()).unwrap();
        let read = Kept::read(dir.path());
        assert_eq!(read.bytes_of("a.html", 1), Some(10));
        assert_eq!(read.bytes_of("a.html", 2), None);
        assert_eq!(read.bytes_of("b.html", 1), None);
        assert_eq!(read.bytes_in("2023-01-02/", "2023-01-02/a", 3), Some(5));
        assert_eq!(read.bytes_in("2023-01-02/", "2023-01-02/a", 4), None);
        let path = dir.path().join(NAME);
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, &bytes).unwrap();
        assert_eq!(Kept::read(dir.path()).bytes_of("a.html", 1), None);
        fs::write(&path, b"zz").unwrap();
        assert!(Kept::read(dir.path()).old.is_empty());
    }
}
