//! The list of files zzsite wrote: a line each, a hash of the bytes and the path, by path.
//!
//! ```text
//! zzsite-manifest 3
//! 0f3a…(16 hex digits) 2023-01-02/index.html
//! ```
//!
//! A line that cannot be read is passed over: its file is then nobody's and is kept. Version 2 had
//! hashes of 32 digits, of which the second half is what is kept today. Version 1 held other hashes;
//! its files are ours, their bytes not known.

use std::io::{self, Write as _};

use rayon::prelude::*;

use super::is_file_path;

/// Half of the XXH3 hash of 128 bits: of a file's bytes it tells whether the file is as it was left, and
/// whoever can make two files for it can write to the folder anyway.
pub(super) type Hash = u64;

/// Hash of the bytes of a file, or of a path.
pub(super) fn hash(bytes: &[u8]) -> Hash {
    twox_hash::XxHash3_128::oneshot(bytes) as u64
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Path below the output folder, with `/`.
    pub(super) path: Box<str>,
    /// Hash of the bytes that were written; zero where they are not known (a build was killed).
    pub(super) hash: Hash,
}

/// Name of the file in the output folder.
pub(super) const NAME: &str = ".zzsite-manifest";

const HEADER: &str = "zzsite-manifest 3";

/// Digits of a hash.
const DIGITS: usize = 16;

/// What lines of a version say.
#[derive(Clone, Copy)]
struct Version {
    /// Digits of a hash, of which the last ones count.
    digits: usize,
    /// Whether it is the hash of today.
    hash_known: bool,
}

impl Version {
    fn of(header: &str) -> Option<Self> {
        match header.trim_end() {
            HEADER => Some(Self { digits: DIGITS, hash_known: true }),
            "zzsite-manifest 2" => Some(Self { digits: 32, hash_known: true }),
            "zzsite-manifest 1" => Some(Self { digits: 32, hash_known: false }),
            _ => None,
        }
    }
}

/// Reads a manifest; sorted, each path once. `None` for one of an unknown version.
pub(super) fn read(text: &str) -> Option<Vec<Entry>> {
    let (header, lines) = text.split_once('\n').unwrap_or((text, ""));
    let version = Version::of(header)?;
    let mut entries: Vec<Entry> = lines.par_lines().filter_map(|line| read_line(line, version)).collect();
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries.dedup_by(|a, b| a.path == b.path);
    Some(entries)
}

fn read_line(line: &str, version: Version) -> Option<Entry> {
    let (hex, path) = line.split_once(' ')?;
    if hex.len() != version.digits || !is_file_path(path) {
        return None;
    }
    // All of them are to be digits; the last ones are all that is left of the number.
    let digit = |number: Hash, byte: u8| Some(number << 4 | Hash::from(char::from(byte).to_digit(16)?));
    let hash = hex.bytes().try_fold(0, digit)?;
    Some(Entry { path: path.into(), hash: if version.hash_known { hash } else { 0 } })
}

/// Whether a manifest has the form that is written today.
pub(super) fn is_current(text: &str) -> bool {
    text.lines().next() == Some(HEADER)
}

/// Bytes of the manifest of these entries.
pub(super) fn length(entries: &[Entry]) -> usize {
    HEADER.len() + 1 + entries.iter().map(|entry| entry.path.len() + DIGITS + 2).sum::<usize>()
}

/// Writes a manifest of entries that are sorted already. Of a large site it is long, so it goes to
/// the file line by line.
pub(super) fn write(entries: &[Entry], out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(64 << 10, out);
    writeln!(out, "{HEADER}")?;
    for entry in entries {
        let mut hex = [b' '; DIGITS + 1];
        for (at, to) in hex[..DIGITS].iter_mut().enumerate() {
            *to = b"0123456789abcdef"[(entry.hash >> (4 * (DIGITS - 1 - at)) & 15) as usize];
        }
        for part in [&hex, entry.path.as_bytes(), b"\n"] {
            out.write_all(part)?;
        }
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        let entries: Vec<Entry> = ["404.html", "a b.html", "图/1.jpg"]
            .iter()
            .map(|p| Entry { path: (*p).into(), hash: hash(p.as_bytes()) })
            .collect();
        let mut written = Vec::new();
        write(&entries, &mut written).unwrap();
        assert_eq!(written.len(), length(&entries));
        assert_eq!(read(std::str::from_utf8(&written).unwrap()), Some(entries));
    }

    #[test]
    fn files_of_older_versions_are_ours() {
        let line = |version: u8| format!("zzsite-manifest {version}\n{}00000000deadBEEF a.html\n", "1".repeat(16));
        let entry = |hash| Some(vec![Entry { path: "a.html".into(), hash }]);
        assert_eq!(read(&line(1)), entry(0), "their bytes are not known");
        assert_eq!(read(&line(2)), entry(0xdead_beef));
        assert_eq!(read(&line(3)), Some(Vec::new()), "no hash of today");
    }

    #[test]
    fn damage_never_widens_what_is_ours() {
        assert_eq!(read(""), None);
        assert_eq!(read("zzsite-manifest 4\n"), None);
        let bad = format!(
            "{HEADER}\nnonsense\n{0} ../../etc/passwd\n{0} /etc/passwd\n{0}x a\n+{1} a\n",
            "0".repeat(DIGITS),
            "0".repeat(DIGITS - 1)
        );
        let read_back = read(&bad).unwrap_or_default();
        assert!(read_back.iter().all(|e| &*e.path == "a"), "{read_back:?}");
    }
}
