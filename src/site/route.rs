//! Routes: where a file of the site lies, and how one page points at another.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::press::Slug;

/// A file of the site as a path below its root: `2023-01-02/01/slug.html`. No leading slash,
/// no `..`, ASCII only, so that the same folder works on every host, under any path and from
/// a disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Box<str>);

impl Route {
    /// Checks a path below the root of the site.
    pub fn parse(path: &str) -> Option<Self> {
        // A build of few changes reads one for each article.
        const ALLOWED: [bool; 256] = {
            let (mut allowed, mut byte) = ([false; 256], 0);
            while byte < 256 {
                allowed[byte] = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'_' | b'.' | b'/');
                byte += 1;
            }
            allowed
        };
        let bytes = path.as_bytes();
        let good = bytes.iter().fold(true, |good, byte| good & ALLOWED[usize::from(*byte)])
            && bytes.split(|byte| *byte == b'/').all(|part| !matches!(part, b"" | b"." | b".."));
        good.then(|| Self(path.into()))
    }

    /// A route made of parts that are identities already (dates, folios, slugs).
    pub(crate) fn made(path: String) -> Self {
        debug_assert!(Self::parse(&path).is_some(), "bad route {path}");
        Self(path.into())
    }

    /// The same file where its site is a folder of a larger one.
    pub(crate) fn below(&self, folder: &Slug) -> Self {
        Self::made(format!("{folder}/{}", self.0))
    }

    /// The path below the root.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What leads from this file back to the root: nothing at the root, `../` once for every
    /// folder above it.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The link from one file to another, always relative and always naming a file.
    pub fn relative(from: &Self, to: &Self) -> String {
        let same = from.0.bytes().zip(to.0.bytes()).take_while(|(a, b)| a == b).count();
        // The folders that both lie in.
        let shared = from.0.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        "../".repeat(from.0[shared..].matches('/').count()) + &to.0[shared..]
    }

    /// The file without its ending, the folder when it is a folder's `index.html`: what files
    /// that belong to it are named after.
    pub(crate) fn stem(&self) -> &str {
        self.0.strip_suffix("/index.html").or_else(|| self.0.strip_suffix(".html")).unwrap_or(&self.0)
    }

    /// The public address of the file below the root: a folder stands for its `index.html`.
    pub fn address(&self) -> &str {
        Self::address_of(&self.0)
    }

    /// The same of a path.
    pub(crate) fn address_of(path: &str) -> &str {
        match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => path,
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Route {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(<&str>::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("no route"))
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    fn link(from: &str, to: &str) -> String {
        Route::relative(&Route::parse(from).unwrap(), &Route::parse(to).unwrap())
    }

    #[test]
    fn links_are_relative_and_name_a_file() {
        assert_eq!(link("index.html", "2023-01-02/index.html"), "2023-01-02/index.html");
        assert_eq!(link("2023-01-02/01/a.html", "index.html"), "../../index.html");
        assert_eq!(link("2023-01-02/01/a.html", "2023-01-02/01/b.html"), "b.html");
        assert_eq!(link("2023-01-02/01/a.html", "2023-01-02/01/a.html"), "a.html");
        assert_eq!(link("2023-01-02/01/a.html", "2023-01-02/index.html"), "../index.html");
        assert_eq!(link("2023/index.html", "2023-01/index.html"), "../2023-01/index.html");
    }

    #[test]
    fn addresses_hide_index_files() {
        let address = |path: &str| Route::parse(path).unwrap().address().to_owned();
        assert_eq!(address("index.html"), "");
        assert_eq!(address("2023-01-02/index.html"), "2023-01-02/");
        assert_eq!(address("2023-01-02/01/reindex.html"), "2023-01-02/01/reindex.html");
    }

    #[test]
    fn hostile_paths_are_no_routes() {
        for bad in ["", "/", "/a", "a/", "a//b", "../a", "a/../b", "a b", "日/a", "a\\b", "a?b", "."] {
            assert!(Route::parse(bad).is_none(), "{bad}");
        }
    }
}
