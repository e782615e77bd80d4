//! Building: articles in date order in, the files of the index out.
//!
//! 1. Articles gather until their [`chunk`] is full; then its text is packed and the keys of
//!    its articles are extracted, both on all threads.
//! 2. Postings gather until they fill a [`Run`]; it is sorted and put aside.
//! 3. When all articles are in, the tiers are settled, the runs of each are merged into
//!    [`shards`], and everything is handed out.
//!
//! **Tiers.** A new day must not rewrite the index of an archive. Articles are put in groups:
//! a group ends with the day on which it reaches [`GROUP`] articles. The last group is the
//! youngest tier, the only one a new day changes; complete groups form the tier before it, and
//! every [`LEVEL`] of them leave it for the oldest. So there are three tiers at most, a day
//! that completes a group rewrites the middle one, and nothing depends on clock or calendar.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::chunk::{self, Files, Kept};
use super::codec::deflate;
use super::directory::{self, Chunk, Directory, Tier};
use super::facets::{self, Collector};
use super::keys::Key;
use super::runs::{MAX_ARTICLES, Run, posting};
use super::spill::Spill;
use super::variants::{self, Variants};
use super::{Document, IssueDate, bits, shards};

/// Articles at which a group ends with the day.
pub(crate) const GROUP: u32 = 1024;
/// Groups that move to the oldest tier together.
pub(crate) const LEVEL: usize = 128;
/// Postings at which a run is put aside when a group ends.
const RUN: usize = 1_500_000;
/// Postings at which a run is put aside wherever it stands.
const FULL: usize = 4_000_000;

/// What the builder needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder for scratch files of large archives; they are removed when the builder is.
    pub scratch: PathBuf,
    /// Whether traditional characters are searched as their simplified forms.
    pub fold_variants: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { scratch: std::env::temp_dir(), fold_variants: false }
    }
}

/// The text files of a chunk in the scratch store.
struct Stored {
    chunk: Chunk,
    start: u64,
    blocks: Vec<usize>,
    urls: usize,
}

/// Builds the index. Articles must come in date order; those of one date in the order in
/// which they are to be listed. Memory stays bounded, and the files are the same for any
/// number of threads.
pub struct IndexBuilder {
    facets: Collector,
    variants: Option<Variants>,
    waiting: Vec<(Kept, Vec<Key>)>,
    articles: u32,
    last: Option<IssueDate>,
    /// First article of each group.
    groups: Vec<u32>,
    postings: Vec<u64>,
    /// First article of the run that is gathering, and where its youngest group begins in it.
    run_start: u32,
    group_start: (u32, usize),
    runs: Vec<Run>,
    chunks: Vec<Stored>,
    run_spill: Spill,
    text_spill: Spill,
}

impl IndexBuilder {
    /// An empty index.
    pub fn new(options: &Options) -> Self {
        Self {
            facets: Collector::default(),
            variants: options.fold_variants.then(Variants::known),
            waiting: Vec::new(),
            articles: 0,
            last: None,
            groups: Vec::new(),
            postings: Vec::new(),
            run_start: 0,
            group_start: (0, 0),
            runs: Vec::new(),
            chunks: Vec::new(),
            run_spill: Spill::new(&options.scratch),
            text_spill: Spill::new(&options.scratch),
        }
    }

