//! Townships and subdistricts of a district, and which of them its articles name.

use super::{Renderer, text::percent_encoded};
use crate::{
    site::{Entry, Topic, TopicKind},
    theme::views::LinkView,
};

impl Renderer<'_> {
    /// The places of a district. Those that a headline or the opening words of one of its articles
    /// name lead to a search, which then finds something; others are plain text, for nothing more
    /// than the whole text would tell whether they are found.
    pub(super) fn places(&self, topic: &Topic) -> Vec<LinkView> {
        let mut districts = self.site.config.gazetteer.districts().iter();
        let Some(district) =
            districts.find(|district| topic.kind == TopicKind::District && district.name == topic.name)
        else {
            return Vec::new();
        };
        let mut unseen: Vec<&String> = district.places.iter().collect();
        for listing in &topic.listings {
            if unseen.is_empty() {
                break;
            }
            let entry = self.site.article(listing.article);
            unseen.retain(|place| !names(entry, place));
        }
        let view = |place: &String| LinkView {
            label: place.clone(),
            path: match unseen.contains(&place) {
                true => String::new(),
                false => format!("search/index.html?q={}", percent_encoded(place)),
            },
        };
        district.places.iter().map(view).collect()
    }
}

fn names(entry: &Entry, place: &str) -> bool {
    [entry.title(), entry.lead()].iter().any(|text| text.contains(place))
}
