//! `search/index.bin`: the one small file every search reads first.
//!
//! It names the build, the chunks of text and the tiers of keys. Everything else is found from
//! it by arithmetic.

use super::bits::{BitReader, BitWriter, Damaged, sealed, unsealed};
use super::lists::PLACES;
use super::shards::{Heavy, Layout};

/// Version of the format; the script refuses any other.
pub(crate) const VERSION: u8 = 3;
/// Path of the directory below the index folder.
pub(crate) const PATH: &str = "index.bin";
const MAGIC: &[u8; 4] = b"ZZSI";

/// Some hundred consecutive articles whose text lies in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Number of articles.
    pub(crate) articles: u32,
    /// Fingerprint of its content, and name of its folder.
    pub(crate) hash: u32,
}

/// Consecutive articles whose keys lie in one set of shards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tier {
    /// Number of articles.
    pub(crate) articles: u32,
    /// Fingerprint of its postings, and name of its folder.
    pub(crate) hash: u32,
    /// Its shards.
    pub(crate) layout: Layout,
}

/// The directory, see the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Directory {
    /// Fingerprint of everything else in it.
    pub(crate) build: [u8; 8],
    /// Fingerprint of the file of facets, and its name.
    pub(crate) facets: u32,
    /// Fingerprint of the table of variants, and its name, if they are folded.
    pub(crate) variants: Option<u32>,
    /// Chunks in the order of articles.
    pub(crate) chunks: Vec<Chunk>,
    /// Tiers in the order of articles, oldest first.
    pub(crate) tiers: Vec<Tier>,
}

/// Name of a folder or file made of a fingerprint.
pub(crate) fn name(hash: u32) -> String {
    format!("{hash:08x}")
}

/// Path of the table of variants below the index folder.
pub(crate) fn variants_path(hash: u32) -> String {
    format!("variants-{}.bin", name(hash))
}

/// The first four bytes of a hash as a fingerprint.
pub(crate) fn short(hash: &blake3::Hash) -> u32 {
    let [a, b, c, d, ..] = *hash.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

impl Directory {
    /// The file, and the build it names.
    pub(crate) fn write(&self) -> (Vec<u8>, [u8; 8]) {
        let mut bits = BitWriter::default();
        bits.bits(u64::from(self.facets), 32);
        bits.bits(u64::from(self.variants.is_some()), 1);
        if let Some(hash) = self.variants {
            bits.bits(u64::from(hash), 32);
        }
        bits.gamma(self.chunks.len() as u64 + 1);
        for chunk in &self.chunks {
            bits.gamma(u64::from(chunk.articles));
            bits.bits(u64::from(chunk.hash), 32);
        }
        bits.gamma(self.tiers.len() as u64 + 1);
        for tier in &self.tiers {
            bits.gamma(u64::from(tier.articles));
            bits.bits(u64::from(tier.hash), 32);
            bits.gamma(u64::from(tier.layout.pools));
            bits.gamma(tier.layout.heavy.len() as u64 + 1);
            let groups: Vec<u32> = tier.layout.heavy.iter().map(|heavy| u32::from(heavy.group)).collect();
            bits.ascending(&groups, 0, 0xffff);
            for heavy in &tier.layout.heavy {
                bits.gamma(u64::from(heavy.shards));
                let (places, cuts): (Vec<u32>, Vec<u32>) = heavy.long.iter().copied().unzip();
                bits.gamma(places.len() as u64 + 1);
                bits.ascending(&places, 0, PLACES);
                cuts.iter().for_each(|&cuts| bits.gamma(u64::from(cuts) + 1));
            }
        }
        let payload = bits.into_bytes();
        let mut build = [0; 8];
        build.copy_from_slice(&blake3::hash(&payload).as_bytes()[..8]);
        let file = [MAGIC.as_slice(), &[VERSION], &build, &payload].concat();
        (sealed(PATH, file), build)
    }

    /// Reads the file.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Damaged> {
        let content = unsealed(PATH, file)?;
        let (head, payload) = content.split_at_checked(13).ok_or(Damaged)?;
        let build =
            head.strip_prefix(MAGIC.as_slice()).and_then(|rest| rest.strip_prefix(&[VERSION])).ok_or(Damaged)?;
        let mut bits = BitReader::new(payload);
        let number = |value: u64| u32::try_from(value).map_err(|_| Damaged);
        let mut directory = Self { build: build.try_into().map_err(|_| Damaged)?, ..Self::default() };
        directory.facets = number(bits.bits(32)?)?;
        if bits.bits(1)? == 1 {
            directory.variants = Some(number(bits.bits(32)?)?);
        }
        for _ in 1..bits.gamma()? {
            directory.chunks.push(Chunk { articles: number(bits.gamma()?)?, hash: number(bits.bits(32)?)? });
        }
        for _ in 1..bits.gamma()? {
            let (articles, hash) = (number(bits.gamma()?)?, number(bits.bits(32)?)?);
            let pools = number(bits.gamma()?)?;
            let count = bits.gamma()? - 1;
            let mut groups = Vec::new();
            bits.ascending(usize::try_from(count).map_err(|_| Damaged)?, 0, 0xffff, &mut groups)?;
            let heavy = groups
                .into_iter()
                .map(|group| {
                    let shards = number(bits.gamma()?)?;
                    let mut places = Vec::new();
                    let count = usize::try_from(bits.gamma()? - 1).map_err(|_| Damaged)?;
                    bits.ascending(count, 0, PLACES, &mut places)?;
                    let long = places
                        .into_iter()
                        .map(|place| Ok((place, number(bits.gamma()? - 1)?)))
                        .collect::<Result<Vec<_>, Damaged>>()?;
                    Ok(Heavy { group: group as u16, shards, long })
                })
                .collect::<Result<Vec<_>, Damaged>>()?;
            directory.tiers.push(Tier { articles, hash, layout: Layout { pools, heavy } });
        }
        Ok(directory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_comes_back() {
        let layout = Layout {
            pools: 3,
            heavy: vec![
                Heavy { group: 0x30, shards: 2, long: vec![(3, 16), (30_000, 0)] },
                Heavy { group: 0x4e00, shards: 900, long: Vec::new() },
            ],
        };
        let directory = Directory {
            build: [0; 8],
            facets: 7,
            variants: Some(11),
            chunks: vec![Chunk { articles: 512, hash: 0xdead_beef }, Chunk { articles: 1, hash: 0 }],
            tiers: vec![Tier { articles: 513, hash: 9, layout }],
        };
        let (file, build) = directory.write();
        assert_eq!(Directory::read(&file), Ok(Directory { build, ..directory }));
        for at in 0..file.len() {
            let mut damaged = file.clone();
            damaged[at] ^= 16;
            assert_eq!(Directory::read(&damaged), Err(Damaged), "byte {at}");
        }
    }
}
