//! From a draft to an article: names, datelines, jump marks and signatures go to their fields,
//! the rest is the body, character for character.

use super::{
    byline, chars, dateline,
    draft::{self, Draft},
    evidence,
    glance::{Glance, Kinds},
    lines::Unit,
    marks,
    roles::Role,
};
use crate::{
    gazetteer::Gazetteer,
    press::{
        Article, Block, Credit, Folio, IssueDate, Kind, Slug, SourceRef, UNTITLED, slugify, unique as unique_slug,
    },
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
    taken: &mut Vec<Slug>,
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
    let slug = unique_slug(slugify(&title), |s| taken.contains(s));
    taken.push(slug.clone());
    let kind = kind(&title, column.is_some(), draft, &parts, digest);
    if kind == Kind::Column {
        parts.byline.iter_mut().filter(|c| c.role.is_empty()).for_each(|c| c.role = "作者".to_owned());
    }
    let mut uncertain = draft.uncertain.clone();
    if title == UNTITLED {
        uncertain.push("没有读到标题".to_owned());
    }
    let people = || parts.byline.iter().map(|c| c.name.clone()).filter(|n| !byline::is_body(n));
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
        authors: unique(people()),
        reporters: unique(people()),
        districts: Vec::new(),
        continued_on: parts.on.clone(),
        continued_from: parts.from.clone(),
        source: Some(SourceRef { file: frame.file.clone(), lines }),
        uncertain,
        body: body(parts.pieces, frame.gazetteer),
        byline: parts.byline,
    }
}

