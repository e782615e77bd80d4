//! Smaller HTML that means the same, in one pass over the page.
//!
//! 1. Between tags, white space becomes one space; none is left at the edges of blocks, where
//!    no reader sees it.
//! 2. In tags, quotes go where HTML does not need them, and one space stands between
//!    attributes.
//! 3. Comments go.
//! 4. What is in `<pre>`, `<textarea>`, `<script>` and `<style>` stays as it is.
//!
//! It builds no tree: a page of any depth costs what its bytes cost. (minify-html, which did
//! this before, took a quarter of a whole build, for it parses, decodes and writes a tree, and
//! ended the process on pages nested deep enough.) It never judges: tags that are not closed
//! stay so. Text that is set by `white-space: pre-*` alone loses its spaces; poems are set with
//! `<br>`.

use std::borrow::Cow;

/// The minified page.
pub fn html(page: &[u8]) -> Cow<'_, [u8]> {
    let mut minifier = Minifier { out: Vec::with_capacity(page.len()), at_edge: true, pending: false };
    minifier.run(page);
    Cow::Owned(minifier.out)
}

/// What an element means for the white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// A block, or a line break: white space beside its tags is not seen.
    Block,
    /// Part of the line: white space beside its tags is.
    Inline,
    /// Like a character of the line: a picture, a field.
    Atom,
    /// Not shown where it stands.
    Unseen,
}

/// Elements whose content is no markup, or whose white space is kept.
const VERBATIM: [&[u8]; 4] = [b"pre", b"textarea", b"script", b"style"];

const VOID: [&[u8]; 13] =
    [b"meta", b"link", b"br", b"img", b"hr", b"input", b"base", b"col", b"source", b"wbr", b"area", b"embed", b"track"];

fn flow(name: &[u8]) -> Flow {
    match name {
        b"a" | b"span" | b"b" | b"i" | b"em" | b"strong" | b"small" | b"time" | b"kbd" | b"abbr" | b"cite"
        | b"code" | b"q" | b"s" | b"u" | b"sub" | b"sup" | b"mark" | b"bdi" | b"bdo" | b"data" | b"del" | b"ins"
        | b"dfn" | b"samp" | b"var" | b"ruby" | b"rt" | b"rp" | b"wbr" | b"label" | b"tspan" | b"font" | b"slot"
        | b"output" => Flow::Inline,
        b"img" | b"input" | b"button" | b"select" | b"textarea" | b"svg" | b"math" | b"picture" | b"video"
        | b"audio" | b"canvas" | b"iframe" | b"object" | b"embed" | b"meter" | b"progress" => Flow::Atom,
        b"script" | b"style" | b"template" | b"noscript" => Flow::Unseen,
        _ if is_block(name) => Flow::Block,
        // An element of somebody's own: it may stand in a line.
        _ => Flow::Inline,
    }
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"html" | b"head" | b"body" | b"meta" | b"link" | b"title" | b"base" | b"div" | b"p" | b"ul" | b"ol" | b"li"
            | b"dl" | b"dt" | b"dd" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"hgroup" | b"header"
            | b"footer" | b"nav" | b"main" | b"section" | b"article" | b"aside" | b"figure" | b"figcaption"
            | b"blockquote" | b"pre" | b"hr" | b"br" | b"table" | b"caption" | b"colgroup" | b"col" | b"thead"
            | b"tbody" | b"tfoot" | b"tr" | b"th" | b"td" | b"details" | b"summary" | b"form" | b"fieldset"
            | b"legend" | b"address" | b"dialog" | b"menu" | b"search" | b"option" | b"optgroup" | b"datalist"
            | b"source" | b"track" | b"area" | b"map"
            // Of SVG, where white space counts inside of text alone.
            | b"g" | b"path" | b"rect" | b"circle" | b"ellipse" | b"line" | b"polyline" | b"polygon" | b"text"
            | b"desc" | b"defs" | b"use" | b"symbol"
    )
}

struct Minifier {
    out: Vec<u8>,
    /// White space here would be the second in a row, or the first of a block.
    at_edge: bool,
    /// White space was met and is written before the next thing in the line.
    pending: bool,
}

impl Minifier {
    fn run(&mut self, page: &[u8]) {
        let mut rest = page;
        while let Some(at) = rest.iter().position(|b| *b == b'<') {
            self.text(&rest[..at]);
            rest = self.markup(&rest[at..]);
        }
        self.text(rest);
    }