    /// Adds the next article.
    ///
    /// # Errors
    /// When the scratch file cannot be written, or when the date is before the last one.
    pub fn add(&mut self, document: &Document<'_>) -> io::Result<()> {
        if self.last.is_some_and(|last| document.date < last) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "articles must be added in date order"));
        }
        let new_day = self.last != Some(document.date);
        let new_month =
            self.last.is_none_or(|last| (last.year(), last.month()) != (document.date.year(), document.date.month()));
        if new_month || self.waiting.len() >= chunk::MAX {
            self.close_chunk()?;
        }
        let number = self.articles + self.waiting.len() as u32;
        if self.groups.last().is_none_or(|&start| new_day && number - start >= GROUP) {
            self.groups.push(number);
        }
        let facets = self.facets.add(document);
        self.waiting.push((Kept::new(document), facets));
        self.last = Some(document.date);
        Ok(())
    }

    /// Packs the text of the waiting articles and takes up their postings.
    fn close_chunk(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let (articles, facets): (Vec<Kept>, Vec<Vec<Key>>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        let none = Variants::default();
        let variants = self.variants.as_ref().unwrap_or(&none);
        let ((chunk, files), keys) = rayon::join(
            || chunk::pack(&articles),
            || articles.par_iter().map(|article| article.keys(variants)).collect::<Vec<_>>(),
        );
        self.store_chunk(chunk, &files)?;
        for (keys, facets) in keys.into_iter().zip(facets) {
            self.take_up(&keys, &facets)?;
        }
        Ok(())
    }

    fn store_chunk(&mut self, mut chunk: Chunk, files: &Files) -> io::Result<()> {
        // Two chunks of one name would overwrite each other: one in millions, but not never.
        while self.chunks.iter().any(|stored| stored.chunk.hash == chunk.hash) {
            chunk.hash = chunk.hash.wrapping_add(1);
        }
        let bytes: Vec<u8> = files.blocks.iter().chain([&files.urls]).flatten().copied().collect();
        let start = self.text_spill.append(&bytes)?;
        let blocks = files.blocks.iter().map(Vec::len).collect();
        self.chunks.push(Stored { chunk, start, blocks, urls: files.urls.len() });
        Ok(())
    }

    fn take_up(&mut self, keys: &[u64], facets: &[Key]) -> io::Result<()> {
        let number = self.articles;
        if let Ok(group) = self.groups.binary_search(&number) {
            // No run may reach over the end of the oldest tier.
            if self.postings.len() >= RUN || group % LEVEL == 0 {
                self.store_run(number, self.postings.len())?;
            }
            self.group_start = (number, self.postings.len());
        } else if self.postings.len() >= FULL || number - self.run_start >= MAX_ARTICLES {
            self.store_all()?;
        }
        let local = number - self.run_start;
        self.postings.extend(keys.iter().map(|key| posting(key >> 1, local, key & 1)));
        self.postings.extend(facets.iter().map(|key| posting(key.packed(), local, 1)));
        self.articles += 1;
        Ok(())
    }

    /// Puts aside all postings, as two runs when the youngest group begins within them: the
    /// one before it belongs to another tier.
    fn store_all(&mut self) -> io::Result<()> {
        let (number, at) = self.group_start;
        if number > self.run_start {
            self.store_run(number, at)?;
        }
        self.store_run(self.articles, self.postings.len())
    }

    /// Puts aside the first `count` postings, which are those of the articles before `end`.
    fn store_run(&mut self, end: u32, count: usize) -> io::Result<()> {
        if end == self.run_start {
            return Ok(());
        }
        let shift = u64::from(end - self.run_start) << 1;
        let later = self.postings.split_off(count).into_iter().map(|posting| posting - shift).collect();
        let postings = std::mem::replace(&mut self.postings, later);
        self.runs.push(Run::store(postings, self.run_start..end, &mut self.run_spill)?);
        self.run_start = end;
        self.group_start = (self.group_start.0.max(end), self.group_start.1.saturating_sub(count));
        Ok(())
    }

    /// Finishes the index and hands out its files: path below the site's root, and bytes.
    ///
    /// # Errors
    /// When the scratch files cannot be read or written.
    pub fn finish(mut self, emit: &mut dyn FnMut(&str, Vec<u8>)) -> io::Result<Summary> {
        self.close_chunk()?;
        self.store_all()?;
        let mut directory = Directory::default();
        let mut summary = Summary { articles: self.articles, ..Summary::default() };
        let mut out = |path: &str, content: Vec<u8>, size: &mut u64| {
            let file = bits::sealed(path, content);
            *size += file.len() as u64;
            summary.files += 1;
            emit(&format!("search/{path}"), file);
        };
        for stored in &self.chunks {
            let mut at = stored.start;
            let hash = stored.chunk.hash;
            for (i, &length) in stored.blocks.iter().enumerate() {
                out(&chunk::block_path(hash, i), self.text_spill.read(at, length)?, &mut summary.text_bytes);
                at += length as u64;
            }
            out(&chunk::urls_path(hash), self.text_spill.read(at, stored.urls)?, &mut summary.text_bytes);
            directory.chunks.push(stored.chunk.clone());
        }
        let mut runs = self.runs.as_slice();
        for (start, end) in tiers(&self.groups, self.articles) {
            let count = runs.partition_point(|run| run.articles.end <= end);
            let (of_tier, later) = runs.split_at(count);
            runs = later;
            let hash = tier_hash(of_tier, end - start);
            let layout = shards::pack(of_tier, start, end - start, &mut self.run_spill, &mut |path, content| {
                out(&format!("k/{}/{path}", directory::name(hash)), content, &mut summary.key_bytes);
            })?;
            directory.tiers.push(Tier { articles: end - start, hash, layout });
        }
        // Plain data of strings and numbers always has a JSON form.
        let json = serde_json::to_string(&self.facets.finish()).map_err(io::Error::other)?;
        directory.facets = directory::short(&blake3::hash(json.as_bytes()));
        out(&facets::path(directory.facets), deflate(&json), &mut summary.key_bytes);
        if self.variants.is_some() {
            let units: BTreeSet<u16> = self.runs.iter().flat_map(Run::groups).collect();
            let pairs = variants::pairs_of(&units);
            let hash = directory::short(&blake3::hash(pairs.as_bytes()));
            directory.variants = Some(hash);
            out(&directory::variants_path(hash), deflate(&pairs), &mut summary.key_bytes);
        }
        let (file, build) = directory.write();
        summary.key_bytes += file.len() as u64;
        summary.files += 1;
        emit(&format!("search/{}", directory::PATH), file);
        summary.build = build.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(summary)
    }
}

