//! Learns the weights of the page decision from pages whose reading is known.
//!
//! `cargo run --release --features learn --example train -- CORPUS WEIGHTS OUT [--without TEXT]…`
//!
//! CORPUS holds `L*/PAPER/DATE/PAGE.txt` with `PAPER.gold.json` beside PAPER, WEIGHTS is the table
//! to start from, OUT gets the learned one. `--without` leaves out pages whose path holds TEXT, for
//! cross-validation over dates and papers.
//!
//! An averaged structured perceptron with a margin: for each page the best reading under the present
//! weights (a wrong role made cheaper by its cost) is compared with the best reading the gold
//! allows, and the weights move from the one to the other. Nothing is drawn by chance: pages come in
//! the order of a hash of their path. The gold does not tell subheads from short paragraphs, so
//! both are allowed there and the reader's own best choice is learned from.

use std::{collections::BTreeMap, fs, path::Path};

use zzsite::{
    parse::{Role, learn},
    source::SourceText,
};

const N: usize = Role::ALL.len();
const EPOCHS: usize = 6;
const RATE: f32 = 0.04;
/// How often the one real page counts beside the made ones.
const SEED: usize = 4;
const NEVER: f32 = -9.0;

/// Weights by name: `role.title.short`, `after.body.title`, `start.title`.
type Table = BTreeMap<String, f32>;

struct Page {
    path: String,
    texts: Vec<String>,
    features: Vec<Vec<(usize, f32)>>,
    allowed: Vec<Vec<bool>>,
}

struct Model {
    names: Vec<&'static str>,
    tables: Vec<Vec<&'static str>>,
    weights: Table,
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let without: Vec<&String> = args.windows(2).filter(|w| w[0] == "--without").map(|w| &w[1]).collect();
    let mut pages = load(Path::new(&args[0]))?;
    let held: Vec<usize> =
        (0..pages.len()).filter(|i| without.iter().any(|w| pages[*i].path.contains(w.as_str()))).collect();
    let held: Vec<Page> = held.into_iter().rev().map(|i| pages.remove(i)).collect();
    pages.retain(|p| !without.iter().any(|w| p.path.contains(w.as_str())));
    for _ in 0..SEED {
        pages.extend(seed(Path::new(&args[0]))?);
    }
    pages.sort_by_key(|p| blake3::hash(p.path.as_bytes()).to_hex().to_string());
    let start = read_table(&fs::read_to_string(&args[1])?);
    let names = learn::features();
    let tables: Vec<_> = Role::ALL.iter().map(|r| learn::tables(*r)).collect();
    let mut model = Model { names, tables, weights: start };
    let mut sum: BTreeMap<String, f64> = BTreeMap::new();
    let mut steps = 0.0;
    for epoch in 0..EPOCHS {
        let mut wrong = 0;
        for page in &pages {
            wrong += model.learn(page);
            steps += 1.0;
            for (name, weight) in &model.weights {
                *sum.entry(name.clone()).or_default() += f64::from(*weight);
            }
        }
        eprintln!("epoch {epoch}: {wrong} blocks wrong of {}", pages.iter().map(|p| p.features.len()).sum::<usize>());
    }
    let mean: Table = sum.into_iter().map(|(name, total)| (name, (total / steps) as f32)).collect();
    fs::write(&args[2], write_table(&mean))?;
    model.weights = mean;
    held.iter().rev().for_each(|page| model.report(page));
    Ok(())
}

impl Model {
    fn weight(&self, name: &str) -> f32 {
        self.weights.get(name).copied().unwrap_or(0.0)
    }

    fn step(&self, from: usize, to: usize) -> f32 {
        self.weights
            .get(&format!("after.{}.{}", Role::ALL[from].name(), Role::ALL[to].name()))
            .copied()
            .unwrap_or(NEVER)
    }

