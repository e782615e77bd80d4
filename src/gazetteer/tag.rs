//! What an article is about, from where its text names which district.
//!
//! 1. Every part of the article gives its mentions; a short name in one part may lean on the
//!    full name in another.
//! 2. A mention weighs by its place: headline, kicker and deck, section heading, dateline, lead,
//!    body. A member of a list of four or more weighs its share; a person's origin (醴陵籍)
//!    a quarter. A paragraph counts once for a district, however often it says the name.
//! 3. A short article that names a district in every other paragraph is about it, too.
//! 4. Districts with weight enough are ordered by the best place that names them; within
//!    headlines and headings by their order on the page, within text by weight.
//!
//! A district that is only named in passing is left out: an index is of use only when the
//! articles in it are about its district.

use super::{
    Gazetteer, Mention,
    matcher::{Candidate, starts_any},
    rules,
};
use crate::press::{Article, Block};

/// Where in an article a name stands, from the weightiest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Zone {
    Headline,
    Deck,
    Section,
    Dateline,
    Lead,
    Body,
}

impl Zone {
    /// Weight of one mention. [`ENOUGH`] is one clear lead mention, or three paragraphs of text.
    fn weight(self) -> u32 {
        match self {
            Self::Headline => 120,
            Self::Deck | Self::Section => 96,
            Self::Dateline => 72,
            Self::Lead => 48,
            Self::Body => 16,
        }
    }

    /// Parts that are printed large: what they name, the article is about.
    fn is_display(self) -> bool {
        self <= Self::Section
    }
}

/// Weight from which an article is about a district.
const ENOUGH: u32 = 48;
/// A district with less than this part of the weightiest one's is named in passing.
const SHARE_OF_TOP: u32 = 4;
/// Paragraphs of text that add weight; more of them say nothing new.
const BODY_CAP: u32 = 5;

/// What an article says of one district.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    district: usize,
    best: Zone,
    /// Part and byte of the first mention in the best zone.
    first: (usize, usize),
    weight: u32,
    /// Paragraphs that name it, and not only in a long list.
    paragraphs: u32,
}

impl Gazetteer {
    /// Fills `districts` of an article with the canonical names of those it is about, in order
    /// of weight; what stood there before is replaced.
    pub fn tag(&self, article: &mut Article) {
        article.districts = self.about(article).into_iter().map(|index| self.districts[index].name.clone()).collect();
    }

    /// The same, where it is known in which places of which texts names may begin: the number of each text
    /// among all but Markdown, in reading order, and the byte, ascending.
    pub(crate) fn tag_at(&self, article: &mut Article, places: &[(usize, usize)]) {
        if article.body.iter().any(|block| matches!(block, Block::Markdown(_))) {
            return self.tag(article);
        }
        let about = self.weighed(&parts(article), |number, text| {
            let from = places.partition_point(|(other, _)| *other < number);
            let own = places[from..].iter().take_while(|(other, _)| *other == number);
            self.matcher.candidates_at(text, own.map(|(_, at)| *at))
        });
        article.districts = about.into_iter().map(|index| self.districts[index].name.clone()).collect();
    }

    /// Indices of the districts the article is about, in order of weight.
    pub fn about(&self, article: &Article) -> Vec<usize> {
        self.weighed(&parts(article), |_, text| self.matcher.candidates(text))
    }

    /// The same of these parts; `candidates` finds the names in one of them.
    fn weighed(&self, parts: &[(Zone, &str)], candidates: impl Fn(usize, &str) -> Vec<Candidate>) -> Vec<usize> {
        let candidates: Vec<_> = parts.iter().enumerate().map(|(number, (_, text))| candidates(number, text)).collect();
        let mut known: Vec<usize> = candidates.iter().flat_map(|found| self.matcher.sure(found)).collect();
        known.sort_unstable();
        known.dedup();

        let mut all: Vec<Evidence> = Vec::new();
        for (at, ((zone, text), found)) in parts.iter().zip(&candidates).enumerate() {
            if *zone == Zone::Dateline {
                let named = self.matcher.in_dateline(text);
                named.into_iter().for_each(|district| add(&mut all, district, *zone, (at, 0), zone.weight()));
                continue;
            }
            let mentions = self.matcher.settle(text, found, &known);
            for (district, start, weight) in weigh(*zone, text, &mentions) {
                add(&mut all, district, *zone, (at, start), weight);
            }
        }
        let paragraphs = parts.iter().filter(|(zone, _)| *zone >= Zone::Lead).count();
        rank(all, u32::try_from(paragraphs).unwrap_or(u32::MAX))
    }
}

