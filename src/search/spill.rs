//! A scratch store: bytes go in at the end and are read back by position. Beyond a limit they
//! move to a temporary file, so that memory stays bounded whatever the size of the archive.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::stop::Stop;

/// Bytes kept in memory before they are written out.
const LIMIT: usize = 24 << 20;
/// Bytes written at once.
const PIECE: usize = 1 << 20;

/// Tells the files of one process apart; never reaches any output.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// See the module.
#[derive(Debug)]
pub(crate) struct Spill {
    folder: PathBuf,
    file: Option<(PathBuf, File)>,
    written: u64,
    buffer: Vec<u8>,
    stop: Stop,
}

impl Spill {
    /// An empty store; the file, if one is needed, is made in `folder`.
    pub(crate) fn new(folder: &Path, stop: &Stop) -> Self {
        Self { folder: folder.to_owned(), file: None, written: 0, buffer: Vec::new(), stop: stop.clone() }
    }

    /// Adds bytes and says where they begin.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let start = self.written + self.buffer.len() as u64;
        if self.buffer.capacity() == 0 {
            // Room that is not used costs nothing, growing bit by bit does.
            self.buffer.reserve_exact(LIMIT + PIECE);
        }
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() > LIMIT {
            self.write_out()?;
        }
        Ok(start)
    }

    fn write_out(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some((_, file)) => file,
            None => {
                let number = NUMBER.fetch_add(1, Ordering::Relaxed);
                let path = self.folder.join(format!("zzsite-search-{}-{number}.tmp", std::process::id()));
                let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
                &mut self.file.insert((path, file)).1
            }
        };
        file.seek(SeekFrom::Start(self.written))?;
        for piece in self.buffer.chunks(PIECE) {
            self.stop.check()?;
            file.write_all(piece)?;
        }
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// Reads `length` bytes.
    pub(crate) fn read(&mut self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(length);
        self.read_into(start, length, &mut bytes)?;
        Ok(bytes)
    }

    /// Reads `length` bytes behind those that `into` has.
    pub(crate) fn read_into(&mut self, start: u64, length: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let on_disk = usize::try_from(self.written.saturating_sub(start)).map_or(length, |bytes| bytes.min(length));
        if on_disk > 0 {
            let (_, file) = self.file.as_mut().ok_or(io::ErrorKind::UnexpectedEof)?;
            file.seek(SeekFrom::Start(start))?;
            if file.take(on_disk as u64).read_to_end(into)? < on_disk {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let at = usize::try_from(start.saturating_sub(self.written)).map_err(io::Error::other)?;
        let rest = self.buffer.get(at..).and_then(|rest| rest.get(..length - on_disk));
        into.extend_from_slice(rest.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

impl Drop for Spill {
    fn drop(&mut self) {
        if let Some((path, file)) = self.file.take() {
            // A file left in the temporary folder harms nobody.
            let _ = std::fs::remove_file(path);
            // The system takes its time to give up gigabytes, and a pass that gives way is to be gone at once.
            std::thread::spawn(move || drop(file));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_in_comes_out_from_memory_and_from_disk() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = Spill::new(folder.path(), &Stop::default());
        let starts: Vec<u64> = (0..30u8).map(|i| spill.append(&vec![i; 1 << 20]).unwrap()).collect();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        for (i, start) in starts.iter().enumerate() {
            assert_eq!(spill.read(start + 5, 3).unwrap(), [i as u8; 3]);
        }
        // From the middle of what was added first to that of what was added last.
        let all = spill.read(1 << 19, 29 << 20).unwrap();
        assert!(all.iter().enumerate().all(|(at, &byte)| usize::from(byte) == (at + (1 << 19)) >> 20));
        assert!(spill.read(starts[29], (1 << 20) + 1).is_err());
        drop(spill);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
