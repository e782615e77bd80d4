//! What a process keeps between builds of one site, so that the next one does not begin from
//! nothing: the theme, what was read, the site with its keys, what lies in the output folder.
//!
//! - An edit of known content files that leaves everything in its place goes through
//!   [`edit`](super::edit): only what it touches is looked at.
//! - Everything else is a build of the whole, in which what is known spares work: units of which no
//!   file has changed are not decoded again, and a site of the same units is not put together again.
//! - Nothing is believed that another process may have changed: the cache and the output folder are
//!   left to others whenever the session [rests](Session::rest), and begun anew if they were used.

use std::{fs, io, sync::atomic::Ordering};

use rayon::prelude::*;

use super::{
    BuildError, Built, Options, SearchIndex,
    cache::{Cache, Units},
    in_the_future,
    index::{self, GaveWay},
    load::{self, Loaded},
    outlines, program,
    reading::HalfSeen,
    stamps,
    work::Work,
    writer_options,
};
use crate::{
    config::Config,
    diag::{Diagnostic, Severity, Warned},
    output::{OutputError, Rest, Stale, Writer},
    parts,
    picture::Outlines,
    render::{self, Batch, Key, Keys, Renderer},
    site::{self, Site, digest, half},
    theme::{Theme, ThemeError},
};

/// What may have changed since the last build of a session.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    /// Anything.
    Anything,
    /// These files and no others.
    Files(&'a [std::path::PathBuf]),
}

/// See the module. All builds of a session are of one configuration; another one begins another
/// session.
#[derive(Debug, Default)]
pub struct Session {
    /// Whether there will be another build.
    keeps: bool,
    /// The theme, with what tells that its files are the same.
    pub(super) theme: Option<(u128, Theme)>,
    pub(super) cache: Option<Cache>,
    pub(super) units: Units,
    spare: Units,
    pub(super) output: Output,
    pub(super) standing: Option<Standing>,
}

/// What is known of the output folder.
#[derive(Debug, Default)]
pub(super) enum Output {
    #[default]
    Unknown,
    /// It was left to others.
    Resting(Box<Rest>),
    /// It is locked, and its manifest may be out of date.
    Open(Box<Writer>),
}

/// The site as it was built last.
#[derive(Debug)]
pub(super) struct Standing {
    /// What it was made of.
    pub(super) seen: u128,
    pub(super) site: Site,
    pub(super) outlines: Option<Outlines>,
    pub(super) keys: Keys,
    /// The files that stand alone, with the keys they were made of.
    pub(super) singles: Vec<(Batch, Option<Key>)>,
    /// What was said when it was put together.
    assembled: Vec<Diagnostic>,
    /// All that was said but of issues and of the output.
    pub(super) said: Vec<Diagnostic>,
    /// Nothing was wrong with it.
    pub(super) sound: bool,
}

impl Session {
    /// A session of many builds.
    pub fn new() -> Self {
        Self { keeps: true, ..Self::default() }
    }

    /// A session of one build, of which nothing need be kept.
    pub(super) fn once() -> Self {
        Self::default()
    }

    /// Builds the site of `config` into its output folder. The manifest there is written and the
    /// folder left to others by [`rest`](Self::rest).
    pub fn build(&mut self, config: &Config, options: &Options, news: News) -> Result<Warned<Built>, BuildError> {
        if let News::Files(paths) = news
            && let Some(built) = self.edit(config, options, paths)
        {
            return Ok(built);
        }
        load::content_is_there(config)?;
        let theme = self.theme(config)?;
        let folder = config.paths.cache.join("read");
        if options.fresh {
            self.forget();
            Cache::clear(&folder);
        }
        let mut built = self.attempt(config, options, &theme.1)?;
        if built.is_none() {
            // The cache was damaged, as only a text that is needed shows.
            self.forget();
            Cache::clear(&folder);
            built = self.attempt(config, options, &theme.1)?;
        }
        self.theme = Some(theme);
        Ok(built.unwrap_or_else(|| {
            let message = format!("`{}` cannot be read back as it was written", folder.display());
            let hint = "delete it; if it comes again, mistrust the disk";
            Warned { value: Built::default(), diagnostics: vec![Diagnostic::error("cache", message).hint(hint)] }
        }))
    }

