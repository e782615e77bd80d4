//! The development server over real connections.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::TempDir;
use zzsite::serve::{Built, Call, Options, ServeError, Server};

/// A server over a toy build: `content/page.txt` becomes `public/index.html`; the text `fault`
/// is an error.
struct Running {
    dir: TempDir,
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<Result<(), ServeError>>>,
}

fn toy_build(root: &Path) -> Built {
    let text = fs::read_to_string(root.join("content/page.txt")).unwrap_or_default();
    if text.contains("fault") {
        return Built { problems: "page.txt:1:1: error: <fault>".to_owned(), ..Built::default() };
    }
    fs::create_dir_all(root.join("public/dir")).expect("made");
    fs::write(root.join("public/dir/index.html"), "<p>in a folder").expect("written");
    fs::write(root.join("public/data.json"), "{}").expect("written");
    fs::write(root.join("public/404.html"), "<p>nothing here").expect("written");
    fs::write(root.join("public/index.html"), format!("<p>{text}")).expect("written");
    Built { changed: true, ..Built::default() }
}

impl Running {
    fn start() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let root: PathBuf = dir.path().to_owned();
        fs::create_dir(root.join("content")).expect("made");
        fs::write(root.join("content/page.txt"), "first").expect("written");
        let options = Options {
            folder: root.join("public"),
            port: 0,
            base_path: "/archive/".to_owned(),
            watched: vec![root.join("content"), root.join("site.toml")],
        };
        let report = |path: &str| ["", "2023/甲.txt"].contains(&path).then(|| format!("<p>report {path}"));
        let server = Server::bind(options).expect("a free port").with_reports(report);
        let address = server.address();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            server.run(move |_| toy_build(&root), async move {
                let _ = stopped.await;
            })
        });
        Self { dir, address, stop: Some(stop), thread: Some(thread) }
    }

    /// Head and body of the answer. Waits at most a minute.
    fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIf-Modified-Since: Wed, 21 Oct 2065 07:28:00 GMT\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        let answer = String::from_utf8(answer).expect("text");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        (head.to_ascii_lowercase(), body.to_owned())
    }

    fn page(&self) -> String {
        self.get("/").1
    }

    fn save(&self, text: &str) {
        fs::write(self.dir.path().join("content/page.txt"), text).expect("written");
    }

    /// The page once a build other than that of `page` is there.
    fn page_after(&self, page: &str) -> String {
        let token = page.split("seen=").nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
        let (_, newer) = self.get(&format!("/__zzsite/wait?seen={token}"));
        assert_ne!(newer, token);
        self.page()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(std::thread::JoinHandle::join);
        assert!(std::thread::panicking() || matches!(ended, Some(Ok(Ok(())))), "the server ends when asked to");
    }
}

#[test]
fn files_are_served_with_their_types() {
    let server = Running::start();
    let (head, body) = server.get("/");
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(head.contains("cache-control: no-store"), "{head}");
    assert!(body.starts_with("<p>first<script src=\"/__zzsite/live.js?seen="), "{body}");
    let (head, body) = server.get("/data.json");
    assert!(head.contains("content-type: application/json; charset=utf-8") && body == "{}", "{head}");
    assert!(server.get("/dir/").1.starts_with("<p>in a folder"));
    assert!(server.get("/archive/dir/index.html").1.starts_with("<p>in a folder"), "as it will be published");
    assert!(server.get("/__zzsite/live.js?seen=1").0.contains("text/javascript"));
    let built = fs::read_to_string(server.dir.path().join("public/index.html")).expect("built");
    assert_eq!(built, "<p>first", "the built file is not touched");
}

#[test]
fn nothing_outside_is_served() {
    let server = Running::start();
    server.page();
    fs::write(server.dir.path().join("public/.zzsite-manifest"), "x").expect("written");
    for path in ["/missing.html", "/../content/page.txt", "/%2e%2e/content/page.txt", "/.zzsite-manifest"] {
        let (head, body) = server.get(path);
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
        assert!(body.starts_with("<p>nothing here"), "{path}: {body}");
    }
}

