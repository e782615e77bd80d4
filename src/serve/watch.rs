//! Which sources changed, told in batches.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
    time::Duration,
};

use notify_debouncer_full::{
    DebounceEventResult, Debouncer, RecommendedCache, new_debouncer,
    notify::{RecommendedWatcher, RecursiveMode},
};

use super::ServeError;

/// Editors write a file in several steps; this much silence ends a batch.
const SILENCE: Duration = Duration::from_millis(40);

/// Watching ends when this is dropped.
pub(super) type Watching = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Sends the paths that changed at or below `watched`, and sets `pressing` with each. What does not exist is not watched; a
/// file is watched by its folder, because editors replace files rather than write to them.
pub(super) fn start(
    watched: &[PathBuf],
    changes: Sender<Vec<PathBuf>>,
    pressing: Arc<AtomicBool>,
) -> Result<Watching, ServeError> {
    let watched: Vec<PathBuf> = watched.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let roots = watched.clone();
    let tell = move |result: DebounceEventResult| {
        // Errors are of single files that vanished: the next change tells.
        let events = result.unwrap_or_default();
        let events = events.into_iter().filter(|event| !event.kind.is_access());
        let paths: Vec<PathBuf> =
            events.flat_map(|event| event.event.paths).filter(|path| is_source(path, &roots)).collect();
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
    let mut watching = new_debouncer(SILENCE, None, tell).map_err(|error| failed(Path::new("."), &error))?;
    for path in &watched {
        let (folder, mode) = match path.parent() {
            Some(parent) if path.is_file() => (parent, RecursiveMode::NonRecursive),
            _ => (path.as_path(), RecursiveMode::Recursive),
        };
        watching.watch(folder, mode).map_err(|error| failed(path, &error))?;
    }
    Ok(watching)
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