/// The texts of an article with their places, in reading order.
fn parts(article: &Article) -> Vec<(Zone, &str)> {
    let mut parts = vec![(Zone::Headline, article.title.as_str())];
    let decks = [&article.kicker, &article.subtitle];
    parts.extend(decks.into_iter().flatten().map(|text| (Zone::Deck, text.as_str())));
    parts.extend(article.dateline.iter().map(|text| (Zone::Dateline, text.as_str())));
    let mut zone = Zone::Lead;
    for block in &article.body {
        match block {
            Block::Heading { text, .. } => parts.push((Zone::Section, text)),
            Block::Paragraph(text) | Block::Markdown(text) => {
                parts.push((zone, text));
                zone = Zone::Body;
            }
        }
    }
    parts
}

/// Weight of each district in one part: `(district, first byte, weight)`, a district once.
fn weigh(zone: Zone, text: &str, mentions: &[Mention]) -> Vec<(usize, usize, u32)> {
    let mut weights: Vec<(usize, usize, u32)> = Vec::new();
    for run in lists(text, mentions) {
        let mut members: Vec<usize> = run.iter().map(|mention| mention.district).collect();
        members.sort_unstable();
        members.dedup();
        let share = if members.len() > 3 && !zone.is_display() { members.len() } else { 1 };
        for mention in run {
            let origin = starts_any(&text[mention.range.end..], &rules::ORIGIN_AFTER);
            let weight = zone.weight() / u32::try_from(share).unwrap_or(u32::MAX) / if origin { 4 } else { 1 };
            match weights.iter_mut().find(|(district, ..)| *district == mention.district) {
                Some((_, _, best)) => *best = weight.max(*best),
                None => weights.push((mention.district, mention.range.start, weight)),
            }
        }
    }
    weights
}

/// Cuts mentions into runs that stand in one list: 茶陵、炎陵和攸县.
fn lists<'m>(text: &'m str, mentions: &'m [Mention]) -> impl Iterator<Item = &'m [Mention]> {
    mentions.chunk_by(|left, right| {
        let between = &text[left.range.end..right.range.start];
        between.is_empty() || rules::LIST_MARKS.contains(&between)
    })
}

fn add(all: &mut Vec<Evidence>, district: usize, zone: Zone, first: (usize, usize), weight: u32) {
    let at = all.iter().position(|evidence| evidence.district == district).unwrap_or_else(|| {
        all.push(Evidence { district, best: zone, first, weight: 0, paragraphs: 0 });
        all.len() - 1
    });
    let evidence = &mut all[at];
    if zone >= Zone::Lead && weight >= zone.weight() {
        evidence.paragraphs += 1;
    }
    if zone == Zone::Body && evidence.paragraphs > BODY_CAP {
        return;
    }
    if zone < evidence.best {
        (evidence.best, evidence.first) = (zone, first);
    }
    evidence.weight = evidence.weight.saturating_add(weight);
}

