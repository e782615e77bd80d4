//! An article as a Markdown file.

use std::fmt::Write as _;

use super::{FORMAT, escape, values};
use crate::press::{Article, Block, Credit, SourceRef};

/// Name of the file an article is kept in, below the folder of its page: `03-slug.md`.
pub fn file_name(article: &Article) -> String {
    format!("{:02}-{}.md", article.position, article.slug)
}

/// The article as a file of format 1, UTF-8, LF, one line end at its end.
pub fn write(article: &Article) -> String {
    // Front matter has a few hundred bytes; what is escaped, hardly any.
    let text = |block: &Block| match block {
        Block::Paragraph(text) | Block::Heading { text, .. } | Block::Markdown(text) => text.len() + 16,
    };
    let mut out = String::with_capacity(1024 + article.body.iter().map(text).sum::<usize>());
    out.push_str("+++\n");
    push_head(&mut out, article);
    push_taxonomies(&mut out, article);
    push_extra(&mut out, article);
    out.push_str("+++\n");
    push_body(&mut out, &article.body);
    out
}

fn push_head(out: &mut String, article: &Article) {
    push_text(out, "title", &article.title);
    let _ = writeln!(out, "date = {}", article.date);
    push_text(out, "slug", article.slug.as_str());
    if !article.authors.is_empty() {
        push(out, "authors", |out| values::strings(out, &article.authors));
    }
}

fn push_taxonomies(out: &mut String, article: &Article) {
    out.push_str("\n[taxonomies]\n");
    push(out, "districts", |out| values::strings(out, &article.districts));
    push(out, "columns", |out| values::strings(out, article.column.as_slice()));
    push(out, "reporters", |out| values::strings(out, &article.reporters));
}

fn push_extra(out: &mut String, article: &Article) {
    out.push_str("\n[extra]\n");
    let _ = writeln!(out, "format = {FORMAT}");
    push_text(out, "kind", article.kind.name());
    push_text(out, "page", &article.page.text());
    push_some(out, "section", article.section.as_deref());
    let _ = writeln!(out, "position = {}", article.position);
    push_some(out, "kicker", article.kicker.as_deref());
    push_some(out, "subtitle", article.subtitle.as_deref());
    push_some(out, "dateline", article.dateline.as_deref());
    if !article.byline.is_empty() {
        push(out, "byline", |out| values::list(out, &article.byline, credit));
    }
    push_some(out, "continued_on", article.continued_on.as_ref().map(ToString::to_string).as_deref());
    push_some(out, "continued_from", article.continued_from.as_ref().map(ToString::to_string).as_deref());
    if let Some(source) = &article.source {
        push(out, "source", |out| source_ref(out, source));
    }
    if !article.uncertain.is_empty() {
        push(out, "uncertain", |out| values::strings(out, &article.uncertain));
    }
}

fn push_body(out: &mut String, body: &[Block]) {
    for block in body {
        out.push('\n');
        match block {
            Block::Paragraph(text) => escape::paragraph(out, text),
            Block::Heading { level, text, id } => {
                out.push_str("######".get(..usize::from(*level).clamp(1, 6)).unwrap_or("##"));
                out.push(' ');
                escape::paragraph(out, &text.replace('\n', " "));
                if let Some(id) = id {
                    let _ = write!(out, " {{#{id}}}");
                }
            }
            Block::Markdown(source) => out.push_str(source.trim_end()),
        }
        out.push('\n');
    }
}

fn credit(out: &mut String, credit: &Credit) {
    out.push_str("{ role = ");
    values::string(out, &credit.role);
    out.push_str(", name = ");
    values::string(out, &credit.name);
    out.push_str(" }");
}

fn source_ref(out: &mut String, source: &SourceRef) {
    out.push_str("{ file = ");
    values::string(out, &source.file);
    out.push_str(", lines = ");
    values::ranges(out, &source.lines);
    out.push_str(" }");
}

/// A line of front matter.
pub(super) fn push(out: &mut String, key: &str, value: impl FnOnce(&mut String)) {
    out.push_str(key);
    out.push_str(" = ");
    value(out);
    out.push('\n');
}

/// A line whose value is a string.
pub(super) fn push_text(out: &mut String, key: &str, text: &str) {
    push(out, key, |out| values::string(out, text));
}

fn push_some(out: &mut String, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        push_text(out, key, text);
    }
}
