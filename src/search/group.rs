//! Groups: the lists of all keys that begin with one unit, packed into files.
//!
//! 1. The postings of the group are merged, and the list of each key is written.
//! 2. A group that would not fill a shard is left to the pools.
//! 3. Long lists get files of their own: nobody who looks for a rare key has to read them, and
//!    a phrase that goes on after a pair of digits reads the cut where it may go on.
//! 4. The others are spread over shards by the place of the second unit in a fixed scramble, so
//!    that the keys of a shard take few bits.
//!
//! A heavy group of many files gets one more list: all articles with that unit at all, for
//! searches of a single character. It does not tell headlines, which would cost a fifth of it
//! and mean little for a character that is everywhere. Where a group has few files, the search
//! reads them all.

use super::bits::{BitWriter, Damaged};
use super::keys::{CLASS_BITS, FACETS, Next};
use super::lists::{Part, Postings, Scribe, place, unit_at, write_group, write_whole};
use super::runs::unsqueeze;
use super::shards::{Heavy, TARGET, cut_path, heavy_path, long_path, whole_path};

/// Bytes from which on a list has files of its own.
const LONG: usize = 8 << 10;
/// Bytes aimed at for a cut of a long list.
const CUT: usize = 3 << 10;

/// What became of a group.
pub(crate) enum Packed {
    /// Its bits, for a pool.
    Light(BitWriter),
    /// Its layout and its files, path below the tier's folder and content.
    Heavy(Heavy, Vec<(String, Vec<u8>)>),
}

/// A key with its list.
struct Listed<'a> {
    place: u32,
    postings: Postings<'a>,
    bits: BitWriter,
}

impl Listed<'_> {
    /// Whether it is the key of the unit at the end of a run, which serves only the search of
    /// the unit alone.
    fn is_end(&self) -> bool {
        self.postings[0] >> 48 == 0
    }
}

/// Packs a group of a tier of `size` articles. Each segment is what a run has of it, with the
/// number of the run's first article in the tier.
pub(crate) fn pack(group: u16, segments: &[(u32, Vec<u8>)], size: u32) -> Result<Packed, Damaged> {
    let mut postings = Vec::new();
    for (offset, segment) in segments {
        unsqueeze(segment, *offset, &mut postings)?;
    }
    // Stable sorting finds the sorted stretches the runs left and only merges them.
    postings.sort();
    let mut scribe = Scribe::new(size);
    let lists = lists(group, &postings, &mut scribe);
    if bytes(&lists) < TARGET {
        return Ok(Packed::Light(part(Part::whole(group), lists)));
    }
    let is_long = |list: &Listed<'_>| group >= FACETS && list.bits.len() / 8 >= LONG && !list.is_end();
    let (long, mut lists): (Vec<_>, Vec<_>) = lists.into_iter().partition(is_long);
    let mut heavy = Heavy { group, shards: bytes(&lists).div_ceil(TARGET).max(1) as u32, long: Vec::new() };
    let mut files = Vec::new();
    for list in long {
        heavy.long.push((list.place, write_long(group, list, &mut scribe, &mut files)));
    }
    if heavy.has_whole() {
        files.push((whole_path(group), all_articles(&postings, size)));
        lists.retain(|list| !list.is_end());
    }
    let mut shards: Vec<Vec<Listed<'_>>> = (0..heavy.shards).map(|_| Vec::new()).collect();
    for list in lists {
        shards[Part::of(group, heavy.shards, list.place).shard as usize].push(list);
    }
    for (shard, lists) in (0..).zip(shards) {
        let content = part(Part { group, shard, shards: heavy.shards }, lists).into_bytes();
        files.push((heavy_path(group, shard), content));
    }
    Ok(Packed::Heavy(heavy, files))
}

/// The lists of sorted postings, by place.
fn lists<'a>(group: u16, postings: &'a [u64], scribe: &mut Scribe) -> Vec<Listed<'a>> {
    // The values of a facet have numbers, other keys a second unit.
    let (shift, place): (u32, fn(u32) -> u32) =
        if group < FACETS { (32, |number| number) } else { (48, |second| place(second as u16)) };
    let listed = |postings: &'a [u64]| {
        let place = place((postings[0] >> shift) as u32);
        Listed { place, postings, bits: scribe.list(postings, Part::whole(group).next_after(place), true) }
    };
    let mut lists: Vec<Listed<'_>> = postings.chunk_by(|a, b| a >> shift == b >> shift).map(listed).collect();
    lists.sort_unstable_by_key(|list| list.place);
    lists
}

fn bytes(lists: &[Listed<'_>]) -> usize {
    lists.iter().map(|list| list.bits.len()).sum::<usize>() / 8
}

fn part(part: Part, lists: Vec<Listed<'_>>) -> BitWriter {
    let mut writer = BitWriter::default();
    let lists: Vec<(u32, BitWriter)> = lists.into_iter().map(|list| (list.place, list.bits)).collect();
    write_group(&mut writer, part, &lists);
    writer
}

/// Writes a list that has files of its own, and returns the number of its cuts.
fn write_long(group: u16, list: Listed<'_>, scribe: &mut Scribe, files: &mut Vec<(String, Vec<u8>)>) -> u32 {
    let Listed { place, postings, bits } = list;
    let (second, next) = (unit_at(place), Part::whole(group).next_after(place));
    if next == Next::Untold {
        files.push((long_path(group, second), bits.into_bytes()));
        return 0;
    }
    let cuts = (bits.len() / 8).div_ceil(CUT).min(1 << CLASS_BITS) as u32;
    files.push((long_path(group, second), scribe.list(postings, next, false).into_bytes()));
    for cut in 0..cuts {
        files.push((cut_path(group, second, cut), scribe.cut(postings, next, cut, cuts).into_bytes()));
    }
    cuts
}

/// The list of all articles of a group.
fn all_articles(postings: &[u64], size: u32) -> Vec<u8> {
    let mut seen = vec![false; size as usize];
    for posting in postings {
        seen[(*posting as u32 >> 1) as usize] = true;
    }
    let articles: Vec<u32> = (0..).zip(seen).filter(|(_, seen)| *seen).map(|(article, _)| article).collect();
    let mut writer = BitWriter::default();
    write_whole(&mut writer, &articles, size);
    writer.into_bytes()
}
