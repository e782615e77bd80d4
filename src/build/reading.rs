//! Content files to issues, each unit read alone and put aside at once.
//!
//! 1. Files that name the same date are a unit; a file that names none is one of its own.
//! 2. A unit whose files are those of the cache is not read again. Which files those are is
//!    told by their stamps where they can be trusted, else by their bytes.
//! 3. The others are read, in parallel: pages, hand-written articles laid over them, put
//!    together to issues. What remains in memory is the outline.
//! 4. When a file says another date than its name and so two units have an issue of one day,
//!    they are read again as one: the issue is the same as if all files had been read together.
//!
//! The Markdown of pages that were parsed is kept as well ([`Pages`]), for people to read. A unit
//! knows where it is, and is read again when it is not there.
//!
//! A clock is looked at only to mistrust it: a file changed within two seconds of being read,
//! or in what the clock calls the future, is compared by its bytes the next time.

mod dates;

use std::{
    collections::BTreeMap,
    fs, io,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use rayon::prelude::*;

use super::{
    cache::{Cache, FileRecord, Stamp, Unit, Units},
    message::Message,
    pages::Pages,
};
use crate::{
    config::Config,
    diag::{Diagnostic, Warned},
    markdown::Document,
    pipeline::{self, Content, HandWritten, Opened},
    press::{self, Issue, SourcePage},
    site::{Input, Origin, Outline, Span, Text, digest, digest_bytes, outline},
    source::{self, FileKind, SourceFile},
};

/// What the content folder holds.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Issues by date, one for each.
    pub(super) issues: Vec<Input>,
    /// Ordinary pages.
    pub(super) documents: Vec<Document>,
    /// Pictures.
    pub(super) pictures: Vec<SourceFile>,
    /// What there is to say about issues.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The units with what to know of them to read one of them again, if they are to be kept.
    pub(super) units: Units,
    /// Units that were read again together with others, in case they come apart.
    pub(super) spare: Units,
    /// Sum of hashes of all units and what else was read: the same while nothing has changed.
    pub(super) seen: u128,
}

/// Tells whether something more pressing has come up. Once it says so it goes on saying so until the build
/// has ended.
pub(super) type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// The content folder was not looked through to its end, so nothing is known of it but what was known before.
#[derive(Debug)]
pub(super) struct HalfSeen {
    /// The units that were handed in, and those that were read in the meantime.
    pub(super) units: Units,
    /// Whether there are any of the latter.
    pub(super) anew: bool,
}

/// What reads.
struct Reader<'a> {
    config: &'a Config,
    cache: Option<&'a Cache>,
    pages: Pages,
    /// The Markdown that is there, sorted; `None` where nobody asks.
    there: Option<&'a [String]>,
    /// Hash of what the reading depends on beside the files.
    key: u128,
    now: SystemTime,
    /// Whether units are kept for the next build of this process.
    keep: bool,
}

/// Issues of a unit, and what they were made of.
pub(super) struct Got {
    pub(super) issues: Vec<(Arc<Outline>, Text)>,
    pub(super) source: u128,
    /// Where the Markdown of its pages is, if it is kept.
    pages: Option<Vec<String>>,
    /// Why it is not, when it was to be.
    unwritten: Option<io::Error>,
    /// It was read just now, not taken from the cache.
    anew: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The unit itself, where it may be needed.
    pub(super) unit: Option<Unit>,
}

