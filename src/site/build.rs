//! From issues, pages and pictures to the site: the steps of [`super`], in order.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use super::{
    ArticleId, ArticleNode, Copy, Doc, DocNode, IssueId, IssueNode, PageNode, PartNode, Picture, PlacedPicture,
    Purpose, Route, Site,
    calendar::calendar,
    index::Topics,
    outline::{Outline, outline},
    sections::doc_anchors,
    text::Text,
};
use crate::{
    config::{Config, Routes},
    diag::{Diagnostic, Place, Warned},
    press::{Folio, Issue, IssueDate, Slug, slugify},
    taken::Taken,
};

/// An issue to be put into the site.
#[derive(Debug, Clone)]
pub struct Input {
    /// What is kept of it.
    pub outline: Arc<Outline>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where an issue comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// The content folder: this site makes its pages.
    Content {
        /// All of it.
        text: Text,
        /// Hash of the content files it was read from.
        source: u128,
    },
    /// A part of the archive, which has made its pages. The routes are those below the root of
    /// the whole.
    Part {
        /// The part, as an index into [`Contents::parts`].
        part: usize,
        /// Its page.
        route: Route,
        /// Its newspaper pages, as many and in the same order as in the outline.
        pages: Vec<PageNode>,
        /// Pictures of its articles, by place in the issue.
        pictures: BTreeMap<usize, Vec<PlacedPicture>>,
    },
}

/// What a site is made of.
#[derive(Debug, Default)]
pub struct Contents {
    /// Issues by date, one for each.
    pub issues: Vec<Input>,
    /// Parts of the archive, which issues refer to.
    pub parts: Vec<PartNode>,
    /// Ordinary pages.
    pub docs: Vec<Doc>,
    /// Pictures of issues from the content folder.
    pub pictures: Vec<Picture>,
}

/// Builds the site model from whole issues, which stay in memory.
pub fn build(config: &Config, issues: Vec<Issue>, docs: Vec<Doc>, pictures: Vec<Picture>) -> Warned<Site> {
    let mut diagnostics = Vec::new();
    let issues = in_order(issues, &mut diagnostics);
    let mut inputs = Vec::with_capacity(issues.len());
    for issue in issues {
        let outline = Arc::new(outline(&issue, config, &mut diagnostics));
        inputs.push(Input { outline, origin: Origin::Content { text: Text::Held(Arc::new(issue)), source: 0 } });
    }
    let contents = Contents { issues: inputs, parts: Vec::new(), docs, pictures };
    let site = assemble(config, contents).drain_into(&mut diagnostics);
    Warned { value: site, diagnostics }
}

