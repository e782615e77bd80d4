//! Room for files where earlier builds left something else: a folder where a file goes, a file
//! where a folder is needed. It happens where the pattern of an address changes between
//! `{slug}.html` and `{slug}.html/`.
//!
//! Only files that the manifest names, that hold what zzsite wrote, and that this build has not asked
//! for, are taken out of the way; folders only when that leaves them empty.

use std::{collections::BTreeSet, fs, io};

use super::Writer;
use crate::output::{
    folder::{FolderError, Found},
    stale::{self, Removal},
};

impl Writer {
    /// Makes sure that the folder of `path` is there.
    pub(super) fn ensure_folder(&self, path: &str) -> Result<Found, FolderError> {
        match self.folders.ensure_for(path) {
            Err(FolderError::NotAFolder(file)) => {
                // Another thread may have done it meanwhile, so what comes of it is seen then.
                let _ = self.remove_own(&file);
                self.folders.ensure_for(path)
            }
            other => other,
        }
    }

    /// Removes the folder at `path`; gives whether it is gone.
    pub(super) fn clear_folder(&self, path: &str) -> bool {
        let files: Vec<String> = self.claims.unclaimed(&format!("{path}/")).map(|(_, file)| file.to_owned()).collect();
        let folders = files.iter().flat_map(|file| file.match_indices('/').map(|(at, _)| &file[..at]));
        let folders: BTreeSet<&str> = folders.filter(|folder| folder.len() >= path.len()).collect();
        let removed = files.iter().try_for_each(|file| self.remove_own(file));
        // Innermost first, for a folder sorts before what it holds.
        let emptied = || folders.iter().rev().all(|folder| fs::remove_dir(self.folders.root().join(folder)).is_ok());
        removed.is_ok() && !files.is_empty() && emptied()
    }

    /// Removes a file of the last build that this one has not asked for, if it holds what zzsite wrote.
    pub(super) fn remove_own(&self, path: &str) -> io::Result<()> {
        let Some((at, _)) = self.claims.unclaimed(path).next() else { return Ok(()) };
        if !matches!(stale::remove(&self.folders, self.claims.entry(at))?, Removal::NotOurs) {
            self.claims.lose(at);
        }
        Ok(())
    }
}
