//! Markdown files back to articles, and ordinary pages of the site.
//!
//! Whatever a hand-written file leaves out comes from its name ([`ArticleDefaults`]); whatever
//! is wrong in it costs the field and a message.

use std::ops::Range;

use toml::de::DeValue;

use super::{
    FORMAT,
    blocks::{Placed, blocks},
    front::{self, Fields, Split},
};
use crate::{
    diag::{Diagnostic, Place, Warned},
    press::{Article, Block, Credit, Folio, IssueDate, Kind, Slug, SourceRef, UNTITLED, slugify},
    source::SourceText,
};

/// What the name of a file says of the article in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleDefaults {
    /// Date of the issue.
    pub date: IssueDate,
    /// The page.
    pub page: Folio,
    /// Name of the page.
    pub section: Option<String>,
    /// Order on the page, from 1.
    pub position: u32,
    /// Slug, where the file's name carries one.
    pub slug: Option<Slug>,
}

/// An article from a Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The article.
    pub article: Article,
    /// Whether its front matter says which districts it is about, be it none. One that is silent
    /// leaves that to the gazetteer.
    pub names_districts: bool,
}

/// An ordinary Markdown page of the site (`content/about.md`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Path below the content folder, with `/`, without its extension.
    pub path: String,
    /// Title from the front matter, the first heading, or the file's name.
    pub title: String,
    /// One sentence for listings and search engines.
    pub description: Option<String>,
    /// The body, without a first heading that served as the title.
    pub body: Vec<Block>,
}

/// Reads one article from a file of its own.
pub fn read_article(text: &SourceText, defaults: &ArticleDefaults) -> Warned<Written> {
    article(text, 0..text.as_str().len(), defaults)
}

/// Reads a page that is already Markdown: one article after the other, each with a front
/// matter of its own or under a `# headline`.
pub fn read_page(text: &SourceText, defaults: &ArticleDefaults) -> Warned<Vec<Written>> {
    let mut diagnostics = Vec::new();
    let mut articles: Vec<Written> = Vec::new();
    for chunk in chunks(text.as_str()) {
        let position = defaults.position + u32::try_from(articles.len()).unwrap_or(0);
        let defaults = ArticleDefaults { position, slug: None, ..defaults.clone() };
        articles.push(article(text, chunk, &defaults).drain_into(&mut diagnostics));
    }
    Warned { value: articles, diagnostics }
}

/// Reads an ordinary page. `path` is its path below the content folder, without extension.
pub fn read_document(text: &SourceText, path: &str) -> Warned<Document> {
    let split = front::split(text.as_str(), 0..text.as_str().len());
    let mut fields = Fields::read(text, split.toml.clone());
    note_fences(text, &split, &mut fields.diagnostics);
    let mut placed = blocks(&text.as_str()[split.body]);
    let title = match fields.text("title") {
        Some(title) => {
            // A heading that only repeats the title is not shown twice.
            if matches!(placed.first(), Some(Placed { block: Block::Heading { level: 1, text, .. }, .. }) if *text == title)
            {
                placed.remove(0);
            }
            title
        }
        None => {
            let name = path.rsplit('/').next().unwrap_or(path);
            take_first_heading(&mut placed).unwrap_or_else(|| name.to_owned())
        }
    };
    let document =
        Document { path: path.to_owned(), title, description: fields.text("description"), body: below_title(placed) };
    Warned { value: document, diagnostics: fields.diagnostics }
}

