//! `build`: content folder in, finished site out. The stages in a row, and nothing else.

mod cache;
mod elsewhere;
mod index;
mod message;
mod pages;
mod reading;

use std::{collections::HashMap, fs, path::Path, time::SystemTime};

use rayon::prelude::*;

pub use self::index::SearchIndex;
use self::{
    cache::{Cache, Unit},
    reading::Read,
};
use crate::{
    config::Config,
    diag::{Diagnostic, Place, Severity, Warned},
    markdown::Document,
    minify,
    output::{self, OutputError, Stale, Writer},
    parts,
    picture::Outlines,
    press::IssueDate,
    proof,
    render::{self, Batch, FileKind, Job, Key, Keys, RenderError, Rendered, Renderer},
    search,
    site::{self, Contents, Copy, Doc, IssueId, Picture, Site, digest},
    source::{self, SourceFile},
    theme::{Theme, ThemeError},
};

/// How a build is done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Packed files to write beside text files.
    pub packed: Vec<output::Packing>,
    /// The search index.
    pub search: SearchIndex,
    /// Believe nothing of earlier builds: read and render everything anew.
    pub fresh: bool,
    /// The output folder is as this process left it: what is made of the same is passed over
    /// without a look at it.
    pub trusted: bool,
    /// The day of the build, to tell of issues dated later. It reaches no file.
    pub today: Option<IssueDate>,
    /// Folders that must not become the output folder, besides those the build reads.
    pub protected: output::Protected,
}

/// What a build made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Built {
    /// Issues of the site.
    pub issues: usize,
    /// Articles of the site.
    pub articles: usize,
    /// What happened to the output folder.
    pub output: output::Report,
}

/// Why there is no site at all.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The output folder cannot be used.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The theme cannot be loaded.
    #[error(transparent)]
    Theme(#[from] ThemeError),
}

impl BuildError {
    /// The error as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Output(error) => Diagnostic::error("output", error.to_string()).hint(error.hint()),
            Self::Theme(error) => error.diagnostic(),
        }
    }
}

/// Builds the site of `config` into its output folder.
///
/// Faults in content cost what they are in: the rest is built, and the old pages of what could
/// not be read stay.
pub fn build(config: &Config, options: &Options) -> Result<Warned<Built>, BuildError> {
    let theme = Theme::load(config.paths.theme.as_deref())?.minified();
    let folder = config.paths.cache.join("read");
    if options.fresh {
        Cache::clear(&folder);
    }
    if let Some(built) = attempt(config, options, &theme)? {
        return Ok(built);
    }
    // The cache was damaged, as only a text that is needed shows.
    Cache::clear(&folder);
    Ok(attempt(config, options, &theme)?.unwrap_or_else(|| {
        let message = format!("`{}` cannot be read back as it was written", folder.display());
        let diagnostic = Diagnostic::error("cache", message).hint("delete it; if it comes again, mistrust the disk");
        Warned { value: Built::default(), diagnostics: vec![diagnostic] }
    }))
}

/// One build; `None` when the cache turned out to be damaged.
fn attempt(config: &Config, options: &Options, theme: &Theme) -> Result<Option<Warned<Built>>, BuildError> {
    let Warned { value: (Loaded { site, parts }, cache), mut diagnostics } = read(config);
    let outlines = outlines(config, &mut diagnostics);
    let writer = Writer::open(&config.paths.output, &writer_options(config, options))?;
    let renderer = Renderer::new(&site, theme, outlines.as_ref())?;
    diagnostics.extend(render::notes(&site));
    diagnostics.extend(options.today.into_iter().flat_map(|today| in_the_future(&site, today)));
    let (batches, keys) = {
        let _span = tracing::info_span!("plan").entered();
        let stamps = stamps(&site);
        let program = digest(&(program(), &options.packed));
        (render::batches(&site, render::plan(&site, theme)), Keys::new(&renderer, program, &stamps))
    };
    let span = tracing::info_span!("render and write").entered();
    let work = Work {
        site: &site,
        config,
        renderer: &renderer,
        writer: &writer,
        keys: &keys,
        fresh: options.fresh,
        minified: theme.is_minified(),
    };
    let failed: Vec<Diagnostic> = batches.par_iter().flat_map_iter(|batch| work.batch(batch)).collect();
    drop(span);
    {
        let _span = tracing::info_span!("search index").entered();
        let shelf = (!options.fresh).then(|| config.paths.cache.join("search"));
        let scratch =
            search::Options { scratch: std::env::temp_dir(), shelf, fold_variants: config.search.fold_variants };
        let program = digest(&(program(), &options.packed));
        match index::write(&site, &options.search, &scratch, program, &writer) {
            Ok(lost) => diagnostics.extend(lost),
            Err(error) => {
                diagnostics.push(Diagnostic::error("search-index", format!("the search index was not made: {error}")));
            }
        }
    }
    if cache.is_some_and(|cache| cache.is_damaged()) {
        return Ok(None);
    }
    diagnostics.extend(failed);
    diagnostics.extend(parts::changed(config, &parts));
    let unread = diagnostics.iter().any(|d| d.severity == Severity::Error);
    let stale = if unread { Stale::Keep } else { Stale::Remove };
    let _span = tracing::info_span!("finish").entered();
    let output = writer.finish(stale).drain_into(&mut diagnostics);
    let built = Built { issues: site.issues.len(), articles: site.article_count(), output };
    Ok(Some(Warned { value: built, diagnostics }))
}

