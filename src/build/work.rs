//! Making the files of a plan, batch by batch, unless they are as they would be.

use std::{fs, io, sync::Arc};

use crate::{
    config::Config,
    diag::{Diagnostic, Place},
    minify,
    output::Writer,
    press::Issue,
    render::{self, Batch, FileKind, Job, Key, Keys, RenderError, Rendered, Renderer},
    site::{Copy, IssueId, Route, Site, digest_bytes},
    source::{self, SourceFile},
    theme::ThemeError,
};

/// What renders and writes.
pub(super) struct Work<'a> {
    site: &'a Site,
    config: &'a Config,
    renderer: &'a Renderer<'a>,
    writer: &'a Writer,
    keys: &'a Keys,
    /// Nothing of the last build is believed.
    fresh: bool,
    /// Pages come out of the theme minified.
    minified: bool,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        site: &'a Site,
        config: &'a Config,
        renderer: &'a Renderer<'a>,
        writer: &'a Writer,
        keys: &'a Keys,
        fresh: bool,
        minified: bool,
    ) -> Self {
        Self { site, config, renderer, writer, keys, fresh, minified }
    }

    /// Makes the files of a batch, unless they are as they would be; gives what went wrong.
    pub(super) fn batch(&self, batch: &Batch) -> Vec<Diagnostic> {
        let path = match batch {
            Batch::Issue(id) => self.site.issue(*id).route.as_str().trim_end_matches("index.html").to_owned(),
            Batch::Single(job) => job.route(self.site).to_string(),
        };
        let key = self.keys.of(self.site, batch);
        if key.is_some_and(|key| !self.fresh && self.writer.unchanged_since(&[&path], key)) {
            return Vec::new();
        }
        let done = match batch {
            Batch::Issue(id) => self.issue(*id, &path),
            Batch::Single(job) => {
                let mut done = Done::default();
                match self.job(job, job.reads(self.site)) {
                    Ok(bytes) => done.bytes = bytes,
                    Err(error) => done.failed.push(error),
                }
                done
            }
        };
        match key {
            Some(key) if done.failed.is_empty() => {
                self.writer.remember(&path, key, done.bytes_below(&path), &done.files);
            }
            // Nor is it believed what an earlier build remembers.
            Some(_) => self.writer.forget(&path),
            None => {}
        }
        done.failed
    }

    /// The files of an issue that are not as they would be. Its text is read once, when the
    /// first of them needs it, and dropped at the end.
    fn issue(&self, id: IssueId, folder: &str) -> Done {
        let mut done = Done::default();
        let mut text = None;
        for job in render::issue_jobs(self.site, id) {
            let (route, key) = (job.route(self.site), self.keys.in_issue(self.site, id, &job));
            let made = match self.unchanged(folder, route.as_str(), key) {
                Some(bytes) => Ok(bytes),
                None => match text.get_or_insert_with(|| self.renderer.text(id)) {
                    Ok(text) => self.write(self.renderer.run_with(&job, Some(text))),
                    Err(error) => Err(error.diagnostic()),
                },
            };
            done.note(route.as_str(), key, made);
        }
        let key = self.keys.copies_of(id);
        for copy in &self.site.copies[self.site.issue(id).copies.clone()] {
            let Some(to) = copy.to(self.site) else { continue };
            let made = match self.unchanged(folder, to.as_str(), key) {
                Some(bytes) => Ok(bytes),
                None => self.publish(copy, to, id, &mut text),
            };
            done.note(to.as_str(), key, made);
        }
        done
    }

    fn unchanged(&self, folder: &str, path: &str, key: Key) -> Option<u64> {
        if self.fresh { None } else { self.writer.unchanged_in(folder, path, key) }
    }

    fn job(&self, job: &Job, reads: Option<IssueId>) -> Result<u64, Diagnostic> {
        let text = reads.map(|id| self.renderer.text(id)).transpose().map_err(|error| error.diagnostic())?;
        self.write(self.renderer.run_with(job, text.as_deref()))
    }

    /// Hands a file to the writer, which keeps account of what fails there. Gives its length.
    fn write(&self, rendered: Result<Rendered, RenderError>) -> Result<u64, Diagnostic> {
        let Rendered { route, bytes, kind } = rendered.map_err(|error| error.source.diagnostic())?;
        let bytes = match kind {
            FileKind::Html if !self.minified => minify::html(&bytes),
            FileKind::Html | FileKind::Other => bytes.into(),
        };
        self.writer.write(route.as_str(), &bytes);
        Ok(bytes.len() as u64)
    }

    /// Publishes a file of an issue that is not rendered. `text` is that of the issue, if it was read
    /// already.
    fn publish(&self, copy: &Copy, to: &Route, id: IssueId, text: &mut Option<Read>) -> Result<u64, Diagnostic> {
        let (bytes, changed) = match copy {
            Copy::Picture { from, .. } => {
                (fs::read(from).map_err(|error| unreadable(&from.to_string_lossy(), &error))?, None)
            }
            Copy::RawText { page, .. } => {
                let text = text.get_or_insert_with(|| self.renderer.text(id));
                let text = text.as_deref().map_err(|error| error.diagnostic())?;
                self.raw_text(text, *page as usize)?
            }
        };
        self.writer.write(to.as_str(), &bytes);
        changed.map_or(Ok(bytes.len() as u64), Err)
    }

    /// The decoded text of a raw page, with what is to be said when it is no longer the one its
    /// articles were read from. It was decoded once already, so its other faults are known.
    fn raw_text(&self, issue: &Issue, page: usize) -> Result<(Vec<u8>, Option<Diagnostic>), Diagnostic> {
        let page = issue.pages.get(page);
        let path = page.and_then(|page| page.source.as_deref()).unwrap_or_default();
        let content = &self.config.paths.content;
        let file = SourceFile {
            open: if content.is_file() { content.clone() } else { content.join(path) },
            path: path.to_owned(),
            kind: source::FileKind::Raw,
            named: source::Named::default(),
        };
        let bytes = source::read_bytes(&file).map_err(|error| unreadable(path, &error))?;
        let known = page.and_then(|page| page.source_hash);
        let changed = known.is_some_and(|known| known != digest_bytes(&bytes)).then(|| changed_meanwhile(path));
        let text = source::plain_of(&file, bytes).ok_or_else(|| changed_meanwhile(path))?;
        Ok((text, changed))
    }
}

fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("cannot be read: {error}")).at(Place::file(path))
}

fn changed_meanwhile(path: &str) -> Diagnostic {
    let message = "it was changed while the site was built: its articles are of before";
    Diagnostic::warning("changed-meanwhile", message).at(Place::file(path)).hint("build again")
}

/// The text of an issue, once it was asked for.
type Read = Result<Arc<Issue>, ThemeError>;

/// What was made of a batch.
#[derive(Default)]
struct Done {
    bytes: u64,
    /// Path, key and bytes of each file.
    files: Vec<(String, Key, u64)>,
    failed: Vec<Diagnostic>,
}

impl Done {
    /// Bytes of the files, if they all lie at `path`. With patterns of addresses of its own a
    /// site may have them elsewhere: then no folder stands for them, and each is asked for by
    /// itself.
    fn bytes_below(&self, path: &str) -> u64 {
        if self.files.iter().all(|(file, ..)| file.starts_with(path)) { self.bytes } else { u64::MAX }
    }

    fn note(&mut self, path: &str, key: Key, made: Result<u64, Diagnostic>) {
        match made {
            Ok(bytes) => {
                self.bytes += bytes;
                self.files.push((path.to_owned(), key, bytes));
            }
            Err(error) => self.failed.push(error),
        }
    }
}
