//! The pages that are learned from, with what is known of them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use zzsite::{
    gazetteer::Gazetteer,
    parse::{self, PageHints, learn},
    press::{Folio, IssueDate},
    source::{self, SourceText},
};

use super::gold::{Known, allow};

pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) set: String,
    pub(crate) hints: PageHints,
    pub(crate) source: SourceText,
    pub(crate) features: Vec<Vec<(usize, f32)>>,
    pub(crate) allowed: Vec<Vec<bool>>,
    pub(crate) gold: serde_json::Value,
}

pub(crate) fn load(corpus: &Path) -> anyhow::Result<Vec<Page>> {
    let mut out = Vec::new();
    for level in sorted(corpus)?.into_iter().filter(|p| p.is_dir()) {
        for gold in sorted(&level)?.into_iter().filter(|p| p.to_string_lossy().ends_with(".gold.json")) {
            let paper = gold.file_name().unwrap_or_default().to_string_lossy().replace(".gold.json", "");
            let set = format!("{}-{paper}", level.file_name().unwrap_or_default().to_string_lossy());
            let golds: serde_json::Value = serde_json::from_str(&fs::read_to_string(&gold)?)?;
            for one in golds.as_array().into_iter().flatten() {
                let date = one["date"].as_str().unwrap_or_default();
                let number = one["page"].as_i64().unwrap_or_default();
                let path = level.join(&paper).join(date).join(format!("{number:02}.txt"));
                let folio = Folio::number(u16::try_from(number).unwrap_or_default());
                let hints = PageHints { date: IssueDate::parse(date).ok(), page: Some(folio), section: None };
                out.push(page(&path, &set, hints, one)?);
            }
        }
    }
    Ok(out)
}

/// The real page beside the made ones: `CORPUS/../seed/*.txt` with `gold.json`.
pub(crate) fn seed(corpus: &Path) -> anyhow::Result<Option<Page>> {
    let folder = corpus.join("../seed");
    let Ok(gold) = fs::read_to_string(folder.join("gold.json")) else { return Ok(None) };
    let gold: serde_json::Value = serde_json::from_str(&gold)?;
    let text = sorted(&folder)?.into_iter().find(|p| p.extension().is_some_and(|e| e == "txt"));
    text.map(|path| page(&path, "seed", PageHints::default(), &gold)).transpose()
}

/// The pages of the demo: what is no headline there may be anything that no headline is.
pub(crate) fn demo(root: &Path) -> anyhow::Result<Vec<Page>> {
    let headlines: toml::Table = fs::read_to_string(root.join("tests/demo/headlines.toml"))?.parse()?;
    let mut out = Vec::new();
    for file in source::discover(&root.join("content")).value.into_iter().filter(|f| f.kind == source::FileKind::Raw) {
        let Some(text) = source::read_text(&file).value else { continue };
        let evidence = learn::evidence(&text);
        let hints =
            PageHints { date: file.named.date, page: file.named.page.clone(), section: file.named.section.clone() };
        let read = parse::parse(&text, &hints, &Gazetteer::default()).value;
        let key = read.first().map(|p| format!("{}/{}", p.date, p.page)).unwrap_or_default();
        let Some(articles) = headlines.get(&key).and_then(|p| p["articles"].as_array()) else { continue };
        let path = format!("demo/{key}");
        let allowed = Known::of_table(articles).allow(&evidence);
        out.push(Page {
            path,
            set: "demo".to_owned(),
            hints,
            source: text,
            features: evidence.features,
            allowed,
            gold: serde_json::Value::Null,
        });
    }
    Ok(out)
}

/// The reading cases, whose outline tells the role of nearly every line.
pub(crate) fn cases(root: &Path) -> anyhow::Result<Vec<Page>> {
    let files = sorted(&root.join("tests/cases/parse"))?;
    let texts = files.into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt"));
    let one = |path: PathBuf| {
        let source = SourceText::new(path.to_string_lossy(), fs::read_to_string(&path)?);
        let evidence = learn::evidence(&source);
        let outline = fs::read_to_string(path.with_extension("snap"))?;
        let known = Known::of_outline(&outline);
        let allowed = known.allow(&evidence);
        let path = format!("cases/{}", path.file_stem().unwrap_or_default().to_string_lossy());
        let (set, gold) = ("cases".to_owned(), serde_json::Value::Null);
        Ok(Page { path, set, hints: PageHints::default(), source, features: evidence.features, allowed, gold })
    };
    texts.map(one).collect()
}

pub(crate) fn page(path: &Path, set: &str, hints: PageHints, gold: &serde_json::Value) -> anyhow::Result<Page> {
    let text = fs::read_to_string(path)?;
    Ok(of_text(path.to_string_lossy().into_owned(), text, set, hints, gold.clone()))
}

pub(crate) fn of_text(path: String, text: String, set: &str, hints: PageHints, gold: serde_json::Value) -> Page {
    let source = SourceText::new(path.as_str(), text);
    let evidence = learn::evidence(&source);
    let allowed = allow(&evidence, &gold);
    Page { path, set: set.to_owned(), hints, source, features: evidence.features, allowed, gold }
}

pub(crate) fn sorted(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut out: Vec<_> = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    out.sort();
    Ok(out)
}
