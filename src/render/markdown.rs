//! Hand-written Markdown to HTML.
//!
//! pulldown-cmark reads it and its event stream is rewritten: raw HTML becomes text, links with
//! a scheme other than http, https and mailto lose their target, pictures from elsewhere become
//! their description, headings keep their order, and nesting is cut off, because later stages
//! recurse.

use std::iter::Peekable;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::escape;

/// Elements inside elements that Markdown may ask for; the rest is flattened.
const DEEPEST: usize = 24;

/// Around a table: one that is wider than the page scrolls in it, with a keyboard too.
const TABLE: [&str; 2] = ["<div class=\"scroll\" role=\"group\" aria-label=\"表格\" tabindex=\"0\">\n", "</div>\n"];

/// What a link or a picture of hand-written Markdown leads to.
pub(super) trait Targets {
    /// The address to write for a link; `None` leaves the text without a link.
    fn link(&self, address: &str) -> Option<String>;
    /// The address of a picture of this site, with its size.
    fn picture(&self, address: &str) -> Option<(String, Option<(u32, u32)>)>;
}

/// Markdown to HTML. `top` is the level that the highest heading gets.
pub(super) fn markdown_html(text: &str, top: u8, targets: &impl Targets) -> String {
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let level = top.saturating_sub(1);
    let rewriter =
        Rewriter { parser: parser.peekable(), targets, events: Vec::new(), depth: 0, kept: Vec::new(), top, level };
    let mut out = String::new();
    html::push_html(&mut out, rewriter.run().into_iter());
    out
}

/// The event stream being rewritten.
struct Rewriter<'t, T> {
    parser: Peekable<Parser<'t>>,
    targets: &'t T,
    events: Vec<Event<'t>>,
    /// Elements open, those cut off counted.
    depth: usize,
    /// For every open link: whether its own tags are written.
    kept: Vec<bool>,
    top: u8,
    /// Level of the last heading.
    level: u8,
}

