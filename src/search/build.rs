//! Building: articles in date order in, the files of the index out.
//!
//! 1. Articles gather until their [`chunk`] is full; then its text is packed and the keys of
//!    its articles are extracted, both on all threads.
//! 2. Postings gather until they fill a [`Run`]; it is sorted and put aside.
//! 3. When all articles are in, the runs are merged into [`shards`]: a tier of leaves that take
//!    up new articles in turns ([`schedule`]), and the youngest tier, which has the rest.
//!
//! So a new day changes little of a large index, and nothing depends on clock or calendar.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::chunk::{self, Kept};
use super::codec::deflate;
use super::directory::{self, Chunk, Directory, Tier};
use super::facets::{self, Collector};
use super::keys::Key;
use super::resume::Open;
use super::runs::{MAX_ARTICLES, Run, posting};
use super::shards::{self, Plan, Raw, Tiered};
use super::shelf::Shelf;
use super::spill::Spill;
use super::stop::Stop;
use super::variants::{self, Variants};
use super::{Document, IssueDate, bits, schedule, script};

/// Added to the fingerprint of the youngest tier.
const YOUNGEST: u32 = 0x5bd1_e995;
/// Postings at which a run is put aside.
const FULL: usize = 2_500_000;

/// What the builder needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder for scratch files of large archives; they are removed when the builder is.
    pub scratch: PathBuf,
    /// Folder of what a build leaves for the next one, if it is to leave something.
    pub shelf: Option<PathBuf>,
    /// Whether traditional characters are searched as their simplified forms.
    pub fold_variants: bool,
    /// Once it is set the builder gives up: what is asked of it next fails, soon and as
    /// [`is_given_up`](super::is_given_up) tells.
    pub stop: Option<Arc<AtomicBool>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { scratch: std::env::temp_dir(), shelf: None, fold_variants: false, stop: None }
    }
}

/// The text files of a chunk in the scratch store.
pub(super) struct Stored {
    pub(super) chunk: Chunk,
    /// What its name would be if no other chunk had it.
    pub(super) hash: u32,
    pub(super) start: u64,
    /// Lengths of its blocks, and of its addresses behind them.
    pub(super) files: Vec<usize>,
}

/// Builds the index. Articles must come in date order; those of one date in the order in
/// which they are to be listed. Memory stays bounded, and the files are the same for any
/// number of threads.
pub struct IndexBuilder {
    pub(super) facets: Collector,
    pub(super) variants: Option<Variants>,
    waiting: Vec<(Kept, Vec<Key>)>,
    pub(super) articles: u32,
    last: Option<IssueDate>,
    /// Of each article the hash of its content.
    pub(super) contents: Vec<u64>,
    /// Sums of the articles' fingerprints, up to each of them.
    pub(super) sums: Vec<u32>,
    postings: Vec<u64>,
    /// Where they are sorted: memory that is used again need not be cleared.
    room: Vec<u64>,
    /// First article of the run that is gathering.
    pub(super) run_start: u32,
    pub(super) runs: Vec<Run>,
    pub(super) chunks: Vec<Stored>,
    /// The names of their folders.
    names: BTreeSet<u32>,
    pub(super) run_spill: Spill,
    pub(super) text_spill: Spill,
    pub(super) shelf: Option<Shelf>,
    /// The stretch to be put on the shelf when it ends.
    pub(super) open: Option<Open>,
    pub(super) stop: Stop,
}

impl IndexBuilder {
    /// An empty index.
    pub fn new(options: &Options) -> Self {
        let stop = Stop::new(options.stop.clone());
        Self {
            facets: Collector::default(),
            variants: options.fold_variants.then(Variants::known),
            waiting: Vec::new(),
            articles: 0,
            last: None,
            contents: Vec::new(),
            sums: vec![0],
            postings: Vec::new(),
            room: Vec::new(),
            run_start: 0,
            runs: Vec::new(),
            chunks: Vec::new(),
            names: BTreeSet::new(),
            run_spill: Spill::new(&options.scratch, &stop),
            text_spill: Spill::new(&options.scratch, &stop),
            shelf: options.shelf.as_deref().map(Shelf::new),
            open: None,
            stop,
        }
    }

