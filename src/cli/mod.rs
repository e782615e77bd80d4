//! The command line: the only place that prints, exits and reads the environment.

mod build;
mod convert;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{config::Overrides, diag::Diagnostic};

/// What the process says at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Clean = 0,
    /// Something in the content is wrong.
    Content = 1,
    /// Usage, configuration, or files that could not be read or written.
    Failure = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[derive(Debug, Parser)]
#[command(name = "zzsite", version, about)]
struct Args {
    /// Settings file [default: site.toml, where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the content
    #[arg(long, global = true, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Folder that is written to
    #[arg(long, global = true, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address of the site
    #[arg(long, global = true, value_name = "URL")]
    base_url: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read raw pages and write them as Markdown, one file an article
    Convert(convert::Options),
    /// Build the site
    Build,
}

/// Runs the command line and says how it went.
pub fn run() -> Exit {
    let args = Args::parse();
    let overrides =
        Overrides { config: args.config, content: args.content, output: args.out.clone(), base_url: args.base_url };
    match args.command {
        Command::Convert(options) => convert::run(&options, args.out.as_deref(), &overrides),
        Command::Build => build::run(&overrides),
    }
}

#[expect(clippy::print_stderr, reason = "this is where diagnostics are printed")]
fn report(diagnostics: &[Diagnostic]) {
    for d in diagnostics {
        let place = d.place.as_ref().map_or(String::new(), |p| format!("{}:{}:{}: ", p.file, p.line, p.column));
        eprintln!("{place}{:?}: {}", d.severity, d.message);
    }
}
