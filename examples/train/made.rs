//! The articles of the pages in print order, set anew as other pages: what stands beside what is
//! chance, and so is where a column cuts a paragraph. What is learned from them holds for an article
//! wherever it stands.

use std::collections::BTreeMap;

use zzsite::parse::PageHints;

use super::{
    gold::squeeze,
    pages::{Page, of_text},
};

struct Piece<'p> {
    blocks: Vec<&'p str>,
    gold: &'p serde_json::Value,
}

/// Deals the articles of each paper out as pages, `rounds` times.
pub(crate) fn pages(from: &[&Page], rounds: usize) -> anyhow::Result<Vec<Page>> {
    let mut papers: BTreeMap<&str, Vec<Piece<'_>>> = BTreeMap::new();
    for page in from.iter().filter(|p| p.set.starts_with("L0-")) {
        papers.entry(&page.set).or_default().extend(pieces(page));
    }
    let mut out = Vec::new();
    for (paper, pieces) in &papers {
        for round in 0..rounds {
            let mut order: Vec<&Piece<'_>> = pieces.iter().collect();
            order.sort_by_key(|p| draw(&[&round.to_string(), p.blocks[0]]));
            let mut rest = &order[..];
            while !rest.is_empty() {
                let size = 4 + (draw(&[&round.to_string(), rest[0].blocks[0], "size"]) % 6) as usize;
                let (here, behind) = rest.split_at(size.min(rest.len()));
                rest = behind;
                let path = format!("{paper}/{round}/{}", behind.len());
                let text: Vec<String> = here.iter().flat_map(|p| &p.blocks).flat_map(|b| cut(b, round)).collect();
                let golds: Vec<_> = here.iter().map(|p| p.gold.clone()).collect();
                let gold = serde_json::json!({ "articles": golds });
                out.push(of_text(path, text.join("\n\n"), "made", PageHints::default(), gold));
            }
        }
    }
    Ok(out)
}

/// The blocks of a page by article.
fn pieces(page: &Page) -> Vec<Piece<'_>> {
    let blocks: Vec<&str> = page.source.as_str().lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let articles = page.gold["articles"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut starts: Vec<(usize, &serde_json::Value)> = Vec::new();
    for gold in articles {
        let first = squeeze(gold["printed"][0][1].as_str().or(gold["title"].as_str()).unwrap_or_default());
        let from = starts.last().map_or(0, |(at, _)| at + 1);
        // One whose first line is not found stays with the article before it.
        let found = blocks.iter().skip(from).position(|b| squeeze(b) == first);
        starts.extend(found.map(|at| (from + at, gold)));
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([blocks.len()]);
    starts.iter().zip(ends).map(|((at, gold), end)| Piece { blocks: blocks[*at..end].to_vec(), gold }).collect()
}

/// Cuts a long paragraph in two where a column could end; not in every third round.
fn cut(block: &str, round: usize) -> Vec<String> {
    let chars: Vec<char> = block.chars().collect();
    let seed = draw(&[block, &round.to_string()]);
    if chars.len() < 60 || round % 3 == 2 || !seed.is_multiple_of(4) {
        return vec![block.to_owned()];
    }
    let at = 12 + (seed / 4) as usize % (chars.len() - 24);
    vec![chars[..at].iter().collect(), chars[at..].iter().collect()]
}

/// A number that looks like chance and is always the same.
fn draw(of: &[&str]) -> u64 {
    let mut hash = blake3::Hasher::new();
    of.iter().for_each(|part| {
        hash.update(part.as_bytes()).update(&[0]);
    });
    let bytes = hash.finalize();
    bytes.as_bytes()[..8].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
