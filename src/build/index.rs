//! The search index of a site, from the articles it shows.

use std::io;

use crate::{
    output::Writer,
    press::{Article, Block},
    search::{Document, IndexBuilder, Options, search_json},
    site::Site,
};

/// Builds the index and writes its files, with `search.json` for other programs.
pub(super) fn write(site: &Site, options: &Options, writer: &Writer) -> io::Result<()> {
    let mut builder = IndexBuilder::new(options);
    for id in site.article_ids() {
        let article = site.article(id);
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
    let summary = builder.finish(&mut |path, bytes| {
        writer.write(path, &bytes);
    })?;
    let base = site.config.base_url.as_ref().map(crate::config::BaseUrl::as_str);
    writer.write("search.json", search_json(&site.config.title, base, &summary).as_bytes());
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
