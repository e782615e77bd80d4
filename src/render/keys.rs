//! Keys: a hash of all that a file is made of, so that a file whose key is that of the last
//! build need not be made again.
//!
//! **The rule.** Whatever a job reads of the site is in its key. So pages fall into kinds:
//!
//! - an article has its text, the pages of its issue, the cards beside it on its page, and the
//!   cards of those near it in each of its indexes, of which its related articles are chosen;
//! - an issue, its newspaper pages and the files it publishes have the issue with its text, the
//!   cards in it, and the issues before and after;
//! - all of these together have one key more, so that a whole folder is passed over at once;
//! - an older page of an index has the cards it lists and the periods it links to, nothing
//!   that counts the whole index;
//! - the first page of an index has the cards of the whole index, for it counts them;
//! - the calendar has dates and numbers;
//! - what is left for a larger archive has the outlines and addresses it holds;
//! - the pages of all topics of a kind, and the front page, have names, numbers and dates, and the
//!   cards they show;
//! - sitemaps have the addresses they list;
//! - feeds have the newest cards; ordinary pages and the files of the theme what is the same for
//!   all pages, and their text;
//! - the rest (the gallery, the index of a part) has no key and is made every time: a few files.
//!
//! A *card* is an article as lists show it: its entry, its topics with their addresses, its
//! pictures. What lists do not show of an article, no other page may read.
//!
//! After an edit that leaves everything in its place only the keys it touches are made anew
//! ([`Keys::amend`](Keys::amend)).
//!
//! All keys hold what is the same for all pages: theme, settings, `site` as templates see it.
//! That is why `site` must not say how many articles there are.
//!
//! Sums of hashes stand for sets of cards: the sum over any stretch of an index is then a
//! difference of two, and all windows of an archive cost one pass over its indexes.

mod amend;
mod shown;
mod sums;

use std::ops::Range;

use rayon::prelude::*;

use self::{
    shown::{addresses, days, first_page, issues_of, lists, month_of, older_page},
    sums::{Dates, Sums},
};
use super::{
    Renderer,
    feeds::ENTRIES,
    home::RECENT,
    plan::{Batch, Job, SitemapPart},
    topic::CARDS,
};
use crate::site::{ArticleId, IssueId, Site, Topic, TopicKind, digest, digest_bytes, half};

/// A key. Half of a hash tells whether something changed; an archive holds two for each article.
pub type Key = u64;

/// All keys of a site, which is handed in wherever they are asked for.
#[derive(Debug)]
pub struct Keys {
    base: Key,
    /// Of the dates of all issues and the numbers of their articles, which an edit leaves as they are.
    days: Key,
    /// What the files published as they are were told by.
    copies: Vec<Key>,
    issues: Vec<IssueKeys>,
    around: Vec<Key>,
    cards: Vec<Key>,
    /// By kind, in the order of [`TopicKind::ALL`].
    topics: [Vec<TopicKeys>; 3],
}

/// The keys of one issue.
#[derive(Debug)]
struct IssueKeys {
    /// Of all files of its folder.
    whole: Key,
    /// Of all but its articles.
    itself: Key,
    /// Of what its articles show of it.
    frame: Key,
    /// Of the addresses of all its pages.
    addresses: Key,
}

/// The keys of one topic.
#[derive(Debug)]
struct TopicKeys {
    /// Of its name and address.
    name: Key,
    /// Sum of all its cards.
    whole: Key,
    /// Sum of the cards of each of its pages.
    pages: Vec<Key>,
    /// Of the dates of its cards, in their order.
    dates: Key,
}

/// A hash of parts put one behind the other.
struct Parts(Vec<u8>);

impl Default for Parts {
    /// With room for those of most keys.
    fn default() -> Self {
        Self(Vec::with_capacity(256))
    }
}

impl Parts {
    fn of(parts: &[Key]) -> Self {
        let mut all = Self::default();
        parts.iter().for_each(|part| all.push(*part));
        all
    }

    fn push(&mut self, part: impl Into<u128>) {
        self.0.extend_from_slice(&part.into().to_le_bytes());
    }

