//! Which sources changed, told in batches.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender},
    },
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode},
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
pub(super) type Watching = RecommendedWatcher;

/// Sends the paths that changed at or below `watched`, and sets `pressing` with each. What does
/// not exist is not watched; a file is watched by its folder, because editors replace files
/// rather than write to them.
///
/// When the system has lost count of the changes, all of `watched` is told to have changed.
pub(super) fn start(
    watched: &[PathBuf],
    changes: Sender<Vec<PathBuf>>,
    pressing: Arc<AtomicBool>,
) -> Result<Watching, ServeError> {
    let watched: Vec<PathBuf> = watched.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let roots = watched.clone();
    let tell = move |result: notify::Result<Event>| {
        let paths: Vec<PathBuf> = match result {
            Ok(event) if event.need_rescan() => roots.clone(),
            Ok(event) if is_reading(event.kind) => return,
            Ok(event) => event.paths.into_iter().filter(|path| is_source(path, &roots)).collect(),
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
    let mut watching = notify::recommended_watcher(tell).map_err(|error| failed(Path::new("."), &error))?;
    for path in &watched {
        let (folder, mode) = match path.parent() {
            Some(parent) if path.is_file() => (parent, RecursiveMode::NonRecursive),
            _ => (path.as_path(), RecursiveMode::Recursive),
        };
        watching.watch(folder, mode).map_err(|error| failed(path, &error))?;
    }
    Ok(watching)
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
