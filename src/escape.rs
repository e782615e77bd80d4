//! Text into HTML and XML: one way for everything that writes markup by itself. Templates escape
//! for themselves.

/// Appends text as content, or as the value of a quoted attribute.
pub(crate) fn push(text: &str, out: &mut String) {
    if is_plain(text.as_bytes()) {
        return out.push_str(text);
    }
    let mut rest = text;
    // All of them are ASCII, so a cut never falls inside a character.
    while let Some(at) = rest.bytes().position(|byte| entity(byte).is_some()) {
        out.push_str(&rest[..at]);
        out.push_str(entity(rest.as_bytes()[at]).unwrap_or_default());
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Whether a text is the same in HTML. Nearly all printed text is, and a look at it without a
/// branch for each byte, which the compiler makes a look at sixteen at a time, is all it costs.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    // Headlines and names are too short for that: eight bytes of them at a time, the last eight
    // again.
    if let (8..=32, Some(last)) = (text.len(), text.last_chunk()) {
        let plain = |eight: &[u8; 8]| !eight.iter().fold(false, |any, &byte| any | special(byte));
        return text.as_chunks().0.iter().all(plain) && plain(last);
    }
    !text.iter().fold(false, |any, &byte| any | special(byte))
}

fn special(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')
}

fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => None,
    }
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
        let long = "株洲日报数字档案，一九五六年创刊'".as_bytes();
        assert!(!super::is_plain(long) && super::is_plain(&long[..long.len() - 1]));
        assert_eq!(super::text(""), "");
        for length in 0..50 {
            for at in 0..length {
                let mut line = vec![b'a'; length];
                assert!(super::is_plain(&line));
                line[at] = b'<';
                assert!(!super::is_plain(&line), "{length} {at}");
            }
        }
    }
}
