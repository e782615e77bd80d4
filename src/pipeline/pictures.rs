//! Pictures that Markdown files name and that are not there.

use std::ops::Range;

use rayon::prelude::*;

use crate::{
    diag::Diagnostic,
    markdown,
    source::{self, FileKind, SourceFile},
};

/// Pictures named in these files that the site cannot show, each with its place. The page shows what the
/// picture is said to show, in words.
pub fn lost_pictures(files: &[SourceFile]) -> Vec<Diagnostic> {
    files.par_iter().filter(|file| file.kind == FileKind::Markdown).flat_map_iter(of_file).collect()
}

fn of_file(file: &SourceFile) -> Vec<Diagnostic> {
    let Some(text) = source::read_text(file).value else { return Vec::new() };
    let folder = file.open.parent();
    let lost = |(address, span): (String, Range<usize>)| {
        let (message, hint) = if file.named.date.is_none() {
            (
                "ordinary pages show no pictures".to_owned(),
                "tell in words what it shows, or link to a page that shows it",
            )
        } else if address_is_elsewhere(&address) {
            (
                format!("`{address}` is on another site, and is not fetched from there"),
                "keep a copy in the folder of the page: an archive outlives other people's servers",
            )
        } else if !is_beside(&address) || !folder.is_some_and(|folder| folder.join(&address).is_file()) {
            (
                format!("there is no picture `{address}` beside the file"),
                "put it into the folder of the page, and name it here as it is called there",
            )
        } else {
            return None;
        };
        Some(Diagnostic::warning("picture-missing", message).at(text.place(span)).hint(hint))
    };
    markdown::pictures(&text).into_iter().filter_map(lost).collect()
}

fn address_is_elsewhere(address: &str) -> bool {
    address.starts_with("//") || address.split('/').next().is_some_and(|first| first.contains(':'))
}

/// Whether an address names a file in the folder of the file it stands in.
fn is_beside(address: &str) -> bool {
    !address.trim_start_matches("./").contains('/')
}
