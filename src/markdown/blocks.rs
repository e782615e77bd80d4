//! Markdown to blocks: plain paragraphs and headings become text, the rest stays as written.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::press::{Block, Slug};

/// The extensions a hand-written file may use.
pub(crate) const OPTIONS: Options = Options::ENABLE_HEADING_ATTRIBUTES
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES);

/// A block with the place it stands at in the Markdown, in bytes.
pub(super) struct Placed {
    pub(super) block: Block,
    pub(super) span: Range<usize>,
}

/// The blocks of a Markdown text, in order. Level-1 headings keep their level here.
pub(super) fn blocks(markdown: &str) -> Vec<Placed> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut current: Option<Open> = None;
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        match &event {
            Event::Start(tag) => {
                if depth == 0 {
                    current = Some(Open::new(tag, range));
                } else if let Some(open) = &mut current {
                    open.plain = false;
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth -= 1;
                if depth == 0
                    && let Some(open) = current.take()
                {
                    out.push(open.close(*tag, markdown));
                }
            }
            _ if depth == 0 => out.push(Placed { block: verbatim(markdown, &range), span: range }),
            _ => {
                if let Some(open) = &mut current {
                    open.push(&event);
                }
            }
        }
    }
    out
}

fn verbatim(markdown: &str, range: &Range<usize>) -> Block {
    Block::Markdown(markdown[range.clone()].trim_end().to_owned())
}

/// A top-level block being read.
struct Open {
    text: String,
    plain: bool,
    id: Option<Slug>,
    span: Range<usize>,
}

impl Open {
    fn new(tag: &Tag<'_>, span: Range<usize>) -> Self {
        let (plain, id) = match tag {
            Tag::Paragraph => (true, None),
            Tag::Heading { id, classes, attrs, .. } => {
                let slug = id.as_ref().and_then(|id| Slug::parse(id).ok());
                // An id that is no slug, or other attributes, would be lost: keep the source.
                (classes.is_empty() && attrs.is_empty() && slug.is_some() == id.is_some(), slug)
            }
            _ => (false, None),
        };
        Self { text: String::new(), plain, id, span }
    }

    fn push(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => self.text.push_str(text),
            Event::HardBreak => self.text.push('\n'),
            Event::SoftBreak => self.text.push_str(soft_break(&self.text)),
            _ => self.plain = false,
        }
    }

    fn close(self, tag: TagEnd, markdown: &str) -> Placed {
        let block = match tag {
            TagEnd::Paragraph if self.plain => Block::Paragraph(self.text),
            TagEnd::Heading(level) if self.plain => {
                Block::Heading { level: number(level), text: self.text, id: self.id }
            }
            _ => verbatim(markdown, &self.span),
        };
        Placed { block, span: self.span }
    }
}

/// A line end inside a paragraph is a space between Latin words and nothing between Han
/// characters, where a browser would show a gap.
fn soft_break(before: &str) -> &'static str {
    if before.ends_with(|c: char| c.is_ascii()) { " " } else { "" }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
