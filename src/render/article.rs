//! The article page. The only place where a body is looked at.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Renderer, body,
    card::name,
    head::{About, Meta, link, meta, property},
    issue::page_label,
    markdown,
    text::published,
};
use crate::{
    cite,
    press::{Article, Block, Folio, Issue, IssueDate},
    site::{ArticleId, ArticleNode, Listing, Route, Topic, anchors},
    theme::{
        ThemeError,
        views::{ArticleView, CitationView, CreditView, EntryView, JumpView, LinkView, Once, PictureView, SeriesView},
    },
};

/// What shows an article.
const TEMPLATE: &str = "article.html";

/// Two sections or more get a list of contents.
const CONTENTS: usize = 2;

/// So many of those who wrote an article are followed to their other articles.
const SERIES_PEOPLE: usize = 2;

impl Renderer<'_> {
    /// `text` is its issue.
    pub(super) fn article(&self, id: ArticleId, text: Option<&Issue>, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let Some(article) = text.and_then(|text| text.articles.get(self.site.place_in_issue(id))) else {
            return Err(ThemeError::Other(format!("the text of {route} is lost")));
        };
        let view = self.article_view(id, article, route);
        let node = self.site.node(id);
        let issue = self.site.issue(node.issue);
        let paper = &self.site.config.paper;
        let date = self.date(node.issue);
        let folio = article.page.text();
        let label = page_label(&folio, article.section.as_deref());
        let words = first_of(&[&view.card.lead, &view.card.title]);
        let description = [paper, &date.text, "第", &folio, "版：", words].concat();
        let title = [&view.card.title, "（", &date.iso, " 第", &folio, "版）"].concat();
        let mut about: About<'_> = About::new("article", "archive", title, description);
        about.short_title = Some(view.card.title.to_string());
        about.crumbs = vec![link(date.text.as_str(), &issue.route)];
        if let Some(page) = self.site.page(node.issue, &article.page) {
            about.crumbs.push(link(label, &page.node.route));
        }
        if self.shows.structure {
            about.graph = self.article_ld(id, route, article, &view.card.title);
        }
        let path_of = |entry: &Option<_>| entry.as_ref().map(|entry: &EntryView<'_>| entry.path.to_owned());
        about.neighbours = (path_of(&view.prev), path_of(&view.next));
        about.image = self.preview(node, &article.page);
        if self.shows.metas {
            about.metas = self.article_metas(article, node, view.card.lang);
        }
        self.html(TEMPLATE, "article", &view, self.head(route, about), &[])
    }

    fn article_view(&self, id: ArticleId, article: &Article, route: &Route) -> ArticleView<'_> {
        let node = self.site.node(id);
        let anchors = anchors(&article.body, &self.site.config.gazetteer);
        let (before, after) = self.site.article_neighbours(id);
        let card = self.card(id);
        // A body that opens with a heading or a list has no paragraph to carry the dateline.
        let carried = matches!(article.body.first(), Some(Block::Paragraph(_)));
        let targets = ArticleTargets { renderer: self, node, route, shown: RefCell::default() };
        let body_html = body::article_html(
            &article.body,
            &anchors,
            article.dateline.as_deref().filter(|_| carried),
            &targets,
            &|text| self.shown(text),
        );
        let contents: Vec<LinkView> = anchors
            .iter()
            .filter(|anchor| anchor.level == 2)
            .map(|anchor| LinkView { label: self.shown(&anchor.text), path: format!("#{}", anchor.id) })
            .collect();
        // What stands in a series is not related, whether it is shown or not.
        let near = self.shows.series || self.shows.related;
        let (series, seen) = if near { self.series(id, node) } else { Default::default() };
        let related = if self.shows.related { self.site.related(id) } else { Vec::new() };
        let related = related.into_iter().filter(|other| !seen.contains(other));
        ArticleView {
            credits: self.credits(article, node),
            dateline: article.dateline.as_deref().filter(|_| !carried).map(|text| self.shown(text)),
            body_html,
            contents: if contents.len() >= CONTENTS { contents } else { Vec::new() },
            pictures: self.pictures_but(node, &card.title, &targets.shown.take()),
            continued_on: article.continued_on.as_ref().map(|folio| self.jump(node, folio)),
            continued_from: article.continued_from.as_ref().map(|folio| self.jump(node, folio)),
            uncertain: if self.site.config.display.show_uncertain { article.uncertain.clone() } else { Vec::new() },
            raw_path: self
                .site
                .page(node.issue, &article.page)
                .and_then(|page| page.node.raw.as_ref())
                .map(|route| route.as_str().to_owned()),
            citation: self.citation(article, route),
            prev: before.map(|id| self.entry_view(id)),
            next: after.map(|id| self.entry_view(id)),
            related: related.map(|id| self.entry_view(id)).collect(),
            series,
            length: node.length as usize,
            card,
        }
    }

    pub(super) fn pictures(&self, node: &ArticleNode, title: &str) -> Vec<PictureView> {
        self.pictures_but(node, title, &BTreeSet::new())
    }

    /// Its pictures, but for those `shown` in the text already, told by their names.
    fn pictures_but(&self, node: &ArticleNode, title: &str, shown: &BTreeSet<String>) -> Vec<PictureView> {
        let many = node.pictures.len() > 1;
        let alt =
            |at: usize| if many { format!("《{title}》配图之{}", at + 1) } else { format!("《{title}》配图") };
        let pictures = node.pictures.iter().enumerate().filter(|(_, picture)| !shown.contains(&picture.name));
        pictures.map(|(at, picture)| self.picture(picture, &alt(at))).collect()
    }

    /// Credits by role, in printed order; people with a page of their own are linked.
    fn credits(&self, article: &Article, node: &ArticleNode) -> Vec<CreditView> {
        let topics: BTreeMap<&str, &Topic> =
            self.site.reporters_of(node).map(|topic| (topic.name.as_str(), topic)).collect();
        let mut named = BTreeSet::new();
        let mut credits: Vec<CreditView> = Vec::new();
        for credit in &article.byline {
            let topic = topics.get(credit.name.trim());
            named.extend(topic.map(|topic| topic.name.as_str()));
            let name = LinkView {
                label: credit.name.clone(),
                path: topic.map(|topic| topic.route().as_str().to_owned()).unwrap_or_default(),
            };
            match credits.last_mut().filter(|last| last.role == credit.role) {
                Some(last) => last.names.push(name),
                None => credits.push(CreditView { role: credit.role.clone(), names: vec![name] }),
            }
        }
        // Whoever is indexed must be named on the page, so that the link goes both ways.
        let missing: Vec<LinkView> = self
            .site
            .reporters_of(node)
            .filter(|topic| !named.contains(topic.name.as_str()))
            .map(|topic| link(topic.name.clone(), topic.route()))
            .collect();
        if !missing.is_empty() {
            credits.push(CreditView { role: String::new(), names: missing });
        }
        credits
    }

    fn jump(&self, node: &ArticleNode, folio: &Folio) -> JumpView {
        let page = self.site.page(node.issue, folio);
        JumpView { folio: folio.text(), path: page.map(|page| page.node.route.as_str().to_owned()) }
    }

    fn citation(&self, article: &Article, route: &Route) -> CitationView {
        let url = self.absolute(route);
        let source = cite::Citation {
            authors: &article.authors,
            title: &article.title,
            paper: &self.site.config.paper,
            date: article.date,
            page: &article.page,
            slug: &article.slug,
            url: url.as_deref(),
        };
        let made = |shown, make: fn(&cite::Citation) -> String| if shown { make(&source) } else { String::new() };
        CitationView {
            gbt7714: made(self.shows.gbt7714, cite::gbt7714),
            bibtex: made(self.shows.bibtex, cite::bibtex),
            ris: made(self.shows.ris, cite::ris),
            ris_url: made(self.shows.ris_url, cite::ris_url),
            url,
        }
    }

    fn article_metas<'m>(
        &'m self,
        article: &'m Article,
        node: &ArticleNode,
        lang: Option<&'static str>,
    ) -> Vec<Meta<'m>> {
        let config = &self.site.config;
        let date = article.date;
        let (iso, page) = (date.text(), article.page.text());
        let slashed = iso.replace('-', "/");
        let source = [&config.paper, ", ", &iso, "(", &page, ")"].concat();
        let mut metas = Vec::with_capacity(24);
        metas.push(meta("citation_title", &article.title));
        for name in article.authors.iter().filter(|name| !name.trim().is_empty()) {
            metas.push(meta("citation_author", name));
        }
        metas.extend([
            meta("citation_publication_date", slashed),
            meta("citation_firstpage", page),
            meta("citation_language", lang.unwrap_or(&config.language)),
            meta("citation_publisher", &config.paper),
            meta("z:itemType", "newspaperArticle"),
            meta("DC.title", &article.title),
            meta("DC.date", iso),
            meta("DC.publisher", &config.paper),
            meta("DC.source", source),
        ]);
        for name in article.authors.iter().filter(|name| !name.trim().is_empty()) {
            metas.push(meta("DC.creator", name));
        }
        for topic in self.site.districts_of(node) {
            metas.push(Meta { property: Some("article:tag"), ..meta("DC.coverage", &topic.name) });
        }
        metas.push(property("article:published_time", published(date)));
        metas.extend(article.section.as_deref().map(|section| property("article:section", section)));
        metas
    }

    /// The picture for previews: its own, else the facsimile of its page, else the card of the
    /// issue.
    pub(super) fn preview(&self, node: &ArticleNode, page: &Folio) -> Option<Route> {
        let own = node.pictures.first().map(|picture| picture.route.clone());
        let facsimile = || Some(self.site.page(node.issue, page)?.node.facsimile.as_ref()?.route.clone());
        own.or_else(facsimile).or_else(|| self.card_route(node.issue))
    }

    /// The nearest articles of the column, then of the first people who wrote it; and which
    /// articles these are.
    fn series(&self, id: ArticleId, node: &ArticleNode) -> (Vec<SeriesView<'_>>, BTreeSet<ArticleId>) {
        let column = self.site.column_of(node).map(|topic| ("同栏目", topic));
        let people = self.site.reporters_of(node).take(SERIES_PEOPLE);
        let topics = column.into_iter().chain(people.map(|topic| ("同作者", topic)));
        let mut seen = BTreeSet::from([id]);
        let series = topics.map(|(label, topic)| {
            let near: Vec<ArticleId> = nearest(topic, self.site.article(id).date, id);
            let entries = near.into_iter().filter(|&other| seen.insert(other)).map(|other| self.entry_view(other));
            SeriesView { label, topic: name(topic), entries: entries.collect() }
        });
        let series = series.filter(|series| !series.entries.is_empty()).collect();
        (series, seen)
    }

    fn entry_view(&self, id: ArticleId) -> EntryView<'_> {
        let node = self.site.node(id);
        let districts = self.site.districts_of(node);
        EntryView {
            title: self.title(id),
            path: node.route.as_str(),
            date: Once(self.date(node.issue)),
            folio: node.page.clone(),
            districts: districts.map(|topic| topic.name.as_str()).collect(),
        }
    }
}

