//! Measures the search index: builds it over seeded archives and asks it in a real browser.
//!
//! ```text
//! cargo bench --bench search                          10,000 articles
//! cargo bench --bench search -- 10000 100000          those sizes
//! cargo bench --bench search -- 100000 days=30        what each of the next 30 days rewrites
//! ZZSITE_NODE_MODULES=…/node_modules CHROMIUM=/usr/bin/chromium cargo bench --bench search
//! ```
//!
//! For each size it prints build time, memory, bytes, and what more days rewrite; then,
//! where node with `playwright-core` is found, recall and precision against a scan of the text
//! and the bytes of each answer, counted by the server, a new browser context for each query.

#![allow(missing_docs, clippy::print_stdout, clippy::iter_over_hash_type)]

mod corpus;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use corpus::{A_DAY, Article, Language, Random, dates};
use zzsite::press::IssueDate;
use zzsite::search::{Document, IndexBuilder, Options, Summary};

const SEED: u64 = 20_230_102;
/// Two sets of queries: what is chosen by the one is to be believed for what it does to the other.
const SETS: [(&str, u64); 2] = [("queries", SEED + 1), ("other-queries", SEED + 2)];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let new_days = arguments.iter().find_map(|argument| argument.strip_prefix("days=")?.parse().ok()).unwrap_or(1);
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let language = Language::new(SEED);
    for size in if sizes.is_empty() { vec![10_000] } else { sizes } {
        measure(&language, size, new_days);
    }
}

fn measure(language: &Language, size: usize, new_days: usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("search-{size}"));
    let _ = fs::remove_dir_all(&folder);
    let days = dates(size + new_days * A_DAY);
    let mut files = Files::new();
    let built = build(language, size, &days, &mut |path, bytes| {
        files.insert(path.to_owned(), blake3::hash(&bytes));
        write(&folder.join(path), &bytes);
    });
    let n = size as f64;
    let (summary, characters) = (&built.summary, built.characters as f64);
    println!("\n== {size} articles of {:.0} characters, {} files", characters / n, summary.files);
    println!("index           {:>9.0} bytes an article", summary.key_bytes as f64 / n);
    println!("text, addresses {:>9.0} bytes an article", summary.text_bytes as f64 / n);
    println!("build           {:>9.0} articles a CPU-second ({:.1} s)", n / built.cpu, built.cpu);
    println!("peak memory     {:>9} MB", built.peak >> 10);
    grow(language, size, new_days, &days, files);
    for set in SETS {
        ask(language, size, &days, &folder, set);
    }
}

/// The files of an index, by path.
type Files = BTreeMap<String, blake3::Hash>;

/// Lets the archive grow by a day at a time and prints what each of them rewrites.
fn grow(language: &Language, size: usize, new_days: usize, days: &[IssueDate], mut before: Files) {
    let mut totals = Vec::new();
    for day in 1..=new_days {
        let (mut changed, mut files) = (BTreeMap::<String, usize>::new(), Files::new());
        let mut count = 0;
        build(language, size + day * A_DAY, days, &mut |path, bytes| {
            let hash = blake3::hash(&bytes);
            if before.get(path) != Some(&hash) {
                let folder: Vec<&str> = path.split('/').take(3).collect();
                *changed.entry(folder.join("/")).or_default() += bytes.len();
                count += 1;
            }
            files.insert(path.to_owned(), hash);
        });
        let of = |kind: &str| -> Vec<usize> {
            changed.iter().filter(|(folder, _)| folder.starts_with(kind)).map(|(_, bytes)| bytes / 1024).collect()
        };
        let [all, text, keys] = ["", "search/t", "search/k"].map(|kind| of(kind).iter().sum::<usize>());
        let youngest = of("search/k").into_iter().max().unwrap_or(0);
        println!(
            "one more day    {all:>9} KB in {count} files: text {text}, youngest tier {youngest}, turns {}",
            keys - youngest
        );
        totals.push(all);
        before = files;
    }
    let (sum, worst) = (totals.iter().sum::<usize>(), totals.iter().max().unwrap_or(&0));
    println!("                {:>9} KB a day, {worst} at most", sum / new_days.max(1));
}

struct Built {
    summary: Summary,
    characters: usize,
    cpu: f64,
    peak: u64,
}

