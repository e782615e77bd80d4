//! Issues and their newspaper pages.

use std::collections::BTreeMap;

use super::{
    Renderer,
    head::{About, link},
    plan::card_route,
    text::{date_view, month_text},
};
use crate::{
    picture::{Card, og_card},
    press::{Issue, Kind, Part},
    site::{ArticleId, IssueId, Route},
    theme::{
        Shared, ThemeError,
        views::{AroundView, IssueView, LinkView, PageView, TagView},
    },
};

impl Renderer<'_> {
    pub(super) fn issue(&self, id: IssueId, text: Option<&Issue>, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let view = self.issue_view(id, text);
        let paper = &self.site.config.paper;
        let description = format!(
            "{paper}{}（{}）全部{}个版面、{}篇文章的目录。",
            view.date.text,
            view.date.weekday,
            view.pages.len(),
            view.articles
        );
        let mut about = About::new("issue", "archive", view.date.text.clone(), description);
        about.crumbs = vec![LinkView { label: "日历".into(), path: "archive/index.html".into() }, view.month.clone()];
        about.image = self.card_route(id);
        about.graph = self.issue_ld(route, self.site.issue(id).issue.date, route);
        about.neighbours = (path(&view.prev), path(&view.next));
        self.html("issue.html", "issue", &view, self.head(route, about), &[])
    }

    pub(super) fn page(
        &self,
        id: IssueId,
        at: usize,
        text: Option<&Issue>,
        route: &Route,
    ) -> Result<Vec<u8>, ThemeError> {
        let mut view = self.page_view(id, at, text);
        view.order_svg = self.order_svg(id, at);
        let around = self.around(id, at);
        let date = &around.date;
        let paper = &self.site.config.paper;
        let description = format!(
            "{paper}{}（{}）{}：本版{}篇文章的标题与提要。",
            date.text,
            date.weekday,
            view.label,
            view.cards.len()
        );
        let mut about = About::new("page", "archive", format!("{} {}", date.text, view.label), description);
        about.short_title = Some(view.label.clone());
        about.crumbs = vec![around.issue.clone()];
        about.graph = self.list_ld(route, &about.title, &about.description);
        about.neighbours = (path(&around.prev), path(&around.next));
        let head = self.head(route, about);
        self.html("page.html", "page", &view, head, &[("around", &Shared::new(&around)?)])
    }

    /// An issue with everything on its pages.
    pub(super) fn issue_view(&self, id: IssueId, text: Option<&Issue>) -> IssueView<'_> {
        let node = self.site.issue(id);
        let pages: Vec<PageView<'_>> = (0..node.pages.len()).map(|at| self.page_view(id, at, text)).collect();
        let (before, after) = self.site.issue_neighbours(id);
        let date = node.issue.date;
        let month = Route::made(self.site.config.routes.month(date.year(), date.month()));
        IssueView {
            path: node.route.as_str().to_owned(),
            date: date_view(date),
            inferred: node.issue.date_inferred,
            articles: node.issue.articles.len(),
            prev: before.map(|id| self.issue_link(id)),
            next: after.map(|id| self.issue_link(id)),
            month: link(month_text(date.year(), date.month()), &month),
            lead: self.lead_of(id).map(|id| self.card(id)),
            districts: districts(&pages),
            pages,
        }
    }

    /// The lists of an issue's page: what stands on it, in printed order.
    fn page_view(&self, id: IssueId, at: usize, text: Option<&Issue>) -> PageView<'_> {
        let node = self.site.issue(id);
        let (page, place) = (&node.issue.pages[at], &node.pages[at]);
        let label = page_label(&page.folio.text(), page.section.as_deref());
        let alt = || format!("{}{label}版面图", self.date(id).text);
        PageView {
            path: place.route.as_str().to_owned(),
            folio: page.folio.clone(),
            section: page.section.clone(),
            cards: self.site.entries(id, at).map(|(article, part)| self.printed(article, part)).collect(),
            facsimile: place.facsimile.as_ref().map(|picture| self.picture(picture, &alt())),
            raw_path: place.raw.as_ref().map(|route| route.as_str().to_owned()),
            furniture: text
                .and_then(|text| text.pages.get(at))
                .map_or_else(Vec::new, |page| self.furniture(id, &page.furniture)),
            order_svg: None,
            label,
        }
    }

    fn around(&self, id: IssueId, at: usize) -> AroundView {
        let node = self.site.issue(id);
        let link_to = |at: usize| {
            let (page, place) = (node.issue.pages.get(at)?, node.pages.get(at)?);
            Some(link(page_label(&page.folio.text(), page.section.as_deref()), &place.route))
        };
        let (before, after) = self.site.issue_neighbours(id);
        let date = self.date(id).clone();
        AroundView {
            issue: link(date.text.clone(), &node.route),
            date,
            pages: (0..node.pages.len()).filter_map(link_to).collect(),
            prev: at.checked_sub(1).and_then(link_to),
            next: link_to(at + 1),
            prev_issue: before.map(|id| self.issue_link(id)),
            next_issue: after.map(|id| self.issue_link(id)),
        }
    }

    /// The first story of an issue that is no picture, brief or continuation.
    pub(super) fn lead_of(&self, id: IssueId) -> Option<ArticleId> {
        let pages = 0..self.site.issue(id).pages.len();
        let all =
            || pages.clone().flat_map(|at| self.site.entries(id, at)).filter(|(_, part)| *part != Part::Continues);
        let news = all().find(|(id, _)| self.site.article(*id).kind == Kind::News);
        news.or_else(|| all().next()).map(|(id, _)| id)
    }

    /// Where the card of an issue stands, when the site knows its address.
    pub(super) fn card_route(&self, id: IssueId) -> Option<Route> {
        let node = self.site.issue(id);
        let has_cards = match node.part {
            Some(part) => self.site.parts.get(part).is_some_and(|part| part.has_cards),
            None => self.site.config.base_url.is_some(),
        };
        (has_cards && !node.issue.articles.is_empty()).then(|| card_route(self.site, id))
    }

    /// The picture that previews show of an issue: its lead story under the name of the paper.
    pub(super) fn issue_card(&self, id: IssueId) -> String {
        let Some(lead) = self.lead_of(id).map(|id| self.card(id)) else { return String::new() };
        og_card(&Card {
            title: &lead.title,
            kicker: lead.kicker.as_deref().unwrap_or_default(),
            paper: &self.site.config.paper,
            date: &lead.date.text,
            page: &page_label(&lead.folio.text(), lead.section),
        })
    }

    fn issue_link(&self, id: IssueId) -> LinkView {
        let node = self.site.issue(id);
        link(self.date(id).text.as_str(), &node.route)
    }
}

/// `第01版 要闻`.
pub(super) fn page_label(folio: &str, section: Option<&str>) -> String {
    match section {
        Some(section) => ["第", folio, "版 ", section].concat(),
        None => ["第", folio, "版"].concat(),
    }
}

/// Districts in the news of the day, with the number of their articles in it.
fn districts(pages: &[PageView<'_>]) -> Vec<TagView> {
    let mut counts: BTreeMap<&str, TagView> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for card in pages.iter().flat_map(|page| &page.cards) {
        if seen.insert(card.path.clone()) {
            for tag in &card.districts {
                counts
                    .entry(tag.path)
                    .or_insert_with(|| TagView { name: tag.name.to_owned(), path: tag.path.to_owned(), count: 0 })
                    .count += 1;
            }
        }
    }
    let mut tags: Vec<TagView> = counts.into_values().collect();
    tags.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.path.cmp(&b.path)));
    tags
}

fn path(link: &Option<LinkView>) -> Option<String> {
    link.as_ref().map(|link| link.path.clone())
}
