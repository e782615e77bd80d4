//! Requests to answers: files of the output folder, and the server's own addresses.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{
        HeaderValue, Method, StatusCode, Uri,
        header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH},
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use tower_http::services::ServeDir;

use super::{
    Reports,
    live::{self, Live, PREFIX},
};

/// A page larger than this is served without the script.
const LARGEST_PAGE: usize = 64 << 20;

/// What answering needs.
#[derive(Debug)]
struct Site {
    folder: PathBuf,
    base_path: String,
    live: Live,
    reports: Reports,
}

/// All addresses of the server.
pub(super) fn router(folder: &Path, base_path: &str, live: Live, reports: Reports) -> Router {
    let site = Arc::new(Site { folder: folder.to_owned(), base_path: base_path.to_owned(), live, reports });
    let own = |name: &str| format!("{PREFIX}{name}");
    Router::new()
        .route(&own("wait"), get(wait))
        .route(&own("live.js"), get(|| async { text("text/javascript; charset=utf-8", live::SCRIPT) }))
        .route(&own("live.css"), get(|| async { text("text/css; charset=utf-8", live::STYLE) }))
        .route(&own("inspect/"), get(report))
        .route(&own("inspect/{*path}"), get(report))
        .with_state(Arc::clone(&site))
        .fallback_service(Router::new().fallback_service(ServeDir::new(folder)).layer(from_fn_with_state(site, answer)))
}

fn text(content_type: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-store")], body).into_response()
}

/// `/__zzsite/wait?seen=TOKEN`: the token of a newer build, once there is one.
async fn wait(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let seen = uri.query().and_then(|query| query.strip_prefix("seen=")).unwrap_or_default();
    ([(CACHE_CONTROL, "no-store")], site.live.newer(seen).await).into_response()
}

/// `/__zzsite/inspect/2023-01-02/01.txt`: how that file was read.
async fn report(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let path = uri.path().strip_prefix(PREFIX).and_then(|path| decode(path.strip_prefix("inspect/")?));
    let (Some(report), Some(path)) = (site.reports.0.clone(), path) else { return not_found(&site.folder) };
    match tokio::task::spawn_blocking(move || report(&path)).await.ok().flatten() {
        Some(page) => ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], page).into_response(),
        None => not_found(&site.folder),
    }
}

/// A file of the site, with what pages under development need.
async fn answer(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let shown = site.live.current().await;
    if let Some(uri) = without_base(request.uri(), &site.base_path) {
        *request.uri_mut() = uri;
    }
    // "Not modified" would leave the browser with the script of an older build.
    request.headers_mut().remove(IF_MODIFIED_SINCE);
    request.headers_mut().remove(IF_NONE_MATCH);
    let is_head = request.method() == Method::HEAD;
    let inside = is_inside(&site.folder, request.uri().path());
    let mut response = if inside { next.run(request).await } else { StatusCode::NOT_FOUND.into_response() };
    if response.status() == StatusCode::NOT_FOUND {
        response = not_found(&site.folder);
    }
    say_charset(&mut response);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_head || !is_page(&response) { response } else { append(response, &live::tail(&shown)).await }
}

/// The address without the path the site will be published under, if it is under that.
fn without_base(uri: &Uri, base_path: &str) -> Option<Uri> {
    let prefix = base_path.strip_suffix('/').filter(|prefix| !prefix.is_empty())?;
    let rest = uri.path_and_query()?.as_str().strip_prefix(prefix)?;
    if rest.starts_with('/') { rest.parse().ok() } else { None }
}

/// Whether an address leads to a file that lies in the folder, links followed. Dot files are
/// not served, but for `.well-known`.
fn is_inside(folder: &Path, path: &str) -> bool {
    let Some(path) = decode(path.trim_start_matches('/')) else { return false };
    let plain = |part: Component<'_>| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy();
            !name.contains(['\\', '\0']) && (!name.starts_with('.') || name == ".well-known")
        }
        Component::CurDir => true,
        _ => false,
    };
    if !Path::new(&path).components().all(plain) {
        return false;
    }
    let file = folder.join(&path);
    let file = if file.is_dir() { file.join("index.html") } else { file };
    match (file.canonicalize(), folder.canonicalize()) {
        (Ok(file), Ok(folder)) => file.starts_with(folder),
        // What is not there is answered as such.
        (Err(error), _) => error.kind() == io::ErrorKind::NotFound,
        (_, Err(_)) => false,
    }
}

/// Undoes percent-encoding; `None` for what is no UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// The site's own 404 page, or a bare one.
fn not_found(folder: &Path) -> Response {
    let page = fs::read(folder.join("404.html")).unwrap_or_else(|_| live::page("404 Not Found").into_bytes());
    (StatusCode::NOT_FOUND, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// Text is UTF-8, whatever the browser's default.
fn say_charset(response: &mut Response) {
    let Some(kind) = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return };
    let ends_as_text = ["xml", "json", "javascript"].iter().any(|ending| kind.ends_with(ending));
    if (kind.starts_with("text/") || ends_as_text)
        && !kind.contains("charset")
        && let Ok(value) = HeaderValue::from_str(&format!("{kind}; charset=utf-8"))
    {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
}

fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") && [StatusCode::OK, StatusCode::NOT_FOUND].contains(&response.status())
}

/// Puts `tail` at the end of a page.
async fn append(response: Response, tail: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_PAGE).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(CONTENT_LENGTH);
    let mut page = bytes.to_vec();
    page.extend_from_slice(tail.as_bytes());
    Response::from_parts(parts, Body::from(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_in_the_folder_is_served() {
        let dir = tempfile::tempdir().expect("a folder");
        let site = dir.path().join("public");
        fs::create_dir_all(site.join("a")).expect("made");
        fs::write(site.join("a/index.html"), "x").expect("written");
        fs::write(dir.path().join("secret.html"), "x").expect("written");
        fs::write(site.join(".zzsite-manifest"), "x").expect("written");
        for good in ["/", "/a", "/a/", "/a/index.html", "/missing.html", "/.well-known/x"] {
            assert!(is_inside(&site, good), "{good}");
        }
        for bad in [
            "/../secret.html",
            "/a/../../secret.html",
            "/%2e%2e/secret.html",
            "/..%5csecret.html",
            "/.zzsite-manifest",
            "/%ff",
            "/a%00",
        ] {
            assert!(!is_inside(&site, bad), "{bad}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(dir.path(), site.join("out")).expect("linked");
            std::os::unix::fs::symlink("a/index.html", site.join("in.html")).expect("linked");
            assert!(!is_inside(&site, "/out/secret.html"));
            assert!(is_inside(&site, "/in.html"));
        }
    }

    #[test]
    fn the_path_of_publication_is_taken_off() {
        let rest =
            |path: &str, base: &str| without_base(&path.parse().expect("an address"), base).map(|uri| uri.to_string());
        assert_eq!(rest("/archive/a.html?x=1", "/archive/").as_deref(), Some("/a.html?x=1"));
        assert_eq!(rest("/archive/", "/archive/").as_deref(), Some("/"));
        assert_eq!(rest("/archived/", "/archive/"), None);
        assert_eq!(rest("/a", "/"), None);
        assert_eq!(rest("/a", ""), None);
    }
}
