//! Writing files so that a reader never sees half of one, and nobody's files are lost.

mod packed;
mod room;
mod unchanged;

use std::{
    fs, io,
    path::Path,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::SystemTime,
};

use super::{
    OutputError, Protected,
    claims::{Claim, Claims},
    disk::{self, There},
    folder::{Folders, Found},
    guard::resolve,
    is_file_path,
    journal::Journal,
    kept::{self, Kept},
    manifest::{self, Hash},
    marks,
    precompress::Packing,
    problems::{NOT_EMPTY, Problems},
    stale,
};
use crate::diag::{Diagnostic, Warned};

/// How a site is written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Folders the output must keep away from.
    pub protected: Protected,
    /// Packed files to write beside text files.
    pub packed: Vec<Packing>,
    /// Nobody has touched the folder since its last build: files that are made of the same are
    /// not looked at.
    pub trusted: bool,
    /// Folders, with `/` at their end, of what other builds read: that their files are as they were is
    /// believed only of their bytes.
    pub read_back: Vec<&'static str>,
}

/// What a build did to the output folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Files made or changed.
    pub written: u64,
    /// Files whose bytes were right already, not touched.
    pub unchanged: u64,
    /// Files of an earlier build, removed.
    pub removed: u64,
    /// Files of somebody else that stood in the way, kept.
    pub kept_foreign: u64,
    /// Files that could not be written; nothing was removed then.
    pub failed: u64,
    /// Bytes in the files written.
    pub bytes: u64,
}

/// What became of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was made or changed.
    Written,
    /// Its bytes were right already.
    Unchanged,
    /// It is not there as asked; [`Writer::finish`] says why.
    Failed,
}

/// What to do with files of an earlier build that this one did not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// Remove them: the site is complete without them.
    Remove,
    /// Leave them: part of the content could not be read, and its old pages are better than none.
    Keep,
    /// Remove those of these paths, which this build gave up; it asked for what it changed only,
    /// and all else stays as it is.
    Among(Vec<String>),
}

/// What a process knows of an output folder between two builds.
#[derive(Debug)]
pub struct Rest {
    claims: Claims,
    kept: Kept,
    seals: [Option<(u64, SystemTime)>; 2],
}

/// Counters that threads share.
#[derive(Debug, Default)]
struct Counts {
    written: AtomicU64,
    unchanged: AtomicU64,
    kept_foreign: AtomicU64,
    failed: AtomicU64,
    bytes: AtomicU64,
}

/// An output folder being written to. Files may be written from any thread.
#[derive(Debug)]
pub struct Writer {
    folders: Folders,
    claims: Claims,
    journal: Journal,
    kept: Kept,
    packed: Vec<Packing>,
    /// There are packed files, or are to be.
    packs: bool,
    trusted: bool,
    read_back: Vec<&'static str>,
    is_resumed: bool,
    counts: Counts,
    /// Set when the disk is full: further files are not tried.
    stopped: AtomicBool,
    problems: Problems,
}

impl Writer {
    /// Opens `out`, making it where it is missing, for this process alone.
    pub fn open(out: &Path, options: &Options) -> Result<Self, OutputError> {
        Self::reopen(out, options, None)
    }

    /// The same with what an earlier build of this process knows of the folder, which is
    /// believed if manifest and keys are those that it left there.
    pub fn reopen(out: &Path, options: &Options, rest: Option<Rest>) -> Result<Self, OutputError> {
        let failed = |action, source| OutputError::Io { action, path: out.to_owned(), source };
        let root = resolve(out).map_err(|error| failed("find", error))?;
        if let Some(why) = options.protected.refuse(&root) {
            return Err(OutputError::Refused { folder: out.to_owned(), why });
        }
        fs::create_dir_all(&root).map_err(|error| failed("make", error))?;
        let (journal, left) = Journal::open(&root)?;

        let shown = out.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned();
        let mut problems = Vec::new();
        let rest = rest.filter(|rest| left.is_none() && rest.seals == seals(&root));
        let is_resumed = rest.is_some();
        let (claims, kept) = match rest {
            Some(Rest { claims, kept, .. }) => (claims, kept),
            None => Self::look(&root, left, &shown, &mut problems)?,
        };
        Ok(Self {
            folders: Folders::new(root),
            packs: !options.packed.is_empty() || claims.has_packed(),
            claims,
            journal,
            kept,
            packed: options.packed.clone(),
            trusted: options.trusted,
            read_back: options.read_back.clone(),
            is_resumed,
            counts: Counts::default(),
            stopped: AtomicBool::new(false),
            problems: Problems::new(shown, problems),
        })
    }

