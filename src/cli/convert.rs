//! `zzsite convert PATHS… --out DIR`: raw pages to Markdown.

use std::{fs, io, path::PathBuf};

use rayon::prelude::*;

use super::{Exit, report};
use crate::{
    config::{self, Overrides},
    diag::{Diagnostic, Place, Severity},
    markdown, pipeline,
    press::SourcePage,
    source,
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Pages, or folders of pages
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(super) fn run(options: &Options, out: Option<&std::path::Path>, overrides: &Overrides) -> Exit {
    let config = match config::load(overrides) {
        Ok(config) => config,
        Err(faults) => {
            report(&faults);
            return Exit::Failure;
        }
    };
    let out = out.unwrap_or(std::path::Path::new("markdown"));
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for path in &options.paths {
        files.extend(source::discover(path).drain_into(&mut diagnostics));
    }
    files.retain(|file| file.kind == source::FileKind::Raw);
    let content = pipeline::read(files, &config).drain_into(&mut diagnostics);
    let failed: Vec<Diagnostic> = content.pages.par_iter().filter_map(|page| write_page(page, out).err()).collect();
    let exit = match () {
        () if !failed.is_empty() => Exit::Failure,
        () if diagnostics.iter().any(|d| d.severity == Severity::Error) => Exit::Content,
        () => Exit::Clean,
    };
    diagnostics.extend(failed);
    report(&diagnostics);
    exit
}

/// Writes `DIR/<date>/<page>/<nn>-<slug>.md` and `page.toml`.
fn write_page(page: &SourcePage, out: &std::path::Path) -> Result<(), Diagnostic> {
    let folder = out.join(page.date.to_string()).join(page.page.to_string());
    let failure = |error: io::Error| {
        Diagnostic::error("write", format!("cannot be written: {error}")).at(Place::file(folder.to_string_lossy()))
    };
    fs::create_dir_all(&folder).map_err(failure)?;
    fs::write(folder.join("page.toml"), markdown::page_toml(page)).map_err(failure)?;
    for article in &page.articles {
        fs::write(folder.join(markdown::file_name(article)), markdown::write(article)).map_err(failure)?;
    }
    Ok(())
}
