//! The files a part leaves for the whole.
//!
//! Each is `ZZSP`, a byte with the version of the format, the record in the form of postcard,
//! and the first half of the BLAKE3 hash of all before it. The outlines in it are those of this program:
//! whoever changes [`Outline`] or what it is made of counts up [`FORMAT`], and a test holds
//! that.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::site::{Outline, PageNode, PlacedPicture, Route};

/// Version of the format.
pub const FORMAT: u8 = 3;

/// Where the files lie, below the root of the part.
pub const FOLDER: &str = "part/";

/// The file that names the others, below the root of the part.
pub const INDEX: &str = "part/index.bin";

const MAGIC: &[u8; 4] = b"ZZSP";

/// Bytes of the hash at the end.
const HASH: usize = 16;

/// The file of a year, below the root of the part.
pub fn year_path(year: i16) -> String {
    format!("part/{year:04}.bin")
}

/// What a part says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its address, with a slash at its end, if it knows it.
    pub base_url: Option<String>,
    /// Names of the districts that its outlines refer to by number.
    pub districts: Vec<String>,
    /// Its sitemaps.
    pub sitemaps: Vec<Route>,
    /// Its years, ascending.
    pub years: Vec<YearRecord>,
}

/// A year of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearRecord {
    /// The year.
    pub year: i16,
    /// The key of its file: another one there belongs to another build.
    pub key: u128,
}

/// The file of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// Hash of what it was made of.
    pub key: u128,
    /// Its issues by date.
    pub issues: Vec<IssueRecord>,
}

/// An issue of a part. Routes are below the root of the part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueRecord {
    /// What lists show of it.
    pub outline: Arc<Outline>,
    /// Its page.
    pub route: Route,
    /// Its newspaper pages, as many and in the same order as in the outline.
    pub pages: Vec<PageNode>,
    /// Pictures of its articles, by place in the issue.
    pub pictures: BTreeMap<usize, Vec<PlacedPicture>>,
}

/// Why a file of a part cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is of another version of the format.
    Version(u8),
    /// It is cut short, damaged, or no such file.
    Damaged,
}

impl Index {
    /// The bytes of [`INDEX`].
    pub fn write(&self) -> Vec<u8> {
        framed(self)
    }

    /// Reads [`INDEX`].
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        unframed(bytes)
    }
}

impl Year {
    /// The bytes of the file of a year.
    pub fn write(&self) -> Vec<u8> {
        framed(self)
    }

    /// Reads the file of a year.
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        unframed(bytes)
    }
}

fn framed<T: Serialize>(record: &T) -> Vec<u8> {
    let mut bytes = [MAGIC.as_slice(), &[FORMAT]].concat();
    // Plain data always has this form.
    bytes.extend(postcard::to_stdvec(record).unwrap_or_default());
    let hash = hash(&bytes);
    bytes.extend_from_slice(&hash);
    bytes
}

fn unframed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let body = bytes.strip_prefix(MAGIC.as_slice()).ok_or(Unreadable::Damaged)?;
    match body.first() {
        Some(&FORMAT) => {}
        Some(&other) => return Err(Unreadable::Version(other)),
        None => return Err(Unreadable::Damaged),
    }
    let (content, hash) = bytes.split_last_chunk::<HASH>().ok_or(Unreadable::Damaged)?;
    let record = content.get(MAGIC.len() + 1..).filter(|_| self::hash(content) == *hash);
    postcard::from_bytes(record.ok_or(Unreadable::Damaged)?).map_err(|_| Unreadable::Damaged)
}

fn hash(bytes: &[u8]) -> [u8; HASH] {
    let mut half = [0; HASH];
    half.copy_from_slice(&blake3::hash(bytes).as_bytes()[..HASH]);
    half
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        press::{Credit, Folio, IssueDate, Kind, PageEntry, Part, Slug},
        site::{Entry, PageOutline, Section, Shared, Signed, Words},
    };

    /// An issue with something in every field.
    fn full() -> IssueRecord {
        let date = IssueDate::new(1951, 3, 2).unwrap();
        let route = |path: &str| Route::parse(path).unwrap();
        let name = |name: &str| Some(Shared::new(&name));
        let picture = PlacedPicture { name: "a.jpg".into(), route: route("1951-03-02/01.jpg"), size: Some((3, 4)) };
        let entry = Entry {
            route: route("1951-03-02/01/a.html"),
            date,
            page: Folio::number(1),
            position: 1,
            kind: Kind::Poem,
            words: Words::new("题", Some("引"), Some("副"), "首句"),
            column: name("栏"),
            section: name("版"),
            signed: Shared::new(&Signed {
                byline: vec![Credit { role: "记者".into(), name: "甲".into() }],
                authors: vec!["甲".into()],
                reporters: vec!["甲".into()],
            }),
            districts: Shared::new(&["某县"].as_slice()),
            sections: [Section { district: 0, id: Slug::parse("s1").unwrap(), text: "节".into() }]
                .into_iter()
                .collect(),
            continued_on: Some(Folio::number(2)),
            length: 5,
            // Numbers as long as they may be, so that the test sees how long that is.
            hash: u64::MAX - 6,
            whole: u64::MAX - 7,
        };
        let page = PageOutline {
            folio: Folio::number(1),
            section: Some("版".into()),
            source: Some("1951-03-02/01.txt".into()),
            entries: vec![PageEntry { article: 0, part: Part::Begins }],
        };
        IssueRecord {
            outline: Arc::new(Outline {
                date,
                date_inferred: true,
                pages: vec![page],
                articles: vec![Arc::new(entry)],
                hash: u128::MAX - 8,
            }),
            route: route("1951-03-02/index.html"),
            pages: vec![PageNode {
                route: route("1951-03-02/01/index.html"),
                facsimile: Some(Box::new(picture.clone())),
                named: Vec::new(),
                raw: Some(route("1951-03-02/01.txt")),
            }],
            pictures: BTreeMap::from([(0, vec![picture])]),
        }
    }

    #[test]
    fn another_form_has_another_number() {
        let year = Year { key: u128::MAX - 9, issues: vec![full()] };
        let index = Index {
            base_url: Some("https://example.org/".into()),
            districts: vec!["某县".into()],
            sitemaps: vec![Route::parse("sitemap.xml").unwrap()],
            years: vec![YearRecord { year: 1951, key: 9 }],
        };
        assert_eq!((Year::read(&year.write()), Index::read(&index.write())), (Ok(year.clone()), Ok(index.clone())));
        let form = blake3::hash(&[year.write(), index.write()].concat()).to_hex();
        assert_eq!((FORMAT, &form[..16]), (3, "fdb4bafcd9605958"), "the form has changed: count up FORMAT");
    }
}