/// Reads these files. `held` is what the cache knows; without a cache all stays in memory. `keep`
/// says whether units are wanted back.
///
/// # Errors
/// When it was left off because `stop` said so.
pub(super) fn read(
    files: Vec<SourceFile>,
    config: &Config,
    cache: Option<&Cache>,
    mut held: Units,
    keep: bool,
    stop: Stop,
) -> Result<Warned<Read>, HalfSeen> {
    let mut read = Read::default();
    let mut units: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
    let mut documents = Vec::new();
    for file in files {
        match unit_name(&file) {
            Some(name) => units.entry(name).or_default().push(file),
            None if file.kind == FileKind::Picture => read.pictures.push(file),
            None => documents.push(file),
        }
    }
    let mut diagnostics = Vec::new();
    read.documents = pipeline::read(documents, config).drain_into(&mut diagnostics).documents;
    let there = cache.map(|_| Pages::below(&config.paths.cache).all(stop)).unwrap_or_default();
    let reader = Reader::new(config, cache, keep, Some(&there));
    let known: Vec<(String, Vec<SourceFile>, Option<Unit>)> = units
        .into_iter()
        .map(|(name, files)| {
            let unit = held.remove(&name);
            (name, files, unit)
        })
        .collect();
    let look = |(name, files, unit): (String, Vec<SourceFile>, Option<Unit>)| {
        if stop() { Err(unit) } else { Ok((name.clone(), reader.unit(name, files, unit, Show::Pages))) }
    };
    let seen: Vec<Result<(String, Got), Option<Unit>>> = known.into_par_iter().map(look).collect();
    if seen.iter().any(Result::is_err) {
        return Err(half_seen(seen, held));
    }
    let got = seen.into_iter().flatten().collect();
    let (units, spare) = reader.one_a_date(got, &mut held);
    read.spare = spare;
    if cache.is_some() {
        let kept = units.iter().flat_map(Got::pages).collect();
        reader.pages.prune(&there, &kept);
        // No file belongs to these any more.
        held.into_values().for_each(|unit| _ = reader.without_pages(unit));
    }
    read.seen = digest(&format!("{:?}{:?}{diagnostics:?}", read.documents, read.pictures));
    let unwritten = units.iter().find_map(|unit| unit.unwritten.as_ref());
    diagnostics.extend(unwritten.map(|error| not_written(reader.pages.folder(), error)));
    for unit in units {
        read.diagnostics.extend(unit.diagnostics);
        let source = unit.source;
        read.seen = read.seen.wrapping_add(source);
        read.units.extend(unit.unit.filter(|_| keep).map(|unit| (unit.name.clone(), unit)));
        let input = |(outline, text)| Input { outline, origin: Origin::Content { text, source } };
        read.issues.extend(unit.issues.into_iter().map(input));
    }
    read.issues.sort_by_key(|input| input.outline.date);
    Ok(Warned { value: read, diagnostics })
}

/// What there is of units when some of them were not looked at; `held` are those that no file belongs to.
fn half_seen(seen: Vec<Result<(String, Got), Option<Unit>>>, held: Units) -> HalfSeen {
    let mut half = HalfSeen { units: held, anew: false };
    for one in seen {
        let unit = match one {
            Ok((_, got)) => {
                half.anew |= got.anew;
                got.unit
            }
            Err(unit) => unit,
        };
        half.units.extend(unit.map(|unit| (unit.name.clone(), unit)));
    }
    half
}

/// The unit a file belongs to: none for pictures and ordinary pages.
pub(super) fn unit_name(file: &SourceFile) -> Option<String> {
    match (file.kind, file.named.date) {
        (FileKind::Picture, _) | (FileKind::Markdown, None) => None,
        (_, Some(date)) => Some(date.to_string()),
        (_, None) => Some(format!("/{}", file.path)),
    }
}

/// Reads one of the units again, whose files are there still; `before` is what was kept of it.
pub(super) fn read_again(config: &Config, cache: &Cache, before: Unit) -> Got {
    let reader = Reader::new(config, Some(cache), true, None);
    let files = before.files.iter().filter_map(|record| SourceFile::at(&config.paths.content, &record.path)).collect();
    let pages = before.pages.clone();
    let got = reader.unit(before.name.clone(), files, Some(before), Show::Pages);
    reader.pages.prune(pages.iter().flatten(), &got.pages().collect());
    got
}

impl<'a> Reader<'a> {
    fn new(config: &'a Config, cache: Option<&'a Cache>, keep: bool, there: Option<&'a [String]>) -> Self {
        let key = digest(&format!("{:?}{:?}", config.gazetteer.districts(), config.routes));
        Self { config, cache, pages: Pages::below(&config.paths.cache), there, key, now: SystemTime::now(), keep }
    }

