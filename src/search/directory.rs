//! `search/index.bin`: the one small file every search reads first.
//!
//! It names the build, the chunks of text and the tiers of keys. Everything else is found from
//! it by arithmetic.

use super::bits::{BitReader, BitWriter, Damaged, sealed, unsealed};
use super::keys::FACETS;
use super::lists::PLACES;
use super::schedule::PHASE_BITS;
use super::shape::Shape;
use super::shards::{Heavy, Layout, Span};

/// Version of the format; the script refuses any other.
pub(crate) const VERSION: u8 = 7;
/// Path of the directory below the index folder.
pub(crate) const PATH: &str = "index.bin";
const MAGIC: &[u8; 4] = b"ZZSI";

/// Articles of a chunk that is full; most are.
pub(crate) const FULL: u32 = 240;
/// Bits of the name of a chunk's folder. There are no more than some thousand, and the
/// directory, which all have to load, is mostly their names.
const CHUNK_BITS: u32 = 20;
/// Bits of the number of articles in a chunk.
const SIZE_BITS: u32 = 8;
/// More leaves than any index has: a few bits can ask for many.
const MOST_LEAVES: usize = 1 << 22;

/// Some hundred consecutive articles whose text lies in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// Number of articles.
    pub(crate) articles: u32,
    /// Fingerprint of its content, and name of its folder; see [`Chunk::hash_of`].
    pub(crate) hash: u32,
}

impl Chunk {
    /// A fingerprint cut to what the directory keeps of it.
    pub(crate) fn hash_of(fingerprint: u32) -> u32 {
        fingerprint & ((1 << CHUNK_BITS) - 1)
    }
}

/// Articles whose keys lie in one set of shards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tier {
    /// Its first article; where it ends is for each leaf to say.
    pub(crate) first: u32,
    /// The sections of its leaves, oldest first.
    pub(crate) sections: Vec<Section>,
    /// Its shards.
    pub(crate) layout: Layout,
}

/// Where a section of the leaves ends, by their phase: what holds from a phase on, the first
/// from phase 0. See [`super::schedule`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Section(Vec<Turn>);

/// See [`Section`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Turn {
    phase: u32,
    /// The article after the last one.
    end: u32,
    /// Fingerprint of all articles up to there.
    hash: u32,
}

impl Section {
    /// What holds from the next phase on.
    pub(crate) fn extend(&mut self, phase: u32, end: u32, hash: u32) {
        if self.0.last().is_none_or(|turn| (turn.end, turn.hash) != (end, hash)) {
            self.0.push(Turn { phase, end, hash });
        }
    }

    /// Where it ends in leaves of a phase, and the fingerprint of what comes before.
    fn at(&self, phase: u32) -> (u32, u32) {
        let after = self.0.partition_point(|turn| turn.phase <= phase);
        self.0.get(after.wrapping_sub(1)).map_or((0, 0), |turn| (turn.end, turn.hash))
    }
}

impl Tier {
    /// The sections of the leaves of a phase, the empty ones left out.
    pub(crate) fn spans(&self, phase: u32) -> impl Iterator<Item = Span> {
        let (mut low, mut before) = (self.first, 0);
        self.sections.iter().filter_map(move |section| {
            let (high, hash) = section.at(phase);
            let span = Span { low, high, folder: hash.wrapping_sub(before) };
            (low, before) = (high, hash);
            (span.low < span.high).then_some(span)
        })
    }
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
            let is_full = chunk.articles == FULL;
            bits.bits(u64::from(is_full), 1);
            if !is_full {
                bits.bits(u64::from(chunk.articles), SIZE_BITS);
            }
            bits.bits(u64::from(chunk.hash), CHUNK_BITS);
        }
        bits.gamma(self.tiers.len() as u64 + 1);
        self.tiers.iter().for_each(|tier| write_tier(tier, &mut bits));
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
        let mut directory = Self { build: build.try_into().map_err(|_| Damaged)?, ..Self::default() };
        directory.facets = number(bits.bits(32)?)?;
        if bits.bits(1)? == 1 {
            directory.variants = Some(number(bits.bits(32)?)?);
        }
        for _ in 1..bits.gamma()? {
            let articles = if bits.bits(1)? == 1 { FULL } else { number(bits.bits(SIZE_BITS)?)? };
            directory.chunks.push(Chunk { articles, hash: number(bits.bits(CHUNK_BITS)?)? });
        }
        for _ in 1..bits.gamma()? {
            directory.tiers.push(read_tier(&mut bits)?);
        }
        Ok(directory)
    }
}

