//! Article bodies and ordinary pages to HTML.
//!
//! Plain paragraphs are escaped as they are and never read as Markdown. Hand-written Markdown
//! goes through pulldown-cmark with its event stream rewritten: raw HTML becomes text, links
//! with a scheme other than http, https and mailto lose their target, pictures from elsewhere
//! become their description, and nesting is cut off, because later stages recurse.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::text::escape_into;
use crate::{press::Block, site::Anchor};

/// Elements inside elements that Markdown may ask for; the rest is flattened.
const DEEPEST: usize = 24;

/// What a link or a picture of hand-written Markdown leads to.
pub(super) trait Targets {
    /// The address to write for a link; `None` leaves the text without a link.
    fn link(&self, address: &str) -> Option<String>;
    /// The address of a picture of this site, with its size.
    fn picture(&self, address: &str) -> Option<(String, Option<(u32, u32)>)>;
}

/// The body of an article. `polish` is the typographic display of a piece of plain text;
/// `dateline` is set before the first paragraph.
pub(super) fn article_html(
    body: &[Block],
    anchors: &[Anchor],
    dateline: Option<&str>,
    targets: &impl Targets,
    polish: &dyn Fn(&str) -> String,
) -> String {
    let mut out = String::new();
    let mut dateline = dateline;
    let mut in_section = false;
    let mut level_now = 1;
    for (at, block) in body.iter().enumerate() {
        match block {
            Block::Paragraph(text) => {
                out.push_str("<p>");
                if let Some(dateline) = dateline.take() {
                    out.push_str("<span class=\"dateline\">");
                    escape_into(&polish(dateline), &mut out);
                    // U+3000 parts the dateline from the text, as in print.
                    out.push_str("</span>\u{3000}");
                }
                escape_into(&polish(text), &mut out);
                out.push_str("</p>\n");
            }
            Block::Heading { .. } => {
                let Some(anchor) = anchors.iter().find(|anchor| anchor.block == at) else { continue };
                // Levels never skip one, whatever the file says.
                let level = anchor.level.clamp(2, level_now + 1);
                level_now = level;
                if level == 2 {
                    close_section(&mut in_section, &mut out);
                    out.push_str(&format!("<section aria-labelledby=\"{}\">\n", anchor.id));
                    in_section = true;
                }
                out.push_str(&format!("<h{level} id=\"{}\">", anchor.id));
                escape_into(&polish(&anchor.text), &mut out);
                out.push_str(&format!("</h{level}>\n"));
            }
            Block::Markdown(text) => out.push_str(&markdown_html(text, level_now + 1, targets)),
        }
    }
    close_section(&mut in_section, &mut out);
    out
}

fn close_section(open: &mut bool, out: &mut String) {
    if std::mem::take(open) {
        out.push_str("</section>\n");
    }
}

