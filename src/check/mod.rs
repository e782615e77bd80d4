//! Looking over the finished site as a stranger would: the files alone, none of what made them.
//!
//! 1. List the files; names that differ only in case clash on some disks and hosts.
//! 2. Read each page once, streaming ([`page`]): language, title, headings, ids, pictures,
//!    links. Links to files are settled at once, for the list of files is known.
//! 3. Settle links to anchors of other pages, when the ids of all pages are known.
//!
//! Uses nothing of the renderer: it would share its mistakes. Memory holds ids and links to
//! anchors, never pages.

mod links;
mod page;
mod report;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use rayon::prelude::*;

use self::{
    links::{Address, Target},
    page::{Facts, Link, Use},
    report::Finder,
};
use crate::diag::{Diagnostic, Place, Warned};

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// HTML pages.
    pub pages: usize,
    /// Links and resources in them.
    pub links: usize,
}

/// The sites around one: see [`parts`](crate::parts).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Folders of its parts. Links into one that is not in place are not followed.
    pub parts: Vec<String>,
    /// Whether it is itself a part, and may lead to the site one folder above.
    pub has_whole: bool,
}

/// A site on disk.
struct Site<'a> {
    folder: &'a Path,
    /// The folder as the user knows it, to begin places with.
    shown: String,
    base: Option<&'a str>,
    /// Folders of parts that are in place, and of those that are not.
    parts: (Vec<String>, Vec<String>),
    has_whole: bool,
    files: BTreeSet<String>,
}

/// A link to an anchor of another page, to be settled at the end.
struct Pending {
    page: String,
    target: String,
    fragment: String,
    offset: usize,
    width: usize,
}

/// What one file gave.
#[derive(Default)]
struct Looked {
    page: Option<(String, BTreeSet<String>)>,
    links: usize,
    /// Links into parts that are not in place.
    away: usize,
    pending: Vec<Pending>,
    diagnostics: Vec<Diagnostic>,
}

/// The address that the front page of the site in `folder` says it is published under.
pub fn published_at(folder: &Path) -> Option<String> {
    page::read(&fs::read(folder.join("index.html")).ok()?).ok()?.canonical.filter(|base| base.ends_with('/'))
}

/// Looks over the site in `folder`. `base` is the address it is published under, with a slash
/// at its end: absolute links that begin with it must lead somewhere, too. Parts that are in
/// place are looked over as what they are: folders of the site.
pub fn site(folder: &Path, base: Option<&str>, around: &Around) -> io::Result<Warned<Checked>> {
    let files = list(folder)?;
    let in_place = |part: &String| files.contains(&format!("{part}/index.html"));
    let parts = around.parts.iter().cloned().partition(in_place);
    let shown = folder.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned();
    let site = Site { folder, shown, base, parts, has_whole: around.has_whole, files };
    let looked: Vec<Looked> = site.files.par_iter().map(|file| site.look(file)).collect();

    let mut checked = Checked::default();
    let (mut ids, mut pending, mut diagnostics) = (BTreeMap::new(), Vec::new(), site.case_clashes());
    let mut away = 0;
    for one in looked {
        checked.pages += usize::from(one.page.is_some());
        checked.links += one.links;
        away += one.away;
        ids.extend(one.page);
        pending.extend(one.pending);
        diagnostics.extend(one.diagnostics);
    }
    diagnostics.extend((away > 0).then(|| site.not_in_place(away)));
    diagnostics.extend(pending.iter().filter(|link| is_dead(link, &ids)).map(|link| site.dead_anchor(link)));
    Ok(Warned { value: checked, diagnostics: report::gather(diagnostics) })
}

