//! `zzsite build`: content to a finished site.

use std::env;

use super::{
    Exit, Stop,
    args::Common,
    report::{Reporter, count},
    settings,
};
use crate::{
    build::{self, BuildError, SearchIndex},
    output::{Packing, Protected},
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Write a .gz file beside each text file, for hosts that serve them
    #[arg(long)]
    gzip: bool,
    /// Write a .br file beside each text file; it may stand with --gzip
    #[arg(long)]
    brotli: bool,
    /// Read and render everything anew, whatever is known from earlier builds
    #[arg(long)]
    fresh: bool,
    /// Make no search index
    #[arg(long, hide = true)]
    no_search: bool,
}

pub(super) fn run(options: &Options, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let config = settings(common)?;
    let search = if options.no_search { SearchIndex::None } else { SearchIndex::Now };
    let how = build::Options { search, fresh: options.fresh, ..build_options(options.packed()) };
    let built = build::build(&config, &how)?;
    let exit = reporter.report(built.diagnostics)?;
    let report = built.value.output;
    reporter.say(&format!(
        "{} in {} → {}: {} written, {} unchanged, {} removed",
        count(built.value.articles, "article"),
        count(built.value.issues, "issue"),
        config.paths.output.display(),
        count(report.written, "file"),
        report.unchanged,
        report.removed,
    ));
    Ok(if report.failed > 0 { Exit::Failure } else { exit })
}

impl Options {
    fn packed(&self) -> Vec<Packing> {
        let asked = [(self.gzip, Packing::Gzip), (self.brotli, Packing::Brotli)];
        asked.into_iter().filter_map(|(asked, packing)| asked.then_some(packing)).collect()
    }
}

/// How the library is to build; nothing is ever built over the user's home.
pub(super) fn build_options(packed: Vec<Packing>) -> build::Options {
    let protected = env::home_dir().into_iter().fold(Protected::default(), Protected::place);
    build::Options { packed, protected, today: super::today(), ..build::Options::default() }
}

impl From<BuildError> for Stop {
    fn from(error: BuildError) -> Self {
        Self::Faults(vec![error.diagnostic()])
    }
}
