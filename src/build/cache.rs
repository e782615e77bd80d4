//! The cache of what was read: `.zzsite/read/`, to be deleted at any time.
//!
//! Two files that only grow. `texts` holds issues, one behind the other; `units` holds a frame
//! for each unit that was read: its files, its outlines, where its texts are, what was said
//! about it. A later frame of a unit takes the place of an earlier one.
//!
//! - A frame is written after its texts, and frames and texts carry a hash: a build killed at
//!   any point leaves a tail that is cut off, nothing else.
//! - Damage found in a text ([`Cache::is_damaged`]) is no way to go on: the build is begun anew
//!   without the cache.
//! - When most of `units` is old frames, or the program is another, both are begun afresh.
//! - One process uses the folder at a time; a second one works in a temporary folder instead, as
//!   does one that cannot write there.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::message::Message;
use crate::{
    press::Issue,
    site::{Outline, Span, Store, digest_bytes},
};

/// What was read of some content files that belong together.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Unit {
    /// Its name: the same from build to build.
    pub(super) name: String,
    /// Hash of its files and of what else its reading depends on.
    pub(super) key: u128,
    /// Its files.
    pub(super) files: Vec<FileRecord>,
    /// Its issues, mostly one.
    pub(super) issues: Vec<(Arc<Outline>, Span)>,
    /// Where the Markdown of its parsed pages is; `None` when it is not kept: it could not be
    /// written, or what lies in its place is another's.
    pub(super) pages: Option<Vec<String>>,
    /// What there is to say about it.
    pub(super) messages: Vec<Message>,
}

/// Units by name.
pub(super) type Units = BTreeMap<String, Unit>;

/// A file as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    pub(super) path: String,
    /// `None` when the file was so fresh that a later change could look the same.
    pub(super) stamp: Option<Stamp>,
    /// Hash of its bytes.
    pub(super) hash: u128,
}

/// What tells without reading that a file is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    pub(super) length: u64,
    /// Times of its change, as the file system tells them, and its number there.
    pub(super) times: [i64; 4],
    pub(super) number: u64,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Cache {
    units: Mutex<Log>,
    texts: Arc<Texts>,
    folder: PathBuf,
    /// What the files looked like when they were left to others.
    resting: Option<[Stamp; 2]>,
}

/// The file of frames.
#[derive(Debug)]
struct Log {
    file: File,
    waiting: Vec<u8>,
    frames: usize,
}

/// The file of issues.
#[derive(Debug)]
struct Texts {
    file: Mutex<File>,
    end: Mutex<u64>,
    damaged: AtomicBool,
    /// Removed at the end: a folder for this build alone.
    scratch: Option<PathBuf>,
}

/// Frames wait until there are so many bytes of them.
const WAITING: usize = 1 << 20;

impl Cache {
    /// Opens the cache in `folder` with the units it holds, or one for this build alone in
    /// `scratch`. `reader` stands for the program.
    ///
    /// # Errors
    /// When neither folder can be written to.
    pub(super) fn open(folder: &Path, scratch: &Path, reader: u128) -> io::Result<(Self, Units)> {
        if let Ok(opened) = Self::open_in(folder, reader, None) {
            return Ok(opened);
        }
        let own = scratch.join(format!("zzsite-read-{}", std::process::id()));
        Self::open_in(&own, reader, Some(own.clone()))
    }

