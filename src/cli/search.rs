//! `zzsite search`: the site's own search in the terminal, over the files of the built site.

use std::fmt::Write as _;
use std::io::IsTerminal;

use super::{Exit, Stop, args::Common, args::Format, emit, report::Reporter, settings};
use crate::press::IssueDate;
use crate::search::{Filter, Hit, Searcher, Unknown};

#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Words that must all be there. In one argument also phrases and exclusions: '"周 见" -启事'
    #[arg(required_unless_present_any = ["district", "page", "reporter", "column", "kind", "from", "to"])]
    query: Vec<String>,
    /// Articles shown
    #[arg(long, short = 'n', default_value_t = 10)]
    limit: usize,
    /// Only articles about a district
    #[arg(long)]
    district: Option<String>,
    /// Only articles on a printed page, e.g. 01
    #[arg(long)]
    page: Option<String>,
    /// Only articles by a reporter
    #[arg(long)]
    reporter: Option<String>,
    /// Only articles of a column
    #[arg(long)]
    column: Option<String>,
    /// Only articles of a kind, e.g. news
    #[arg(long)]
    kind: Option<String>,
    /// Only articles from this date on
    #[arg(long, value_name = "DATE", value_parser = IssueDate::parse)]
    from: Option<IssueDate>,
    /// Only articles up to this date
    #[arg(long, value_name = "DATE", value_parser = IssueDate::parse)]
    to: Option<IssueDate>,
}

pub(super) fn run(options: &Options, common: &Common, reporter: &Reporter) -> Result<Exit, Stop> {
    let folder = settings(common)?.paths.output.join("search");
    let searcher = Searcher::open(|path| std::fs::read(folder.join(path)))
        .map_err(|error| anyhow::Error::new(error).context("build the site before searching it"))?;
    let filter = Filter {
        district: options.district.clone(),
        page: options.page.clone(),
        reporter: options.reporter.clone(),
        column: options.column.clone(),
        kind: options.kind.clone(),
        from: options.from,
        to: options.to,
    };
    let found = searcher.find(&options.query.join(" "), &filter).map_err(anyhow::Error::new)?;
    let mut hits = Vec::new();
    for &id in &found.ids {
        if hits.len() == options.limit {
            break;
        }
        hits.extend(searcher.check(&found, id).map_err(anyhow::Error::new)?);
    }
    let marked = std::io::stdout().is_terminal();
    for hit in &hits {
        emit(&match common.format {
            Format::Json => json(hit),
            Format::Human | Format::Short => human(hit, marked),
        })?;
    }
    if found.ids.is_empty() || (hits.is_empty() && options.limit > 0) {
        let unknown = searcher.unknown(&filter).map_err(anyhow::Error::new)?;
        unknown.iter().for_each(|unknown| reporter.say(&absent(unknown)));
        reporter.say("nothing found");
    }
    Ok(Exit::Clean)
}

fn absent(Unknown { facet, value, near }: &Unknown) -> String {
    let near =
        if near.is_empty() { "there are none at all".to_owned() } else { format!("there is {}", near.join(", ")) };
    format!("no article has the {facet} {value}; {near}")
}

fn human(hit: &Hit, marked: bool) -> String {
    let mut text = format!("{} {}  {}\n  {}\n  ", hit.date, hit.page, hit.title, hit.url);
    for (part, is_hit) in &hit.passage {
        // Writing to a String cannot fail.
        let _ = if *is_hit && marked { write!(text, "\u{1b}[1m{part}\u{1b}[0m") } else { write!(text, "{part}") };
    }
    text + "\n\n"
}

fn json(hit: &Hit) -> String {
    let passage: String = hit.passage.iter().map(|(part, _)| part.as_str()).collect();
    let value = serde_json::json!({
        "url": hit.url, "date": hit.date, "page": hit.page, "kind": hit.kind, "title": hit.title, "passage": passage,
    });
    format!("{value}\n")
}