/// What is to be said of issues dated later than `today`.
pub fn in_the_future(site: &Site, today: IssueDate) -> impl Iterator<Item = Diagnostic> {
    site.issues.iter().filter_map(move |issue| proof::issue_in_the_future(issue.issue.date, today))
}

fn writer_options(config: &Config, options: &Options) -> output::Options {
    let protected = options.protected.clone().input(&config.paths.content);
    let protected = protected.place(config.paths.content.parent().unwrap_or(Path::new(".")));
    let protected = config.paths.theme.iter().fold(protected, |protected, theme| protected.input(theme));
    output::Options {
        protected: protected.input(&config.paths.cache),
        packed: options.packed.clone(),
        trusted: options.trusted,
    }
}

/// Stands for this program: another one may read and render otherwise.
fn program() -> u128 {
    let file = std::env::current_exe().and_then(fs::metadata);
    digest(&(env!("CARGO_PKG_VERSION"), file.ok().map(|meta| reading::stamp(&meta))))
}

/// A hash for each copy that does not follow from the text of its issue. A picture is known by
/// its stamp, one that was changed just now by nothing.
fn stamps(site: &Site) -> Vec<Key> {
    let now = SystemTime::now();
    let stamp = |copy: &Copy| match copy {
        Copy::RawText { .. } => 0,
        Copy::Picture { from, .. } => {
            let settled = fs::metadata(from).ok().and_then(|meta| reading::settled(&meta, now));
            digest(&(from, settled, settled.is_none().then(|| now.duration_since(SystemTime::UNIX_EPOCH).ok())))
        }
    };
    site.copies.par_iter().map(stamp).collect()
}

/// What renders and writes.
struct Work<'a> {
    site: &'a Site,
    config: &'a Config,
    renderer: &'a Renderer<'a>,
    writer: &'a Writer,
    keys: &'a Keys<'a>,
    /// Nothing of the last build is believed.
    fresh: bool,
    /// Pages come out of the theme minified.
    minified: bool,
}

