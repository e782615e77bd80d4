//! Cards: articles, districts and people as they stand in lists.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicU8, Ordering::Relaxed},
};

use super::{Renderer, text::date_view};
use crate::{
    press::{Kind, Part},
    site::{ArticleId, ArticleNode, Entry, IssueId, Listing, PlacedPicture, Topic},
    theme::views::{CardView, DateView, NameView, Once, PictureView, TagView},
    typography::headline_html,
};

/// Which texts of an article are known to be displayed as printed, a bit for each. Half a dozen pages
/// show an article, and nearly always its texts are the printed ones, so they are looked at once.
#[derive(Debug, Default)]
pub(super) struct AsPrinted(AtomicU8);

const TITLE: u8 = 1;
const KICKER: u8 = 2;
const SUBTITLE: u8 = 4;
const LEAD: u8 = 8;

impl Renderer<'_> {
    /// The headline of an article as it is displayed.
    pub(super) fn title(&self, id: ArticleId) -> Cow<'_, str> {
        self.polish_of(id, TITLE, self.site.article(id).title())
    }

    /// One of the texts of an article as it is displayed.
    fn polish_of<'t>(&self, id: ArticleId, which: u8, printed: &'t str) -> Cow<'t, str> {
        let AsPrinted(known) = &self.as_printed[id.index()];
        if known.load(Relaxed) & which != 0 {
            return Cow::Borrowed(printed);
        }
        let shown = self.polish(printed);
        if matches!(shown, Cow::Borrowed(_)) {
            known.fetch_or(which, Relaxed);
        }
        shown
    }

    /// A headline with its phrases kept together; empty where no page shows it.
    fn phrases(&self, shown: &str) -> String {
        if self.shows.phrases { headline_html(shown) } else { String::new() }
    }

    /// The date of an issue in all its spellings.
    pub(super) fn date(&self, id: IssueId) -> &DateView {
        self.dates[id.index()].get_or_init(|| date_view(self.site.issue(id).issue.date))
    }

    /// An article in a list.
    pub(super) fn card(&self, id: ArticleId) -> CardView<'_> {
        let (article, node) = (self.site.article(id), self.site.node(id));
        let issue = self.site.issue(node.issue);
        let title = self.title(id);
        let page_path = match self.site.page(node.issue, &article.page) {
            Some(page) => page.node.route.as_str(),
            None => issue.route.as_str(),
        };
        CardView {
            path: node.route.as_str().into(),
            headline_html: self.phrases(&title),
            kicker: article.kicker().map(|text| self.polish_of(id, KICKER, text)),
            subtitle: article.subtitle().map(|text| self.polish_of(id, SUBTITLE, text)),
            lead: self.polish_of(id, LEAD, article.lead()),
            lang: self.foreign(id),
            kind: article.kind.name(),
            label: label(article.kind),
            date: Once(self.date(node.issue)),
            issue_path: issue.route.as_str(),
            folio: article.page.clone(),
            section: article.section.as_ref().map(|name| name.as_str()),
            page_path,
            column: self.column(article, node),
            districts: self.site.districts_of(node).map(name).collect(),
            authors: match &article.signed.authors[..] {
                [name] => name.into(),
                names => names.join("、").into(),
            },
            picture: node.pictures.first().map(|picture| self.picture(picture, &format!("《{title}》配图"))),
            heading: None,
            jump: None,
            title,
        }
    }

    /// The column of an article; no link where columns have no indexes.
    fn column<'s>(&'s self, article: &'s Entry, node: &ArticleNode) -> Option<NameView<'s>> {
        let printed = || Some(NameView { name: article.column.as_deref()?, path: "" });
        self.site.column_of(node).map(name).or_else(printed)
    }

    /// An article in an index: the link leads to its section on the topic, if it has one.
    pub(super) fn listed<'s>(&'s self, listing: &'s Listing) -> CardView<'s> {
        let mut card = self.card(listing.article);
        if let Some((anchor, heading)) = listing.section.as_deref() {
            card.path = format!("{}#{anchor}", card.path).into();
            let heading = self.polish(heading);
            card.headline_html = self.phrases(&heading);
            card.heading = Some(heading);
        }
        card
    }

    /// An article on a newspaper page, with its jump mark.
    pub(super) fn printed(&self, id: ArticleId, part: Part) -> CardView<'_> {
        let article = self.site.article(id);
        let mut card = self.card(id);
        card.jump = match part {
            Part::Whole => None,
            Part::Begins => article.continued_on.as_ref().map(|folio| format!("下转第{folio}版")),
            Part::Continues => Some(format!("上接第{}版", article.page)),
        };
        card
    }

    /// A picture with its text equivalent.
    pub(super) fn picture(&self, picture: &PlacedPicture, alt: &str) -> PictureView {
        PictureView {
            path: picture.route.as_str().to_owned(),
            alt: alt.to_owned(),
            width: picture.size.map(|(width, _)| width),
            height: picture.size.map(|(_, height)| height),
        }
    }
}

/// A topic as a link.
pub(super) fn name(topic: &Topic) -> NameView<'_> {
    NameView { name: &topic.name, path: topic.route().as_str() }
}

/// A topic as a link with its count, for pages that change when the count does: its own first
/// page and those that list topics. See [`keys`](super::keys).
pub(super) fn tag(topic: &Topic) -> TagView {
    TagView { name: topic.name.clone(), path: topic.route().as_str().to_owned(), count: topic.listings.len() }
}

/// What readers call a kind; news needs no label.
fn label(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::News => None,
        Kind::Photo => Some("图片"),
        Kind::Column => Some("专栏"),
        Kind::Commentary => Some("评论"),
        Kind::Notice => Some("公告"),
        Kind::Brief => Some("简讯"),
        Kind::Digest => Some("综合"),
        Kind::Poem => Some("诗歌"),
        Kind::Ad => Some("广告"),
    }
}
