//! How fast pages are read, on files of one's own: CPU time on one thread, a MB being a million
//! bytes of UTF-8.
//!
//! ```text
//! cargo run --release --example reading_speed -- PATH… [--times N] [--only parse] [--dump]
//! ```
//!
//! `--only parse` leaves out districts and proof-reading. `--dump` prints all that was read
//! instead, so that two versions can be compared.

#![allow(missing_docs, clippy::print_stdout)]

use std::{hint::black_box, path::Path, time::Instant};

use zzsite::{
    config::{self, Overrides},
    parse::{self, PageHints},
    pipeline,
    source::{self, FileKind, SourceText},
};

fn main() {
    let (mut paths, mut times, mut only, mut dump) = (Vec::new(), 1u32, false, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--times" => times = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1),
            "--only" => only = arguments.next().is_some_and(|stage| stage == "parse"),
            "--dump" => dump = true,
            _ => paths.push(argument),
        }
    }
    let config = config::load(&Overrides::default()).expect("settings");
    let files = paths.iter().flat_map(|path| source::discover(Path::new(path)).value);
    let text = |file: source::SourceFile| {
        (file.kind == FileKind::Raw).then_some(())?;
        Some((source::read_text(&file).value?, pipeline::hints(&file)))
    };
    let texts: Vec<(SourceText, PageHints)> = files.filter_map(text).collect();
    let bytes: usize = texts.iter().map(|(text, _)| text.as_str().len()).sum();
    if dump {
        for (text, hints) in &texts {
            let read = pipeline::read_newsprint(text, hints, &config);
            let trace = parse::trace(text, hints, &config.gazetteer);
            println!("{}\n{read:#?}\n{trace:#?}", text.file());
        }
        return;
    }
    let start = Instant::now();
    for _ in 0..times {
        for (text, hints) in &texts {
            if only {
                black_box(parse::parse(text, hints, &config.gazetteer));
            } else {
                black_box(pipeline::read_newsprint(text, hints, &config));
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64() / f64::from(times);
    println!("{} files, {bytes} bytes, {:.1} MB/s", texts.len(), bytes as f64 / seconds / 1e6);
}