    fn open_in(folder: &Path, reader: u128, scratch: Option<PathBuf>) -> io::Result<(Self, Units)> {
        fs::create_dir_all(folder)?;
        let open = |name: &str| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false).open(folder.join(name))
        };
        let mut units = open("units")?;
        units.try_lock().map_err(|error| match error {
            fs::TryLockError::Error(error) => error,
            fs::TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
        })?;
        let texts = open("texts")?;
        let mut bytes = Vec::new();
        units.read_to_end(&mut bytes)?;
        let frames = frames(&bytes, reader);
        let read: Vec<Option<Option<Unit>>> = frames.par_iter().map(Frame::unit).collect();
        // What comes behind a damaged frame is not believed.
        let count = read.iter().position(Option::is_none).unwrap_or(read.len());
        let end = match frames.get(..count).unwrap_or_default().last() {
            Some(last) => last.end as u64,
            None if bytes.starts_with(&reader.to_le_bytes()) => reader.to_le_bytes().len() as u64,
            None => 0,
        };
        let mut held = Units::new();
        for unit in read.into_iter().take(count).flatten().flatten() {
            held.insert(unit.name.clone(), unit);
        }
        let mut log = Log { file: units, waiting: Vec::new(), frames: count };
        let mut end = end;
        if end == 0 || count > 2 * held.len() + 64 {
            held.clear();
            texts.set_len(0)?;
            log.frames = 0;
            log.file.set_len(0)?;
            log.file.rewind()?;
            log.file.write_all(&reader.to_le_bytes())?;
            end = reader.to_le_bytes().len() as u64;
        }
        // What a killed build left half is cut off.
        log.file.set_len(end)?;
        log.file.seek(SeekFrom::Start(end))?;
        let end = texts.metadata()?.len();
        let texts = Texts { file: Mutex::new(texts), end: Mutex::new(end), damaged: AtomicBool::new(false), scratch };
        Ok((Self { units: Mutex::new(log), texts: Arc::new(texts), folder: folder.to_owned(), resting: None }, held))
    }

    /// Puts an issue aside.
    pub(super) fn put(&self, issue: &Issue) -> io::Result<Span> {
        let bytes = postcard::to_extend(issue, Vec::with_capacity(1 << 16)).map_err(io::Error::other)?;
        self.texts.append(&bytes)
    }

    /// Notes a unit whose issues were put aside.
    pub(super) fn note(&self, unit: &Unit) -> io::Result<()> {
        let body = postcard::to_stdvec(unit).map_err(io::Error::other)?;
        let mut log = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        log.waiting.extend_from_slice(&(body.len() as u64).to_le_bytes());
        log.waiting.extend_from_slice(&digest_bytes(&body).to_le_bytes());
        log.waiting.extend_from_slice(&body);
        log.frames += 1;
        if log.waiting.len() > WAITING { log.write_out() } else { Ok(()) }
    }

    /// Writes out what waits.
    pub(super) fn flush(&self) -> io::Result<()> {
        self.units.lock().unwrap_or_else(PoisonError::into_inner).write_out()
    }

    /// Lets other processes use the folder until it is [taken up](Self::take_up) again.
    pub(super) fn rest(&mut self) {
        let log = self.units.get_mut().unwrap_or_else(PoisonError::into_inner);
        if self.texts.scratch.is_none() && self.resting.is_none() && log.waiting.is_empty() {
            self.resting = stamps(&self.folder).filter(|_| log.file.unlock().is_ok());
        }
    }

    /// Takes the folder up again; `false` when another process has used it since.
    pub(super) fn take_up(&mut self) -> bool {
        let Some(left) = self.resting.take() else { return true };
        let log = self.units.get_mut().unwrap_or_else(PoisonError::into_inner);
        log.file.try_lock().is_ok() && stamps(&self.folder) == Some(left)
    }

    /// The issues, for the site.
    pub(super) fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.texts) as Arc<dyn Store>
    }

    /// Whether a text could not be read back.
    pub(super) fn is_damaged(&self) -> bool {
        self.texts.damaged.load(Ordering::Relaxed)
    }

    /// Empties the cache of a folder.
    pub(super) fn clear(folder: &Path) {
        // A cache that cannot be emptied is found damaged again, and said to be.
        let _ = fs::remove_file(folder.join("units"));
        let _ = fs::remove_file(folder.join("texts"));
    }
}

impl Log {
    fn write_out(&mut self) -> io::Result<()> {
        self.file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

fn stamps(folder: &Path) -> Option<[Stamp; 2]> {
    let stamp = |name: &str| fs::metadata(folder.join(name)).ok().map(|meta| super::reading::stamp(&meta));
    Some([stamp("units")?, stamp("texts")?])
}

/// A frame as it lies in the file.
struct Frame<'a> {
    hash: u128,
    body: &'a [u8],
    /// Where it ends.
    end: usize,
}

impl Frame<'_> {
    /// The unit it holds, if it is one; `None` for a frame that is damaged.
    fn unit(&self) -> Option<Option<Unit>> {
        (digest_bytes(self.body) == self.hash).then(|| postcard::from_bytes(self.body).ok())
    }
}

/// The frames of a file as far as their lengths lead; none when it is of another program.
fn frames(bytes: &[u8], reader: u128) -> Vec<Frame<'_>> {
    let Some(mut rest) = bytes.strip_prefix(&reader.to_le_bytes()) else { return Vec::new() };
    let mut frames = Vec::new();
    while let Some((hash, body, behind)) = frame(rest) {
        rest = behind;
        frames.push(Frame { hash, body, end: bytes.len() - rest.len() });
    }
    frames
}

fn frame(rest: &[u8]) -> Option<(u128, &[u8], &[u8])> {
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let (hash, rest) = rest.split_first_chunk::<16>()?;
    let (body, behind) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    Some((u128::from_le_bytes(*hash), body, behind))
}

impl Texts {
    fn append(&self, bytes: &[u8]) -> io::Result<Span> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        let at = {
            let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
            let at = *end;
            *end += u64::from(length);
            at
        };
        self.write_at(at, bytes)?;
        Ok(Span { at, length, hash: digest_bytes(bytes) })
    }

    #[cfg(unix)]
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner).try_clone()?;
        std::os::unix::fs::FileExt::write_all_at(&file, bytes, at)
    }

    #[cfg(not(unix))]
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }

    fn read_at(&self, span: Span) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes = Vec::with_capacity(span.length as usize);
        file.seek(SeekFrom::Start(span.at))?;
        // Less than that is damage, which the hash tells.
        (&mut *file).take(u64::from(span.length)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

impl Store for Texts {
    fn issue(&self, span: Span) -> io::Result<Issue> {
        let read = self.read_at(span).and_then(|bytes| match digest_bytes(&bytes) == span.hash {
            true => postcard::from_bytes(&bytes).map_err(io::Error::other),
            false => Err(io::Error::other("the cache was damaged")),
        });
        read.inspect_err(|_| self.damaged.store(true, Ordering::Relaxed))
    }
}

impl Drop for Texts {
    fn drop(&mut self) {
        if let Some(folder) = &self.scratch {
            // Scratch space that is left harms nobody.
            let _ = fs::remove_dir_all(folder);
        }
    }
}
