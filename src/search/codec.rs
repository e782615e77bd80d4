//! The one-byte alphabet of the text blocks, and the blocks themselves.
//!
//! Article text is kept in blocks of a few articles, so that the passage of a hit costs one
//! small request. Small blocks leave deflate little to learn from; writing frequent characters
//! as one byte and other Han characters as two before deflating saves a quarter against UTF-8.
//!
//! - `0..=172` stand for the characters of [`frequent`];
//! - `173..=254` with a second byte stand for U+4E00–U+9FFF;
//! - `255` with two bytes stands for any other UTF-16 code unit.

use std::cell::RefCell;
use std::io::Read;
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use libdeflater::{CompressionLvl, Compressor};

use super::bits::Damaged;

/// Articles in one text block.
pub(crate) const BLOCK: usize = 5;
/// Between two articles of a block.
pub(crate) const RECORD: char = '\u{1e}';
/// Between two fields of an article.
pub(crate) const FIELD: char = '\u{1f}';

/// How hard to look for repeats.
const LEVEL: i32 = 6;

/// First lead byte of a two-byte character.
const LEAD: u8 = 173;
/// Lead byte of a three-byte code unit.
const ESCAPE: u8 = 255;

/// Characters of one byte besides ` \n`, the separators, `-./`, digits and small letters: the
/// most frequent in recent Chinese newspapers. Part of the format: never reorder.
const FREQUENT: &str = "，。的、“”国一中人业在发新动大海年全和产是工为化科实生学能力不作有展成技体进会了要上南地出时理平强来主自等高家日同建合重以民务到现心个我创与加对行推提记方长区开近代持部党用关这深本多前共机总设政习经者向文月更水服们市场研制度基定入书量系社好就治,:()《》县";

/// The characters of one byte, by their byte.
pub(crate) fn frequent() -> &'static [u16] {
    static UNITS: LazyLock<Vec<u16>> = LazyLock::new(|| {
        let plain = " \n\u{1e}\u{1f}-./0123456789abcdefghijklmnopqrstuvwxyz";
        plain.encode_utf16().chain(FREQUENT.encode_utf16()).take(usize::from(LEAD)).collect()
    });
    &UNITS
}

/// Byte of each one-byte character; 255 for those that have none.
static BYTE_OF: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut table = vec![ESCAPE; 0x1_0000];
    for (byte, &unit) in frequent().iter().enumerate() {
        table[usize::from(unit)] = byte as u8;
    }
    table
});

/// Text in the alphabet of the blocks.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    encode_into(text, &mut bytes);
    bytes
}

/// Adds text in the alphabet of the blocks.
pub(crate) fn encode_into(text: &str, bytes: &mut Vec<u8>) {
    let byte_of = BYTE_OF.as_slice();
    bytes.reserve(text.len());
    for unit in text.encode_utf16() {
        let [high, low] = unit.to_be_bytes();
        match byte_of[usize::from(unit)] {
            ESCAPE if (0x4e00..0xa000).contains(&unit) => bytes.extend_from_slice(&[LEAD + (high - 0x4e), low]),
            ESCAPE => bytes.extend_from_slice(&[ESCAPE, high, low]),
            byte => bytes.push(byte),
        }
    }
}

/// The text of bytes in the alphabet of the blocks.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Damaged> {
    let mut units = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied();
    while let Some(byte) = rest.next() {
        units.push(match byte {
            ESCAPE => u16::from_be_bytes([rest.next().ok_or(Damaged)?, rest.next().ok_or(Damaged)?]),
            LEAD.. => u16::from_be_bytes([byte - LEAD + 0x4e, rest.next().ok_or(Damaged)?]),
            _ => *frequent().get(usize::from(byte)).ok_or(Damaged)?,
        });
    }
    String::from_utf16(&units).map_err(|_| Damaged)
}

/// Deflates text in the alphabet of the blocks.
pub(crate) fn deflate(text: &str) -> Vec<u8> {
    deflate_bytes(&encode(text))
}

/// Deflates bytes in the alphabet of the blocks.
pub(crate) fn deflate_bytes(plain: &[u8]) -> Vec<u8> {
    // Setting up a compressor costs more than packing a block with it.
    thread_local!(static COMPRESSOR: RefCell<(Compressor, Vec<u8>)> = RefCell::new((Compressor::new(level()), Vec::new())));
    COMPRESSOR.with_borrow_mut(|(compressor, room)| {
        room.resize(compressor.deflate_compress_bound(plain.len()), 0);
        // With room for all of it, compressing into memory cannot fail.
        let length = compressor.deflate_compress(plain, room).unwrap_or_default();
        room[..length].to_vec()
    })
}

/// Small blocks have few repeats to look for: harder work would save nothing.
fn level() -> CompressionLvl {
    CompressionLvl::new(LEVEL).unwrap_or_default()
}

/// What [`deflate`] made; refuses what unpacks to more than 64 MiB.
pub(crate) fn inflate(bytes: &[u8]) -> Result<String, Damaged> {
    let mut plain = Vec::new();
    DeflateDecoder::new(bytes).take(64 << 20).read_to_end(&mut plain).map_err(|_| Damaged)?;
    decode(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_comes_back() {
        assert_eq!(frequent().len(), usize::from(LEAD));
        for text in ["", "株洲日报讯 GDP 7.5%，\n龘鿿㐀𠮷野家 é😀", "a\u{1f}b\u{1e}c"] {
            assert_eq!(inflate(&deflate(text)).as_deref(), Ok(text));
        }
        assert_eq!(encode("的一").len(), 2);
        assert!(decode(&[ESCAPE, 0]).is_err());
    }

    #[test]
    fn no_character_is_listed_twice() {
        let mut units = frequent().to_vec();
        units.sort_unstable();
        units.dedup();
        assert_eq!(units.len(), usize::from(LEAD));
    }
}