/// Builds the site model. Whatever cannot be placed where it wants to be gets the next best
/// place and a diagnostic; nothing is dropped.
pub fn assemble(config: &Config, contents: Contents) -> Warned<Site> {
    let Contents { issues, parts, docs, pictures } = contents;
    let mut diagnostics = Vec::new();
    let mut pictures = by_place(pictures);
    let mut copies = Vec::new();
    let mut topics = Topics::of(config);
    let mut nodes = Vec::with_capacity(issues.len());
    // A list that grows leaves behind the room that became too small.
    let mut articles = Vec::with_capacity(issues.iter().map(|input| input.outline.articles.len()).sum());

    let no_pictures = Arc::new(Vec::new());
    for (at, Input { outline, mut origin }) in issues.into_iter().enumerate() {
        let (first, first_copy) = (articles.len(), copies.len());
        for (place_in_issue, entry) in outline.articles.iter().enumerate() {
            let pictures = match &mut origin {
                Origin::Part { pictures, .. } => pictures.remove(&place_in_issue).unwrap_or_default(),
                // Most archives have no pictures at all.
                Origin::Content { .. } if pictures.is_empty() => Vec::new(),
                Origin::Content { .. } => {
                    let found = pictures.remove(&(entry.date, entry.page.clone(), Purpose::Article(entry.position)));
                    place(found.unwrap_or_default(), entry.route.stem(), &mut copies)
                }
            };
            let places = topics.index(ArticleId::new(articles.len()), entry, &mut diagnostics);
            articles.push(ArticleNode {
                issue: IssueId::new(at),
                entry: Arc::clone(entry),
                districts: places.districts,
                reporters: places.reporters,
                column: places.column,
                pictures: if pictures.is_empty() { Arc::clone(&no_pictures) } else { Arc::new(pictures) },
                slots: OnceLock::new(),
            });
        }
        let (route, pages, source, text, part) = match origin {
            Origin::Content { text, source } => {
                let pages = page_nodes(IssueId::new(at), &outline, &config.routes, &mut pictures, &mut copies);
                (Route::made(config.routes.issue(outline.date)), pages, source, text, None)
            }
            Origin::Part { part, route, pages, .. } => (route, pages, 0, Text::Elsewhere, Some(part)),
        };
        let copies = first_copy..copies.len();
        nodes.push(IssueNode { route, pages, first, copies, source, part, text, issue: outline });
    }

    diagnostics.extend(pictures.into_values().flatten().map(|picture| homeless(&picture)));
    let docs = place_docs(docs, config, &mut diagnostics);
    let years = calendar(nodes.iter().map(|node| node.issue.date), &config.routes);
    let (districts, reporters, columns) = topics.finish();
    let config = config.clone();
    let photos = (0..).zip(&articles).filter(|(_, node)| node.is_photo()).map(|(at, _)| ArticleId::new(at)).collect();
    Warned {
        value: Site {
            config,
            issues: nodes,
            districts,
            reporters,
            columns,
            years,
            docs,
            copies,
            parts,
            articles,
            photos,
        },
        diagnostics,
    }
}

/// Issues by date; two of one date are put together, the pages of the later one behind.
fn in_order(mut issues: Vec<Issue>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Issue> {
    issues.sort_by_key(|issue| issue.date);
    let mut ordered: Vec<Issue> = Vec::with_capacity(issues.len());
    for issue in issues {
        match ordered.last_mut().filter(|last| last.date == issue.date) {
            Some(last) => {
                diagnostics.push(Diagnostic::warning("issue-twice", format!("two issues of {}", issue.date)));
                append(last, issue);
            }
            None => ordered.push(issue),
        }
    }
    ordered
}

fn append(issue: &mut Issue, more: Issue) {
    let offset = issue.articles.len();
    issue.articles.extend(more.articles);
    for mut page in more.pages {
        page.entries.iter_mut().for_each(|entry| entry.article += offset);
        match issue.pages.iter_mut().find(|old| old.folio == page.folio) {
            Some(old) => {
                old.entries.append(&mut page.entries);
                old.furniture.append(&mut page.furniture);
            }
            None => issue.pages.push(page),
        }
    }
    issue.pages.sort_by(|a, b| a.folio.cmp(&b.folio));
}

type PicturePlace = (IssueDate, Folio, Purpose);

fn by_place(mut pictures: Vec<Picture>) -> BTreeMap<PicturePlace, Vec<Picture>> {
    pictures.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.source.cmp(&b.source)));
    let mut places: BTreeMap<PicturePlace, Vec<Picture>> = BTreeMap::new();
    for picture in pictures {
        places.entry((picture.date, picture.page.clone(), picture.purpose)).or_default().push(picture);
    }
    places
}

/// Addresses for pictures: `stem.jpg`, then `stem-2.jpg`.
fn place(pictures: Vec<Picture>, stem: &str, copies: &mut Vec<Copy>) -> Vec<PlacedPicture> {
    let mut placed = Vec::with_capacity(pictures.len());
    for (at, picture) in pictures.into_iter().enumerate() {
        let ending = picture.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let ending = ending.filter(|ending| super::PICTURE_ENDINGS.contains(&ending.as_str()));
        let number = if at == 0 { String::new() } else { format!("-{}", at + 1) };
        let route = Route::made(format!("{stem}{number}.{}", ending.as_deref().unwrap_or("jpg")));
        copies.push(Copy::Picture { from: picture.source, to: route.clone() });
        placed.push(PlacedPicture { name: picture.name, route, size: picture.size });
    }
    placed
}

