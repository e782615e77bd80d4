//! The search index of a site, from the articles it shows.
//!
//! What is searched is what an article's page prints of the article, as it was printed: kicker,
//! headline and deck as the title; dateline, text and bylines as the body. Navigation, labels
//! and citations are not part of the article.

use std::{
    io,
    sync::{Arc, atomic::AtomicBool},
};

use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};

use super::elsewhere::Elsewhere;
use crate::{
    build,
    config::Config,
    diag::Diagnostic,
    output::Writer,
    press::{Article, Block},
    search::{Document, IndexBuilder, Options, is_given_up, search_json, stretches},
    site::{Entry, IssueId, Site, digest, half},
};

/// Where its files are, the page and the script of the search left out: those are written
/// before.
pub(super) const PLACES: [&str; 2] = ["search/", "search.json"];

/// What a build is to do about the search index.
#[derive(Debug, Clone, Default)]
pub enum SearchIndex {
    /// Make it, where articles have changed.
    #[default]
    Now,
    /// The same, but give it up for later once this says that something else is more pressing: at
    /// once, and the index that is there stays whole.
    Unless(Arc<AtomicBool>),
    /// Leave it as it is: the pages are wanted at once, and a build that makes it follows.
    Later,
    /// Make none: for measurements, and for sites that are searched elsewhere.
    None,
}

/// Whether the file of a site that is no part of the index lies where its files are.
pub(super) fn is_beside(path: &str) -> bool {
    PLACES.iter().any(|place| path.starts_with(place))
}

/// More pressing work came while the index was made: new files of it may stand beside the old ones, whose
/// directory does not name them.
pub(super) struct GaveWay;

/// Builds the index and writes its files, with `search.json` for other programs. An index of
/// the same articles by the same program stays as it is; so does any index when it is wanted
/// later. Gives what went wrong: what cannot be read of parts of the archive is not found, the articles of the
/// others are.
pub(super) fn write(
    site: &Site,
    config: &Config,
    options: &build::Options,
    writer: &Writer,
) -> Result<Vec<Diagnostic>, GaveWay> {
    let stop = match &options.search {
        SearchIndex::None => return Ok(Vec::new()),
        SearchIndex::Unless(pressing) => Some(Arc::clone(pressing)),
        SearchIndex::Now | SearchIndex::Later => None,
    };
    let how = Options {
        scratch: std::env::temp_dir(),
        shelf: (!options.fresh).then(|| config.paths.cache.join("search")),
        fold_variants: config.search.fold_variants,
        stop,
    };
    let program = digest(&(super::program(), &options.packed));
    match keep_or_make(site, options, &how, program, writer) {
        Ok(lost) => Ok(lost),
        Err(error) if is_given_up(&error) => Err(GaveWay),
        Err(error) => {
            let message = format!("the search index was not made: {error}");
            Ok(vec![Diagnostic::error("search-index", message)])
        }
    }
}

fn keep_or_make(
    site: &Site,
    wanted: &build::Options,
    options: &Options,
    program: u128,
    writer: &Writer,
) -> io::Result<Vec<Diagnostic>> {
    let mut elsewhere = Elsewhere::open(site);
    let base = site.config.base_url.as_ref().map(crate::config::BaseUrl::as_str);
    let hashes: Vec<u128> = site.issues.iter().map(|node| node.issue.hash).collect();
    // Hashes of issues do not tell where their articles lie.
    let routes = format!("{:?}", site.config.routes);
    let said = (&site.config.title, base, routes, options.fold_variants);
    let key = half(digest(&(program, said, hashes, elsewhere.builds())));
    if !wanted.fresh && writer.unchanged_since(&PLACES, key) {
        return Ok(elsewhere.lost);
    }
    if matches!(wanted.search, SearchIndex::Later) {
        PLACES.iter().for_each(|place| writer.leave(place));
        return Ok(Vec::new());
    }
    match make(site, &mut elsewhere, options, program, writer) {
        Ok(bytes) if elsewhere.lost.is_empty() => {
            PLACES.iter().zip(bytes).for_each(|(place, bytes)| writer.remember(place, key, bytes, &[]));
        }
        Ok(_) => {}
        Err(error) if is_given_up(&error) => {
            // Among the files there may be new ones: what they were made of is not known.
            PLACES.iter().for_each(|place| writer.forget(place));
            return Err(error);
        }
        Err(error) => return Err(error),
    }
    Ok(elsewhere.lost)
}

/// Makes the index; gives the bytes at each of its [`PLACES`].
fn make(
    site: &Site,
    elsewhere: &mut Elsewhere,
    options: &Options,
    program: u128,
    writer: &Writer,
) -> io::Result<[u64; 2]> {
    let base = site.config.base_url.as_ref().map(crate::config::BaseUrl::as_str);
    let mut builder = IndexBuilder::new(options);
    let issues: Vec<IssueId> = site.issue_ids().collect();
    let days = issues.iter().map(|&id| (site.issue(id).issue.date, site.articles_of(id).count()));
    for stretch in stretches(days) {
        let issues = &issues[stretch];
        if begin(&mut builder, site, issues, program)? {
            continue;
        }
        for &id in issues {
            if let Some(part) = site.issue(id).part {
                for (id, text) in elsewhere.issue(id, part) {
                    add(&mut builder, site.article(id), &text.title, &text.text)?;
                }
                continue;
            }
            let issue = site.text(id)?;
            for (article, id) in issue.articles.iter().zip(site.articles_of(id)) {
                add(
                    &mut builder,
                    site.article(id),
                    &title(article.kicker.as_deref(), &article.title, article.subtitle.as_deref()),
                    &text(article),
                )?;
            }
        }
    }
    let mut sum = 0;
    let summary = builder.finish(&mut |path, bytes| {
        sum += bytes.len() as u64;
        writer.write(path, &bytes);
    })?;
    let json = search_json(&site.config.title, base, &summary);
    writer.write("search.json", json.as_bytes());
    Ok([sum, json.len() as u64])
}

