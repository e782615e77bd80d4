//! What lies in the content folder, classified by path alone and sorted.
//!
//! Read-only. Symbolic links are reported and not followed: content comes from the content
//! folder. Hidden files and files of other types are passed over.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{
    SourceText,
    decode::{Decoded, decode, is_decoded},
    names::Named,
};
use crate::diag::{Diagnostic, Place, Warned};

/// The largest text file that is read, in bytes; a day's text is below 1 MB.
pub const MAX_TEXT: u64 = 64 << 20;

/// What a content file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// Raw page text (`.txt`).
    Raw,
    /// Markdown (`.md`): articles when the path carries a date, else a page of the site.
    Markdown,
    /// A picture: a facsimile of a page, or a picture of an article.
    Picture,
}

/// One file of the content folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where to open it.
    pub open: PathBuf,
    /// Path below the content folder, with `/`: how the keeper knows it.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// What its path says.
    pub named: Named,
}

impl SourceFile {
    /// The content file at `path` (with `/`) below the folder `root`, if it is of a type that is read.
    pub fn at(root: &Path, path: &str) -> Option<Self> {
        let kind = FileKind::of(Path::new(path))?;
        Some(Self { open: root.join(path), path: path.to_owned(), kind, named: Named::of(path) })
    }

    /// Whether its path leads to it from the folder `root`, or it is `root` itself. That of an
    /// [odd name](odd_name) does not.
    pub fn is_found_below(&self, root: &Path) -> bool {
        self.open == root || self.open == root.join(&self.path)
    }
}

/// All content files below `root`, sorted by path. `root` may be a single file.
pub fn discover(root: &Path) -> Warned<Vec<SourceFile>> {
    discover_unless(root, &|| false)
}

/// The same, left off as soon as `stop` says so: then some of them.
pub fn discover_unless(root: &Path, stop: &(dyn Fn() -> bool + Sync)) -> Warned<Vec<SourceFile>> {
    // The folders of days are walked side by side.
    let mut found = Found::default();
    let mut folders = Vec::new();
    for entry in WalkDir::new(root).max_depth(1).into_iter().filter_entry(is_visible) {
        match entry {
            Ok(entry) if entry.depth() > 0 && entry.file_type().is_dir() => folders.push(entry.into_path()),
            other => found.look(root, other),
        }
    }
    folders.sort();
    let walk = |folder: &PathBuf| {
        let mut found = Found::default();
        if !stop() {
            let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
            entries.filter_entry(is_visible).for_each(|entry| found.look(root, entry));
        }
        found
    };
    for more in folders.par_iter().map(walk).collect::<Vec<_>>() {
        found.files.extend(more.files);
        found.diagnostics.extend(more.diagnostics);
        found.papers.extend(more.papers);
    }
    found.diagnostics.extend(unread_papers(&found.papers));
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    Warned { value: found.files, diagnostics: found.diagnostics }
}

/// What a walk has come upon.
#[derive(Default)]
struct Found {
    files: Vec<SourceFile>,
    diagnostics: Vec<Diagnostic>,
    /// Paths of files that may well hold text of the newspaper, in a form that is not read.
    papers: Vec<String>,
}

/// Endings of the files that text is handed over in.
const PAPERS: [&str; 10] = ["doc", "docx", "wps", "rtf", "odt", "pdf", "ofd", "caj", "htm", "html"];

/// One note on all of them: a file beside its text may be there on purpose.
fn unread_papers(papers: &[String]) -> Option<Diagnostic> {
    let first = papers.iter().min()?;
    let message = match papers.len() {
        1 => "zzsite does not read files of this type; it was passed over".to_owned(),
        count => {
            format!("zzsite does not read files of this type; {count} such files were passed over, this is the first")
        }
    };
    Some(Diagnostic::note("not-text", message).at(Place::file(first.as_str())).hint("save what it holds as .txt"))
}

fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

impl Found {
    fn look(&mut self, root: &Path, entry: walkdir::Result<DirEntry>) {
        match entry {
            Ok(entry) if entry.path() != root && entry.path_is_symlink() => {
                self.diagnostics.push(symlink(root, &entry))
            }
            Ok(entry) if entry.file_type().is_file() => match classify(root, &entry) {
                Some(file) => {
                    self.diagnostics.extend(odd_name(root, &file));
                    self.files.push(file);
                }
                None => {
                    let ending = entry.path().extension().and_then(|ending| ending.to_str());
                    let is_paper = ending.is_some_and(|e| PAPERS.iter().any(|paper| e.eq_ignore_ascii_case(paper)));
                    self.papers.extend(is_paper.then(|| relative(root, entry.path())));
                }
            },
            Ok(_) => {}
            Err(error) => self.diagnostics.push(unreadable(error.path().unwrap_or(root), error.io_error())),
        }
    }
}

fn symlink(root: &Path, entry: &DirEntry) -> Diagnostic {
    Diagnostic::warning("symlink", "a symbolic link is not followed")
        .at(Place::file(relative(root, entry.path())))
        .hint("copy the file into the content folder")
}

/// A name that is no UTF-8 (an archive packed on Windows in GBK and unpacked on Linux), or that has a
/// backslash where that is no separator: no address can be made of it.
fn odd_name(root: &Path, file: &SourceFile) -> Option<Diagnostic> {
    let below = file.open.strip_prefix(root).unwrap_or(&file.open);
    let (what, hint) = match below.to_str() {
        None => (
            "the name is not UTF-8",
            "rename it; `convmv -r -f gbk -t utf8 --notest content` renames all that were named in GBK",
        ),
        Some(name) if !cfg!(windows) && name.contains('\\') => {
            ("the name has a backslash in it", "rename it, such as 2023-01-02/01.txt")
        }
        Some(_) => return None,
    };
    let message = format!("{what}, and no address can be made of it: the page is read, its raw text is not published");
    Some(Diagnostic::warning("odd-name", message).at(Place::file(file.path.as_str())).hint(hint))
}

