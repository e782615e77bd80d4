//! Proof-reading: what an editor would want to look at again before the page is kept.
//!
//! 1. Each headline, heading and paragraph is read by itself: rates over 100 %, temperatures
//!    nobody survives (`figures`), words printed twice (`doubled`), dates later than the issue
//!    (`dates`).
//! 2. Each article as a whole: a paragraph that breaks off, names above no text (`endings`), a
//!    township one character off (the gazetteer).
//! 3. The page as a whole: the same passage twice (`repeats`).
//!
//! Each passage is looked through once (`spots`), for the characters on which those checks turn and for
//! those that open names of districts: so articles get their districts here.
//!
//! Nothing is corrected. A finding is a diagnostic with its place in the source and a doubt in
//! words added to the article's `uncertain`. A check that cannot be sure says nothing: over the
//! real pages it was measured on, fewer than one article in twenty may raise a false alarm.

mod dates;
mod doubled;
mod endings;
mod figures;
mod place;
mod repeats;
mod sample;
mod spots;

use std::ops::Range;

use self::{place::Locator, sample::Sample, spots::Spots};
use crate::{
    diag::{Diagnostic, Place},
    gazetteer::Gazetteer,
    press::{Article, Block, IssueDate, SourcePage},
    source::SourceText,
};

/// More findings than this in one article, and it is no text these checks are made for.
const ENOUGH: usize = 40;

/// Something to look at in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    /// Bytes of the passage it is about.
    range: Range<usize>,
    code: &'static str,
    /// For the keeper, in one sentence without a full stop.
    message: String,
    hint: String,
    /// How sure, in percent.
    confidence: u8,
    /// For the reader, in Chinese.
    doubt: String,
}

/// A text of an article, as one reads it.
#[derive(Debug, Clone, Copy)]
struct Passage<'a> {
    text: &'a str,
    is_body: bool,
}

/// Reads the pages that were read from `text` like an editor, and tells what to look at again. On the way
/// their articles get their districts: names are looked for in the same passages, and one look is enough.
pub fn proof(text: &SourceText, pages: &mut [SourcePage], gazetteer: &Gazetteer) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut spots = Spots::with(gazetteer.openings());
    for page in pages {
        let dates_hold = !page.date_inferred;
        let mut sample = Sample::for_page();
        let mut own = Vec::new();
        for (index, article) in page.articles.iter_mut().enumerate() {
            let found = read(article, gazetteer, dates_hold, &mut spots, &mut sample);
            own.extend(found.into_iter().map(|(passage, f)| (index, passage, f)));
            gazetteer.tag_at(article, &spots.names);
        }
        let mut found = if sample.may_repeat() { repeats::check(&page.articles) } else { Vec::new() };
        found.append(&mut own);
        report(text, page, found, &mut diagnostics);
    }
    diagnostics
}

/// The texts of an article in reading order.
fn passages(article: &Article) -> Vec<Passage<'_>> {
    let display = |text| Passage { text, is_body: false };
    let lines = [Some(&article.title), article.kicker.as_ref(), article.subtitle.as_ref(), article.dateline.as_ref()];
    let mut passages: Vec<_> = lines.into_iter().flatten().map(|text| display(text.as_str())).collect();
    passages.extend(article.body.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(Passage { text, is_body: true }),
        Block::Heading { text, .. } => Some(display(text)),
        Block::Markdown(_) => None,
    }));
    passages
}

/// Findings in one article, each with the number of its passage. `spots` are those of this article then, and
/// its text is in the sample of its page.
fn read(
    article: &Article,
    gazetteer: &Gazetteer,
    dates_hold: bool,
    spots: &mut Spots,
    sample: &mut Sample,
) -> Vec<(usize, Finding)> {
    let passages = passages(article);
    let mut found = Vec::new();
    spots.begin();
    for (number, passage) in passages.iter().enumerate() {
        if passage.is_body {
            spots.look_at_body(number, passage.text, sample);
        } else {
            spots.look(number, passage.text);
        }
        let mut here = figures::check(passage.text, &spots.figures);
        here.extend(doubled::check(passage.text, &spots.joints));
        if dates_hold {
            here.extend(dates::check(passage.text, &spots.months, article.date));
        }
        found.extend(here.into_iter().map(|finding| (number, finding)));
    }
    found.extend(endings::check(article, &passages));
    if !spots.townships.is_empty() {
        found.extend(places(&passages, &spots.townships, gazetteer));
    }
    found
}

