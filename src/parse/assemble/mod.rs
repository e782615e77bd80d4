//! From a draft to an article: names, datelines, jump marks and signatures go to their fields,
//! the rest is the body, character for character.

mod parts;

use self::parts::{Parts, Piece};
use super::{
    byline, chars,
    draft::{self, Draft},
    evidence,
    lines::Unit,
    roles::Role,
};
use crate::{
    gazetteer::Gazetteer,
    press::{Article, Block, Folio, IssueDate, Kind, Slug, SourceRef, UNTITLED, slugify},
    taken::Taken,
};

/// What all articles of a page share.
pub(super) struct Frame<'a> {
    pub(super) date: IssueDate,
    pub(super) page: Folio,
    pub(super) section: Option<String>,
    pub(super) file: String,
    /// The name of the paper where a dateline tells it (株洲日报讯).
    pub(super) paper: Option<String>,
    pub(super) gazetteer: &'a Gazetteer,
}

/// Makes the article of a draft. `position` counts from 1, `taken` are the slugs of the page so far.
pub(super) fn article(
    units: &[Unit<'_>],
    mut draft: Draft,
    frame: &Frame<'_>,
    position: u32,
    taken: &mut Taken<Slug>,
) -> Article {
    let lines = super::lines::ranges(units, &mut draft.units());
    let is_item = |i: &&draft::Item| i.head || i.text.starts_with(chars::is_bullet);
    let items = draft.items.iter().filter(is_item).count();
    let mut parts = Parts::of(std::mem::take(&mut draft.items));
    let draft = &draft;
    parts.jumps(units, draft);
    let mut stack = headline(units, draft);
    let mut column = draft.column.map(|u| units[u].text.trim_matches(chars::is_bullet).trim().to_owned());
    if stack.title.is_empty() {
        // 编者按 and nothing else over a text: it is the headline.
        stack.title = column.take().unwrap_or_default();
    }
    let digest = items >= 2 && draft::is_digest(&stack.title);
    parts.bylines(units, draft, digest);
    parts.credits(units, draft);
    byline::own_paper(&mut parts.byline, frame.paper.as_deref());
    let title = if stack.title.is_empty() { UNTITLED.to_owned() } else { stack.title };
    let slug = taken.claim(slugify(&title));
    let kind = kind(&title, column.is_some(), draft, &parts, digest);
    if kind == Kind::Column {
        parts.byline.iter_mut().filter(|c| c.role.is_empty()).for_each(|c| c.role = "作者".to_owned());
    }
    let mut uncertain = draft.uncertain.clone();
    if title == UNTITLED {
        uncertain.push("没有读到标题".to_owned());
    }
    let people = unique(parts.byline.iter().map(|c| &c.name).filter(|name| !byline::is_body(name)));
    Article {
        date: frame.date,
        page: frame.page.clone(),
        position,
        slug,
        kind,
        title,
        kicker: stack.kicker,
        subtitle: stack.subtitle,
        column,
        section: frame.section.clone(),
        dateline: parts.dateline.clone(),
        authors: people.clone(),
        reporters: people,
        districts: Vec::new(),
        continued_on: parts.on.clone(),
        continued_from: parts.from.clone(),
        source: Some(SourceRef { file: frame.file.clone(), lines }),
        uncertain,
        body: body(parts.pieces, frame.gazetteer),
        byline: parts.byline,
    }
}

fn unique<'n>(names: impl Iterator<Item = &'n String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    names.for_each(|name| {
        if !out.contains(name) {
            out.push(name.clone());
        }
    });
    out
}

struct Stack {
    kicker: Option<String>,
    title: String,
    subtitle: Option<String>,
}

