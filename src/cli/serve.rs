//! `zzsite serve`: the site on this machine, built anew when something is saved.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use super::{Exit, Stop, args::Common, build::build_options, overrides, report::Reporter};
use crate::{
    build::{self, BuildError, News, SearchIndex, Session},
    config::{self, BaseUrl, Config, Overrides},
    diag::{
        Diagnostic, Severity, Warned,
        show::{self, Form},
    },
    output::OutputError,
    parts::INDEX,
    serve::{self, Built, Call, ServeError, Server},
    source::FileKind,
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Port on 127.0.0.1; 0 for any that is free
    #[arg(long, default_value_t = 4100)]
    port: u16,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

impl From<ServeError> for Stop {
    fn from(error: ServeError) -> Self {
        Self::Faults(vec![Diagnostic::error("serve", error.to_string()).hint(error.hint())])
    }
}

pub(super) fn run(options: &Options, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let mut overrides = overrides(common);
    let config = config::load(&overrides)?;
    // The folder stays the one that is served, whatever becomes of the settings.
    overrides.output = Some(config.paths.output.clone());
    let server = Server::bind(serve::Options {
        folder: config.paths.output.clone(),
        port: options.port,
        base_path: config.base_url.as_ref().map_or("/", BaseUrl::path).to_owned(),
        watched: sources(&config, &overrides),
    })?;
    let reported = overrides.clone();
    let server = server.with_reports(move |path| super::inspect::report_of(path, &config::load(&reported).ok()?));
    let address = format!("http://{}/", server.address());
    reporter.say(&format!("serving {} at {address} (Ctrl-C ends)", config.paths.output.display()));
    reporter.say(&format!("how pages were read: {address}{}", serve::REPORTS));
    if options.open
        && let Err(error) = browser(&address)
    {
        reporter.say(&format!("cannot open a browser ({error}); open {address} by hand"));
    }
    let builder = Arc::new(Mutex::new(Builder::new(overrides, *reporter)));
    let building = Arc::clone(&builder);
    server.run_until_interrupted(move |call| building.lock().unwrap_or_else(PoisonError::into_inner).answer(&call))?;
    // What the last edit left unwritten; a build that runs still is left to its journal.
    if let Ok(mut builder) = builder.try_lock() {
        let _ = builder.session.rest();
    }
    Ok(Exit::Clean)
}

/// What a build reads.
fn sources(config: &Config, overrides: &Overrides) -> Vec<PathBuf> {
    let mut sources = vec![settings(overrides), config.paths.content.clone()];
    sources.extend(config.paths.theme.clone());
    sources.extend(config.paths.outlines.clone());
    // A part is another site, of which only what it leaves for this one is read.
    sources.extend(config.parts.iter().filter_map(|part| Some(part.path.join(INDEX).parent()?.to_owned())));
    sources
}

fn settings(overrides: &Overrides) -> PathBuf {
    overrides.config.clone().unwrap_or_else(|| PathBuf::from(config::FILE_NAME))
}

/// What builds, with what it keeps from build to build.
struct Builder {
    overrides: Overrides,
    reporter: Reporter,
    /// Something else wrote to the output folder during the last build.
    is_busy: bool,
    /// The settings as they were read last, if they could be.
    config: Option<Config>,
    session: Session,
    /// The output folder is as the last build left it.
    built: bool,
    /// What was wrong after the last build that was done to its end.
    problems: String,
    /// What the terminal was told after the last build, and is not told again.
    said: BTreeSet<Diagnostic>,
}

impl Builder {
    fn new(overrides: Overrides, reporter: Reporter) -> Self {
        Self {
            is_busy: false,
            overrides,
            reporter,
            config: None,
            session: Session::new(),
            built: false,
            problems: String::new(),
            said: BTreeSet::new(),
        }
    }

    /// One build, with its messages on the terminal and its errors for the page.
    ///
    /// When somebody waits for pages the search index is left as it was, and only what is told to
    /// have changed is looked at. When all is quiet everything is, so that a change the watcher has
    /// missed is found.
    fn answer(&mut self, call: &Call) -> Built {
        let started = Instant::now();
        let (search, is_quiet) = match call {
            Call::Changed(_) => (SearchIndex::Later, false),
            Call::Quiet(pressing) => (SearchIndex::Unless(Arc::clone(pressing)), true),
        };
        let how = build::Options { search, trusted: self.built && !is_quiet, ..build_options(Vec::new()) };
        // The index first: it is what an edit leaves to be done, and gives way to the next one at once.
        if is_quiet && self.config.as_ref().is_some_and(|config| self.session.index(config, &how)) {
            return Built { problems: self.problems.clone(), ..Built::default() };
        }
        let written = if is_quiet { self.session.rest() } else { None };
        let mut faults = Vec::new();
        let report = match self.build(call, &how) {
            Ok(built) => {
                faults.extend(built.diagnostics);
                Some(built.value)
            }
            Err(stopped) => {
                faults.extend(stopped);
                None
            }
        };
        let text_alone = self.is_text(call);
        if let Some(report) = report.filter(|report| report.gave_way) {
            let changed = report.output.written > report.index_written;
            return Built { changed, text_alone, problems: self.problems.clone(), ..Built::default() };
        }
        faults.extend(written);
        if is_quiet {
            faults.extend(self.session.rest());
        }
        let mut errors: Vec<Diagnostic> = faults.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
        show::arrange(&mut errors);
        self.problems = show::render(&errors, Form::Human, false);
        self.built = report.is_some();
        let output = report.map(|report| report.output);
        let changed = output.is_some_and(|output| output.written + output.removed > 0);
        // In the quiet all has been said but what the index has to say.
        if !is_quiet {
            let known = std::mem::replace(&mut self.said, faults.iter().cloned().collect());
            faults.retain(|fault| !known.contains(fault));
            // Should the terminal be gone, the page still tells.
            let _ = self.reporter.report(faults);
        }
        if let Some(output) = output.filter(|_| changed || !is_quiet) {
            let milliseconds = started.elapsed().as_millis();
            let (cause, written, removed) = (cause(call), output.written, output.removed);
            self.reporter.say(&format!("{cause}: {written} written, {removed} removed in {milliseconds} ms"));
        }
        // Nobody's page is reloaded for the index: the search page asks for it when it is used.
        let of_pages = report.is_some_and(|report| report.output.written > report.index_written);
        Built {
            changed: if is_quiet { of_pages } else { changed },
            text_alone,
            problems: self.problems.clone(),
            again: self.is_busy,
            sources: self.config.as_ref().map(|config| sources(config, &self.overrides)),
        }
    }

    /// Whether only pages of text were saved.
    fn is_text(&self, call: &Call) -> bool {
        let content = self.config.as_ref().and_then(|config| config.paths.content.canonicalize().ok());
        let is_text = |path: &PathBuf| {
            content.as_ref().is_some_and(|content| path.starts_with(content))
                && matches!(FileKind::of(path), Some(FileKind::Raw | FileKind::Markdown))
        };
        matches!(call, Call::Changed(paths) if !paths.is_empty() && paths.iter().all(is_text))
    }

    fn build(&mut self, call: &Call, how: &build::Options) -> Result<Warned<build::Built>, Vec<Diagnostic>> {
        let news = match call {
            Call::Changed([]) | Call::Quiet(_) => News::Anything,
            Call::Changed(paths) => News::Files(paths),
        };
        let of_settings = match call {
            Call::Changed(paths) => {
                serve::watched_as(&settings(&self.overrides)).iter().any(|settings| paths.contains(settings))
            }
            Call::Quiet(_) => true,
        };
        self.is_busy = false;
        if of_settings || self.config.is_none() {
            let config = config::load(&self.overrides).inspect_err(|_| self.config = None)?;
            if self.config.as_ref().is_none_or(|known| format!("{known:?}") != format!("{config:?}")) {
                // A session is of one configuration. What it has not written yet is written now.
                let _ = self.session.rest();
                self.session = Session::new();
                self.config = Some(config);
            }
        }
        let Some(config) = &self.config else { return Ok(Warned::clean(build::Built::default())) };
        let built = self.session.build(config, how, news);
        self.is_busy = matches!(built, Err(BuildError::Output(OutputError::Busy { .. })));
        built.map_err(|error| vec![error.diagnostic()])
    }
}

/// Why there was a build.
fn cause(call: &Call) -> String {
    match call {
        Call::Changed([]) => "built".to_owned(),
        Call::Changed([path]) => format!("{} changed", path.file_name().unwrap_or_default().to_string_lossy()),
        Call::Changed(paths) => format!("{} files changed", paths.len()),
        Call::Quiet(_) => "search index".to_owned(),
    }
}

/// Asks the system to open an address.
fn browser(address: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start"])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}
