//! By what zzsite knows its files where the manifest is lost or damaged.
//!
//! `.zzsite-marks` has a mark for each line of the manifest: a hash of path and bytes together, in 8
//! bytes. It names nothing, so it can give back only what is there: a file is zzsite's if its mark is
//! among them, which takes the very path and the very bytes that were written. A file that somebody
//! changed, or put there, is not found by it.
//!
//! It is read only when the manifest is not whole; then the whole folder is read.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use rayon::prelude::*;

use super::{
    disk, is_file_path,
    manifest::{self, Entry, Hash},
};

/// Name of the file in the output folder.
pub(super) const NAME: &str = ".zzsite-marks";

const HEADER: &[u8] = b"zzsite-marks 1\n";

type Mark = [u8; 8];

fn mark(path: &str, bytes: Hash) -> Mark {
    let both = u128::from(manifest::hash(path.as_bytes())) << 64 | u128::from(bytes);
    manifest::hash(&both.to_le_bytes()).to_le_bytes()
}

/// Whether there are marks at all.
pub(super) fn are_there(root: &Path) -> bool {
    root.join(NAME).is_file()
}

/// Writes the marks of the files of a manifest.
pub(super) fn write(root: &Path, entries: &[Entry]) -> io::Result<()> {
    let marks: Vec<Mark> = entries.par_iter().map(|entry| mark(&entry.path, entry.hash)).collect();
    let to_file = |file: &mut File| {
        let mut out = BufWriter::with_capacity(64 << 10, file);
        out.write_all(HEADER)?;
        marks.iter().try_for_each(|mark| out.write_all(mark))?;
        out.flush()
    };
    disk::put_with(&root.join(disk::temporary_name("marks")), &root.join(NAME), to_file)
}

/// The files below `root` that the marks tell to be zzsite's, with what they hold; not those of a
/// site within it, which has a manifest of its own. Nothing where there are no marks.
pub(super) fn find(root: &Path) -> Vec<Entry> {
    let marks = fs::read(root.join(NAME)).unwrap_or_default();
    let Some(marks) = marks.strip_prefix(HEADER) else { return Vec::new() };
    // A mark that was damaged is that of no file.
    let marks: HashSet<Mark> = marks.as_chunks().0.iter().copied().collect();
    let is_own = |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.path().join(manifest::NAME).is_file();
    let files = walkdir::WalkDir::new(root).into_iter().filter_entry(is_own).flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    let paths: Vec<String> = files
        .filter_map(|entry| Some(entry.path().strip_prefix(root).ok()?.to_str()?.replace('\\', "/")))
        .filter(|path| is_file_path(path))
        .collect();
    let known = |path: String| {
        let hash = manifest::hash(&fs::read(root.join(&path)).ok()?);
        marks.contains(&mark(&path, hash)).then(|| Entry { path: path.into(), hash })
    };
    paths.into_par_iter().filter_map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_path_with_the_very_bytes_is_known_again() {
        let dir = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let entry = |path: &str, text: &str| Entry { path: path.into(), hash: manifest::hash(text.as_bytes()) };
        assert!(find(dir.path()).is_empty());
        let wrote = ["a.html", "b/c.html", "changed.html", "moved.html", "part/d.html"].map(|path| entry(path, path));
        write(dir.path(), &wrote).unwrap();
        for (path, text) in [
            ("a.html", "a.html"),
            ("b/c.html", "b/c.html"),
            ("changed.html", "changed by somebody"),
            ("elsewhere/moved.html", "moved.html"),
            ("theirs.html", "a.html"),
            ("part/.zzsite-manifest", ""),
            ("part/d.html", "part/d.html"),
        ] {
            put(path, text);
        }
        let mut found = find(dir.path());
        found.sort_by(|a, b| a.path.cmp(&b.path));
        assert_eq!(found, [entry("a.html", "a.html"), entry("b/c.html", "b/c.html")]);
        put(NAME, "something else");
        assert!(find(dir.path()).is_empty());
    }
}
