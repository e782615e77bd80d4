//! An article.

use serde::Serialize;

use super::{CardView, EntryView, LinkView, NameView, PictureView};

/// `article`.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleView<'v> {
    /// Its own card: headlines, date, page, districts, column.
    pub card: CardView<'v>,
    /// Credits by role, in printed order.
    pub credits: Vec<CreditView>,
    /// 电头, printed before the first paragraph when the body has none to take it.
    pub dateline: Option<String>,
    /// The text.
    pub body_html: String,
    /// Contents, when it has two sections or more.
    pub contents: Vec<LinkView>,
    /// Its pictures.
    pub pictures: Vec<PictureView>,
    /// Where the rest was printed.
    pub continued_on: Option<JumpView>,
    /// Where the beginning was printed.
    pub continued_from: Option<JumpView>,
    /// What the reader doubts.
    pub uncertain: Vec<String>,
    /// Raw text of the page.
    pub raw_path: Option<String>,
    /// Citation in its formats.
    pub citation: CitationView,
    /// The article before on the page.
    pub prev: Option<EntryView<'v>>,
    /// The article after on the page.
    pub next: Option<EntryView<'v>>,
    /// The same column and the same reporters: the articles before and after this one.
    pub series: Vec<SeriesView<'v>>,
    /// Related articles that stand in none of the series.
    pub related: Vec<EntryView<'v>>,
    /// Characters of its text.
    pub length: usize,
}

/// What else stands in one index near an article.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesView<'v> {
    /// 同栏目, 同作者.
    pub label: &'static str,
    /// The column or reporter.
    pub topic: NameView<'v>,
    /// Articles, newest first.
    pub entries: Vec<EntryView<'v>>,
}

/// Names under one role.
#[derive(Debug, Clone, Serialize)]
pub struct CreditView {
    /// 全媒体记者, 通讯员 …; may be empty.
    pub role: String,
    /// Names; `path` is empty for people without a page of their own.
    pub names: Vec<LinkView>,
}

/// A jump line.
#[derive(Debug, Clone, Serialize)]
pub struct JumpView {
    /// Folio.
    pub folio: String,
    /// The page, when the issue has it.
    pub path: Option<String>,
}

/// A citation.
#[derive(Debug, Clone, Serialize)]
pub struct CitationView {
    /// GB/T 7714.
    pub gbt7714: String,
    /// BibTeX.
    pub bibtex: String,
    /// RIS.
    pub ris: String,
    /// RIS as a `data:` address, for a link that saves it without a file or a script.
    pub ris_url: String,
    /// Permanent address; needs `base_url`.
    pub url: Option<String>,
}
