//! Searching the files of the index, as the script does in the browser.
//!
//! The terminal search uses it, and the tests, which hold it against a scan of the text. It
//! reads whole files by their path and nothing else, so it works on a folder as on any store.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use super::bits::{BitReader, Damaged, unsealed};
use super::codec::{BLOCK, FIELD, RECORD, inflate};
use super::directory::{self, Directory, Tier};
use super::facets::{self, Facets};
use super::fold::{fold, fold_mapped};
use super::keys::{COLUMN, Cover, DISTRICT, FACETS, KIND, Key, Next, PAGE, REPORTER, covers, runs};
use super::lists::{List, Part, place, pool_position, position, read_group, read_whole, unit_at};
use super::query::{Word, parse};
use super::schedule::phase_of;
use super::shards::{Heavy, Span, cut_path, leaf_path, long_path, pool_path, whole_path};
use super::variants::Variants;
use super::{IssueDate, chunk};

/// Why a search could not be done.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// A file could not be read.
    #[error("cannot read {path} of the search index")]
    Read {
        /// Path below the index folder.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A file is not what was built, or was built by another version.
    #[error("{path} of the search index is damaged or of another version; build the site again with `--fresh`")]
    Damaged {
        /// Path below the index folder.
        path: String,
    },
}

/// What narrows a search. Empty by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Canonical name of a district.
    pub district: Option<String>,
    /// A printed page, e.g. `01`.
    pub page: Option<String>,
    /// Name of a reporter.
    pub reporter: Option<String>,
    /// Name of a column.
    pub column: Option<String>,
    /// A kind, e.g. `news`.
    pub kind: Option<String>,
    /// First date.
    pub from: Option<IssueDate>,
    /// Last date.
    pub to: Option<IssueDate>,
}

impl Filter {
    /// The values that articles are to carry: what each is called, its group, and the value.
    pub(super) fn values(&self) -> impl Iterator<Item = (&'static str, u16, &str)> {
        [
            ("district", DISTRICT, &self.district),
            ("page", PAGE, &self.page),
            ("reporter", REPORTER, &self.reporter),
            ("column", COLUMN, &self.column),
            ("kind", KIND, &self.kind),
        ]
        .into_iter()
        .filter_map(|(name, group, value)| Some((name, group, value.as_deref()?)))
    }
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its number in the archive.
    pub id: u32,
    /// Address relative to the site's root.
    pub url: String,
    /// Date of the issue, `2023-01-02`.
    pub date: String,
    /// The page it stands on.
    pub page: String,
    /// Its kind.
    pub kind: String,
    /// Kicker, title and subtitle, with spaces between.
    pub title: String,
    /// The passage around the first hit, in parts; `true` marks the hit itself.
    pub passage: Vec<(String, bool)>,
}

/// Candidates in the order in which they are to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    words: Vec<Word>,
    /// Numbers of the articles: those with more of the words in the headline first, then the
    /// newest.
    pub ids: Vec<u32>,
}

/// Looks up words in an index.
pub struct Searcher<F> {
    fetch: F,
    directory: Directory,
    variants: Variants,
    facets: OnceCell<Facets>,
}

impl<F: Fn(&str) -> io::Result<Vec<u8>>> Searcher<F> {
    /// Opens an index; `fetch` reads a file by its path below the index folder (`search/`).
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn open(fetch: F) -> Result<Self, SearchError> {
        let path = directory::PATH;
        let file = fetch(path).map_err(|source| SearchError::Read { path: path.to_owned(), source })?;
        let directory = Directory::read(&file).map_err(|Damaged| SearchError::Damaged { path: path.to_owned() })?;
        let variants = directory.variants;
        let mut searcher = Self { fetch, directory, variants: Variants::default(), facets: OnceCell::new() };
        if let Some(hash) = variants {
            searcher.variants = Variants::read(&searcher.text(&directory::variants_path(hash))?);
        }
        Ok(searcher)
    }

