//! Learns the weights of the page decision from pages whose reading is known.
//!
//! ```text
//! train CORPUS PRIOR OUT                       learns from all pages, writes the table OUT
//! train CORPUS PRIOR DIR --unseen dates        reads each page with weights learned without its date
//! train CORPUS PRIOR DIR --unseen papers       … without its paper
//! train CORPUS PRIOR DIR --unseen all          … with the table PRIOR as it is
//! ```
//!
//! With `--demo DIR` the printed pages of `DIR/content` count as well, whose headlines stand in
//! `DIR/tests/demo/headlines.toml`, and so do the reading cases of `DIR/tests/cases/parse`: other
//! papers, set in other ways.
//!
//! CORPUS holds `L*/PAPER/DATE/PAGE.txt` with `PAPER.gold.json` beside PAPER, and PRIOR is the table
//! to start from. With `--unseen`, the Markdown of the pages goes to `DIR/LEVEL-PAPER/` to be scored:
//! it tells how pages are read that nothing was learned from.
//!
//! A conditional random field with a margin: the weights make the readings the gold allows likelier
//! than all readings (a wrong role made cheaper by its cost), and are pulled back to the hand-set
//! table, so that evidence the pages seldom show keeps the weight an editor gave it. Nothing is drawn
//! by chance: pages come in the order of a hash of their path. The gold does not tell subheads from
//! short paragraphs, so both are allowed there, and the sum over both is learned from.

mod gold;
mod lattice;
mod made;
mod pages;
mod weights;

use std::{collections::BTreeMap, fs, path::Path};

use zzsite::{gazetteer::Gazetteer, markdown, parse::learn};

use self::{
    pages::{Page, cases, demo, load, seed},
    weights::{PLAN, Plan, Weights, learn_from},
};

/// How often the one real page counts beside the made ones.
const SEED: usize = 8;

/// How often the pages of the demo and the reading cases count, which have no levels.
const DEMO: usize = 4;

/// How often the articles of a paper are set anew as other pages.
const ROUNDS: usize = 4;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1));
    let number = |name: &str, or: f64| option(name).and_then(|n| n.parse().ok()).unwrap_or(or);
    let plan = Plan {
        epochs: number("--epochs", PLAN.epochs as f64) as usize,
        rate: number("--rate", PLAN.rate),
        pull: number("--pull", PLAN.pull),
        margin: number("--margin", PLAN.margin),
    };
    let rounds = number("--rounds", ROUNDS as f64) as usize;
    let corpus = Path::new(&args[0]);
    let pages = load(corpus)?;
    let seed = seed(corpus)?;
    let demo = option("--demo").map_or(Ok(Vec::new()), |root| demo(Path::new(root)))?;
    let cases = option("--demo").map_or(Ok(Vec::new()), |root| cases(Path::new(root)))?;
    let others: Vec<&Page> = std::iter::repeat_n(seed.iter(), SEED)
        .flatten()
        .chain(std::iter::repeat_n(demo.iter().chain(&cases), DEMO).flatten())
        .collect();
    let prior = Weights::read(&fs::read_to_string(&args[1])?);
    let Some(unseen) = option("--unseen") else {
        let set_anew = made::pages(&pages.iter().collect::<Vec<_>>(), rounds)?;
        let all: Vec<&Page> = pages.iter().chain(&set_anew).chain(others).collect();
        fs::write(&args[2], learn_from(all, &prior, &plan).table())?;
        return Ok(());
    };
    let mut folds: BTreeMap<String, Vec<&Page>> = BTreeMap::new();
    for page in &pages {
        let paper = page.set.split('-').next_back().unwrap_or_default();
        let key = match unseen.as_str() {
            "dates" => format!("{paper}/{}", page.hints.date.map(|d| d.to_string()).unwrap_or_default()),
            "papers" => paper.to_owned(),
            _ => String::new(),
        };
        folds.entry(key).or_default().push(page);
    }
    for (fold, held) in &folds {
        let out = |page: &&Page| held.iter().any(|h| h.path == page.path);
        let rest: Vec<&Page> = pages.iter().filter(|p| !out(p)).collect();
        let weights = if rest.is_empty() {
            prior.clone()
        } else {
            let set_anew = made::pages(&rest, rounds)?;
            let all = rest.into_iter().chain(&set_anew).chain(others.iter().copied()).collect();
            learn_from(all, &prior, &plan)
        };
        let table = weights.table();
        fs::write(Path::new(&args[2]).join(format!("{}.toml", fold.replace('/', "-"))), &table)?;
        for page in held {
            write_reading(Path::new(&args[2]), page, &table)?;
        }
    }
    Ok(())
}

/// Reads a page with other weights and writes its articles.
fn write_reading(out: &Path, page: &Page, table: &str) -> anyhow::Result<()> {
    let read = learn::parse_with(table, &page.source, &page.hints, &Gazetteer::default()).value;
    for one in &read {
        let folder = out.join(&page.set).join(one.date.to_string()).join(one.page.to_string());
        fs::create_dir_all(&folder)?;
        for article in &one.articles {
            fs::write(folder.join(markdown::file_name(article)), markdown::write(article))?;
        }
    }
    Ok(())
}
