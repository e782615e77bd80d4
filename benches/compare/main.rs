//! zzsite beside Hugo and Zola on one generated archive.
//!
//! ```text
//! cargo bench --bench compare                      10,000 articles
//! cargo bench --bench compare -- 1000 10000        those sizes
//! cargo bench --bench compare -- --runs 5 10000    medians of five runs instead of three
//! cargo bench --bench compare -- --parts 2 20000   zzsite alone: whole, and put together from parts
//! cargo bench --bench compare -- --plain 10000     without taxonomies: no districts, no reporters
//! cargo bench --bench compare -- --keep 10000      leave the sources and the sites in place
//! cargo bench --bench compare -- --zzsite ./zzsite --dir /dev/shm 10000
//! ```
//!
//! From a seed it makes N articles: as raw newspaper pages for zzsite, as Markdown with front
//! matter for Hugo and Zola. Every tool gets the same text and makes the same kinds of pages:
//! articles, an index for each date, paged indexes and feeds for districts, paged indexes for
//! reporters, a sitemap; minified. `hugo` and `zola` are taken from the PATH; one that is not
//! there is left out. `writer` is this program writing the files zzsite made, and nothing else:
//! what the system alone costs.
//!
//! zzsite is measured three times: with its search index, which the others do not have; without;
//! and without, in a theme (`equal`) that has the templates of the others. Its own pages carry
//! more: citations, related articles, structured data, pictures. Beside the pages of the others it
//! makes one for each newspaper page, calendars and the raw texts in either.
//! CPU is user and system time of the process and its children, memory its peak, both as GNU
//! time tells them.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, clippy::iter_over_hash_type)]

#[path = "../search/corpus.rs"]
#[allow(dead_code)]
mod corpus;
mod divided;
mod measure;
mod sources;
mod tools;

use std::{
    fs,
    path::{Path, PathBuf},
};

use measure::{Sample, median, tree};
use tools::Tool;

/// What the command line asks for.
struct Wanted {
    sizes: Vec<usize>,
    runs: usize,
    parts: Option<usize>,
    plain: bool,
    keep: bool,
    dir: PathBuf,
    zzsite: PathBuf,
}

fn main() {
    let wanted = arguments();
    if let [flag, from, to] = &std::env::args().skip(1).collect::<Vec<_>>()[..]
        && flag == measure::WRITE
    {
        return measure::write_copy(Path::new(from), Path::new(to));
    }
    for &size in &wanted.sizes {
        match wanted.parts {
            Some(parts) => divided::compare(size, parts, &wanted),
            None => compare(size, &wanted),
        }
    }
}

fn arguments() -> Wanted {
    let mut wanted = Wanted {
        sizes: Vec::new(),
        runs: 3,
        parts: None,
        plain: false,
        keep: false,
        dir: PathBuf::from(env!("CARGO_TARGET_TMPDIR")),
        zzsite: PathBuf::from(env!("CARGO_BIN_EXE_zzsite")),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--runs" => wanted.runs = arguments.next().and_then(|runs| runs.parse().ok()).unwrap_or(wanted.runs),
            "--parts" => {
                wanted.parts = arguments.next().and_then(|parts| parts.parse().ok()).filter(|parts| *parts > 0)
            }
            "--plain" => wanted.plain = true,
            "--keep" => wanted.keep = true,
            "--dir" => wanted.dir = arguments.next().map_or(wanted.dir, PathBuf::from),
            "--zzsite" => {
                // The tools run in folders of their own.
                let given = arguments.next().and_then(|path| std::path::absolute(path).ok());
                wanted.zzsite = given.unwrap_or(wanted.zzsite);
            }
            size => wanted.sizes.extend(size.replace(['_', ','], "").parse::<usize>()),
        }
    }
    if wanted.sizes.is_empty() {
        wanted.sizes.push(10_000);
    }
    wanted
}

/// One tool's results.
struct Row {
    name: String,
    samples: Vec<Sample>,
    files: u64,
    bytes: u64,
}

fn compare(size: usize, wanted: &Wanted) {
    let root = wanted.dir.join(format!("compare-{size}"));
    let _ = fs::remove_dir_all(&root);
    tools::write_settings(&root, wanted.plain);
    let archive = sources::write(size, &root, wanted.plain);
    let plain = if wanted.plain { ", without taxonomies" } else { "" };
    println!(
        "\n== {size} articles{plain}, {} dates, {:.1} MB of raw pages",
        archive.dates,
        archive.raw_bytes as f64 / 1e6
    );
    let tools = tools::found(&root, &wanted.zzsite);
    let mut rows: Vec<Row> = Vec::new();
    for tool in &tools {
        let samples: Vec<Sample> = (0..wanted.runs).filter_map(|_| tool.run()).collect();
        if samples.is_empty() {
            println!("{}: did not finish", tool.name);
            continue;
        }
        let (files, bytes) = tree(&tool.output);
        if let Some(articles) = tool.articles() {
            println!("{}: {articles} articles read", tool.name);
        }
        rows.push(Row { name: tool.name.to_owned(), samples, files, bytes });
    }
    print_table(&rows);
    if !wanted.keep {
        let _ = fs::remove_dir_all(&root);
    }
}

fn print_table(rows: &[Row]) {
    let Some(base) = rows.iter().find(|row| row.name == Tool::MEASURED) else { return };
    let of = |row: &Row, value: fn(&Sample) -> f64| median(row.samples.iter().map(value));
    println!(
        "{:<15} {:>9} {:>7} {:>9} {:>9} {:>7} {:>8} {:>9}",
        "", "CPU s", "×", "wall s", "peak MB", "×", "files", "MB"
    );
    for row in rows {
        let (cpu, memory) = (of(row, |s| s.cpu), of(row, |s| s.memory));
        let (base_cpu, base_memory) = (of(base, |s| s.cpu), of(base, |s| s.memory));
        println!(
            "{:<15} {cpu:>9.2} {:>7.2} {:>9.2} {:>9.1} {:>7.2} {:>8} {:>9.1}",
            row.name,
            cpu / base_cpu.max(0.01),
            of(row, |s| s.wall),
            memory / 1e6,
            memory / base_memory.max(1.0),
            row.files,
            row.bytes as f64 / 1e6,
        );
    }
}
