//! Every picture is well-formed, names itself, and takes whatever counts and names come.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    Card, HeatDay, MapDistrict, Outlines, OutlinesError, PrintedArticle, district_map, heatmap, og_card, printed_order,
    sparkline,
    steps::{Steps, width},
    tile_map,
    wrap::{balanced, clip},
};
use crate::press::IssueDate;

const HOSTILE: &str = "<script>\"'&amp;]]>\u{0}\u{1b}\u{FFFF}--></svg>";

/// Fails unless tags are balanced, attributes quoted and unique, and nothing is left unescaped.
fn assert_well_formed(xml: &str) {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        assert_text(&rest[..at], xml);
        let end = rest[at..].find('>').unwrap_or_else(|| panic!("a tag without an end: {}", &rest[at..])) + at;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of order in {xml}");
            continue;
        }
        let (name, attributes) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag.trim_end_matches('/'), ""));
        let mut keys = BTreeSet::new();
        let mut parts = attributes.split('"');
        while let Some(key) = parts.next().filter(|key| !key.is_empty()) {
            let key = key.trim().trim_end_matches('=');
            assert!(keys.insert(key), "{key} twice in {tag}");
            assert_text(parts.next().expect("a quoted value"), xml);
        }
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert_text(rest, xml);
    assert!(open.is_empty(), "left open: {open:?}");
}

fn assert_text(text: &str, xml: &str) {
    assert!(!text.contains(['<', '>', '\u{0}', '\u{1b}', '\u{FFFF}']), "{text:?} in {xml}");
    for entity in text.split('&').skip(1) {
        assert!(
            ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|name| entity.starts_with(name)),
            "&{entity} in {xml}"
        );
    }
}

fn ids(xml: &str) -> Vec<&str> {
    xml.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn day(text: &str, count: u32) -> HeatDay {
    HeatDay { date: IssueDate::parse(text).expect("a date"), count }
}

fn district<'a>(slug: &'a str, name: &'a str, count: u32) -> MapDistrict<'a> {
    MapDistrict { slug, name, count, href: "a.html" }
}

fn article(number: u32, title: &str, length: usize) -> PrintedArticle<'_> {
    PrintedArticle { number, title, href: "#a", length }
}

#[test]
fn a_year_has_a_square_for_each_issue_and_a_dot_for_each_other_day() {
    let days = [day("2023-01-02", 12), day("2023-01-02", 1), day("2023-12-31", 3), day("2024-01-01", 5)];
    let html = heatmap("y", 2023, &days);
    assert_well_formed(&html);
    assert_eq!(html.matches("h17v17h-17z").count(), 2 + 4, "four more stand in the legend");
    assert_eq!(html.matches("h4v4h-4z").count(), 363 + 1, "one more stands in the legend");
    assert!(html.contains("<path class=\"s4\" d=\"M43 21h17v17h-17z\"/>"), "Monday of the second week: {html}");
    assert!(html.contains("1 期报纸，共 3 篇"));
    let ids = ids(&html);
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(html, heatmap("y", 2023, &days));
}

#[test]
fn days_of_the_heat_map_are_no_links() {
    let html = heatmap("y", 2023, &[day("2023-01-02", 1)]);
    assert_eq!(html.matches("role=\"img\"").count(), 5, "four quarters and the legend");
    assert!(!html.contains("<a ") && !html.contains("role=\"group\""));
}

#[test]
fn days_of_one_shade_are_one_path() {
    let days = ["2023-01-02", "2023-02-03", "2023-03-04"].map(|date| day(date, 2));
    let quarter = heatmap("y", 2023, &days);
    assert_eq!(quarter.matches("class=\"s4\"").count(), 1 + 1, "one more stands in the legend");
}

#[test]
fn odd_years_are_drawn_too() {
    for year in [i16::MIN, -1, 0, 1600, 2024, 2999, 3000, i16::MAX] {
        assert_well_formed(&heatmap("y", year, &[day("2024-02-29", u32::MAX)]));
    }
    assert_eq!(heatmap("y", 2024, &[]).matches("h4v4h-4z").count(), 366 + 1);
}

#[test]
fn steps_cover_every_count_once() {
    for max in [1, 2, 3, 4, 5, 7, 97, 10_000, u64::from(u32::MAX)] {
        let steps = Steps::new(5, [max].into_iter());
        let mut next = 1;
        for (step, low, high) in steps.ranges() {
            assert_eq!((low, steps.step(low), steps.step(high)), (next, step, step));
            next = high + 1;
        }
        assert_eq!(next, max + 1);
    }
    assert_eq!(Steps::new(5, std::iter::empty()).step(3), 0);
}

