//! The front page.

use super::{Renderer, head::About, text::date_view};
use crate::{
    press::Issue,
    site::{IssueId, Route, Topic, TopicKind},
    theme::{
        ThemeError,
        views::{HomeView, PageView, RecentView, TagView},
    },
};

/// Issues listed beside the newest.
pub(super) const RECENT: usize = 6;

/// Columns, and reporters, listed.
const MOST: usize = 12;

/// The topics with the most articles.
fn most(topics: &[Topic]) -> Vec<TagView> {
    let mut tags: Vec<TagView> = topics.iter().map(super::card::tag).collect();
    tags.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.path.cmp(&b.path)));
    tags.truncate(MOST);
    tags
}

/// Pages that fit beside the first one, in lines of a headline: the lead story takes five, a
/// story with its opening words three in one of two columns, a bare headline one.
fn rail(pages: &[PageView<'_>]) -> usize {
    let Some((first, others)) = pages.split_first() else { return 0 };
    let room = 5 + first.cards.len().saturating_sub(1) * 3 / 2;
    let mut used = 0;
    let mut fits = |page: &&PageView<'_>| {
        used += 1 + page.cards.len();
        used <= room + 1
    };
    others.iter().take_while(|page| fits(page)).count().max(1).min(others.len())
}

impl Renderer<'_> {
    /// `text` is that of the newest issue.
    pub(super) fn home(&self, text: Option<&Issue>, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let site = self.site;
        let newest = site.newest_issue();
        let issue = newest.map(|id| self.issue_view(id, text));
        let view = HomeView {
            rail: issue.as_ref().map_or(0, |issue| rail(&issue.pages)),
            issue,
            recent: site.issue_ids().rev().skip(1).take(RECENT).map(|id| self.recent(id)).collect(),
            districts: self.topic_cards(TopicKind::District),
            columns: most(&site.columns),
            reporters: most(&site.reporters),
            month: self.newest_month(),
            years: site
                .years
                .iter()
                .rev()
                .map(|year| TagView {
                    name: format!("{}年", year.year),
                    path: year.route().as_str().to_owned(),
                    count: year.months.iter().map(|month| month.issues.len()).sum(),
                })
                .collect(),
            map_svg: self.map_svg(route),
        };
        let config = &site.config;
        let description = if config.description.is_empty() {
            format!("{}：逐期、逐版{}查阅全部文章。", config.title, self.by_topics())
        } else {
            config.description.clone()
        };
        let mut about = About::new("home", "home", config.title.clone(), description);
        about.graph = self.website_ld(route);
        about.image = newest.and_then(|id| self.card_route(id));
        about.totals = true;
        self.html("home.html", "home", &view, self.head(route, about), &[])
    }

    /// The indexes beside the calendar, as a description of the site tells of them.
    fn by_topics(&self) -> &'static str {
        let all = TopicKind::ALL.into_iter().all(|kind| kind.is_in(&self.site.config.taxonomies));
        if all { "、按区县、记者与栏目" } else { "" }
    }

    /// An issue in a list of issues.
    pub(super) fn recent(&self, id: IssueId) -> RecentView {
        let node = self.site.issue(id);
        RecentView {
            path: node.route.as_str().to_owned(),
            date: date_view(node.issue.date),
            articles: node.issue.articles.len(),
            pages: node.pages.len(),
            title: self.lead_of(id).map(|id| self.shown(self.site.article(id).title())),
        }
    }
}
