//! Chunks: the text of some hundred consecutive articles, in blocks of a few.
//!
//! A chunk ends after [`MAX`] articles or with the month, so that a correction moves no text
//! outside its own month. Its folder is named by its content: a chunk that does not change is
//! never written again, and a page opened before a new build never reads half of each. The chunk
//! that the archive ends with changes with every day; so it is parted once more ([`part`]).

use rayon::prelude::*;

use super::bits::Damaged;
use super::codec::{BLOCK, FIELD, RECORD, deflate, deflate_bytes, encode_into, inflate};
use super::directory::{self, Chunk};
use super::fold::fold;
use super::keys::{Key, keys_of};
use super::stop::Stop;
use super::variants::Variants;
use super::{Document, IssueDate};

/// Most articles in a chunk.
pub(crate) const MAX: usize = directory::FULL as usize;
/// Most articles in a chunk of those that the archive ends with, see [`part`].
const YOUNG: usize = 60;

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
        let is_control = |byte: u8| byte < b' ' && byte != b'\n';
        let clean = |text: &str| match text.bytes().any(is_control) {
            true => text.replace(|c: char| c < ' ' && c != '\n', " "),
            false => text.to_owned(),
        };
        Self {
            date: document.date,
            url: clean(document.url),
            title: clean(document.title),
            page: clean(document.page),
            kind: clean(document.kind),
            text: clean(document.text),
        }
    }

    /// The keys of the article with all their repeats, each with a bit that is set when it does not
    /// stand in the headline (`key << 1 | bit`).
    pub(crate) fn keys(&self, variants: &Variants) -> Vec<u64> {
        // A key for each character of three bytes, and one for each mark between them.
        let mut keys = Vec::with_capacity(self.text.len() / 2);
        keys_of(&fold(&self.title, variants), |key| keys.push(key.packed() << 1));
        keys_of(&fold(&self.text, variants), |key| keys.push(key.packed() << 1 | 1));
        keys
    }

    /// Hash of all that decides on the article's postings, except its number.
    pub(crate) fn content(&self, facets: &[Key], is_folded: bool) -> u64 {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[directory::VERSION, u8::from(is_folded)]);
        for key in facets {
            hasher.update(&key.packed().to_be_bytes());
        }
        hasher.update(self.title.as_bytes()).update(&[0]).update(self.text.as_bytes());
        let [a, b, c, d, e, f, g, h, ..] = *hasher.finalize().as_bytes();
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }

    /// Adds the article to a block.
    fn record(&self, block: &mut Vec<u8>) {
        let date = self.date.to_string().replace('-', "");
        let mark = |mark: char, block: &mut Vec<u8>| encode_into(mark.encode_utf8(&mut [0; 4]), block);
        if !block.is_empty() {
            mark(RECORD, block);
        }
        for part in [&self.url, &date, &self.page, &self.kind, &self.title] {
            encode_into(part, block);
            mark(FIELD, block);
        }
        encode_into(&self.text, block);
    }
}

/// Fingerprint of an article with its number.
pub(crate) fn fingerprint(number: u32, content: u64) -> u32 {
    let mut bytes = [0; 12];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes[4..].copy_from_slice(&content.to_be_bytes());
    directory::short(&blake3::hash(&bytes))
}

/// Path of a text block below the index folder.
pub(crate) fn block_path(chunk: u32, block: usize) -> String {
    format!("t/{chunk:05x}/{block}.bin")
}

/// Path of a chunk's addresses below the index folder.
pub(crate) fn urls_path(chunk: u32) -> String {
    format!("t/{chunk:05x}/u.bin")
}

/// Packs the articles of a chunk: its text blocks in order, and the addresses, one a line.
pub(crate) fn pack(articles: &[Kept], stop: &Stop) -> (Chunk, Vec<Vec<u8>>) {
    let mut files: Vec<Vec<u8>> = articles
        .par_chunks(BLOCK)
        .map(|block| {
            if stop.now() {
                return Vec::new();
            }
            let mut bytes = Vec::new();
            block.iter().for_each(|article| article.record(&mut bytes));
            deflate_bytes(&bytes)
        })
        .collect();
    let urls: Vec<&str> = articles.iter().map(|article| article.url.as_str()).collect();
    files.push(deflate(&urls.join("\n")));
    (named(articles.len(), &files), files)
}

/// Parts the chunk that the archive ends with, if it waits for more articles: the next day then
/// gives new names to a few of its files instead of all. The blocks stay as they are.
pub(crate) fn part(articles: u32, files: &[Vec<u8>]) -> Result<Vec<(Chunk, Vec<Vec<u8>>)>, Damaged> {
    let Some((urls, blocks)) = files.split_last() else { return Ok(Vec::new()) };
    if articles as usize >= MAX || articles as usize <= YOUNG {
        return Ok(vec![(named(articles as usize, files), files.to_vec())]);
    }
    let urls = inflate(urls)?;
    let urls: Vec<&str> = urls.split('\n').collect();
    let part = |(blocks, urls): (&[Vec<u8>], &[&str])| {
        let mut files = blocks.to_vec();
        files.push(deflate(&urls.join("\n")));
        (named(urls.len(), &files), files)
    };
    Ok(blocks.chunks(YOUNG / BLOCK).zip(urls.chunks(YOUNG)).map(part).collect())
}

/// A chunk that is named by its files.
fn named(articles: usize, files: &[Vec<u8>]) -> Chunk {
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(&(file.len() as u64).to_be_bytes()).update(file);
    }
    Chunk { articles: articles as u32, hash: Chunk::hash_of(directory::short(&hasher.finalize())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_that_waits_for_more_is_parted_and_keeps_its_blocks() {
        let files = |articles: usize| {
            let mut files: Vec<Vec<u8>> = (0..articles.div_ceil(BLOCK)).map(|i| vec![i as u8]).collect();
            let urls: Vec<String> = (0..articles).map(|i| format!("{i}.html")).collect();
            files.push(deflate(&urls.join("\n")));
            files
        };
        let sizes = |articles: usize| -> Vec<u32> {
            part(articles as u32, &files(articles)).unwrap().iter().map(|(chunk, _)| chunk.articles).collect()
        };
        assert_eq!(
            [sizes(60), sizes(61), sizes(183), sizes(MAX)],
            [vec![60], vec![60, 1], vec![60, 60, 60, 3], vec![240]]
        );
        let parts = part(183, &files(183)).unwrap();
        let blocks: Vec<u8> =
            parts.iter().flat_map(|(_, files)| &files[..files.len() - 1]).flatten().copied().collect();
        assert_eq!(blocks, (0..37).collect::<Vec<u8>>());
        assert_eq!(inflate(parts[3].1.last().unwrap()).unwrap(), "180.html\n181.html\n182.html");
    }
}