/// The ranges of a page's articles: each starts at a front matter, or at a `# headline` that
/// no front matter went before.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let fences: Vec<_> = front::fences(text).collect();
    let mut starts: Vec<usize> = fences.iter().step_by(2).map(|fence| fence.start).collect();
    if starts.len() < 2 {
        let body = front::split(text, 0..text.len()).body;
        let headlines = blocks(&text[body.clone()]).into_iter().filter(|placed| is_headline(&placed.block));
        let found: Vec<usize> = headlines.map(|placed| body.start + placed.span.start).collect();
        if found.len() > 1 || (starts.is_empty() && found.len() == 1) {
            starts = found;
        }
    }
    // Text before the first mark belongs to the first article: nothing may be lost.
    if let Some(first) = starts.first_mut() {
        *first = 0;
    } else {
        starts.push(0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect()
}

fn is_headline(block: &Block) -> bool {
    matches!(block, Block::Heading { level: 1, .. })
}

fn article(text: &SourceText, range: Range<usize>, defaults: &ArticleDefaults) -> Warned<Written> {
    let split = front::split(text.as_str(), range);
    let mut fields = Fields::read(text, split.toml.clone());
    note_fences(text, &split, &mut fields.diagnostics);
    fields.note_strangers();
    note_format(&mut fields);
    let mut placed = blocks(&text.as_str()[split.body.clone()]);
    let title = fields.text("title").or_else(|| take_first_heading(&mut placed)).unwrap_or_else(|| {
        let place = text.place(split.body.start..split.body.start);
        let message = Diagnostic::warning("no-title", "the article has no title").at(place);
        fields.diagnostics.push(message.hint("write title = \"…\" in the front matter or `# …` above the text"));
        UNTITLED.to_owned()
    });
    let byline = byline(&mut fields);
    let names: Vec<String> = byline.iter().map(|credit| credit.name.clone()).collect();
    let column = column(&mut fields);
    let districts = fields.texts("taxonomies.districts");
    let names_districts = districts.is_some();
    let slug = fields.field("slug", "a-z, 0-9 and single hyphens", |value| Slug::parse(value.as_str()?).ok());
    let article = Article {
        date: fields.field("date", "a date such as 2023-01-02", front::date).unwrap_or(defaults.date),
        page: fields
            .field("extra.page", "a page such as \"01\"", front::folio)
            .unwrap_or_else(|| defaults.page.clone()),
        position: fields.field("extra.position", "a number from 1", position).unwrap_or(defaults.position),
        slug: slug.or_else(|| defaults.slug.clone()).unwrap_or_else(|| slugify(&title)),
        kind: kind(&mut fields),
        kicker: fields.text("extra.kicker"),
        subtitle: fields.text("extra.subtitle"),
        column: column.or_else(|| fields.text("extra.column")),
        section: fields.text("extra.section").or_else(|| defaults.section.clone()),
        dateline: fields.text("extra.dateline"),
        authors: fields.texts("authors").unwrap_or_else(|| names.clone()),
        reporters: fields.texts("taxonomies.reporters").unwrap_or(names),
        byline,
        districts: districts.unwrap_or_default(),
        continued_on: fields.field("extra.continued_on", "a page such as \"02\"", front::folio),
        continued_from: fields.field("extra.continued_from", "a page such as \"01\"", front::folio),
        source: fields.field("extra.source", "a table with file and lines", source),
        uncertain: fields.texts("extra.uncertain").unwrap_or_default(),
        body: below_title(placed),
        title,
    };
    Warned { value: Written { article, names_districts }, diagnostics: fields.diagnostics }
}

/// The place of a field (`date`, `extra.page`) in a file of one article; its first line when there is none.
pub fn place_of(text: &SourceText, field: &str) -> Place {
    let split = front::split(text.as_str(), 0..text.as_str().len());
    Fields::read(text, split.toml).place(field).unwrap_or_else(|| text.place(0..0))
}

fn note_fences(text: &SourceText, split: &Split, diagnostics: &mut Vec<Diagnostic>) {
    if split.unclosed {
        let place = text.place(split.body.start..split.body.start + 3);
        let message = Diagnostic::error("front-matter", "the front matter is never closed").at(place);
        diagnostics.push(message.hint("write a line `+++` after its last field; all of it was read as text"));
    }
    if let (None, Some(yaml)) = (&split.toml, front::yaml(&text.as_str()[split.body.clone()])) {
        let place = text.place(split.body.start + yaml.start..split.body.start + yaml.end);
        let message = Diagnostic::error("front-matter", "a front matter between `---` is not read").at(place);
        diagnostics.push(message.hint("write it in TOML between two lines `+++`; all of it was read as text"));
    }
}

/// Formats of later versions are read as far as they are known.
fn note_format(fields: &mut Fields<'_>) {
    let format = fields.field("extra.format", "a number", front::number::<i64>);
    if let (Some(format), Some(place)) = (format.filter(|format| *format > FORMAT), fields.place("extra.format")) {
        let message = format!("the file is of format {format}, and this version of zzsite reads format {FORMAT}");
        let hint = "what it does not know was left out: update zzsite, or write the fields as docs/format.md says";
        fields.diagnostics.push(Diagnostic::warning("front-matter-format", message).at(place).hint(hint));
    }
}

fn position(value: &DeValue<'_>) -> Option<u32> {
    front::number(value).filter(|position| *position > 0)
}

/// The column: an article stands in one.
fn column(fields: &mut Fields<'_>) -> Option<String> {
    let mut columns = fields.texts("taxonomies.columns")?.into_iter();
    let first = columns.next();
    if let (Some(_), Some(place)) = (columns.next(), fields.place("taxonomies.columns")) {
        let message = "an article stands in one column: the first was taken";
        let hint = "leave one name in the list";
        fields.diagnostics.push(Diagnostic::warning("front-matter", message).at(place).hint(hint));
    }
    first
}

/// Takes a leading `# headline` out of the body.
fn take_first_heading(placed: &mut Vec<Placed>) -> Option<String> {
    let Block::Heading { level: 1, text, .. } = &placed.first()?.block else { return None };
    let title = text.clone();
    placed.remove(0);
    Some(title)
}

/// The blocks of a body; the page has its one `h1` in the title, so none is left in the text.
fn below_title(placed: Vec<Placed>) -> Vec<Block> {
    let lower = |block| match block {
        Block::Heading { level: 1, text, id } => Block::Heading { level: 2, text, id },
        other => other,
    };
    placed.into_iter().map(|placed| lower(placed.block)).collect()
}

fn kind(fields: &mut Fields<'_>) -> Kind {
    let names = Kind::ALL.map(Kind::name).join(", ");
    fields.field("extra.kind", &format!("one of {names}"), |value| Kind::from_name(value.as_str()?)).unwrap_or_default()
}

/// `extra.byline`, or the authors with no role.
fn byline(fields: &mut Fields<'_>) -> Vec<Credit> {
    if let Some(credits) = fields.field("extra.byline", "a list of { role = \"…\", name = \"…\" }", credits) {
        return credits;
    }
    let authors = fields.texts("authors").unwrap_or_default();
    authors.into_iter().map(|name| Credit { role: String::new(), name }).collect()
}

fn credits(value: &DeValue<'_>) -> Option<Vec<Credit>> {
    let credit = |item: &DeValue<'_>| {
        let table = item.as_table()?;
        let part = |key: &str| table.get(key).map_or(Some(String::new()), |part| front::text(part.get_ref()));
        Some(Credit { role: part("role")?, name: part("name")? })
    };
    value.as_array()?.iter().map(|item| credit(item.get_ref())).collect()
}

fn source(value: &DeValue<'_>) -> Option<SourceRef> {
    let table = value.as_table()?;
    let pair = |item: &DeValue<'_>| match item
        .as_array()?
        .iter()
        .map(|n| front::number(n.get_ref()))
        .collect::<Vec<_>>()[..]
    {
        [Some(from), Some(to)] => Some((from, to)),
        _ => None,
    };
    let lines =
        table.get("lines")?.get_ref().as_array()?.iter().map(|item| pair(item.get_ref())).collect::<Option<_>>()?;
    Some(SourceRef { file: front::text(table.get("file")?.get_ref())?, lines })
}
