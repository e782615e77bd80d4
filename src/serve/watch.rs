//! Which sources changed, told in batches.
//!
//! A source is known by its name, and so is what it is a link to. The folder above it is watched
//! besides, for a source may come, go, or be another folder from one moment to the next
//! (`mv content old; mv new content`): the system goes on watching the one that was moved away.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender},
    },
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode, ModifyKind},
};

use super::ServeError;

/// So much silence ends a batch. What an editor does later is a batch of its own.
const SILENCE: Duration = Duration::from_millis(5);

/// A batch that does not end is ended after so long.
const LONGEST: Duration = Duration::from_millis(40);

/// Editors write a file in several steps: one that is empty or gone is likely to be there again
/// in a moment, and nobody wants to be told of it.
const HALF_DONE: Duration = Duration::from_millis(150);

/// Watching ends when this is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    changes: Sender<Vec<PathBuf>>,
    pressing: Arc<AtomicBool>,
    /// A folder that is a source came, went or was renamed: what is watched is not what is there.
    is_lost: Arc<AtomicBool>,
    watching: Mutex<Watching>,
}

#[derive(Debug)]
struct Watching {
    sources: Vec<PathBuf>,
    watcher: Option<RecommendedWatcher>,
}

impl Watch {
    /// Sends the paths that changed at or below the `sources`, and sets `pressing` with each. Of what does not
    /// exist it is watched whether it comes.
    ///
    /// When the system has lost count of the changes, all of them are told to have changed.
    pub(super) fn start(
        sources: &[PathBuf],
        changes: Sender<Vec<PathBuf>>,
        pressing: Arc<AtomicBool>,
    ) -> Result<Self, ServeError> {
        let watching = Mutex::new(Watching { sources: sources.to_vec(), watcher: None });
        let watch = Self { changes, pressing, is_lost: Arc::default(), watching };
        watch.anew()?;
        Ok(watch)
    }

    /// Watches what is there now, if that is not what is watched. Call it before a build, so that nothing which
    /// is saved during the build is missed.
    pub(super) fn find_again(&self) -> Result<(), ServeError> {
        if self.is_lost.swap(false, Ordering::Relaxed) { self.anew() } else { Ok(()) }
    }

    /// Watches these sources from now on; tells whether they are others than before.
    pub(super) fn turn_to(&self, sources: Vec<PathBuf>) -> Result<bool, ServeError> {
        {
            let mut watching = self.watching.lock().unwrap_or_else(PoisonError::into_inner);
            if watching.sources == sources {
                return Ok(false);
            }
            watching.sources = sources;
        }
        self.anew().map(|()| true)
    }

    fn anew(&self) -> Result<(), ServeError> {
        let mut watching = self.watching.lock().unwrap_or_else(PoisonError::into_inner);
        // The system allows for so many folders, and not for twice as many.
        watching.watcher = None;
        let roots: Vec<PathBuf> = watching.sources.iter().flat_map(|source| watched_as(source)).collect();
        let watcher = self.watcher(roots).inspect_err(|_| self.is_lost.store(true, Ordering::Relaxed))?;
        watching.watcher = Some(watcher);
        Ok(())
    }

    fn watcher(&self, roots: Vec<PathBuf>) -> Result<RecommendedWatcher, ServeError> {
        let folders = folders(&roots);
        let deep = folders.iter().filter(|(_, mode)| *mode == RecursiveMode::Recursive);
        let deep: Vec<PathBuf> = deep.map(|(folder, _)| folder.clone()).collect();
        // Whoever replaces a file leaves the folder it is watched by in place.
        let is_folder = move |path: &Path| deep.iter().any(|root| root == path) || path.is_dir() || path.is_symlink();
        let (changes, pressing, is_lost) =
            (self.changes.clone(), Arc::clone(&self.pressing), Arc::clone(&self.is_lost));
        let tell = move |result: notify::Result<Event>| {
            let paths: Vec<PathBuf> = match result {
                Ok(event) if event.need_rescan() => roots.clone(),
                Ok(event) if is_reading(event.kind) => return,
                Ok(event) => {
                    let is_root = |path: &&PathBuf| roots.contains(path);
                    if is_moving(event.kind) && event.paths.iter().filter(is_root).any(|path| is_folder(path)) {
                        is_lost.store(true, Ordering::Relaxed);
                    }
                    event.paths.into_iter().filter(|path| is_source(path, &roots)).collect()
                }
                Err(_) => roots.clone(),
            };
            if !paths.is_empty() {
                pressing.store(true, Ordering::Relaxed);
                // The receiver is gone when the server stops.
                let _ = changes.send(paths);
            }
        };
        let failed = |path: &Path, error: &dyn std::fmt::Display| ServeError::Watch {
            path: path.to_owned(),
            why: error.to_string(),
        };
        let mut watcher = notify::recommended_watcher(tell).map_err(|error| failed(Path::new("."), &error))?;
        for (folder, mode) in folders {
            match watcher.watch(&folder, mode) {
                // It went just now, which the folder above it tells.
                Err(_) if !folder.exists() => {}
                watched => watched.map_err(|error| failed(&folder, &error))?,
            }
        }
        Ok(watcher)
    }
}

