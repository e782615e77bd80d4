//! Single files outside the site: converted Markdown, the starter site, new pages.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::disk::{self, There};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// It was made.
    Made,
    /// It was there with these bytes already.
    Same,
    /// It was there with other bytes, which it has no longer.
    Replaced,
    /// It was there with other bytes and still has them.
    Kept,
}

/// Makes `path` hold `bytes`, and its folder where that is missing. A file of other bytes is
/// replaced only if `replace` says so; a link or a folder never is.
pub fn place(path: &Path, bytes: &[u8], replace: bool) -> io::Result<Placed> {
    let placed = match disk::compare(path, bytes) {
        There::Same => return Ok(Placed::Same),
        There::Other => return Ok(Placed::Kept),
        There::Different if !replace => return Ok(Placed::Kept),
        There::Different => Placed::Replaced,
        There::Nothing => Placed::Made,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    disk::put(&temporary(path), path, bytes)?;
    Ok(placed)
}

/// A folder of files that are made over and over, such as those kept beside the site.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// It was made just now, so nothing stands in it.
    is_new: bool,
}

impl Folder {
    /// Opens it; makes it, and the folders above it, where it is missing.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let made = fs::create_dir(&path);
        let is_new = made.is_ok();
        if !is_new {
            fs::create_dir_all(&path)?;
        }
        Ok(Self { path, is_new })
    }

    /// Makes the file of that name hold `bytes`, as [`place`] does. In a new folder nothing has to be
    /// compared, and no old file kept whole until the new one is.
    pub fn place(&self, name: &str, bytes: &[u8]) -> io::Result<Placed> {
        let path = self.path.join(name);
        if self.is_new {
            match disk::create(&path, bytes) {
                // Another process is at work here.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                made => return made.map(|()| Placed::Made),
            }
        }
        place(&path, bytes, true)
    }
}

fn temporary(path: &Path) -> PathBuf {
    path.with_file_name(disk::temporary_name(&path.to_string_lossy()))
}