    fn emit(&self, page: &Page) -> Vec<[f32; N]> {
        let mut dense = vec![[0.0f32; N]; self.names.len() + 1];
        for role in 0..N {
            for table in &self.tables[role] {
                for (f, name) in self.names.iter().enumerate() {
                    dense[f][role] += self.weight(&format!("role.{table}.{name}"));
                }
                dense[self.names.len()][role] += self.weight(&format!("role.{table}.bias"));
            }
        }
        page.features
            .iter()
            .map(|features| {
                let mut out = dense[self.names.len()];
                for (f, strength) in features {
                    (0..N).for_each(|r| out[r] += dense[*f][r] * strength);
                }
                out
            })
            .collect()
    }

    /// Prints the blocks of a page that was left out and is read wrong.
    fn report(&self, page: &Page) {
        let emit = self.emit(page);
        let steps: Vec<Vec<f32>> = (0..N).map(|a| (0..N).map(|b| self.step(a, b)).collect()).collect();
        let start = self.starts();
        for (i, role) in best(&emit, &steps, &start, |_, _| 0.0).into_iter().enumerate() {
            if !page.allowed[i][role] {
                let gold = (0..N).find(|r| page.allowed[i][*r]).map_or("-", |r| Role::ALL[r].name());
                let text: String = page.texts[i].chars().take(40).collect();
                let names: Vec<&str> = page.features[i].iter().map(|(f, _)| self.names[*f]).collect();
                println!("{} {gold} read as {}: {text} [{}]", page.path, Role::ALL[role].name(), names.join(" "));
            }
        }
    }

    fn starts(&self) -> Vec<f32> {
        (0..N).map(|r| self.weights.get(&format!("start.{}", Role::ALL[r].name())).copied().unwrap_or(NEVER)).collect()
    }

    /// Compares the reading with the gold and moves the weights; the number of blocks read wrong.
    fn learn(&mut self, page: &Page) -> usize {
        let emit = self.emit(page);
        let steps: Vec<Vec<f32>> = (0..N).map(|a| (0..N).map(|b| self.step(a, b)).collect()).collect();
        let start = self.starts();
        let gold = best(&emit, &steps, &start, |i, r| if page.allowed[i][r] { 0.0 } else { -1000.0 });
        let read = best(&emit, &steps, &start, |i, r| if page.allowed[i][r] { 0.0 } else { cost(&page.allowed[i], r) });
        let plain = best(&emit, &steps, &start, |_, _| 0.0);
        let wrong = plain.iter().enumerate().filter(|(i, r)| !page.allowed[*i][**r]).count();
        if gold != read {
            self.shift(page, &gold, RATE);
            self.shift(page, &read, -RATE);
        }
        wrong
    }

    fn shift(&mut self, page: &Page, path: &[usize], by: f32) {
        for (i, role) in path.iter().enumerate() {
            for table in self.tables[*role].clone() {
                for (f, strength) in &page.features[i] {
                    *self.weights.entry(format!("role.{table}.{}", self.names[*f])).or_default() += by * strength;
                }
                *self.weights.entry(format!("role.{table}.bias")).or_default() += by;
            }
            let name = match i.checked_sub(1) {
                None => format!("start.{}", Role::ALL[*role].name()),
                Some(p) => format!("after.{}.{}", Role::ALL[path[p]].name(), Role::ALL[*role].name()),
            };
            // A step that is never taken by hand stays so: the grammar of a page is not learned.
            if let Some(weight) = self.weights.get_mut(&name) {
                *weight += by;
            }
        }
    }
}

/// What a wrong role costs: most where an article is split or swallowed.
fn cost(allowed: &[bool], role: usize) -> f32 {
    let opens = |r: usize| matches!(Role::ALL[r], Role::Title | Role::Kicker | Role::Column);
    let gold_opens = (0..N).any(|r| allowed[r] && opens(r));
    if gold_opens == opens(role) { 1.0 } else { 3.0 }
}

