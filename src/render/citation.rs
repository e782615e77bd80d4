//! Citations of an article in the formats people ask for.

use crate::press::Article;

/// What a citation is made of.
pub(super) struct Source<'a> {
    pub(super) article: &'a Article,
    pub(super) paper: &'a str,
    pub(super) url: Option<&'a str>,
}

/// GB/T 7714: three authors, then 等; no date of access, for a build does not know it.
pub(super) fn gbt7714(source: &Source<'_>) -> String {
    let article = source.article;
    let authors = match article.authors.as_slice() {
        [] => String::new(),
        names if names.len() > 3 => format!("{}, 等. ", names[..3].join(", ")),
        names => format!("{}. ", names.join(", ")),
    };
    format!("{authors}{}[N]. {}, {}({}).", article.title, source.paper, article.date, article.page)
}

/// BibTeX.
pub(super) fn bibtex(source: &Source<'_>) -> String {
    let article = source.article;
    let mut fields = vec![format!("title = {{{}}}", article.title)];
    if !article.authors.is_empty() {
        fields.push(format!("author = {{{}}}", article.authors.join(" and ")));
    }
    fields.push(format!("journal = {{{}}}", source.paper));
    fields.push(format!("date = {{{}}}", article.date));
    fields.push(format!("pages = {{{}}}", article.page));
    fields.extend(source.url.map(|url| format!("url = {{{url}}}")));
    format!("@article{{{}-{}-{},\n  {}\n}}", article.date, article.page, article.position, fields.join(",\n  "))
}

/// RIS.
pub(super) fn ris(source: &Source<'_>) -> String {
    let article = source.article;
    let mut lines = vec!["TY  - NEWS".to_owned(), format!("TI  - {}", article.title)];
    lines.extend(article.authors.iter().map(|name| format!("AU  - {name}")));
    lines.push(format!("T2  - {}", source.paper));
    lines.push(format!("DA  - {}", article.date.to_string().replace('-', "/")));
    lines.push(format!("SP  - {}", article.page));
    lines.extend(source.url.map(|url| format!("UR  - {url}")));
    lines.push("ER  - ".to_owned());
    lines.join("\n")
}
