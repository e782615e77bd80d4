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

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use zzsite::{
    gazetteer::Gazetteer,
    markdown,
    parse::{self, PageHints, Role, learn},
    press::{Folio, IssueDate},
    source::{self, SourceText},
};

const N: usize = Role::ALL.len();
const NEVER: f32 = -9.0;
/// How often the one real page counts beside the made ones.
const SEED: usize = 8;
/// How often the pages of the demo and the reading cases count, which have no levels.
const DEMO: usize = 4;

/// How often the articles of a paper are set anew as other pages.
const ROUNDS: usize = 4;

/// How the weights are learned.
struct Plan {
    epochs: usize,
    /// Step of the first epoch.
    rate: f64,
    /// How strongly a weight is pulled back to where it was set by hand.
    pull: f64,
    /// How much a wrong role is made cheaper, in the units of the weights.
    margin: f64,
}

const PLAN: Plan = Plan { epochs: 24, rate: 0.15, pull: 20.0, margin: 1.0 };

struct Page {
    path: String,
    set: String,
    hints: PageHints,
    source: SourceText,
    features: Vec<Vec<(usize, f32)>>,
    allowed: Vec<Vec<bool>>,
    gold: serde_json::Value,
}

type Table = BTreeMap<String, f32>;

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

fn learn_from(mut pages: Vec<&Page>, prior: &Weights, plan: &Plan) -> Weights {
    pages.sort_by_key(|p| blake3::hash(p.path.as_bytes()).to_hex().to_string());
    let size = prior.values.len();
    let mut weights = prior.clone();
    let mut squares = vec![1e-2f64; size];
    let (mut mean, mut steps) = (vec![0.0f64; size], 0.0f64);
    for epoch in 0..plan.epochs {
        for page in &pages {
            let mut slope = weights.slope(page, plan.margin);
            for i in 0..size {
                slope[i] += plan.pull * (prior.values[i] - weights.values[i]) / pages.len() as f64;
                if weights.fixed[i] {
                    continue;
                }
                squares[i] += slope[i] * slope[i];
                weights.values[i] += plan.rate * slope[i] / squares[i].sqrt();
            }
            if epoch >= plan.epochs / 2 {
                steps += 1.0;
                mean.iter_mut().zip(&weights.values).for_each(|(m, w)| *m += w);
            }
        }
    }
    weights.values = mean.into_iter().map(|total| total / steps.max(1.0)).collect();
    weights
}

/// The weights as one row of numbers: tables by feature, then steps, then starts.
#[derive(Clone)]
struct Weights {
    features: Vec<&'static str>,
    tables: Vec<&'static str>,
    /// The tables that count for each role.
    of_role: Vec<Vec<usize>>,
    values: Vec<f64>,
    /// What is never taken by hand stays so: the grammar of a page is not learned.
    fixed: Vec<bool>,
}

impl Weights {
    fn read(text: &str) -> Self {
        let table = read_table(text);
        let mut features = learn::features();
        features.push("bias");
        let mut tables: Vec<&'static str> = Role::ALL.iter().flat_map(|r| learn::tables(*r)).collect();
        tables.sort_unstable();
        tables.dedup();
        let place = |name: &str| tables.iter().position(|t| *t == name).unwrap_or(0);
        let of_role = Role::ALL.iter().map(|r| learn::tables(*r).into_iter().map(place).collect()).collect();
        let mut out = Self { features, tables, of_role, values: Vec::new(), fixed: Vec::new() };
        for name in out.names() {
            let step = !name.starts_with("role.");
            out.fixed.push(step && !table.contains_key(&name));
            out.values.push(table.get(&name).map_or(if step { f64::from(NEVER) } else { 0.0 }, |w| f64::from(*w)));
        }
        out
    }

    /// The name of each weight: `role.title.short`, `after.body.title`, `start.title`.
    fn names(&self) -> Vec<String> {
        let roles = || Role::ALL.iter().map(|r| r.name());
        let emit = self.tables.iter().flat_map(|t| self.features.iter().map(move |f| format!("role.{t}.{f}")));
        let steps = roles().flat_map(|a| roles().map(move |b| format!("after.{a}.{b}")));
        emit.chain(steps).chain(roles().map(|r| format!("start.{r}"))).collect()
    }

    fn steps_at(&self) -> usize {
        self.tables.len() * self.features.len()
    }