/// The role of a name in a photo credit.
fn photo_role(printed: &str) -> String {
    let own = ["摄影", "供图", "绘图"].contains(&printed);
    if own { printed.to_owned() } else { "摄影".to_owned() }
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    names.for_each(|name| {
        if !out.contains(&name) {
            out.push(name);
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

/// A part of the body in the making.
struct Piece {
    head: bool,
    text: String,
    /// What one look at the text told, before marks were taken off it.
    glance: Glance,
}

impl Piece {
    /// A line that stays as it is printed.
    fn line(unit: &Unit<'_>) -> Self {
        Self { head: false, text: unit.text.to_string(), glance: unit.glance }
    }
}

struct Parts {
    pieces: Vec<Piece>,
    byline: Vec<Credit>,
    dateline: Option<String>,
    on: Option<Folio>,
    from: Option<Folio>,
    photo: bool,
}

impl Parts {
    fn of(items: Vec<draft::Item>) -> Self {
        let pieces = items.into_iter().map(|i| Piece { head: i.head, glance: i.glance, text: i.text }).collect();
        Self { pieces, byline: Vec::new(), dateline: None, on: None, from: None, photo: false }
    }

    /// Takes the jump marks off the first and the last paragraph, and those of their own line.
    fn jumps(&mut self, units: &[Unit<'_>], draft: &Draft) {
        for unit in &draft.jumps {
            if let Some(mark) = marks::jump(&units[*unit].text) {
                self.jump(&mark);
            }
        }
        for piece in &mut self.pieces {
            if !piece.glance.holds(Kinds::TURN.or(Kinds::JOIN)) {
                continue;
            }
            let Some(mark) = marks::jump(&piece.text) else { continue };
            piece.text.replace_range(mark.bytes.clone(), "");
            let trimmed = chars::trim(&piece.text).len();
            if trimmed < piece.text.len() {
                piece.text = chars::trim(&piece.text).to_owned();
            }
            match mark.way {
                marks::Jump::On => self.on = self.on.take().or(mark.page),
                marks::Jump::From => self.from = self.from.take().or(mark.page),
            }
        }
    }

    fn jump(&mut self, mark: &marks::JumpMark) {
        match mark.way {
            marks::Jump::On => self.on = mark.page.clone().or(self.on.take()),
            marks::Jump::From => self.from = mark.page.clone().or(self.from.take()),
        }
    }

    /// Gathers names from the lines under the headline, the first dateline and the signature.
    fn bylines(&mut self, units: &[Unit<'_>], draft: &Draft, digest: bool) {
        for unit in &draft.bylines {
            let text = &units[*unit].text;
            match byline::read(text) {
                Some(read) => self.add(read.credits),
                // A pen name (地一方) has no family name to be known by.
                None if chars::len(text) <= 4 => self.add(vec![Credit { role: String::new(), name: text.to_string() }]),
                None => self.pieces.insert(0, Piece::line(&units[*unit])),
            }
        }
        if digest {
            return;
        }
        self.first_dateline();
        for unit in &draft.tails {
            let text = &units[*unit].text;
            if !dateline::tail(text).is_some_and(|tail| self.sign(tail)) {
                self.pieces.push(Piece::line(&units[*unit]));
            }
        }
        let Some(last) = self.pieces.iter().rposition(|p| !p.head) else { return };
        if let Some(tail) = dateline::tail(&self.pieces[last].text) {
            let start = tail.start;
            if self.sign(tail) {
                let text = &mut self.pieces[last].text;
                text.truncate(start);
                text.truncate(text.trim_end().len());
            }
        }
    }

    fn first_dateline(&mut self) {
        for piece in self.pieces.iter_mut().filter(|p| !p.head) {
            let wired = piece.glance.holds(Kinds::WIRE.or(Kinds::NEWS));
            if let Some(found) = if wired { dateline::read(&piece.text) } else { None } {
                piece.text.replace_range(..found.end, "");
                self.dateline = Some(found.text);
                self.add(found.credits);
                return;
            }
            if let Some((credits, end)) = dateline::lead_byline(&piece.text) {
                piece.text.replace_range(..end, "");
                self.add(credits);
                return;
            }
        }
    }

    /// Takes a signature over; not when it names another dateline than the article opened with, for
    /// then it has to stay where it is printed.
    fn sign(&mut self, tail: dateline::Tail) -> bool {
        if self.dateline.is_some() && tail.dateline.is_some() && self.dateline != tail.dateline {
            return false;
        }
        self.dateline = self.dateline.take().or(tail.dateline);
        self.add(tail.credits);
        true
    }

    /// Photographers are named with the role 摄影; a credit without a person stays in the text.
    fn credits(&mut self, units: &[Unit<'_>], draft: &Draft) {
        for unit in &draft.credits {
            self.photo = true;
            let text = &units[*unit].text;
            let names = byline::credit(text).or_else(|| byline::read(text).map(|b| b.credits)).unwrap_or_default();
            if names.is_empty() {
                self.pieces.push(Piece::line(&units[*unit]));
            }
            self.add(names.into_iter().map(|c| Credit { role: photo_role(&c.role), ..c }).collect());
        }
    }

    fn add(&mut self, credits: Vec<Credit>) {
        for credit in credits {
            if !self.byline.iter().any(|c| c.name == credit.name) {
                self.byline.push(credit);
            }
        }
    }
}

/// What sort of piece it is. A bare name under a standing column is its author (作者).
fn kind(title: &str, column: bool, draft: &Draft, parts: &Parts, digest: bool) -> Kind {
    let paragraphs: Vec<usize> = parts.pieces.iter().filter(|p| !p.head).map(|p| chars::len(&p.text)).collect();
    let even = paragraphs.len() >= 2 && paragraphs.iter().all(|l| *l <= 16 && *l == paragraphs[0]);
    let verse =
        even || paragraphs.len() >= 6 && paragraphs.iter().filter(|l| **l <= 20).count() * 10 >= paragraphs.len() * 8;
    let names_only = !parts.byline.is_empty() && parts.byline.iter().all(|c| c.role.is_empty() || c.role == "作者");
    let comments = ["时评", "锐评", "评论", "社论", "钟声", "快评", "今日谈", "思想纵横"];
    let notices = ["公告", "通告", "公示", "启事", "名单", "招标", "通知", "声明", "讣告", "更正"];
    let column_text = draft.column.is_some();
    if evidence::is_photo_title(title)
        || (parts.photo && paragraphs.len() <= 2 && parts.dateline.is_none() && draft.bylines.is_empty())
    {
        Kind::Photo
    } else if digest {
        Kind::Digest
    } else if verse && names_only {
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
    let mut ids: Vec<Slug> = Vec::new();
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
        let id = unique_slug(heading_slug(&text, gazetteer), |s| ids.contains(s));
        ids.push(id.clone());
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