    fn text(&mut self, mut text: &[u8]) {
        while !text.is_empty() {
            let word = text.iter().position(|b| is_space(*b)).unwrap_or(text.len());
            if word > 0 {
                self.space();
                self.out.extend_from_slice(&text[..word]);
                self.at_edge = false;
            }
            let gap = text[word..].iter().take_while(|b| is_space(**b)).count();
            self.pending |= gap > 0 && !self.at_edge;
            text = &text[word + gap..];
        }
    }

    /// Writes the space that is due.
    fn space(&mut self) {
        if std::mem::take(&mut self.pending) {
            self.out.push(b' ');
            self.at_edge = true;
        }
    }

    /// Takes what `rest` begins with, a `<`, and gives what comes behind it.
    fn markup<'p>(&mut self, rest: &'p [u8]) -> &'p [u8] {
        if rest.starts_with(b"<!--") {
            return after(rest, b"-->");
        }
        let closes = rest.get(1) == Some(&b'/');
        let name_at = 1 + usize::from(closes);
        let name = &rest[name_at..];
        let name = &name[..name.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count()];
        if !name.first().is_some_and(u8::is_ascii_alphabetic) {
            return self.other(rest);
        }
        let Some(length) = tag_length(rest) else {
            // The page ends inside a tag.
            self.space();
            self.out.extend_from_slice(rest);
            return &[];
        };
        let lower = name.to_ascii_lowercase();
        let flow = flow(&lower);
        match flow {
            Flow::Block => self.pending = false,
            Flow::Inline | Flow::Atom => self.space(),
            Flow::Unseen => {}
        }
        self.tag(&rest[..length], name_at + name.len(), &lower);
        match flow {
            Flow::Block => self.at_edge = true,
            Flow::Atom => self.at_edge = false,
            Flow::Inline | Flow::Unseen => {}
        }
        let rest = &rest[length..];
        if closes || !VERBATIM.contains(&lower.as_slice()) {
            return rest;
        }
        let end = content_length(rest, &lower);
        self.out.extend_from_slice(&rest[..end]);
        &rest[end..]
    }

    /// A doctype, an instruction, or a bare `<`.
    fn other<'p>(&mut self, rest: &'p [u8]) -> &'p [u8] {
        let is_declaration = matches!(rest.get(1), Some(b'!' | b'?' | b'/'));
        self.space();
        if !is_declaration {
            self.out.push(b'<');
            self.at_edge = false;
            return &rest[1..];
        }
        let behind = after(rest, b">");
        self.out.extend_from_slice(&rest[..rest.len() - behind.len()]);
        self.at_edge = true;
        behind
    }

    /// A whole tag; its attributes begin at `at`.
    fn tag(&mut self, tag: &[u8], at: usize, name: &[u8]) {
        self.out.extend_from_slice(&tag[..at]);
        let inner = &tag[at..tag.len() - 1];
        let (inner, is_empty) = match inner.strip_suffix(b"/") {
            Some(inner) if !ends_unquoted(inner) => (inner, true),
            _ => (inner, false),
        };
        let mut rest = inner;
        let mut bare = false;
        loop {
            let start = rest.iter().take_while(|b| is_space(**b)).count();
            rest = &rest[start..];
            if rest.is_empty() {
                break;
            }
            self.out.push(b' ');
            (rest, bare) = self.attribute(rest);
        }
        if is_empty && !VOID.contains(&name) {
            self.out.extend_from_slice(if bare { b" /" } else { b"/" });
        }
        self.out.push(b'>');
    }

    /// Writes the attribute that `rest` begins with; gives what comes behind it, and whether it
    /// ended without a quote.
    fn attribute<'p>(&mut self, rest: &'p [u8]) -> (&'p [u8], bool) {
        let name = rest.iter().skip(1).position(|b| is_space(*b) || *b == b'=').map_or(rest.len(), |at| at + 1);
        self.out.extend_from_slice(&rest[..name]);
        let behind = &rest[name..];
        let spaces = behind.iter().take_while(|b| is_space(**b)).count();
        if behind.get(spaces) != Some(&b'=') {
            return (behind, true);
        }
        let value = &behind[spaces + 1..];
        let value = &value[value.iter().take_while(|b| is_space(**b)).count()..];
        let quote = value.first().copied().filter(|b| matches!(b, b'"' | b'\''));
        let Some(quote) = quote else {
            let end = value.iter().position(|b| is_space(*b)).unwrap_or(value.len());
            self.out.push(b'=');
            self.out.extend_from_slice(&value[..end]);
            return (&value[end..], true);
        };
        let text = &value[1..];
        let end = text.iter().position(|b| *b == quote).unwrap_or(text.len());
        let (text, behind) = (&text[..end], &text[(end + 1).min(text.len())..]);
        if text.is_empty() {
            return (behind, true);
        }
        self.out.push(b'=');
        let bare = text.iter().all(|b| !is_space(*b) && !b"\"'`=<>".contains(b));
        if !bare {
            self.out.push(quote);
        }
        self.out.extend_from_slice(text);
        if !bare {
            self.out.push(quote);
        }
        (behind, bare)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

/// Whether attributes end with a value that has no quotes, so that a `/` behind it is its own.
fn ends_unquoted(inner: &[u8]) -> bool {
    let last = inner.iter().rposition(|b| is_space(*b)).map_or(inner, |at| &inner[at + 1..]);
    last.contains(&b'=') && !last.ends_with(b"\"") && !last.ends_with(b"'")
}

/// What comes behind the first `end`; nothing where there is none.
fn after<'p>(rest: &'p [u8], end: &[u8]) -> &'p [u8] {
    rest.windows(end.len()).position(|window| window == end).map_or(&[], |at| &rest[at + end.len()..])
}

