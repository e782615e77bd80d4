//! Folders below the output folder: made once, never reached through a symbolic link.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::manifest;

#[cfg(target_os = "linux")]
use rustix::fs::{AtFlags, FileType, Mode, OFlags};

/// What is known of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// This build made it: it holds only what this build wrote.
    Made,
    /// It was there before.
    There,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum FolderError {
    /// A symbolic link stands there.
    #[error("`{0}` is a symbolic link, and zzsite writes only inside its output folder")]
    Link(String),
    /// Something else stands there.
    #[error("a folder is needed at `{0}`, and a file stands there")]
    NotAFolder(String),
    /// The system says no.
    #[error("cannot make the folder `{0}`: {1}")]
    Io(String, io::Error),
}

/// The folders of the output, with what was learnt of them in this build.
#[derive(Debug)]
pub(super) struct Folders {
    root: PathBuf,
    /// The output folder, open: a hundred thousand files are looked for in it, and from here the
    /// way to each is half as long.
    #[cfg(target_os = "linux")]
    opened: Option<rustix::fd::OwnedFd>,
    /// By the hash of its path: an archive has a folder for every newspaper page.
    known: Mutex<HashMap<u64, Found>>,
}

impl Folders {
    /// `root` exists.
    pub(super) fn new(root: PathBuf) -> Self {
        let mut folders = Self {
            root,
            #[cfg(target_os = "linux")]
            opened: None,
            known: Mutex::default(),
        };
        folders.open();
        folders
    }

    /// Opens the output folder, anew for each build: another may have taken its place.
    pub(super) fn open(&mut self) {
        #[cfg(target_os = "linux")]
        {
            let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
            self.opened = rustix::fs::open(&self.root, flags, Mode::empty()).ok();
        }
    }

    /// Bytes of the plain file at `file`; `None` where something else is, or nothing.
    pub(super) fn length_of(&self, file: &str) -> Option<u64> {
        #[cfg(target_os = "linux")]
        if let Some(opened) = &self.opened {
            let found = rustix::fs::statat(opened, file, AtFlags::SYMLINK_NOFOLLOW).ok()?;
            let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
            return u64::try_from(found.st_size).ok().filter(|_| is_file);
        }
        let meta = fs::symlink_metadata(self.root.join(file)).ok()?;
        meta.is_file().then_some(meta.len())
    }

    /// The output folder.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Forgets what this build learnt: the next one may find folders removed.
    pub(super) fn forget(&mut self) {
        self.known.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Makes sure that the folder of `file` is there.
    pub(super) fn ensure_for(&self, file: &str) -> Result<Found, FolderError> {
        let Some((folder, _)) = file.rsplit_once('/') else { return Ok(Found::There) };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(&manifest::hash(folder.as_bytes())) {
            return Ok(*found);
        }
        // From the outermost on, so that no part is reached through an unseen link.
        let mut found = Found::There;
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for part in ends.map(|end| &folder[..end]) {
            found = match known.get(&manifest::hash(part.as_bytes())) {
                Some(found) => *found,
                None => self.make(part, found)?,
            };
            known.insert(manifest::hash(part.as_bytes()), found);
        }
        Ok(found)
    }

    fn make(&self, folder: &str, parent: Found) -> Result<Found, FolderError> {
        let path = self.root.join(folder);
        if parent == Found::There {
            match fs::symlink_metadata(&path) {
                Ok(meta) if meta.is_dir() => return Ok(Found::There),
                Ok(meta) if meta.is_symlink() => return Err(FolderError::Link(folder.to_owned())),
                Ok(_) => return Err(FolderError::NotAFolder(folder.to_owned())),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(FolderError::Io(folder.to_owned(), error)),
            }
        }
        match fs::create_dir(&path) {
            Ok(()) => Ok(Found::Made),
            Err(error) => Err(FolderError::Io(folder.to_owned(), error)),
        }
    }

    /// Whether `file` can be reached without passing a symbolic link. Says yes where a folder
    /// is missing: then nothing is there to harm.
    pub(super) fn is_inside(&self, file: &str) -> bool {
        file.match_indices('/').all(|(at, _)| !self.root.join(&file[..at]).is_symlink())
    }
}