    /// A unit from the cache, or read anew.
    fn unit(&self, name: String, files: Vec<SourceFile>, known: Option<Unit>, show: Show) -> Got {
        let known = known.filter(|unit| self.is_there(unit));
        let known_files = known.as_ref().map(|unit| unit.files.as_slice()).unwrap_or_default();
        let mut records: Vec<FileRecord> = Vec::with_capacity(files.len());
        let mut opened: Vec<Opened> = Vec::with_capacity(files.len());
        for file in files {
            let (record, bytes) = self.record(&file, known_files);
            records.push(record);
            opened.push((file, bytes));
        }
        let is_known = |key: u128| known.as_ref().is_some_and(|unit| unit.key == key);
        let mut key = self.key_of(&records);
        if !is_known(key) {
            // What is remembered is the hash of the very bytes that are read.
            for ((file, bytes), record) in opened.iter_mut().zip(&mut records) {
                if bytes.is_none() {
                    let hash = record.hash;
                    *bytes = Some(look(file, record));
                    record.stamp = record.stamp.filter(|_| record.hash == hash);
                }
            }
            key = self.key_of(&records);
        }
        match (known, self.cache) {
            (Some(mut unit), Some(cache)) if unit.key == key => {
                if unit.files != records {
                    unit.files = records;
                    // The stamps are told anew next time if they cannot be kept.
                    let _ = cache.note(&unit);
                }
                self.kept(unit, cache)
            }
            _ => self.read_anew(name, opened, records, key, show),
        }
    }

    fn key_of(&self, records: &[FileRecord]) -> u128 {
        let content: Vec<(&str, u128)> = records.iter().map(|record| (record.path.as_str(), record.hash)).collect();
        digest(&(self.key, content))
    }

    /// Whether the Markdown of a unit is where it should be, if it is anywhere.
    fn is_there(&self, unit: &Unit) -> bool {
        let is_there = |page: &String| self.there.is_none_or(|there| there.binary_search(page).is_ok());
        unit.pages.iter().flatten().all(is_there)
    }

    fn kept(&self, mut unit: Unit, cache: &Cache) -> Got {
        let store = cache.store();
        let issue = |(outline, span): (Arc<Outline>, Span)| (outline, Text::Stored(Arc::clone(&store), span));
        // One of another date than its name may have to stand back.
        let named = |(outline, _): &(Arc<Outline>, Span)| unit.name == outline.date.to_string();
        let keep = self.keep || !unit.issues.iter().all(named);
        let (issues, pages) = match keep {
            true => (unit.issues.clone(), unit.pages.clone()),
            false => (std::mem::take(&mut unit.issues), unit.pages.take()),
        };
        Got {
            issues: issues.into_iter().map(issue).collect(),
            source: unit.key,
            pages,
            unwritten: None,
            anew: false,
            diagnostics: unit.messages.iter().map(Message::diagnostic).collect(),
            unit: keep.then_some(unit),
        }
    }

    fn read_anew(&self, name: String, files: Vec<Opened>, records: Vec<FileRecord>, key: u128, show: Show) -> Got {
        let mut diagnostics = Vec::new();
        let root = &self.config.paths.content;
        let nameless: Vec<String> =
            files.iter().filter(|(file, _)| !file.is_found_below(root)).map(|(file, _)| file.path.clone()).collect();
        let content = pipeline::read_opened(files, self.config);
        let Content { pages: parsed, articles, .. } = content.drain_into(&mut diagnostics);
        let written = match (self.cache, show) {
            (Some(_), Show::Pages) => Some(self.pages.write(&parsed)),
            _ => None,
        };
        // Without them nothing is missing but for those who look there.
        let (pages, unwritten) = written.map_or((None, None), |written| match written {
            Ok(pages) => (Some(pages), None),
            Err(error) => (None, Some(error)),
        });
        let mut issues = assemble(parsed, articles, &mut diagnostics);
        for page in issues.iter_mut().flat_map(|issue| &mut issue.pages) {
            page.source = page.source.take().filter(|path| !nameless.contains(path));
        }
        let with_outline = |mut issue: Issue| {
            let outline = Arc::new(outline(&issue, self.config, &mut diagnostics));
            // The outline is about what the file says, not about its bytes.
            for page in &mut issue.pages {
                let record = records.iter().find(|record| page.source.as_ref() == Some(&record.path));
                page.source_hash = record.map(|record| record.hash);
            }
            (outline, issue)
        };
        let outlined: Vec<(Arc<Outline>, Issue)> = issues.into_iter().map(with_outline).collect();
        let stored = self.cache.and_then(|cache| {
            let spans: io::Result<Vec<Span>> = outlined.iter().map(|(_, issue)| cache.put(issue)).collect();
            let issues = outlined.iter().map(|(outline, _)| Arc::clone(outline)).zip(spans.ok()?).collect();
            let messages = diagnostics.iter().map(Message::from).collect();
            let unit = Unit { name, key, files: records, issues, pages: pages.clone(), messages };
            cache.note(&unit).ok().map(|()| (unit, cache))
        });
        match stored {
            Some((unit, cache)) => Got { diagnostics, unwritten, anew: true, ..self.kept(unit, cache) },
            // Without room for a cache the text stays in memory.
            None => {
                let held = |(outline, issue)| (outline, Text::Held(Arc::new(issue)));
                let issues = outlined.into_iter().map(held).collect();
                Got { issues, source: key, pages, unwritten, anew: true, diagnostics, unit: None }
            }
        }
    }

