//! The writer behind every picture: elements in, escaped and balanced SVG out.

use std::fmt::{Arguments, Write as _};

/// Attributes of an element, in the order they are written.
pub(super) type Attrs<'a> = &'a [(&'a str, &'a dyn Words)];

/// What stands in a picture: text and numbers. Every newspaper page has a picture of some hundred
/// of them, so that only what is put together of several goes the long way of a formatter.
pub(super) trait Words {
    /// Writes it, escaped.
    fn write(&self, out: &mut String);
}

impl Words for &str {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Words for String {
    fn write(&self, out: &mut String) {
        escape(self, out);
    }
}

impl Words for Arguments<'_> {
    fn write(&self, out: &mut String) {
        let _ = write!(Escaped(out), "{self}");
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Words for $number {
            fn write(&self, out: &mut String) {
                out.push_str(itoa::Buffer::new().format(*self));
            }
        }
    )*};
}

numbers!(i32, i64, u32, u64, usize);

impl Words for f64 {
    fn write(&self, out: &mut String) {
        format_args!("{self}").write(out);
    }
}

/// An SVG being written. Elements are closed in the order they were opened.
pub(super) struct Svg {
    out: String,
    open: Vec<&'static str>,
}

/// What the picture as a whole says of itself.
pub(super) struct Head<'a> {
    /// Unique on the page; `<title>` and `<desc>` get ids made from it.
    pub(super) id: &'a str,
    /// Class beside `pic`.
    pub(super) class: &'a str,
    /// Name of the picture.
    pub(super) title: &'a str,
    /// What it shows, in a sentence.
    pub(super) desc: &'a str,
    /// Whether parts of it are links.
    pub(super) links: bool,
    /// The visible part: left, top, width, height.
    pub(super) view: [i64; 4],
    /// Width and height it is laid out at, before CSS.
    pub(super) size: (i64, i64),
}

impl Svg {
    /// Opens a picture for use inside HTML.
    pub(super) fn inline(head: &Head) -> Self {
        let mut svg = Self { out: String::new(), open: Vec::new() };
        let [x, y, w, h] = head.view;
        let (title, desc) = (format!("{}-t", head.id), format!("{}-d", head.id));
        svg.start(
            "svg",
            &[
                ("class", &format_args!("pic {}", head.class)),
                ("viewBox", &format_args!("{x} {y} {w} {h}")),
                ("width", &head.size.0),
                ("height", &head.size.1),
                ("role", &if head.links { "group" } else { "img" }),
                ("aria-labelledby", &title),
                ("aria-describedby", &desc),
                ("fill", &"none"),
                ("stroke", &"currentColor"),
            ],
        );
        svg.words("title", &[("id", &title)], head.title);
        svg.words("desc", &[("id", &desc)], head.desc);
        svg
    }

    /// Opens a small mark beside a text that says the same, hidden from assistive technology.
    pub(super) fn mark(class: &str, (width, height): (i64, i64)) -> Self {
        let mut svg = Self { out: String::new(), open: Vec::new() };
        svg.start(
            "svg",
            &[
                ("class", &format_args!("pic {class}")),
                ("viewBox", &format_args!("0 0 {width} {height}")),
                ("width", &width),
                ("height", &height),
                ("aria-hidden", &"true"),
                ("fill", &"currentColor"),
            ],
        );
        svg
    }

    /// Opens a picture that is a file of its own.
    pub(super) fn file(width: i64, height: i64) -> Self {
        let mut svg = Self { out: String::new(), open: Vec::new() };
        let view = format!("0 0 {width} {height}");
        let xmlns = "http://www.w3.org/2000/svg";
        svg.start("svg", &[("xmlns", &xmlns), ("viewBox", &view), ("width", &width), ("height", &height)]);
        svg
    }

    /// Opens an element.
    pub(super) fn start(&mut self, name: &'static str, attrs: Attrs) {
        self.tag(name, attrs);
        self.out.push('>');
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(super) fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.extend(["</", name, ">"]);
        }
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str, attrs: Attrs) {
        self.tag(name, attrs);
        self.out.push_str("/>");
    }

    /// An element with text in it.
    pub(super) fn words(&mut self, name: &str, attrs: Attrs, text: impl Words) {
        self.tag(name, attrs);
        self.out.push('>');
        text.write(&mut self.out);
        self.out.extend(["</", name, ">"]);
    }

    /// Opens a link named `title`; an empty address gives a plain group of the same name.
    pub(super) fn link(&mut self, href: &str, title: impl Words) {
        if href.is_empty() {
            self.start("g", &[])
        } else {
            self.start("a", &[("xlink:href", &href)])
        }
        self.words("title", &[], title);
    }

    /// Closes what is open and hands out the text.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.out
    }

    fn tag(&mut self, name: &str, attrs: Attrs) {
        self.out.extend(["<", name]);
        for (key, value) in attrs {
            self.out.extend([" ", key, "=\""]);
            value.write(&mut self.out);
            self.out.push('"');
        }
    }
}

/// What is written into it is escaped on its way.
struct Escaped<'a>(&'a mut String);

impl std::fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        escape(text, self.0);
        Ok(())
    }
}

/// Escapes text for content and attributes; drops what XML cannot hold.
fn escape(text: &str, out: &mut String) {
    let odd = |c: char| matches!(c, '\u{FFFE}' | '\u{FFFF}') || (c.is_control() && !matches!(c, '\n' | '\t'));
    // The first bytes of all of them, without a branch for each byte.
    let may_be_odd = |byte: u8| byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xef);
    if text.bytes().fold(false, |any, byte| any | may_be_odd(byte)) && text.contains(odd) {
        crate::escape::push(&text.replace(odd, ""), out);
    } else {
        crate::escape::push(text, out);
    }
}