/// What was built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Number of articles.
    pub articles: u32,
    /// Number of files.
    pub files: usize,
    /// Bytes of directory, facets and shards: what finds an article.
    pub key_bytes: u64,
    /// Bytes of text blocks and addresses: what shows and checks it.
    pub text_bytes: u64,
    /// The build the directory names, in hexadecimal.
    pub build: String,
}

/// First and one past the last article of each tier, oldest first.
fn tiers(groups: &[u32], articles: u32) -> Vec<(u32, u32)> {
    let complete = groups.len().saturating_sub(1);
    let cuts = [0, complete / LEVEL * LEVEL, complete];
    let mut starts: Vec<u32> = cuts.iter().filter_map(|&group| groups.get(group).copied()).collect();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([articles]);
    starts.iter().copied().zip(ends).filter(|(start, end)| start < end).collect()
}

fn tier_hash(runs: &[Run], size: u32) -> u32 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[directory::VERSION]).update(&size.to_be_bytes());
    for run in runs {
        hasher.update(&run.articles.start.to_be_bytes()).update(run.hash.as_bytes());
    }
    directory::short(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_of_small_and_large_archives() {
        assert_eq!(tiers(&[], 0), []);
        assert_eq!(tiers(&[0], 1500), [(0, 1500)]);
        assert_eq!(tiers(&[0, 1024, 2050], 2060), [(0, 2050), (2050, 2060)]);
        let groups: Vec<u32> = (0..300).map(|i| i * 1030).collect();
        assert_eq!(tiers(&groups, 300_000 + 9000), [(0, 256 * 1030), (256 * 1030, 299 * 1030), (299 * 1030, 309_000)]);
    }
}