    /// A file as it is now, and its bytes if it took a look at them to tell.
    fn record(&self, file: &SourceFile, known: &[FileRecord]) -> (FileRecord, Option<io::Result<Vec<u8>>>) {
        let stamp = fs::metadata(&file.open).ok().and_then(|meta| settled(&meta, self.now));
        if let Some(record) = known.iter().find(|record| record.path == file.path && record.stamp == stamp)
            && stamp.is_some()
        {
            return (record.clone(), None);
        }
        let mut record = FileRecord { path: file.path.clone(), stamp, hash: 0 };
        let bytes = look(file, &mut record);
        (record, Some(bytes))
    }
}

/// What becomes of the Markdown of a unit that is read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// It is written.
    Pages,
    /// Nothing: others have its place.
    Nothing,
}

impl Got {
    /// Where the Markdown of its pages is.
    fn pages(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().flatten().map(String::as_str)
    }
}

fn not_written(folder: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("the Markdown of what was read cannot be kept in `{}`: {error}", folder.display());
    Diagnostic::note("cache", message).hint("nothing of the site is missing; the next build will try again")
}

/// Bytes of a file; their hash goes into its record.
fn look(file: &SourceFile, record: &mut FileRecord) -> io::Result<Vec<u8>> {
    let bytes = source::read_bytes(file);
    // What is told of a file that cannot be read is all that follows from it.
    record.hash = match &bytes {
        Ok(bytes) => digest_bytes(bytes),
        Err(error) => digest(&error.to_string()),
    };
    bytes
}

/// What tells that a file is as it was, when it was not changed just before `now`.
pub(super) fn settled(meta: &fs::Metadata, now: SystemTime) -> Option<Stamp> {
    let stamp = stamp(meta);
    let seconds = stamp.times[0].max(stamp.times[2]);
    let changed = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds.try_into().ok()?))?;
    (changed.checked_add(Duration::from_secs(3))? < now).then_some(stamp)
}

/// Puts what was read together to issues.
fn assemble(pages: Vec<SourcePage>, articles: Vec<HandWritten>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Issue> {
    let pages = pipeline::gather(pages, articles).drain_into(diagnostics);
    press::assemble(pages).drain_into(diagnostics)
}

/// Length, times and number of a file.
#[cfg(unix)]
pub(super) fn stamp(meta: &fs::Metadata) -> Stamp {
    use std::os::unix::fs::MetadataExt;
    Stamp {
        length: meta.len(),
        times: [meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec()],
        number: meta.ino(),
    }
}

/// Length and time of a file.
#[cfg(not(unix))]
pub(super) fn stamp(meta: &fs::Metadata) -> Stamp {
    let since = meta.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let since = since.unwrap_or_default();
    let times = [since.as_secs() as i64, i64::from(since.subsec_nanos()), 0, 0];
    Stamp { length: meta.len(), times, number: 0 }
}

#[cfg(test)]
mod tests;
