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

fn temporary(path: &Path) -> PathBuf {
    path.with_file_name(disk::temporary_name(&path.to_string_lossy()))
}
