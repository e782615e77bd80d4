//! `search.json`: how another program searches the site.

use serde_json::{Value, json};

use super::build::Summary;
use super::directory::VERSION;

/// The content of `search.json`: names of files relative to the site's root, the version of
/// the format, and the way to ask the search page. OpenSearch needs an absolute address, so
/// `base_url` decides whether it is named.
pub fn search_json(title: &str, base_url: Option<&str>, summary: &Summary) -> String {
    let mut value = json!({
        "title": title,
        "version": VERSION,
        "build": summary.build,
        "articles": summary.articles,
        "index": "search/index.bin",
        "module": "search/search.js",
        "page": "search/index.html?q={searchTerms}",
        "exports": ["init", "search", "urls", "show"],
        "operators": { "and": " ", "phrase": "\"", "not": "-" },
        "options": ["district", "page", "reporter", "column", "kind", "from", "to", "sort"],
    });
    if let (Some(base), Value::Object(map)) = (base_url, &mut value) {
        let base = base.trim_end_matches('/');
        map.insert("base_url".to_owned(), json!(format!("{base}/")));
        map.insert("opensearch".to_owned(), json!("opensearch.xml"));
    }
    format!("{value:#}\n")
}