    /// Brings the search index up to date with the site as it stands, and looks at nothing else: what follows an
    /// edit, when for a moment there is no other, and may take long. Tells whether something more
    /// pressing came; otherwise a build of the whole may follow, which finds the index made.
    pub fn index(&mut self, config: &Config, options: &Options) -> bool {
        let options = Options { trusted: true, ..options.clone() };
        let is_sound = self.standing.as_ref().is_some_and(|standing| standing.sound);
        if !is_sound || !config.parts.is_empty() {
            return gives_way(&options);
        }
        if !self.cache.as_mut().is_some_and(Cache::take_up) {
            // Another process has used it, and the next build must not believe what it held.
            self.forget();
            return gives_way(&options);
        }
        let Ok(mut writer) = self.writer(config, &options) else { return gives_way(&options) };
        if let Some(standing) = self.standing.as_ref().filter(|_| writer.is_resumed()) {
            let _span = tracing::info_span!("search index").entered();
            let singles = standing.singles.iter().filter_map(|(batch, _)| match batch {
                Batch::Single(job) => Some(job.route(&standing.site)),
                Batch::Issue(_) => None,
            });
            // Page and script of the search stand beside the index and are none of it.
            singles.filter(|route| index::is_beside(route.as_str())).for_each(|route| _ = writer.keep(route.as_str()));
            let stale = match index::write(&standing.site, config, &options, &writer) {
                Ok(lost) if lost.is_empty() => index::PLACES.map(str::to_owned).to_vec(),
                _ => Vec::new(),
            };
            writer.settle(Stale::Among(stale));
        }
        self.output = Output::Open(Box::new(writer));
        gives_way(&options)
    }

    /// Writes what waits and leaves cache and output folder to other processes until the next
    /// build. Gives what went wrong.
    pub fn rest(&mut self) -> Option<Diagnostic> {
        self.cache.iter_mut().for_each(Cache::rest);
        match std::mem::take(&mut self.output) {
            Output::Open(writer) => match writer.close() {
                Ok(rest) => self.output = Output::Resting(Box::new(rest)),
                Err(problem) => return Some(problem),
            },
            known => self.output = known,
        }
        None
    }

    /// Forgets what was read and what was made of it.
    pub(super) fn forget(&mut self) {
        self.cache = None;
        self.units.clear();
        self.spare.clear();
        self.standing = None;
    }

    /// The theme of the last build, if its files are the same still.
    fn theme(&mut self, config: &Config) -> Result<(u128, Theme), ThemeError> {
        let folder = config.paths.theme.as_deref();
        let entries = folder.into_iter().flat_map(|folder| walkdir::WalkDir::new(folder).sort_by_file_name());
        let stamp = |entry: walkdir::DirEntry| {
            let meta = fs::metadata(entry.path()).ok()?;
            Some((entry.path().to_owned(), super::reading::stamp(&meta)))
        };
        let seen = if self.keeps { digest(&entries.flatten().map(stamp).collect::<Vec<_>>()) } else { 0 };
        match self.theme.take() {
            Some((known, theme)) if known == seen => Ok((known, theme)),
            _ => {
                self.standing = None;
                let _span = tracing::info_span!("theme").entered();
                Ok((seen, Theme::load(folder)?.minified()))
            }
        }
    }

    /// The output folder, as it was left if it was.
    pub(super) fn writer(&mut self, config: &Config, options: &Options) -> Result<Writer, OutputError> {
        let how = writer_options(config, options);
        match std::mem::take(&mut self.output) {
            Output::Open(mut writer) => {
                writer.begin(options.trusted);
                Ok(*writer)
            }
            Output::Resting(rest) => Writer::reopen(&config.paths.output, &how, Some(*rest)),
            Output::Unknown => Writer::open(&config.paths.output, &how),
        }
    }

    /// Sees to it that what is known of what was read is at hand; from the cache on the disk unless it is known
    /// already.
    fn take_up(&mut self, config: &Config) {
        let _span = tracing::info_span!("cache").entered();
        if self.cache.as_mut().is_some_and(Cache::take_up) {
            return;
        }
        // The lock goes before it is taken again.
        self.forget();
        let opened = Cache::open(&config.paths.cache.join("read"), &std::env::temp_dir(), program()).ok();
        let (cache, held) = opened.unzip();
        self.cache = cache;
        self.units = held.unwrap_or_default();
    }

