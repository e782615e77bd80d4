//! The findings in words, with their places.

use std::collections::BTreeMap;

use super::page::Facts;
use crate::diag::{Diagnostic, Place};

/// Collects the findings of one file.
pub(super) struct Finder<'a> {
    path: String,
    bytes: &'a [u8],
    pub(super) found: Vec<Diagnostic>,
}

/// A longer line is not shown: minified pages are one line, and the column says where.
const LONGEST_LINE: usize = 300;

impl<'a> Finder<'a> {
    pub(super) fn new(path: String, bytes: &'a [u8]) -> Self {
        Self { path, bytes, found: Vec::new() }
    }

    /// A finding about the file as a whole.
    pub(super) fn whole(&mut self, finding: Diagnostic) {
        let place = Place::file(self.path.as_str());
        self.found.push(finding.at(place));
    }

    /// A finding about `width` bytes from `offset` on.
    pub(super) fn at(&mut self, offset: usize, width: usize, finding: Diagnostic) {
        let place = self.place(offset, width);
        self.found.push(finding.at(place));
    }

    fn place(&self, offset: usize, width: usize) -> Place {
        let offset = offset.min(self.bytes.len());
        let before = &self.bytes[..offset];
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = self.bytes[offset..].iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |at| offset + at);
        let text = |from: usize, to: usize| String::from_utf8_lossy(&self.bytes[from..to]).into_owned();
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        Place {
            file: self.path.as_str().into(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: count(&text(start, offset)) + 1,
            width: count(&text(offset, end.min(offset + width))),
            text: if end - start > LONGEST_LINE { String::new() } else { text(start, end) },
        }
    }
}

/// What a page lacks by itself.
pub(super) fn page(facts: &Facts, finder: &mut Finder<'_>) {
    let mut seen = BTreeMap::new();
    for id in &facts.ids {
        if seen.insert(&id.name, ()).is_some() {
            let finding = Diagnostic::error("duplicate-id", format!("the id `{}` stands twice in the page", id.name));
            finder.at(id.offset, id.width, finding.hint("an anchor leads to one place: give one of them another id"));
        }
    }
    for (offset, width) in &facts.unnamed {
        let finding = Diagnostic::warning("no-alt", "a picture has no `alt`");
        finder.at(*offset, *width, finding.hint("say in `alt` what it shows; leave it empty for mere decoration"));
    }
    if facts.redirects {
        return;
    }
    if !facts.has_lang {
        finder.whole(
            Diagnostic::warning("no-lang", "`<html>` has no `lang`").hint("screen readers need it: lang=\"zh-CN\""),
        );
    }
    if facts.title.trim().is_empty() {
        finder.whole(Diagnostic::warning("no-title", "the page has no title"));
    }
    if facts.headings != 1 {
        finder.whole(Diagnostic::warning(
            "h1-count",
            format!("the page has {} `<h1>`, and should have one", facts.headings),
        ));
    }
}

/// A link to a file that is not there.
pub(super) fn dead(url: &str) -> Diagnostic {
    Diagnostic::error("dead-link", format!("`{url}` leads to no file of the site"))
}

/// The same in a page for addresses that are not there: it links from the root of the host, so all
/// of its links are dead where the site was built for another address.
pub(super) fn dead_from_root(url: &str, base: Option<&str>) -> Diagnostic {
    let hint = match base {
        Some(base) => format!("if the site was not built for {base}: give `check` the `--base-url` of `build`"),
        None => "if the site was built with `--base-url`: give `check` the same".to_owned(),
    };
    dead(url).hint(hint)
}

/// A link to an anchor that is not there.
pub(super) fn anchor(fragment: &str, target: &str) -> Diagnostic {
    Diagnostic::error("dead-anchor", format!("`{target}` has no anchor `{fragment}`"))
}

/// A relative link that climbs out of the site.
pub(super) fn above(url: &str) -> Diagnostic {
    Diagnostic::error("dead-link", format!("`{url}` leads out of the site"))
}

/// A link to a folder.
pub(super) fn folder(url: &str) -> Diagnostic {
    Diagnostic::warning("link-to-folder", format!("`{url}` names a folder"))
        .hint("name its index.html: from a disk a folder opens as a list of files")
}

/// A link from the root of the host.
pub(super) fn rooted(url: &str) -> Diagnostic {
    Diagnostic::warning("link-from-root", format!("`{url}` begins at the root of the host"))
        .hint("link relatively, so that the site works under any path and from a disk")
}

/// Something fetched from elsewhere.
pub(super) fn external(url: &str) -> Diagnostic {
    Diagnostic::warning("external-resource", format!("the page fetches `{url}` from another site"))
        .hint("keep a copy in the site: an archive outlives other people's servers")
}

/// The same finding on this many pages is enough to mend it.
const MOST_ALIKE: usize = 3;

/// Keeps a few of findings that say the same on many pages (a link in the header is on all of
/// them), and tells in the last of those kept how many more there are.
pub(super) fn gather(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        let count = alike.entry((finding.code, finding.message.clone())).or_default();
        *count += 1;
        if *count <= MOST_ALIKE {
            kept.push(finding);
        }
    }
    let mut shown: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for finding in &mut kept {
        let key = (finding.code, finding.message.clone());
        let total = alike.get(&key).copied().unwrap_or_default();
        let count = shown.entry(key).or_default();
        *count += 1;
        if *count == MOST_ALIKE && total > MOST_ALIKE {
            finding.message = format!("{} (and {} more like it)", finding.message, total - MOST_ALIKE);
        }
    }
    kept
}
