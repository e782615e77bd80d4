//! Which folders are never written to.

use std::{
    ffi::OsString,
    io,
    path::{Component, Path, PathBuf},
};

/// Folders the output must not be, hold, or (for some) lie in.
///
/// An output folder is pruned and filled by rules that fit a finished site only; pointing it at
/// the content by a slip of the keyboard must stop the build, not start it.
#[derive(Debug, Clone, Default)]
pub struct Protected {
    inputs: Vec<PathBuf>,
    places: Vec<PathBuf>,
}

impl Protected {
    /// Adds a folder that is read by the build (content, theme): the output may neither be it,
    /// hold it, nor lie in it.
    #[must_use]
    pub fn input(mut self, folder: impl Into<PathBuf>) -> Self {
        self.inputs.push(folder.into());
        self
    }

    /// Adds a folder (home, the site's own root) that the output may lie in, but neither be nor
    /// hold.
    #[must_use]
    pub fn place(mut self, folder: impl Into<PathBuf>) -> Self {
        self.places.push(folder.into());
        self
    }

    /// Why `out`, a resolved path, is refused.
    pub(super) fn refuse(&self, out: &Path) -> Option<String> {
        if out.parent().is_none() {
            return Some("it is the root of the file system".to_owned());
        }
        let inputs = self.inputs.iter().map(|folder| (folder, true));
        let places = self.places.iter().map(|folder| (folder, false));
        inputs.chain(places).find_map(|(folder, is_input)| {
            let resolved = resolve(folder).ok()?;
            let shown = folder.display();
            if resolved == out {
                Some(format!("it is `{shown}` itself"))
            } else if resolved.starts_with(out) {
                Some(format!("`{shown}` lies in it"))
            } else if is_input && out.starts_with(&resolved) {
                Some(format!("it lies in `{shown}`, which is read by the build"))
            } else {
                None
            }
        })
    }
}

/// The absolute path without links; what does not exist yet is taken as written.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut missing: Vec<OsString> = Vec::new();
    let absolute = lexical(&std::path::absolute(path)?);
    let mut there = absolute.as_path();
    loop {
        match there.canonicalize() {
            Ok(found) => return Ok(missing.iter().rev().fold(found, |path, part| path.join(part))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => match (there.parent(), there.file_name()) {
                (Some(parent), Some(name)) => {
                    missing.push(name.to_owned());
                    there = parent;
                }
                _ => return Err(error),
            },
            Err(error) => return Err(error),
        }
    }
}

/// Takes `a/..` out of an absolute path.
fn lexical(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_is_a_folder_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("content/2023")).unwrap();
        let protected = Protected::default().input(root.join("content")).place(&root);
        for bad in ["content", "content/2023", "content/new/deep", "", "..", "content/../content"] {
            let out = resolve(&root.join(bad)).unwrap();
            assert!(protected.refuse(&out).is_some(), "{bad}");
        }
        assert!(protected.refuse(Path::new("/")).is_some());
        for good in ["public", "content2", "a/b", "content/../public"] {
            let out = resolve(&root.join(good)).unwrap();
            assert_eq!(protected.refuse(&out), None, "{good}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_content_is_the_content() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("content")).unwrap();
        std::os::unix::fs::symlink("content", dir.path().join("public")).unwrap();
        let out = resolve(&dir.path().join("public")).unwrap();
        assert!(Protected::default().input(dir.path().join("content")).refuse(&out).is_some());
    }
}
