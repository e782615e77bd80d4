//! What one page says of itself, read in one pass without a tree.

use std::{cell::RefCell, rc::Rc};

use lol_html::{HtmlRewriter, Settings, element, html_content::Element, text};

/// An `id`, with the place of its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Id {
    pub(super) name: String,
    pub(super) offset: usize,
    pub(super) width: usize,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Readers follow it.
    Link,
    /// The browser fetches it to show the page.
    Resource,
}

/// An address, with the place of its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) url: String,
    pub(super) used: Use,
    pub(super) offset: usize,
    pub(super) width: usize,
}

/// What a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) has_lang: bool,
    pub(super) title: String,
    pub(super) headings: u32,
    /// It only sends the reader on.
    pub(super) redirects: bool,
    /// `<base href>`.
    pub(super) base: Option<String>,
    /// The address it says it is published under.
    pub(super) canonical: Option<String>,
    pub(super) ids: Vec<Id>,
    pub(super) links: Vec<Link>,
    /// Places of pictures without `alt`.
    pub(super) unnamed: Vec<(usize, usize)>,
}

/// Reads a page.
pub(super) fn read(html: &[u8]) -> Result<Facts, String> {
    std::str::from_utf8(html).map_err(|error| format!("not UTF-8 from byte {} on", error.valid_up_to()))?;
    let facts = Rc::new(RefCell::new(Facts::default()));
    let (tags, titles) = (Rc::clone(&facts), Rc::clone(&facts));
    let settings = Settings::new()
        .append_element_content_handler(element!("*", move |element| {
            note(element, &mut tags.borrow_mut());
            Ok(())
        }))
        .append_element_content_handler(text!("head > title", move |chunk| {
            titles.borrow_mut().title.push_str(chunk.as_str());
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(html).map_err(|error| error.to_string())?;
    rewriter.end().map_err(|error| error.to_string())?;
    // The handlers, and with them the other owners, are gone with the rewriter.
    Ok(Rc::try_unwrap(facts).map(RefCell::into_inner).unwrap_or_default())
}

fn note(element: &Element<'_, '_>, facts: &mut Facts) {
    let place = element.source_location().bytes();
    let (offset, width) = (place.start, place.len());
    let attribute = |name: &str| element.get_attribute(name).map(|value| unescape(&value));
    let tag = element.tag_name();
    let mut link = |url: Option<String>, used| {
        facts.links.extend(url.map(|url| Link { url, used, offset, width }));
    };
    match tag.as_str() {
        "a" | "area" => link(attribute("href"), Use::Link),
        "form" => link(attribute("action"), Use::Link),
        "link" => {
            let rel = attribute("rel").unwrap_or_default().to_ascii_lowercase();
            let fetched = ["stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"];
            let used =
                if rel.split_whitespace().any(|word| fetched.contains(&word)) { Use::Resource } else { Use::Link };
            link(attribute("href"), used);
            if rel == "canonical" {
                facts.canonical = attribute("href");
            }
        }
        "img" | "script" | "iframe" | "source" | "audio" | "video" | "track" | "embed" | "input" => {
            link(attribute("src"), Use::Resource);
            link(attribute("poster"), Use::Resource);
            for candidate in attribute("srcset").unwrap_or_default().split(',') {
                link(candidate.split_whitespace().next().map(str::to_owned), Use::Resource);
            }
        }
        "object" => link(attribute("data"), Use::Resource),
        "use" | "image" => {
            link(attribute("href"), Use::Resource);
            link(attribute("xlink:href"), Use::Resource);
        }
        "meta" => {
            let property = attribute("property").unwrap_or_default();
            if ["og:url", "og:image"].contains(&property.as_str()) {
                link(attribute("content"), Use::Link);
            }
            let equiv = attribute("http-equiv").unwrap_or_default();
            facts.redirects |= equiv.eq_ignore_ascii_case("refresh");
        }
        "base" => facts.base = attribute("href"),
        "html" => facts.has_lang = attribute("lang").is_some_and(|lang| !lang.trim().is_empty()),
        "h1" => facts.headings += 1,
        _ => {}
    }
    if tag == "img" && !element.has_attribute("alt") {
        facts.unnamed.push((offset, width));
    }
    facts.ids.extend(attribute("id").map(|name| Id { name, offset, width }));
    if tag == "a" && !element.has_attribute("id") {
        facts.ids.extend(attribute("name").map(|name| Id { name, offset, width }));
    }
}

/// Undoes the character references that occur in addresses and ids.
fn unescape(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        match end.and_then(|end| Some((end, reference(&rest[1..end])?))) {
            Some((end, c)) => {
                text.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text + rest
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_sees_it_all() {
        let html = "<!doctype html><html lang=zh-CN><head><title>株&amp;洲</title><link rel=stylesheet href=s.css></head>\
                    <body><h1 id=a>x</h1><a href='b.html?p=1&amp;q=2#c'>b</a><img src=p.jpg srcset='p.jpg 1x, q.jpg 2x'>\
                    <svg><title>not the page's</title></svg></body></html>";
        let facts = read(html.as_bytes()).expect("readable");
        assert!(facts.has_lang && facts.headings == 1);
        assert_eq!(facts.title, "株&amp;洲");
        let urls: Vec<&str> = facts.links.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(urls, ["s.css", "b.html?p=1&q=2#c", "p.jpg", "p.jpg", "q.jpg"]);
        assert_eq!((facts.ids.len(), facts.unnamed.len()), (1, 1));
        assert_eq!(&html[facts.links[1].offset..][..2], "<a");
    }

    #[test]
    fn odd_references_are_left_alone() {
        assert_eq!(unescape("a&b;&#x8336;&#33590;&#xffffffff;&&amp"), "a&b;茶茶&#xffffffff;&&amp");
    }

    #[test]
    fn bytes_that_are_no_text_are_reported() {
        assert!(read(b"<p>\xff</p>").is_err());
        assert!(read(b"").is_ok());
    }
}
