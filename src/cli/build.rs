//! `zzsite build`: content to a finished site.

use super::{Exit, Stop, args::Common, report::Reporter, settings};
use crate::build::{self, BuildError};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Write a .gz file beside each text file, for hosts that serve them
    #[arg(long)]
    gzip: bool,
}

pub(super) fn run(options: &Options, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let config = settings(common)?;
    let built = build::build(&config, &build::Options { gzip: options.gzip })?;
    let exit = reporter.report(built.diagnostics)?;
    let report = built.value.output;
    reporter.say(&format!(
        "{} articles in {} issues → {}: {} files written, {} unchanged, {} removed",
        built.value.articles,
        built.value.issues,
        config.paths.output.display(),
        report.written,
        report.unchanged,
        report.removed,
    ));
    Ok(if report.failed > 0 { Exit::Failure } else { exit })
}

impl From<BuildError> for Stop {
    fn from(error: BuildError) -> Self {
        Self::Faults(vec![error.diagnostic()])
    }
}