fn write_tier(tier: &Tier, bits: &mut BitWriter) {
    bits.gamma(u64::from(tier.first) + 1);
    bits.gamma(tier.sections.len() as u64 + 1);
    for Section(turns) in &tier.sections {
        bits.gamma(turns.len() as u64 + 1);
        let mut before = 0;
        for turn in turns {
            bits.bits(u64::from(turn.phase), PHASE_BITS);
            bits.gamma(folded(i64::from(turn.end) - i64::from(before)) + 1);
            bits.bits(u64::from(turn.hash), 32);
            before = turn.end;
        }
    }
    tier.layout.pools.write(bits);
    bits.gamma(tier.layout.heavy.len() as u64 + 1);
    let groups: Vec<u32> = tier.layout.heavy.iter().map(|heavy| u32::from(heavy.group)).collect();
    bits.ascending(&groups, 0, 0xffff);
    for heavy in &tier.layout.heavy {
        heavy.leaves.write(bits);
        let (places, cuts): (Vec<u32>, Vec<u32>) = heavy.long.iter().copied().unzip();
        bits.gamma(places.len() as u64 + 1);
        bits.ascending(&places, 0, places_of(heavy.group));
        cuts.iter().for_each(|&cuts| bits.gamma(u64::from(cuts) + 1));
    }
}

fn read_tier(bits: &mut BitReader<'_>) -> Result<Tier, Damaged> {
    let mut tier = Tier { first: number(bits.gamma()? - 1)?, ..Tier::default() };
    for _ in 1..bits.gamma()? {
        let (mut turns, mut end) = (Vec::new(), 0);
        for _ in 1..bits.gamma()? {
            let phase = number(bits.bits(PHASE_BITS)?)?;
            end = u32::try_from(i64::from(end) + unfolded(bits.gamma()? - 1)).map_err(|_| Damaged)?;
            turns.push(Turn { phase, end, hash: number(bits.bits(32)?)? });
        }
        tier.sections.push(Section(turns));
    }
    tier.layout.pools = Shape::read(bits)?;
    let count = usize::try_from(bits.gamma()? - 1).map_err(|_| Damaged)?;
    let mut groups = Vec::new();
    bits.ascending(count, 0, 0xffff, &mut groups)?;
    let mut leaves = 0;
    for group in groups {
        let mut heavy = Heavy { group: group as u16, leaves: Shape::read(bits)?, long: Vec::new() };
        leaves += heavy.leaves.len();
        if leaves > MOST_LEAVES {
            return Err(Damaged);
        }
        let mut places = Vec::new();
        let count = usize::try_from((bits.gamma()? - 1).min(1 << 24)).map_err(|_| Damaged)?;
        bits.ascending(count, 0, places_of(heavy.group), &mut places)?;
        for place in places {
            heavy.long.push((place, number(bits.gamma()? - 1)?));
        }
        tier.layout.heavy.push(heavy);
    }
    Ok(tier)
}

/// A step up as an even number, one down as an odd one.
fn folded(step: i64) -> u64 {
    step.unsigned_abs() * 2 - u64::from(step < 0)
}

/// The step of [`folded`].
fn unfolded(number: u64) -> i64 {
    let half = number.div_ceil(2) as i64;
    if number.is_multiple_of(2) { half } else { -half }
}

fn number(value: u64) -> Result<u32, Damaged> {
    u32::try_from(value).map_err(|_| Damaged)
}

/// The highest place of a key of a group.
fn places_of(group: u16) -> u64 {
    if group < FACETS { u64::from(u32::MAX) } else { PLACES }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_directory_comes_back() {
        let shape = |leaves: &[(u32, u32)]| {
            let mut shape = Shape::default();
            leaves.iter().for_each(|&(depth, index)| shape.push(depth, index));
            shape
        };
        let halves = shape(&[(1, 0), (1, 1)]);
        let heavy = vec![
            Heavy { group: 2, leaves: shape(&[(0, 0)]), long: vec![(3_000_000, 0)] },
            Heavy { group: 0x30, leaves: halves.clone(), long: vec![(3, 16), (30_000, 0)] },
            Heavy { group: 0x4e00, leaves: shape(&[(2, 0), (2, 1), (1, 1)]), long: Vec::new() },
        ];
        let layout = Layout { pools: halves, heavy };
        let mut section = Section::default();
        for phase in 0..9 {
            section.extend(phase, 256 - phase / 4 * 64, 11);
        }
        assert_eq!((section.0.len(), section.at(3), section.at(4)), (3, (256, 11), (192, 11)));
        let directory = Directory {
            build: [0; 8],
            facets: 7,
            variants: Some(11),
            chunks: vec![Chunk { articles: 12, hash: 0xd_beef }, Chunk { articles: FULL, hash: 0 }],
            tiers: vec![Tier { first: 7, sections: vec![section.clone(), section], layout }],
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
