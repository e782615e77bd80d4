//! The issue: all pages of a date, with articles that jump from page to page made whole.
//!
//! [`assemble`] groups pages by date, sorts them by folio, gathers files that claim one folio,
//! follows the jumps and tells of marks that lead nowhere. The pages it is given stay what they
//! were: only the issue merges halves, the Markdown of each half is its own file.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    Article, Folio, Furniture, IssueDate, Slug, SourcePage,
    jump::{join, link},
};
use crate::{
    diag::{Diagnostic, Place, Warned},
    taken::Taken,
};

/// How much of an article stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Part {
    /// All of it.
    Whole,
    /// Its beginning; the rest is on another page.
    Begins,
    /// A continuation of what began on another page.
    Continues,
}

/// An article's place on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageEntry {
    /// Index into [`Issue::articles`].
    pub article: usize,
    /// How much of it stands here.
    pub part: Part,
}

/// One page of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuePage {
    /// Its folio.
    pub folio: Folio,
    /// Its name (要闻), where known.
    pub section: Option<String>,
    /// The content file it was read from, where it was one file (for the link to the raw text).
    pub source: Option<String>,
    /// Hash of the bytes of that file, as they were read; `None` where nobody asked.
    pub source_hash: Option<u128>,
    /// What stands on it, in printed order.
    pub entries: Vec<PageEntry>,
    /// Guide boxes, mastheads and the rest.
    pub furniture: Vec<Furniture>,
}

/// All that was printed on one date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Its date.
    pub date: IssueDate,
    /// Whether the date was inferred from the text of its pages.
    pub date_inferred: bool,
    /// Pages by folio.
    pub pages: Vec<IssuePage>,
    /// Articles by page and position; a continued article stands once, under its first page.
    pub articles: Vec<Article>,
}

/// Puts pages together into issues, one for each date, by date.
///
/// A continued article is listed on each of its pages and stands once in the articles, under
/// the page it begins on. Its `continued_on` then names only a page where nothing was found.
pub fn assemble(pages: Vec<SourcePage>) -> Warned<Vec<Issue>> {
    let mut by_date: BTreeMap<IssueDate, Vec<SourcePage>> = BTreeMap::new();
    for page in pages {
        by_date.entry(page.date).or_default().push(page);
    }
    let mut diagnostics = Vec::new();
    let value = by_date.into_iter().map(|(date, pages)| issue(date, pages, &mut diagnostics)).collect();
    Warned { value, diagnostics }
}

/// A page of the issue while it is put together: its articles, and the files they came from.
struct Gathered {
    page: IssuePage,
    articles: Vec<Article>,
    files: Vec<String>,
    /// Its highest position and its slugs, once another file has gone on with it.
    joined: Option<(u32, Taken<Slug>)>,
}

fn issue(date: IssueDate, mut pages: Vec<SourcePage>, diagnostics: &mut Vec<Diagnostic>) -> Issue {
    pages.sort_by(|a, b| (&a.page, &a.file).cmp(&(&b.page, &b.file)));
    let date_inferred = pages.iter().all(|page| page.date_inferred);
    let gathered = gather(pages, diagnostics);

    let mut files = Vec::new();
    let mut articles = Vec::new();
    let mut pages = Vec::new();
    for Gathered { mut page, articles: own, files: own_files, .. } in gathered {
        let entry = |(at, _): (usize, &Article)| PageEntry { article: articles.len() + at, part: Part::Whole };
        page.entries = own.iter().enumerate().map(entry).collect();
        articles.extend(own);
        files.extend(own_files);
        pages.push(page);
    }

    let next = link(&articles);
    warn_of_loose_marks(&articles, &files, &next, &pages, diagnostics);
    let articles = merge(articles, &next, &mut pages);
    Issue { date, date_inferred, pages, articles }
}

