//! The search index of a site, from the articles it shows.

use std::io;

use crate::{
    output::Writer,
    press::{Article, Block},
    search::{Document, IndexBuilder, Options, search_json},
    site::{Site, digest},
};

/// Where its files are, the page and the script of the search left out: those are written
/// before.
const PLACES: [&str; 2] = ["search/", "search.json"];

/// Builds the index and writes its files, with `search.json` for other programs. An index of
/// the same articles by the same `program` stays as it is.
pub(super) fn write(site: &Site, options: &Options, program: u128, writer: &Writer) -> io::Result<()> {
    let base = site.config.base_url.as_ref().map(crate::config::BaseUrl::as_str);
    let hashes: Vec<u128> = site.issues.iter().map(|node| node.issue.hash).collect();
    let key = digest(&(program, &site.config.title, base, hashes));
    if writer.unchanged_since(&PLACES, key) {
        return Ok(());
    }
    let mut builder = IndexBuilder::new(options);
    for id in site.issue_ids() {
        let issue = site.text(id)?;
        for (article, id) in issue.articles.iter().zip(site.articles_of(id)) {
            builder.add(&Document {
                url: site.node(id).route.as_str(),
                title: &title(article),
                date: article.date,
                page: &article.page.to_string(),
                text: &text(&article.body),
                districts: &article.districts,
                reporters: &article.reporters,
                columns: article.column.as_slice(),
                kind: article.kind.name(),
            })?;
        }
    }
    let mut sum = 0;
    let summary = builder.finish(&mut |path, bytes| {
        sum += bytes.len() as u64;
        writer.write(path, &bytes);
    })?;
    let json = search_json(&site.config.title, base, &summary);
    writer.write("search.json", json.as_bytes());
    for (place, bytes) in PLACES.iter().zip([sum, json.len() as u64]) {
        writer.remember(place, key, bytes, &[]);
    }
    Ok(())
}

/// Kicker, headline and deck.
fn title(article: &Article) -> String {
    let parts = [article.kicker.as_deref(), Some(article.title.as_str()), article.subtitle.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The body, a line a block.
fn text(body: &[Block]) -> String {
    let line = |block: &Block| match block {
        Block::Paragraph(text) | Block::Heading { text, .. } | Block::Markdown(text) => text.clone(),
    };
    body.iter().map(line).collect::<Vec<_>>().join("\n")
}
