//! Chunks: the text of some hundred consecutive articles, in blocks of four.
//!
//! A chunk ends after [`MAX`] articles or with the month, so that a correction moves no text
//! outside its own month. Its folder is named by its content: a chunk that does not change is
//! never written again, and a page opened before a new build never reads half of each.

use rayon::prelude::*;

use super::codec::{BLOCK, FIELD, RECORD, deflate};
use super::directory::{self, Chunk};
use super::fold::fold;
use super::keys::keys_of;
use super::runs::Zone;
use super::{Document, IssueDate};

/// Most articles in a chunk.
pub(crate) const MAX: usize = 512;
/// Units of the first paragraph that count as the lead.
const LEAD: usize = 160;

/// A document kept until its chunk is full.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) date: IssueDate,
    url: String,
    title: String,
    page: String,
    kind: String,
    text: String,
}

impl Kept {
    pub(crate) fn new(document: &Document<'_>) -> Self {
        // The separators of the text blocks never come from newsprint; a space keeps the
        // count of characters.
        let clean = |text: &str| text.replace(|c: char| c < ' ' && c != '\n', " ");
        Self {
            date: document.date,
            url: clean(document.url),
            title: clean(document.title).replace('\n', " "),
            page: clean(document.page),
            kind: clean(document.kind),
            text: clean(document.text),
        }
    }

    /// The distinct keys of the article with their best zone (`key << 2 | zone`), ascending.
    pub(crate) fn keys(&self) -> Vec<u64> {
        let mut keys = Vec::with_capacity(self.text.len() / 2);
        keys_of(&fold(&self.title), |key| keys.push(key.packed() << 2));
        let body = fold(&self.text);
        let lead = fold(self.text.lines().next().unwrap_or_default()).len().min(LEAD);
        let mut at = 0..;
        keys_of(&body, |key| {
            let zone: Zone = if at.next().is_some_and(|at: usize| at < lead) { 1 } else { 2 };
            keys.push(key.packed() << 2 | u64::from(zone));
        });
        keys.sort_unstable();
        keys.dedup_by_key(|key| *key >> 2);
        without_ends(&keys)
    }

    fn record(&self) -> String {
        let date = self.date.to_string().replace('-', "");
        let fields = [&self.url, &date, &self.page, &self.kind, &self.title, &self.text];
        fields.map(String::as_str).join(FIELD.encode_utf8(&mut [0; 4]))
    }
}

/// Drops the key of a unit at the end of a run where another key of the unit says as much: it
/// serves only the search of the unit alone. `keys` are distinct and ascending.
fn without_ends(keys: &[u64]) -> Vec<u64> {
    let mut kept = Vec::with_capacity(keys.len());
    for group in keys.chunk_by(|a, b| a >> 34 == b >> 34) {
        // The end has the smallest key of its group.
        let (end, others) = (group[0], &group[1..]);
        let is_spare = end >> 2 & 0xffff_ffff == 0 && others.iter().any(|key| key & 3 <= end & 3);
        kept.extend_from_slice(if is_spare { others } else { group });
    }
    kept
}

/// The files of a chunk, named below its folder.
pub(crate) struct Files {
    /// The text blocks in order.
    pub(crate) blocks: Vec<Vec<u8>>,
    /// The addresses, one a line.
    pub(crate) urls: Vec<u8>,
}

/// Path of a text block below the index folder.
pub(crate) fn block_path(chunk: u32, block: usize) -> String {
    format!("t/{}/{block}.bin", directory::name(chunk))
}

/// Path of a chunk's addresses below the index folder.
pub(crate) fn urls_path(chunk: u32) -> String {
    format!("t/{}/u.bin", directory::name(chunk))
}

/// Packs the articles of a chunk.
pub(crate) fn pack(articles: &[Kept]) -> (Chunk, Files) {
    let blocks: Vec<Vec<u8>> = articles
        .par_chunks(BLOCK)
        .map(|block| {
            let records: Vec<String> = block.iter().map(Kept::record).collect();
            deflate(&records.join(RECORD.encode_utf8(&mut [0; 4])))
        })
        .collect();
    let urls: Vec<&str> = articles.iter().map(|article| article.url.as_str()).collect();
    let files = Files { blocks, urls: deflate(&urls.join("\n")) };
    let mut hasher = blake3::Hasher::new();
    for file in files.blocks.iter().chain([&files.urls]) {
        hasher.update(&(file.len() as u64).to_be_bytes()).update(file);
    }
    (Chunk { articles: articles.len() as u32, hash: directory::short(&hasher.finalize()) }, files)
}
