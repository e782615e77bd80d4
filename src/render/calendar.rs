//! The calendar: all years, a year, a month.

use super::{
    Renderer,
    head::{About, link},
    text::month_text,
};
use crate::{
    site::{Month, Route, Year},
    theme::{
        ThemeError,
        views::{ArchiveView, DayView, LinkView, MonthView, YearView},
    },
};

impl Renderer<'_> {
    pub(super) fn archive(&self, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let mut years: Vec<YearView> = (0..self.site.years.len()).rev().map(|at| self.year_view(at)).collect();
        if let (Some(view), Some(year)) = (years.first_mut(), self.site.years.last()) {
            view.heatmap_svg = self.heatmap_svg(year);
        }
        let paper = &self.site.config.paper;
        let mut about =
            About::new("calendar", "archive", "报纸日历", format!("{paper}各期报纸的出版日历，按年、月、日查阅。"));
        about.totals = true;
        about.graph = self.list_ld(route, &about.title, &about.description);
        self.html("archive.html", "archive", &ArchiveView { years }, self.head(route, about), &[])
    }

    pub(super) fn year(&self, at: usize, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let mut view = self.year_view(at);
        view.heatmap_svg = self.heatmap_svg(&self.site.years[at]);
        let paper = &self.site.config.paper;
        let description = format!("{paper}{}年出版日历：{}期报纸，{}篇文章。", view.year, view.issues, view.articles);
        let mut about = About::new("calendar", "archive", format!("{}年", view.year), description);
        about.crumbs = vec![LinkView { label: "日历".into(), path: "archive/index.html".into() }];
        about.graph = self.list_ld(route, &about.title, &about.description);
        about.neighbours = (path(&view.prev), path(&view.next));
        self.html("year.html", "year", &view, self.head(route, about), &[])
    }

    pub(super) fn month(&self, year: usize, at: usize, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let year = &self.site.years[year];
        let mut view = self.month_view(&year.months[at]);
        let all: Vec<&Month> = self.site.years.iter().flat_map(|year| &year.months).collect();
        let here = all.iter().position(|month| month.route() == *route).unwrap_or(0);
        let month_link = |month: &&Month| link(month_text(month.year, month.month), &month.route());
        view.prev = here.checked_sub(1).and_then(|at| all.get(at)).map(month_link);
        view.next = all.get(here + 1).map(month_link);
        view.list = year.months[at].issues.iter().map(|&id| self.recent(id)).collect();
        let paper = &self.site.config.paper;
        let description = format!("{paper}{}出版日历：{}期报纸，{}篇文章。", view.label, view.issues, view.articles);
        let mut about = About::new("calendar", "archive", view.label.clone(), description);
        about.crumbs = vec![
            LinkView { label: "日历".into(), path: "archive/index.html".into() },
            link(format!("{}年", year.year), &year.route()),
        ];
        about.graph = self.list_ld(route, &about.title, &about.description);
        about.neighbours = (path(&view.prev), path(&view.next));
        self.html("month.html", "month", &view, self.head(route, about), &[])
    }

    /// The newest month.
    pub(super) fn newest_month(&self) -> Option<MonthView> {
        Some(self.month_view(self.site.years.last()?.months.last()?))
    }

    fn year_view(&self, at: usize) -> YearView {
        let year = &self.site.years[at];
        let months: Vec<MonthView> = year.months.iter().map(|month| self.month_view(month)).collect();
        let year_link = |year: &Year| link(format!("{}年", year.year), &year.route());
        YearView {
            year: year.year,
            path: year.route().as_str().to_owned(),
            issues: months.iter().map(|month| month.issues).sum(),
            articles: months.iter().map(|month| month.articles).sum(),
            prev: at.checked_sub(1).and_then(|at| self.site.years.get(at)).map(year_link),
            next: self.site.years.get(at + 1).map(year_link),
            heatmap_svg: None,
            months,
        }
    }

    /// A month as weeks of seven cells, Monday first.
    fn month_view(&self, month: &Month) -> MonthView {
        let mut cells: Vec<DayView> = vec![DayView::default(); usize::try_from(month.starts_on() - 1).unwrap_or(0)];
        cells.extend((1..=month.days()).map(|day| DayView {
            day,
            label: format!("{}月{day}日", month.month),
            ..DayView::default()
        }));
        let mut articles = 0;
        for &id in &month.issues {
            let node = self.site.issue(id);
            articles += node.issue.articles.len();
            if let Some(cell) = cells.iter_mut().find(|cell| cell.day == node.issue.date.day()) {
                cell.path = Some(node.route.as_str().to_owned());
                cell.articles = node.issue.articles.len();
            }
        }
        while !cells.len().is_multiple_of(7) {
            cells.push(DayView::default());
        }
        MonthView {
            label: month_text(month.year, month.month),
            year: month.year,
            short: format!("{}月", month.month),
            path: month.route().as_str().to_owned(),
            issues: month.issues.len(),
            articles,
            weeks: cells.chunks(7).map(<[DayView]>::to_vec).collect(),
            list: Vec::new(),
            prev: None,
            next: None,
        }
    }
}

fn path(link: &Option<LinkView>) -> Option<String> {
    link.as_ref().map(|link| link.path.clone())
}
