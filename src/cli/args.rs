//! What can be asked on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

#[cfg(feature = "serve")]
use super::serve;
use super::{build, convert, docs, init, inspect, new, search};
use crate::diag::show::Form;

/// A static site generator for newspaper archives: page text in, a site out
#[derive(Debug, Parser)]
#[command(name = "zzsite", version, about, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Exit codes: 0 all well, 1 something in the content is wrong, 2 usage, settings or files.")]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Flags every subcommand takes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Common options")]
pub(super) struct Common {
    /// Settings file [default: site.toml, where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Folder of the content [default: content]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) content: Option<PathBuf>,
    /// Folder of the site [default: public]; for `convert` and `man`, the folder they write to
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Address the site is published under, e.g. https://example.org/archive/
    #[arg(long, global = true, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Route of one of the [[parts]] of the settings, to work on it instead of the whole
    #[arg(long, global = true, value_name = "ROUTE")]
    pub(super) part: Option<String>,
    /// Number of threads [default: as many as there are cores]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// How diagnostics look
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(super) format: Format,
    /// Warnings count as errors
    #[arg(long, global = true)]
    pub(super) strict: bool,
    /// Print errors only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Print where the time went
    #[arg(long, global = true)]
    pub(super) timings: bool,
}

/// How diagnostics look.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum Format {
    /// With the source line and a caret
    #[default]
    Human,
    /// One line each, as editors read it
    Short,
    /// One JSON object a line, on standard output
    Json,
}

impl From<Format> for Form {
    fn from(format: Format) -> Self {
        match format {
            Format::Human => Self::Human,
            Format::Short => Self::Short,
            Format::Json => Self::Json,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site
    Build(build::Options),
    /// Serve the site on this machine, and build it anew when something is saved
    #[cfg(feature = "serve")]
    Serve(serve::Options),
    /// Read raw pages and write them as Markdown, one file an article
    Convert(convert::Options),
    /// Read the content and the built site, and report what is wrong
    Check,
    /// Make a starter site that builds
    Init(init::Options),
    /// Make an issue or a page to fill in
    New(new::Options),
    /// Show how a page was read, as one HTML report
    Inspect(inspect::Options),
    /// Search the built site
    Search(search::Options),
    /// Count what the archive holds
    Stats,
    /// Print a completion script for a shell
    Completions(docs::CompletionOptions),
    /// Print the manual page, or write one for each subcommand to --out
    Man(docs::ManOptions),
}
