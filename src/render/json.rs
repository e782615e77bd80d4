//! JSON for pages, written as it comes: the structured data of every article, where putting a value
//! together first and looking at its text byte by byte was a thirtieth of a build.
//!
//! What is written may stand in a script element: no `<` is in it, and neither of the two line ends
//! that JavaScript has beside those of ASCII.

use crate::escape;

/// A key as it is written, with the comma before and the colon behind it; see [`key`].
#[derive(Clone, Copy)]
pub(super) struct Key(&'static str);

impl Key {
    /// For [`key`] alone.
    pub(super) const fn written(key: &'static str) -> Self {
        Self(key)
    }
}

/// A [`Key`] of that name, which needs no escape. An article has forty of them, so each is one piece.
macro_rules! key {
    ($name:literal) => {
        $crate::render::json::Key::written(concat!(",\"", $name, "\":"))
    };
}
pub(super) use key;

/// An object that is being written.
pub(super) struct Object<'o> {
    out: &'o mut String,
    first: bool,
}

impl Object<'_> {
    /// Appends an object with the fields that `fill` writes.
    pub(super) fn write(out: &mut String, fill: impl FnOnce(&mut Object<'_>)) {
        out.push('{');
        fill(&mut Object { out, first: true });
        out.push('}');
    }

    fn key(&mut self, Key(key): Key) {
        // Without the comma.
        self.out.push_str(if self.first { &key[1..] } else { key });
        self.first = false;
    }

    pub(super) fn text(&mut self, key: Key, value: &str) {
        self.key(key);
        quoted(value, self.out);
    }

    /// A text put together of several.
    pub(super) fn pieces<T: AsRef<str>>(&mut self, key: Key, pieces: &[T]) {
        self.key(key);
        self.out.push('"');
        pieces.iter().for_each(|piece| escaped(piece.as_ref(), self.out));
        self.out.push('"');
    }

    /// A text, or nothing at all.
    pub(super) fn optional(&mut self, key: Key, value: Option<&str>) {
        if let Some(value) = value {
            self.text(key, value);
        }
    }

    pub(super) fn number(&mut self, key: Key, value: u64) {
        self.key(key);
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    pub(super) fn truth(&mut self, key: Key, value: bool) {
        self.key(key);
        self.out.push_str(if value { "true" } else { "false" });
    }

    pub(super) fn object(&mut self, key: Key, fill: impl FnOnce(&mut Object<'_>)) {
        self.key(key);
        Object::write(self.out, fill);
    }

    /// A list of objects, one of each item.
    pub(super) fn objects<T>(
        &mut self,
        key: Key,
        items: impl IntoIterator<Item = T>,
        fill: impl Fn(&mut Object<'_>, T),
    ) {
        self.list(key, items, |out, item| Object::write(out, |object| fill(object, item)));
    }

    pub(super) fn texts(&mut self, key: Key, items: &[String]) {
        self.list(key, items, |out, item| quoted(item, out));
    }

    fn list<T>(&mut self, key: Key, items: impl IntoIterator<Item = T>, write: impl Fn(&mut String, T)) {
        self.key(key);
        self.out.push('[');
        for (at, item) in items.into_iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            write(self.out, item);
        }
        self.out.push(']');
    }
}

/// Appends a text.
fn quoted(text: &str, out: &mut String) {
    out.push('"');
    escaped(text, out);
    out.push('"');
}

/// Appends what stands between the quotes of a text.
#[inline]
fn escaped(text: &str, out: &mut String) {
    if escape::all_plain(text.as_bytes(), may_need_escape) {
        out.push_str(text);
    } else {
        text.chars().for_each(|char| character(char, out));
    }
}

/// Whether a byte stands for something else in a string, or begins a character that may: U+2028 and
/// U+2029 begin with E2.
#[inline(always)]
fn may_need_escape(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\') | (byte == b'<') | (byte == 0xe2)
}

fn character(char: char, out: &mut String) {
    match char {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        '\0'..' ' | '<' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(char))),
        _ => out.push(char),
    }
}

#[cfg(test)]
mod tests {
    use super::Object;

    #[test]
    fn what_is_written_is_what_a_reader_of_json_finds() {
        let mut out = String::new();
        let odd: String = ('\0'..'\u{3000}').collect();
        Object::write(&mut out, |object| {
            object.pieces(key!("@type"), &["株洲", "日报"]);
            object.text(key!("odd"), &odd);
            object.optional(key!("url"), None);
            object.object(key!("none"), |_| ());
            object.number(key!("count"), u64::MAX);
            object.truth(key!("free"), true);
            object.objects(key!("list"), ["甲", "“乙”"], |one, name| one.text(key!("name"), name));
            object.texts(key!("texts"), &["a".to_owned(), String::new()]);
        });
        let expected = serde_json::json!({
            "@type": "株洲日报", "odd": odd, "none": {}, "count": u64::MAX, "free": true,
            "list": [{ "name": "甲" }, { "name": "“乙”" }], "texts": ["a", ""],
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&out).expect("JSON"), expected);
        assert!(!out.contains(['<', '\u{2028}', '\u{2029}']), "it may stand in a script");
    }
}
