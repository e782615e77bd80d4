//! `zzsite inspect PAGE`: one HTML report on how a page was read.

use std::{fs, path::PathBuf};

use anyhow::Context as _;

use super::{Exit, Stop, args::Common, emit, report::Reporter, settings};
use crate::{inspect, parse, pipeline, source};

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
    let Some(text) = source::read_text(file).drain_into(&mut diagnostics) else {
        return Ok(reporter.report(diagnostics)?);
    };
    let hints = pipeline::hints(file);
    let pages = pipeline::read_newsprint(&text, &hints, &config).drain_into(&mut diagnostics);
    let traces = parse::trace(&text, &hints, &config.gazetteer);
    let report = inspect::html(&text, &traces, &pages, &diagnostics);
    match &common.out {
        Some(out) => fs::write(out, report).with_context(|| format!("cannot write {}", out.display()))?,
        None => emit(&report)?,
    }
    Ok(Exit::Clean)
}