    /// What the folder says of itself. `left` are the files of a killed build.
    fn look(
        root: &Path,
        left: Option<Vec<Box<str>>>,
        shown: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(Claims, Kept), OutputError> {
        let (mut old, as_written) = disk::read_manifest(root)?;
        let marked = if as_written { 0 } else { stale::know_again(root, &mut old) };
        if marked > 0 {
            let message = format!(
                "`{shown}/{}` is missing or damaged; {marked} files were known again by `{}`",
                manifest::NAME,
                marks::NAME
            );
            problems.push(Diagnostic::note("output-manifest", message));
        }
        // What a build wrote that did not end is not known.
        let kept = if left.is_some() { Kept::nothing(root) } else { Kept::read(root) };
        let dirty = !as_written || left.is_some() || !marks::are_there(root);
        match left {
            Some(left) => {
                problems.push(Diagnostic::note(
                    "output-interrupted",
                    format!("the last build to `{shown}` was cut short; this one mends it"),
                ));
                stale::sweep(&Folders::new(root.to_owned()), &left);
                stale::adopt(&mut old, left);
            }
            None if old.is_empty() && disk::holds_files(root) => {
                let message = format!("`{shown}` already holds files that zzsite did not write; they are kept");
                problems.push(Diagnostic::note(NOT_EMPTY, message).hint("a folder of its own is safer: `--out`"));
            }
            None => {}
        }
        Ok((Claims::new(old, dirty), kept))
    }

    /// Begins another build. `trusted` as in [`Options`].
    pub fn begin(&mut self, trusted: bool) {
        self.trusted = trusted;
        self.folders.open();
        self.is_resumed = true;
        self.stopped = AtomicBool::new(false);
    }

    /// Whether the folder is known from an earlier build of this process.
    pub fn is_resumed(&self) -> bool {
        self.is_resumed
    }

    /// Files this build has made or changed so far.
    pub fn written(&self) -> u64 {
        self.counts.written.load(Ordering::Relaxed)
    }

    /// Whether the last build wrote this path.
    pub fn is_ours(&self, path: &str) -> bool {
        self.claims.is_ours(path)
    }

    /// Makes the file at `path` (below the output folder, with `/`) hold `bytes`.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Outcome {
        let outcome = self.write_one(path, bytes);
        if self.packs && outcome != Outcome::Failed {
            self.pack_beside(path, bytes, outcome);
        }
        outcome
    }

    fn write_one(&self, path: &str, bytes: &[u8]) -> Outcome {
        if !is_file_path(path) {
            return self.problem(Diagnostic::error("output-path", format!("`{path}` is no path inside a site")));
        }
        let claim = self.claims.claim(path);
        if claim == Claim::Twice {
            return self.problem(
                Diagnostic::error("output-twice", "two pages of the site have this address")
                    .at(self.problems.place(path)),
            );
        }
        if self.stopped.load(Ordering::Relaxed) {
            self.counts.failed.fetch_add(1, Ordering::Relaxed);
            return Outcome::Failed;
        }
        let found = match self.ensure_folder(path) {
            Ok(found) => found,
            Err(error) => {
                return self
                    .problem(Diagnostic::error("output-folder", error.to_string()).at(self.problems.place(path)));
            }
        };
        let target = self.folders.root().join(path);
        let there = match if found == Found::Made { There::Nothing } else { disk::compare(&target, bytes) } {
            There::Other if self.clear_folder(path) => There::Nothing,
            there => there,
        };
        match (there, claim) {
            (There::Same, _) => {
                self.claims.settle(claim, path, self.known_hash(claim, bytes));
                self.counts.unchanged.fetch_add(1, Ordering::Relaxed);
                Outcome::Unchanged
            }
            (There::Other, _) | (There::Different, Claim::New) => self.foreign(path),
            _ => match self.replace(path, found, &target, bytes) {
                Ok(()) => {
                    self.claims.settle(claim, path, manifest::hash(bytes));
                    self.counts.written.fetch_add(1, Ordering::Relaxed);
                    self.counts.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                    Outcome::Written
                }
                Err(error) => self.fail(path, &error),
            },
        }
    }

    /// The hash of bytes that stand there already: as the manifest has it, if it has it.
    fn known_hash(&self, claim: Claim, bytes: &[u8]) -> Hash {
        match claim {
            Claim::Ours(index) if self.claims.entry(index).hash != Hash::default() => self.claims.entry(index).hash,
            _ => manifest::hash(bytes),
        }
    }

