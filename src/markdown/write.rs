//! An article as a Markdown file.

use std::fmt::Write as _;

use toml::Value;

use super::{FORMAT, escape};
use crate::press::{Article, Block};

/// Name of the file an article is kept in, below the folder of its page: `03-slug.md`.
pub fn file_name(article: &Article) -> String {
    format!("{:02}-{}.md", article.position, article.slug)
}

/// The article as a file of format 1, UTF-8, LF, one line end at its end.
pub fn write(article: &Article) -> String {
    let mut out = String::with_capacity(1024);
    out.push_str("+++\n");
    push_head(&mut out, article);
    push_taxonomies(&mut out, article);
    push_extra(&mut out, article);
    out.push_str("+++\n");
    push_body(&mut out, &article.body);
    out
}

fn push_head(out: &mut String, article: &Article) {
    push(out, "title", string(&article.title));
    let _ = writeln!(out, "date = {}", article.date);
    push(out, "slug", string(article.slug.as_str()));
    if !article.authors.is_empty() {
        push(out, "authors", strings(&article.authors));
    }
}

fn push_taxonomies(out: &mut String, article: &Article) {
    out.push_str("\n[taxonomies]\n");
    push(out, "districts", strings(&article.districts));
    push(out, "columns", strings(article.column.as_slice()));
    push(out, "reporters", strings(&article.reporters));
}

fn push_extra(out: &mut String, article: &Article) {
    out.push_str("\n[extra]\n");
    push(out, "format", Value::Integer(FORMAT));
    push(out, "kind", string(article.kind.name()));
    push(out, "page", string(&article.page.to_string()));
    push_text(out, "section", article.section.as_ref());
    push(out, "position", Value::Integer(article.position.into()));
    push_text(out, "kicker", article.kicker.as_ref());
    push_text(out, "subtitle", article.subtitle.as_ref());
    push_text(out, "dateline", article.dateline.as_ref());
    if !article.byline.is_empty() {
        push(out, "byline", byline(article));
    }
    push_text(out, "continued_on", article.continued_on.as_ref().map(ToString::to_string).as_ref());
    push_text(out, "continued_from", article.continued_from.as_ref().map(ToString::to_string).as_ref());
    if let Some(source) = &article.source {
        let table = [("file", string(&source.file)), ("lines", ranges(&source.lines))];
        push(out, "source", Value::Table(table.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()));
    }
    if !article.uncertain.is_empty() {
        push(out, "uncertain", strings(&article.uncertain));
    }
}

fn push_body(out: &mut String, body: &[Block]) {
    for block in body {
        out.push('\n');
        match block {
            Block::Paragraph(text) => out.push_str(&escape::paragraph(text)),
            Block::Heading { level, text, id } => {
                let marks = "######".get(..usize::from(*level).clamp(1, 6)).unwrap_or("##");
                let _ = write!(out, "{marks} {}", escape::paragraph(&text.replace('\n', " ")));
                if let Some(id) = id {
                    let _ = write!(out, " {{#{id}}}");
                }
            }
            Block::Markdown(source) => out.push_str(source.trim_end()),
        }
        out.push('\n');
    }
}

fn byline(article: &Article) -> Value {
    let credit = |role: &str, name: &str| {
        let pairs = [("role", string(role)), ("name", string(name))];
        Value::Table(pairs.map(|(key, value)| (key.to_owned(), value)).into_iter().collect())
    };
    Value::Array(article.byline.iter().map(|c| credit(&c.role, &c.name)).collect())
}

fn push_text(out: &mut String, key: &str, text: Option<&String>) {
    if let Some(text) = text {
        push(out, key, string(text));
    }
}

pub(super) fn push(out: &mut String, key: &str, value: Value) {
    let _ = writeln!(out, "{key} = {value}");
}

pub(super) fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn strings(texts: &[String]) -> Value {
    Value::Array(texts.iter().map(|text| string(text)).collect())
}

pub(super) fn ranges(lines: &[(u32, u32)]) -> Value {
    let pair =
        |(from, to): &(u32, u32)| Value::Array(vec![Value::Integer((*from).into()), Value::Integer((*to).into())]);
    Value::Array(lines.iter().map(pair).collect())
}
