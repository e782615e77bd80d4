//! What a larger archive needs to know of this site, its part: see [`parts`](crate::parts).

use super::{Renderer, plan};
use crate::{
    parts::{Index, IssueRecord, Year, YearRecord},
    site::{IssueId, Site, digest},
};

impl Renderer<'_> {
    /// The file that names the others.
    pub(super) fn part_index(&self) -> Vec<u8> {
        let site = self.site;
        let years = (0..site.years.len()).map(|at| YearRecord { year: site.years[at].year, key: year_key(site, at) });
        let index = Index {
            base_url: site.config.base_url.as_ref().map(|base| base.as_str().to_owned()),
            districts: site.config.gazetteer.districts().iter().map(|district| district.name.clone()).collect(),
            sitemaps: plan::sitemap_files(site),
            years: years.collect(),
        };
        index.write()
    }

    /// The issues of a year.
    pub(super) fn part_year(&self, at: usize) -> Vec<u8> {
        let site = self.site;
        Year { key: year_key(site, at), issues: issues(site, at).map(|id| record(site, id)).collect() }.write()
    }
}

/// Hash of what the file of a year holds.
pub(super) fn year_key(site: &Site, at: usize) -> u128 {
    let issue = |id: IssueId| {
        let node = site.issue(id);
        let cards: Vec<_> =
            site.articles_of(id).map(|id| site.node(id)).map(|node| (node.hash, &node.pictures)).collect();
        digest(&(node.issue.hash, &node.route, &node.pages, cards))
    };
    digest(&issues(site, at).map(issue).collect::<Vec<u128>>())
}

/// Issues of a year whose pages this site makes.
fn issues(site: &Site, at: usize) -> impl Iterator<Item = IssueId> + '_ {
    let months = site.years.get(at).map(|year| year.months.as_slice()).unwrap_or_default();
    months.iter().flat_map(|month| &month.issues).copied().filter(|&id| site.is_own(id))
}

fn record(site: &Site, id: IssueId) -> IssueRecord {
    let node = site.issue(id);
    let pictures = site.articles_of(id).enumerate().map(|(at, id)| (at, site.node(id).pictures.to_vec()));
    IssueRecord {
        outline: node.issue.clone(),
        route: node.route.clone(),
        pages: node.pages.clone(),
        pictures: pictures.filter(|(_, pictures)| !pictures.is_empty()).collect(),
    }
}
