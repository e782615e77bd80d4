//! The development server: the built site on this machine, rebuilt when its sources change.
//!
//! 1. [`Server::bind`] takes the port, on 127.0.0.1 only.
//! 2. [`Server::run`] watches the sources ([`watch`]), those that the last build names; one thread builds, once at the start and
//!    then whenever something changed, and publishes how it went ([`live`]). When nothing has
//!    changed for a moment it calls for what could wait.
//! 3. Meanwhile files are served from the output folder ([`files`]), never from outside of it.
//!    HTML gets a script that shows the next build, and a box with what is
//!    wrong, if anything is. The files themselves are not touched: what is deployed is what was
//!    built.
//!
//! 4. Below `/__zzsite/inspect/` it shows how pages were read, by a function handed in as well.
//!
//! Holds no build logic: the build is a function handed in. When it fails the last good site
//! stays and is served with the error on top.

mod files;
mod live;
mod watch;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

pub use self::watch::watched_as;
use self::{live::Live, watch::Watch};

/// What to serve and what to watch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The output folder. It need not exist before the first build.
    pub folder: PathBuf,
    /// Port on 127.0.0.1; 0 for any that is free.
    pub port: u16,
    /// Path the site will be published under, `/` or `/archive/`; it is served there, too.
    pub base_path: String,
    /// Files and folders whose changes lead to a build, until one names [others](Built::sources). They need
    /// not exist.
    pub watched: Vec<PathBuf>,
}

/// What is asked of a build.
#[derive(Debug, Clone)]
pub enum Call<'a> {
    /// These files changed (none are named at the start): somebody waits for their pages.
    Changed(&'a [PathBuf]),
    /// Nothing has changed since: time for what could wait, until this turns true.
    Quiet(Arc<AtomicBool>),
}

/// How long nothing may have changed before [`Call::Quiet`].
const QUIET: Duration = Duration::from_millis(400);

/// How long after a quiet build that [has to come again](Built::again).
const AGAIN: Duration = Duration::from_secs(1);

/// How a build went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built {
    /// Whether any file of the site is another than before.
    pub changed: bool,
    /// Whether nothing but the text of pages can be another: no style, no script, no picture.
    pub text_alone: bool,
    /// What is wrong, as text to show in the page; empty when all is well.
    pub problems: String,
    /// Whether it could not be done for a reason that passes by itself, and has to be tried again.
    pub again: bool,
    /// What to watch from now on; `None` for the same as before.
    pub sources: Option<Vec<PathBuf>>,
}

/// Why there is no serving.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else has the port.
    #[error("port {0} is taken, perhaps by another `zzsite serve`")]
    PortTaken(u16),
    /// The system says no.
    #[error("cannot serve on port {port}: {source}")]
    Bind {
        /// The port.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// The sources cannot be watched.
    #[error("cannot watch `{path}` for changes: {why}", path = path.display())]
    Watch {
        /// What was to be watched.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// Serving broke off.
    #[error("the server stopped: {0}")]
    Stopped(io::Error),
}

impl ServeError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::PortTaken(_) | Self::Bind { .. } => {
                "choose another with `--port 4101`, or any that is free with `--port 0`"
            }
            Self::Watch { .. } => "on Linux, raise `fs.inotify.max_user_watches`",
            Self::Stopped(_) => "start it again",
        }
    }
}

/// Makes the report on how a file was read from its path below the content folder; from an empty path
/// the list of files. `None` where there is no such file.
type Report = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// Reports for who wants them.
#[derive(Clone, Default)]
struct Reports(Option<Report>);

impl std::fmt::Debug for Reports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Reports").field(&self.0.is_some()).finish()
    }
}

/// Where the reports are, below the address of the server.
pub const REPORTS: &str = "__zzsite/inspect/";

