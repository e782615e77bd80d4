//! Article bodies and ordinary pages to HTML.
//!
//! Plain paragraphs are escaped as they are and never read as Markdown; headings open
//! sections; hand-written Markdown goes through [`markdown`](super::markdown).

use super::markdown::{Targets, markdown_html};
use crate::{escape, press::Block, site::Anchor};

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
                    escape::push(&polish(dateline), &mut out);
                    // U+3000 parts the dateline from the text, as in print.
                    out.push_str("</span>\u{3000}");
                }
                push_lines(&polish(text), &mut out);
                out.push_str("</p>");
            }
            Block::Heading { .. } => {
                let Some(anchor) = anchors.iter().find(|anchor| anchor.block == at) else { continue };
                // Levels never skip one, whatever the file says.
                let level = anchor.level.clamp(2, level_now + 1);
                level_now = level;
                if level == 2 {
                    close_section(&mut in_section, &mut out);
                    out.push_str(&format!("<section aria-labelledby=\"{}\">", anchor.id));
                    in_section = true;
                }
                out.push_str(&format!("<h{level} id=\"{}\">", anchor.id));
                escape::push(&polish(&anchor.text), &mut out);
                out.push_str(&format!("</h{level}>"));
            }
            Block::Markdown(text) => out.push_str(&markdown_html(text, level_now + 1, targets)),
        }
    }
    close_section(&mut in_section, &mut out);
    out
}

/// Text whose writer broke its lines.
fn push_lines(text: &str, out: &mut String) {
    for (at, line) in text.split('\n').enumerate() {
        out.push_str(if at == 0 { "" } else { "<br>" });
        escape::push(line, out);
    }
}

fn close_section(open: &mut bool, out: &mut String) {
    if std::mem::take(open) {
        out.push_str("</section>");
    }
}

#[cfg(test)]
mod tests {
    use super::article_html;
    use crate::{
        press::{Block, Slug},
        site::Anchor,
    };

    struct Plain;
    impl crate::render::markdown::Targets for Plain {
        fn link(&self, _: &str) -> Option<String> {
            None
        }
        fn picture(&self, _: &str) -> Option<(String, Option<(u32, u32)>)> {
            None
        }
    }

    #[test]
    fn paragraphs_are_text() {
        let body = [Block::Paragraph("2023. <script>alert(1)</script> *甲* & \"乙\"".into())];
        let html = article_html(&body, &[], Some("本报讯"), &Plain, &str::to_owned);
        assert_eq!(
            html,
            "<p><span class=\"dateline\">本报讯</span>\u{3000}2023. &lt;script&gt;alert(1)&lt;/script&gt; *甲* &amp; &quot;乙&quot;</p>"
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
            "<section aria-labelledby=\"a\"><h2 id=\"a\">A</h2><p>甲</p><h3 id=\"b\">B</h3></section>\
             <section aria-labelledby=\"c\"><h2 id=\"c\">C</h2></section>"
        );
    }
}
