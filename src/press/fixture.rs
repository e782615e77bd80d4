//! Articles for tests: a bare one to fill in, and those of the measuring corpus.

use std::path::PathBuf;

use serde_json::Value;

use super::{Article, Block, Folio, IssueDate, Kind, Slug};

/// The folder of the measuring corpus: other people's text, never part of the repository.
pub(crate) fn corpus() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("ZZSITE_CORPUS").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The articles of the seed page as its gold reads them, without districts, and the
/// districts it gives; nothing where the corpus is absent.
pub(crate) fn seed_articles() -> Vec<(Article, Vec<String>)> {
    let Some(gold) = corpus().and_then(|folder| std::fs::read_to_string(folder.join("seed/gold.json")).ok()) else {
        return Vec::new();
    };
    let gold: Value = serde_json::from_str(&gold).expect("JSON");
    gold["articles"].as_array().expect("articles").iter().map(from_gold).collect()
}

/// An article of a gold reading and its districts.
pub(crate) fn from_gold(gold: &Value) -> (Article, Vec<String>) {
    let text = |key: &str| gold[key].as_str().map(str::to_owned);
    let block = |block: &Value| {
        let text = block["text"].as_str().unwrap_or_default().to_owned();
        let heading = block["type"].as_str() == Some("h");
        if heading { Block::Heading { level: 2, text, id: None } } else { Block::Paragraph(text) }
    };
    let list = |key: &str| gold[key].as_array().cloned().unwrap_or_default();
    let read = Article {
        kicker: text("kicker"),
        subtitle: text("subtitle"),
        dateline: text("dateline"),
        body: list("body").iter().map(block).collect(),
        ..article(gold["title"].as_str().unwrap_or_default())
    };
    (read, list("districts").iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// An article of page 01 of 2024-03-05 with that title and nothing else.
pub(crate) fn article(title: &str) -> Article {
    Article {
        date: IssueDate::new(2024, 3, 5).expect("a date"),
        page: Folio::number(1),
        position: 1,
        slug: Slug::parse("piece").expect("a slug"),
        kind: Kind::News,
        title: title.to_owned(),
        kicker: None,
        subtitle: None,
        column: None,
        section: None,
        dateline: None,
        byline: Vec::new(),
        authors: Vec::new(),
        reporters: Vec::new(),
        districts: Vec::new(),
        continued_on: None,
        continued_from: None,
        source: None,
        uncertain: Vec::new(),
        body: Vec::new(),
    }
}
