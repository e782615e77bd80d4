//! Sections of an article: the anchor of every heading, and the district it is about.

use std::collections::BTreeSet;

use crate::{
    gazetteer::Gazetteer,
    press::{Block, Slug, slugify},
};

/// A heading of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Index of its block in the body.
    pub block: usize,
    /// 2 for a section, 3 and more below it.
    pub level: u8,
    /// Its id on the page: the heading's own, else `s1`, `s2` … by order; unique.
    pub id: Slug,
    /// Its text as printed.
    pub text: String,
    /// The district the section is about, as an index into the gazetteer.
    pub district: Option<usize>,
}

/// Anchors of an article's headings, in order.
pub(crate) fn anchors(body: &[Block], gazetteer: &Gazetteer) -> Vec<Anchor> {
    collect(body, |text, id| {
        let district = district_of(text, id, gazetteer);
        (id.cloned().or_else(|| district.map(|at| gazetteer.districts()[at].slug.clone())), district)
    })
}

/// Anchors of an ordinary page: ids made of the headings themselves.
pub(crate) fn doc_anchors(body: &[Block]) -> Vec<Anchor> {
    collect(body, |text, id| (Some(id.cloned().unwrap_or_else(|| slugify(text))), None))
}

fn collect(body: &[Block], name: impl Fn(&str, Option<&Slug>) -> (Option<Slug>, Option<usize>)) -> Vec<Anchor> {
    let mut taken = BTreeSet::new();
    let mut anchors: Vec<Anchor> = Vec::new();
    for (block, part) in body.iter().enumerate() {
        let Block::Heading { level, text, id } = part else { continue };
        let (wanted, district) = name(text, id.as_ref());
        let mut number = anchors.len() + 1;
        let mut id = wanted.unwrap_or_else(|| numbered(number));
        while !taken.insert(id.clone()) {
            id = numbered(number);
            number += 1;
        }
        anchors.push(Anchor { block, level: (*level).clamp(2, 6), id, text: text.clone(), district });
    }
    anchors
}

/// A section is about a district when its id is the district's slug, or when its heading
/// opens with the district's name: `茶陵县： 以“八未”项目为抓手 …`.
fn district_of(text: &str, id: Option<&Slug>, gazetteer: &Gazetteer) -> Option<usize> {
    let by_id = gazetteer.districts().iter().position(|district| Some(&district.slug) == id);
    by_id.or_else(|| gazetteer.section_district(text))
}

fn numbered(number: usize) -> Slug {
    Slug::parse(&format!("s{number}")).expect("s and a number is a slug")
}