fn unreadable(path: &Path, error: Option<&io::Error>) -> Diagnostic {
    let why = error.map_or_else(|| "it is part of a loop of links".to_owned(), ToString::to_string);
    Diagnostic::error("unreadable", format!("cannot be read: {why}"))
        .at(Place::file(path.to_string_lossy().replace('\\', "/")))
        .hint("check that it exists and that you may read it")
}

impl FileKind {
    /// What a file is by the ending of its name; `None` for what zzsite does not read.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Raw),
            "md" | "markdown" => Some(Self::Markdown),
            "jpg" | "jpeg" | "png" | "webp" | "gif" | "avif" => Some(Self::Picture),
            _ => None,
        }
    }
}

fn classify(root: &Path, entry: &DirEntry) -> Option<SourceFile> {
    let kind = FileKind::of(entry.path())?;
    let path = relative(root, entry.path());
    // Given one file, its own folders still tell the date: `convert content/2023-01-02/01.txt`.
    let named = if entry.path() == root { Named::of(&tail(root)) } else { Named::of(&path) };
    Some(SourceFile { open: entry.path().to_owned(), path, kind, named })
}

/// The path below `root`, with `/`; the file's name when `root` is the file.
fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).ok().filter(|p| !p.as_os_str().is_empty());
    let below = below.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}

/// The last parts of a path, enough for `2023/01/02/01版.txt`.
fn tail(path: &Path) -> String {
    let parts: Vec<_> = path.iter().rev().take(5).map(|part| part.to_string_lossy()).collect();
    parts.into_iter().rev().collect::<Vec<_>>().join("/")
}

/// Reads and decodes a text file. A file that is no text costs itself and a message.
pub fn read_text(file: &SourceFile) -> Warned<Option<SourceText>> {
    text_of(file, read_bytes(file))
}

/// The text of a file that holds `bytes`, and nothing said about it; `None` when it is no text.
/// Nearly every file holds just the bytes of its text.
pub fn plain_of(file: &SourceFile, bytes: Vec<u8>) -> Option<Vec<u8>> {
    if is_decoded(&bytes) {
        return Some(bytes);
    }
    Some(text_of(file, Ok(bytes)).value?.as_str().as_bytes().to_vec())
}

/// Decodes what was read of a text file.
pub fn text_of(file: &SourceFile, bytes: io::Result<Vec<u8>>) -> Warned<Option<SourceText>> {
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            return refused(file, format!("cannot be read: {error}"), "check that it exists and is a text file");
        }
    };
    match decode(&bytes) {
        Ok(decoded) => {
            let diagnostics = doubts(file, &decoded);
            Warned { value: Some(SourceText::new(file.path.as_str(), decoded.text)), diagnostics }
        }
        Err(error) => {
            let mut refused = refused(file, error.to_string(), "save it as UTF-8 or GB18030 text");
            let line = memchr::memchr_iter(b'\n', &bytes[..error.offset().min(bytes.len())]).count() + 1;
            for place in refused.diagnostics.iter_mut().filter_map(|diagnostic| diagnostic.place.as_mut()) {
                place.line = u32::try_from(line).unwrap_or(u32::MAX);
            }
            refused
        }
    }
}

/// What the keeper should know of a text that was decoded all the same.
fn doubts(file: &SourceFile, decoded: &Decoded) -> Vec<Diagnostic> {
    let mut doubts = Vec::new();
    if decoded.cut_bytes > 0 {
        let bytes = if decoded.cut_bytes == 1 { "byte was" } else { "bytes were" };
        let message = format!("the file ends inside a character; its last {} {bytes} left out", decoded.cut_bytes);
        let hint = "the file was cut short: copy it again from its source";
        doubts.push(Diagnostic::error("half-character", message).hint(hint));
    }
    if decoded.doubtful {
        let message = "the file was read as GB18030, and hardly a character of it is common in Chinese";
        let hint = "if it is Big5, Shift-JIS or of another encoding, save it as UTF-8";
        doubts.push(Diagnostic::warning("encoding-doubtful", message).hint(hint));
    }
    if decoded.cut_bytes == 0 && decoded.text.trim().is_empty() {
        let hint = "copy it again from its source, or take it out of the content folder";
        doubts.push(Diagnostic::warning("empty-file", "the file holds no text").hint(hint));
    }
    doubts.into_iter().map(|doubt| doubt.at(Place::file(file.path.as_str()))).collect()
}

fn refused(file: &SourceFile, message: String, hint: &str) -> Warned<Option<SourceText>> {
    let diagnostic = Diagnostic::error("unreadable", message).at(Place::file(file.path.as_str())).hint(hint);
    Warned { value: None, diagnostics: vec![diagnostic] }
}

/// The bytes of a text file.
///
/// # Errors
/// When it cannot be read, or is larger than any page of text.
pub fn read_bytes(file: &SourceFile) -> io::Result<Vec<u8>> {
    let mut open = File::open(&file.open)?;
    let size = open.metadata()?.len();
    if size > MAX_TEXT {
        return Err(io::Error::other(format!(
            "it has {} MB, a page of text is below {} MB",
            size >> 20,
            MAX_TEXT >> 20
        )));
    }
    // As much as it says it has: to ask for its end is two more calls of the system for each page. What was
    // added meanwhile comes with the next build, for the file is of another time then.
    let mut bytes = Vec::with_capacity(size as usize);
    match size {
        // A pipe does not tell.
        0 => open.read_to_end(&mut bytes)?,
        _ => open.take(size).read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}
