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
//! The Markdown of pages that were parsed is kept as well ([`Pages`]), for people to read.
//!
//! A clock is looked at only to mistrust it: a file changed within two seconds of being read,
//! or in what the clock calls the future, is compared by its bytes the next time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
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
    press::{self, Issue, IssueDate, SourcePage},
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

/// What reads.
struct Reader<'a> {
    config: &'a Config,
    cache: Option<&'a Cache>,
    pages: Pages,
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
    /// Where the Markdown of its pages is.
    pages: Vec<String>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The unit itself, if it is to be kept.
    pub(super) unit: Option<Unit>,
}

/// Reads these files. `held` is what the cache knows; without a cache all stays in memory. `keep`
/// says whether units are wanted back.
pub(super) fn read(
    files: Vec<SourceFile>,
    config: &Config,
    cache: Option<&Cache>,
    mut held: Units,
    keep: bool,
) -> Warned<Read> {
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
    let reader = Reader::new(config, cache, keep);
    if !reader.pages.is_there() {
        held.clear();
    }
    let before = match held.is_empty() {
        true => reader.pages.all(),
        false => held.values().flat_map(|unit| &unit.pages).cloned().collect(),
    };
    let known: Vec<(String, Vec<SourceFile>, Option<Unit>)> = units
        .into_iter()
        .map(|(name, files)| {
            let unit = held.remove(&name);
            (name, files, unit)
        })
        .collect();
    let got: Vec<(String, Got)> =
        known.into_par_iter().map(|(name, files, unit)| (name.clone(), reader.unit(name, files, unit))).collect();
    let (units, spare) = reader.one_a_date(got, held);
    read.spare = spare;
    if cache.is_some() {
        let kept = units.iter().flat_map(|unit| &unit.pages).map(String::as_str).collect();
        reader.pages.prune(before, &kept);
    }
    read.seen = digest(&format!("{:?}{:?}{diagnostics:?}", read.documents, read.pictures));
    for unit in units {
        read.diagnostics.extend(unit.diagnostics);
        let source = unit.source;
        read.seen = read.seen.wrapping_add(source);
        read.units.extend(unit.unit.map(|unit| (unit.name.clone(), unit)));
        let input = |(outline, text)| Input { outline, origin: Origin::Content { text, source } };
        read.issues.extend(unit.issues.into_iter().map(input));
    }
    read.issues.sort_by_key(|input| input.outline.date);
    Warned { value: read, diagnostics }
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
    let reader = Reader::new(config, Some(cache), true);
    let files = before.files.iter().filter_map(|record| SourceFile::at(&config.paths.content, &record.path)).collect();
    let pages = before.pages.clone();
    let got = reader.unit(before.name.clone(), files, Some(before));
    let kept = got.pages.iter().chain(got.unit.iter().flat_map(|unit| &unit.pages)).map(String::as_str).collect();
    reader.pages.prune(pages, &kept);
    got
}

impl<'a> Reader<'a> {
    fn new(config: &'a Config, cache: Option<&'a Cache>, keep: bool) -> Self {
        let key = digest(&format!("{:?}{:?}", config.gazetteer.districts(), config.routes));
        Self { config, cache, pages: Pages::below(&config.paths.cache), key, now: SystemTime::now(), keep }
    }

    /// A unit from the cache, or read anew.
    fn unit(&self, name: String, files: Vec<SourceFile>, known: Option<Unit>) -> Got {
        let known_files = known.as_ref().map(|unit| unit.files.as_slice()).unwrap_or_default();
        let mut records: Vec<FileRecord> = Vec::with_capacity(files.len());
        let mut opened: Vec<Opened> = Vec::with_capacity(files.len());
        for file in files {
            let (record, bytes) = self.record(&file, known_files);
            records.push(record);
            opened.push((file, bytes));
        }
        let content: Vec<(&str, u128)> = records.iter().map(|record| (record.path.as_str(), record.hash)).collect();
        let key = digest(&(self.key, content));
        match (known, self.cache) {
            (Some(mut unit), Some(cache)) if unit.key == key => {
                if unit.files != records {
                    unit.files = records;
                    // The stamps are told anew next time if they cannot be kept.
                    let _ = cache.note(&unit);
                }
                self.kept(unit, cache)
            }
            _ => self.read_anew(name, opened, records, key),
        }
    }

