//! Values of TOML, put at the end of a text as the crate `toml` writes them.
//!
//! Every article has some ten values, nearly all of them plain words between quotes: those are
//! put there as they are, and only what needs another form goes through the crate.

use std::fmt::Write as _;

use toml::Value;

/// A string.
pub(super) fn string(out: &mut String, text: &str) {
    // Without branches, so that many bytes are looked at together.
    let is_odd = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\') | (byte == 0x7F);
    if text.bytes().fold(0, |any, byte| any | u8::from(is_odd(byte))) == 0 {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        let _ = write!(out, "{}", Value::String(text.to_owned()));
    }
}

/// A list, its members written by `member`.
pub(super) fn list<T>(out: &mut String, members: &[T], member: impl Fn(&mut String, &T)) {
    out.push('[');
    for (at, one) in members.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        member(out, one);
    }
    out.push(']');
}

/// A list of strings.
pub(super) fn strings(out: &mut String, texts: &[String]) {
    list(out, texts, |out, text| string(out, text));
}

/// A list of pairs of numbers.
pub(super) fn ranges(out: &mut String, lines: &[(u32, u32)]) {
    list(out, lines, |out, (from, to)| {
        let _ = write!(out, "[{from}, {to}]");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut out = String::new();
        write(&mut out);
        out
    }

    #[test]
    fn values_are_written_as_the_crate_does() {
        for text in ["", "湘江", "a b", "say \"yes\"", "it's", "a\\b", "a\nb", "\t", "\u{7f}", "\u{1}", "'''\"\"\""] {
            assert_eq!(written(|out| string(out, text)), Value::String(text.to_owned()).to_string(), "{text:?}");
        }
        let names = ["甲".to_owned(), "乙".to_owned()];
        for texts in [&names[..0], &names[..1], &names] {
            let value = Value::Array(texts.iter().map(|text| Value::String(text.clone())).collect());
            assert_eq!(written(|out| strings(out, texts)), value.to_string());
        }
        let pair = |(from, to): (i64, i64)| Value::Array(vec![Value::Integer(from), Value::Integer(to)]);
        let value = Value::Array([(1, 2), (4, 4)].map(pair).to_vec());
        assert_eq!(written(|out| ranges(out, &[(1, 2), (4, 4)])), value.to_string());
    }
}
