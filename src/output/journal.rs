//! The lock on the output folder, and the names of files about to be written.
//!
//! ```text
//! # zzsite 1234
//! + 2023-01-02/index.html
//! ```
//!
//! The file exists only while a build writes. Its lock is the kernel's, gone with the process
//! that held it; lines left by a killed build are read by the next one and kept until that has
//! written its manifest.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{OutputError, is_file_path};

/// Name of the file in the output folder.
const NAME: &str = ".zzsite-journal";

/// How often a lock is taken anew when the file was removed between opening and locking it.
const TRIES: usize = 16;

/// An open, locked journal.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    /// Whether it names files whose fate the manifest does not tell yet.
    matters: AtomicBool,
}

impl Drop for Journal {
    /// A build that gave up before it wrote leaves no trace.
    fn drop(&mut self) {
        if !*self.matters.get_mut() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Journal {
    /// Takes the lock; gives the paths an earlier, killed build was about to write, or `None`
    /// when the last build ended well.
    pub(super) fn open(out: &Path) -> Result<(Self, Option<Vec<Box<str>>>), OutputError> {
        let path = out.join(NAME);
        let failed = |source| OutputError::Io { action: "lock", path: path.clone(), source };
        for _ in 0..TRIES {
            if path.is_symlink() {
                return Err(failed(io::Error::other("it is a symbolic link")));
            }
            let mut file = OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(OutputError::Busy { folder: out.to_owned(), pid: holder(&mut file) });
                }
                // Some network file systems have no locks; a build alone is well without.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            // The build before may have removed the file after we opened it: then our lock is on
            // a file nobody else will find.
            if !is_same_file(&file, &path) {
                continue;
            }
            let left = read(&mut file).map_err(failed)?;
            file.write_all(format!("# zzsite {}\n", std::process::id()).as_bytes()).map_err(failed)?;
            let matters = AtomicBool::new(left.is_some());
            return Ok((Self { path, file: Mutex::new(file), matters }, left));
        }
        Err(OutputError::Busy { folder: out.to_owned(), pid: None })
    }

    /// Notes that `path` is about to be written by zzsite.
    pub(super) fn record(&self, path: &str) -> io::Result<()> {
        self.matters.store(true, Ordering::Relaxed);
        let line = ["+ ", path, "\n"].concat();
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }

    /// Ends the build: what was written is in the manifest now.
    pub(super) fn close(mut self) -> io::Result<()> {
        fs::remove_file(&self.path)?;
        // Another build may make its own from here on; dropping this one must not remove that.
        *self.matters.get_mut() = true;
        Ok(())
    }
}

/// The paths in a journal; `None` for one without any. A last line without its end was being
/// written when the build was killed, so its file was not begun.
fn read(file: &mut File) -> io::Result<Option<Vec<Box<str>>>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    // A build that was killed before it wrote has changed nothing.
    if text.lines().all(|line| line.starts_with("# zzsite ")) {
        return Ok(None);
    }
    let whole = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    let paths = whole.filter_map(|line| line.strip_prefix("+ ")).filter(|path| is_file_path(path));
    Ok(Some(paths.map(Into::into).collect()))
}

/// The process named last in a journal somebody else holds.
fn holder(file: &mut File) -> Option<u32> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    text.lines().rev().find_map(|line| line.strip_prefix("# zzsite ")?.parse().ok())
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    file.metadata().ok().map(id) == fs::symlink_metadata(path).ok().map(id)
}

#[cfg(not(unix))]
fn is_same_file(_file: &File, path: &Path) -> bool {
    path.exists()
}