#[test]
fn reports_on_how_files_were_read() {
    let server = Running::start();
    assert_eq!(server.get("/__zzsite/inspect/").1, "<p>report ");
    let (head, body) = server.get("/__zzsite/inspect/2023/%E7%94%B2.txt");
    assert!(head.contains("text/html; charset=utf-8") && body == "<p>report 2023/甲.txt", "{head} {body}");
    assert!(server.get("/__zzsite/inspect/other.txt").0.starts_with("http/1.1 404"));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_not_followed() {
    let server = Running::start();
    server.page();
    std::os::unix::fs::symlink(server.dir.path().join("content"), server.dir.path().join("public/link"))
        .expect("linked");
    assert!(server.get("/link/page.txt").0.starts_with("http/1.1 404"));
}

#[test]
fn a_saved_file_reloads_the_page() {
    let server = Running::start();
    let first = server.page();
    server.save("second");
    assert!(server.page_after(&first).starts_with("<p>second"));
}

#[test]
fn an_error_shows_in_the_page_and_goes_when_mended() {
    let server = Running::start();
    let good = server.page();
    server.save("fault");
    let bad = server.page_after(&good);
    assert!(bad.starts_with("<p>first"), "the last good site stays: {bad}");
    assert!(bad.contains("<pre>page.txt:1:1: error: &lt;fault&gt;</pre>"), "{bad}");
    server.save("mended");
    let mended = server.page_after(&bad);
    assert!(mended.starts_with("<p>mended") && !mended.contains("zzsite-problems"), "{mended}");
}

#[test]
fn what_can_wait_is_called_for_in_the_quiet_after_changes() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(dir.path().join("content")).expect("made");
    let options = Options { watched: vec![dir.path().join("content")], port: 0, ..Options::default() };
    let server = Server::bind(options).expect("a free port");
    let (calls, called) = std::sync::mpsc::channel();
    let build = move |call: Call<'_>| {
        let files = |paths: &[PathBuf]| paths.iter().filter_map(|path| path.file_name()).next_back().map(PathBuf::from);
        let told = match call {
            Call::Changed(paths) => format!("changed {:?}", files(paths)),
            Call::Quiet(pressing) => format!("quiet, pressing {}", pressing.load(std::sync::atomic::Ordering::Relaxed)),
        };
        calls.send(told).expect("heard");
        Built { changed: true, ..Built::default() }
    };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let thread = std::thread::spawn(move || server.run(build, async move { drop(stopped.await) }));
    let next = || called.recv_timeout(Duration::from_secs(60)).expect("a call");
    assert_eq!((next(), next()), ("changed None".to_owned(), "quiet, pressing false".to_owned()));
    fs::write(dir.path().join("content/page.txt"), "new").expect("written");
    assert_eq!(next(), "changed Some(\"page.txt\")");
    let last = std::iter::repeat_with(next).find(|call| !call.starts_with("changed"));
    assert_eq!(last.as_deref(), Some("quiet, pressing false"));
    drop(stop);
    thread.join().expect("ended").expect("without an error");
}

/// Runs a server whose builds are `build`; `test` gets a function that waits for the next build that tells
/// something.
fn with_builds(
    watched: Vec<PathBuf>,
    mut build: impl FnMut(Call<'_>) -> (Built, Option<String>) + Send + 'static,
    test: impl FnOnce(&dyn Fn() -> String),
) {
    let server = Server::bind(Options { watched, port: 0, ..Options::default() }).expect("a free port");
    let (calls, called) = std::sync::mpsc::channel();
    let build = move |call: Call<'_>| {
        let (built, told) = build(call);
        told.into_iter().for_each(|told| calls.send(told).expect("heard"));
        built
    };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let thread = std::thread::spawn(move || server.run(build, async move { drop(stopped.await) }));
    test(&|| called.recv_timeout(Duration::from_secs(60)).expect("a call"));
    drop(stop);
    thread.join().expect("ended").expect("without an error");
}

/// Names of the files that a call tells to have changed.
fn changed(call: &Call<'_>) -> Option<String> {
    let Call::Changed(paths) = call else { return None };
    let names = paths.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy());
    Some(names.collect::<Vec<_>>().join(" "))
}

#[test]
fn a_quiet_build_that_could_not_be_done_is_tried_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut tries = 0;
    let build = move |call: Call<'_>| {
        tries += usize::from(matches!(call, Call::Quiet(_)));
        let told = matches!(call, Call::Quiet(_)).then(|| format!("quiet {tries}"));
        (Built { again: tries < 3, ..Built::default() }, told)
    };
    with_builds(vec![dir.path().join("content")], build, |next| {
        assert_eq!([next(), next(), next()], ["quiet 1", "quiet 2", "quiet 3"]);
    });
}

#[test]
fn sources_are_watched_when_others_take_their_place() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let root = dir.path().to_owned();
    let path = |path: &str| root.join(path);
    fs::create_dir(path("content")).expect("made");
    let watched = ["content", "site.toml", "theme/mine"].map(path).to_vec();
    let other = path("other");
    let build = move |call: Call<'_>| {
        // Once the settings are there they name another content folder.
        let told = changed(&call).unwrap_or_else(|| "quiet".to_owned());
        let turned = told.contains("site.toml");
        (Built { sources: turned.then(|| vec![other.clone()]), ..Built::default() }, Some(told))
    };
    with_builds(watched, build, |next| {
        let until = |name: &str| while !next().contains(name) {};
        // What a build has found is watched when all is quiet after it.
        let found = |name: &str| {
            until(name);
            until("quiet");
        };
        until("quiet");
        fs::rename(path("content"), path("old")).expect("moved");
        fs::create_dir(path("content")).expect("made");
        found("content");
        fs::write(path("content/new.txt"), "x").expect("written");
        until("new.txt");
        fs::create_dir_all(path("theme/mine")).expect("made");
        found("theme");
        fs::write(path("theme/mine/a.css"), "x").expect("written");
        until("a.css");
        fs::write(path("site.toml"), "x").expect("written");
        found("site.toml");
        fs::create_dir(path("other")).expect("made");
        found("other");
        fs::write(path("other/page.txt"), "x").expect("written");
        until("page.txt");
    });
}

#[test]
fn a_taken_port_is_told() {
    let server = Running::start();
    let again = Server::bind(Options { port: server.address.port(), ..Options::default() });
    let error = again.expect_err("taken");
    assert!(matches!(error, ServeError::PortTaken(port) if port == server.address.port()), "{error}");
}