fn best(emit: &[[f32; N]], steps: &[Vec<f32>], start: &[f32], extra: impl Fn(usize, usize) -> f32) -> Vec<usize> {
    let n = emit.len();
    let mut score = vec![[f32::MIN; N]; n];
    let mut back = vec![[0usize; N]; n];
    for i in 0..n {
        for r in 0..N {
            let (prior, from) = if i == 0 {
                (start[r], 0)
            } else {
                (0..N)
                    .map(|p| (score[i - 1][p] + steps[p][r], p))
                    .fold((f32::MIN, 0), |a, b| if b.0 > a.0 { b } else { a })
            };
            score[i][r] = prior + emit[i][r] + extra(i, r);
            back[i][r] = from;
        }
    }
    let mut path = vec![0; n];
    for i in (0..n).rev() {
        path[i] = if i + 1 == n {
            (0..N).fold(0, |a, b| if score[i][b] > score[i][a] { b } else { a })
        } else {
            back[i + 1][path[i + 1]]
        };
    }
    path
}

/// The real page beside the made ones: `CORPUS/../seed/*.txt` with `gold.json`.
fn seed(corpus: &Path) -> anyhow::Result<Option<Page>> {
    let folder = corpus.join("../seed");
    let Ok(gold) = fs::read_to_string(folder.join("gold.json")) else { return Ok(None) };
    let gold: serde_json::Value = serde_json::from_str(&gold)?;
    let Some(path) = sorted(&folder)?.into_iter().find(|p| p.extension().is_some_and(|e| e == "txt")) else {
        return Ok(None);
    };
    let path = path.to_string_lossy().into_owned();
    let evidence = learn::evidence(&SourceText::new(path.as_str(), fs::read_to_string(&path)?));
    let allowed = allow(&evidence, &gold);
    Ok(Some(Page { path, texts: evidence.texts, features: evidence.features, allowed }))
}

fn load(corpus: &Path) -> anyhow::Result<Vec<Page>> {
    let mut out = Vec::new();
    for level in sorted(corpus)?.into_iter().filter(|p| p.is_dir()) {
        for gold in sorted(&level)?.into_iter().filter(|p| p.to_string_lossy().ends_with(".gold.json")) {
            let paper = gold.to_string_lossy().trim_end_matches(".gold.json").to_owned();
            let pages: serde_json::Value = serde_json::from_str(&fs::read_to_string(&gold)?)?;
            for page in pages.as_array().into_iter().flatten() {
                let path = format!(
                    "{paper}/{}/{:02}.txt",
                    page["date"].as_str().unwrap_or(""),
                    page["page"].as_i64().unwrap_or(0)
                );
                let source = SourceText::new(path.as_str(), fs::read_to_string(&path)?);
                let evidence = learn::evidence(&source);
                let allowed = allow(&evidence, page);
                out.push(Page { path, texts: evidence.texts.clone(), features: evidence.features, allowed });
            }
        }
    }
    Ok(out)
}

