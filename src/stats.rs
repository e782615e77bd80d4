//! What an archive holds, in numbers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::press::{Article, Block, IssueDate, SourcePage};

/// Counts over all pages of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Dates with at least one page.
    pub issues: usize,
    /// The first and the last of them.
    pub span: Option<(IssueDate, IssueDate)>,
    /// Printed pages.
    pub pages: usize,
    /// Articles.
    pub articles: usize,
    /// Characters in headlines and bodies, white space not counted.
    pub characters: usize,
    /// Different people in bylines.
    pub reporters: usize,
    /// Different standing columns.
    pub columns: usize,
    /// Articles that leave the reader in doubt about something.
    pub uncertain: usize,
    /// Articles by district, most first.
    pub districts: Vec<(String, usize)>,
    /// Stretches between issues longer than is usual for the paper: last issue before, first
    /// issue after.
    pub gaps: Vec<(IssueDate, IssueDate)>,
}

/// Counts.
pub fn of(pages: &[SourcePage]) -> Stats {
    let articles = || pages.iter().flat_map(|page| &page.articles);
    let dates: BTreeSet<IssueDate> = pages.iter().map(|page| page.date).collect();
    let reporters: BTreeSet<&String> = articles().flat_map(|article| &article.reporters).collect();
    let columns: BTreeSet<&String> = articles().filter_map(|article| article.column.as_ref()).collect();
    Stats {
        issues: dates.len(),
        span: dates.first().copied().zip(dates.last().copied()),
        pages: pages.len(),
        articles: articles().count(),
        characters: articles().map(characters).sum(),
        reporters: reporters.len(),
        columns: columns.len(),
        uncertain: articles().filter(|article| !article.uncertain.is_empty()).count(),
        districts: districts(articles()),
        gaps: gaps(&dates.into_iter().collect::<Vec<_>>()),
    }
}

fn characters(article: &Article) -> usize {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let heads = [Some(&article.title), article.kicker.as_ref(), article.subtitle.as_ref()];
    let body = article.body.iter().map(|block| match block {
        Block::Paragraph(text) | Block::Heading { text, .. } | Block::Markdown(text) => count(text),
    });
    heads.into_iter().flatten().map(|text| count(text)).sum::<usize>() + body.sum::<usize>()
}

fn districts<'a>(articles: impl Iterator<Item = &'a Article>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for district in articles.flat_map(|article| &article.districts) {
        *counts.entry(district).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// The usual distance is the median one: 1 for a daily, 7 for a weekly. Dates ascend.
fn gaps(dates: &[IssueDate]) -> Vec<(IssueDate, IssueDate)> {
    let distance = |pair: &(IssueDate, IssueDate)| pair.1.ordinal() - pair.0.ordinal();
    let pairs: Vec<(IssueDate, IssueDate)> = dates.iter().copied().zip(dates.iter().copied().skip(1)).collect();
    let mut distances: Vec<i32> = pairs.iter().map(distance).collect();
    distances.sort_unstable();
    let Some(usual) = distances.get(distances.len() / 2).copied() else { return Vec::new() };
    pairs.into_iter().filter(|pair| distance(pair) > usual).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_longer_than_usual() {
        let day = |day| IssueDate::new(2023, 1, day).expect("a date");
        let daily: Vec<IssueDate> = [1, 2, 3, 4, 7, 8, 9, 20].map(day).to_vec();
        assert_eq!(gaps(&daily), [(day(4), day(7)), (day(9), day(20))]);
        let weekly: Vec<IssueDate> = [1, 8, 15, 29].map(day).to_vec();
        assert_eq!(gaps(&weekly), [(day(15), day(29))]);
        assert_eq!(gaps(&[]), []);
        assert_eq!(gaps(&[day(1)]), []);
    }
}