    fn number(&mut self, number: usize) {
        self.push(number as u64);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn key(&self) -> Key {
        half(digest_bytes(&self.0))
    }
}

impl Keys {
    /// The keys of what `renderer` makes. `program` stands for the program and its options;
    /// `copies` has a hash for each of [`Site::copies`] whose bytes do not follow from the text
    /// of its issue.
    pub fn new(renderer: &Renderer<'_>, program: Key, copies: Vec<Key>) -> Self {
        let site = renderer.site;
        let base = Parts::of(&[program, renderer.fingerprint()]).key();
        let names = TopicKind::ALL.map(|kind| site.topics(kind).iter().map(name).collect::<Vec<Key>>());
        let ids: Vec<ArticleId> = site.article_ids().collect();
        let name_of = |kind: usize, at: usize| names[kind][at];
        let cards: Vec<Key> = ids.par_iter().map(|&id| card(site, id, &name_of)).collect();
        let mut around = vec![0; cards.len()];
        let mut sums = Sums::default();
        let topics = std::array::from_fn(|at| {
            let all = site.topics(TopicKind::ALL[at]).iter().zip(&names[at]);
            all.map(|(topic, &name)| {
                sums.fill(topic, &cards);
                sums.add_windows(topic, name, &mut around);
                let pages = topic.pages.iter().map(|page| sums.over(&page.range)).collect();
                let mut dates = Dates::default();
                topic.listings.iter().for_each(|listing| dates.push(listing.date));
                TopicKeys { name, whole: sums.over(&(0..topic.listings.len())), pages, dates: dates.0 }
            })
            .collect()
        });
        let of_issue = |id: &IssueId| issue(site, *id, base, &cards, &around, &copies);
        let issues = site.issue_ids().collect::<Vec<_>>().par_iter().map(of_issue).collect();
        let mut all = Parts::default();
        days(site, 0..site.issues.len(), &mut all);
        Self { base, days: all.key(), copies, issues, around, cards, topics }
    }

    /// What the files published as they are were told by.
    pub fn copies(&self) -> &[Key] {
        &self.copies
    }

    /// The key of one file of an issue.
    pub fn in_issue(&self, site: &Site, id: IssueId, job: &Job) -> Key {
        let keys = &self.issues[id.index()];
        let Job::Article(id) = job else { return keys.itself };
        let (before, after) = site.article_neighbours(*id);
        let mut parts = Parts::of(&[self.base, keys.frame, site.node(*id).whole, self.cards[id.index()]]);
        parts.push(self.around[id.index()]);
        [before, after].iter().for_each(|id| parts.push(id.map_or(0, |id| self.cards[id.index()])));
        parts.key()
    }

    /// The key of the files an issue publishes as they are.
    pub fn copies_of(&self, id: IssueId) -> Key {
        self.issues[id.index()].itself
    }

    /// The key of a batch; `None` for what is made every time.
    pub fn of(&self, site: &Site, batch: &Batch) -> Option<Key> {
        let job = match batch {
            Batch::Issue(id) => return self.issues.get(id.index()).map(|keys| keys.whole),
            Batch::Single(job) => job,
        };
        let mut parts = Parts::of(&[self.base]);
        match job {
            Job::Topic(kind, at, number) => {
                let (keys, topic) = (self.topics_of(*kind).get(*at)?, site.topics(*kind).get(*at)?);
                parts.push(keys.name);
                parts.push(*keys.pages.get(*number)?);
                match number {
                    0 => {
                        parts.push(keys.whole);
                        first_page(site, topic, *at, &mut parts);
                    }
                    _ => older_page(topic, *number, &mut parts),
                }
            }
            Job::Topics(kind) => {
                parts.number(site.article_count());
                parts.push(self.days);
                self.topic_cards(site, *kind, &mut parts);
            }
            Job::Home => {
                parts.push(self.days);
                TopicKind::ALL.iter().for_each(|kind| self.topic_cards(site, *kind, &mut parts));
                site.newest_issue().iter().for_each(|id| parts.push(self.issues[id.index()].whole));
                site.issue_ids().rev().take(RECENT + 1).for_each(|id| parts.push(site.issue(id).issue.hash));
            }
            Job::DistrictFeed(at) => {
                let keys = self.topics_of(TopicKind::District).get(*at)?;
                parts.push(keys.name);
                parts.push(keys.whole);
            }
            Job::Archive => parts.push(self.days),
            Job::Year(at) => {
                days(site, issues_of(site, *at)?, &mut parts);
                let beside = [at.checked_sub(1), Some(at + 1)].map(|at| site.years.get(at?));
                beside.iter().for_each(|year| parts.number(year.map_or(0, |year| year.year as usize)));
            }
            Job::Month(year, at) => {
                let month = site.years.get(*year)?.months.get(*at)?;
                month.issues.iter().for_each(|id| parts.push(site.issue(*id).issue.hash));
                let (first, last) = (*month.issues.first()?, *month.issues.last()?);
                let beside = [site.issue_neighbours(first).0, site.issue_neighbours(last).1];
                beside.iter().for_each(|id| parts.text(&id.map_or(String::new(), |id| month_of(site, id))));
            }
            Job::PartYear(at) => parts.push(super::part::year_key(site, *at)),
            Job::Sitemap(part) => {
                parts.push(self.days);
                match part {
                    SitemapPart::Year(at) => self.addresses(issues_of(site, *at)?, &mut parts),
                    SitemapPart::Index => parts.text(&format!("{:?}", site.parts)),
                    SitemapPart::Lists => lists(site, &mut parts),
                    SitemapPart::Whole => {
                        lists(site, &mut parts);
                        self.addresses(0..site.issues.len(), &mut parts);
                    }
                }
            }
            Job::Feed | Job::JsonFeed => self.newest(site).for_each(|id| {
                parts.text(&site.article(id).date.text());
                parts.push(self.cards[id.index()]);
            }),
            Job::Doc(at) => {
                let node = site.docs.get(*at)?;
                parts.text(node.route.as_str());
                parts.text(&format!("{:?}", node.doc));
                site.docs.iter().for_each(|node| parts.text(node.route.as_str()));
            }
            Job::Search | Job::NotFound | Job::OpenSearch | Job::Robots => {}
            Job::Asset(route) => parts.text(route.as_str()),
            _ => return None,
        }
        Some(parts.key())
    }