    /// Adds the next article.
    ///
    /// # Errors
    /// When the scratch file cannot be written, when the date is before the last one, or when the
    /// builder is to give up.
    pub fn add(&mut self, document: &Document<'_>) -> io::Result<()> {
        if self.follows(document.date)? || self.waiting.len() >= chunk::MAX {
            self.close_chunk()?;
        }
        let facets = self.facets.add(document);
        self.waiting.push((Kept::new(document), facets));
        Ok(())
    }

    /// Whether an article of this date is the first of its month.
    pub(super) fn follows(&mut self, date: IssueDate) -> io::Result<bool> {
        if self.last.is_some_and(|last| date < last) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "articles must be added in date order"));
        }
        let before = self.last.replace(date);
        Ok(before.is_none_or(|before| (before.year(), before.month()) != (date.year(), date.month())))
    }

    /// Packs the text of the waiting articles and takes up their postings.
    pub(super) fn close_chunk(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let (articles, facets): (Vec<Kept>, Vec<Vec<Key>>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        let (none, is_folded) = (Variants::default(), self.variants.is_some());
        let variants = self.variants.as_ref().unwrap_or(&none);
        let stop = &self.stop;
        let extract = |(article, facets): (&Kept, &Vec<Key>)| match stop.now() {
            true => Default::default(),
            false => (article.keys(variants), article.content(facets, is_folded)),
        };
        let ((chunk, files), keys) = rayon::join(
            || chunk::pack(&articles, stop),
            || articles.par_iter().zip(&facets).map(extract).collect::<Vec<_>>(),
        );
        stop.check()?;
        self.store_chunk(chunk, files.iter().map(Vec::len).collect(), &files.concat())?;
        for ((keys, content), facets) in keys.into_iter().zip(facets) {
            self.count(content);
            self.take_up(&keys, &facets)?;
        }
        Ok(())
    }

    /// Puts the text files of a chunk aside: their lengths, and they one behind the other.
    pub(super) fn store_chunk(&mut self, chunk: Chunk, files: Vec<usize>, bytes: &[u8]) -> io::Result<()> {
        let Chunk { articles, hash } = chunk;
        // Two chunks of one name would overwrite each other: rare, but in large archives not never.
        let mut name = hash;
        while !self.names.insert(name) {
            name = Chunk::hash_of(name + 1);
        }
        let start = self.text_spill.append(bytes)?;
        self.chunks.push(Stored { chunk: Chunk { articles, hash: name }, hash, start, files });
        Ok(())
    }

    /// Parts the last chunk. What is on the shelf has it whole, for it may not stay the last.
    fn part_youngest_chunk(&mut self) -> io::Result<()> {
        let Some(Stored { chunk, start, files, .. }) = self.chunks.pop() else { return Ok(()) };
        self.names.remove(&chunk.hash);
        let mut at = start;
        let mut read = |length: &usize| {
            at += *length as u64;
            self.text_spill.read(at - *length as u64, *length)
        };
        let files = files.iter().map(&mut read).collect::<io::Result<Vec<_>>>()?;
        for (chunk, files) in chunk::part(chunk.articles, &files).map_err(shards::damaged)? {
            self.store_chunk(chunk, files.iter().map(Vec::len).collect(), &files.concat())?;
        }
        Ok(())
    }

    fn take_up(&mut self, keys: &[u64], facets: &[Key]) -> io::Result<()> {
        if self.postings.len() >= FULL || self.articles - self.run_start >= MAX_ARTICLES {
            self.store_run()?;
        }
        let local = self.articles - self.run_start;
        self.postings.extend(keys.iter().map(|key| posting(key >> 1, local, key & 1)));
        self.postings.extend(facets.iter().map(|key| posting(key.packed(), local, 1)));
        self.articles += 1;
        Ok(())
    }

    /// Puts the postings aside.
    pub(super) fn store_run(&mut self) -> io::Result<()> {
        let articles = self.run_start..self.articles;
        if articles.is_empty() {
            return Ok(());
        }
        self.runs.push(Run::store(&self.postings, articles, &mut self.room, &mut self.run_spill, &self.stop)?);
        self.postings.clear();
        self.run_start = self.articles;
        Ok(())
    }

    /// Finishes the index and hands out its files: path below the site's root, and bytes.
    ///
    /// # Errors
    /// When the scratch files cannot be read or written, or when the builder is to give up. Files
    /// that were handed out before are whole, and no directory names them.
    pub fn finish(mut self, emit: &mut dyn FnMut(&str, Vec<u8>)) -> io::Result<Summary> {
        self.close_stretch()?;
        self.part_youngest_chunk()?;
        (self.postings, self.room) = (Vec::new(), Vec::new());
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
            for (i, &length) in stored.files.iter().enumerate() {
                self.stop.check()?;
                let is_block = i + 1 < stored.files.len();
                let path = if is_block { chunk::block_path(hash, i) } else { chunk::urls_path(hash) };
                out(&path, self.text_spill.read(at, length)?, &mut summary.text_bytes);
                at += length as u64;
            }
            directory.chunks.push(stored.chunk.clone());
        }
        let (runs, spill) = (&self.runs, &mut self.run_spill);
        let groups: Vec<u16> = runs.iter().flat_map(Run::groups).collect::<BTreeSet<_>>().into_iter().collect();
        let raw = |group: u16| {
            let segment = |run: &Run| Ok((run.articles.start, run.segment(group, spill)?));
            Ok(Raw::Squeezed(runs.iter().map(segment).collect::<io::Result<_>>()?))
        };
        directory.tiers = tiers(&self.sums, &groups, &self.stop, raw, &mut |path, content| {
            out(path, content, &mut summary.key_bytes);
        })?;
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
        self.stop.check()?;
        summary.key_bytes += file.len() as u64;
        summary.files += 1;
        emit(&format!("search/{}", script::PATH), script::search_script(&file).into_bytes());
        emit(&format!("search/{}", directory::PATH), file);
        if let Some(shelf) = &self.shelf {
            shelf.tidy();
        }
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

/// Packs the tiers: the leaves that take up articles in turns, and what they have not.
fn tiers(
    sums: &[u32],
    groups: &[u16],
    stop: &Stop,
    mut raw: impl FnMut(u16) -> io::Result<Raw>,
    emit: &mut dyn FnMut(&str, Vec<u8>),
) -> io::Result<Vec<Tier>> {
    let articles = sums.len() as u32 - 1;
    let sum = |end: u32| sums.get(end as usize).copied().unwrap_or(0);
    let with_sums = |ends: Vec<u32>| ends.into_iter().map(|end| (end, sum(end))).collect();
    let ends: Vec<Vec<(u32, u32)>> = schedule::sections(articles).into_iter().map(with_sums).collect();
    // Of the same articles the youngest tier has other files.
    let all = vec![(articles, sum(articles).wrapping_add(YOUNGEST)); schedule::PHASES as usize];
    let mut plan = Plan { first: 0, ends: vec![all], stop: stop.clone() };
    let mut tiers = Vec::new();
    if articles == 0 {
        return Ok(tiers);
    }
    if ends.is_empty() {
        let Tiered { layout, .. } = shards::pack(&plan, groups, raw, emit)?;
        tiers.push(Tier { first: 0, sections: plan.sections(), layout });
        return Ok(tiers);
    }
    let old = Plan { first: 0, ends, stop: stop.clone() };
    let Tiered { layout, rest } = shards::pack(&old, groups, &mut raw, emit)?;
    plan.first = old.ends.last().and_then(|ends| ends.iter().map(|(end, _)| *end).min()).unwrap_or(0);
    tiers.push(Tier { first: 0, sections: old.sections(), layout });
    let groups: Vec<u16> = rest.iter().map(|(group, _)| *group).collect();
    let mut rest = rest.into_iter();
    let taken = |_| Ok(Raw::Sorted(rest.next().map(|(_, postings)| postings).unwrap_or_default()));
    let Tiered { layout, .. } = shards::pack(&plan, &groups, taken, emit)?;
    tiers.push(Tier { first: plan.first, sections: plan.sections(), layout });
    Ok(tiers)
}