    fn table(&self) -> String {
        let fixed = |i: usize| self.fixed[i];
        let all = self.names().into_iter().enumerate().filter(|(i, _)| !fixed(*i));
        write_table(&all.map(|(i, name)| (name, self.values[i] as f32)).collect())
    }

    fn lattice(&self, page: &Page) -> Lattice {
        let width = self.features.len();
        let mut by_role = vec![[0.0f64; N]; width];
        for (f, sums) in by_role.iter_mut().enumerate() {
            for (role, tables) in self.of_role.iter().enumerate() {
                sums[role] = tables.iter().map(|t| self.values[t * width + f]).sum();
            }
        }
        let emit = |features: &Vec<(usize, f32)>| {
            let mut out = by_role[width - 1];
            for (f, strength) in features {
                out.iter_mut().zip(&by_role[*f]).for_each(|(o, w)| *o += w * f64::from(*strength));
            }
            out
        };
        let at = self.steps_at();
        let step = |a: usize, b: usize| self.values[at + a * N + b];
        Lattice {
            emit: page.features.iter().map(emit).collect(),
            step: std::array::from_fn(|a| std::array::from_fn(|b| step(a, b))),
            start: std::array::from_fn(|r| self.values[at + N * N + r]),
        }
    }

    /// Which way the weights have to go for this page.
    fn slope(&self, page: &Page, margin: f64) -> Vec<f64> {
        let mut lattice = self.lattice(page);
        let plain = lattice.emit.clone();
        for (emit, allowed) in lattice.emit.iter_mut().zip(&page.allowed) {
            (0..N).filter(|r| !allowed[*r]).for_each(|r| emit[r] = -1e6);
        }
        let gold = lattice.marginals();
        lattice.emit = plain;
        for (emit, allowed) in lattice.emit.iter_mut().zip(&page.allowed) {
            (0..N).filter(|r| !allowed[*r]).for_each(|r| emit[r] += margin * cost(allowed, r));
        }
        let read = lattice.marginals();
        let width = self.features.len();
        let at = self.steps_at();
        let mut out = vec![0.0; self.values.len()];
        for (i, features) in page.features.iter().enumerate() {
            for role in 0..N {
                let by = gold.roles[i][role] - read.roles[i][role];
                if by.abs() < 1e-9 {
                    continue;
                }
                for table in &self.of_role[role] {
                    features.iter().for_each(|(f, s)| out[table * width + f] += by * f64::from(*s));
                    out[table * width + width - 1] += by;
                }
                if i == 0 {
                    out[at + N * N + role] += by;
                }
            }
        }
        for a in 0..N {
            for b in 0..N {
                out[at + a * N + b] += gold.steps[a][b] - read.steps[a][b];
            }
        }
        out
    }
}

/// The scores of all readings of a page.
struct Lattice {
    emit: Vec<[f64; N]>,
    step: [[f64; N]; N],
    start: [f64; N],
}

/// How likely each role is for each block, and how often each step is taken.
struct Marginals {
    roles: Vec<[f64; N]>,
    steps: [[f64; N]; N],
}

impl Lattice {
    fn marginals(&self) -> Marginals {
        let n = self.emit.len();
        let (mut ahead, mut behind) = (vec![[0.0; N]; n], vec![[0.0; N]; n]);
        for i in 0..n {
            ahead[i] = std::array::from_fn(|r| {
                let before = match i.checked_sub(1) {
                    None => self.start[r],
                    Some(p) => log_sum(std::array::from_fn(|a| ahead[p][a] + self.step[a][r])),
                };
                before + self.emit[i][r]
            });
        }
        for i in (0..n.saturating_sub(1)).rev() {
            behind[i] = std::array::from_fn(|r| {
                log_sum(std::array::from_fn(|b| self.step[r][b] + self.emit[i + 1][b] + behind[i + 1][b]))
            });
        }
        let total = ahead.last().map_or(0.0, |last| log_sum(*last));
        let roles = (0..n).map(|i| std::array::from_fn(|r| (ahead[i][r] + behind[i][r] - total).exp())).collect();
        let mut steps = [[0.0; N]; N];
        for i in 1..n {
            for (a, row) in steps.iter_mut().enumerate() {
                for (b, sum) in row.iter_mut().enumerate() {
                    *sum += (ahead[i - 1][a] + self.step[a][b] + self.emit[i][b] + behind[i][b] - total).exp();
                }
            }
        }
        Marginals { roles, steps }
    }
}

