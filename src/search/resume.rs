//! Building on what earlier builds left on the [shelf](super::shelf): stretches of articles that
//! have not changed are taken up without being read. The index is the same, byte for byte.

use std::io;

use super::build::{IndexBuilder, Stored};
use super::directory::{self, Chunk};
use super::runs::Run;
use super::shelf::{ShelvedChunk, ShelvedRun, Stretch};
use super::{Document, chunk};

/// A stretch that is being added article by article: its name on the shelf, and how many
/// articles, runs and chunks there were before it.
#[derive(Debug)]
pub(super) struct Open {
    name: String,
    before: (usize, usize, usize),
}

impl IndexBuilder {
    /// Begins a stretch of articles, see [`super::stretches`]. `key` is a hash of their texts,
    /// and the documents tell the rest; title and text of them are not looked at. Gives whether
    /// all of them have been taken up from the shelf; otherwise they are to be added one by one.
    /// Without a key nothing is known of the texts before they are read.
    ///
    /// # Errors
    /// When the scratch files cannot be read or written, when a date is before the last one, or when
    /// the builder is to give up.
    pub fn stretch(&mut self, key: Option<u128>, documents: &[Document<'_>]) -> io::Result<bool> {
        self.close_stretch()?;
        let (Some(shelf), Some(key)) = (&mut self.shelf, key) else { return Ok(false) };
        let mut facets = self.facets.clone();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[directory::VERSION, u8::from(self.variants.is_some())]).update(&key.to_be_bytes());
        for document in documents {
            for field in [document.url, &document.date.to_string(), document.page, document.kind] {
                hasher.update(field.as_bytes()).update(&[0]);
            }
            for key in facets.add(document) {
                hasher.update(&key.packed().to_be_bytes());
            }
        }
        let name = hasher.finalize().to_hex()[..32].to_owned();
        self.stop.check()?;
        if let Some(stretch) = shelf.take(&name).filter(|stretch| stretch.contents.len() == documents.len()) {
            for document in documents {
                self.follows(document.date)?;
            }
            self.facets = facets;
            self.resume(&stretch)?;
            return Ok(true);
        }
        self.open = Some(Open { name, before: (self.contents.len(), self.runs.len(), self.chunks.len()) });
        Ok(false)
    }

    /// Takes up what was on the shelf.
    fn resume(&mut self, stretch: &Stretch) -> io::Result<()> {
        let mut rest = stretch.bytes.as_slice();
        let mut next = |length: usize| {
            let (bytes, after) = rest.split_at_checked(length).ok_or(io::ErrorKind::UnexpectedEof)?;
            rest = after;
            Ok::<_, io::Error>(bytes)
        };
        for run in &stretch.runs {
            let bytes = next(run.groups.iter().map(|&(_, length)| length as usize).sum())?;
            self.stop.check()?;
            let articles = self.run_start..self.run_start + run.articles;
            self.run_start = articles.end;
            self.runs.push(Run::restore(&run.groups, bytes, articles, &mut self.run_spill)?);
        }
        for shelved in &stretch.chunks {
            let bytes = next(shelved.files.iter().map(|&length| length as usize).sum())?;
            let files: Vec<usize> = shelved.files.iter().map(|&length| length as usize).collect();
            self.store_chunk(Chunk { articles: shelved.articles, hash: shelved.hash }, files, bytes)?;
        }
        for &content in &stretch.contents {
            self.count(content);
            self.articles += 1;
        }
        Ok(())
    }

    /// Counts an article in: the hash of its content, and the sum of fingerprints up to it.
    pub(super) fn count(&mut self, content: u64) {
        let fingerprint = chunk::fingerprint(self.contents.len() as u32, content);
        self.sums.push(self.sums.last().copied().unwrap_or(0).wrapping_add(fingerprint));
        self.contents.push(content);
    }

    /// Ends the stretch that is open and puts it on the shelf.
    pub(super) fn close_stretch(&mut self) -> io::Result<()> {
        self.close_chunk()?;
        self.store_run()?;
        self.stop.check()?;
        let (Some(open), Some(shelf)) = (self.open.take(), &self.shelf) else { return Ok(()) };
        let (articles, runs, chunks) = open.before;
        let mut stretch = Stretch { contents: self.contents[articles..].to_vec(), ..Stretch::default() };
        let postings: usize = self.runs[runs..].iter().map(Run::length).sum();
        let texts: usize = self.chunks[chunks..].iter().flat_map(|stored| &stored.files).sum();
        stretch.bytes.reserve_exact(postings + texts);
        for run in &self.runs[runs..] {
            run.segments(&mut self.run_spill, &mut stretch.bytes)?;
            let groups = run.lengths();
            stretch.runs.push(ShelvedRun { articles: run.articles.end - run.articles.start, groups });
        }
        for Stored { chunk, hash, start, files } in &self.chunks[chunks..] {
            self.text_spill.read_into(*start, files.iter().sum(), &mut stretch.bytes)?;
            let files = files.iter().map(|&length| length as u32).collect();
            stretch.chunks.push(ShelvedChunk { articles: chunk.articles, hash: *hash, files });
        }
        shelf.put(&open.name, &stretch, &self.stop);
        self.stop.check()
    }
}
