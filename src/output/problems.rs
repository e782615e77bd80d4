//! What went wrong while files were written, from any thread, and how it is told.
//!
//! A full disk or a folder of somebody else's makes as many problems as a site has pages: so
//! many are told, and the others counted.

use std::{
    io,
    sync::{Mutex, PoisonError},
};

use super::Report;
use crate::diag::{Diagnostic, Place};

/// Messages shown in full; the rest are counted.
const MOST: usize = 20;

/// The problems of one build.
#[derive(Debug)]
pub(super) struct Problems {
    /// The output folder as the user knows it.
    shown: String,
    told: Mutex<Vec<Diagnostic>>,
}

impl Problems {
    /// Begins with what was found on opening the folder `shown`.
    pub(super) fn new(shown: String, found: Vec<Diagnostic>) -> Self {
        Self { shown, told: Mutex::new(found) }
    }

    /// The output folder as the user knows it.
    pub(super) fn shown(&self) -> &str {
        &self.shown
    }

    pub(super) fn place(&self, path: &str) -> Place {
        Place::file(format!("{}/{path}", self.shown))
    }

    /// A file of somebody else stands in the way.
    pub(super) fn foreign(&self, path: &str) {
        let message = "a page of the site goes here, and a file stands here that zzsite did not write; it was kept";
        let hint = "move it away, or choose another folder with `--out`; a folder that holds nothing but a site can also be deleted and built again";
        self.tell(Diagnostic::error(FOREIGN, message).at(self.place(path)).hint(hint));
    }

    /// A file could not be written.
    pub(super) fn unwritten(&self, path: &str, error: &io::Error) {
        self.tell(Diagnostic::error("output-write", format!("cannot write it: {error}")).at(self.place(path)));
    }

    pub(super) fn tell(&self, problem: Diagnostic) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() < MOST {
            told.push(problem);
        }
    }

    /// All there is to say of a build that did `report`, of whose earlier files `kept` stay although
    /// the site has no place for them: how many, and one of them.
    pub(super) fn end(&mut self, report: &Report, kept: Option<(usize, String)>) -> Vec<Diagnostic> {
        let mut told = std::mem::take(self.told.get_mut().unwrap_or_else(PoisonError::into_inner));
        let mut untold = (report.failed + report.kept_foreign).saturating_sub(MOST as u64);
        if report.kept_foreign > MOST as u64 && told.iter().any(|problem| problem.code == NOT_EMPTY) {
            told.retain(|problem| ![FOREIGN, NOT_EMPTY].contains(&problem.code));
            told.push(self.copied(report.kept_foreign));
            untold = untold.saturating_sub(report.kept_foreign);
        }
        if untold > 0 {
            let message = format!("{untold} more files of `{}` were not written", self.shown);
            told.push(Diagnostic::error("output-more", message));
        }
        told.extend(kept.map(|(count, path)| self.kept(count, &path)));
        told
    }

    /// A site that came without its manifest: a copy that left dot files behind.
    fn copied(&self, files: u64) -> Diagnostic {
        let message = format!(
            "`{}` holds {files} files where pages of the site go, and no `.zzsite-manifest` says that zzsite wrote them; they were kept",
            self.shown
        );
        Diagnostic::error(FOREIGN, message).hint(
            "if it is a copy of a site, delete the folder and build again, or copy it with its dot files; or choose another folder with `--out`",
        )
    }

    fn kept(&self, count: usize, path: &str) -> Diagnostic {
        let (files, more) = match count {
            1 => ("a file of an earlier build stays".to_owned(), ""),
            _ => (format!("{count} files of earlier builds stay"), ", of which this is the first"),
        };
        let message = format!("{files}, for what could not be read may belong to them{more}");
        Diagnostic::warning("output-kept", message)
            .at(self.place(path))
            .hint("mend the errors and build again: files that the site has no place for are removed then")
    }
}

const FOREIGN: &str = "output-foreign";

/// Said on opening a folder of files that zzsite did not write.
pub(super) const NOT_EMPTY: &str = "output-not-empty";
