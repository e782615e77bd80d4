//! A template as a row of items: tags, text, white space and the engine's code.

/// One item; every byte of a template is in exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'t> {
    /// A start or end tag.
    Tag(Tag<'t>),
    /// Text with something to see in it, a comment or a doctype.
    Text(&'t str),
    /// White space alone.
    Space(&'t str),
    /// `{{ … }}`, which prints something.
    Value(&'t str),
    /// `{% … %}` and `{# … #}`, which print nothing by themselves.
    Statement(&'t str),
}

/// A start or end tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// From `<` to `>`.
    pub source: &'t str,
    /// Its name; empty when code makes the name.
    pub name: &'t str,
    /// Whether it is an end tag.
    pub ends: bool,
    /// Whether code stands in it.
    pub coded: bool,
}

impl Tag<'_> {
    /// Whether elements follow inside it.
    pub(super) fn opens(&self) -> bool {
        !self.ends && !self.closes_itself() && !VOID.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// Whether it is written `<name />`.
    pub(super) fn closes_itself(&self) -> bool {
        self.source.ends_with("/>")
    }
}

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements whose content is text, whatever it looks like.
const TEXT_ONLY: [&str; 4] = ["script", "style", "textarea", "title"];

/// Whether the content of an element is text alone.
pub(super) fn is_text_only(name: &str) -> bool {
    TEXT_ONLY.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The items of a template, or `None` where its code cannot be told from its HTML: code that
/// does not end, code in a comment, a tag that does not end, `{% raw %}`.
pub(super) fn items(source: &str) -> Option<Vec<Item<'_>>> {
    let mut items = Vec::new();
    let (mut at, mut text) = (0, 0);
    let mut inside: Option<&str> = None;
    while at < source.len() {
        let rest = &source[at..];
        let found = if rest.starts_with('{') && code(rest).is_some() {
            let code = &rest[..code(rest)??];
            Some(if code.starts_with("{{") { Item::Value(code) } else { Item::Statement(code) })
        } else if let Some(name) = inside {
            let ends = rest.strip_prefix("</").and_then(|rest| rest.get(..name.len()));
            ends.is_some_and(|end| end.eq_ignore_ascii_case(name)).then(|| tag(rest)).flatten().map(Item::Tag)
        } else if rest.starts_with("<!") {
            let end = if rest.starts_with("<!--") { rest.find("-->")? + 3 } else { rest.find('>')? + 1 };
            let mark = &rest[..end];
            if ["{{", "{%", "{#"].iter().any(|code| mark.contains(code)) {
                return None;
            }
            Some(Item::Text(mark))
        } else if is_tag(rest) {
            Some(Item::Tag(tag(rest)?))
        } else {
            None
        };
        let Some(item) = found else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        push_text(&source[text..at], &mut items);
        if let Item::Tag(tag) = item {
            inside = (tag.opens() && is_text_only(tag.name)).then_some(tag.name);
        }
        if matches!(item, Item::Statement(code) if code.trim_start_matches(['{', '%', '-', ' ']).starts_with("raw")) {
            return None;
        }
        items.push(item);
        at += length(&item);
        text = at;
    }
    push_text(&source[text..], &mut items);
    Some(items)
}

fn length(item: &Item<'_>) -> usize {
    match item {
        Item::Tag(tag) => tag.source.len(),
        Item::Text(text) | Item::Space(text) | Item::Value(text) | Item::Statement(text) => text.len(),
    }
}

fn push_text<'t>(text: &'t str, items: &mut Vec<Item<'t>>) {
    if !text.is_empty() {
        items.push(if text.trim_ascii().is_empty() { Item::Space(text) } else { Item::Text(text) });
    }
}

/// Length of the code that `rest` begins with: `Some(None)` when it does not end, `None` when
/// it is no code. A closing mark in a string does not count.
pub(crate) fn code(rest: &str) -> Option<Option<usize>> {
    let close = match rest.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        "{#" => return Some(rest.find("#}").map(|at| at + 2)),
        _ => return None,
    };
    let mut quote = None;
    for (at, c) in rest.char_indices().skip(2) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if rest[at..].starts_with(close) => return Some(Some(at + 2)),
            None => {}
        }
    }
    Some(None)
}

fn is_tag(rest: &str) -> bool {
    let rest = rest.strip_prefix('<').map(|rest| rest.strip_prefix('/').unwrap_or(rest));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The tag that `rest` begins with.
fn tag(rest: &str) -> Option<Tag<'_>> {
    let ends = rest.starts_with("</");
    let from = if ends { 2 } else { 1 };
    let name = &rest[from..];
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())];
    let makes_name = rest[from + name.len()..].starts_with("{{");
    let (mut at, mut quote, mut coded) = (from + name.len(), None, false);
    while at < rest.len() {
        if rest[at..].starts_with('{') && code(&rest[at..]).is_some() {
            coded = true;
            at += code(&rest[at..])??;
            continue;
        }
        let c = rest[at..].chars().next()?;
        at += c.len_utf8();
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '>' => {
                let name = if makes_name { "" } else { name };
                return Some(Tag { source: &rest[..at], name, ends, coded });
            }
            _ => {}
        }
    }
    None
}
