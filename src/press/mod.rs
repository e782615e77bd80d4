//! The newspaper's own nouns: issue date, folio, article, headline, byline, furniture.
//!
//! Plain data without I/O. What an identity may look like is settled in [`ids`]; the printed
//! matter is in [`article`]; [`issue`] puts the pages of a date together and follows jump lines.

mod article;
mod ids;
mod issue;
mod jump;
mod slug;
pub(crate) mod stored;

#[cfg(test)]
pub(crate) mod fixture;

pub use article::{Article, Block, Credit, Furniture, FurnitureKind, Kind, LineRange, SourcePage, SourceRef, UNTITLED};
pub use ids::{Folio, IdError, IssueDate, Slug};
pub use issue::{Issue, IssuePage, PageEntry, Part, assemble};
pub use slug::slugify;
