//! `zzsite inspect PAGE`: one HTML report on how a page was read. `serve` shows the same.

use std::{fs, path::PathBuf};

use anyhow::Context as _;

use super::{Exit, Stop, args::Common, emit, report::Reporter, settings};
use crate::{
    config::Config,
    diag::Diagnostic,
    inspect, parse, pipeline,
    source::{self, SourceFile},
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Raw page
    #[arg(value_name = "PAGE")]
    page: PathBuf,
}

/// Writes the report to `--out FILE`, or to standard output.
pub(super) fn run(options: &Options, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let config = settings(common)?;
    let mut diagnostics = Vec::new();
    let mut files = source::discover(&options.page).drain_into(&mut diagnostics);
    files.retain(|file| file.kind == source::FileKind::Raw);
    let Some(file) = files.first() else {
        reporter.report(diagnostics)?;
        return Err(anyhow::anyhow!("{} holds no raw page (.txt)", options.page.display()).into());
    };
    let Some(report) = report(file, &config, &mut diagnostics) else {
        return Ok(reporter.report(diagnostics)?);
    };
    match &common.out {
        Some(out) => fs::write(out, report).with_context(|| format!("cannot write {}", out.display()))?,
        None => emit(&report)?,
    }
    Ok(Exit::Clean)
}

/// The report on one file, `None` where it cannot be read.
fn report(file: &SourceFile, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let text = source::read_text(file).drain_into(diagnostics)?;
    let hints = pipeline::hints(file);
    let pages = pipeline::read_newsprint(&text, &hints, config).drain_into(diagnostics);
    let traces = parse::trace(&text, &hints, &config.gazetteer);
    Some(inspect::html(&text, &traces, &pages, diagnostics))
}

/// For `serve`: the report on the file of this path below the content folder, or the list of files
/// where the path is empty.
#[cfg(feature = "serve")]
pub(super) fn report_of(path: &str, config: &Config) -> Option<String> {
    let files = source::discover(&config.paths.content).value;
    let raw = files.iter().filter(|file| file.kind == source::FileKind::Raw);
    if path.is_empty() {
        return Some(inspect::list(&raw.map(|file| file.path.as_str()).collect::<Vec<_>>()));
    }
    report(raw.into_iter().find(|file| file.path == path)?, config, &mut Vec::new())
}