/// Begins a stretch of issues; gives whether all of it was left by an earlier build. Parts are
/// read one article after the other, so none of theirs may be left out.
fn begin(builder: &mut IndexBuilder, site: &Site, issues: &[IssueId], program: u128) -> io::Result<bool> {
    let nodes = issues.iter().map(|&id| site.issue(id));
    let is_own = nodes.clone().all(|node| node.part.is_none());
    let hashes: Vec<u128> = nodes.map(|node| node.issue.hash).collect();
    let articles = || issues.iter().flat_map(|&id| site.articles_of(id)).map(|id| site.article(id));
    let pages: Vec<String> = articles().map(|article| article.page.text()).collect();
    let documents: Vec<_> = articles().zip(&pages).map(|(article, page)| document(article, page, "", "")).collect();
    builder.stretch(is_own.then(|| digest(&(program, hashes))), &documents)
}

/// Adds one article.
fn add(builder: &mut IndexBuilder, article: &Entry, title: &str, text: &str) -> io::Result<()> {
    builder.add(&document(article, &article.page.text(), title, text))
}

/// What the site knows of an article, and what is searched of it.
fn document<'a>(article: &'a Entry, page: &'a str, title: &'a str, text: &'a str) -> Document<'a> {
    Document {
        url: article.route.as_str(),
        title,
        date: article.date,
        page,
        text,
        districts: &article.districts,
        reporters: &article.signed.reporters,
        columns: article.column.as_deref().map_or(&[], std::slice::from_ref),
        kind: article.kind.name(),
    }
}

/// The headline; with a kicker or a deck three lines: kicker, headline, deck. To a search a line
/// end is a space, to the page that shows what was found it tells them apart.
fn title(kicker: Option<&str>, title: &str, deck: Option<&str>) -> String {
    // Front matter by hand may hold a line end.
    let [kicker, title, deck] = [kicker, Some(title), deck].map(|part| part.unwrap_or_default().replace('\n', " "));
    if kicker.is_empty() && deck.is_empty() {
        title
    } else {
        format!("{kicker}\n{title}\n{deck}").trim_end().to_owned()
    }
}

/// Dateline and body, a line a block, and the bylines in a line at the end, where they do not
/// come between the beginning of the text and a reader of the result.
fn text(article: &Article) -> String {
    let mut text = String::new();
    if let Some(dateline) = &article.dateline {
        text.push_str(dateline);
        text.push('\u{3000}');
    }
    for block in &article.body {
        match block {
            Block::Paragraph(line) | Block::Heading { text: line, .. } => text.push_str(line),
            Block::Markdown(source) => text.push_str(&plain(source)),
        }
        text.push('\n');
    }
    text.push_str(&byline(article));
    text.truncate(text.trim_end().len());
    text
}

/// Roles and names as printed, then those who are indexed without standing there.
fn byline(article: &Article) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut role = "";
    for credit in &article.byline {
        if credit.role != role {
            parts.push(&credit.role);
            role = &credit.role;
        }
        parts.push(&credit.name);
    }
    let named = |name: &String| article.byline.iter().any(|credit| credit.name.trim() == name);
    parts.extend(article.reporters.iter().filter(|name| !named(name)).map(String::as_str));
    parts.join(" ")
}

/// Hand-written Markdown as the page shows it: without its marks, but with the numbers of
/// lists and the descriptions of pictures.
fn plain(source: &str) -> String {
    let mut text = String::new();
    let events = Parser::new_ext(source, Extensions::ENABLE_TABLES | Extensions::ENABLE_STRIKETHROUGH);
    for (event, range) in events.into_offset_iter() {
        match event {
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Item) => {
                let item = source.get(range).unwrap_or_default();
                let marker = item.split_whitespace().next().unwrap_or_default();
                if marker.starts_with(|c: char| c.is_ascii_digit()) {
                    text.push_str(marker);
                    text.push(' ');
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::TableHead | TagEnd::TableRow) => {
                text.push('\n');
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::{plain, title};

    #[test]
    fn kicker_and_deck_have_lines_of_their_own() {
        assert_eq!(title(None, "株洲 新事", None), "株洲 新事");
        assert_eq!(title(None, "株洲 新事", Some("副题")), "\n株洲 新事\n副题");
        assert_eq!(title(Some("引题\n二"), "株洲 新事", Some("副题")), "引题 二\n株洲 新事\n副题");
        assert_eq!(title(Some("引题"), "株洲 新事", None), "引题\n株洲 新事");
    }

    #[test]
    fn markdown_is_searched_as_it_is_shown() {
        assert_eq!(plain("湘江**战役**，见[《史料》](https://example.org/a)。"), "湘江战役，见《史料》。");
        assert_eq!(plain("1. 醴陵窑\n2. 炎帝陵\n"), "1. 醴陵窑\n2. 炎帝陵");
        assert_eq!(plain("![沱江风光](a.jpg)\n\n- 甲\n- 乙"), "沱江风光\n甲\n乙");
        assert_eq!(plain("| 区 | 人 |\n|---|---|\n| 攸县 | 81万 |"), "区\n人\n\n攸县\n81万");
    }
}