    fn replace(&self, path: &str, found: Found, target: &Path, bytes: &[u8]) -> io::Result<()> {
        self.journal.record(path)?;
        match found {
            // Nobody has an address in a folder this build made: no old file to keep whole.
            Found::Made => disk::create(target, bytes),
            Found::There => {
                if self.packs {
                    self.unpack_beside(path)?;
                }
                disk::put(&target.with_file_name(disk::temporary_name(path)), target, bytes)
            }
        }
    }

    /// Ends the build: removes what is stale, writes the manifest, gives up the lock.
    pub fn finish(mut self, stale: Stale) -> Warned<Report> {
        let Warned { value: mut report, mut diagnostics } = self.settle(stale);
        if let Err(problem) = self.close() {
            report.failed += 1;
            diagnostics.push(problem);
        }
        Warned { value: report, diagnostics }
    }

    /// Ends a build, and removes what is stale. The lock is held on and the manifest unwritten,
    /// until [`close`](Self::close): a process that dies before leaves its journal.
    pub fn settle(&mut self, stale: Stale) -> Warned<Report> {
        let counts = std::mem::take(&mut self.counts);
        let mut report = Report {
            written: counts.written.into_inner(),
            unchanged: counts.unchanged.into_inner(),
            removed: 0,
            kept_foreign: counts.kept_foreign.into_inner(),
            failed: counts.failed.into_inner(),
            bytes: counts.bytes.into_inner(),
        };
        // Of a build that gives up nothing for certain, what it has no place for is told.
        let kept = if stale == Stale::Keep { self.claims.unasked() } else { None };
        let among = match &stale {
            Stale::Remove if report.failed == 0 => None,
            Stale::Among(paths) if report.failed == 0 => Some(paths.as_slice()),
            Stale::Remove | Stale::Keep | Stale::Among(_) => Some([].as_slice()),
        };
        let (given_up, lost) = self.claims.settle_all(among);
        let mut problems = Vec::new();
        let (removed, left) = stale::prune(&self.folders, given_up, self.problems.shown(), &mut problems);
        report.removed = removed + lost;
        self.claims.put_back(left);
        self.folders.forget();
        self.kept.settle(!matches!(stale, Stale::Among(_)));
        // What could not be written is not what its key says, and nobody knows which file it was.
        if report.failed > 0 || report.kept_foreign > 0 {
            self.kept.forget(self.folders.root());
        }
        let mut told = self.problems.end(&report, kept);
        told.append(&mut problems);
        Warned { value: report, diagnostics: told }
    }

    /// Writes manifest and keys and gives up the lock.
    ///
    /// # Errors
    /// What to say when that is not possible; the journal stays then.
    pub fn close(mut self) -> Result<Rest, Diagnostic> {
        let root = self.folders.root().to_owned();
        let manifest = if self.claims.is_dirty() { disk::write_manifest(&root, self.claims.entries()) } else { Ok(()) };
        let ended = manifest.and_then(|()| {
            self.claims.written();
            self.kept.write(&root)
        });
        let seals = seals(&root);
        match ended.and_then(|()| self.journal.close()) {
            Ok(()) => Ok(Rest { claims: self.claims, kept: self.kept, seals }),
            Err(error) => {
                let message = format!("cannot write the manifest of `{}`: {error}", self.problems.shown());
                Err(Diagnostic::error("output-write", message))
            }
        }
    }

    fn foreign(&self, path: &str) -> Outcome {
        self.counts.kept_foreign.fetch_add(1, Ordering::Relaxed);
        self.problems.foreign(path);
        Outcome::Failed
    }

    fn fail(&self, path: &str, error: &io::Error) -> Outcome {
        if disk::is_hopeless(error) {
            self.stopped.store(true, Ordering::Relaxed);
        }
        self.counts.failed.fetch_add(1, Ordering::Relaxed);
        self.problems.unwritten(path, error);
        Outcome::Failed
    }

    fn problem(&self, problem: Diagnostic) -> Outcome {
        self.counts.failed.fetch_add(1, Ordering::Relaxed);
        self.problems.tell(problem);
        Outcome::Failed
    }
}

/// Seals of manifest and keys.
fn seals(root: &Path) -> [Option<(u64, SystemTime)>; 2] {
    [manifest::NAME, kept::NAME].map(|name| disk::seal(&root.join(name)))
}