fn log_sum(terms: [f64; N]) -> f64 {
    let most = terms.iter().copied().fold(f64::MIN, f64::max);
    most + terms.iter().map(|t| (t - most).exp()).sum::<f64>().ln()
}

/// What a wrong role costs: most where an article is split or swallowed.
fn cost(allowed: &[bool], role: usize) -> f64 {
    let opens = |r: usize| matches!(Role::ALL[r], Role::Title | Role::Kicker | Role::Column);
    let gold_opens = (0..N).any(|r| allowed[r] && opens(r));
    if gold_opens == opens(role) { 1.0 } else { 3.0 }
}

/// The real page beside the made ones: `CORPUS/../seed/*.txt` with `gold.json`.
fn seed(corpus: &Path) -> anyhow::Result<Option<Page>> {
    let folder = corpus.join("../seed");
    let Ok(gold) = fs::read_to_string(folder.join("gold.json")) else { return Ok(None) };
    let gold: serde_json::Value = serde_json::from_str(&gold)?;
    let text = sorted(&folder)?.into_iter().find(|p| p.extension().is_some_and(|e| e == "txt"));
    text.map(|path| page(&path, "seed", PageHints::default(), &gold)).transpose()
}

/// The pages of the demo: what is no headline there may be anything that no headline is.
fn demo(root: &Path) -> anyhow::Result<Vec<Page>> {
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
fn cases(root: &Path) -> anyhow::Result<Vec<Page>> {
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

/// What is known of the lines of a page, by their letters and digits.
#[derive(Default)]
struct Known {
    roles: BTreeMap<String, Role>,
    names: Vec<String>,
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Known {
    /// From the demo's table of what was set.
    fn of_table(articles: &[toml::Value]) -> Self {
        let mut out = Self::default();
        for article in articles {
            let parts =
                [("kicker", Role::Kicker), ("title", Role::Title), ("subtitle", Role::Deck), ("column", Role::Column)];
            for (part, role) in parts {
                out.roles.extend(article.get(part).and_then(|t| t.as_str()).map(|t| (letters(t), role)));
            }
            let names = article.get("names").and_then(|n| n.as_array()).into_iter().flatten();
            out.names.extend(names.filter_map(|n| n.as_str()).map(letters));
        }
        out
    }

    /// From the outline of a case: headlines by two spaces and a kind at their end, all else by four.
    fn of_outline(outline: &str) -> Self {
        let mut out = Self::default();
        let fields =
            [("kicker: ", Role::Kicker), ("deck: ", Role::Deck), ("column: ", Role::Column), ("# ", Role::Subhead)];
        for line in outline.lines().filter(|l| l.starts_with("  ") && !l.starts_with("  <")) {
            let field = line.strip_prefix("    ");
            let told = match field {
                None => line.rsplit_once(' ').map(|(title, _)| (title, Role::Title)),
                Some(text) => fields.iter().find_map(|(mark, role)| Some((text.strip_prefix(mark)?, *role))),
            };
            match (told, field) {
                // Two lines of a headline stand on one of the outline.
                (Some((text, role)), _) => {
                    out.roles.extend([text].into_iter().chain(text.split(' ')).map(|part| (letters(part), role)))
                }
                (None, Some(text)) if text.chars().count() <= 40 && !text.contains(": ") => {
                    out.roles.insert(letters(text), Role::Body);
                }
                _ => {}
            }
        }
        out
    }

    /// The roles each block may have.
    fn allow(&self, evidence: &learn::Evidence) -> Vec<Vec<bool>> {
        let (heads, names) = (&self.roles, &self.names);
        let of_text = |i: usize| {
            let (text, [byline, credit, signature, jump]) = (&evidence.texts[i], evidence.shapes[i]);
            let short = text.chars().count() <= 40;
            match heads.get(&letters(text)) {
                Some(role) => vec![*role],
                None if names.contains(&letters(text)) || (byline && short) => vec![Role::Byline],
                None if signature => vec![Role::Tail],
                None if credit => vec![Role::Credit],
                None if jump && text.chars().count() < 12 => vec![Role::Jump],
                None if short => vec![Role::Body, Role::Open, Role::Cont, Role::ContOpen, Role::Subhead],
                None => vec![Role::Body, Role::Open, Role::Cont, Role::ContOpen],
            }
        };
        let row = |roles: Vec<Role>| Role::ALL.iter().map(|r| roles.contains(r)).collect();
        (0..evidence.texts.len()).map(|i| row(of_text(i))).collect()
    }
}

fn load(corpus: &Path) -> anyhow::Result<Vec<Page>> {
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

fn page(path: &Path, set: &str, hints: PageHints, gold: &serde_json::Value) -> anyhow::Result<Page> {
    let text = fs::read_to_string(path)?;
    Ok(of_text(path.to_string_lossy().into_owned(), text, set, hints, gold.clone()))
}

fn of_text(path: String, text: String, set: &str, hints: PageHints, gold: serde_json::Value) -> Page {
    let source = SourceText::new(path.as_str(), text);
    let evidence = learn::evidence(&source);
    let allowed = allow(&evidence, &gold);
    Page { path, set: set.to_owned(), hints, source, features: evidence.features, allowed, gold }
}

/// The articles of the pages in print order, set anew as other pages: what stands beside what is
/// chance, and so is where a column cuts a paragraph. What is learned from them holds for an article
/// wherever it stands.
mod made {
    use super::*;

    struct Piece<'p> {
        blocks: Vec<&'p str>,
        gold: &'p serde_json::Value,
    }

    /// Deals the articles of each paper out as pages, `rounds` times.
    pub(super) fn pages(from: &[&Page], rounds: usize) -> anyhow::Result<Vec<Page>> {
        let mut papers: BTreeMap<&str, Vec<Piece<'_>>> = BTreeMap::new();
        for page in from.iter().filter(|p| p.set.starts_with("L0-")) {
            papers.entry(&page.set).or_default().extend(pieces(page));
        }
        let mut out = Vec::new();
        for (paper, pieces) in &papers {
            for round in 0..rounds {
                let mut order: Vec<&Piece<'_>> = pieces.iter().collect();
                order.sort_by_key(|p| draw(&[&round.to_string(), p.blocks[0]]));
                let mut rest = &order[..];
                while !rest.is_empty() {
                    let size = 4 + (draw(&[&round.to_string(), rest[0].blocks[0], "size"]) % 6) as usize;
                    let (here, behind) = rest.split_at(size.min(rest.len()));
                    rest = behind;
                    let path = format!("{paper}/{round}/{}", behind.len());
                    let text: Vec<String> = here.iter().flat_map(|p| &p.blocks).flat_map(|b| cut(b, round)).collect();
                    let golds: Vec<_> = here.iter().map(|p| p.gold.clone()).collect();
                    let gold = serde_json::json!({ "articles": golds });
                    out.push(of_text(path, text.join("\n\n"), "made", PageHints::default(), gold));
                }
            }
        }
        Ok(out)
    }

    /// The blocks of a page by article.
    fn pieces(page: &Page) -> Vec<Piece<'_>> {
        let blocks: Vec<&str> = page.source.as_str().lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        let articles = page.gold["articles"].as_array().map(Vec::as_slice).unwrap_or_default();
        let mut starts: Vec<(usize, &serde_json::Value)> = Vec::new();
        for gold in articles {
            let first = squeeze(gold["printed"][0][1].as_str().or(gold["title"].as_str()).unwrap_or_default());
            let from = starts.last().map_or(0, |(at, _)| at + 1);
            // One whose first line is not found stays with the article before it.
            let found = blocks.iter().skip(from).position(|b| squeeze(b) == first);
            starts.extend(found.map(|at| (from + at, gold)));
        }
        let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([blocks.len()]);
        starts.iter().zip(ends).map(|((at, gold), end)| Piece { blocks: blocks[*at..end].to_vec(), gold }).collect()
    }

    /// Cuts a long paragraph in two where a column could end; not in every third round.
    fn cut(block: &str, round: usize) -> Vec<String> {
        let chars: Vec<char> = block.chars().collect();
        let seed = draw(&[block, &round.to_string()]);
        if chars.len() < 60 || round % 3 == 2 || !seed.is_multiple_of(4) {
            return vec![block.to_owned()];
        }
        let at = 12 + (seed / 4) as usize % (chars.len() - 24);
        vec![chars[..at].iter().collect(), chars[at..].iter().collect()]
    }

    /// A number that looks like chance and is always the same.
    fn draw(of: &[&str]) -> u64 {
        let mut hash = blake3::Hasher::new();
        of.iter().for_each(|part| {
            hash.update(part.as_bytes()).update(&[0]);
        });
        let bytes = hash.finalize();
        bytes.as_bytes()[..8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    }
}

fn sorted(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
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
