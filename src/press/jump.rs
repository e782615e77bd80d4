//! Jumps: which article goes on where, and the two halves made one.
//!
//! A jump is believed on two signs out of three: 下转 on the first half, 上接 on the second, and
//! the title printed again. 282 such pairs in 114 days of one national daily repeat the title;
//! small papers forget a mark. Marks that contradict each other (下转03版 meeting 上接02版) link
//! nothing: the keeper is told instead.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{Article, Block, Folio, Slug, UNTITLED};
use crate::taken::Taken;

/// Titles alike from this percentage on count as one title printed twice.
const ALIKE: u32 = 60;

/// Articles that a page may have: no printed page has as many. On one that does, only the first of the same
/// title are looked at, or every mark would be held against every article.
const CROWD: usize = 200;

/// Articles by the page they stand on; those of crowded pages by title as well.
struct Pages<'a> {
    all: BTreeMap<&'a Folio, Vec<usize>>,
    titled: BTreeMap<(&'a Folio, &'a str), Vec<usize>>,
}

impl<'a> Pages<'a> {
    fn of(articles: &'a [Article]) -> Self {
        let mut pages = Self { all: BTreeMap::new(), titled: BTreeMap::new() };
        articles.iter().enumerate().for_each(|(at, article)| pages.all.entry(&article.page).or_default().push(at));
        for at in pages.all.values().filter(|page| page.len() > CROWD).flatten().copied() {
            let titled = pages.titled.entry((&articles[at].page, &articles[at].title)).or_default();
            if titled.len() < CROWD {
                titled.push(at);
            }
        }
        pages
    }

    /// Articles of a page that may be the other half of one of this title.
    fn candidates(&self, folio: Option<&'a Folio>, title: &'a str) -> impl Iterator<Item = usize> {
        let found = folio.and_then(|folio| match self.all.get(folio) {
            Some(page) if page.len() > CROWD => self.titled.get(&(folio, title)),
            page => page,
        });
        found.into_iter().flatten().copied()
    }
}

/// For each article, the one that continues it.
pub(super) fn link(articles: &[Article]) -> Vec<Option<usize>> {
    let pages = Pages::of(articles);
    let halves: Vec<Half<'_>> = articles.iter().map(Half::of).collect();
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let on = pages.candidates(article.continued_on.as_ref(), &article.title);
        pairs.extend(on.filter_map(|to| score(&halves, index, to)));
        // Those with a mark of their own are paired by it.
        let from = pages.candidates(article.continued_from.as_ref(), &article.title);
        let unmarked = from.filter(|&from| articles[from].continued_on.is_none());
        pairs.extend(unmarked.filter_map(|from| score(&halves, from, index)));
    }
    pairs.sort_by_key(|(score, from, to)| (u32::MAX - score, *from, *to));
    let mut next: Vec<Option<usize>> = vec![None; articles.len()];
    let mut taken = vec![false; articles.len()];
    for (_, from, to) in pairs {
        if next[from].is_none() && !taken[to] && !leads_to(&next, to, from) {
            next[from] = Some(to);
            taken[to] = true;
        }
    }
    next
}

/// Whether following the links from `start` comes to `end`.
fn leads_to(next: &[Option<usize>], start: usize, end: usize) -> bool {
    std::iter::successors(Some(start), |at| next[*at]).any(|at| at == end)
}

/// An article and what is compared of it, made when it is first asked for.
struct Half<'a> {
    article: &'a Article,
    title: OnceCell<Title>,
    words: OnceCell<BTreeSet<(char, char)>>,
}

impl<'a> Half<'a> {
    fn of(article: &'a Article) -> Self {
        Self { article, title: OnceCell::new(), words: OnceCell::new() }
    }

    fn title(&self) -> &Title {
        self.title.get_or_init(|| Title::of(&self.article.title))
    }

    fn words(&self) -> &BTreeSet<(char, char)> {
        let letters = || self.article.body.iter().flat_map(|block| letters(text(block))).collect::<Vec<_>>();
        self.words.get_or_init(|| pairs(&letters()))
    }
}

