//! Any bytes as a page of newsprint: no panic, each line in one place, and Markdown that can be
//! read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zzsite::{
    gazetteer::Gazetteer,
    markdown::{self, ArticleDefaults},
    parse::{PageHints, parse},
    source::{SourceText, decode},
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = decode(bytes) else { return };
    let text = SourceText::new("page.txt", decoded.text);
    let pages = parse(&text, &PageHints::default(), &Gazetteer::default()).value;
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