    /// Addresses of what these issues are.
    fn addresses(&self, issues: Range<usize>, parts: &mut Parts) {
        self.issues[issues].iter().for_each(|keys| parts.push(keys.addresses));
    }

    fn topics_of(&self, kind: TopicKind) -> &[TopicKeys] {
        let at = TopicKind::ALL.iter().position(|other| *other == kind).unwrap_or(0);
        &self.topics[at]
    }

    /// What cards of all topics of a kind show: the newest article, how many there were when, what
    /// reporters were called. Where reporters or columns are many they are only counted.
    fn topic_cards(&self, site: &Site, kind: TopicKind, parts: &mut Parts) {
        let is_short = site.topics(kind).len() <= CARDS;
        for (keys, topic) in self.topics_of(kind).iter().zip(site.topics(kind)) {
            parts.push(keys.name);
            parts.number(topic.listings.len());
            if kind == TopicKind::District || is_short {
                parts.push(keys.dates);
                parts.push(topic.listings.first().map_or(0, |listing| self.cards[listing.article.index()]));
            }
            if kind == TopicKind::Reporter && is_short {
                parts.push(keys.whole);
            }
        }
    }

    /// The articles of a feed of the whole site.
    fn newest<'s>(&self, site: &'s Site) -> impl Iterator<Item = ArticleId> + use<'s> {
        site.issue_ids().rev().flat_map(|id| site.articles_of(id)).take(ENTRIES)
    }
}

impl Renderer<'_> {
    /// Hash of what is the same for all pages.
    fn fingerprint(&self) -> Key {
        let config = &self.site.config;
        let settings = (&config.title, &config.paper, &config.description, &config.language, &config.base_url);
        let more = (&config.routes, &config.display, &config.extra, config.gazetteer.districts(), self.outlines);
        let docs: Vec<&str> = self.site.docs.iter().map(|node| node.doc.path.as_str()).collect();
        half(digest(&(self.theme.fingerprint(), self.shared_hash, format!("{settings:?}{more:?}"), docs)))
    }
}

fn name(topic: &Topic) -> Key {
    let mut parts = Parts::default();
    parts.text(&topic.name);
    parts.text(topic.slug.as_str());
    parts.key()
}

/// An article as lists show it.
fn card(site: &Site, id: ArticleId, name: &impl Fn(usize, usize) -> Key) -> Key {
    let node = site.node(id);
    let mut parts = Parts::of(&[node.hash]);
    for (kind, topics) in TopicKind::ALL.iter().map(|&kind| node.topics(kind)).enumerate() {
        topics.iter().for_each(|id| parts.push(name(kind, id.index())));
    }
    for picture in &*node.pictures {
        parts.text(picture.route.as_str());
        parts.text(&picture.name);
        let (width, height) = picture.size.unwrap_or_default();
        parts.number(width as usize);
        parts.number(height as usize);
    }
    parts.key()
}

/// An issue, its pages and its articles.
fn issue(site: &Site, id: IssueId, base: Key, cards: &[Key], around: &[Key], copies: &[Key]) -> IssueKeys {
    let node = site.issue(id);
    let mut frame = Parts::of(&[base]);
    frame.text(node.route.as_str());
    for (place, page) in node.pages.iter().zip(&node.issue.pages) {
        let facsimile = place.facsimile.as_ref();
        frame.text(&format!("{:?} {:?} {:?}", page.section, place.raw, facsimile));
        frame.text(&page.folio.text());
        place.named.iter().for_each(|picture| frame.text(&format!("{picture:?}")));
    }
    let frame = frame.key();
    let mut parts = Parts::of(&[frame]);
    parts.push(node.issue.hash);
    parts.push(node.source);
    let (before, after) = site.issue_neighbours(id);
    for beside in [before, after] {
        parts.text(beside.map_or("", |id| site.issue(id).route.as_str()));
    }
    copies.get(node.copies.clone()).unwrap_or_default().iter().for_each(|copy| parts.push(*copy));
    site.articles_of(id).for_each(|id| parts.push(cards[id.index()]));
    let itself = parts.key();
    site.articles_of(id).for_each(|id| parts.push(around[id.index()]));
    IssueKeys { whole: parts.key(), itself, frame, addresses: addresses(site, id) }
}
