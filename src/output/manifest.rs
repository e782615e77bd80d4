//! The list of files zzsite wrote: a line each, a hash of the bytes and the path, by path.
//!
//! ```text
//! zzsite-manifest 2
//! 0f3a…(32 hex digits) 2023-01-02/index.html
//! ```
//!
//! A line that cannot be read is passed over: its file is then nobody's and is kept. Version 1
//! held other hashes; its files are ours, their bytes not known.

use std::io::{self, Write as _};

use rayon::prelude::*;

use super::is_file_path;

/// The XXH3 hash of a file's bytes, 128 bits: it tells whether a file is as it was left, and
/// whoever can make two files for it can write to the folder anyway.
pub(super) type Hash = [u8; 16];

/// Hash of the bytes of a file.
pub(super) fn hash(bytes: &[u8]) -> Hash {
    twox_hash::XxHash3_128::oneshot(bytes).to_be_bytes()
}

/// Half of the hash of a path.
pub(super) fn half_hash(path: &str) -> u64 {
    twox_hash::XxHash3_128::oneshot(path.as_bytes()) as u64
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

const HEADER: &str = "zzsite-manifest 2";
const OLD_HEADER: &str = "zzsite-manifest 1";

/// Reads a manifest; sorted, each path once. `None` for one of an unknown version.
pub(super) fn read(text: &str) -> Option<Vec<Entry>> {
    let (header, lines) = text.split_once('\n').unwrap_or((text, ""));
    let hashes_known = match header.trim_end() {
        HEADER => true,
        OLD_HEADER => false,
        _ => return None,
    };
    let mut entries: Vec<Entry> = lines.par_lines().filter_map(read_line).collect();
    if !hashes_known {
        entries.iter_mut().for_each(|entry| entry.hash = Hash::default());
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries.dedup_by(|a, b| a.path == b.path);
    Some(entries)
}

fn read_line(line: &str) -> Option<Entry> {
    let (hex, path) = line.split_once(' ')?;
    let hash = read_hex(hex)?;
    is_file_path(path).then(|| Entry { path: path.into(), hash })
}

fn read_hex(hex: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    let pairs = hex.as_bytes().as_chunks::<2>().0;
    if hex.len() != 32 {
        return None;
    }
    for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(hash)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// Whether a manifest has the form that is written today.
pub(super) fn is_current(text: &str) -> bool {
    text.lines().next() == Some(HEADER)
}

/// Bytes of the manifest of these entries.
pub(super) fn length(entries: &[Entry]) -> usize {
    HEADER.len() + 1 + entries.iter().map(|entry| entry.path.len() + 34).sum::<usize>()
}

/// Writes a manifest of entries that are sorted already. Of a large site it is long, so it goes to
/// the file line by line.
pub(super) fn write(entries: &[Entry], out: &mut dyn io::Write) -> io::Result<()> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = io::BufWriter::with_capacity(64 << 10, out);
    writeln!(out, "{HEADER}")?;
    for entry in entries {
        let mut hex = [0; 33];
        for (to, byte) in hex.as_chunks_mut::<2>().0.iter_mut().zip(entry.hash) {
            *to = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
        }
        hex[32] = b' ';
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
    fn files_of_version_1_are_ours_their_bytes_unknown() {
        let old = format!("{OLD_HEADER}\n{} a.html\n", "1".repeat(32));
        assert_eq!(read(&old), Some(vec![Entry { path: "a.html".into(), hash: Hash::default() }]));
    }

    #[test]
    fn damage_never_widens_what_is_ours() {
        assert_eq!(read(""), None);
        assert_eq!(read("zzsite-manifest 3\n"), None);
        let bad = format!(
            "{HEADER}\nnonsense\n{0} ../../etc/passwd\n{0} /etc/passwd\n{0}x a\n+{1} a\n",
            "0".repeat(32),
            "0".repeat(31)
        );
        let read_back = read(&bad).unwrap_or_default();
        assert!(read_back.iter().all(|e| &*e.path == "a"), "{read_back:?}");
    }
}
