//! The command line: the only place that prints, exits and reads the environment.
//!
//! [`args`] says what can be asked, one file a subcommand answers it, [`report`] prints. A
//! subcommand returns an [`Exit`] or a [`Stop`]; nothing below this module ends the process.

mod args;
mod build;
mod check;
mod convert;
mod docs;
mod init;
mod inspect;
mod new;
mod progress;
mod report;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod stats;
mod timings;

use std::{
    io::{self, Write},
    process::ExitCode,
    time::SystemTime,
};

use clap::Parser;
use tracing_subscriber::layer::SubscriberExt as _;

use self::{
    args::{Args, Command, Common},
    progress::Progress,
    report::Reporter,
    timings::Timings,
};
use crate::{
    config::{self, Config, Overrides},
    diag::Diagnostic,
    output::OutputError,
    press::IssueDate,
};

/// What the process says at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// The day it is, in UTC; `None` where the clock says nothing of use.
fn today() -> Option<IssueDate> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    IssueDate::of_unix_day(i32::try_from(since.as_secs() / 86_400).ok()?)
}

/// Why a subcommand ended before its work was done.
#[derive(Debug)]
enum Stop {
    /// Faults with a place, in the settings mostly.
    Faults(Vec<Diagnostic>),
    /// The command line asks for what cannot be.
    Usage(clap::Error),
    /// Anything else.
    Error(anyhow::Error),
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Error(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Error(error.into())
    }
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(faults: Vec<Diagnostic>) -> Self {
        Self::Faults(faults)
    }
}

impl From<OutputError> for Stop {
    fn from(error: OutputError) -> Self {
        Self::Faults(vec![Diagnostic::error("output", error.to_string()).hint(error.hint())])
    }
}

/// Runs the command line and says how it went.
pub fn run() -> Exit {
    let args = Args::parse();
    let reporter = Reporter::new(&args.common);
    start_threads(args.common.jobs);
    let timings = args.common.timings.then(Timings::start);
    listen(timings.clone(), reporter.is_watched().then(Progress::default));
    let exit = match dispatch(args.command, &args.common, &reporter) {
        Ok(exit) => exit,
        // Whoever reads us has read enough: `zzsite stats | head -1`.
        Err(Stop::Error(error)) if is_broken_pipe(&error) => Exit::Clean,
        Err(Stop::Error(error)) => reporter.stop(vec![Diagnostic::error("failed", format!("{error:#}"))]),
        Err(Stop::Usage(error)) => {
            // Whether the reader is still there no longer matters.
            let _ = error.print();
            Exit::Failure
        }
        Err(Stop::Faults(faults)) => reporter.stop(faults),
    };
    if let Some(timings) = timings {
        reporter.say(&timings.table());
    }
    exit
}

fn dispatch(command: Command, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    match command {
        Command::Build(options) => build::run(&options, common, reporter),
        Command::Convert(options) => convert::run(&options, common, reporter),
        Command::Check => check::run(common, reporter),
        Command::Init(options) => init::run(&options, reporter),
        Command::Inspect(options) => inspect::run(&options, common, reporter),
        Command::New(options) => new::run(&options, common, reporter),
        Command::Search(options) => search::run(&options, common, reporter),
        #[cfg(feature = "serve")]
        Command::Serve(options) => serve::run(&options, common, reporter),
        Command::Stats => stats::run(common, reporter),
        Command::Completions(options) => docs::completions(&options),
        Command::Man(options) => docs::man(&options, common, reporter),
    }
}

/// Has the stages of the work heard of, where somebody wants to know.
fn listen(timings: Option<Timings>, progress: Option<Progress>) {
    if timings.is_some() || progress.is_some() {
        let subscriber = tracing_subscriber::registry().with(timings).with(progress);
        // It fails only when something else listens already.
        let _ = tracing::subscriber::set_global_default(subscriber);
    }
}

/// What the command line has of the settings.
fn overrides(common: &Common) -> Overrides {
    Overrides {
        config: common.config.clone(),
        content: common.content.clone(),
        output: common.out.clone(),
        base_url: common.base_url.clone(),
        part: common.part.clone(),
    }
}

/// The settings, with the command line laid over them.
fn settings(common: &Common) -> Result<Config, Stop> {
    Ok(config::load(&overrides(common))?)
}

/// Threads for reading, rendering and writing. Their stacks are larger than usual because the
/// minifier recurses over nested elements.
fn start_threads(jobs: Option<u16>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from)).stack_size(8 << 20);
    // It fails only when a pool was started before: then that one is used.
    let _ = pool.build_global();
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes to standard output, where data goes; messages go to standard error.
fn emit(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}
