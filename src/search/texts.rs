//! The articles of an index, one after the other as they went in: for whoever puts indexes
//! together.

use std::{collections::VecDeque, io};

use super::codec::{BLOCK, FIELD, RECORD, inflate};
use super::directory::{self, Directory};
use super::{SearchError, bits::Damaged, bits::unsealed, chunk};

/// An article as its index keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextOf {
    /// Address relative to the root of the index's site.
    pub url: String,
    /// Kicker, title and deck.
    pub title: String,
    /// The body.
    pub text: String,
}

/// Reads the articles of an index in their order, a block at a time.
pub struct Texts<F> {
    fetch: F,
    directory: Directory,
    /// Chunk and block to be read next.
    next: (usize, usize),
    ready: VecDeque<TextOf>,
}

impl<F: Fn(&str) -> io::Result<Vec<u8>>> Texts<F> {
    /// Opens an index; `fetch` reads a file by its path below the index folder (`search/`).
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn open(fetch: F) -> Result<Self, SearchError> {
        let path = directory::PATH;
        let file = fetch(path).map_err(|source| SearchError::Read { path: path.to_owned(), source })?;
        let directory = Directory::read(&file).map_err(|Damaged| SearchError::Damaged { path: path.to_owned() })?;
        Ok(Self { fetch, directory, next: (0, 0), ready: VecDeque::new() })
    }

    /// Names the build of the index.
    pub fn build(&self) -> [u8; 8] {
        self.directory.build
    }

    fn read_block(&mut self) -> Result<(), SearchError> {
        let Some(chunk) = self.directory.chunks.get(self.next.0) else { return Ok(()) };
        let path = chunk::block_path(chunk.hash, self.next.1);
        let file = (self.fetch)(&path).map_err(|source| SearchError::Read { path: path.clone(), source })?;
        let damaged = |Damaged| SearchError::Damaged { path: path.clone() };
        let block = unsealed(&path, &file).and_then(inflate).map_err(damaged)?;
        for record in block.split(RECORD) {
            let fields: Vec<&str> = record.split(FIELD).collect();
            let &[url, _, _, _, title, text] = fields.as_slice() else { return Err(damaged(Damaged)) };
            let [url, title, text] = [url, title, text].map(str::to_owned);
            self.ready.push_back(TextOf { url, title, text });
        }
        let last = (self.next.1 + 1) * BLOCK >= chunk.articles as usize;
        self.next = if last { (self.next.0 + 1, 0) } else { (self.next.0, self.next.1 + 1) };
        Ok(())
    }
}

impl<F: Fn(&str) -> io::Result<Vec<u8>>> Iterator for Texts<F> {
    type Item = Result<TextOf, SearchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && let Err(error) = self.read_block()
        {
            return Some(Err(error));
        }
        self.ready.pop_front().map(Ok)
    }
}
