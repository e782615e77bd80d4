//! Text into HTML and XML: one way for everything that writes markup by itself. Templates escape
//! for themselves.

/// Appends text as content, or as the value of a quoted attribute.
pub(crate) fn push(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// The same as a new string.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    push(text, &mut out);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_becomes_text() {
        assert_eq!(super::text("甲<b a=\"1\" c='2'>&amp;"), "甲&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
        assert_eq!(super::text("株洲"), "株洲");
        assert_eq!(super::text(""), "");
    }
}
