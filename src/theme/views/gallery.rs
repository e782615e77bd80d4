//! Pictures and photo stories.

use serde::Serialize;

use super::{CardView, DateView, LinkView, PeriodView, PictureView};

/// `gallery`: pictures and photo stories of all issues, or of a month.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryView<'v> {
    /// 图片, or `2023年1月图片`.
    pub heading: String,
    /// Number of all of them, or of those of the month.
    pub count: usize,
    /// What this page shows, newest first, by date.
    pub days: Vec<GalleryDayView<'v>>,
    /// Months with pictures by year, on the first page of a gallery cut by month.
    pub periods: Vec<PeriodView>,
    /// The newer month.
    pub newer: Option<LinkView>,
    /// The older month.
    pub older: Option<LinkView>,
}

/// Pictures of a day.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryDayView<'v> {
    /// The date.
    pub date: DateView,
    /// The issue.
    pub path: String,
    /// The articles and their pictures.
    pub photos: Vec<GalleryPhotoView<'v>>,
}

/// An article of the gallery.
#[derive(Debug, Clone, Serialize)]
pub struct GalleryPhotoView<'v> {
    /// The article; its opening words are the caption.
    pub card: CardView<'v>,
    /// Its pictures; none when only the caption is in the archive.
    pub pictures: Vec<PictureView>,
}
