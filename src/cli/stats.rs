//! `zzsite stats`: what the archive holds.

use std::fmt::Write as _;

use super::{Exit, Stop, args::Common, args::Format, emit, report::Reporter, settings};
use crate::{
    pipeline, source,
    stats::{self, Stats},
};

pub(super) fn run(common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let config = settings(common)?;
    let mut diagnostics = Vec::new();
    let files = source::discover(&config.paths.content).drain_into(&mut diagnostics);
    let content = pipeline::read(files, &config).drain_into(&mut diagnostics);
    let pages = pipeline::gather(content.pages, content.articles).drain_into(&mut diagnostics);
    let stats = stats::of(&pages);
    match common.format {
        Format::Json => emit(&(serde_json::to_string(&stats).map_err(anyhow::Error::new)? + "\n"))?,
        Format::Human | Format::Short => emit(&table(&stats))?,
    }
    // What is doubtful is the business of `check`; here it counts only that all was read.
    diagnostics.retain(|d| d.severity == crate::diag::Severity::Error);
    Ok(reporter.report(diagnostics)?)
}

/// Longer lists are for `--format json`.
const MOST_GAPS: usize = 10;

fn table(stats: &Stats) -> String {
    let mut table = String::new();
    let span = stats.span.map(|(first, last)| format!("   {first} to {last}")).unwrap_or_default();
    let lines = [
        ("issues", stats.issues, span),
        ("pages", stats.pages, String::new()),
        ("articles", stats.articles, format!("   {} with doubts", stats.uncertain)),
        ("characters", stats.characters, String::new()),
        ("reporters", stats.reporters, String::new()),
        ("columns", stats.columns, String::new()),
        ("districts", stats.districts.len(), String::new()),
    ];
    // Writing to a String cannot fail.
    for (name, count, more) in lines {
        let _ = writeln!(table, "{name:<12}{count:>10}{more}");
    }
    for (district, count) in &stats.districts {
        let _ = writeln!(table, "  {district}  {count}");
    }
    for (before, after) in stats.gaps.iter().take(MOST_GAPS) {
        let days = after.ordinal() - before.ordinal() - 1;
        let _ = writeln!(table, "gap: {days} days without an issue between {before} and {after}");
    }
    if stats.gaps.len() > MOST_GAPS {
        let _ = writeln!(table, "and {} more gaps", stats.gaps.len() - MOST_GAPS);
    }
    table
}
