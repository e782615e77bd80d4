//! Smaller HTML that means the same.
//!
//! minify-html with the settings that were probed: closing tags and the `<html>` and `<head>`
//! tags stay, scripts are left alone, nothing noncompliant is turned on. It reports no errors
//! and recurses over nested elements (3,000 of them end the process on a 2 MiB thread), so
//! pages nested deeper than any theme has reason to are passed through as they are.
//!
//! [`template()`] minifies what pages are made of, [`html`] a page whose template could not be.

mod items;
mod template;

use std::borrow::Cow;

use minify_html::Cfg;

pub(crate) use items::code;
pub use template::template;

/// Elements inside elements, not counting those whose end tag may be left out. The default
/// theme stays below 20.
pub const DEEPEST: usize = 256;

/// The minified page, or the page as it was when it is nested too deeply to be minified.
pub fn html(page: &[u8]) -> Cow<'_, [u8]> {
    if deeper_than(page, DEEPEST) { Cow::Borrowed(page) } else { Cow::Owned(minify_html::minify(page, &settings())) }
}

fn settings() -> Cfg {
    let mut cfg = Cfg::new();
    cfg.keep_closing_tags = true;
    cfg.keep_html_and_head_opening_tags = true;
    cfg
}

/// Elements that hold nothing, and those whose end tag may be left out and so is no sure sign:
/// a list nested in itself is counted by its `ul`.
const UNCOUNTED: [&[u8]; 30] = [
    b"area",
    b"base",
    b"br",
    b"col",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"link",
    b"meta",
    b"param",
    b"source",
    b"track",
    b"wbr",
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"option",
    b"optgroup",
    b"rt",
    b"rp",
    b"colgroup",
    b"caption",
];

/// Counts open elements without parsing: tags in comments and scripts count too, which errs on
/// the side of leaving a page alone.
fn deeper_than(page: &[u8], limit: usize) -> bool {
    let mut depth = 0usize;
    let mut rest = page;
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        rest = &rest[at + 1..];
        let closes = rest.first() == Some(&b'/');
        let tag = &rest[usize::from(closes)..];
        let name = &tag[..tag.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count()];
        let is_tag = name.first().is_some_and(u8::is_ascii_alphabetic);
        if !is_tag || UNCOUNTED.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > limit {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minified(page: &str) -> String {
        String::from_utf8(html(page.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn keeps_what_readers_and_tools_rely_on() {
        let page = "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>株洲</title>\n</head>\n<body>\n  <p>一　二</p>\n  <p>三</p>\n</body>\n</html>\n";
        insta::assert_snapshot!(minified(page), @"<!doctype html><html><head><meta charset=utf-8><title>株洲</title></head><body><p>一　二</p><p>三</p></body></html>");
    }

    #[test]
    fn text_between_inline_elements_keeps_its_spaces() {
        insta::assert_snapshot!(minified("<p>a <b>b</b> <i>c</i>\n d</p>"), @"<p>a <b>b</b> <i>c</i> d</p>");
    }

    #[test]
    fn deep_nesting_is_left_alone() {
        let deep = format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(minified(&deep), deep);
        let flat = "<div>x</div> <br> <li>y ".repeat(10_000);
        assert!(minified(&flat).len() <= flat.len());
        assert!(!deeper_than(flat.as_bytes(), DEEPEST));
    }
}
