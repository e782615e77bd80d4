//! What templates see: one plain struct per page kind, made by `render`, serialised here.
//!
//! Rules of the context, so that a theme can rely on it:
//!
//! - every template gets `site`, `head`, `root` and one value named after its kind;
//! - `path` and other paths start at the root of the site; a link is `{{ root }}{{ x.path }}`.
//!   So one card serves every page that shows it;
//! - fields are always there; what may be absent is `null` and false in an `if`;
//! - fields whose name ends in `html` or `svg` are finished markup, to be printed with
//!   `| safe`; everything else is plain text that the template escapes;
//! - lists are in the order in which they should be shown.

mod article;
mod calendar;
mod files;
mod gallery;
mod issue;
mod once;
mod page;
mod parts;
mod topic;

pub use article::{ArticleView, CitationView, CreditView, JumpView, SeriesView};
pub use calendar::{ArchiveView, DayView, MonthView, YearView};
pub use files::{DocView, FeedEntryView, FeedView, SitemapView};
pub use gallery::{GalleryDayView, GalleryPhotoView, GalleryView};
pub use issue::{AroundView, FurnitureView, HomeView, IssueView, PageView, RecentView};
pub(in crate::theme) use once::ONCE;
pub use once::Once;
pub use page::{FeedLinkView, HeadView, NavView, SiteView, TotalsView};
pub use parts::{CardView, DateView, EntryView, LinkView, NameView, PeriodView, PictureView, TagView};
pub use topic::{AlongsideView, DayGroupView, LetterView, MonthGroupView, TopicCardView, TopicView, TopicsView};
