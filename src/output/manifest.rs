//! The list of files zzsite wrote: a line each, a hash of the bytes and the path, by path.
//!
//! ```text
//! zzsite-manifest 3
//! 0f3a…(16 hex digits) 2023-01-02/index.html
//! # 91c4…(16 hex digits)
//! ```
//!
//! The last line is the hash of all before it: a manifest without it is not whole (or of a version 3
//! from before there was one). A line that cannot be read is passed over: its file is then nobody's and
//! is kept. Version 2 had hashes of 32 digits, of which the second half is what is kept today. Version
//! 1 held other hashes; its files are ours, their bytes not known.

use std::io;

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

/// What the first line begins with; a number follows.
const TITLE: &str = "zzsite-manifest ";

const HEADER: &str = "zzsite-manifest 3";

/// What the last line begins with.
const SEAL: &str = "# ";

/// Bytes that go to the file at once.
const PIECE: usize = 64 << 10;

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
    fn of(number: u32) -> Option<Self> {
        match number {
            3 => Some(Self { digits: DIGITS, hash_known: true }),
            2 => Some(Self { digits: 32, hash_known: true }),
            1 => Some(Self { digits: 32, hash_known: false }),
            _ => None,
        }
    }
}

/// Reads a manifest; sorted, each path once. One that does not say that it is one names nothing.
/// `None` for one of a later version.
pub(super) fn read(text: &str) -> Option<Vec<Entry>> {
    let (header, lines) = text.split_once('\n').unwrap_or((text, ""));
    let number = header.strip_prefix(TITLE).and_then(|number| number.trim_end().parse().ok());
    let Some(number) = number.filter(|number| *number > 0) else { return Some(Vec::new()) };
    let version = Version::of(number)?;
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

/// Whether a manifest is one as it is written today, to its last byte.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let at = bytes.len().saturating_sub(SEAL.len() + DIGITS + 1);
    let (lines, seal) = bytes.split_at(at);
    lines.starts_with(HEADER.as_bytes()) && *seal == *[SEAL.as_bytes(), &hex(hash(lines)), b"\n"].concat()
}

fn hex(hash: Hash) -> [u8; DIGITS] {
    std::array::from_fn(|at| b"0123456789abcdef"[(hash >> (4 * (DIGITS - 1 - at)) & 15) as usize])
}

/// Writes a manifest of entries that are sorted already. Of a large site it is long, so it goes to
/// the file line by line.
pub(super) fn write(entries: &[Entry], out: &mut dyn io::Write) -> io::Result<()> {
    let mut hasher = twox_hash::XxHash3_128::new();
    let mut piece = Vec::with_capacity(2 * PIECE);
    piece.extend_from_slice(HEADER.as_bytes());
    piece.push(b'\n');
    for entry in entries {
        for part in [&hex(entry.hash), b" ".as_slice(), entry.path.as_bytes(), b"\n"] {
            piece.extend_from_slice(part);
        }
        if piece.len() >= PIECE {
            hasher.write(&piece);
            out.write_all(&piece)?;
            piece.clear();
        }
    }
    hasher.write(&piece);
    for part in [SEAL.as_bytes(), &hex(hasher.finish_128() as u64), b"\n"] {
        piece.extend_from_slice(part);
    }
    out.write_all(&piece)
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
        assert_eq!(read(std::str::from_utf8(&written).unwrap()), Some(entries));
        assert!(is_whole(&written));
        for cut in 0..written.len() {
            assert!(!is_whole(&written[..cut]));
            let mut flipped = written.clone();
            flipped[cut] ^= 1;
            assert!(!is_whole(&flipped));
        }
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
        assert_eq!(read("zzsite-manifest 4\n"), None, "of a later version");
        for damaged in ["", "zzsite-manif", "zzsite-manifest ", "zzsite-manifest x\n", "\u{fffd}\nx a\n"] {
            assert_eq!(read(damaged), Some(Vec::new()), "{damaged}");
        }
        let bad = format!(
            "{HEADER}\nnonsense\n{0} ../../etc/passwd\n{0} /etc/passwd\n{0}x a\n+{1} a\n",
            "0".repeat(DIGITS),
            "0".repeat(DIGITS - 1)
        );
        let read_back = read(&bad).unwrap_or_default();
        assert!(read_back.iter().all(|e| &*e.path == "a"), "{read_back:?}");
    }
}
