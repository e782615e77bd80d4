//! `zzsite serve`: the site on this machine, built anew when something is saved.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
    time::Instant,
};

use super::{Exit, Stop, args::Common, build::build_options, overrides, report::Reporter};
use crate::{
    build::{self, SearchIndex},
    config::{self, BaseUrl, Config, Overrides},
    diag::{
        Diagnostic, Severity,
        show::{self, Form},
    },
    serve::{self, Built, Call, ServeError, Server},
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
    let reporter = *reporter;
    let mut built = false;
    server.run_until_interrupted(move |call| rebuild(&overrides, &call, &reporter, &mut built))?;
    Ok(Exit::Clean)
}

/// What a build reads.
fn sources(config: &Config, overrides: &Overrides) -> Vec<PathBuf> {
    let settings = overrides.config.clone().unwrap_or_else(|| PathBuf::from(config::FILE_NAME));
    let mut sources = vec![settings, config.paths.content.clone()];
    sources.extend(config.paths.theme.clone());
    sources.extend(config.paths.outlines.clone());
    sources
}

/// One build, with its messages on the terminal and its errors for the page.
///
/// When somebody waits for pages the search index is left as it was, and the files of the last
/// build (`built`) are not looked at one by one; both is done when all is quiet.
fn rebuild(overrides: &Overrides, call: &Call, reporter: &Reporter, built: &mut bool) -> Built {
    let started = Instant::now();
    let search = match call {
        Call::Changed(_) => SearchIndex::Later,
        Call::Quiet(pressing) => SearchIndex::Unless(Arc::clone(pressing)),
    };
    let trusted = *built && matches!(call, Call::Changed(_));
    let how = build::Options { search, trusted, ..build_options(Vec::new()) };
    let result = config::load(overrides)
        .and_then(|config| build::build(&config, &how).map_err(|error| vec![error.diagnostic()]));
    let (diagnostics, report) = match result {
        Ok(built) => (built.diagnostics, Some(built.value.output)),
        Err(faults) => (faults, None),
    };
    let mut errors: Vec<Diagnostic> = diagnostics.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
    show::arrange(&mut errors);
    let cause = match call {
        Call::Changed([]) => "built".to_owned(),
        Call::Changed([path]) => format!("{} changed", path.file_name().unwrap_or_default().to_string_lossy()),
        Call::Changed(paths) => format!("{} files changed", paths.len()),
        Call::Quiet(_) => "search index".to_owned(),
    };
    *built = report.is_some();
    let changed = report.is_some_and(|report| report.written + report.removed > 0);
    // In the quiet all has been said but what the index has to say.
    if matches!(call, Call::Changed(_)) {
        // Should the terminal be gone, the page still tells.
        let _ = reporter.report(diagnostics);
    }
    if let Some(report) = report.filter(|_| changed || matches!(call, Call::Changed(_))) {
        let milliseconds = started.elapsed().as_millis();
        reporter.say(&format!("{cause}: {} written, {} removed in {milliseconds} ms", report.written, report.removed));
    }
    // Nobody's page is reloaded for the index: the search page asks for it when it is used.
    let changed = changed && matches!(call, Call::Changed(_));
    Built { changed, problems: show::render(&errors, Form::Human, false) }
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
