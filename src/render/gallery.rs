//! The gallery: photo stories and articles with pictures, of all issues, by date.
//!
//! A small gallery is one page. A large one shows its newest on the first page, which leads to
//! a page for each month, so that an old page stays as it is when a new day comes.

use std::ops::Range;

use super::{
    Renderer,
    head::{About, link},
    text::{date_view, month_text},
};
use crate::{
    site::{ArticleId, NEWEST, ONE_PAGE, Route, Site},
    theme::{
        ThemeError,
        views::{GalleryDayView, GalleryPhotoView, GalleryView, LinkView, PeriodView},
    },
};

/// Everything with pictures, newest issue first, in printed order within an issue.
#[derive(Debug, Clone, Default)]
pub(super) struct Gallery {
    photos: Vec<ArticleId>,
    /// Months with pictures, newest first, as ranges of `photos`; none in a small gallery.
    months: Vec<(i16, i8, Range<usize>)>,
}

impl Gallery {
    /// The gallery of a site.
    pub(super) fn of(site: &Site) -> Self {
        let of_issue = |a: &ArticleId, b: &ArticleId| site.node(*a).issue == site.node(*b).issue;
        let photos: Vec<ArticleId> = site.photos().chunk_by(of_issue).rev().flatten().copied().collect();
        let mut months: Vec<(i16, i8, Range<usize>)> = Vec::new();
        if photos.len() > ONE_PAGE {
            for (at, &id) in photos.iter().enumerate() {
                let date = site.article(id).date;
                match months.last_mut().filter(|last| (last.0, last.1) == (date.year(), date.month())) {
                    Some(last) => last.2.end = at + 1,
                    None => months.push((date.year(), date.month(), at..at + 1)),
                }
            }
        }
        Self { photos, months }
    }

    /// Its first page, when it has any picture.
    pub(super) fn route(&self) -> Option<Route> {
        (!self.photos.is_empty()).then(|| Route::made("photos/index.html".to_owned()))
    }

    /// The months that have a page of their own, newest first.
    pub(super) fn months(&self) -> impl Iterator<Item = (i16, i8)> + '_ {
        self.months.iter().map(|&(year, month, _)| (year, month))
    }

    fn link(&self, at: usize) -> Option<LinkView> {
        let &(year, month, _) = self.months.get(at)?;
        Some(link(month_text(year, month), &month_route(year, month)))
    }

    /// Its months by year.
    fn periods(&self) -> Vec<PeriodView> {
        let mut years: Vec<PeriodView> = Vec::new();
        for (year, month, range) in &self.months {
            let label = format!("{year}年");
            if years.last().is_none_or(|last| last.label != label) {
                years.push(PeriodView { label, path: String::new(), count: 0, months: Vec::new() });
            }
            let Some(last) = years.last_mut() else { continue };
            last.count += range.len();
            let view = PeriodView {
                label: format!("{month}月"),
                path: month_route(*year, *month).to_string(),
                count: range.len(),
                months: Vec::new(),
            };
            last.months.push(view);
        }
        years
    }
}

/// The page of a month.
pub(super) fn month_route(year: i16, month: i8) -> Route {
    Route::made(format!("photos/{year:04}-{month:02}/index.html"))
}

impl Renderer<'_> {
    /// The first page of the gallery.
    pub(super) fn gallery(&self, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let all = self.gallery.photos.len();
        let shown = if self.gallery.months.is_empty() { all } else { NEWEST.min(all) };
        let view = GalleryView {
            heading: "图片".to_owned(),
            count: all,
            days: self.gallery_days(0..shown),
            periods: self.gallery.periods(),
            newer: None,
            older: None,
        };
        let description = format!("{}的全部图片与图片报道，共{all}篇，按日期编排。", self.site.config.paper);
        let mut about = About::new("gallery", "", view.heading.clone(), description);
        about.graph = self.list_ld(route, &about.title, &about.description);
        self.html("gallery.html", "gallery", &view, self.head(route, about), &[])
    }

    /// The pictures of a month.
    pub(super) fn gallery_month(&self, year: i16, month: i8, route: &Route) -> Result<Vec<u8>, ThemeError> {
        let at = self.gallery.months().position(|one| one == (year, month)).unwrap_or(0);
        let range = self.gallery.months.get(at).map(|(.., range)| range.clone()).unwrap_or_default();
        let view = GalleryView {
            heading: format!("{}图片", month_text(year, month)),
            count: range.len(),
            days: self.gallery_days(range),
            periods: Vec::new(),
            newer: at.checked_sub(1).and_then(|at| self.gallery.link(at)),
            older: self.gallery.link(at + 1),
        };
        let description = format!("{}{}，共{}篇。", self.site.config.paper, view.heading, view.count);
        let mut about = About::new("gallery", "", view.heading.clone(), description);
        about.crumbs = self.gallery.route().map(|route| link("图片", &route)).into_iter().collect();
        about.graph = self.list_ld(route, &about.title, &about.description);
        let path = |link: &Option<LinkView>| link.as_ref().map(|link| link.path.clone());
        about.neighbours = (path(&view.newer), path(&view.older));
        self.html("gallery.html", "gallery", &view, self.head(route, about), &[])
    }

    /// A stretch of the gallery by date.
    fn gallery_days(&self, range: Range<usize>) -> Vec<GalleryDayView<'_>> {
        let mut days: Vec<GalleryDayView<'_>> = Vec::new();
        for &id in self.gallery.photos.get(range).unwrap_or_default() {
            let node = self.site.node(id);
            let card = self.card(id);
            let photo = GalleryPhotoView { pictures: self.pictures(node, &card.title), card };
            match days.last_mut().filter(|day| day.date.iso == photo.card.date.iso) {
                Some(day) => day.photos.push(photo),
                None => days.push(GalleryDayView {
                    date: date_view(self.site.article(id).date),
                    path: photo.card.issue_path.to_owned(),
                    photos: vec![photo],
                }),
            }
        }
        days
    }
}
