//! Hand-written articles in the place of those that were read from newsprint.
//!
//! An article file says which one it replaces by its position on the page (`03-….md`). Positions
//! move when the page is read anew: the keeper adds an empty line to mend one article, and what was
//! the third is the fourth. So the text has a say: where another article of the page is plainly the
//! one that was corrected, that one is replaced, and the file is told its new position. An
//! article never goes because a number has moved.

use std::collections::{BTreeMap, BTreeSet};

use super::HandWritten;
use crate::{
    diag::{Diagnostic, Place, Warned},
    press::{Article, Block, Folio, IssueDate, SourcePage},
    windows,
};

/// Characters that must agree in a row to count as the same text: a phrase, not a name.
const WINDOW: usize = 8;
/// Share of its windows that a corrected article has from the one it corrects, however much was
/// corrected.
const SAME: f64 = 0.5;
/// Below this share two articles have nothing in common but formulas.
const STRANGE: f64 = 0.1;

/// One page, while articles are laid over it.
struct Sheet {
    page: SourcePage,
    /// Whether it was read from newsprint.
    is_printed: bool,
    /// Articles that came from a file of their own, by their place in `page.articles`: no other
    /// file takes their place.
    single: BTreeSet<usize>,
    /// Positions of article files, each with its file.
    placed: BTreeMap<u32, String>,
    /// Page files in Markdown that were told already that the page is there twice.
    told: BTreeSet<String>,
}

/// Lays hand-written articles over the pages read from newsprint: an article file takes the
/// place of the article at its position, a page file adds its articles. A page that exists in
/// Markdown alone is made.
pub fn gather(pages: Vec<SourcePage>, articles: Vec<HandWritten>) -> Warned<Vec<SourcePage>> {
    if articles.is_empty() {
        return Warned::clean(pages);
    }
    let mut diagnostics = Vec::new();
    let mut sheets: Vec<Sheet> = pages.into_iter().map(Sheet::new).collect();
    let mut index: BTreeMap<(IssueDate, Folio), usize> = BTreeMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        index.entry((sheet.page.date, sheet.page.page.clone())).or_insert(at);
    }
    for written in articles {
        let article = &written.article;
        let at = *index.entry((article.date, article.page.clone())).or_insert_with(|| {
            sheets.push(Sheet::new(empty_page(article, &written.file)));
            sheets.len() - 1
        });
        diagnostics.extend(sheets[at].lay(written));
    }
    Warned { value: sheets.into_iter().map(Sheet::done).collect(), diagnostics }
}

impl Sheet {
    fn new(page: SourcePage) -> Self {
        let (single, placed, told) = Default::default();
        Self { is_printed: !page.articles.is_empty(), page, single, placed, told }
    }

    /// Takes in one article, and says what the keeper should know of it.
    fn lay(&mut self, HandWritten { file, replaces, mut article }: HandWritten) -> Option<Diagnostic> {
        if !replaces {
            let is_twice = self.is_printed && self.told.insert(file.clone());
            self.page.articles.push(article);
            return is_twice.then(|| page_twice(&file, &self.page.file));
        }
        if let Some(rival) = self.placed.insert(article.position, file.clone()) {
            let diagnostic = two_files(&file, &rival, &article);
            self.add(article);
            return Some(diagnostic);
        }
        let slot = self.free().find(|(_, old)| old.position == article.position).map(|(at, _)| at);
        let moved = self.moved(&article, slot);
        let Some(at) = moved.or(slot) else {
            self.add(article);
            return None;
        };
        let old = &mut self.page.articles[at];
        let diagnostic = match moved {
            Some(_) => Some(overlay_moved(&file, &article, old)),
            None => is_strange(&article, old).then(|| overlay_mismatch(&file, old)),
        };
        article.position = old.position;
        *old = article;
        self.single.insert(at);
        diagnostic
    }

    /// Adds an article from a file of its own to those that are there.
    fn add(&mut self, article: Article) {
        self.single.insert(self.page.articles.len());
        self.page.articles.push(article);
    }

    /// Articles that a file may take the place of.
    fn free(&self) -> impl Iterator<Item = (usize, &Article)> {
        self.page.articles.iter().enumerate().filter(|(at, _)| !self.single.contains(at))
    }