impl Work<'_> {
    /// Makes the files of a batch, unless they are as they would be; gives what went wrong.
    fn batch(&self, batch: &Batch) -> Vec<Diagnostic> {
        let path = match batch {
            Batch::Issue(id, _) => self.site.issue(*id).route.as_str().trim_end_matches("index.html").to_owned(),
            Batch::Single(job) => job.route(self.site).to_string(),
        };
        let key = self.keys.of(batch);
        if key.is_some_and(|key| !self.fresh && self.writer.unchanged_since(&[&path], key)) {
            return Vec::new();
        }
        let done = match batch {
            Batch::Issue(id, jobs) => self.issue(*id, jobs, &path),
            Batch::Single(job) => {
                let mut done = Done::default();
                match self.job(job, job.reads(self.site)) {
                    Ok(bytes) => done.bytes = bytes,
                    Err(error) => done.failed.push(error),
                }
                done
            }
        };
        if let Some(key) = key.filter(|_| done.failed.is_empty()) {
            self.writer.remember(&path, key, done.bytes_below(&path), &done.files);
        }
        done.failed
    }

    /// The files of an issue that are not as they would be. Its text is read once, when the
    /// first of them needs it, and dropped at the end.
    fn issue(&self, id: IssueId, jobs: &[Job], folder: &str) -> Done {
        let mut done = Done::default();
        let mut text = None;
        for job in jobs {
            let (route, key) = (job.route(self.site), self.keys.in_issue(id, job));
            let made = match self.unchanged(folder, route.as_str(), key) {
                Some(bytes) => Ok(bytes),
                None => match text.get_or_insert_with(|| self.renderer.text(id)) {
                    Ok(text) => self.write(self.renderer.run_with(job, Some(text))),
                    Err(error) => Err(error.diagnostic()),
                },
            };
            done.note(route.as_str(), key, made);
        }
        let key = self.keys.copies_of(id);
        for copy in &self.site.copies[self.site.issue(id).copies.clone()] {
            let (Copy::Picture { to, .. } | Copy::RawText { to, .. }) = copy;
            let made = match self.unchanged(folder, to.as_str(), key) {
                Some(bytes) => Ok(bytes),
                None => self.publish(copy),
            };
            done.note(to.as_str(), key, made);
        }
        done
    }

    fn unchanged(&self, folder: &str, path: &str, key: Key) -> Option<u64> {
        if self.fresh { None } else { self.writer.unchanged_in(folder, path, key) }
    }

    fn job(&self, job: &Job, reads: Option<IssueId>) -> Result<u64, Diagnostic> {
        let text = reads.map(|id| self.renderer.text(id)).transpose().map_err(|error| error.diagnostic())?;
        self.write(self.renderer.run_with(job, text.as_deref()))
    }

    /// Hands a file to the writer, which keeps account of what fails there. Gives its length.
    fn write(&self, rendered: Result<Rendered, RenderError>) -> Result<u64, Diagnostic> {
        let Rendered { route, bytes, kind } = rendered.map_err(|error| error.source.diagnostic())?;
        let bytes = match kind {
            FileKind::Html if !self.minified => minify::html(&bytes),
            FileKind::Html | FileKind::Other => bytes.into(),
        };
        self.writer.write(route.as_str(), &bytes);
        Ok(bytes.len() as u64)
    }

    /// Publishes a file that is not rendered.
    fn publish(&self, copy: &Copy) -> Result<u64, Diagnostic> {
        let (route, bytes) = match copy {
            Copy::Picture { from, to } => {
                let unreadable = |error: std::io::Error| {
                    Diagnostic::error("unreadable", format!("cannot be read: {error}"))
                        .at(Place::file(from.to_string_lossy()))
                };
                (to, fs::read(from).map_err(unreadable)?)
            }
            Copy::RawText { from, to } => (to, raw_text(from, self.config).unwrap_or_default().into_bytes()),
        };
        self.writer.write(route.as_str(), &bytes);
        Ok(bytes.len() as u64)
    }
}

/// What was made of a batch.
#[derive(Default)]
struct Done {
    bytes: u64,
    /// Path, key and bytes of each file.
    files: Vec<(String, Key, u64)>,
    failed: Vec<Diagnostic>,
}

impl Done {
    /// Bytes of the files, if they all lie at `path`. With patterns of addresses of its own a
    /// site may have them elsewhere: then no folder stands for them, and each is asked for by
    /// itself.
    fn bytes_below(&self, path: &str) -> u64 {
        if self.files.iter().all(|(file, ..)| file.starts_with(path)) { self.bytes } else { u64::MAX }
    }

    fn note(&mut self, path: &str, key: Key, made: Result<u64, Diagnostic>) {
        match made {
            Ok(bytes) => {
                self.bytes += bytes;
                self.files.push((path.to_owned(), key, bytes));
            }
            Err(error) => self.failed.push(error),
        }
    }
}

