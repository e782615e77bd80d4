//! The short way of a [session](super::session): known content files were edited, and everything
//! stays in its place.
//!
//! 1. Each changed file leads to its unit, which is read again with all its files.
//! 2. Its issues are put in the place of the old ones, if they [fit](Site::fits).
//! 3. Keys follow: the issues and the files that stand alone whose keys are others now are made.
//! 4. Of the output only the files of those issues can be stale.
//!
//! Whenever something is not so simple (a file appeared or is gone, an article more, another
//! district, something wrong) there is no short way, and the whole is built.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Built, Options,
    cache::{Cache, Unit},
    message::Message,
    reading::{self, Got},
    session::{Output, Session, Standing, not_kept},
    work::Work,
};
use crate::{
    config::Config,
    diag::{Diagnostic, Severity, Warned},
    output::{Stale, Writer},
    press::IssueDate,
    render::{self, Batch, Key, Renderer},
    site::{IssueId, Route, Site},
    source::{FileKind, SourceFile},
};

impl Session {
    /// Builds after an edit of these files and of nothing else; `None` when the whole is to be
    /// built.
    pub(super) fn edit(&mut self, config: &Config, options: &Options, paths: &[PathBuf]) -> Option<Warned<Built>> {
        let simple = options.trusted && !options.fresh && options.packed.is_empty() && config.parts.is_empty();
        if !simple || self.theme.is_none() || !self.standing.as_ref()?.sound {
            return None;
        }
        let names = self.units_of(config, paths)?;
        if !self.cache.as_mut()?.take_up() {
            self.forget();
            return None;
        }
        let mut writer = self.writer(config, options).ok()?;
        let mut standing = self.standing.take()?;
        let built = match writer.is_resumed() {
            true => self.edited(config, &names, &mut standing, &mut writer),
            false => None,
        };
        self.output = Output::Open(Box::new(writer));
        if self.cache.as_ref()?.is_damaged() {
            self.forget();
            return None;
        }
        let built = built?;
        self.standing = Some(standing);
        Some(built)
    }

    fn edited(
        &mut self,
        config: &Config,
        names: &BTreeSet<String>,
        standing: &mut Standing,
        writer: &mut Writer,
    ) -> Option<Warned<Built>> {
        let read = self.read_again(config, names)?;
        let (mut given_up, issues) = amend(standing, &read, writer)?;
        let (_, theme) = self.theme.as_ref()?;
        let Standing { site, outlines, keys, singles, .. } = &mut *standing;
        let renderer = Renderer::new(site, theme, outlines.as_ref()).ok()?;
        let mut batches: Vec<Batch> = issues.iter().copied().map(Batch::Issue).collect();
        let now: Vec<Option<Key>> = singles.par_iter().map(|(batch, _)| keys.of(site, batch)).collect();
        for ((batch, before), now) in singles.iter_mut().zip(now) {
            if now.is_none() || *before != now {
                batches.push(batch.clone());
                *before = now;
            }
        }
        let work = Work::new(site, config, &renderer, writer, keys, false, theme.is_minified());
        let mut failed: Vec<Diagnostic> = batches.par_iter().flat_map_iter(|batch| work.batch(batch)).collect();
        if let Some(Err(error)) = self.cache.as_ref().map(Cache::flush) {
            failed.push(not_kept(config, &error));
        }
        if !failed.is_empty() {
            given_up.clear();
        }
        let output = writer.settle(Stale::Among(given_up)).drain_into(&mut failed);
        standing.sound = failed.is_empty() && output.failed == 0 && output.kept_foreign == 0;
        let site = &standing.site;
        let (issues, articles) = (site.issues.len(), site.article_count());
        let built = Built { issues, articles, output, ..Built::default() };
        let of_issues = self.units.values().flat_map(|unit| &unit.messages).map(Message::diagnostic);
        let diagnostics = standing.said.iter().cloned().chain(of_issues).chain(failed).collect();
        Some(Warned { value: built, diagnostics })
    }

    /// The units of these files, if all of them were read before and are there still.
    fn units_of(&self, config: &Config, paths: &[PathBuf]) -> Option<BTreeSet<String>> {
        let root = &config.paths.content;
        let real = root.canonicalize().ok()?;
        let unit_of = |path: &PathBuf| {
            let below = path.strip_prefix(&real).or_else(|_| path.strip_prefix(root)).ok()?;
            let file = SourceFile::at(root, &below.to_str()?.replace('\\', "/"))?;
            let name = reading::unit_name(&file).filter(|_| file.kind != FileKind::Picture)?;
            let is_known = self.units.get(&name)?.files.iter().any(|record| record.path == file.path);
            (is_known && is_plain(&file.open)).then_some(name)
        };
        paths.iter().map(unit_of).collect()
    }

    /// Reads these units again; gives those that are others now, with what they were. `None` when
    /// something is wrong with one, or its dates are others.
    fn read_again(&mut self, config: &Config, names: &BTreeSet<String>) -> Option<Vec<(u128, Got)>> {
        let mut read = Vec::new();
        let mut good = true;
        for name in names {
            let before = self.units.remove(name)?;
            let (key, dates) = (before.key, dates(&before));
            let mut got = reading::read_again(config, self.cache.as_ref()?, before);
            let unit = got.unit.take()?;
            good &= dates == self::dates(&unit) && got.diagnostics.iter().all(|d| d.severity != Severity::Error);
            self.units.insert(name.clone(), unit);
            if got.source != key {
                read.push((key, got));
            }
        }
        good.then_some(read)
    }
}

fn dates(unit: &Unit) -> Vec<IssueDate> {
    unit.issues.iter().map(|(outline, _)| outline.date).collect()
}

/// A file, not reached through a link of its own.
fn is_plain(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())
}

/// Puts what was read in the place of what was there. Gives the files the issues had before, and
/// the issues to be made again.
fn amend(standing: &mut Standing, read: &[(u128, Got)], writer: &Writer) -> Option<(Vec<String>, Vec<IssueId>)> {
    let Standing { site, keys, seen, .. } = standing;
    let mut places = Vec::new();
    for (outline, _) in read.iter().flat_map(|(_, got)| &got.issues) {
        let id = site.issue_of(outline.date)?;
        if !site.fits(id, outline) {
            return None;
        }
        places.push(id);
    }
    let before: BTreeSet<String> = places.iter().flat_map(|id| files_of(site, *id)).collect();
    let mut articles = Vec::new();
    for (key, got) in read {
        *seen = seen.wrapping_sub(*key).wrapping_add(got.source);
        for (outline, text) in &got.issues {
            let id = site.issue_of(outline.date)?;
            articles.extend(site.amend(id, outline.clone(), text.clone(), got.source));
        }
    }
    // An address that another page has: who gets it is for the whole to tell.
    let taken = |path: &String| !before.contains(path) && writer.is_ours(path);
    if places.iter().flat_map(|id| files_of(site, *id)).any(|path| taken(&path)) {
        return None;
    }
    let issues = keys.amend(site, &places, &articles);
    Some((before.into_iter().collect(), issues))
}

/// All files of an issue.
fn files_of(site: &Site, id: IssueId) -> Vec<String> {
    let made = render::issue_jobs(site, id).into_iter().map(|job| job.route(site).to_string());
    let copies =
        site.copies[site.issue(id).copies.clone()].iter().filter_map(|copy| copy.to(site)).map(Route::to_string);
    made.chain(copies).collect()
}
