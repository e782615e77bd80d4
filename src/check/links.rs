//! Where an address in a page leads, by the rules of URLs as far as a static site needs them.

/// Where an address leads, and to which anchor there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) target: Target,
    pub(super) fragment: Option<String>,
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// To a path of the site, as it is written: perhaps a folder, perhaps nothing.
    Inside(String),
    /// To another site.
    Outside,
    /// Up and out of the site.
    Above,
    /// To no page: mail, telephone, data.
    Nowhere,
}

/// Resolves `url` as it stands in the page `from` of a site published under `site`. `base` is
/// the page's `<base href>`.
pub(super) fn resolve(from: &str, base: Option<&str>, url: &str, site: Option<&str>) -> Address {
    let url = url.trim();
    let (rest, fragment) = match url.split_once('#') {
        Some((rest, fragment)) => (rest, Some(decode(fragment))),
        None => (url, None),
    };
    let rest = rest.split_once('?').map_or(rest, |(path, _)| path);
    Address { target: target(from, base, rest, site), fragment }
}

fn target(from: &str, base: Option<&str>, path: &str, site: Option<&str>) -> Target {
    if let Some(inside) = site.and_then(|site| path.strip_prefix(site)) {
        return normal("", inside);
    }
    if path.starts_with("//") {
        return Target::Outside;
    }
    match scheme(path) {
        Some(scheme) if ["http", "https", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
            return if site.is_some_and(|site| site.trim_end_matches('/') == path) {
                normal("", "")
            } else {
                Target::Outside
            };
        }
        Some(_) => return Target::Nowhere,
        None => {}
    }
    if let Some(absolute) = path.strip_prefix('/') {
        let prefix = site.and_then(site_path).unwrap_or("");
        return normal("", absolute.strip_prefix(prefix).unwrap_or(absolute));
    }
    match base {
        _ if path.is_empty() && base.is_none() => Target::Inside(from.to_owned()),
        Some(base) => match target(from, None, base, site) {
            Target::Inside(base) => normal(folder_of(&base), path),
            other => other,
        },
        None => normal(folder_of(from), path),
    }
}

/// `archive/` of `https://example.org/archive/`.
fn site_path(site: &str) -> Option<&str> {
    site.split_once("://")?.1.split_once('/').map(|(_, path)| path)
}

fn scheme(path: &str) -> Option<&str> {
    let (scheme, _) = path.split_once(':')?;
    let lettered = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    (lettered && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))).then_some(scheme)
}

fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// Joins and takes out `.` and `..`; a slash at the end stays.
fn normal(folder: &str, path: &str) -> Target {
    let path = decode(path);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Target::Above;
                }
            }
            part => parts.push(part),
        }
    }
    let is_folder =
        path.is_empty() || path.ends_with('/') || path.ends_with("/.") || path.ends_with("..") || path == ".";
    let slash = if is_folder && !parts.is_empty() { "/" } else { "" };
    Target::Inside(parts.join("/") + slash)
}

/// Undoes percent-encoding; what is no encoding is left as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_where_browsers_go() {
        let site = Some("https://example.org/archive/");
        let cases = [
            ("../index.html", "2023-01-02/index.html"),
            ("../../", ""),
            ("02/", "2023-01-02/01/02/"),
            ("./a.html?x=1", "2023-01-02/01/a.html"),
            ("", "2023-01-02/01/index.html"),
            ("#x", "2023-01-02/01/index.html"),
            ("%E5%9B%BE.jpg", "2023-01-02/01/图.jpg"),
            ("/archive/feed.xml", "feed.xml"),
            ("https://example.org/archive/404.html", "404.html"),
            ("https://example.org/archive", ""),
            ("100%.html", "2023-01-02/01/100%.html"),
        ];
        for (url, path) in cases {
            let address = resolve("2023-01-02/01/index.html", None, url, site);
            assert_eq!(address.target, Target::Inside(path.to_owned()), "{url}");
        }
    }

    #[test]
    fn addresses_that_lead_elsewhere() {
        let target = |url| resolve("a/b.html", None, url, None).target;
        assert_eq!(target("https://example.org/"), Target::Outside);
        assert_eq!(target("//cdn.example.org/x.js"), Target::Outside);
        assert_eq!(target("mailto:a@example.org"), Target::Nowhere);
        assert_eq!(target("data:image/png;base64,xx"), Target::Nowhere);
        assert_eq!(target("../../x.html"), Target::Above);
        assert_eq!(resolve("a.html", None, "b.html#%E8%8C%B6", None).fragment.as_deref(), Some("茶"));
        assert_eq!(resolve("a/b.html", Some("../"), "x.html", None).target, Target::Inside("x.html".to_owned()));
    }
}
