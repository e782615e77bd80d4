//! Reading what the parts left: files in, issues for the site model out.
//!
//! 1. The index of each part; then its years, all of them in parallel.
//! 2. What is wrong with a record costs its file: whoever wrote it did not write one of ours.
//! 3. Addresses are put below the part's folder, districts are told by name again, texts lose
//!    their control characters.
//! 4. [`Parts::merge`] puts the issues between those of the content folder, one for each date.

use std::{fs, io, path::Path, sync::Arc};

use rayon::prelude::*;

use super::record::{INDEX, Index, IssueRecord, Unreadable, Year, YearRecord, year_path};
use crate::{
    config::{self, Config},
    diag::{Diagnostic, Place, Warned},
    press::{Credit, Slug},
    site::{
        Entry, Input, Origin, Outline, PageNode, PartNode, PlacedPicture, Section, Shared, Signed, Words, digest,
        digest_bytes, half,
    },
};

/// What the parts of an archive left for it.
#[derive(Debug, Default)]
pub struct Parts {
    /// All of them, in the order of site.toml, those that cannot be read among them.
    pub parts: Vec<Part>,
    issues: Vec<Input>,
}

/// A part as the whole knows it.
#[derive(Debug)]
pub struct Part {
    /// Its place in the site.
    pub node: PartNode,
    /// Hash of its index when it was read; `None` when it could not be.
    seen: Option<u128>,
}

