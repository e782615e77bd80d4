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

/// Whether a text is the same in HTML. Nearly all printed text is.
pub(crate) fn is_plain(text: &[u8]) -> bool {
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) if text.len() < 16 => eight_plain(first) && eight_plain(last),
        _ => all_plain(text, special),
    }
}

/// Whether no byte of a text is special: a look without a branch for each byte is all it costs.
#[inline]
pub(crate) fn all_plain(text: &[u8], special: fn(u8) -> bool) -> bool {
    match text.last_chunk::<16>() {
        // The last few again with those before them, rather than one by one.
        Some(last) => {
            text.as_chunks().0.iter().all(|bytes| sixteen_plain(bytes, special)) && sixteen_plain(last, special)
        }
        None => !text.iter().any(|&byte| special(byte)),
    }
}

/// The compiler compares all of them at once.
#[inline(always)]
fn sixteen_plain(bytes: &[u8; 16], special: fn(u8) -> bool) -> bool {
    !bytes.iter().fold(false, |any, &byte| any | special(byte))
}

/// So few it takes one by one, unless they are told to be one number, in which a byte is looked for
/// as a byte of zeros.
fn eight_plain(bytes: &[u8; 8]) -> bool {
    let all = |byte: u8| u64::from_ne_bytes([byte; 8]);
    let zeros = |eight: u64| eight.wrapping_sub(all(1)) & !eight;
    let eight = u64::from_ne_bytes(*bytes);
    let found = zeros((eight | all(1)) ^ all(b'\'')) | zeros((eight | all(2)) ^ all(b'>')) | zeros(eight ^ all(b'"'));
    found & all(0x80) == 0
}

/// Whether it is one of `"`, `&`, `'`, `<`, `>`: two pairs of them differ in one bit each.
#[inline(always)]
fn special(byte: u8) -> bool {
    // Without a branch between them.
    (byte | 1 == b'\'') | (byte | 2 == b'>') | (byte == b'"')
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
                for byte in 0..=255 {
                    let mut line = vec![b'a'; length];
                    line[at] = byte;
                    assert_eq!(super::is_plain(&line), super::entity(byte).is_none(), "{length} {at} {byte}");
                }
            }
        }
    }
}
