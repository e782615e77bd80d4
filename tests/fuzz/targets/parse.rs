//! Any bytes as a page of newsprint: no panic, each line in one place, Markdown that can be read
//! back, and a report on the reading.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use zzsite::{
    gazetteer::{District, Gazetteer},
    inspect,
    markdown::{self, ArticleDefaults},
    parse::{PageHints, parse, trace},
    press::Slug,
    proof,
    source::{SourceText, decode},
};

/// Two invented districts, so that names are looked for.
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let district = |name: &str, slug: &str, places: &[&str]| District {
        name: name.to_owned(),
        slug: Slug::parse(slug).expect("a slug"),
        kind: None,
        code: None,
        aliases: names(&[]),
        former: names(&[]),
        seat: None,
        places: names(places),
    };
    let districts = [
        district("江城县", "jiangcheng", &["石桥镇", "泗水镇"]),
        district("山阳区", "shanyang", &["泗水镇", "云台街道"]),
    ];
    Gazetteer::new(districts.into())
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = decode(bytes) else { return };
    let text = SourceText::new("page.txt", decoded.text);
    let mut pages = parse(&text, &PageHints::default(), &GAZETTEER).value;
    let alarms = proof::proof(&text, &mut pages, &GAZETTEER);
    let _ = inspect::html(&text, &trace(&text, &PageHints::default(), &GAZETTEER), &pages, &alarms);
    let mut places = vec![0u8; text.line_count() as usize + 2];
    for page in &pages {
        let articles = page.articles.iter().filter_map(|article| article.source.as_ref()).map(|source| &source.lines);
        for (first, last) in articles.chain(page.furniture.iter().map(|furniture| &furniture.lines)).flatten() {
            for line in *first..=*last {
                places[line as usize] += 1;
                assert_eq!(places[line as usize], 1, "line {line} is in two places");
            }
        }
        for article in &page.articles {
            let defaults = ArticleDefaults {
                date: page.date,
                page: page.page.clone(),
                section: None,
                position: 1,
                slug: None,
            };
            let written = SourceText::new("article.md", markdown::write(article));
            let read = markdown::read_article(&written, &defaults);
            assert_eq!(read.value.article.title, article.title);
        }
    }
});