fn rank(mut all: Vec<Evidence>, paragraphs: u32) -> Vec<usize> {
    let top = all.iter().map(|evidence| evidence.weight).max().unwrap_or_default();
    all.retain(|evidence| {
        let heavy = evidence.weight.saturating_mul(SHARE_OF_TOP) >= top;
        let steady = evidence.paragraphs > 1 && evidence.paragraphs * 2 >= paragraphs;
        (evidence.weight >= ENOUGH && (heavy || evidence.best.is_display())) || (steady && heavy)
    });
    all.sort_by_key(|evidence| {
        let by_weight = if evidence.best.is_display() { 0 } else { u32::MAX - evidence.weight };
        (evidence.best, by_weight, evidence.first)
    });
    all.into_iter().map(|evidence| evidence.district).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{
        gazetteer::fixture::gazetteer,
        press::{Article, Block, fixture::article},
    };

    fn text(paragraphs: &[&str]) -> Vec<Block> {
        paragraphs
            .iter()
            .map(|text| match text.strip_prefix("## ") {
                Some(heading) => Block::Heading { level: 2, text: heading.to_owned(), id: None },
                None => Block::Paragraph((*text).to_owned()),
            })
            .collect()
    }

    #[track_caller]
    fn check(article: Article, expect: &[&str]) {
        let mut article = article;
        gazetteer().tag(&mut article);
        assert_eq!(article.districts, expect);
    }

    #[test]
    fn headings_rank_in_their_order_on_the_page() {
        let body = text(&[
            "全市三地经验获推广。",
            "三地是:攸县、荷塘区和醴陵市。",
            "## 攸县： 护林有方",
            "攸县护林。",
            "## 株洲高新区： 服务有方",
            "服务企业。",
            "## 醴陵市： 种粮有方",
            "醴陵种粮,以泗汾镇为核心。",
            "醴陵扩种。",
            "醴陵增收。",
        ]);
        check(Article { body, ..article("三地经验获推广") }, &["攸县", "天元区", "醴陵市"]);
    }

    #[test]
    fn a_list_in_passing_is_not_what_the_article_is_about() {
        let body = text(&["来自茶陵县、炎陵县、攸县、醴陵市的代表参加了活动。", "活动持续两天。"]);
        check(Article { body, ..article("全市诗词大会落幕") }, &[]);
        let body = text(&["赛事在市体育中心举行。", "选手张某来自攸县,夺得第一。"]);
        check(Article { body, ..article("全市羽毛球赛落幕") }, &[]);
    }

    #[test]
    fn a_clear_lead_or_a_steady_body_is() {
        check(Article { body: text(&["记者从荷塘区获悉,新校舍已启用。"]), ..article("新校舍启用") }, &["荷塘区"]);
        let body = text(&["春耕正忙。", "泗汾镇育秧。", "均楚镇翻地。", "茶山镇修渠。"]);
        check(Article { body, ..article("春耕正忙") }, &["醴陵市"]);
        let body = text(&["新城建于1992年。", "株洲高新区选在江西岸。", "株洲高新区再次出发。"]);
        check(Article { body, ..article("一座新城") }, &["天元区"]);
        let body = text(&["河水经过炎陵县、茶陵县和攸县。", "两岸是稻田。"]);
        check(Article { body, ..article("河水过三县") }, &["炎陵县", "茶陵县", "攸县"]);
        let body = text(&["醴陵籍学者李先生的新书出版。", "书中写瓷。"]);
        check(Article { body, ..article("新书出版") }, &[]);
    }

    #[test]
    fn a_dateline_may_name_the_seat() {
        let dateline = Some("本报霞阳7月22日讯".to_owned());
        check(Article { dateline, body: text(&["山洪预警解除。"]), ..article("预警解除") }, &["炎陵县"]);
        let dateline = Some("茶陵报讯".to_owned());
        check(Article { dateline, body: text(&["天气转晴。"]), ..article("天气转晴") }, &[]);
    }

    #[test]
    fn the_headline_outweighs_what_the_lead_drops() {
        let body = text(&["在攸县经验基础上,茶陵县推行新办法。", "茶陵县已有成效。", "茶陵县还将扩面。"]);
        check(Article { body, ..article("茶陵县推行新办法") }, &["茶陵县"]);
    }

    /// The real front page the rules were first written for, where its reading is at hand.
    #[test]
    fn the_seed_page_is_tagged_as_its_gold_says() {
        for (given, expect) in crate::press::fixture::seed_articles() {
            check(given, &expect.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_tagged_without_panic(title in ".{0,40}", names in "[荷塘区石峰茶陵县醴市泗酒汾镇乡街道建设、，：人籍 a]{0,60}") {
            let gazetteer = gazetteer();
            let mut any = Article { body: text(&[&names, "## x", &title]), ..article(&title) };
            any.dateline = Some(names.clone());
            gazetteer.tag(&mut any);
            gazetteer.suggest(&names);
            for mention in gazetteer.matches(&names) {
                prop_assert!(names.get(mention.range).is_some());
            }
        }
    }
}