fn build(language: &Language, size: usize, days: &[IssueDate], emit: &mut dyn FnMut(&str, Vec<u8>)) -> Built {
    let _ = fs::write("/proc/self/clear_refs", "5");
    let mut builder = IndexBuilder::new(&Options::default());
    let (mut characters, mut cpu) = (0, 0.0);
    let numbers: Vec<usize> = (0..size).collect();
    for batch in numbers.chunks(2048) {
        let articles: Vec<Article> = batch.iter().map(|&i| generate(language, i, days)).collect();
        let before = cpu_seconds();
        for article in &articles {
            characters += article.text.chars().count();
            builder.add(&document(article)).expect("scratch space");
        }
        cpu += cpu_seconds() - before;
    }
    // Writing is the caller's; here it is what the page cache takes.
    let before = cpu_seconds();
    let summary = builder.finish(emit).expect("scratch space");
    cpu += cpu_seconds() - before;
    Built { summary, characters, cpu, peak: status("VmHWM:") }
}

fn generate(language: &Language, number: usize, days: &[IssueDate]) -> Article {
    language.article(SEED, number, days[number / A_DAY], 1 + number % A_DAY / 4)
}

fn document(article: &Article) -> Document<'_> {
    Document {
        url: &article.url,
        title: &article.title,
        date: article.date,
        page: &article.page,
        text: &article.text,
        districts: &article.districts,
        reporters: &article.reporters,
        columns: &article.columns,
        kind: article.kind,
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

fn status(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// CPU time of all threads; Linux counts it in hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().filter_map(|field| field.parse().ok()).collect();
    // After the name come the state (no number) and from there utime and stime are 11th and 12th.
    (fields.get(10).unwrap_or(&0.0) + fields.get(11).unwrap_or(&0.0)) / 100.0
}

/// Phrases out of the text: their lengths and how many of each.
const LENGTHS: [(usize, usize); 7] = [(1, 8), (2, 60), (3, 34), (4, 32), (5, 6), (6, 4), (8, 4)];

/// Queries of one or two words, as lists of words that must all be there.
fn queries(language: &Language, size: usize, days: &[IssueDate], seed: u64) -> Vec<Vec<String>> {
    let mut random = Random::new(seed);
    let mut phrase = |length: usize| loop {
        let article = generate(language, random.below(size), days);
        let runs: Vec<&str> = article.text.split(|c: char| !c.is_alphanumeric()).collect();
        let run: Vec<char> = runs[random.below(runs.len())].chars().collect();
        if run.len() >= length {
            let start = random.below(run.len() + 1 - length);
            break run[start..start + length].iter().collect::<String>();
        }
    };
    let mut queries: Vec<Vec<String>> = Vec::new();
    for (length, count) in LENGTHS {
        queries.extend((0..count).map(|_| vec![phrase(length)]));
    }
    queries.extend((0..8).map(|_| vec![phrase(2), phrase(2)]));
    queries.extend(["3万余名", "13万余名", "5g", "gdp", "2019年", "7月1日", "pm2"].map(|word| vec![word.to_owned()]));
    queries.push(vec!["龘靐".to_owned()]);
    queries
}

/// Scans the text for the queries and has the browser ask the index the same.
fn ask(language: &Language, size: usize, days: &[IssueDate], folder: &Path, (set, seed): (&str, u64)) {
    let queries = queries(language, size, days, seed);
    let words: Vec<String> = queries.iter().flatten().map(|word| word.to_lowercase()).collect();
    let finder = AhoCorasick::new(&words).expect("a matcher");
    let mut truth: Vec<Vec<usize>> = vec![Vec::new(); queries.len()];
    for number in 0..size {
        let article = generate(language, number, days);
        let mut seen = vec![false; words.len()];
        for text in [&article.title, &article.text] {
            let scanned: String = text.to_lowercase().split_whitespace().collect();
            finder.find_overlapping_iter(&scanned).for_each(|hit| seen[hit.pattern().as_usize()] = true);
        }
        let mut seen = seen.into_iter();
        for (query, truth) in queries.iter().zip(&mut truth) {
            if seen.by_ref().take(query.len()).filter(|hit| *hit).count() == query.len() {
                truth.push(number);
            }
        }
    }
    let cases: Vec<_> = queries
        .iter()
        .zip(&truth)
        .map(|(words, ids)| serde_json::json!({ "query": words.join(" "), "ids": ids }))
        .collect();
    println!("-- {set}");
    let file = folder.join(format!("{set}.json"));
    fs::write(&file, serde_json::to_vec(&cases).expect("JSON")).expect("a file");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let driver: PathBuf = root.join("benches/search/browser.mjs");
    let status = std::process::Command::new("node").arg(driver).arg(folder).arg(file).status();
    if !status.is_ok_and(|status| status.success()) {
        println!("browser         not measured: needs node, playwright-core and Chromium");
    }
}
