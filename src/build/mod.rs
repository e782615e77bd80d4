//! `build`: content folder in, finished site out. The stages in a row, and nothing else.

mod cache;
mod edit;
mod elsewhere;
mod index;
mod load;
mod message;
mod pages;
mod reading;
mod session;
mod work;

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use rayon::prelude::*;

use self::cache::Units;
pub use self::{
    index::SearchIndex,
    session::{News, Session},
};
use crate::{
    config::Config,
    diag::{Diagnostic, Place, Warned},
    output::{self, OutputError},
    parts,
    picture::{Outlines, OutlinesError},
    press::IssueDate,
    proof,
    render::Key,
    site::{self, Copy, Site, digest, half},
    source::SourceText,
    theme::ThemeError,
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
    /// How many of the files written are of the search index.
    pub index_written: u64,
    /// It left off because something was more pressing ([`SearchIndex::Unless`]).
    pub gave_way: bool,
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
    /// The content folder cannot be read: a site of nothing would take the place of the one there.
    #[error("the content folder `{folder}` cannot be read: {error}", folder = folder.display())]
    Content {
        /// The folder.
        folder: PathBuf,
        /// Why.
        error: io::Error,
    },
}

impl BuildError {
    /// The error as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Output(error) => Diagnostic::error("output", error.to_string()).hint(error.hint()),
            Self::Theme(error) => error.diagnostic(),
            Self::Content { .. } => Diagnostic::error("content", self.to_string())
                .hint("name it with `--content` or in site.toml; `zzsite init` makes a site with one"),
        }
    }
}

/// Builds the site of `config` into its output folder.
///
/// Faults in content cost what they are in: the rest is built, and the old pages of what could
/// not be read stay.
pub fn build(config: &Config, options: &Options) -> Result<Warned<Built>, BuildError> {
    let mut session = Session::once();
    let mut built = session.build(config, options, News::Anything)?;
    if let Some(problem) = session.rest() {
        built.value.output.failed += 1;
        built.diagnostics.push(problem);
    }
    Ok(built)
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
        read_back: vec![parts::FOLDER],
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
            half(digest(&(from, settled, settled.is_none().then(|| now.duration_since(SystemTime::UNIX_EPOCH).ok()))))
        }
    };
    site.copies.par_iter().map(stamp).collect()
}

/// The outlines of the districts; without them the map is a wall of tiles.
fn outlines(config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<Outlines> {
    let path = config.paths.outlines.as_ref()?;
    let shown = path.to_string_lossy();
    let fault = |message: String, place| {
        let hint = "mend the file, or take `outlines` out of site.toml";
        Diagnostic::warning("outlines", message).at(place).hint(hint)
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => SourceText::new(shown.as_ref(), text),
        Err(error) => {
            diagnostics.push(fault(format!("cannot be read: {error}"), Place::file(shown.as_ref())));
            return None;
        }
    };
    match Outlines::parse(text.as_str()) {
        Ok(outlines) => {
            let known = |slug: &&String| config.gazetteer.districts().iter().any(|known| known.slug.as_str() == *slug);
            diagnostics.extend(outlines.districts.keys().filter(|slug| !known(slug)).map(|slug| {
                let key = format!("districts.{slug}");
                let place = match text.as_str().find(&key) {
                    Some(at) => text.place(at..at + key.len()),
                    None => Place::file(shown.as_ref()),
                };
                fault(format!("no district of site.toml has the slug `{slug}`: its outline is not drawn"), place)
            }));
            Some(outlines)
        }
        Err(error) => {
            let place = match &error {
                OutlinesError::Shape { span, .. } => text.place(span.clone()),
                _ => Place::file(shown.as_ref()),
            };
            diagnostics.push(fault(error.to_string(), place));
            None
        }
    }
}

/// Reads the content folder into the site model; writes nothing.
pub fn load(config: &Config) -> Warned<Site> {
    let never = || false;
    let read = load::read(config, load::discover(config, &never), None, Units::new(), false, &never);
    // Nothing is left off that never stops.
    let Warned { value: loaded, mut diagnostics } = read.unwrap_or_default();
    diagnostics.extend(loaded.of_issues);
    let site = site::assemble(config, loaded.contents).drain_into(&mut diagnostics);
    Warned { value: site, diagnostics }
}
