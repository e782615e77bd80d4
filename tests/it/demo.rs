//! The demo content, read, against what was set: tests/demo/headlines.toml.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;
use zzsite::{
    config::{self, Overrides},
    pipeline, press, source,
};

/// What was set on one page.
#[derive(Deserialize)]
struct Set {
    articles: Vec<Expected>,
}

/// What was set of one article. Absent fields are not printed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    title: String,
    kicker: Option<String>,
    subtitle: Option<String>,
    column: Option<String>,
    dateline: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    on: Option<String>,
    from: Option<String>,
    /// Only stated where it is not a matter of opinion.
    kind: Option<String>,
    #[serde(default)]
    sections: Option<usize>,
    /// A repeated tail is cut from it.
    #[serde(default)]
    cut: bool,
}

/// Punctuation width and spaces folded: the demo prints half-width commas, as papers do.
fn fold(text: &str) -> String {
    let narrow = |c: char| match c {
        '，' => ',',
        '（' => '(',
        '）' => ')',
        '：' => ':',
        other => other,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect()
}

/// `field: expected, read` where they differ.
fn differences(expected: &Expected, read: &press::Article) -> Vec<String> {
    let folded = |text: &Option<String>| text.as_deref().map(fold).unwrap_or_default();
    let headings =
        || read.body.iter().filter(|block| matches!(block, press::Block::Heading { .. })).count().to_string();
    let folio = |folio: &Option<press::Folio>| folio.as_ref().map(ToString::to_string).unwrap_or_default();
    let names = |names: &[String]| names.join(" ");
    let mut fields = vec![
        ("title", fold(&expected.title), fold(&read.title)),
        ("kicker", folded(&expected.kicker), folded(&read.kicker)),
        ("subtitle", folded(&expected.subtitle), folded(&read.subtitle)),
        ("column", folded(&expected.column), folded(&read.column)),
        ("dateline", folded(&expected.dateline), folded(&read.dateline)),
        ("names", names(&expected.names), names(&read.byline.iter().map(|c| c.name.clone()).collect::<Vec<_>>())),
        ("on", expected.on.clone().unwrap_or_default(), folio(&read.continued_on)),
        ("from", expected.from.clone().unwrap_or_default(), folio(&read.continued_from)),
    ];
    if let Some(kind) = &expected.kind {
        fields.push(("kind", kind.clone(), read.kind.name().into()));
    }
    if let Some(sections) = expected.sections {
        fields.push(("sections", sections.to_string(), headings()));
    }
    if expected.cut {
        let told = read.uncertain.iter().any(|doubt| doubt.contains("删去"));
        fields.push(("cut", "told".into(), if told { "told" } else { "" }.into()));
    }
    let differ = fields.into_iter().filter(|(_, expected, found)| expected != found);
    differ.map(|(field, expected, found)| format!("{}: {field}: {expected:?}, read {found:?}", read.title)).collect()
}

#[test]
fn the_demo_reads_as_it_was_set() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("tests/demo/headlines.toml")).expect("the expected reading");
    let set: BTreeMap<String, Set> = toml::from_str(&text).expect("good TOML");
    let settings = Overrides { config: Some(root.join("site.toml")), ..Overrides::default() };
    let config = config::load(&settings).expect("good settings");
    let files = source::discover(&root.join("content")).value;
    let pages = pipeline::read(files, &config).value.pages;

    let mut faults = Vec::new();
    let mut compared = 0;
    for page in &pages {
        let at = format!("{}/{}", page.date, page.page);
        let Some(set) = set.get(&at) else {
            faults.push(format!("{at}: not in headlines.toml"));
            continue;
        };
        compared += 1;
        let titles = |articles: Vec<&str>| articles.join(" | ");
        if set.articles.len() != page.articles.len() {
            let expected = titles(set.articles.iter().map(|a| a.title.as_str()).collect());
            let read = titles(page.articles.iter().map(|a| a.title.as_str()).collect());
            faults.push(format!("{at}: {expected}\n   read {read}"));
            continue;
        }
        for (expected, read) in set.articles.iter().zip(&page.articles) {
            faults.extend(differences(expected, read).into_iter().map(|fault| format!("{at} {fault}")));
        }
    }
    assert_eq!(compared, set.len(), "pages of headlines.toml that were read");
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
