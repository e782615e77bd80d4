//! Single files: comparing, replacing, and the manifest's own.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use super::{
    OWN_PREFIX, OutputError,
    manifest::{self, Entry},
    marks,
};

/// What stands where a file is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum There {
    /// Nothing.
    Nothing,
    /// A file of the very bytes.
    Same,
    /// A file of other bytes.
    Different,
    /// No plain file: a link, a folder, a device.
    Other,
}

/// Compares what stands at `path` with `bytes`; reads it only where the length is the same.
pub(super) fn compare(path: &Path, bytes: &[u8]) -> There {
    match fs::symlink_metadata(path) {
        Ok(meta) if !meta.is_file() => There::Other,
        Ok(meta) if meta.len() != bytes.len() as u64 => There::Different,
        Ok(_) if fs::read(path).is_ok_and(|old| old == bytes) => There::Same,
        Ok(_) => There::Different,
        Err(_) => There::Nothing,
    }
}

/// Makes the file `path`, which must not exist, or leaves nothing. Follows no link.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_with(path, |file| file.write_all(bytes))
}

fn create_with(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    write(&mut file).inspect_err(|_| {
        // The error that counts is the first.
        let _ = fs::remove_file(path);
    })
}

/// Writes `bytes` to `temporary` and renames it to `target`, which is in the same folder.
pub(super) fn put(temporary: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    put_with(temporary, target, |file| file.write_all(bytes))
}

/// The same where `write` does the writing.
pub(super) fn put_with(temporary: &Path, target: &Path, write: impl Fn(&mut File) -> io::Result<()>) -> io::Result<()> {
    match create_with(temporary, &write) {
        // A file of that name is what a killed build left.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(temporary)?;
            create_with(temporary, &write)?;
        }
        other => other?,
    }
    fs::rename(temporary, target).inspect_err(|_| {
        let _ = fs::remove_file(temporary);
    })
}

/// The temporary name for `path`: short however long its name, and known again after a crash.
pub(super) fn temporary_name(path: &str) -> String {
    let hash = manifest::hash(path.as_bytes());
    format!("{OWN_PREFIX}{hash:016x}")
}

/// Whether trying further files is of no use.
pub(super) fn is_hopeless(error: &io::Error) -> bool {
    use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | ReadOnlyFilesystem)
}

/// Whether a folder holds anything but dot files (`.git` of a deployment branch is no surprise)
/// and folders that zzsite made by themselves, as it does parts of an archive.
pub(super) fn holds_files(folder: &Path) -> bool {
    let is_plain = |entry: fs::DirEntry| {
        !entry.file_name().to_string_lossy().starts_with('.') && !entry.path().join(manifest::NAME).is_file()
    };
    fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(is_plain))
}

/// The manifest of the last build, empty where there is none or nothing of one, and whether it stands
/// there as it was written.
pub(super) fn read_manifest(root: &Path) -> Result<(Vec<Entry>, bool), OutputError> {
    let path = root.join(manifest::NAME);
    match fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let entries = manifest::read(&text).ok_or(OutputError::Manifest { path })?;
            Ok((entries, manifest::is_whole(&bytes)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((Vec::new(), false)),
        Err(source) => Err(OutputError::Io { action: "read", path, source }),
    }
}

/// Writes the manifest, and the marks of what it names.
pub(super) fn write_manifest(root: &Path, entries: &[Entry]) -> io::Result<()> {
    let target = root.join(manifest::NAME);
    put_with(&root.join(temporary_name("manifest")), &target, |file| manifest::write(entries, file))?;
    marks::write(root, entries)
}

/// What tells that a file is the one that was left there.
pub(super) fn seal(path: &Path) -> Option<(u64, std::time::SystemTime)> {
    let meta = fs::symlink_metadata(path).ok()?;
    Some((meta.len(), meta.modified().ok()?))
}