    /// The article that `article` corrects, where that is plainly not the one in its `slot`.
    fn moved(&self, article: &Article, slot: Option<usize>) -> Option<usize> {
        // Nearly always the headline stands where it stood.
        let namesakes = self.free().filter(|(_, old)| old.title == article.title).map(|(at, _)| at);
        if slot.is_some() && namesakes.eq(slot) {
            return None;
        }
        let new = Text::of(article);
        let like: Vec<(usize, f64)> = self.free().map(|(at, old)| (at, likeness(article, &new, old))).collect();
        let in_slot = like.iter().find(|(at, _)| Some(*at) == slot).map_or(0.0, |(_, share)| *share);
        let (best, share) = like.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        (share >= SAME && share > in_slot).then_some(best)
    }

    fn done(self) -> SourcePage {
        let mut page = self.page;
        page.articles.sort_by_key(|article| article.position);
        page
    }
}

/// The words of an article, to be compared.
struct Text {
    windows: BTreeSet<u64>,
}

impl Text {
    fn of(article: &Article) -> Self {
        let all: Vec<char> = article.body.iter().flat_map(chars).filter(|c| !c.is_whitespace()).collect();
        Self { windows: windows::hashes(&all, WINDOW).collect() }
    }

    /// The share of these windows that `other` has as well: 0 for texts too short to tell.
    fn share_in(&self, other: &Self) -> f64 {
        let shared = self.windows.intersection(&other.windows).count();
        shared as f64 / self.windows.len().max(1) as f64
    }
}

fn chars(block: &Block) -> std::str::Chars<'_> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Markdown(text) => text.chars(),
    }
}

/// How sure it is that `new` is a correction of `old`: the share of its text, and the headline
/// counts as much as half of it.
fn likeness(article: &Article, new: &Text, old: &Article) -> f64 {
    let headline = if article.title == old.title || article.slug == old.slug { SAME } else { 0.0 };
    headline + new.share_in(&Text::of(old))
}

/// Whether neither headline nor text of an article is that of the one it takes the place of.
fn is_strange(article: &Article, old: &Article) -> bool {
    let (new, printed) = (Text::of(article), Text::of(old));
    let long_enough = !new.windows.is_empty() && !printed.windows.is_empty();
    long_enough
        && article.title != old.title
        && article.slug != old.slug
        && new.share_in(&printed) < STRANGE
        && printed.share_in(&new) < STRANGE
}

fn empty_page(article: &Article, file: &str) -> SourcePage {
    SourcePage {
        date: article.date,
        date_inferred: false,
        page: article.page.clone(),
        section: article.section.clone(),
        file: file.to_owned(),
        articles: Vec::new(),
        furniture: Vec::new(),
    }
}

fn page_twice(file: &str, page: &str) -> Diagnostic {
    Diagnostic::warning("page-twice", format!("{page} is the same page: the articles of both were kept"))
        .at(Place::file(file))
        .hint("keep one of the two; an article file in the folder of the page takes the place of one article")
}

fn two_files(file: &str, rival: &str, article: &Article) -> Diagnostic {
    Diagnostic::warning("same-position", format!("{rival} has the same position {} on its page", article.position))
        .at(Place::file(file))
        .hint("change `position` in one of them; both were kept")
}

fn overlay_moved(file: &str, article: &Article, old: &Article) -> Diagnostic {
    let message = format!(
        "article {} of its page is another one now; the text is that of article {} (“{}”), which it was put in the place of",
        article.position, old.position, old.title
    );
    Diagnostic::warning("overlay-moved", message)
        .at(Place::file(file))
        .hint(format!("name the file {:02}-….md, or write position = {} in it", old.position, old.position))
}

fn overlay_mismatch(file: &str, old: &Article) -> Diagnostic {
    let message = format!(
        "takes the place of article {} of its page, “{}”, with which it has nothing in common",
        old.position, old.title
    );
    Diagnostic::warning("overlay-mismatch", message)
        .at(Place::file(file))
        .hint("if it is another article, give it a position that no article of the page has; `convert` numbers them")
}
