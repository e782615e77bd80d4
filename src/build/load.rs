//! The content folder to what a site is made of.

use std::fs;

use crate::{
    config::Config,
    diag::{Diagnostic, Place, Warned},
    markdown::Document,
    parts,
    site::{Contents, Doc, Picture, Purpose, digest},
    source::{self, SourceFile},
};

use super::{
    BuildError,
    cache::{Cache, Units},
    reading::{self, HalfSeen, Read, Stop},
};

/// What was read.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) contents: Contents,
    pub(super) parts: Vec<parts::Part>,
    /// What there is to say about issues.
    pub(super) of_issues: Vec<Diagnostic>,
    /// Units for the next build of this process.
    pub(super) units: Units,
    /// Those of them that were read again together with others.
    pub(super) spare: Units,
    /// The same while nothing has changed.
    pub(super) seen: u128,
}

/// Fails where there is no content folder, or none that can be read: a wrong name, a disk that is not mounted.
pub(super) fn content_is_there(config: &Config) -> Result<(), BuildError> {
    if is_parts_alone(config) {
        return Ok(());
    }
    let folder = &config.paths.content;
    let looked =
        fs::metadata(folder).and_then(|meta| if meta.is_dir() { fs::read_dir(folder).map(drop) } else { Ok(()) });
    looked.map_err(|error| BuildError::Content { folder: folder.clone(), error })
}

/// A whole may be nothing but its parts.
fn is_parts_alone(config: &Config) -> bool {
    !config.parts.is_empty() && !config.paths.content.exists()
}

/// The files of the content folder; some of them when `stop` says so.
pub(super) fn discover(config: &Config, stop: Stop) -> Warned<Vec<SourceFile>> {
    if is_parts_alone(config) {
        return Warned { value: Vec::new(), diagnostics: Vec::new() };
    }
    let _span = tracing::info_span!("discover").entered();
    source::discover_unless(&config.paths.content, stop)
}

/// Reads the `files` of the content folder with what is `held` of it; `keep` says whether units are
/// wanted back.
///
/// # Errors
/// When it was left off because `stop` said so.
pub(super) fn read(
    config: &Config,
    files: Warned<Vec<SourceFile>>,
    cache: Option<&Cache>,
    held: Units,
    keep: bool,
    stop: Stop,
) -> Result<Warned<Loaded>, HalfSeen> {
    let mut diagnostics = Vec::new();
    if !config.has_file {
        let note =
            Diagnostic::note("no-settings", "there is no site.toml; the starter's districts and plain names are used");
        diagnostics.push(note.hint("`zzsite init` writes one"));
    }
    let files = files.drain_into(&mut diagnostics);
    let Read { issues, documents, pictures, diagnostics: of_issues, units, spare, seen } = {
        let _span = tracing::info_span!("read").entered();
        reading::read(files, config, cache, held, keep, stop)?.drain_into(&mut diagnostics)
    };
    let parts = {
        let _span = tracing::info_span!("parts").entered();
        parts::read(config).drain_into(&mut diagnostics)
    };
    let _span = tracing::info_span!("order").entered();
    let (issues, parts) = parts.merge(issues, config).drain_into(&mut diagnostics);
    let docs = documents.into_iter().map(doc).collect();
    let pictures: Vec<Picture> = pictures.into_iter().filter_map(|file| picture(file, &mut diagnostics)).collect();
    let seen = seen.wrapping_add(digest(&format!("{pictures:?}")));
    let nodes = parts.iter().map(|part| part.node.clone()).collect();
    let contents = Contents { issues, parts: nodes, docs, pictures };
    Ok(Warned { value: Loaded { contents, parts, of_issues, units, spare, seen }, diagnostics })
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
    let purpose = match file.named.position {
        Some(position) => Purpose::Article(position),
        None if file.named.below_page => Purpose::Named,
        None => Purpose::Page,
    };
    Some(Picture { date, page, purpose, source: file.open, name, size })
}