/// How well `to` continues `from`, with the pair; `None` when it does not.
fn score(halves: &[Half<'_>], from: usize, to: usize) -> Option<(u32, usize, usize)> {
    let (one, other) = (&halves[from], &halves[to]);
    let (first, second) = (one.article, other.article);
    let on = first.continued_on.as_ref().map(|page| *page == second.page);
    let back = second.continued_from.as_ref().map(|page| *page == first.page);
    if from == to || first.page == second.page || on == Some(false) || back == Some(false) {
        return None;
    }
    let marks = u32::from(on.is_some()) + u32::from(back.is_some());
    let title = one.title().alike(other.title());
    let believed = marks == 2 || (marks == 1 && title >= ALIKE);
    // Of halves with both marks and other titles, the one that speaks of the same things.
    let vocabulary = || if title < ALIKE { shared(one, other) / 2 } else { 0 };
    believed.then(|| (marks * 200 + title + vocabulary(), from, to))
}

/// A title as titles are compared.
struct Title {
    letters: Vec<char>,
    pairs: BTreeSet<(char, char)>,
}

impl Title {
    fn of(text: &str) -> Self {
        let letters = letters(text);
        Self { pairs: pairs(&letters), letters }
    }

    /// How alike two titles are, in percent: the same, one the beginning or part of the other, or
    /// by the pairs of characters they share.
    fn alike(&self, other: &Self) -> u32 {
        let (a, b) = (&self.letters, &other.letters);
        if a.is_empty() || b.is_empty() {
            return 0;
        }
        if a == b {
            return 100;
        }
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        if short.len() > 3 && long.windows(short.len()).any(|part| part == &short[..]) {
            return 90;
        }
        percent(2 * self.pairs.intersection(&other.pairs).count(), self.pairs.len() + other.pairs.len())
    }
}

/// How much of the second article's vocabulary the first has, in percent.
fn shared(first: &Half<'_>, second: &Half<'_>) -> u32 {
    percent(first.words().intersection(second.words()).count(), second.words().len())
}

fn text(block: &Block) -> &str {
    match block {
        Block::Paragraph(text) | Block::Heading { text, .. } | Block::Markdown(text) => text,
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn pairs(letters: &[char]) -> BTreeSet<(char, char)> {
    letters.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}

fn percent(part: usize, whole: usize) -> u32 {
    u32::try_from(part * 100 / whole.max(1)).unwrap_or(100)
}

/// Makes one article of a half and its continuation.
///
/// Marks that were followed are gone from the result; one that still leads nowhere stays.
pub(super) fn join(first: &mut Article, second: Article) {
    first.continued_on = second.continued_on;
    extend_new(&mut first.byline, second.byline);
    extend_new(&mut first.authors, second.authors);
    extend_new(&mut first.reporters, second.reporters);
    extend_new(&mut first.districts, second.districts);
    extend_new(&mut first.uncertain, second.uncertain);
    first.dateline = first.dateline.take().or(second.dateline);
    first.column = first.column.take().or(second.column);
    if let (Some(source), Some(more)) = (&mut first.source, second.source) {
        // Lines of another file are found through the page that lists the article.
        if source.file == more.file {
            source.lines.extend(more.lines);
            source.lines.sort_unstable();
        }
    }
    let same = Title::of(&first.title).alike(&Title::of(&second.title)) >= ALIKE;
    let repeated = same || second.title.is_empty() || second.title == UNTITLED;
    let cut = ends_open(first.body.last());
    match (repeated, cut) {
        (true, _) => {}
        // A title of its own between two sentences is a heading of the text …
        (false, false) => first.body.push(Block::Heading { level: 2, text: second.title, id: Some(second.slug) }),
        // … and inside a sentence it can only be noted.
        (false, true) => {
            first.uncertain.push(format!("page {} carries the rest under “{}”", second.page, second.title))
        }
    }
    join_bodies(&mut first.body, second.body);
}

fn extend_new<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !all.contains(&item) {
            all.push(item);
        }
    }
}

fn join_bodies(body: &mut Vec<Block>, rest: Vec<Block>) {
    let mut rest = rest.into_iter().peekable();
    if ends_open(body.last())
        && let (Some(Block::Paragraph(open)), Some(Block::Paragraph(_))) = (body.last_mut(), rest.peek())
        && let Some(Block::Paragraph(text)) = rest.next()
    {
        // The cut may fall inside a word: nothing goes between.
        open.push_str(&text);
    }
    let mut taken: Taken<Slug> = body.iter().filter_map(|block| heading_id(block).cloned()).collect();
    for mut block in rest {
        if let Block::Heading { id: Some(id), .. } = &mut block {
            *id = taken.claim(id.clone());
        }
        body.push(block);
    }
}

pub(super) fn heading_id(block: &Block) -> Option<&Slug> {
    match block {
        Block::Heading { id, .. } => id.as_ref(),
        _ => None,
    }
}

/// Whether a body breaks off inside a sentence.
fn ends_open(last: Option<&Block>) -> bool {
    let Some(Block::Paragraph(text)) = last else { return false };
    let closed = text.trim_end().trim_end_matches(|c| "”’」』）)》】\"'".contains(c));
    !closed.ends_with(|c| "。！？!?…—：:".contains(c))
}
