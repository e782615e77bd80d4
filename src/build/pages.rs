//! The Markdown of what was parsed: `.zzsite/markdown/<date>/<page>.md`, to be deleted at any
//! time.
//!
//! One file for each printed page that came as raw text, its articles one after the other in
//! format 1. A page that was misread is mended by taking its file to the content folder in place
//! of the raw text, or by `zzsite convert` for one file an article. Nothing is read from here.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::reading::Stop;

use crate::{
    markdown,
    output::Folder,
    press::{Folio, IssueDate, SourcePage},
    taken::Taken,
};

/// The folder of the Markdown of what was parsed.
#[derive(Debug)]
pub(super) struct Pages {
    folder: PathBuf,
}

impl Pages {
    /// Those below the cache folder of a site.
    pub(super) fn below(cache: &Path) -> Self {
        Self { folder: cache.join("markdown") }
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the pages, where they are not written so already; gives their paths below the
    /// folder.
    pub(super) fn write(&self, pages: &[SourcePage]) -> io::Result<Vec<String>> {
        let mut written = Taken::default();
        let mut open: Option<(IssueDate, Folder)> = None;
        for page in pages {
            let path = unused(page.date, &page.page, &mut written);
            let text: Vec<String> = page.articles.iter().map(markdown::write).collect();
            let folder = match open.take() {
                Some((date, folder)) if date == page.date => folder,
                _ => Folder::open(self.folder.join(page.date.to_string()))?,
            };
            let name = path.rsplit('/').next().unwrap_or(&path);
            folder.place(name, text.join("\n").as_bytes())?;
            open = Some((page.date, folder));
        }
        Ok(written.into_iter().collect())
    }

    /// Removes those of `candidates` that are not among the `kept`, and folders left empty.
    pub(super) fn prune<'p>(&self, candidates: impl IntoIterator<Item = &'p String>, kept: &BTreeSet<&str>) {
        for path in candidates.into_iter().filter(|path| !kept.contains(path.as_str())) {
            let path = self.folder.join(path);
            // What cannot be removed is out of date and harms nobody.
            let _ = fs::remove_file(&path);
            let _ = path.parent().map(fs::remove_dir);
        }
    }

    /// All that is here, sorted. It is looked for in every build, so no file is asked for more than its name.
    /// When `stop` says so it is left off.
    pub(super) fn all(&self, stop: Stop) -> Vec<String> {
        let days: Vec<fs::DirEntry> = fs::read_dir(&self.folder).into_iter().flatten().flatten().collect();
        let of_day = |day: &fs::DirEntry| {
            if stop() {
                return Vec::new();
            }
            let folder = day.file_name();
            let entries = fs::read_dir(day.path()).into_iter().flatten().flatten();
            let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
            names
                .filter(|name| name.ends_with(".md"))
                .filter_map(|name| Some(format!("{}/{name}", folder.to_str()?)))
                .collect::<Vec<String>>()
        };
        let mut all: Vec<String> = days.par_iter().flat_map_iter(of_day).collect();
        all.sort_unstable();
        all
    }
}

/// A name no other page has: a second file that claims the folio 01 is `01-2.md`.
fn unused(date: IssueDate, folio: &Folio, taken: &mut Taken<String>) -> String {
    taken.claim_with(format!("{date}/{folio}.md"), |_, n| Some(format!("{date}/{folio}-{n}.md")))
}
