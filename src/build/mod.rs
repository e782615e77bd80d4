//! `build`: content folder in, finished site out. The stages in a row, and nothing else.

mod index;

use std::{fs, path::Path};

use rayon::prelude::*;

use crate::{
    config::Config,
    diag::{Diagnostic, Place, Severity, Warned},
    markdown::Document,
    output::{self, OutputError, Stale, Writer},
    picture::Outlines,
    pipeline::{self, Content},
    press,
    render::{self, FileKind, Job, Renderer},
    search,
    site::{self, Copy, Doc, Picture, Site},
    source::{self, SourceFile},
    theme::{Theme, ThemeError},
};

/// How a build is done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Write `.gz` files beside text files.
    pub gzip: bool,
    /// Leave the search index out: for measurements, and for sites that are searched elsewhere.
    pub without_search: bool,
    /// Folders that must not become the output folder, besides those the build reads.
    pub protected: output::Protected,
}

/// What a build made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    let protected = options
        .protected
        .clone()
        .input(&config.paths.content)
        .place(config.paths.content.parent().unwrap_or(Path::new(".")));
    let protected = config.paths.theme.iter().fold(protected, |protected, theme| protected.input(theme));
    let theme = Theme::load(config.paths.theme.as_deref())?;
    let Warned { value: site, mut diagnostics } = load(config);
    let outlines = outlines(config, &mut diagnostics);
    let writer = Writer::open(&config.paths.output, &output::Options { protected, gzip: options.gzip })?;
    let renderer = Renderer::new(&site, &theme, outlines.as_ref())?;
    diagnostics.extend(render::notes(&site));
    let jobs = render::plan(&site, &theme);
    let span = tracing::info_span!("render and write").entered();
    let failed: Vec<Diagnostic> = jobs.par_iter().filter_map(|job| run(job, &renderer, &writer).err()).collect();
    let copied: Vec<Diagnostic> =
        site.copies.par_iter().filter_map(|copy| publish(copy, config, &writer).err()).collect();
    drop(span);
    if !options.without_search {
        let _span = tracing::info_span!("search index").entered();
        let scratch = search::Options { scratch: std::env::temp_dir() };
        if let Err(error) = index::write(&site, &scratch, &writer) {
            diagnostics.push(Diagnostic::error("search-index", format!("the search index was not made: {error}")));
        }
    }
    diagnostics.extend(failed);
    diagnostics.extend(copied);
    let unread = diagnostics.iter().any(|d| d.severity == Severity::Error);
    let stale = if unread { Stale::Keep } else { Stale::Remove };
    let output = writer.finish(stale).drain_into(&mut diagnostics);
    let built = Built { issues: site.issues.len(), articles: site.article_count(), output };
    Ok(Warned { value: built, diagnostics })
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
    let mut diagnostics = Vec::new();
    if !config.has_file {
        let note =
            Diagnostic::note("no-settings", "there is no site.toml; the starter's districts and plain names are used");
        diagnostics.push(note.hint("`zzsite init` writes one"));
    }
    let files = {
        let _span = tracing::info_span!("discover").entered();
        source::discover(&config.paths.content).drain_into(&mut diagnostics)
    };
    let Content { pages, articles, documents, pictures } = {
        let _span = tracing::info_span!("read").entered();
        pipeline::read(files, config).drain_into(&mut diagnostics)
    };
    let _span = tracing::info_span!("order").entered();
    let pages = pipeline::gather(pages, articles).drain_into(&mut diagnostics);
    let issues = press::assemble(pages).drain_into(&mut diagnostics);
    let docs = documents.into_iter().map(doc).collect();
    let pictures = pictures.into_iter().filter_map(|file| picture(file, &mut diagnostics)).collect();
    let site = site::build(config, issues, docs, pictures).drain_into(&mut diagnostics);
    Warned { value: site, diagnostics }
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

/// Renders one file and hands it to the writer, which keeps account of what fails there.
fn run(job: &Job, renderer: &Renderer<'_>, writer: &Writer) -> Result<(), Diagnostic> {
    let rendered = renderer.run(job).map_err(|error| error.source.diagnostic())?;
    match rendered.kind {
        FileKind::Html => writer.write(rendered.route.as_str(), &output::minify::html(&rendered.bytes)),
        FileKind::Other => writer.write(rendered.route.as_str(), &rendered.bytes),
    };
    Ok(())
}

/// Publishes a file that is not rendered.
fn publish(copy: &Copy, config: &Config, writer: &Writer) -> Result<(), Diagnostic> {
    let (route, bytes) = match copy {
        Copy::Picture { from, to } => {
            let unreadable = |error: std::io::Error| {
                Diagnostic::error("unreadable", format!("cannot be read: {error}"))
                    .at(Place::file(from.to_string_lossy()))
            };
            (to, fs::read(from).map_err(unreadable)?)
        }
        Copy::RawText { from, to } => (to, raw_text(from, config).unwrap_or_default().into_bytes()),
    };
    writer.write(route.as_str(), &bytes);
    Ok(())
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