/// What events call a source: its name in its folder, and that of what it is a link to. Where not even the
/// folder is there, the first thing to come on the way to it.
pub fn watched_as(source: &Path) -> Vec<PathBuf> {
    let above = |path: &Path| match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.canonicalize().ok(),
        _ => Path::new(".").canonicalize().ok(),
    };
    let named = source.ancestors().find_map(|path| Some(above(path)?.join(path.file_name()?)));
    let real = source.canonicalize().ok().filter(|real| named.as_ref() != Some(real));
    named.into_iter().chain(real).collect()
}

/// The folders to watch for these roots: those that are roots with all that is in them, and the folders
/// above all of them. A file is watched by its folder alone, because editors replace files rather than write
/// to them.
fn folders(roots: &[PathBuf]) -> Vec<(PathBuf, RecursiveMode)> {
    let deep: Vec<&PathBuf> = roots.iter().filter(|root| root.is_dir() && !root.is_symlink()).collect();
    let mut above: Vec<&Path> = roots.iter().filter_map(|root| root.parent()).collect();
    above.sort();
    above.dedup();
    above.retain(|folder| folder.is_dir() && !deep.iter().any(|root| folder.starts_with(root)));
    let above = above.into_iter().map(|folder| (folder.to_owned(), RecursiveMode::NonRecursive));
    above.chain(deep.iter().map(|root| ((*root).clone(), RecursiveMode::Recursive))).collect()
}

/// Whether something came, went or was renamed.
fn is_moving(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

/// Whether an event is none of a change. That a file which was written is closed is one: only
/// then it is whole.
fn is_reading(kind: EventKind) -> bool {
    kind.is_access() && kind != EventKind::Access(AccessKind::Close(AccessMode::Write))
}

/// The batch that begins with these paths, once it is likely to be whole; sorted.
pub(super) fn batch(mut paths: Vec<PathBuf>, changed: &Receiver<Vec<PathBuf>>) -> Vec<PathBuf> {
    let begun = Instant::now();
    loop {
        paths.sort();
        paths.dedup();
        let patience = if paths.iter().any(|path| is_half_done(path)) { HALF_DONE } else { LONGEST };
        let left = patience.saturating_sub(begun.elapsed());
        match changed.recv_timeout(SILENCE.min(left)) {
            Ok(more) => paths.extend(more),
            Err(_) if patience == LONGEST => return paths,
            Err(_) => {}
        }
        if left.is_zero() {
            paths.sort();
            paths.dedup();
            return paths;
        }
    }
}

fn is_half_done(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |meta| meta.is_file() && meta.len() == 0)
}

/// Whether a change of `path` can change the site. Editors' own files (`.x.swp`, `x~`, vim's
/// `4913`) cannot.
fn is_source(path: &Path, roots: &[PathBuf]) -> bool {
    let Some(below) = roots.iter().find_map(|root| path.strip_prefix(root).ok()) else { return false };
    let hidden = below.iter().any(|part| part.to_string_lossy().starts_with('.'));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !hidden && !name.ends_with('~') && name != "4913"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_waits_for_a_file_that_is_being_written() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("01.txt");
        fs::write(&file, "").expect("written");
        let (sender, receiver) = std::sync::mpsc::channel();
        let writer = {
            let file = file.clone();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(50));
                fs::write(&file, "whole").expect("written");
                sender.send(vec![file]).expect("heard");
                sender
            })
        };
        assert_eq!(batch(vec![file.clone()], &receiver), std::slice::from_ref(&file));
        assert_eq!(fs::read_to_string(&file).expect("read"), "whole");
        drop(writer.join());
        fs::remove_file(&file).expect("removed");
        assert_eq!(batch(vec![file.clone()], &receiver), [file], "what stays away is told in the end");
    }

    #[test]
    fn editors_files_are_no_sources() {
        let roots = [PathBuf::from("/site/content"), PathBuf::from("/site/site.toml")];
        for good in ["/site/content/2023-01-02/01.txt", "/site/site.toml", "/site/content/图.jpg"] {
            assert!(is_source(Path::new(good), &roots), "{good}");
        }
        for bad in [
            "/site/content/.01.txt.swp",
            "/site/content/01.txt~",
            "/site/content/4913",
            "/site/public/index.html",
            "/site/site.toml.bak",
        ] {
            assert!(!is_source(Path::new(bad), &roots), "{bad}");
        }
    }
}