#[test]
fn a_timeline_names_its_ends_and_its_peak() {
    let svg = sparkline("s", "茶陵县", &[("2023年1月", 3), ("2023年2月", 0), ("2023年3月", 9)]);
    assert_well_formed(&svg);
    assert!(svg.contains("2023年1月 至 2023年3月，共 12 篇；最多的是 2023年3月，9 篇"));
    assert!(svg.contains("role=\"img\""));
    assert_eq!(sparkline("s", "无", &[]), "");
    assert_well_formed(&sparkline("s", HOSTILE, &[(HOSTILE, 0)]));
}

#[test]
fn a_timeline_of_ten_thousand_stays_small() {
    let points: Vec<(&str, u32)> = (0..10_000).map(|n| ("日", n * 7919 % 10_000)).collect();
    let svg = sparkline("s", "多", &points);
    assert_well_formed(&svg);
    assert!(svg.len() < 8_000, "{} bytes", svg.len());
}

const OUTLINES: &str = "[outlines]\nviewbox = \"0 0 100 100\"\n\
    [outlines.districts.jia]\npath = \"M0 0h60v50L0 50z\"\nlabel = [20, 20]\n\
    [outlines.districts.yi]\npath = \"M10 60l90 0 0 40z\"\nlabel = [80, 70.5]\n";

#[test]
fn a_map_links_shapes_and_puts_the_rest_into_a_free_corner() {
    let outlines = Outlines::parse(OUTLINES).expect("outlines");
    let districts = [district("jia", "甲县", 12), district("yi", "乙市", 0), district("bing", "丙开发区", 3)];
    let svg = district_map("m", "区县", &districts, Some(&outlines));
    assert_well_formed(&svg);
    assert!(svg.contains(
        "<a xlink:href=\"a.html\"><title>甲县：12 篇</title><path class=\"s5\" d=\"M0 0h60v50L0 50z\"/></a>"
    ));
    assert!(svg.contains("<title>乙市：0 篇</title><path class=\"s0\""));
    // The tile of 丙 stands at the right of the top: the only corner no shape reaches into.
    assert!(svg.contains("<rect class=\"s2\" x=\"73.8\" y=\"0\""), "{svg}");
    assert!(svg.contains("甲县最多，12 篇"));
}

#[test]
fn without_a_free_corner_tiles_stand_below() {
    let outlines = Outlines::parse(OUTLINES).expect("outlines");
    let districts: Vec<_> = ["jia", "yi", "a", "b", "c", "d", "e"].map(|slug| district(slug, "某某区", 1)).into();
    let svg = district_map("m", "区县", &districts, Some(&outlines));
    assert_eq!(svg.matches("y=\"102.5\"").count(), 3);
    assert_well_formed(&svg);
}

#[test]
fn without_outlines_there_are_tiles() {
    let districts = [district("jia", "甲县", 12), district("yi", "名字长得放不下的一个开发区", 10_000)];
    let tiles = tile_map("m", "区县", &districts);
    assert_well_formed(&tiles);
    assert_eq!(tiles.matches("<a ").count(), 2);
    let elsewhere = Outlines::parse("[outlines]\nviewbox = \"0 0 9 9\"\n").expect("outlines");
    for outlines in [None, Some(&elsewhere)] {
        assert_eq!(district_map("m", "区县", &districts, outlines), tiles);
    }
    assert_eq!(district_map("m", "区县", &[], Some(&elsewhere)), "");
}

#[test]
fn names_and_addresses_are_escaped() {
    let outlines = Outlines::parse(OUTLINES).expect("outlines");
    let hostile = |slug| MapDistrict { slug, name: HOSTILE, count: 1, href: "a\"><b>.html" };
    assert_well_formed(&district_map("m\"", HOSTILE, &[hostile("jia"), hostile("x")], Some(&outlines)));
    assert_well_formed(&tile_map("m", HOSTILE, &[hostile("jia")]));
    assert_well_formed(&printed_order("p", HOSTILE, &[article(1, HOSTILE, 9_000)]));
    let card = Card { title: HOSTILE, kicker: HOSTILE, paper: HOSTILE, date: HOSTILE, page: HOSTILE };
    assert_well_formed(&og_card(&card));
}