/// The outlines of the districts; without them the map is a wall of tiles.
fn outlines(config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<Outlines> {
    let path = config.paths.outlines.as_ref()?;
    let read = fs::read_to_string(path).map_err(|error| error.to_string());
    match read.and_then(|text| Outlines::parse(&text).map_err(|error| error.to_string())) {
        Ok(outlines) => Some(outlines),
        Err(message) => {
            let place = Place::file(path.to_string_lossy());
            let hint = "mend the file, or take `outlines` out of site.toml";
            diagnostics.push(Diagnostic::warning("outlines", message).at(place).hint(hint));
            None
        }
    }
}

/// Reads the content folder into the site model; writes nothing.
pub fn load(config: &Config) -> Warned<Site> {
    load_with(config, None, HashMap::new()).map(|loaded| loaded.site)
}

/// Reads the content folder with what the cache knows of it.
fn read(config: &Config) -> Warned<(Loaded, Option<Cache>)> {
    let opened = {
        let _span = tracing::info_span!("cache").entered();
        Cache::open(&config.paths.cache.join("read"), &std::env::temp_dir(), program()).ok()
    };
    let (cache, held) = opened.unzip();
    let mut loaded = load_with(config, cache.as_ref(), held.unwrap_or_default());
    if let Some(Err(error)) = cache.as_ref().map(Cache::flush) {
        let message = format!("what was read cannot be kept in `{}`: {error}", config.paths.cache.display());
        loaded.diagnostics.push(Diagnostic::note("cache", message).hint("the next build will read it all again"));
    }
    loaded.map(|loaded| (loaded, cache))
}

/// What was read.
struct Loaded {
    site: Site,
    parts: Vec<parts::Part>,
}

fn load_with(config: &Config, cache: Option<&Cache>, held: HashMap<String, Unit>) -> Warned<Loaded> {
    let mut diagnostics = Vec::new();
    if !config.has_file {
        let note =
            Diagnostic::note("no-settings", "there is no site.toml; the starter's districts and plain names are used");
        diagnostics.push(note.hint("`zzsite init` writes one"));
    }
    // A whole may be nothing but its parts.
    let files = if config.parts.is_empty() || config.paths.content.exists() {
        let _span = tracing::info_span!("discover").entered();
        source::discover(&config.paths.content).drain_into(&mut diagnostics)
    } else {
        Vec::new()
    };
    let Read { issues, documents, pictures } = {
        let _span = tracing::info_span!("read").entered();
        reading::read(files, config, cache, held).drain_into(&mut diagnostics)
    };
    let parts = {
        let _span = tracing::info_span!("parts").entered();
        parts::read(config).drain_into(&mut diagnostics)
    };
    let _span = tracing::info_span!("order").entered();
    let (issues, parts) = parts.merge(issues, config).drain_into(&mut diagnostics);
    let docs = documents.into_iter().map(doc).collect();
    let pictures = pictures.into_iter().filter_map(|file| picture(file, &mut diagnostics)).collect();
    let nodes = parts.iter().map(|part| part.node.clone()).collect();
    let contents = Contents { issues, parts: nodes, docs, pictures };
    let site = site::assemble(config, contents).drain_into(&mut diagnostics);
    Warned { value: Loaded { site, parts }, diagnostics }
}

fn doc(document: Document) -> Doc {
    let Document { path, title, description, body } = document;
    Doc { path, title, description, body }
}

/// A picture needs a date and a page to stand on.
fn picture(file: SourceFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Picture> {
    let (Some(date), Some(page)) = (file.named.date, file.named.page) else {
        let note = Diagnostic::note("picture-unplaced", "the picture's path names no date and page; it is left out");
        let place = Place::file(file.path.as_str());
        diagnostics.push(note.at(place).hint("put it at 2023-01-02/01.jpg, or 2023-01-02/01/03.jpg for an article"));
        return None;
    };
    let size = imagesize::size(&file.open)
        .ok()
        .and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
    let name = file.path.rsplit('/').next().unwrap_or(&file.path).to_owned();
    Some(Picture { date, page, position: file.named.position, source: file.open, name, size })
}

/// The decoded text of a raw page; it was read once already, so its faults are known.
fn raw_text(path: &str, config: &Config) -> Option<String> {
    let file = source::SourceFile {
        open: if config.paths.content.is_file() {
            config.paths.content.clone()
        } else {
            config.paths.content.join(path)
        },
        path: path.to_owned(),
        kind: source::FileKind::Raw,
        named: source::Named::default(),
    };
    Some(source::read_text(&file).value?.as_str().to_owned())
}
