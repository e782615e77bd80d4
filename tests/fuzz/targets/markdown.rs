//! Any text as hand-written Markdown: no panic, whatever the front matter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zzsite::{
    markdown::{self, ArticleDefaults},
    press::{Folio, IssueDate},
    source::SourceText,
};

fuzz_target!(|text: &str| {
    let text = SourceText::new("article.md", text.to_owned());
    let (Ok(date), Ok(page)) = (IssueDate::new(2023, 1, 2), Folio::parse("01")) else { return };
    let defaults = ArticleDefaults { date, page, section: None, position: 1, slug: None };
    let _ = markdown::read_page(&text, &defaults);
    let _ = markdown::read_document(&text, "article.md");
});
