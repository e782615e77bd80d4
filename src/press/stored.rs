//! Long texts read back from where they were stored.
//!
//! An issue is read back once for its pages, and half of what that costs is to see that its
//! paragraphs are UTF-8, character by character. Here it is seen sixteen bytes at a time.

use std::fmt;

use serde::{Deserializer, de};

/// A text, for `deserialize_with`. Where texts are stored as bytes with their length in front, as
/// in the cache, bytes are asked for and checked here.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    if deserializer.is_human_readable() {
        return serde::Deserialize::deserialize(deserializer);
    }
    deserializer.deserialize_bytes(Text)
}

struct Text;

impl de::Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<String, E> {
        simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(|_| E::custom("no UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use crate::press::Block;

    #[test]
    fn texts_come_back_as_they_were_and_damage_is_found() {
        let block = Block::Paragraph("株洲日报讯 一九五六年创刊".repeat(9));
        let mut bytes = postcard::to_stdvec(&block).unwrap();
        assert_eq!(postcard::from_bytes::<Block>(&bytes).unwrap(), block);
        assert_eq!(serde_json::from_value::<Block>(serde_json::to_value(&block).unwrap()).unwrap(), block);
        let last = bytes.len() - 1;
        bytes[last] = b'x';
        assert!(postcard::from_bytes::<Block>(&bytes).is_err());
    }
}
