//! The shelf: what was made of articles, kept from one build to the next.
//!
//! An index is made of months that mostly are what they were yesterday. A *stretch* is some
//! months of an archive; its sorted postings and packed text are put on the shelf under a hash of
//! all that they are made of, and a build that finds them there reads none of these articles.
//! Postings count articles from the beginning of their run, so what is on the shelf holds
//! wherever the stretch begins.
//!
//! A file that is damaged counts as missing. What a build has not used is removed when it ends,
//! and the folder can be deleted at any time.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{
    fs,
    io::{self, Write},
};

use serde::{Deserialize, Serialize};

use super::IssueDate;
use super::bits::Damaged;
use super::stop::Stop;

/// Articles from which on a stretch ends with its month.
const LEAST: usize = 4096;
/// Bytes of the hash at the beginning of a file.
const SUM: usize = 16;
/// Bytes hashed or written at once.
const PIECE: usize = 1 << 20;

/// Parts the days of an archive, each with the number of its articles, into stretches.
pub fn stretches(days: impl IntoIterator<Item = (IssueDate, usize)>) -> Vec<Range<usize>> {
    let (mut stretches, mut articles, mut start, mut month) = (Vec::new(), 0, 0, None);
    let mut at = 0;
    for (date, count) in days {
        if month.is_some_and(|month| month != (date.year(), date.month())) && articles >= LEAST {
            stretches.push(start..at);
            (start, articles) = (at, 0);
        }
        month = Some((date.year(), date.month()));
        articles += count;
        at += 1;
    }
    stretches.extend((start < at).then_some(start..at));
    stretches
}

/// What is kept of a stretch: what its bytes are, and the bytes, first those of the runs.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stretch {
    /// Of each article, the hash of all that decides on its postings.
    pub(crate) contents: Vec<u64>,
    /// Its runs, by group the length of the postings.
    pub(crate) runs: Vec<ShelvedRun>,
    /// Its chunks of text.
    pub(crate) chunks: Vec<ShelvedChunk>,
    #[serde(skip)]
    pub(crate) bytes: Vec<u8>,
}

/// A run without its bytes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShelvedRun {
    pub(crate) articles: u32,
    /// Groups, ascending, with the length of their postings.
    pub(crate) groups: Vec<(u16, u32)>,
}

/// A chunk without its bytes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ShelvedChunk {
    pub(crate) articles: u32,
    pub(crate) hash: u32,
    /// Lengths of its blocks, then of its addresses.
    pub(crate) files: Vec<u32>,
}

impl Stretch {
    fn write(&self, path: &Path, stop: &Stop) -> io::Result<()> {
        let head = postcard::to_stdvec(self).map_err(io::Error::other)?;
        let head = [&(head.len() as u32).to_be_bytes(), head.as_slice()].concat();
        let pieces = || head.chunks(PIECE).chain(self.bytes.chunks(PIECE));
        let mut hasher = blake3::Hasher::new();
        for piece in pieces() {
            stop.check()?;
            hasher.update(piece);
        }
        let mut file = fs::File::create(path)?;
        file.write_all(&hasher.finalize().as_bytes()[..SUM])?;
        for piece in pieces() {
            stop.check()?;
            file.write_all(piece)?;
        }
        Ok(())
    }

    fn read(file: &[u8]) -> Result<Self, Damaged> {
        let (sum, content) = file.split_at_checked(SUM).ok_or(Damaged)?;
        if sum != &blake3::hash(content).as_bytes()[..SUM] {
            return Err(Damaged);
        }
        let (length, rest) = content.split_first_chunk().ok_or(Damaged)?;
        let (head, bytes) = rest.split_at_checked(u32::from_be_bytes(*length) as usize).ok_or(Damaged)?;
        let stretch: Self = postcard::from_bytes(head).map_err(|_| Damaged)?;
        let runs = stretch.runs.iter().flat_map(|run| &run.groups).map(|&(_, length)| u64::from(length));
        let files = stretch.chunks.iter().flat_map(|chunk| &chunk.files).map(|&length| u64::from(length));
        let is_whole = runs.chain(files).sum::<u64>() == bytes.len() as u64;
        if is_whole { Ok(Self { bytes: bytes.to_vec(), ..stretch }) } else { Err(Damaged) }
    }
}

/// The folder of stretches.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    used: BTreeSet<String>,
}

impl Shelf {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), used: BTreeSet::new() }
    }

    /// What is on the shelf under a name.
    pub(crate) fn take(&mut self, name: &str) -> Option<Stretch> {
        self.used.insert(name.to_owned());
        Stretch::read(&fs::read(self.folder.join(name)).ok()?).ok()
    }

    /// Puts a stretch on the shelf. A shelf that cannot be written costs time, no more.
    pub(crate) fn put(&self, name: &str, stretch: &Stretch, stop: &Stop) {
        let write = || -> io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            let beside = self.folder.join(format!("{name}.{}", std::process::id()));
            stretch.write(&beside, stop)?;
            fs::rename(&beside, self.folder.join(name))
        };
        let _ = write();
    }

    /// Removes what was not used.
    pub(crate) fn tidy(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_none_or(|name| !self.used.contains(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_end_with_a_month_and_hold_some_thousand_articles() {
        let mut date = IssueDate::new(2020, 1, 1).unwrap();
        let mut days = Vec::new();
        for _ in 0..800 {
            days.push((date, 30));
            date = date.tomorrow();
        }
        let some = stretches(days.clone());
        assert_eq!(some[0], 0..days.iter().position(|(date, _)| (date.year(), date.month()) == (2020, 6)).unwrap());
        assert_eq!(some.iter().map(Range::len).sum::<usize>(), 800);
        assert!(stretches([]).is_empty());
    }

    #[test]
    fn a_stretch_comes_back_or_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let stretch = Stretch {
            contents: vec![1, u64::MAX],
            runs: vec![ShelvedRun { articles: 2, groups: vec![(6, 1), (0x4e00, 2)] }],
            chunks: vec![ShelvedChunk { articles: 2, hash: 7, files: vec![1, 1] }],
            bytes: vec![1, 2, 3, 4, 5],
        };
        let mut shelf = Shelf::new(&folder.path().join("shelf"));
        assert_eq!(shelf.take("a"), None);
        shelf.put("a", &stretch, &Stop::default());
        shelf.put("b", &stretch, &Stop::default());
        shelf.tidy();
        assert_eq!((shelf.take("a").as_ref(), shelf.take("b")), (Some(&stretch), None));
        let path = folder.path().join("shelf/a");
        let file = fs::read(&path).unwrap();
        for damage in [&file[..file.len() - 1], &[], &[file.as_slice(), &[0]].concat()] {
            fs::write(&path, damage).unwrap();
            assert_eq!(shelf.take("a"), None);
        }
    }
}