/// The article after this one in an index and the two before it. So a new article changes one
/// old page alone.
fn nearest(topic: &Topic, date: IssueDate, id: ArticleId) -> Vec<ArticleId> {
    let key = |listing: &Listing| (std::cmp::Reverse(listing.date), listing.article);
    let at = topic.listings.partition_point(|listing| key(listing) < (std::cmp::Reverse(date), id));
    let window = at.saturating_sub(1)..(at + 3).min(topic.listings.len());
    topic.listings[window].iter().map(|listing| listing.article).filter(|&other| other != id).collect()
}

/// The first text that is not empty.
fn first_of<'t>(texts: &[&'t str]) -> &'t str {
    texts.iter().find(|text| !text.trim().is_empty()).copied().unwrap_or_default()
}

/// Links of hand-written articles: the web, the page itself, and pictures of the article.
struct ArticleTargets<'r, 'a> {
    renderer: &'r Renderer<'a>,
    node: &'r ArticleNode,
    route: &'r Route,
    /// Names of the pictures that the text shows.
    shown: RefCell<BTreeSet<String>>,
}

impl markdown::Targets for ArticleTargets<'_, '_> {
    fn link(&self, address: &str) -> Option<String> {
        self.renderer.markdown_link(address, "", self.route)
    }

    fn picture(&self, address: &str) -> Option<(String, Option<(u32, u32)>)> {
        let name = address.rsplit('/').next().unwrap_or(address);
        let of_page = self.renderer.site.page(self.node.issue, &self.node.page).map(|page| &page.node.named);
        let all = self.node.pictures.iter().chain(of_page.into_iter().flatten());
        let picture = all.into_iter().find(|picture| picture.name == name)?;
        self.shown.borrow_mut().insert(picture.name.clone());
        Some((Route::relative(self.route, &picture.route), picture.size))
    }
}