fn sorted(folder: &Path) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let mut out: Vec<_> = fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    out.sort();
    Ok(out)
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// The roles the gold allows each block.
fn allow(evidence: &learn::Evidence, page: &serde_json::Value) -> Vec<Vec<bool>> {
    let mut printed: BTreeMap<String, &str> = BTreeMap::new();
    let mut paragraphs: Vec<String> = Vec::new();
    let mut tails: Vec<String> = Vec::new();
    for article in page["articles"].as_array().into_iter().flatten() {
        for line in article["printed"].as_array().into_iter().flatten() {
            printed.insert(squeeze(line[1].as_str().unwrap_or("")), line[0].as_str().unwrap_or(""));
        }
        for role in ["title", "kicker", "column"] {
            if let (Some(text), None) = (article[role].as_str(), article.get("printed")) {
                printed.insert(squeeze(text), role);
            }
        }
        for heading in article["body"].as_array().into_iter().flatten().filter(|b| b["type"] == "h") {
            printed.insert(squeeze(heading["text"].as_str().unwrap_or("")), "heading");
        }
        let texts = article["body"].as_array().into_iter().flatten().filter_map(|b| b["text"].as_str());
        paragraphs.extend(texts.map(squeeze));
        tails.extend(article["misthreaded"].as_array().into_iter().flatten().filter_map(|t| t.as_str()).map(squeeze));
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    (0..evidence.texts.len())
        .map(|i| {
            let text = squeeze(&evidence.texts[i]);
            let first = *seen.entry(text.clone()).and_modify(|n| *n += 1).or_insert(1) == 1;
            let title = printed.get(&text).filter(|_| first).copied();
            let roles = roles(&evidence.texts[i], &text, evidence.shapes[i], title, &paragraphs, &tails);
            Role::ALL.iter().map(|r| roles.is_empty() || roles.contains(r)).collect()
        })
        .collect()
}

fn roles(
    raw: &str,
    text: &str,
    shape: [bool; 4],
    printed: Option<&str>,
    paragraphs: &[String],
    tails: &[String],
) -> Vec<Role> {
    match printed {
        Some("title") => return vec![Role::Title],
        Some("kicker") => return vec![Role::Kicker],
        Some("subtitle") => return vec![Role::Deck],
        Some("column") => return vec![Role::Column],
        Some("heading") => return vec![Role::Subhead],
        _ => {}
    }
    let [byline, credit, signature, jump] = shape;
    if signature {
        return vec![Role::Tail];
    }
    if credit {
        return vec![Role::Credit];
    }
    let strong = byline && (raw.starts_with('■') || raw.contains("记者") || raw.contains("通讯员"));
    let core = tails.iter().find_map(|t| text.strip_suffix(t.as_str())).unwrap_or(text);
    let core = core.split("▶下转").next().unwrap_or(core);
    let place = paragraphs.iter().find_map(|p| {
        let at = p.find(core)?;
        Some((at == 0, at + core.len() == p.len()))
    });
    if strong || (byline && place.is_none()) {
        return vec![Role::Byline];
    }
    if jump && text.chars().count() < 12 {
        return vec![Role::Jump];
    }
    match place {
        Some((true, true)) if raw.chars().count() <= 40 && !raw.ends_with(['。', ',', '、', '；']) => {
            vec![Role::Body, Role::Subhead]
        }
        Some((true, true)) => vec![Role::Body],
        Some((true, false)) => vec![Role::Open],
        Some((false, true)) => vec![Role::Cont],
        Some((false, false)) => vec![Role::ContOpen],
        None => Vec::new(),
    }
}

fn read_table(text: &str) -> Table {
    let table: toml::Table = text.parse().unwrap_or_default();
    let number = |v: &toml::Value| v.as_float().or_else(|| v.as_integer().map(|i| i as f64)).unwrap_or(0.0) as f32;
    let mut out = Table::new();
    for (top, value) in &table {
        for (key, value) in value.as_table().into_iter().flatten() {
            match value.as_table() {
                Some(inner) => inner.iter().for_each(|(name, v)| {
                    out.insert(format!("{top}.{key}.{name}"), number(v));
                }),
                None => {
                    out.insert(format!("{top}.{key}"), number(value));
                }
            }
        }
    }
    out
}

fn write_table(weights: &Table) -> String {
    let mut sections: BTreeMap<&str, Vec<(&str, f32)>> = BTreeMap::new();
    for (name, weight) in weights {
        if let Some((section, key)) = name.rsplit_once('.')
            && (weight.abs() >= 0.02 || !section.starts_with("role."))
        {
            sections.entry(section).or_default().push((key, *weight));
        }
    }
    let mut out = format!("never = {NEVER:.1}\n");
    for (section, lines) in sections {
        out.push_str(&format!("\n[{section}]\n"));
        lines.iter().for_each(|(key, weight)| out.push_str(&format!("{key} = {weight:.2}\n")));
    }
    out
}