/// The files below `folder` with `/` between the parts of their paths, but for dot files.
fn list(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_entry(visible) {
        let entry = entry?;
        if let (true, Ok(path)) = (entry.file_type().is_file(), entry.path().strip_prefix(folder)) {
            files.insert(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(files)
}

fn is_dead(link: &Pending, ids: &BTreeMap<String, BTreeSet<String>>) -> bool {
    ids.get(&link.target).is_some_and(|ids| !ids.contains(&link.fragment))
}

impl Site<'_> {
    fn look(&self, file: &str) -> Looked {
        let read = || fs::read(self.folder.join(file));
        match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => match read() {
                Ok(bytes) => self.look_at_page(file, &bytes),
                Err(error) => self.unreadable(file, &error),
            },
            "xml" if self.base.is_some() => match read() {
                Ok(bytes) => self.look_at_feed(file, &bytes),
                Err(error) => self.unreadable(file, &error),
            },
            _ => Looked::default(),
        }
    }

    fn unreadable(&self, file: &str, error: &io::Error) -> Looked {
        let diagnostic = Diagnostic::error("unreadable", format!("cannot be read: {error}"));
        Looked { diagnostics: vec![diagnostic.at(Place::file(self.path(file)))], ..Looked::default() }
    }

    fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.shown)
    }

    fn look_at_page(&self, file: &str, bytes: &[u8]) -> Looked {
        let mut finder = Finder::new(self.path(file), bytes);
        let facts = match page::read(bytes) {
            Ok(facts) => facts,
            Err(error) => {
                finder.whole(Diagnostic::error("html-unreadable", format!("no readable HTML: {error}")));
                return Looked { diagnostics: finder.found, ..Looked::default() };
            }
        };
        report::page(&facts, &mut finder);
        let ids: BTreeSet<String> = facts.ids.iter().map(|id| id.name.clone()).collect();
        let (mut pending, mut away) = (Vec::new(), 0);
        for link in &facts.links {
            if self.leads_away(file, facts.base.as_deref(), &link.url) {
                away += 1;
            } else {
                pending.extend(self.settle(file, &facts, &ids, link, &mut finder));
            }
        }
        let page = Some((file.to_owned(), ids));
        Looked { page, links: facts.links.len(), away, pending, diagnostics: finder.found }
    }

    /// Whether a link leads into a part that is not in place.
    fn leads_away(&self, file: &str, base: Option<&str>, url: &str) -> bool {
        let (_, away) = &self.parts;
        if away.is_empty() {
            return false;
        }
        let Target::Inside(path) = links::resolve(file, base, url, self.base).target else { return false };
        path.split_once('/').is_some_and(|(folder, _)| away.iter().any(|part| part == folder))
    }

    /// Whether a page is served under any address, so that it cannot link relatively.
    fn is_not_found(&self, file: &str) -> bool {
        let of_part = |part: &String| file.strip_prefix(part.as_str()).is_some_and(|rest| rest == "/404.html");
        file == "404.html" || self.parts.0.iter().any(of_part)
    }

    /// Whether a link leads to the site one folder above.
    fn leads_to_whole(&self, file: &str, url: &str) -> bool {
        let above = file.matches('/').count() + 1;
        let rest = (0..above).try_fold(url, |rest, _| rest.strip_prefix("../"));
        self.has_whole && (file == "404.html" || rest.is_some_and(|rest| !rest.starts_with("../")))
    }

    /// Judges a link by what is known already; one to another page's anchor is given back.
    fn settle(
        &self,
        file: &str,
        facts: &Facts,
        ids: &BTreeSet<String>,
        link: &Link,
        finder: &mut Finder,
    ) -> Option<Pending> {
        let Address { target, fragment } = links::resolve(file, facts.base.as_deref(), &link.url, self.base);
        let inside = match target {
            Target::Nowhere => return None,
            Target::Outside => {
                if link.used == Use::Resource {
                    finder.at(link.offset, link.width, report::external(&link.url));
                }
                return None;
            }
            Target::Above if self.leads_to_whole(file, &link.url) => return None,
            Target::Above => {
                finder.at(link.offset, link.width, report::above(&link.url));
                return None;
            }
            Target::Inside(path) => path,
        };
        let (is_rooted, may_be) = (link.url.starts_with('/'), self.is_not_found(file));
        if is_rooted && !may_be {
            finder.at(link.offset, link.width, report::rooted(&link.url));
        }
        let Some(found) = self.find(&inside) else {
            let finding = match is_rooted && may_be {
                true => report::dead_from_root(&link.url, self.base),
                false => report::dead(&link.url),
            };
            finder.at(link.offset, link.width, finding);
            return None;
        };
        if found != inside && link.used == Use::Link && !link.url.contains("://") {
            finder.at(link.offset, link.width, report::folder(&link.url));
        }
        let fragment = fragment.filter(|name| !name.is_empty() && name != "top" && !name.starts_with(":~:"))?;
        if found == file {
            if !ids.contains(&fragment) {
                finder.at(link.offset, link.width, report::anchor(&fragment, &found));
            }
            return None;
        }
        found.ends_with(".html").then(|| Pending {
            page: file.to_owned(),
            target: found,
            fragment,
            offset: link.offset,
            width: link.width,
        })
    }

    /// The file an address of the site leads to.
    fn find(&self, path: &str) -> Option<String> {
        if self.files.contains(path) {
            return Some(path.to_owned());
        }
        let folder = path.trim_end_matches('/');
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        self.files.contains(&index).then_some(index)
    }

    /// Feeds and site maps: every address under the site's own must lead somewhere.
    fn look_at_feed(&self, file: &str, bytes: &[u8]) -> Looked {
        let (Some(base), Ok(text)) = (self.base, std::str::from_utf8(bytes)) else { return Looked::default() };
        let mut finder = Finder::new(self.path(file), bytes);
        let mut links = 0;
        for (offset, _) in text.match_indices(base) {
            links += 1;
            let rest = &text[offset..];
            let url = &rest[..rest.find(|c: char| c.is_whitespace() || "<>\"'&;".contains(c)).unwrap_or(rest.len())];
            if let Target::Inside(path) = links::resolve(file, None, url, self.base).target
                && self.find(&path).is_none()
                && !self.leads_away(file, None, url)
            {
                finder.at(offset, url.len(), report::dead(url));
            }
        }
        Looked { links, diagnostics: finder.found, ..Looked::default() }
    }

    fn not_in_place(&self, links: usize) -> Diagnostic {
        let parts = self.parts.1.iter().map(|part| format!("`{part}`")).collect::<Vec<_>>().join(", ");
        let message = format!("{links} links into parts of the archive were not followed: {parts}");
        Diagnostic::note("part-away", message)
            .hint(format!("lay the parts in place below `{}` to check them", self.shown))
    }

    fn dead_anchor(&self, link: &Pending) -> Diagnostic {
        // Read again to tell line and column: it happens to dead links only.
        let bytes = fs::read(self.folder.join(&link.page)).unwrap_or_default();
        let mut finder = Finder::new(self.path(&link.page), &bytes);
        finder.at(link.offset, link.width, report::anchor(&link.fragment, &link.target));
        finder.found.pop().unwrap_or_else(|| report::anchor(&link.fragment, &link.target))
    }

    /// Names that are one name where case does not count.
    fn case_clashes(&self) -> Vec<Diagnostic> {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        let mut found = Vec::new();
        for file in &self.files {
            if let Some(other) = seen.insert(file.to_lowercase(), file) {
                let message = format!("its name differs from `{other}` in case only");
                let clash = Diagnostic::error("case-clash", message).at(Place::file(self.path(file)));
                found.push(clash.hint("one of them is lost on Windows, macOS and some hosts: rename one"));
            }
        }
        found
    }
}