fn headline(units: &[Unit<'_>], draft: &Draft) -> Stack {
    let of = |role: Role| {
        let lines: Vec<&str> =
            draft.stack.iter().filter(|(_, r)| *r == role).map(|(u, _)| units[*u].text.as_ref()).collect();
        (!lines.is_empty()).then(|| lines.join(" "))
    };
    match of(Role::Title) {
        Some(title) => Stack { kicker: of(Role::Kicker), title, subtitle: of(Role::Deck) },
        // A stack whose lines were all read as companions: the first of them is the headline.
        None => {
            let mut lines = draft.stack.iter().map(|(u, _)| units[*u].text.to_string());
            let title = lines.next().unwrap_or_default();
            let rest: Vec<String> = lines.collect();
            Stack { kicker: None, title, subtitle: (!rest.is_empty()).then(|| rest.join(" ")) }
        }
    }
}

/// Characters of the longest line of verse.
const VERSE: usize = 20;

/// Whether these paragraphs are verse: all of one length, or many and nearly all of them short.
fn is_verse<'p>(paragraphs: impl Iterator<Item = &'p str>) -> bool {
    // Beyond a line of verse, the length does not matter.
    let length = |text| if chars::is_longer(text, VERSE) { VERSE + 1 } else { chars::len(text) };
    let lengths: Vec<usize> = paragraphs.map(length).collect();
    let even = lengths.len() >= 2 && lengths.iter().all(|l| *l <= 16 && *l == lengths[0]);
    even || lengths.len() >= 6 && lengths.iter().filter(|l| **l <= VERSE).count() * 10 >= lengths.len() * 8
}

/// What sort of piece it is. A bare name under a standing column is its author (作者).
fn kind(title: &str, column: bool, draft: &Draft, parts: &Parts, digest: bool) -> Kind {
    let paragraphs = || parts.pieces.iter().filter(|piece| !piece.head);
    let names_only = !parts.byline.is_empty() && parts.byline.iter().all(|c| c.role.is_empty() || c.role == "作者");
    let comments = ["时评", "锐评", "评论", "社论", "钟声", "快评", "今日谈", "思想纵横"];
    let notices = ["公告", "通告", "公示", "启事", "名单", "招标", "通知", "声明", "讣告", "更正"];
    let column_text = draft.column.is_some();
    if evidence::is_photo_title(title)
        || (parts.photo && paragraphs().count() <= 2 && parts.dateline.is_none() && draft.bylines.is_empty())
    {
        Kind::Photo
    } else if digest {
        Kind::Digest
    } else if names_only && is_verse(paragraphs().map(|piece| piece.text.as_str())) {
        Kind::Poem
    } else if comments.iter().any(|c| title.contains(c))
        || parts.byline.iter().any(|c| c.role.contains("评论员") || c.name.contains("评论员"))
    {
        Kind::Commentary
    } else if column && column_text && names_only {
        Kind::Column
    } else if notices.iter().any(|n| title.ends_with(n)) && parts.byline.is_empty() {
        Kind::Notice
    } else {
        Kind::News
    }
}

fn body(pieces: Vec<Piece>, gazetteer: &Gazetteer) -> Vec<Block> {
    let mut ids = Taken::default();
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let trimmed = chars::trim(&piece.text);
        let text = if trimmed.len() == piece.text.len() { piece.text } else { trimmed.to_owned() };
        if text.is_empty() {
            continue;
        }
        if !piece.head {
            out.push(Block::Paragraph(text));
            continue;
        }
        let id = ids.claim(heading_slug(&text, gazetteer));
        out.push(Block::Heading { level: 2, text, id: Some(id) });
    }
    out
}

/// The slug of the district a heading is led by (`茶陵县：…`), else that of its words.
fn heading_slug(text: &str, gazetteer: &Gazetteer) -> Slug {
    let label = text.split(['：', ':', ' ', '\u{3000}']).next().unwrap_or_default();
    let leads = |name: &str| !name.is_empty() && label == name;
    let district =
        gazetteer.districts().iter().find(|d| leads(&d.name) || d.aliases.iter().chain(&d.former).any(|a| leads(a)));
    district.map_or_else(|| slugify(text), |d| d.slug.clone())
}