/// Reads all parts of an archive.
pub fn read(config: &Config) -> Warned<Parts> {
    let mut diagnostics = Vec::new();
    let mut parts = Parts::default();
    let mut years = Vec::new();
    for (at, part) in config.parts.iter().enumerate() {
        let index = index(part).map_err(|diagnostic| diagnostics.push(diagnostic)).ok();
        let (index, seen) = index.unzip();
        let routes = index.iter().flat_map(|index: &Index| &index.sitemaps);
        parts.parts.push(Part {
            node: PartNode {
                route: part.route.clone(),
                sitemaps: routes.map(|route| route.below(&part.route)).collect(),
                has_cards: index.as_ref().is_some_and(|index| index.base_url.is_some()),
            },
            seen,
        });
        let Some(index) = index else { continue };
        diagnostics.extend(other_address(config, part, &index));
        let known = districts(config, &index);
        years.extend(index.years.iter().map(|&year| (at, year, known.clone())));
    }
    let read = |(at, year, known): &(usize, YearRecord, Arc<[Option<usize>]>)| {
        let part = Placing { at: *at, part: &config.parts[*at], districts: known };
        part.year(*year)
    };
    let read: Vec<Result<Vec<Input>, Diagnostic>> = years.par_iter().map(read).collect();
    for year in read {
        match year {
            Ok(issues) => parts.issues.extend(issues),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    Warned { value: parts, diagnostics }
}

/// What to say when parts were built anew while the whole was made of what they left before.
pub fn changed(config: &Config, parts: &[Part]) -> Vec<Diagnostic> {
    let other = |(part, known): &(&config::Part, &Part)| {
        let now = fs::read(part.path.join(INDEX)).ok().map(|bytes| digest_bytes(&bytes));
        known.seen.is_some() && now != known.seen
    };
    let changed = config.parts.iter().zip(parts).filter(other);
    changed.map(|(part, _)| changed_meanwhile(&part.path.join(INDEX))).collect()
}

impl Parts {
    /// The issues of all parts between those of the content folder, one for each date. Of two,
    /// that of the content folder stays, then that of the part named first.
    pub fn merge(self, own: Vec<Input>, config: &Config) -> Warned<(Vec<Input>, Vec<Part>)> {
        let mut issues = own;
        issues.extend(self.issues);
        issues.sort_by_key(|issue| (issue.outline.date, part_of(issue)));
        let mut twice: Vec<(Option<usize>, Option<usize>, Vec<String>)> = Vec::new();
        issues.dedup_by(|later, first| {
            let same = later.outline.date == first.outline.date;
            if same {
                let (kept, left) = (part_of(first), part_of(later));
                let date = later.outline.date.to_string();
                match twice.iter_mut().find(|(a, b, _)| (*a, *b) == (kept, left)) {
                    Some((.., dates)) => dates.push(date),
                    None => twice.push((kept, left, vec![date])),
                }
            }
            same
        });
        let name = |part: Option<usize>| match part.and_then(|at| config.parts.get(at)) {
            Some(part) => format!("the part `{}`", part.route),
            None => "the content folder".to_owned(),
        };
        let twice = twice.into_iter().map(|(kept, left, dates)| {
            let more = match dates.len() {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            let first = dates.first().map_or("", String::as_str);
            let (kept, left) = (name(kept), name(left));
            Diagnostic::error("part-overlap", format!("{kept} and {left} both have the issue of {first}{more}"))
                .hint(format!("keep each date in one place; the lists show those of {kept}"))
        });
        let diagnostics = twice.collect();
        Warned { value: (issues, self.parts), diagnostics }
    }
}

fn part_of(issue: &Input) -> Option<usize> {
    match issue.origin {
        Origin::Content { .. } => None,
        Origin::Part { part, .. } => Some(part),
    }
}

/// The index of a part, and the hash of its bytes.
fn index(part: &config::Part) -> Result<(Index, u128), Diagnostic> {
    let path = part.path.join(INDEX);
    let bytes = fs::read(&path).map_err(|error| missing(part, &path, &error))?;
    let index = Index::read(&bytes).map_err(|why| unreadable(part, &path, why))?;
    let ascending = index.years.is_sorted_by(|a, b| a.year < b.year);
    if !ascending || index.years.iter().any(|year| !(1600..3000).contains(&year.year)) {
        return Err(unreadable(part, &path, Unreadable::Damaged));
    }
    Ok((index, digest_bytes(&bytes)))
}

/// The districts of a part by the numbers of the whole.
fn districts(config: &Config, index: &Index) -> Arc<[Option<usize>]> {
    let known = config.gazetteer.districts();
    index.districts.iter().map(|name| known.iter().position(|district| district.name == *name)).collect()
}

/// A part in its place below the whole.
struct Placing<'a> {
    at: usize,
    part: &'a config::Part,
    districts: &'a [Option<usize>],
}

impl Placing<'_> {
    fn year(&self, known: YearRecord) -> Result<Vec<Input>, Diagnostic> {
        let path = self.part.path.join(year_path(known.year));
        let bytes = fs::read(&path).map_err(|error| missing(self.part, &path, &error))?;
        let year = Year::read(&bytes).map_err(|why| unreadable(self.part, &path, why))?;
        if year.key != known.key {
            return Err(changed_meanwhile(&path));
        }
        let ascending = year.issues.is_sorted_by(|a, b| a.outline.date < b.outline.date);
        if !ascending || !year.issues.iter().all(|issue| is_whole(issue, known.year)) {
            return Err(unreadable(self.part, &path, Unreadable::Damaged));
        }
        Ok(year.issues.into_iter().map(|issue| self.issue(issue)).collect())
    }

    fn issue(&self, record: IssueRecord) -> Input {
        let folder = &self.part.route;
        let IssueRecord { outline, route, pages, mut pictures } = record;
        let mut outline = Arc::unwrap_or_clone(outline);
        for page in &mut outline.pages {
            page.section.iter_mut().for_each(clean);
        }
        outline.articles.iter_mut().for_each(|entry| self.entry(Arc::make_mut(entry), folder));
        pictures.values_mut().flatten().for_each(|picture| place(picture, folder));
        let (route, pages) = (route.below(folder), pages.into_iter().map(|page| page_below(page, folder)).collect());
        let cards: Vec<u64> = outline.articles.iter().map(|entry| entry.hash).collect();
        outline.hash = digest(&(outline.hash, &route, cards));
        Input { outline: Arc::new(outline), origin: Origin::Part { part: self.at, route, pages, pictures } }
    }

    fn entry(&self, entry: &mut Entry, folder: &Slug) {
        entry.route = entry.route.below(folder);
        let known = |section: &Section| {
            let district = self.districts.get(section.district).copied().flatten()?;
            Some(Section { district, ..section.clone() })
        };
        entry.sections = entry.sections.iter().filter_map(known).collect();
        clean_entry(entry);
        entry.hash = 0;
        entry.hash = half(digest(&*entry));
    }
}

fn page_below(page: PageNode, folder: &Slug) -> PageNode {
    let facsimile = page.facsimile.map(|mut picture| {
        place(&mut picture, folder);
        picture
    });
    let raw = page.raw.map(|raw| raw.below(folder));
    PageNode { route: page.route.below(folder), facsimile, named: Vec::new(), raw }
}

fn place(picture: &mut PlacedPicture, folder: &Slug) {
    picture.route = picture.route.below(folder);
    clean(&mut picture.name);
}

/// Whether the parts of a record fit each other.
fn is_whole(issue: &IssueRecord, year: i16) -> bool {
    let Outline { date, pages, articles, .. } = &*issue.outline;
    date.year() == year
        && pages.len() == issue.pages.len()
        && articles.iter().all(|entry| entry.date == *date)
        && pages.iter().flat_map(|page| &page.entries).all(|entry| entry.article < articles.len())
        && issue.pictures.keys().all(|at| *at < articles.len())
}

/// Cleans all texts of an entry.
fn clean_entry(entry: &mut Entry) {
    let Entry { words, column, section, signed, districts, sections, .. } = entry;
    let (kicker, subtitle) = (words.kicker().map(cleaned), words.subtitle().map(cleaned));
    *words = Words::new(&cleaned(words.title()), kicker.as_deref(), subtitle.as_deref(), &cleaned(words.lead()));
    [column, section].into_iter().flatten().for_each(|name| *name = Shared::new(&cleaned(name)));
    let names = |names: &[String]| names.iter().map(|name| cleaned(name)).collect::<Vec<_>>();
    let credit = |credit: &Credit| Credit { role: cleaned(&credit.role), name: cleaned(&credit.name) };
    *signed = Shared::new(&Signed {
        byline: signed.byline.iter().map(credit).collect(),
        authors: names(&signed.authors),
        reporters: names(&signed.reporters),
    });
    *districts = Shared::new(&names(districts));
    sections.iter_mut().for_each(|section| clean(&mut section.text));
}

fn cleaned(text: &str) -> String {
    let mut text = text.to_owned();
    clean(&mut text);
    text
}

/// Takes out what XML does not allow, as reading a content file does.
fn clean(text: &mut String) {
    text.retain(|c| !(c.is_control() || c == '\u{fffe}' || c == '\u{ffff}') || c == '\n' || c == '\t');
}

fn shown(path: &Path) -> Place {
    Place::file(path.to_string_lossy().replace('\\', "/"))
}

fn missing(part: &config::Part, path: &Path, error: &io::Error) -> Diagnostic {
    let route = &part.route;
    let why = match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error("part-missing", format!("the part `{route}` cannot be read: {why}"))
        .at(shown(path))
        .hint(format!("build it first (`zzsite build --part {route}`, or its own site with `part_of`)"))
}

fn unreadable(part: &config::Part, path: &Path, why: Unreadable) -> Diagnostic {
    let route = &part.route;
    let (diagnostic, hint) = match why {
        Unreadable::Version(_) => (
            Diagnostic::error("part-version", format!("the part `{route}` was built by another version of zzsite")),
            "build the part again with this version, and copy all of it".to_owned(),
        ),
        Unreadable::Damaged => (
            Diagnostic::error("part-damaged", format!("the data of the part `{route}` are damaged or cut short")),
            format!("build the part again (`zzsite build --part {route}`, or its own site), and copy all of it"),
        ),
    };
    diagnostic.at(shown(path)).hint(hint)
}

fn changed_meanwhile(path: &Path) -> Diagnostic {
    Diagnostic::error("part-changed", "the part was built anew while it was read, or only some of it was copied")
        .at(shown(path))
        .hint("run `zzsite build` once more when the part is whole")
}

/// A part that says it lies elsewhere: its canonical addresses would lead there.
fn other_address(config: &Config, part: &config::Part, index: &Index) -> Option<Diagnostic> {
    let expected = format!("{}/", config.base_url.as_ref()?.join(part.route.as_str()));
    let stated = index.base_url.as_ref().filter(|stated| **stated != expected)?;
    let mut stated = stated.clone();
    clean(&mut stated);
    let message = format!("the part `{}` was built for `{stated}`, and lies at `{expected}`", part.route);
    let hint = "build it with the address below that of the whole: search engines believe what it says";
    Some(Diagnostic::warning("part-address", message).at(shown(&part.path.join(INDEX))).hint(hint))
}