    /// Articles that may match: every match is among them, and [`Self::check`] tells.
    ///
    /// # Errors
    /// When a file of the index is missing or damaged.
    pub fn find(&self, query: &str, filter: &Filter) -> Result<Found, SearchError> {
        let words = parse(query, &self.variants);
        let mut ids = Vec::new();
        let facets = self.filter_keys(filter)?;
        // Exclusions alone are no search, but a filter is one.
        let is_search = words.iter().any(|word| !word.not) || *filter != Filter::default();
        if let Some(facets) = facets.filter(|_| is_search) {
            ids = self.candidates(&words, &facets, self.range(filter)?)?;
        }
        ids.sort_by_key(|&(id, score)| std::cmp::Reverse((score, id)));
        Ok(Found { words, ids: ids.into_iter().map(|(id, _)| id).collect() })
    }

    /// The article, if it matches.
    ///
    /// # Errors
    /// When its text is missing or damaged.
    pub fn check(&self, found: &Found, id: u32) -> Result<Option<Hit>, SearchError> {
        let damaged = |path: &str| SearchError::Damaged { path: path.to_owned() };
        let mut local = id;
        let mut chunks = self.directory.chunks.iter();
        let chunk = loop {
            match chunks.next() {
                Some(chunk) if local < chunk.articles => break chunk,
                Some(chunk) => local -= chunk.articles,
                None => return Ok(None),
            }
        };
        let path = chunk::block_path(chunk.hash, local as usize / BLOCK);
        let text = self.text(&path)?;
        let record = text.split(RECORD).nth(local as usize % BLOCK).ok_or_else(|| damaged(&path))?;
        let fields: Vec<&str> = record.split(FIELD).collect();
        let &[url, date, page, kind, title, body] = fields.as_slice() else { return Err(damaged(&path)) };
        let (headline, lower) = (fold(title, &self.variants), fold(body, &self.variants));
        let has = |word: &Word| contains(&headline, &word.folded) || contains(&lower, &word.folded);
        if found.words.iter().any(|word| has(word) == word.not) {
            return Ok(None);
        }
        let date = match (date.get(..4), date.get(4..6), date.get(6..)) {
            (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
            _ => return Err(damaged(&path)),
        };
        let title = title.trim_start().replace('\n', " ");
        let [url, page, kind] = [url, page, kind].map(str::to_owned);
        Ok(Some(Hit { id, url, date, page, kind, title, passage: passage(body, &found.words, &self.variants) }))
    }

    /// The articles of a range that hold all keys of all words, with the number of words that
    /// stand in the headline.
    fn candidates(&self, words: &[Word], facets: &[Key], range: Range<u32>) -> Result<Vec<(u32, u32)>, SearchError> {
        let mut found: Option<BTreeMap<u32, u32>> = None;
        for &key in facets {
            let list = self.list(key.group, key.rest)?;
            found = Some(meet(found, list.into_keys().map(|article| (article, 0)).collect(), |_, _| 0));
        }
        for word in words.iter().filter(|word| !word.not) {
            let mut of_word: Option<Articles> = None;
            for list in self.lists_of(&word.folded)? {
                of_word = Some(meet(of_word, list, |a, b| a && b));
            }
            // A word without keys is one that no text can hold.
            let of_word = of_word.unwrap_or_default();
            let scores = of_word.into_iter().map(|(article, in_headline)| (article, u32::from(in_headline)));
            found = Some(meet(found, scores.collect(), |a, b| a + b));
        }
        Ok(match found {
            Some(found) => found.range(range).map(|(&article, &score)| (article, score)).collect(),
            None => range.map(|article| (article, 0)).collect(),
        })
    }

    /// The lists that every article with the phrase is in: those of its runs, or of its marks
    /// when it has none.
    fn lists_of(&self, phrase: &[u16]) -> Result<Vec<Articles>, SearchError> {
        let mut lists = Vec::new();
        for run in runs(phrase) {
            if let [unit] = *run {
                lists.push(self.whole(unit)?);
            }
            for cover in covers(run) {
                lists.push(self.followed(cover)?);
            }
        }
        if lists.is_empty() {
            // The lowest numbers are facets, not marks; no text holds such control characters.
            for &unit in phrase.iter().filter(|&&unit| unit >= FACETS) {
                lists.push(self.list(unit, place(0))?);
            }
        }
        Ok(lists)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, SearchError> {
        let file = (self.fetch)(path).map_err(|source| SearchError::Read { path: path.to_owned(), source })?;
        let content = unsealed(path, &file).map_err(|Damaged| SearchError::Damaged { path: path.to_owned() })?;
        Ok(content.to_vec())
    }

    fn text(&self, path: &str) -> Result<String, SearchError> {
        inflate(&self.read(path)?).map_err(|Damaged| SearchError::Damaged { path: path.to_owned() })
    }

    /// Reads a file of a section of keys; one without content has nothing.
    fn shard<T: Default>(
        &self,
        span: &Span,
        path: &str,
        read: impl FnOnce(&mut BitReader<'_>) -> Result<T, Damaged>,
    ) -> Result<T, SearchError> {
        let path = span.path(path);
        let content = self.read(&path)?;
        if content.is_empty() {
            return Ok(T::default());
        }
        read(&mut BitReader::new(&content)).map_err(|Damaged| SearchError::Damaged { path })
    }

    fn heavy(tier: &Tier, group: u16) -> Option<&Heavy> {
        let heavy = &tier.layout.heavy;
        heavy.binary_search_by_key(&group, |heavy| heavy.group).ok().map(|at| &heavy[at])
    }

    /// The lists of a group that shares a pool.
    fn pooled(&self, tier: &Tier, group: u16, into: &mut impl FnMut(u32, u32, List)) -> Result<(), SearchError> {
        let (depth, index) = tier.layout.pools.leaf(pool_position(group));
        for span in tier.spans(phase_of(0, depth, index)) {
            let lists = self.shard(&span, &pool_path(depth, index), |reader| {
                let count = reader.gamma()? - 1;
                let mut groups = Vec::new();
                reader.ascending(usize::try_from(count).map_err(|_| Damaged)?, 0, 0xffff, &mut groups)?;
                for member in groups {
                    let lists = read_group(reader, Part::whole(member as u16), span.size())?;
                    if member == u32::from(group) {
                        return Ok(lists);
                    }
                }
                Ok(Vec::new())
            })?;
            lists.into_iter().for_each(|(place, list)| into(span.low, place, list));
        }
        Ok(())
    }

    /// The lists of a leaf of a heavy group.
    fn leaf(&self, tier: &Tier, part: Part, into: &mut impl FnMut(u32, u32, List)) -> Result<(), SearchError> {
        let Part { group, depth, index } = part;
        for span in tier.spans(phase_of(group, depth, index)) {
            let path = leaf_path(group, depth, index);
            let lists = self.shard(&span, &path, |reader| read_group(reader, part, span.size()))?;
            lists.into_iter().for_each(|(place, list)| into(span.low, place, list));
        }
        Ok(())
    }

    /// The articles with a pair, followed by what must come after it as far as that is told.
    fn followed(&self, Cover { group, second, next }: Cover) -> Result<Articles, SearchError> {
        let place = place(second);
        let Some(unit) = next else { return self.list(group, place) };
        let told = Part::whole(group).next_after(place);
        let mut all = Articles::new();
        for tier in &self.directory.tiers {
            let heavy = Self::heavy(tier, group);
            let Some(cuts) = heavy.and_then(|heavy| heavy.cuts(place)).filter(|cuts| *cuts > 0) else {
                self.lists(tier, group, place, &mut |low, list| enter(&mut all, low, &list.followed_by(unit)))?;
                continue;
            };
            let path = cut_path(group, u32::from(second), cuts, told.cut(told.of(unit), cuts));
            let next = if told == Next::Unit { told } else { Next::Untold };
            for span in Self::spans_of(tier, group, place) {
                let list = self.shard(&span, &path, |reader| List::read(reader, next, span.size()))?;
                enter(&mut all, span.low, &list.followed_by(unit));
            }
        }
        Ok(all)
    }

    /// The sections of the leaf of a heavy group in which a place is.
    fn spans_of(tier: &Tier, group: u16, place: u32) -> Vec<Span> {
        let leaf = Self::heavy(tier, group).map(|heavy| heavy.leaves.leaf(position(group, place)));
        leaf.map(|(depth, index)| tier.spans(phase_of(group, depth, index)).collect()).unwrap_or_default()
    }

    /// The articles of a key: of the place of its second unit, or of the number of a facet's
    /// value.
    fn list(&self, group: u16, place: u32) -> Result<Articles, SearchError> {
        let mut all = Articles::new();
        for tier in &self.directory.tiers {
            self.lists(tier, group, place, &mut |low, list| enter(&mut all, low, &list))?;
        }
        Ok(all)
    }

    /// The lists of a key in a tier, with the first article of each.
    fn lists(&self, tier: &Tier, group: u16, wanted: u32, into: &mut impl FnMut(u32, List)) -> Result<(), SearchError> {
        let mut only = |low: u32, place: u32, list: List| {
            if place == wanted {
                into(low, list);
            }
        };
        match Self::heavy(tier, group) {
            Some(heavy) if heavy.cuts(wanted).is_some() => self.long(tier, group, wanted, &mut only),
            Some(heavy) => {
                let (depth, index) = heavy.leaves.leaf(position(group, wanted));
                self.leaf(tier, Part { group, depth, index }, &mut only)
            }
            None => self.pooled(tier, group, &mut only),
        }
    }

    /// A list that has files of its own.
    fn long(
        &self,
        tier: &Tier,
        group: u16,
        place: u32,
        into: &mut impl FnMut(u32, u32, List),
    ) -> Result<(), SearchError> {
        let second = if group < FACETS { place } else { u32::from(unit_at(place)) };
        // What is told in cuts is not told in the whole.
        let told = Some(Part::whole(group).next_after(place)).filter(|next| next.is_merged()).unwrap_or(Next::Untold);
        for span in Self::spans_of(tier, group, place) {
            let list = self.shard(&span, &long_path(group, second), |reader| List::read(reader, told, span.size()))?;
            into(span.low, place, list);
        }
        Ok(())
    }

    /// All articles with a unit.
    fn whole(&self, unit: u16) -> Result<Articles, SearchError> {
        let mut all = Articles::new();
        for tier in &self.directory.tiers {
            let mut into = |low: u32, _: u32, list: List| enter(&mut all, low, &list);
            match Self::heavy(tier, unit) {
                Some(heavy) if heavy.has_whole() => {
                    for span in tier.spans(phase_of(unit, 0, 0)) {
                        let list = self.shard(&span, &whole_path(unit), |reader| read_whole(reader, span.size()))?;
                        into(span.low, 0, list);
                    }
                }
                Some(heavy) => {
                    for &(depth, index) in heavy.leaves.leaves() {
                        self.leaf(tier, Part { group: unit, depth, index }, &mut into)?;
                    }
                    for &(place, _) in &heavy.long {
                        self.long(tier, unit, place, &mut into)?;
                    }
                }
                None => self.pooled(tier, unit, &mut into)?,
            }
        }
        Ok(all)
    }

    pub(super) fn facets(&self) -> Result<&Facets, SearchError> {
        if let Some(facets) = self.facets.get() {
            return Ok(facets);
        }
        let path = facets::path(self.directory.facets);
        let facets = serde_json::from_str(&self.text(&path)?).map_err(|_| SearchError::Damaged { path })?;
        Ok(self.facets.get_or_init(|| facets))
    }

    /// Keys of the filter; `None` when a value is unknown and nothing can be found.
    fn filter_keys(&self, filter: &Filter) -> Result<Option<Vec<Key>>, SearchError> {
        let mut keys = Vec::new();
        for (_, group, wanted) in filter.values() {
            let Some(rest) = self.facets()?.values(group).iter().position(|(name, _)| name == wanted) else {
                return Ok(None);
            };
            keys.push(Key { group, rest: rest as u32 });
        }
        Ok(Some(keys))
    }

    /// The articles of the dates.
    fn range(&self, filter: &Filter) -> Result<Range<u32>, SearchError> {
        if filter.from.is_none() && filter.to.is_none() {
            return Ok(0..self.directory.chunks.iter().map(|chunk| chunk.articles).sum());
        }
        let (first, days) = &self.facets()?.days;
        let mut date = IssueDate::parse(first).map_or(0, IssueDate::ordinal);
        let (mut all, mut at) = (0..0, 0u32);
        for (i, pair) in std::iter::once(&[0, days.first().copied().unwrap_or(0)][..])
            .chain(days.get(1..).unwrap_or_default().chunks(2))
            .enumerate()
        {
            let &[gap, count] = pair else { break };
            date += if i == 0 { 0 } else { i32::try_from(gap).unwrap_or(0) };
            let inside = filter.from.is_none_or(|from| date >= from.ordinal())
                && filter.to.is_none_or(|to| date <= to.ordinal());
            if inside {
                all = if all.is_empty() { at } else { all.start }..at.saturating_add(count);
            }
            at = at.saturating_add(count);
        }
        Ok(all)
    }
}

/// Articles of a key, and whether it is in the headline.
type Articles = BTreeMap<u32, bool>;

/// Takes up a list of articles that are counted from `first`.
fn enter(all: &mut Articles, first: u32, list: &List) {
    for &article in &list.articles {
        all.entry(first + article).or_insert(false);
    }
    all.extend(list.headlines.iter().map(|&at| (first + list.articles[at as usize], true)));
}

/// Articles in both, what is known of them joined.
fn meet<T: Copy>(
    before: Option<BTreeMap<u32, T>>,
    now: BTreeMap<u32, T>,
    join: impl Fn(T, T) -> T,
) -> BTreeMap<u32, T> {
    match before {
        None => now,
        Some(before) => {
            now.into_iter().filter_map(|(article, it)| Some((article, join(*before.get(&article)?, it)))).collect()
        }
    }
}

fn contains(text: &[u16], word: &[u16]) -> bool {
    hit_at(text, word).is_some()
}

fn hit_at(text: &[u16], word: &[u16]) -> Option<usize> {
    text.windows(word.len().max(1)).position(|window| window == word)
}

/// Characters shown before and after the first hit.
const AROUND: usize = 36;

/// The stretch of the text around its first hit; its beginning when only the title has one.
fn passage(body: &str, words: &[Word], variants: &Variants) -> Vec<(String, bool)> {
    let (units, starts) = fold_mapped(body, variants);
    let hit =
        words.iter().filter(|word| !word.not).find_map(|word| Some((hit_at(&units, &word.folded)?, word.folded.len())));
    let at = |unit: usize| starts.get(unit).copied().unwrap_or(body.len());
    let (from, to) = hit.map_or((0, 0), |(start, length)| {
        let last = at(start + length - 1);
        let end = starts[start + length..].iter().copied().find(|&start| start > last).unwrap_or(body.len());
        (at(start), end)
    });
    let before = body[..from].char_indices().rev().nth(AROUND - 1).map_or(0, |(i, _)| i);
    let after = body[to..].char_indices().nth(2 * AROUND).map_or(body.len(), |(i, _)| to + i);
    [(&body[before..from], false), (&body[from..to], true), (&body[to..after], false)]
        .into_iter()
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, marked)| (text.replace('\n', " "), marked))
        .collect()
}
