//! The reader's evidence, for the program that learns the weights (`examples/train`). Not part
//! of the library's interface: behind the feature `learn`.

use super::{
    PageHints, PageTrace, Weights,
    evidence::{self, Feature},
    front, furniture,
    grams::Grams,
    lines::{self, Matter},
    repeats, roles,
};
use crate::{diag::Warned, gazetteer::Gazetteer, press::SourcePage, source::SourceText};

/// The blocks of a page that are not furniture, with the evidence for each.
#[derive(Debug)]
pub struct Evidence {
    /// Their texts.
    pub texts: Vec<String>,
    /// For each, the features that hold, by index into [`features`], with their strength.
    pub features: Vec<Vec<(usize, f32)>>,
    /// For each, whether it reads as a byline, a credit, a signature or a jump line.
    pub shapes: Vec<[bool; 4]>,
}

/// Names of all features.
pub fn features() -> Vec<&'static str> {
    Feature::ALL.iter().map(|f| f.name()).collect()
}

/// Names of the tables of the weights that count for a role.
pub fn tables(role: roles::Role) -> Vec<&'static str> {
    roles::TABLES.iter().copied().filter(|t| roles::members(t).iter().any(|i| roles::Role::ALL[*i] == role)).collect()
}

/// The evidence of the only page of a file.
pub fn evidence(source: &SourceText) -> Evidence {
    let Matter { units, chars } = lines::matter(source, front::read(source).lines + 1);
    let pieces = furniture::find(&units);
    let taken: Vec<usize> = pieces.iter().flat_map(|p| p.units.iter().copied()).collect();
    let inked: Vec<_> = units.into_iter().enumerate().filter(|(i, _)| !taken.contains(i)).map(|(_, u)| u).collect();
    let tails = repeats::tails(&inked, &chars);
    let facts = evidence::all(&inked, &tails.begins);
    let grams = Grams::of(&inked, &chars, &tails.begins);
    let evidence = evidence::evidence(&inked, &facts, &grams);
    Evidence {
        texts: inked.iter().map(|u| u.text.to_string()).collect(),
        features: evidence.iter().map(|e| e.iter().map(|(f, s)| (*f as usize, *s)).collect()).collect(),
        shapes: facts.iter().map(|f| [f.byline.is_some(), f.credit, f.signature, f.jump_from]).collect(),
    }
}

/// Reads a file with other weights.
pub fn parse_with(
    weights: &str,
    text: &SourceText,
    hints: &PageHints,
    gazetteer: &Gazetteer,
) -> Warned<Vec<SourcePage>> {
    super::read(text, hints, gazetteer, &Weights::read(weights), None)
}

/// How a file is read with other weights.
pub fn trace_with(weights: &str, text: &SourceText, hints: &PageHints, gazetteer: &Gazetteer) -> Vec<PageTrace> {
    let mut traces = Vec::new();
    super::read(text, hints, gazetteer, &Weights::read(weights), Some(&mut traces));
    traces
}
