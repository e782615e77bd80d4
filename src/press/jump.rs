//! Jumps: which article goes on where, and the two halves made one.
//!
//! A jump is believed on two signs out of three: 下转 on the first half, 上接 on the second, and
//! the title printed again. 282 such pairs in 114 days of one national daily repeat the title;
//! small papers forget a mark. Marks that contradict each other (下转03版 meeting 上接02版) link
//! nothing: the keeper is told instead.

use std::collections::{BTreeMap, BTreeSet};

use super::{Article, Block, Folio, Slug, UNTITLED, unique};

/// Titles alike from this percentage on count as one title printed twice.
const ALIKE: u32 = 60;

/// For each article, the one that continues it.
pub(super) fn link(articles: &[Article]) -> Vec<Option<usize>> {
    let mut pages: BTreeMap<&Folio, Vec<usize>> = BTreeMap::new();
    articles.iter().enumerate().for_each(|(index, article)| pages.entry(&article.page).or_default().push(index));
    let on = |folio: &Option<Folio>| folio.as_ref().and_then(|folio| pages.get(folio)).into_iter().flatten().copied();
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        pairs.extend(on(&article.continued_on).filter_map(|to| score(articles, index, to)));
        // Those with a mark of their own are paired by it.
        let unmarked = on(&article.continued_from).filter(|from| articles[*from].continued_on.is_none());
        pairs.extend(unmarked.filter_map(|from| score(articles, from, index)));
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

/// How well `to` continues `from`, with the pair; `None` when it does not.
fn score(articles: &[Article], from: usize, to: usize) -> Option<(u32, usize, usize)> {
    let (first, second) = (&articles[from], &articles[to]);
    let on = first.continued_on.as_ref().map(|page| *page == second.page);
    let back = second.continued_from.as_ref().map(|page| *page == first.page);
    if from == to || first.page == second.page || on == Some(false) || back == Some(false) {
        return None;
    }
    let marks = u32::from(on.is_some()) + u32::from(back.is_some());
    let title = alike(&first.title, &second.title);
    let believed = marks == 2 || (marks == 1 && title >= ALIKE);
    // Of halves with both marks and other titles, the one that speaks of the same things.
    let vocabulary = || if title < ALIKE { shared(first, second) / 2 } else { 0 };
    believed.then(|| (marks * 200 + title + vocabulary(), from, to))
}

/// How alike two titles are, in percent: the same, one the beginning or part of the other, or
/// by the pairs of characters they share.
fn alike(one: &str, other: &str) -> u32 {
    let (a, b) = (letters(one), letters(other));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b {
        return 100;
    }
    let (short, long) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() > 3 && long.windows(short.len()).any(|part| part == &short[..]) {
        return 90;
    }
    let (one, other) = (pairs(&a), pairs(&b));
    percent(2 * one.intersection(&other).count(), one.len() + other.len())
}

/// How much of the second article's vocabulary the first has, in percent.
fn shared(first: &Article, second: &Article) -> u32 {
    let words =
        |article: &Article| pairs(&article.body.iter().flat_map(|block| letters(text(block))).collect::<Vec<_>>());
    let (one, other) = (words(first), words(second));
    percent(one.intersection(&other).count(), other.len())
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
    let repeated = alike(&first.title, &second.title) >= ALIKE || second.title.is_empty() || second.title == UNTITLED;
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
    let mut used: BTreeSet<Slug> = body.iter().filter_map(|block| heading_id(block).cloned()).collect();
    for mut block in rest {
        if let Block::Heading { id: Some(id), .. } = &mut block {
            *id = unique(id.clone(), |id| used.contains(id));
            used.insert(id.clone());
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