/// A server that has its port.
#[derive(Debug)]
pub struct Server {
    options: Options,
    reports: Reports,
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Takes the port.
    pub fn bind(options: Options) -> Result<Self, ServeError> {
        let port = options.port;
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AddrInUse => ServeError::PortTaken(port),
            _ => ServeError::Bind { port, source },
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { options, reports: Reports::default(), listener, address })
    }

    /// With reports on how files were read, below [`REPORTS`]. `report` is told the path of a file below
    /// the content folder, or nothing when the list of files is wanted.
    pub fn with_reports(self, report: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { reports: Reports(Some(Arc::new(report))), ..self }
    }

    /// Where it is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Builds, serves, and rebuilds what changes until `stop` is done. `build` is told what
    /// for.
    ///
    /// A build that runs when `stop` comes is left to itself: files are swapped in whole.
    pub fn run<B, S>(self, build: B, stop: S) -> Result<(), ServeError>
    where
        B: FnMut(Call) -> Built + Send + 'static,
        S: Future<Output = ()>,
    {
        let live = Live::new();
        // Watching starts before the first build: what is saved during it is not missed.
        let (changes, changed) = mpsc::channel();
        let pressing = Arc::new(AtomicBool::new(false));
        let watch = Arc::new(Watch::start(&self.options.watched, changes, Arc::clone(&pressing))?);
        let mut builder = Builder { build, watch: Arc::downgrade(&watch), live: live.clone() };
        thread::spawn(move || builder.build_on_change(&changed, &pressing));

        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(ServeError::Stopped)?;
        let served = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            let router = files::router(&self.options.folder, &self.options.base_path, live, self.reports);
            tokio::select! {
                ended = axum::serve(listener, router).into_future() => ended,
                () = stop => Ok(()),
            }
        });
        // Pages wait for news on connections that never end by themselves.
        runtime.shutdown_background();
        served.map_err(ServeError::Stopped)
    }

    /// [`run`](Self::run) until Ctrl-C.
    pub fn run_until_interrupted(self, build: impl FnMut(Call) -> Built + Send + 'static) -> Result<(), ServeError> {
        self.run(build, async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without a handler Ctrl-C ends the process by itself.
                std::future::pending::<()>().await;
            }
        })
    }
}

/// What builds, as long as somebody watches.
struct Builder<B> {
    build: B,
    watch: Weak<Watch>,
    live: Live,
}

impl<B: FnMut(Call) -> Built> Builder<B> {
    /// Builds once, then for each batch of changes and once in the silence after it; ends when the
    /// watcher is gone.
    fn build_on_change(&mut self, changed: &mpsc::Receiver<Vec<PathBuf>>, pressing: &Arc<AtomicBool>) {
        self.answer(Call::Changed(&[]));
        let mut patience = Some(QUIET);
        loop {
            let news = match patience {
                Some(patience) => changed.recv_timeout(patience),
                None => changed.recv().map_err(RecvTimeoutError::from),
            };
            match news {
                Ok(paths) => {
                    // What came while the last build ran is one batch.
                    let paths = watch::batch(paths, changed);
                    pressing.store(false, Ordering::Relaxed);
                    self.answer(Call::Changed(&paths));
                    patience = Some(QUIET);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let again = self.answer(Call::Quiet(Arc::clone(pressing)));
                    patience = again.then_some(AGAIN);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// One build, and what follows from it. Tells whether it has to be tried again.
    fn answer(&mut self, call: Call) -> bool {
        let watch = self.watch.upgrade();
        let found = watch.as_ref().map(|watch| watch.find_again().map(|()| false));
        let mut built = (self.build)(call);
        let turned = watch.as_ref().zip(built.sources.take()).map(|(watch, sources)| watch.turn_to(sources));
        let mut again = built.again;
        for result in [found, turned].into_iter().flatten() {
            // What was saved before others were watched is seen by another look.
            again |= *result.as_ref().unwrap_or(&true);
            if let Err(error) = result {
                built.problems.push_str(&format!("{error}: {}\n", error.hint()));
            }
        }
        self.live.publish(built);
        again
    }
}
