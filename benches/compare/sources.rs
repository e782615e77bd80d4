//! The same articles for everyone: raw pages for zzsite, Markdown for Hugo and Zola.

use std::{fmt::Write as _, fs, path::Path};

use crate::corpus::{A_DAY, Article, DISTRICTS, Language, Random, dates};

const SEED: u64 = 20_230_102;

/// Articles on a newspaper page.
const ON_A_PAGE: usize = 4;

/// What was written.
pub(crate) struct Archive {
    pub(crate) dates: usize,
    pub(crate) raw_bytes: u64,
}

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗";
const GIVEN: &str = "明华文军平建国志强海波春生宏伟晓丽芳敏静杰涛勇辉鹏飞";

/// Names that look like names: two hundred reporters for any size of archive.
fn name(random: &mut Random) -> String {
    let mut person = Random::new(random.zipf(200, 10.0) as u64 + 7);
    let pick = |from: &str, random: &mut Random| from.chars().nth(random.below(from.chars().count())).unwrap_or('文');
    let surname = pick(SURNAMES, &mut person);
    format!("{surname}{}{}", pick(GIVEN, &mut person), pick(GIVEN, &mut person))
}

/// An article as printed.
struct Printed {
    kicker: Option<String>,
    title: String,
    reporters: Vec<String>,
    district: String,
    paragraphs: Vec<String>,
}

/// Only Han characters and the punctuation of a headline: what a printed headline holds.
fn han(text: &str, most: usize) -> String {
    text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).take(most).collect()
}

fn printed(article: &Article, number: usize) -> Printed {
    let mut random = Random::new(number as u64 + 99);
    let mut title = han(&article.title, 12);
    title.push(' ');
    title.push_str(&han(&article.text, 9));
    let kicker = (random.below(3) == 0).then(|| han(article.text.rsplit('\n').next().unwrap_or_default(), 14));
    let mut reporters = vec![name(&mut random)];
    if random.below(2) == 0 {
        let other = name(&mut random);
        if !reporters.contains(&other) {
            reporters.push(other);
        }
    }
    let paragraphs =
        article.text.lines().map(|line| format!("{}。", line.trim_end_matches(['，', '、', '；', '：', '。'])));
    let district = DISTRICTS[random.zipf(DISTRICTS.len(), 3.0)].to_owned();
    Printed {
        kicker: kicker.filter(|kicker| kicker.chars().count() > 7),
        title,
        reporters,
        district,
        paragraphs: paragraphs.collect(),
    }
}

impl Printed {
    /// As it stands on a page: kicker, headline, byline and dateline, paragraphs.
    fn raw(&self, out: &mut String) {
        if let Some(kicker) = &self.kicker {
            let _ = writeln!(out, "{kicker}\n");
        }
        let _ = writeln!(out, "{}\n", self.title);
        let _ = write!(out, "江岸日报讯(记者/{}) {}消息，", self.reporters.join(" "), self.district);
        for paragraph in &self.paragraphs {
            let _ = writeln!(out, "{paragraph}\n");
        }
    }

    /// As Markdown with the front matter that Hugo and Zola share: with places for the heads of
    /// tables.
    fn markdown(&self, article: &Article) -> String {
        let quoted = |names: &[String]| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let kicker = self.kicker.as_ref().map(|kicker| format!("kicker = \"{kicker}\"\n")).unwrap_or_default();
        let lead: String = self.paragraphs.first().map(|text| text.chars().take(80).collect()).unwrap_or_default();
        let body = self.paragraphs.join("\n\n");
        format!(
            "+++\ntitle = \"{}\"\ndate = {}\ndescription = \"{lead}\"\n{{TAXONOMIES}}districts = [\"{}\"]\nreporters = [{}]\n{{EXTRA}}\npage = \"{}\"\n{kicker}+++\n\n江岸日报讯 {}消息，{body}\n",
            self.title,
            article.date,
            self.district,
            quoted(&self.reporters),
            article.page,
            self.district,
        )
    }
}

/// Writes all sources below `root`: `zzsite/`, `hugo/`, `zola/`.
pub(crate) fn write(size: usize, root: &Path, plain: bool) -> Archive {
    let language = Language::new(SEED);
    let days = dates(size);
    let mut archive = Archive { dates: days.len(), raw_bytes: 0 };
    let settings = settings(plain);
    put(&root.join("zzsite/site.toml"), &settings);
    put(&root.join("zzsite/equal.toml"), &format!("theme = \"equal\"\n{settings}"));
    let zola_tables = if plain { ["\n[extra]\n", ""] } else { ["\n[taxonomies]\n", "\n[extra]"] };
    for (day, date) in days.iter().enumerate() {
        let first = day * A_DAY;
        let numbers: Vec<usize> = (first..(first + A_DAY).min(size)).collect();
        for (page, numbers) in numbers.chunks(ON_A_PAGE).enumerate() {
            let mut raw = String::new();
            for &number in numbers {
                let article = language.article(SEED, number, *date, page + 1);
                let printed = printed(&article, number);
                printed.raw(&mut raw);
                let slug = article.url.rsplit('/').next().unwrap_or_default().trim_end_matches(".html");
                let markdown = printed.markdown(&article);
                let hugo = markdown.replace("{TAXONOMIES}", "").replace("{EXTRA}", "\n[params]");
                put(&root.join(format!("hugo/content/{date}/{slug}.md")), &hugo);
                let zola = markdown.replace("{TAXONOMIES}", zola_tables[0]).replace("{EXTRA}", zola_tables[1]);
                put(&root.join(format!("zola/content/{date}/{slug}.md")), &zola);
            }
            archive.raw_bytes += raw.len() as u64;
            put(&root.join(format!("zzsite/content/{date}/{:02}.txt", page + 1)), &raw);
        }
        put(
            &root.join(format!("zola/content/{date}/_index.md")),
            &format!("+++\ntitle = \"{date}\"\nsort_by = \"title\"\n+++\n"),
        );
        put(&root.join(format!("hugo/content/{date}/_index.md")), &format!("+++\ntitle = \"{date}\"\n+++\n"));
    }
    archive
}

/// zzsite's settings: the ten districts.
fn settings(plain: bool) -> String {
    const SLUGS: [&str; 10] =
        ["tianyuan", "hetang", "lusong", "shifeng", "lukou", "liling", "youxian", "chaling", "yanling", "jingkai"];
    let mut text = "title = \"江岸日报档案\"\npaper = \"江岸日报\"\nbase_url = \"https://example.org/\"\n".to_owned();
    if plain {
        text.push_str("\n[taxonomies]\ndistricts = false\nreporters = false\ncolumns = false\n");
    }
    for (name, slug) in DISTRICTS.iter().zip(SLUGS) {
        let _ = write!(text, "\n[[districts]]\nname = \"{name}\"\nslug = \"{slug}\"\n");
    }
    text
}

pub(crate) fn put(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    }
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
