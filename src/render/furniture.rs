//! Printed matter of a page that is no article: guide boxes first, for they lead somewhere.

use super::{Renderer, head::link};
use crate::{
    press::{Furniture, FurnitureKind},
    site::IssueId,
    theme::views::FurnitureView,
};

impl Renderer<'_> {
    /// The furniture of a page as readers see it. Mastheads and folios say what the page says
    /// anyway and are left to the raw text.
    pub(super) fn furniture(&self, issue: IssueId, furniture: &[Furniture]) -> Vec<FurnitureView> {
        let mut views: Vec<FurnitureView> = Vec::new();
        for item in furniture {
            let Some(label) = label(item.kind) else { continue };
            let target = item.target.as_ref().and_then(|folio| {
                let page = self.site.page(issue, folio)?;
                Some(link(format!("第{folio}版"), &page.node.route))
            });
            let lines = item.text.lines().map(str::trim).filter(|line| !line.is_empty());
            let lines: Vec<String> = lines.map(|line| self.shown(line)).collect();
            if !lines.is_empty() {
                views.push(FurnitureView { label, lines, target });
            }
        }
        views
    }
}

fn label(kind: FurnitureKind) -> Option<&'static str> {
    match kind {
        FurnitureKind::Masthead | FurnitureKind::Folio => None,
        FurnitureKind::Guide => Some("导读"),
        FurnitureKind::Editors => Some("编辑"),
        FurnitureKind::Ad => Some("广告"),
        FurnitureKind::Unplaced => Some("未归入文章的文字"),
    }
}
