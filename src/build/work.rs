//! Making the files of a plan, batch by batch, unless they are as they would be.

use std::fs;

use crate::{
    config::Config,
    diag::{Diagnostic, Place},
    minify,
    output::Writer,
    render::{self, Batch, FileKind, Job, Key, Keys, RenderError, Rendered, Renderer},
    site::{Copy, IssueId, Route, Site},
    source,
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
        if let Some(key) = key.filter(|_| done.failed.is_empty()) {
            self.writer.remember(&path, key, done.bytes_below(&path), &done.files);
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
                None => self.publish(copy, to),
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

    /// Publishes a file that is not rendered.
    fn publish(&self, copy: &Copy, to: &Route) -> Result<u64, Diagnostic> {
        let bytes = match copy {
            Copy::Picture { from, .. } => {
                let unreadable = |error: std::io::Error| {
                    Diagnostic::error("unreadable", format!("cannot be read: {error}"))
                        .at(Place::file(from.to_string_lossy()))
                };
                fs::read(from).map_err(unreadable)?
            }
            Copy::RawText { issue, page } => {
                let page = self.site.issue(*issue).issue.pages.get(*page as usize);
                let from = page.and_then(|page| page.source.as_deref());
                from.and_then(|from| raw_text(from, self.config)).unwrap_or_default()
            }
        };
        self.writer.write(to.as_str(), &bytes);
        Ok(bytes.len() as u64)
    }
}

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

/// The decoded text of a raw page; it was read once already, so its faults are known.
fn raw_text(path: &str, config: &Config) -> Option<Vec<u8>> {
    let file = source::SourceFile {
        open: if config.paths.content.is_file() {
            config.paths.content.clone()
        } else {
            config.paths.content.join(path)
        },
        path: path.to_owned(),
        kind: source::FileKind::Raw,
        named: source::Named::default(),
    };
    source::read_plain(&file)
}