#[test]
fn an_empty_address_gives_no_link() {
    let svg = tile_map("m", "区县", &[MapDistrict { href: "", ..district("jia", "甲县", 1) }]);
    assert!(!svg.contains("<a ") && svg.contains("<g><title>甲县：1 篇</title>"));
}

#[test]
fn outlines_say_what_is_wrong_with_them() {
    let parse = |from: &str, to: &str| Outlines::parse(&OUTLINES.replace(from, to));
    assert!(matches!(parse("[outlines]", "[outline]"), Err(OutlinesError::Shape { .. })));
    assert!(matches!(parse("0 0 100 100", "0 0 0 100"), Err(OutlinesError::ViewBox(_))));
    assert!(matches!(parse("0 0 100 100", "1 0 9 9"), Err(OutlinesError::ViewBox(_))));
    assert_eq!(parse("M0 0h", "M0 0<h"), Err(OutlinesError::Path("jia".to_owned())));
    assert_eq!(parse("[80, 70.5]", "[800, 70.5]"), Err(OutlinesError::Label("yi".to_owned())));
    assert_eq!(parse("[80, 70.5]", "[nan, 70.5]"), Err(OutlinesError::Label("yi".to_owned())));
}

#[test]
fn bounds_follow_relative_and_absolute_commands() {
    let outline = |path: &str| super::Outline { path: path.to_owned(), label: [0.0, 0.0] };
    assert_eq!(outline("M10 20h5v-8l-7 0zm1 1l2.5,2").bounds(), [8.0, 12.0, 15.0, 23.0]);
    assert_eq!(outline("M10 20H5V8L7 9-3-4Z").bounds(), [-3.0, -4.0, 10.0, 20.0]);
    for odd in ["M", "Mz", "z", "M1", "M1 2 3", "H1..2", "M-- 1l"] {
        let _ = outline(odd).bounds();
    }
}

#[test]
fn a_page_in_small_keeps_reading_order() {
    let articles =
        [article(1, "头条 标题", 1_800), article(2, "二条", 300), article(3, "三条", 0), article(4, "四条", 90)];
    let svg = printed_order("p", "第01版", &articles);
    assert_well_formed(&svg);
    let at = |text: &str| svg.find(text).unwrap_or_else(|| panic!("{text} in {svg}"));
    assert!(at("<title>1. 头条 标题（1800 字）") < at("<title>2. 二条（300 字）"));
    assert!(at("<title>2.") < at("<title>4."));
    assert_eq!(printed_order("p", "第01版", &[]), "");
}

#[test]
fn a_page_may_hold_one_article_or_a_thousand() {
    for count in [1, 2, 100, 1_000] {
        let articles: Vec<_> = (1..=count).map(|n| article(n, "标题", n as usize * 7919 % 50_000)).collect();
        let svg = printed_order("p", "第01版", &articles);
        assert_well_formed(&svg);
        assert_eq!(svg.matches("<a ").count(), count as usize);
        assert!(!svg.contains("width=\"-") && !svg.contains("height=\"-"), "{count}");
    }
}

#[test]
fn cards_break_headlines_at_phrases() {
    assert_eq!(
        balanced("防风险保安全护稳定 确保全市人民平安祥和过节", 1_238),
        ["防风险保安全护稳定", "确保全市人民平安祥和过节"]
    );
    assert_eq!(balanced("一二三四五六七八九十一二", 1_000), ["一二三四五六", "七八九十一二"]);
    assert_eq!(clip("一二三四，五六七八九十", 400, 2), ["一二三", "四，五…"]);
    assert!(clip("", 400, 2).is_empty());
    for title in ["", " ", &"长".repeat(200), &"W".repeat(5_000), &"（".repeat(300)] {
        let card = Card { title, kicker: "", paper: "某某日报", date: "2023年1月2日", page: "" };
        assert_well_formed(&og_card(&card));
    }
}

proptest! {
    #[test]
    fn no_line_is_wider_than_its_room(text in "[甲乙，。（ a-zA-Z0-9%]{0,80}", room in 1_200i64..4_000) {
        for line in balanced(&text, room).iter().chain(&clip(&text, room, 2)) {
            prop_assert!(width(line) <= room, "{line} is {} wide", width(line));
        }
    }

    #[test]
    fn lines_lose_no_letter(text in "[甲乙，（ a9%]{0,80}", room in 100i64..2_000) {
        let joined = balanced(&text, room).concat();
        prop_assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
    }
}