/// Bytes of the tag that `rest` begins with, `>` included.
fn tag_length(rest: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            // A quote opens a value only behind its `=`; elsewhere it is a stray one.
            (None, b'"' | b'\'') if rest[..at].iter().rev().find(|b| !is_space(**b)) == Some(&b'=') => {
                quote = Some(byte);
            }
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Bytes before the end tag of that name.
fn content_length(rest: &[u8], name: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = rest[at..].iter().position(|b| *b == b'<') {
        at += next;
        let tag = &rest[at + 1..];
        if tag.first() == Some(&b'/') && tag.get(1..=name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name)) {
            return at;
        }
        at += 1;
    }
    rest.len()
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
        insta::assert_snapshot!(minified(page), @"<!DOCTYPE html><html><head><meta charset=utf-8><title>株洲</title></head><body><p>一　二</p><p>三</p></body></html>");
    }

    #[test]
    fn text_between_inline_elements_keeps_its_spaces() {
        insta::assert_snapshot!(minified("<p>a <b>b</b> <i>c</i>\n d</p>"), @"<p>a <b>b</b> <i>c</i> d</p>");
        insta::assert_snapshot!(minified("<p> a<b> b </b> c <img src=x> d <br> e </p> <p>"), @"<p>a<b> b </b>c <img src=x> d<br>e</p><p>");
        insta::assert_snapshot!(minified("<td> <x-a> b </x-a> <script> 1 </script> c</td>"), @"<td><x-a>b </x-a><script> 1 </script>c</td>");
    }

    #[test]
    fn attributes_keep_their_values() {
        insta::assert_snapshot!(
            minified("<a  href=\"x/\"\n title='a b' data-x = \"1=2\" hidden alt=\"\">é</a><img src=\"a/\" />"),
            @r#"<a href=x/ title='a b' data-x="1=2" hidden alt>é</a><img src=a/>"#
        );
        insta::assert_snapshot!(minified("<path d=\"M0 0\" id=\"p\"/><path d=\"M0\" />"), @r#"<path d="M0 0" id=p /><path d=M0 />"#);
        insta::assert_snapshot!(minified("<a title=\"a > b\">c</a>"), @r#"<a title="a > b">c</a>"#);
    }

    #[test]
    fn code_and_verse_stay_as_they_are() {
        let page = "<pre>\n a\n  <b>b</b>\n</pre><script>if (a < b)  { '<p>' }</script><textarea> x </textarea>";
        assert_eq!(minified(page), page);
    }

    #[test]
    fn odd_markup_is_passed_through() {
        for odd in ["a < b", "<", "</", "<a href=\"x", "<p", "<!-- x", "a<3"] {
            let _ = minified(odd);
        }
        assert_eq!(minified("a < b <!-- c --> d"), "a < b d");
        assert_eq!(minified("<a href=\"x"), "<a href=\"x");
    }

    #[test]
    fn depth_costs_nothing() {
        let deep = format!("{}x{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        assert_eq!(minified(&deep), deep);
    }

    #[test]
    fn twice_is_once() {
        let page = "<div> <p> a <b>b</b> </p> <a href=\"/x\"> c </a> d </div>";
        assert_eq!(minified(&minified(page)), minified(page));
    }
}