/// Addresses for pictures that articles name: below the page, under their own names.
fn place_named(pictures: Vec<Picture>, stem: &str, copies: &mut Vec<Copy>) -> Vec<PlacedPicture> {
    let mut taken = Taken::default();
    let mut placed = Vec::with_capacity(pictures.len());
    for picture in pictures {
        let (name, _) = picture.name.rsplit_once('.').unwrap_or((&picture.name, ""));
        let stem = format!("{stem}/pictures/{}", taken.claim(slugify(name)));
        placed.extend(place(vec![picture], &stem, copies));
    }
    placed
}

fn page_nodes(
    id: IssueId,
    issue: &Outline,
    routes: &Routes,
    pictures: &mut BTreeMap<PicturePlace, Vec<Picture>>,
    copies: &mut Vec<Copy>,
) -> Vec<PageNode> {
    let mut nodes = Vec::with_capacity(issue.pages.len());
    for (place, page) in issue.pages.iter().enumerate() {
        let route = Route::made(routes.page(issue.date, &page.folio));
        let mut take = |purpose| pictures.remove(&(issue.date, page.folio.clone(), purpose)).unwrap_or_default();
        let facsimile = self::place(take(Purpose::Page), route.stem(), copies).into_iter().next().map(Box::new);
        let named = place_named(take(Purpose::Named), route.stem(), copies);
        let raw = page.source.as_ref().map(|_| {
            let to = Route::made(format!("{}.txt", route.stem()));
            copies.push(Copy::RawText { issue: id, page: place as u32 });
            to
        });
        nodes.push(PageNode { route, facsimile, named, raw });
    }
    nodes
}

fn homeless(picture: &Picture) -> Diagnostic {
    let message = match picture.purpose {
        Purpose::Article(position) => format!("no article {position} on page {} of {}", picture.page, picture.date),
        Purpose::Page | Purpose::Named => format!("no page {} in the issue of {}", picture.page, picture.date),
    };
    Diagnostic::warning("picture-without-place", message)
        .at(Place::file(picture.source.to_string_lossy()))
        .hint("name the picture after a page (01.jpg) or put it into the folder of one")
}

/// Ordinary pages by path: `about.md` → `about/index.html`, `help/print.md` →
/// `help/print/index.html`.
fn place_docs(mut docs: Vec<Doc>, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Vec<DocNode> {
    docs.sort_by(|a, b| a.path.cmp(&b.path));
    let parts = config.parts.iter().map(|part| part.route.as_str());
    let reserved: Vec<&str> = config.routes.folders().chain(parts).collect();
    let is_reserved = |slug: &str| reserved.contains(&slug) || is_date(slug);
    let mut folders: BTreeMap<String, Taken<Slug>> = BTreeMap::new();
    let mut nodes = Vec::with_capacity(docs.len());
    for doc in docs {
        let (above, name) = doc.path.rsplit_once('/').unwrap_or(("", &doc.path));
        let mut folder = String::new();
        for (depth, part) in above.split('/').filter(|part| !part.is_empty()).enumerate() {
            let slug = slugify(part);
            let kept = depth > 0 || !is_reserved(slug.as_str());
            folder.push_str(&if kept { format!("{slug}/") } else { format!("{slug}-pages/") });
        }
        let wanted = slugify(name);
        let reserved: &[&str] = if folder.is_empty() { &reserved } else { &["index"] };
        let taken = folders.entry(folder.clone()).or_insert_with(|| Taken::reserving(reserved));
        let slug = match folder.is_empty() && is_reserved(wanted.as_str()) {
            true => taken.claim(slugify(&format!("page {name}"))),
            false => taken.claim(wanted.clone()),
        };
        if slug != wanted {
            let message = format!("the address of this page is taken; using `{folder}{slug}/`");
            diagnostics.push(Diagnostic::warning("address-taken", message).at(Place::file(format!("{}.md", doc.path))));
        }
        let route = Route::made(format!("{folder}{slug}/index.html"));
        nodes.push(DocNode { anchors: doc_anchors(&doc.body), route, doc });
    }
    nodes
}

/// Whether a name at the root looks like a date: the calendar's, whatever its pattern.
fn is_date(slug: &str) -> bool {
    slug.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}