/// One entry a folio; a second file with the same folio goes on where the first ends.
fn gather(pages: Vec<SourcePage>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Gathered> {
    let mut gathered: Vec<Gathered> = Vec::new();
    for page in pages {
        let SourcePage { page: folio, section, file, articles, furniture, .. } = page;
        let same = gathered.last_mut().filter(|last| last.page.folio == folio);
        let Some(last) = same else {
            let files = vec![file.clone(); articles.len()];
            let page =
                IssuePage { folio, section, source: Some(file), source_hash: None, entries: Vec::new(), furniture };
            gathered.push(Gathered { page, articles, files, joined: None });
            continue;
        };
        if last.page.source.as_ref() != Some(&file) {
            diagnostics.push(folio_twice(&folio, &file, last.page.source.as_deref()));
            last.page.source = None;
        }
        last.page.section = last.page.section.take().or(section);
        last.page.furniture.extend(furniture);
        append(last, articles, &file);
    }
    gathered
}

fn append(to: &mut Gathered, articles: Vec<Article>, file: &str) {
    let own = &to.articles;
    let (position, taken) = to.joined.get_or_insert_with(|| {
        let last = own.iter().map(|article| article.position).max().unwrap_or_default();
        (last, own.iter().map(|article| article.slug.clone()).collect())
    });
    for mut article in articles {
        *position = position.saturating_add(1);
        article.position = *position;
        article.slug = taken.claim(article.slug);
        to.articles.push(article);
        to.files.push(file.to_owned());
    }
}

fn folio_twice(folio: &Folio, file: &str, first: Option<&str>) -> Diagnostic {
    let beside = first.map(|first| format!(", as `{first}` does")).unwrap_or_default();
    Diagnostic::warning("folio-twice", format!("this file says it is page {folio}{beside}"))
        .at(Place::file(file))
        .hint(format!("its articles were put behind the others of page {folio}; rename it if it is another page"))
}

fn warn_of_loose_marks(
    articles: &[Article],
    files: &[String],
    next: &[Option<usize>],
    pages: &[IssuePage],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let continues: BTreeSet<usize> = next.iter().flatten().copied().collect();
    let here = |folio: &Folio| pages.iter().any(|page| page.folio == *folio);
    for (index, (article, file)) in articles.iter().zip(files).enumerate() {
        let lines = article.source.as_ref().map(|source| source.lines.as_slice()).unwrap_or_default();
        let file = article.source.as_ref().map_or(file, |source| &source.file);
        let at = |line: Option<u32>| Place { line: line.unwrap_or_default(), ..Place::file(file.as_str()) };
        if let Some(folio) = article.continued_on.as_ref().filter(|_| next[index].is_none()) {
            let what = format!("“{}” goes on to page {folio}, but nothing there continues it", article.title);
            let place = at(lines.last().map(|range| range.1));
            diagnostics.push(loose("jump-without-end", what, here(folio), folio).at(place));
        }
        if let Some(folio) = article.continued_from.as_ref().filter(|_| !continues.contains(&index)) {
            let what = format!("“{}” continues from page {folio}, but nothing there goes on to it", article.title);
            let place = at(lines.first().map(|range| range.0));
            diagnostics.push(loose("jump-without-start", what, here(folio), folio).at(place));
        }
    }
}

fn loose(code: &'static str, what: String, page_is_here: bool, folio: &Folio) -> Diagnostic {
    let hint = if page_is_here {
        format!("mark the other half on page {folio} (▶下转, ◀上接), or repeat the title there")
    } else {
        format!("page {folio} is not in the archive; add its text beside this file")
    };
    Diagnostic::warning(code, what).hint(hint)
}

/// Joins linked articles and turns the pages' entries into indices of what remains.
fn merge(articles: Vec<Article>, next: &[Option<usize>], pages: &mut [IssuePage]) -> Vec<Article> {
    let mut head: Vec<usize> = (0..articles.len()).collect();
    let continued: BTreeSet<usize> = next.iter().flatten().copied().collect();
    let mut parts: Vec<Option<Article>> = articles.into_iter().map(Some).collect();
    let mut merged = Vec::new();
    let mut place = vec![0; parts.len()];
    for start in (0..parts.len()).filter(|index| !continued.contains(index)) {
        let Some(mut whole) = parts[start].take() else { continue };
        for at in std::iter::successors(next[start], |at| next[*at]) {
            head[at] = start;
            if let Some(part) = parts[at].take() {
                join(&mut whole, part);
            }
        }
        place[start] = merged.len();
        merged.push(whole);
    }
    for entry in pages.iter_mut().flat_map(|page| &mut page.entries) {
        let index = entry.article;
        entry.part = match (head[index] == index, next[index]) {
            (false, _) => Part::Continues,
            (true, Some(_)) => Part::Begins,
            (true, None) => Part::Whole,
        };
        entry.article = place[head[index]];
    }
    merged
}

#[cfg(test)]
mod tests;