    fn kept(&self, mut unit: Unit, cache: &Cache) -> Got {
        let store = cache.store();
        let issue = |(outline, span): (Arc<Outline>, Span)| (outline, Text::Stored(Arc::clone(&store), span));
        let (issues, pages) = match self.keep {
            true => (unit.issues.clone(), unit.pages.clone()),
            false => (std::mem::take(&mut unit.issues), std::mem::take(&mut unit.pages)),
        };
        Got {
            issues: issues.into_iter().map(issue).collect(),
            source: unit.key,
            pages,
            diagnostics: unit.messages.iter().map(Message::diagnostic).collect(),
            unit: self.keep.then_some(unit),
        }
    }

    fn read_anew(&self, name: String, files: Vec<Opened>, records: Vec<FileRecord>, key: u128) -> Got {
        let mut diagnostics = Vec::new();
        let content = pipeline::read_opened(files, self.config);
        let Content { pages: parsed, articles, .. } = content.drain_into(&mut diagnostics);
        // Without them nothing is missing but for those who look there.
        let pages = self.cache.and_then(|_| self.pages.write(&parsed).ok()).unwrap_or_default();
        let issues = assemble(parsed, articles, &mut diagnostics);
        let outlined: Vec<(Arc<Outline>, Issue)> =
            issues.into_iter().map(|issue| (Arc::new(outline(&issue, self.config, &mut diagnostics)), issue)).collect();
        let stored = self.cache.and_then(|cache| {
            let spans: io::Result<Vec<Span>> = outlined.iter().map(|(_, issue)| cache.put(issue)).collect();
            let issues = outlined.iter().map(|(outline, _)| Arc::clone(outline)).zip(spans.ok()?).collect();
            let messages = diagnostics.iter().map(Message::from).collect();
            let unit = Unit { name, key, files: records, issues, pages, messages };
            cache.note(&unit).ok().map(|()| (unit, cache))
        });
        match stored {
            Some((unit, cache)) => Got { diagnostics, ..self.kept(unit, cache) },
            // Without room for a cache the text stays in memory.
            None => {
                let held = |(outline, issue)| (outline, Text::Held(Arc::new(issue)));
                let issues = outlined.into_iter().map(held).collect();
                Got { issues, source: key, pages: Vec::new(), diagnostics, unit: None }
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
        let bytes = source::read_bytes(file);
        // What is told of a file that cannot be read is all that follows from it.
        let hash = match &bytes {
            Ok(bytes) => digest_bytes(bytes),
            Err(error) => digest(&error.to_string()),
        };
        (FileRecord { path: file.path.clone(), stamp, hash }, Some(bytes))
    }

    /// The units, those that have an issue of the same date read again together.
    fn one_a_date(&self, mut got: Vec<(String, Got)>, mut held: Units) -> (Vec<Got>, Units) {
        let mut spare = Units::new();
        let together = together(&got);
        if !together.is_empty() {
            // So rare that the files are looked for again rather than remembered.
            let files = source::discover(&self.config.paths.content).value;
            let apart = |(name, _): &mut (String, Got)| together.iter().any(|names| names.contains(name));
            let apart = got.extract_if(.., apart);
            spare.extend(apart.filter_map(|(name, got)| Some((name, got.unit?))));
            for names in together {
                let joined = names.iter().map(String::as_str).collect::<Vec<_>>().join("|");
                let in_it = |file: &&SourceFile| unit_name(file).is_some_and(|name| names.contains(&name));
                let files = files.iter().filter(in_it).cloned().collect();
                let known = held.remove(&joined);
                got.push((joined.clone(), self.unit(joined, files, known)));
            }
        }
        (got.into_iter().map(|(_, unit)| unit).collect(), spare)
    }
}

/// Names of units that share a date, directly or through others.
fn together(got: &[(String, Got)]) -> Vec<BTreeSet<String>> {
    let mut dates: BTreeMap<IssueDate, BTreeSet<String>> = BTreeMap::new();
    for (name, unit) in got {
        for (outline, _) in &unit.issues {
            dates.entry(outline.date).or_default().insert(name.clone());
        }
    }
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for mut names in dates.into_values().filter(|names| names.len() > 1) {
        groups.retain(|group| {
            let apart = group.is_disjoint(&names);
            if !apart {
                names.extend(group.iter().cloned());
            }
            apart
        });
        groups.push(names);
    }
    groups
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
