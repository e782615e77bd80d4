//! Builds a search index from JSON lines: `search_index FOLDER [fold] < articles.jsonl`, `fold`
//! for traditional characters searched as simplified ones.
//!
//! One article a line, in date order: `{"url", "title", "date", "page", "text", "kind"}` and,
//! where there are any, `"districts"`, `"reporters"` and `"columns"`. Writes `FOLDER/search/`
//! with the scripts. The browser tests use it; it also serves to try the index on other texts.

use std::io::BufRead;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result};
use serde::Deserialize;
use zzsite::press::IssueDate;
use zzsite::search::{Document, IndexBuilder, Options, slim_script};

#[derive(Deserialize)]
struct Line {
    url: String,
    title: String,
    date: String,
    page: String,
    text: String,
    kind: String,
    #[serde(default)]
    districts: Vec<String>,
    #[serde(default)]
    reporters: Vec<String>,
    #[serde(default)]
    columns: Vec<String>,
}

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).context("usage: search_index FOLDER < articles.jsonl")?;
    let folder = Path::new(&folder);
    let fold_variants = std::env::args().nth(2).as_deref() == Some("fold");
    let mut builder = IndexBuilder::new(&Options { fold_variants, ..Options::default() });
    for line in io::stdin().lock().lines() {
        let line: Line = serde_json::from_str(&line?)?;
        builder.add(&Document {
            url: &line.url,
            title: &line.title,
            date: IssueDate::parse(&line.date)?,
            page: &line.page,
            text: &line.text,
            districts: &line.districts,
            reporters: &line.reporters,
            columns: &line.columns,
            kind: &line.kind,
        })?;
    }
    let mut failed = None;
    builder.finish(&mut |path, bytes| {
        let path = folder.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        failed = failed.take().or(written.err());
    })?;
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/assets/search-page.js"))?;
    fs::write(folder.join("search/page.js"), slim_script(&page))?;
    failed.map_or(Ok(()), |error| Err(error.into()))
}
