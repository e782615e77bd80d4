//! Files out: the only module that writes.
//!
//! 1. [`Writer::open`] refuses folders that must not be written to, takes the folder's lock and
//!    reads the manifest of what zzsite wrote there before.
//! 2. [`Writer::write`], from any thread, compares with what is there and, only where bytes
//!    differ, writes a temporary file beside it and renames it: a reader sees the old file or
//!    the new one, never half of one.
//! 3. [`Writer::finish`] removes files that were written before and are no longer produced,
//!    with folders left empty, and writes the manifest.
//!
//! The manifest is `.zzsite-manifest` in the output folder, not in the cache: it says which
//! files are zzsite's to change, and that must outlive a deleted cache and travel with a copied
//! folder. It holds no time, no path outside the folder and no order but that of names, so it
//! is the same bytes for the same site. Web hosts leave dot files out or serve it to nobody's
//! harm: it lists public files.
//!
//! `.zzsite-journal` stands there during a build. It is the lock (held by the kernel, so that a
//! killed build leaves no stale one) and it names every file before it is written: a build that
//! was killed is known by the journal it left, and the next one takes its files over.
//!
//! `.zzsite-keys` holds what the files were made of: [`Writer::unchanged_since`] says of files
//! that are made of the same as in the last build that they stay, without anybody making them.
//!
//! `.zzsite-marks` tells zzsite's files without naming them, for when the manifest is lost.
//!
//! [`place`] writes single files outside a site by the same care.
//!
//! Never: following a symbolic link below the output folder, deleting or overwriting a file
//! that neither manifest nor journal names nor a mark tells, waiting for the disk (`fsync`): a power cut may cost
//! the site, which the next build makes again.

mod claims;
mod disk;
mod error;
mod folder;
mod guard;
mod journal;
mod kept;
mod manifest;
mod marks;
mod place;
mod precompress;
mod problems;
mod stale;
mod writer;

pub use error::OutputError;
pub use guard::Protected;
pub use place::{Folder, Placed, place};
pub use precompress::Packing;
pub use writer::{Options, Outcome, Report, Rest, Stale, Writer};

/// Whether `path` may name a file below the output folder: parts joined by `/`, none of them
/// empty, `.`, `..` or one of zzsite's own dot files, no backslash, colon or control character.
fn is_file_path(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != ".." && !part.starts_with(OWN_PREFIX))
        && !path.chars().any(|c| c.is_control() || c == '\\' || c == ':')
}

/// What the names of zzsite's own files in the output folder begin with.
const OWN_PREFIX: &str = ".zzsite-";

#[cfg(test)]
mod tests {
    use super::is_file_path;

    #[test]
    fn paths_stay_inside() {
        for good in ["index.html", "2023-01-02/01/a.html", ".well-known/x", "img/图.jpg", "a..b"] {
            assert!(is_file_path(good), "{good}");
        }
        for bad in
            ["", "/etc/passwd", "a//b", "../a", "a/../b", "a/.", "a/", "c:/x", "a\\b", ".zzsite-manifest", "a\nb"]
        {
            assert!(!is_file_path(bad), "{bad}");
        }
    }
}
