//! `zzsite convert PATHS… --out DIR`: raw pages to Markdown.
//!
//! A file that is there already with other text may hold corrections: it is kept and reported,
//! unless `--force` is given.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use clap::{CommandFactory as _, error::ErrorKind};
use rayon::prelude::*;

use super::{
    Exit, Stop,
    args::{Args, Common},
    report::{Reporter, count},
    settings,
};
use crate::{
    diag::{Diagnostic, Place},
    markdown,
    output::{Placed, place},
    pipeline,
    press::{Folio, IssueDate, SourcePage},
    source::{self, SourceFile},
    taken::Taken,
};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Pages, or folders of pages
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Overwrite files that are there with other text
    #[arg(long)]
    force: bool,
}

pub(super) fn run(options: &Options, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let Some(out) = &common.out else {
        let message = "say with --out DIR where the Markdown goes";
        return Err(Stop::Usage(Args::command().error(ErrorKind::MissingRequiredArgument, message)));
    };
    let config = settings(common)?;
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    for path in &options.paths {
        let found = source::discover(path).drain_into(&mut diagnostics);
        diagnostics.extend((path.is_file() && !found.iter().any(is_newsprint)).then(|| not_newsprint(path)));
        files.extend(found);
    }
    files.retain(is_newsprint);
    // A file given by itself is known by its path below the content folder as well.
    for file in &mut files {
        if let Ok(below) = file.open.strip_prefix(&config.paths.content) {
            file.path = below.to_string_lossy().replace('\\', "/");
        }
    }
    let content = pipeline::read(files, &config).drain_into(&mut diagnostics);

    let groups = by_folio(&content.pages);
    let written: Vec<Result<Vec<Diagnostic>, Diagnostic>> =
        groups.par_iter().map(|pages| write_pages(pages, out, options.force)).collect();
    let failed = written.iter().any(Result::is_err);
    for result in written {
        match result {
            Ok(kept) => diagnostics.extend(kept),
            Err(failure) => diagnostics.push(failure),
        }
    }
    let exit = reporter.report(diagnostics)?;
    let articles: usize = content.pages.iter().map(|page| page.articles.len()).sum();
    reporter.say(&format!(
        "{} on {} → {}",
        count(articles, "article"),
        count(content.pages.len(), "page"),
        out.display()
    ));
    Ok(if failed { Exit::Failure } else { exit })
}

fn is_newsprint(file: &SourceFile) -> bool {
    file.kind == source::FileKind::Raw
}

fn not_newsprint(path: &Path) -> Diagnostic {
    Diagnostic::warning("not-newsprint", "this is no page text, and was passed over")
        .at(shown(path))
        .hint("page text is kept in files that end in .txt")
}

/// The pages of one folio of one date together; they share a folder. Mostly it is one.
fn by_folio(pages: &[SourcePage]) -> Vec<Vec<&SourcePage>> {
    let mut groups: BTreeMap<(IssueDate, &Folio), Vec<&SourcePage>> = BTreeMap::new();
    for page in pages {
        groups.entry((page.date, &page.page)).or_default().push(page);
    }
    groups.into_values().collect()
}

/// Writes `DIR/<date>/<page>/<nn>-<slug>.md` and `page.toml`; gives the files that were kept.
fn write_pages(pages: &[&SourcePage], out: &Path, force: bool) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut names = Taken::default();
    let mut kept = Vec::new();
    for page in pages {
        let folder = out.join(page.date.to_string()).join(page.page.to_string());
        let sidecar = ("page.toml".to_owned(), markdown::page_toml(page));
        let articles = page.articles.iter().map(|article| (markdown::file_name(article), markdown::write(article)));
        for (name, text) in articles.chain([sidecar]) {
            let path = folder.join(unused(name, &mut names));
            if place(&path, text.as_bytes(), force).map_err(|error| failure(&path, &error))? == Placed::Kept {
                kept.push(was_kept(&path));
            }
        }
    }
    Ok(kept)
}

/// A name no other file of this folder has: the second `page.toml` is `page-2.toml`.
fn unused(name: String, names: &mut Taken<String>) -> String {
    names.claim_with(name, |name, n| {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        Some(format!("{stem}-{n}.{ending}"))
    })
}

fn shown(path: &Path) -> Place {
    Place::file(path.to_string_lossy().replace('\\', "/"))
}

fn failure(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-write", format!("cannot be written: {error}")).at(shown(path))
}

fn was_kept(path: &Path) -> Diagnostic {
    Diagnostic::error("output-kept", "it was there with other text, and was kept")
        .at(shown(path))
        .hint("use another folder, or --force to lose what is there")
}