/// Markdown to HTML. `top` is the level that the highest heading gets.
fn markdown_html(text: &str, top: u8, targets: &impl Targets) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut depth = 0_usize;
    // For every open link or picture: whether its own tags are written.
    let mut kept: Vec<bool> = Vec::new();
    let mut level_now = top.saturating_sub(1);
    let mut parser = Parser::new_ext(text, options).peekable();
    while let Some(event) = parser.next() {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    if matches!(tag, Tag::Link { .. } | Tag::Image { .. }) {
                        kept.push(false);
                    }
                    continue;
                }
                match tag {
                    Tag::Link { dest_url, .. } => {
                        let target = targets.link(&dest_url);
                        kept.push(target.is_some());
                        if let Some(target) = target {
                            let mut open = String::from("<a href=\"");
                            escape_into(&target, &mut open);
                            open.push_str("\">");
                            events.push(Event::InlineHtml(open.into()));
                        }
                    }
                    Tag::Image { dest_url, .. } => {
                        kept.push(false);
                        let mut alt = String::new();
                        let mut open = 1;
                        while open > 0 {
                            match parser.next() {
                                Some(Event::Start(_)) => open += 1,
                                Some(Event::End(_)) => open -= 1,
                                Some(Event::Text(text) | Event::Code(text)) => alt.push_str(&text),
                                Some(_) => {}
                                None => break,
                            }
                        }
                        depth -= 1;
                        kept.pop();
                        events.push(picture(&dest_url, &alt, targets));
                    }
                    Tag::Heading { level, .. } => {
                        let level = (top + level as u8 - 1).clamp(2, (level_now + 1).min(6));
                        level_now = level;
                        events.push(Event::Start(Tag::Heading {
                            level: HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6),
                            id: None,
                            classes: Vec::new(),
                            attrs: Vec::new(),
                        }));
                    }
                    // Raw HTML is shown as the text it is.
                    Tag::HtmlBlock => events.push(Event::Start(Tag::Paragraph)),
                    tag => events.push(Event::Start(tag)),
                }
            }
            Event::End(end) => {
                let inside = depth <= DEEPEST;
                depth = depth.saturating_sub(1);
                match end {
                    TagEnd::Link => {
                        if kept.pop() == Some(true) {
                            events.push(Event::InlineHtml("</a>".into()));
                        }
                    }
                    TagEnd::Image => {
                        kept.pop();
                    }
                    _ if !inside => {}
                    TagEnd::Heading(_) => {
                        let level = HeadingLevel::try_from(usize::from(level_now)).unwrap_or(HeadingLevel::H6);
                        events.push(Event::End(TagEnd::Heading(level)));
                    }
                    TagEnd::HtmlBlock => events.push(Event::End(TagEnd::Paragraph)),
                    end => events.push(Event::End(end)),
                }
            }
            Event::Html(raw) | Event::InlineHtml(raw) => events.push(Event::Text(raw)),
            // A wrapped Han line goes on without a space.
            Event::SoftBreak => {
                let before = matches!(events.last(), Some(Event::Text(text)) if text.ends_with(is_han));
                let after = matches!(parser.peek(), Some(Event::Text(text)) if text.starts_with(is_han));
                if !(before && after) {
                    events.push(Event::SoftBreak);
                }
            }
            event => events.push(event),
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
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
    escape_into(&path, &mut tag);
    tag.push_str("\" alt=\"");
    escape_into(if alt.is_empty() { "图片" } else { alt }, &mut tag);
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
    use super::{Targets, article_html, is_harmless, markdown_html};
    use crate::{
        press::{Block, Slug},
        site::Anchor,
    };

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
    fn paragraphs_are_text() {
        let body = [Block::Paragraph("2023. <script>alert(1)</script> *甲* & \"乙\"".into())];
        let html = article_html(&body, &[], Some("本报讯"), &Plain, &str::to_owned);
        assert_eq!(
            html,
            "<p><span class=\"dateline\">本报讯</span>\u{3000}2023. &lt;script&gt;alert(1)&lt;/script&gt; *甲* &amp; &quot;乙&quot;</p>\n"
        );
    }

    #[test]
    fn headings_open_sections_and_never_skip_a_level() {
        let heading = |level, text: &str| Block::Heading { level, text: text.into(), id: None };
        let anchor = |block, level, id: &str| Anchor {
            block,
            level,
            id: Slug::parse(id).unwrap(),
            text: id.to_uppercase(),
            district: None,
        };
        let body = [heading(4, "A"), Block::Paragraph("甲".into()), heading(4, "B"), heading(2, "C")];
        let html = article_html(
            &body,
            &[anchor(0, 4, "a"), anchor(2, 4, "b"), anchor(3, 2, "c")],
            None,
            &Plain,
            &str::to_owned,
        );
        assert_eq!(
            html,
            "<section aria-labelledby=\"a\">\n<h2 id=\"a\">A</h2>\n<p>甲</p>\n<h3 id=\"b\">B</h3>\n</section>\n\
             <section aria-labelledby=\"c\">\n<h2 id=\"c\">C</h2>\n</section>\n"
        );
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
    fn deep_nesting_is_flattened() {
        let html = markdown(&format!("{}甲", "> ".repeat(5000)));
        assert!(html.matches("<blockquote>").count() <= 24);
        assert_eq!(html.matches("<blockquote>").count(), html.matches("</blockquote>").count());
        assert!(html.contains('甲'));
        let html = markdown(&format!("{}甲{}", "[".repeat(3000), "](x)".repeat(3000)));
        assert_eq!(html.matches("<a ").count(), html.matches("</a>").count());
    }
}