impl<'t, T: Targets> Rewriter<'t, T> {
    fn run(mut self) -> Vec<Event<'t>> {
        while let Some(event) = self.parser.next() {
            match event {
                Event::Start(tag) => self.start(tag),
                Event::End(end) => self.end(end),
                // Raw HTML is shown as the text it is.
                Event::Html(raw) | Event::InlineHtml(raw) => self.events.push(Event::Text(raw)),
                Event::SoftBreak => self.soft_break(),
                event => self.events.push(event),
            }
        }
        self.events
    }

    fn start(&mut self, tag: Tag<'t>) {
        self.depth += 1;
        let inside = self.depth <= DEEPEST;
        match tag {
            Tag::Image { dest_url, .. } => {
                let alt = self.description();
                self.depth -= 1;
                self.events.push(picture(&dest_url, &alt, self.targets));
            }
            Tag::Link { dest_url, .. } => {
                let target = self.targets.link(&dest_url).filter(|_| inside);
                self.kept.push(target.is_some());
                self.events.extend(target.map(|target| open_link(&target)));
            }
            _ if !inside => {}
            Tag::Heading { level, .. } => {
                self.level = (self.top + level as u8 - 1).clamp(2, (self.level + 1).clamp(2, 6));
                let (level, id) = (self.heading_level(), None);
                self.events.push(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
            }
            Tag::HtmlBlock => self.events.push(Event::Start(Tag::Paragraph)),
            Tag::Table(columns) => {
                self.events.extend([Event::Html(TABLE[0].into()), Event::Start(Tag::Table(columns))]);
            }
            tag => self.events.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, end: TagEnd) {
        let inside = self.depth <= DEEPEST;
        self.depth = self.depth.saturating_sub(1);
        match end {
            TagEnd::Link => {
                if self.kept.pop() == Some(true) {
                    self.events.push(Event::InlineHtml("</a>".into()));
                }
            }
            _ if !inside => {}
            TagEnd::Heading(_) => {
                let level = self.heading_level();
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::HtmlBlock => self.events.push(Event::End(TagEnd::Paragraph)),
            TagEnd::Table => self.events.extend([Event::End(end), Event::Html(TABLE[1].into())]),
            end => self.events.push(Event::End(end)),
        }
    }

    fn heading_level(&self) -> HeadingLevel {
        HeadingLevel::try_from(usize::from(self.level)).unwrap_or(HeadingLevel::H6)
    }

    /// A wrapped Han line goes on without a space.
    fn soft_break(&mut self) {
        let before = matches!(self.events.last(), Some(Event::Text(text)) if text.ends_with(is_han));
        let after = matches!(self.parser.peek(), Some(Event::Text(text)) if text.starts_with(is_han));
        if !(before && after) {
            self.events.push(Event::SoftBreak);
        }
    }

    /// The text of a picture that was just opened, up to its end.
    fn description(&mut self) -> String {
        let mut text = String::new();
        let mut open = 1;
        while open > 0 {
            match self.parser.next() {
                Some(Event::Start(_)) => open += 1,
                Some(Event::End(_)) => open -= 1,
                Some(Event::Text(part) | Event::Code(part)) => text.push_str(&part),
                Some(_) => {}
                None => break,
            }
        }
        text
    }
}

fn open_link<'t>(target: &str) -> Event<'t> {
    let mut open = String::from("<a href=\"");
    escape::push(target, &mut open);
    open.push_str("\">");
    Event::InlineHtml(open.into())
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{323af}')
}

/// A picture of the site, or the description of any other.
fn picture<'a>(address: &str, alt: &str, targets: &impl Targets) -> Event<'a> {
    let Some((path, size)) = targets.picture(address) else {
        return Event::Text(if alt.is_empty() {
            CowStr::from("（图）")
        } else {
            CowStr::from(format!("（图：{alt}）"))
        });
    };
    let mut tag = String::from("<img src=\"");
    escape::push(&path, &mut tag);
    tag.push_str("\" alt=\"");
    escape::push(if alt.is_empty() { "图片" } else { alt }, &mut tag);
    tag.push('"');
    if let Some((width, height)) = size {
        tag.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }
    tag.push_str(" loading=\"lazy\">");
    Event::InlineHtml(tag.into())
}

/// Whether an address may be linked at all: http, https, mailto, or no scheme.
pub(super) fn is_harmless(address: &str) -> bool {
    // Browsers drop tabs and line breaks inside an address before they look for its scheme.
    let address: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
    !address.is_empty()
        && scheme.is_none_or(|(scheme, _)| ["http", "https", "mailto"].contains(&scheme.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::{Targets, is_harmless, markdown_html};

    struct Plain;
    impl Targets for Plain {
        fn link(&self, address: &str) -> Option<String> {
            is_harmless(address).then(|| address.to_owned())
        }
        fn picture(&self, address: &str) -> Option<(String, Option<(u32, u32)>)> {
            (address == "here.jpg").then(|| ("../here.jpg".to_owned(), Some((4, 3))))
        }
    }

    fn markdown(text: &str) -> String {
        markdown_html(text, 2, &Plain)
    }

    #[test]
    fn raw_html_in_markdown_is_shown_as_text() {
        for hostile in
            ["<script>alert(1)</script>", "甲 <img src=x onerror=alert(1)> 乙", "<iframe\nsrc=//evil>\n\n</iframe>"]
        {
            let html = markdown(hostile);
            assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<iframe"), "{html}");
            assert!(html.contains("&lt;"), "{html}");
        }
    }

    #[test]
    fn dangerous_links_lose_their_target() {
        for hostile in
            ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:x", "data:text/html,x", "vbscript:x"]
        {
            assert!(!is_harmless(hostile), "{hostile}");
        }
        assert_eq!(markdown("[甲](javascript:alert%281%29)"), "<p>甲</p>\n");
        assert_eq!(
            markdown("[甲](https://example.org/?a=1&b=2)"),
            "<p><a href=\"https://example.org/?a=1&amp;b=2\">甲</a></p>\n"
        );
        assert!(is_harmless("a/b:c.html") && is_harmless("#x") && is_harmless("mailto:a@b.c"));
    }

    #[test]
    fn pictures_come_from_the_site_or_not_at_all() {
        assert_eq!(markdown("![甲](https://evil.example/x.png)"), "<p>（图：甲）</p>\n");
        assert!(markdown("![甲](here.jpg)").contains("<img src=\"../here.jpg\" alt=\"甲\" width=\"4\" height=\"3\""));
    }

    #[test]
    fn headings_in_markdown_keep_order() {
        assert_eq!(markdown("# 甲\n\n### 乙\n"), "<h2>甲</h2>\n<h3>乙</h3>\n");
    }

    #[test]
    fn han_lines_are_joined_without_a_space() {
        assert_eq!(markdown("第一行\n第二行 a\nb"), "<p>第一行第二行 a\nb</p>\n");
    }

    #[test]
    fn tables_scroll_by_themselves() {
        let html = markdown("甲\n\n|a|b|\n|-|-|\n|1|2|\n\n乙");
        assert!(html.contains("tabindex=\"0\">\n<table>") && html.contains("</table>\n</div>\n<p>乙</p>"), "{html}");
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let html = markdown(&format!("{}甲", "> ".repeat(5000)));
        assert!(html.matches("<blockquote>").count() <= 24);
        assert_eq!(html.matches("<blockquote>").count(), html.matches("</blockquote>").count());
        assert!(html.contains('甲'));
        let html = markdown(&format!("{}甲{}", "[".repeat(3000), "](x)".repeat(3000)));
        assert_eq!(html.matches("<a ").count(), html.matches("</a>").count());
    }
}