/// Townships one character off; the whole article tells which districts it speaks of. `townships` are the
/// places of what may end their names, each with its passage.
fn places(passages: &[Passage<'_>], townships: &[(usize, usize)], gazetteer: &Gazetteer) -> Vec<(usize, Finding)> {
    let whole = passages.iter().map(|passage| passage.text).collect::<Vec<_>>().join("\n");
    let starts: Vec<usize> = passages
        .iter()
        .scan(0, |next, passage| Some(std::mem::replace(next, *next + passage.text.len() + 1)))
        .collect();
    let ends = townships.iter().map(|(number, at)| starts[*number] + at);
    let suggestions = gazetteer.suggest_at(&whole, ends).into_iter().filter_map(|suggestion| {
        let number = starts.partition_point(|start| *start <= suggestion.range.start).checked_sub(1)?;
        let range = suggestion.range.start - starts[number]..suggestion.range.end - starts[number];
        let (odd, name) = (&whole[suggestion.range], &suggestion.name);
        let district = &gazetteer.districts().get(suggestion.district)?.name;
        let finding = Finding {
            range,
            code: "place-name",
            message: format!("`{odd}` is one character off `{name}`, a place of {district}"),
            hint: format!(
                "if `{name}` is meant, say so in a hand-corrected article; the text itself is kept as printed"
            ),
            confidence: 75,
            doubt: format!("“{odd}”疑为“{name}”"),
        };
        Some((number, finding))
    });
    suggestions.collect()
}

/// Tells of an issue dated later than the day it is built on. That day comes from the command line
/// and reaches no file: what a page says of itself does not change with the clock.
pub fn issue_in_the_future(date: IssueDate, today: IssueDate) -> Option<Diagnostic> {
    // The evening before, tomorrow's paper is on the keeper's desk already.
    (date > today.tomorrow()).then(|| {
        Diagnostic::warning("date-in-future", format!("an issue is dated {date}, and today is {today}"))
            .hint("correct the name of the folder or file")
    })
}

/// Turns findings into diagnostics at their lines, and doubts of their articles.
fn report(
    text: &SourceText,
    page: &mut SourcePage,
    mut found: Vec<(usize, usize, Finding)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    found.sort_by_key(|(article, passage, finding)| (*article, *passage, finding.range.start));
    for own in found.chunk_by(|a, b| a.0 == b.0) {
        let Some(article) = own.first().and_then(|(index, ..)| page.articles.get_mut(*index)) else { continue };
        let own = &own[..own.len().min(ENOUGH)];
        let places = places_of(text, article, own);
        for ((.., finding), place) in own.iter().zip(places) {
            let diagnostic = Diagnostic::warning(finding.code, finding.message.as_str()).at(place);
            diagnostics.push(diagnostic.hint(finding.hint.as_str()).confidence(finding.confidence));
            if !article.uncertain.contains(&finding.doubt) {
                article.uncertain.push(finding.doubt.clone());
            }
        }
    }
}

/// Where the findings of one article stand in the source.
fn places_of(text: &SourceText, article: &Article, found: &[(usize, usize, Finding)]) -> Vec<Place> {
    let locator = Locator::new(text, article.source.as_ref());
    let passages = passages(article);
    let span = |passage: usize, range: &Range<usize>| locator.find(passages.get(passage)?.text, range.clone());
    let place = |(_, passage, finding): &(usize, usize, Finding)| {
        span(*passage, &finding.range).map_or_else(|| Place::file(text.file().clone()), |span| text.place(span))
    };
    found.iter().map(place).collect()
}

#[cfg(test)]
mod tests;
