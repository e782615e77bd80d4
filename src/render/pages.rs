//! Ordinary pages, the search page and 404.html.

use super::{Renderer, body, head::About, markdown};
use crate::{
    site::Route,
    theme::{ThemeError, views::DocView},
};

impl Renderer<'_> {
    pub(super) fn doc(&self, at: usize, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let node = &self.site.docs[at];
        let doc = &node.doc;
        let targets = DocTargets { renderer: self, path: &doc.path, route };
        let body_html = body::article_html(&doc.body, &node.anchors, None, &targets, &|text| self.shown(text));
        let view = DocView { title: doc.title.clone(), body_html };
        let description =
            doc.description.clone().unwrap_or_else(|| format!("{}：{}", self.site.config.title, doc.title));
        let mut about = About::new("about", "", doc.title.clone(), description);
        about.graph = self.list_ld(route, &doc.title, &about.description);
        self.html("doc.html", "doc", &view, self.head(route, about), &[])
    }

    pub(super) fn search(&self, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let paper = &self.site.config.paper;
        let about = About::new("search", "search", "搜索", format!("在{paper}的全部文章中查找标题与正文。"));
        self.html("search.html", "search", &(), self.head(route, about), &[])
    }

    pub(super) fn not_found(&self, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let about = About::new("notfound", "", "没有这一页", "没有找到这个地址对应的页面。".into());
        self.html("404.html", "notfound", &(), self.head(route, about), &[])
    }

    /// The link that Markdown asks for: as it is to the web and within the page; a file below
    /// the content folder as the page made of it.
    pub(super) fn markdown_link(&self, address: &str, folder: &str, from: &Route) -> Option<String> {
        if !markdown::is_harmless(address) {
            return None;
        }
        let away =
            address.starts_with(['#', '/', '?']) || address.split('/').next().is_some_and(|part| part.contains(':'));
        if away {
            return Some(address.to_owned());
        }
        let (path, fragment) = address.split_once('#').map_or((address, ""), |(path, id)| (path, id));
        let Some(file) = join(folder, path) else { return Some(address.to_owned()) };
        let bare = file.strip_suffix(".md");
        let doc = self.site.docs.iter().find(|node| Some(node.doc.path.as_str()) == bare);
        let doc = doc.map(|node| node.route.clone());
        let named = if path.is_empty() || path.ends_with('/') { format!("{file}/index.html") } else { file };
        let Some(to) = doc.or_else(|| Route::parse(named.trim_start_matches('/'))) else {
            return Some(address.to_owned());
        };
        let hash = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
        Some(format!("{}{hash}", Route::relative(from, &to)))
    }
}

/// A relative path below a folder, `.` and `..` worked out; `None` when it leaves the root.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop()?;
        } else {
            parts.push(part);
        }
    }
    Some(parts.join("/"))
}

/// Links of ordinary pages.
struct DocTargets<'r, 'a> {
    renderer: &'r Renderer<'a>,
    path: &'r str,
    route: &'r Route,
}

impl markdown::Targets for DocTargets<'_, '_> {
    fn link(&self, address: &str) -> Option<String> {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.renderer.markdown_link(address, folder, self.route)
    }

    fn picture(&self, _: &str) -> Option<(String, Option<(u32, u32)>)> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn relative_paths_are_worked_out() {
        assert_eq!(join("help", "../about.md").as_deref(), Some("about.md"));
        assert_eq!(join("", "./a/b.md").as_deref(), Some("a/b.md"));
        assert_eq!(join("", "../etc"), None);
    }
}
