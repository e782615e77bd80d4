//! The article page. The only place where a body is looked at.

use super::{
    Renderer, body,
    head::{About, link, meta},
    issue::page_label,
    markdown,
    text::{date_view, published},
};
use crate::{
    cite,
    press::{Article, Block, Folio, Issue},
    site::{ArticleId, ArticleNode, Route, anchors},
    theme::{
        ThemeError,
        views::{ArticleView, CitationView, CreditView, JumpView, LinkView, MetaView},
    },
};

/// Two sections or more get a list of contents.
const CONTENTS: usize = 2;

impl Renderer<'_> {
    /// `text` is its issue.
    pub(super) fn article(&self, id: ArticleId, text: Option<&Issue>, route: &Route) -> Result<String, ThemeError> {
        let Some(article) = text.and_then(|text| text.articles.get(self.site.place_in_issue(id))) else {
            return Err(ThemeError::Other(format!("the text of {route} is lost")));
        };
        let view = self.article_view(id, article, route);
        let node = self.site.node(id);
        let issue = self.site.issue(node.issue);
        let paper = &self.site.config.paper;
        let date = date_view(article.date);
        let label = page_label(&article.page.to_string(), article.section.as_deref());
        let description =
            format!("{paper}{}第{}版：{}", date.text, article.page, first_of(&[&view.card.lead, &view.card.title]));
        let title = format!("{}（{} 第{}版）", view.card.title, date.iso, article.page);
        let mut about = About::new("article", "archive", title, description);
        about.short_title = Some(view.card.title.clone());
        about.crumbs = vec![link(date.text, &issue.route)];
        if let Some(page) = self.site.page(node.issue, &article.page) {
            about.crumbs.push(link(label, &page.node.route));
        }
        about.json_ld = vec![self.article_ld(id, route, article, &view.card.title)];
        let path_of = |card: &Option<_>| card.as_ref().map(|card: &crate::theme::views::CardView| card.path.clone());
        about.neighbours = (path_of(&view.prev), path_of(&view.next));
        let mut head = self.head(route, about);
        head.metas = self.article_metas(article, node);
        head.properties.extend(self.article_properties(article, node));
        self.html("article.html", "article", &view, head, &[])
    }

    fn article_view(&self, id: ArticleId, article: &Article, route: &Route) -> ArticleView {
        let node = self.site.node(id);
        let anchors = anchors(&article.body, &self.site.config.gazetteer);
        let (before, after) = self.site.article_neighbours(id);
        let card = self.card(id);
        // A body that opens with a heading or a list has no paragraph to carry the dateline.
        let carried = matches!(article.body.first(), Some(Block::Paragraph(_)));
        let targets = ArticleTargets { renderer: self, node, route };
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
        ArticleView {
            credits: self.credits(article, node),
            dateline: article.dateline.as_deref().filter(|_| !carried).map(|text| self.shown(text)),
            body_html,
            contents: if contents.len() >= CONTENTS { contents } else { Vec::new() },
            pictures: self.pictures(node, &card.title),
            continued_on: article.continued_on.as_ref().map(|folio| self.jump(node, folio)),
            continued_from: article.continued_from.as_ref().map(|folio| self.jump(node, folio)),
            uncertain: if self.site.config.display.show_uncertain { article.uncertain.clone() } else { Vec::new() },
            raw_path: self
                .site
                .page(node.issue, &article.page)
                .and_then(|page| page.node.raw.as_ref())
                .map(Route::to_string),
            citation: self.citation(article, route),
            prev: before.map(|id| self.card(id)),
            next: after.map(|id| self.card(id)),
            related: self.site.related(id).into_iter().map(|id| self.card(id)).collect(),
            length: node.length,
            card,
        }
    }

    fn pictures(&self, node: &ArticleNode, title: &str) -> Vec<crate::theme::views::PictureView> {
        let many = node.pictures.len() > 1;
        let alt =
            |at: usize| if many { format!("《{title}》配图之{}", at + 1) } else { format!("《{title}》配图") };
        node.pictures.iter().enumerate().map(|(at, picture)| self.picture(picture, &alt(at))).collect()
    }

    /// Credits by role, in printed order; people with a page of their own are linked.
    fn credits(&self, article: &Article, node: &ArticleNode) -> Vec<CreditView> {
        let mut credits: Vec<CreditView> = Vec::new();
        for credit in &article.byline {
            let topic = node.reporters.iter().filter_map(|&at| self.site.reporters.get(at));
            let topic = topic.into_iter().find(|topic| topic.name == credit.name.trim());
            let name = LinkView {
                label: credit.name.clone(),
                path: topic.map(|topic| topic.route().to_string()).unwrap_or_default(),
            };
            match credits.last_mut().filter(|last| last.role == credit.role) {
                Some(last) => last.names.push(name),
                None => credits.push(CreditView { role: credit.role.clone(), names: vec![name] }),
            }
        }
        // Whoever is indexed must be named on the page, so that the link goes both ways.
        let named = |path: &str| credits.iter().flat_map(|credit| &credit.names).any(|name| name.path == path);
        let missing: Vec<LinkView> = node
            .reporters
            .iter()
            .filter_map(|&at| self.site.reporters.get(at))
            .filter(|topic| !named(topic.route().as_str()))
            .map(|topic| link(topic.name.clone(), &topic.route()))
            .collect();
        if !missing.is_empty() {
            credits.push(CreditView { role: String::new(), names: missing });
        }
        credits
    }

    fn jump(&self, node: &ArticleNode, folio: &Folio) -> JumpView {
        let page = self.site.page(node.issue, folio);
        JumpView { folio: folio.to_string(), path: page.map(|page| page.node.route.to_string()) }
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
        CitationView { gbt7714: cite::gbt7714(&source), bibtex: cite::bibtex(&source), ris: cite::ris(&source), url }
    }

    fn article_metas(&self, article: &Article, node: &ArticleNode) -> Vec<MetaView> {
        let config = &self.site.config;
        let date = article.date;
        let slashed = format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day());
        let page = article.page.to_string();
        let mut metas = vec![meta("citation_title", &article.title)];
        for name in article.authors.iter().filter(|name| !name.trim().is_empty()) {
            metas.push(meta("citation_author", name));
        }
        metas.extend([
            meta("citation_publication_date", &slashed),
            meta("citation_firstpage", &page),
            meta("citation_language", &config.language),
            meta("citation_publisher", &config.paper),
            meta("z:itemType", "newspaperArticle"),
            meta("DC.title", &article.title),
            meta("DC.date", &date.to_string()),
            meta("DC.publisher", &config.paper),
            meta("DC.source", &format!("{}, {date}({page})", config.paper)),
            meta("DC.language", &config.language),
            meta("DC.type", "Text"),
        ]);
        for name in article.authors.iter().filter(|name| !name.trim().is_empty()) {
            metas.push(meta("DC.creator", name));
        }
        for topic in node.districts.iter().filter_map(|&at| self.site.districts.get(at)) {
            metas.push(meta("DC.coverage", &topic.name));
        }
        let author = if article.authors.is_empty() { config.paper.clone() } else { article.authors.join("、") };
        metas.push(meta("author", &author));
        metas.retain(|meta| !meta.content.trim().is_empty());
        metas
    }

    fn article_properties(&self, article: &Article, node: &ArticleNode) -> Vec<MetaView> {
        let mut tags = vec![meta("article:published_time", &published(article.date))];
        tags.extend(article.section.as_deref().map(|section| meta("article:section", section)));
        for topic in node.districts.iter().filter_map(|&at| self.site.districts.get(at)) {
            tags.push(meta("article:tag", &topic.name));
        }
        if let Some(picture) = node.pictures.first() {
            tags.extend(self.absolute(&picture.route).map(|url| meta("og:image", &url)));
        }
        tags
    }
}

/// The first text that is not empty.
fn first_of<'t>(texts: &[&'t String]) -> &'t str {
    texts.iter().find(|text| !text.trim().is_empty()).map(|text| text.as_str()).unwrap_or_default()
}

/// Links of hand-written articles: the web, the page itself, and pictures of the article.
struct ArticleTargets<'r, 'a> {
    renderer: &'r Renderer<'a>,
    node: &'r ArticleNode,
    route: &'r Route,
}

impl markdown::Targets for ArticleTargets<'_, '_> {
    fn link(&self, address: &str) -> Option<String> {
        self.renderer.markdown_link(address, "", self.route)
    }

    fn picture(&self, address: &str) -> Option<(String, Option<(u32, u32)>)> {
        let name = address.rsplit('/').next().unwrap_or(address);
        let picture = self.node.pictures.iter().find(|picture| picture.name == name)?;
        Some((Route::relative(self.route, &picture.route), picture.size))
    }
}