    /// One build of the whole; `None` when the cache turned out to be damaged.
    fn attempt(
        &mut self,
        config: &Config,
        options: &Options,
        theme: &Theme,
    ) -> Result<Option<Warned<Built>>, BuildError> {
        // The folder is looked through by one thread while others take up what is known of it.
        let stop = || gives_way(options);
        let ((), files) = rayon::join(|| self.take_up(config), || load::discover(config, &stop));
        let gave_way = || Ok(Some(Warned::clean(Built { gave_way: true, ..Built::default() })));
        if gives_way(options) {
            // So far nothing has been touched.
            return gave_way();
        }
        let mut held = std::mem::take(&mut self.units);
        let spare: Vec<String> = self.spare.keys().cloned().collect();
        held.append(&mut self.spare);
        let Warned { value: loaded, mut diagnostics } =
            match load::read(config, files, self.cache.as_ref(), held, self.keeps, &stop) {
                Ok(loaded) => loaded,
                Err(HalfSeen { mut units, anew }) => {
                    self.spare = spare.iter().filter_map(|name| units.remove_entry(name)).collect();
                    self.units = units;
                    if anew {
                        // The units are no longer those of the site.
                        self.standing = None;
                    }
                    return gave_way();
                }
            };
        if let Some(Err(error)) = self.cache.as_ref().map(Cache::flush) {
            diagnostics.push(not_kept(config, &error));
        }
        let Loaded { contents, parts, of_issues, units, spare, seen } = loaded;
        (self.units, self.spare) = (units, spare);
        let outlines = outlines(config, &mut diagnostics);
        let seen = seen.wrapping_add(digest(&format!("{outlines:?}")));
        let known = self.standing.take().filter(|known| known.seen == seen && config.parts.is_empty());
        let was_sound = known.as_ref().is_some_and(|known| known.sound);
        let ordered = || match known {
            Some(Standing { site, assembled, keys, .. }) => (site, assembled, Some(keys)),
            None => {
                let _span = tracing::info_span!("order").entered();
                let Warned { value: site, diagnostics: assembled } = site::assemble(config, contents);
                (site, assembled, None)
            }
        };
        // So is the list of what lies in the output folder while the site is put in order.
        let ((site, assembled, keys), writer) = rayon::join(ordered, || self.writer(config, options));
        let mut writer = writer?;
        diagnostics.extend(assembled.iter().cloned());
        diagnostics.extend(render::notes(&site));
        diagnostics.extend(options.today.into_iter().flat_map(|today| in_the_future(&site, today)));
        let renderer = Renderer::new(&site, theme, outlines.as_ref())?;
        let (batches, keys, as_before) = {
            let _span = tracing::info_span!("plan").entered();
            let stamps = stamps(&site);
            let keys = keys.filter(|keys| keys.copies() == stamps);
            let as_before = was_sound && keys.is_some();
            let keys =
                keys.unwrap_or_else(|| Keys::new(&renderer, half(digest(&(program(), &options.packed))), stamps));
            (render::batches(&site, theme), keys, as_before)
        };
        let mut failed = {
            let _span = tracing::info_span!("render and write").entered();
            let work = Work::new(&site, config, &renderer, &writer, &keys, options.fresh, theme.is_minified());
            let make = |batch: &Batch| if gives_way(options) { Vec::new() } else { work.batch(batch) };
            batches.par_iter().flat_map_iter(make).collect::<Vec<Diagnostic>>()
        };
        let all_made = failed.is_empty();
        let pages_gave_way = gives_way(options);
        let mut gave_way = pages_gave_way;
        let pages_written = writer.written();
        if !pages_gave_way {
            let _span = tracing::info_span!("search index").entered();
            match index::write(&site, config, options, &writer) {
                Ok(lost) => failed.extend(lost),
                Err(GaveWay) => gave_way = true,
            }
        }
        if self.cache.as_ref().is_some_and(Cache::is_damaged) {
            writer.settle(Stale::Among(Vec::new()));
            self.output = Output::Open(Box::new(writer));
            return Ok(None);
        }
        let _span = tracing::info_span!("finish").entered();
        failed.extend(parts::changed(config, &parts));
        let is_error = |d: &Diagnostic| d.severity == Severity::Error;
        let wrong = [&diagnostics, &of_issues, &failed].into_iter().flatten().any(is_error);
        let stale = match (gave_way, wrong) {
            (true, _) => Stale::Among(Vec::new()),
            (_, true) => Stale::Keep,
            (_, false) => Stale::Remove,
        };
        let index_written = writer.written() - pages_written;
        let output = writer.settle(stale).drain_into(&mut failed);
        let (issues, articles) = (site.issues.len(), site.article_count());
        let built = Built { issues, articles, output, index_written, gave_way };
        self.output = Output::Open(Box::new(writer));
        if self.keeps {
            let singles = batches.into_iter().filter(|batch| matches!(batch, Batch::Single(_)));
            let singles =
                singles.map(|batch| (keys.of(&site, &batch), batch)).map(|(key, batch)| (batch, key)).collect();
            // Pages that stood and are made of the same stand still, whether they were looked at or not.
            let made = !pages_gave_way || as_before;
            let sound = !wrong && made && all_made && output.failed == 0 && output.kept_foreign == 0;
            let said = diagnostics.clone();
            self.standing = Some(Standing { seen, site, outlines, keys, singles, assembled, said, sound });
        } else {
            // Nobody need wait until all of it is taken apart, least of all at the end of a process.
            rayon::spawn(move || drop((site, keys, batches, outlines)));
        }
        diagnostics.extend(of_issues);
        diagnostics.extend(failed);
        Ok(Some(Warned { value: built, diagnostics }))
    }
}

/// Whether something more pressing than this build has come up.
fn gives_way(options: &Options) -> bool {
    matches!(&options.search, SearchIndex::Unless(pressing) if pressing.load(Ordering::Relaxed))
}

pub(super) fn not_kept(config: &Config, error: &io::Error) -> Diagnostic {
    let message = format!("what was read cannot be kept in `{}`: {error}", config.paths.cache.display());
    Diagnostic::note("cache", message).hint("the next build will read it all again")
}
