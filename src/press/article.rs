//! What stands on a page: articles and furniture.

use serde::{Deserialize, Serialize};

use super::{Folio, IssueDate, Slug};

/// The title of an article that has none in print.
pub const UNTITLED: &str = "（无题）";

/// Lines of a source file, from 1, both ends in it.
pub type LineRange = (u32, u32);

/// What sort of piece it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Kind {
    /// A news report, and whatever is nothing else.
    #[default]
    News,
    /// A picture with title, caption and credit.
    Photo,
    /// A piece under a standing column name (栏目) by a named writer.
    Column,
    /// An editorial or comment.
    Commentary,
    /// An official notice, decree or list.
    Notice,
    /// A brief of one paragraph among others (简讯).
    Brief,
    /// A round-up of several briefs under one title.
    Digest,
    /// Verse.
    Poem,
    /// An advertisement kept as an article.
    Ad,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: [Self; 9] = [
        Self::News,
        Self::Photo,
        Self::Column,
        Self::Commentary,
        Self::Notice,
        Self::Brief,
        Self::Digest,
        Self::Poem,
        Self::Ad,
    ];

    /// The name in the Markdown contract.
    pub fn name(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Photo => "photo",
            Self::Column => "column",
            Self::Commentary => "commentary",
            Self::Notice => "notice",
            Self::Brief => "brief",
            Self::Digest => "digest",
            Self::Poem => "poem",
            Self::Ad => "ad",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One name of a byline with the role printed before it (全媒体记者, 通讯员, 摄影).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Credit {
    /// The role as printed; empty when a bare name stands there.
    pub role: String,
    /// The name, spaces inside two-character names removed.
    pub name: String,
}

/// One block of an article's body.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph of plain text, one line, nothing escaped.
    Paragraph(#[serde(deserialize_with = "super::stored::text")] String),
    /// A heading inside the article (小标题).
    Heading {
        /// 2 for a section of the article, 3 below it, up to 6.
        level: u8,
        /// Plain text.
        text: String,
        /// Stable anchor of the section.
        id: Option<Slug>,
    },
    /// Markdown that is neither: a list, a table, a picture, a paragraph with inline marks.
    /// Only hand-written files have it. Kept as written.
    Markdown(#[serde(deserialize_with = "super::stored::text")] String),
}

/// Which lines of which file an article was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct SourceRef {
    /// Path below the content folder, with `/`.
    pub file: String,
    /// Line ranges, ascending, not touching.
    pub lines: Vec<LineRange>,
}

/// One article. Everything but `date`, `page`, `title` and `slug` may be absent.
///
/// Text is as printed: typographic polish is the renderer's business.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Article {
    /// Date of the issue.
    pub date: IssueDate,
    /// The page it stands on.
    pub page: Folio,
    /// Order on the page, from 1.
    pub position: u32,
    /// Last part of its address, unique on its page.
    pub slug: Slug,
    /// Kind of piece.
    pub kind: Kind,
    /// 主题: the main headline.
    pub title: String,
    /// 引题: the line above the headline.
    pub kicker: Option<String>,
    /// 副题: the line below the headline.
    pub subtitle: Option<String>,
    /// 栏目: the standing column it appears under.
    pub column: Option<String>,
    /// Name of the page it stands on (要闻), where known.
    pub section: Option<String>,
    /// 电头 as printed (株洲日报讯, 新华社北京7月7日电).
    pub dateline: Option<String>,
    /// Names with roles, in printed order.
    pub byline: Vec<Credit>,
    /// Names to credit in citations; the byline's names unless the file says otherwise.
    pub authors: Vec<String>,
    /// Names that get an index page; the byline's people unless the file says otherwise.
    pub reporters: Vec<String>,
    /// Canonical names of the districts it is about, in order of weight.
    pub districts: Vec<String>,
    /// 下转: the page that carries the rest.
    pub continued_on: Option<Folio>,
    /// 上接: the page that carries the beginning.
    pub continued_from: Option<Folio>,
    /// Where it was read from; `None` for hand-written files.
    pub source: Option<SourceRef>,
    /// What the reader doubts, in words.
    pub uncertain: Vec<String>,
    /// The body in reading order.
    pub body: Vec<Block>,
}

/// What a piece of page furniture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FurnitureKind {
    /// Name of the paper, date line, issue number.
    Masthead,
    /// Page number and name (第01版 要闻), running heads.
    Folio,
    /// 导读: what stands on other pages.
    Guide,
    /// Editors, designers, mail box, disclaimers.
    Editors,
    /// Advertisement or imprint.
    Ad,
    /// Something that could not be placed.
    Unplaced,
}

impl FurnitureKind {
    /// The name in the `page.toml` sidecar.
    pub fn name(self) -> &'static str {
        match self {
            Self::Masthead => "masthead",
            Self::Folio => "folio",
            Self::Guide => "guide",
            Self::Editors => "editors",
            Self::Ad => "ad",
            Self::Unplaced => "unplaced",
        }
    }
}

/// Printed matter that belongs to the page, not to an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// Its text as printed, lines joined by `\n`.
    pub text: String,
    /// Its lines in the source, ascending, not touching.
    pub lines: Vec<LineRange>,
    /// The page a guide item points at.
    pub target: Option<Folio>,
}

/// One printed page (版) as read from newsprint: every line of it in exactly one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePage {
    /// Date of the issue.
    pub date: IssueDate,
    /// Whether the date was inferred from the text, not stated anywhere.
    pub date_inferred: bool,
    /// Its folio.
    pub page: Folio,
    /// Its name (要闻), where known.
    pub section: Option<String>,
    /// Path of the file below the content folder, with `/`.
    pub file: String,
    /// Its articles in reading order, positions from 1.
    pub articles: Vec<Article>,
    /// Everything else on it.
    pub furniture: Vec<Furniture>,
}
