//! Shards: the postings of a tier, cut into files of a few kilobytes.
//!
//! All keys that begin with one code unit form a group. A group that fills a shard of its own
//! is heavy: it is spread over as many shards as its size asks for, by the place of the second
//! unit in a fixed scramble of them, so that a shard's keys take few bits. All other groups share pools, by their number modulo the number of pools. So the
//! directory needs to name only the heavy groups, and stays at a few kilobytes for millions of
//! keys, where a list of the first key of each file would cost several times a shard.
//!
//! A heavy group of many shards gets one more list: all articles with that unit at all, for
//! searches of a single character. It does not tell headlines, which would cost a fifth of it
//! and mean little for a character that is everywhere. Where a group has few shards, the search
//! reads them all.

use std::collections::BTreeSet;
use std::io;

use rayon::prelude::*;

use super::bits::{BitWriter, Damaged};
use super::keys::{CLASS_BITS, FACETS, Next};
use super::lists::{Part, Postings, Scribe, place, unit_at, write_group, write_whole};
use super::runs::{Run, unsqueeze};
use super::spill::Spill;

/// Bytes aimed at for a shard.
pub(crate) const TARGET: usize = 10 << 10;
/// Shards and long lists from which on a group has a list of all its articles.
pub(crate) const WHOLE: usize = 6;
/// Bytes from which on a list has files of its own.
const LONG: usize = 8 << 10;
/// Bytes aimed at for a cut of a long list.
const CUT: usize = 3 << 10;
/// Bytes of squeezed postings unpacked at once.
const BATCH: usize = 6 << 20;

/// The shape of a tier's shards: what the directory says of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Number of pools.
    pub(crate) pools: u32,
    /// Heavy groups, ascending.
    pub(crate) heavy: Vec<Heavy>,
}

/// A group with files of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heavy {
    /// Its unit, or the number of a facet.
    pub(crate) group: u16,
    /// Number of its shards.
    pub(crate) shards: u32,
    /// Places of its long lists, ascending, each with the number of cuts: 0 where nothing is
    /// told of what comes after.
    pub(crate) long: Vec<(u32, u32)>,
}

impl Heavy {
    /// Whether it has a list of all its articles.
    pub(crate) fn has_whole(&self) -> bool {
        self.group >= FACETS && self.shards as usize + self.long.len() >= WHOLE
    }

    /// The number of cuts, if the list of a place is long.
    pub(crate) fn cuts(&self, place: u32) -> Option<u32> {
        self.long.binary_search_by_key(&place, |&(place, _)| place).ok().map(|at| self.long[at].1)
    }
}

/// Path of a shard of a heavy group, below the tier's folder.
pub(crate) fn heavy_path(group: u16, shard: u32) -> String {
    format!("{:02x}/{:02x}-{shard}.bin", group >> 8, group & 0xff)
}

/// Path of a heavy group's list of all its articles, below the tier's folder.
pub(crate) fn whole_path(group: u16) -> String {
    format!("{:02x}/{:02x}.bin", group >> 8, group & 0xff)
}

/// Path of a long list, below the tier's folder.
pub(crate) fn long_path(group: u16, second: u16) -> String {
    format!("{:02x}/{:02x}/{second:04x}.bin", group >> 8, group & 0xff)
}

/// Path of a cut of a long list, below the tier's folder.
pub(crate) fn cut_path(group: u16, second: u16, cut: u32) -> String {
    format!("{:02x}/{:02x}/{second:04x}-{cut}.bin", group >> 8, group & 0xff)
}

/// Path of a pool, below the tier's folder.
pub(crate) fn pool_path(pool: u32) -> String {
    format!("p/{pool}.bin")
}

/// What became of one group.
enum Packed {
    Light(BitWriter),
    Heavy(Heavy, Vec<(String, Vec<u8>)>),
}

/// Merges the runs of a tier and hands out its shards, path below the tier's folder and bytes.
///
/// `first` is the number of the tier's first article in the archive, `size` its articles.
pub(crate) fn pack(
    runs: &[Run],
    first: u32,
    size: u32,
    spill: &mut Spill,
    emit: &mut dyn FnMut(String, Vec<u8>),
) -> io::Result<Layout> {
    let groups: Vec<u16> = runs.iter().flat_map(Run::groups).collect::<BTreeSet<_>>().into_iter().collect();
    let mut layout = Layout::default();
    let mut light: Vec<(u16, BitWriter)> = Vec::new();
    let mut rest = groups.as_slice();
    while !rest.is_empty() {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while let (Some((&group, tail)), true) = (rest.split_first(), bytes < BATCH) {
            let segments = runs
                .iter()
                .map(|run| Ok((run.articles.start - first, run.segment(group, spill)?)))
                .collect::<io::Result<Vec<_>>>()?;
            bytes += segments.iter().map(|(_, segment)| segment.len()).sum::<usize>();
            batch.push((group, segments));
            rest = tail;
        }
        let packed: Vec<_> =
            batch.into_par_iter().map(|(group, segments)| (group, pack_group(group, &segments, size))).collect();
        for (group, packed) in packed {
            match packed.map_err(|Damaged| io::Error::other("the scratch file of the search index was damaged"))? {
                Packed::Light(bits) => light.push((group, bits)),
                Packed::Heavy(heavy, files) => {
                    layout.heavy.push(heavy);
                    files.into_iter().for_each(|(path, content)| emit(path, content));
                }
            }
        }
    }
    layout.pools = pour(&light, emit);
    Ok(layout)
}

/// Fills the pools with the light groups and returns how many there are.
fn pour(light: &[(u16, BitWriter)], emit: &mut dyn FnMut(String, Vec<u8>)) -> u32 {
    let total: usize = light.iter().map(|(_, bits)| bits.len() / 8).sum();
    let pools = total.div_ceil(TARGET).max(1) as u32;
    let mut members: Vec<Vec<&(u16, BitWriter)>> = vec![Vec::new(); pools as usize];
    for group in light {
        members[(u32::from(group.0) % pools) as usize].push(group);
    }
    for (pool, members) in members.into_iter().enumerate() {
        let mut writer = BitWriter::default();
        let groups: Vec<u32> = members.iter().map(|(group, _)| u32::from(*group)).collect();
        writer.gamma(groups.len() as u64 + 1);
        writer.ascending(&groups, 0, 0xffff);
        for (_, bits) in members {
            writer.append(bits);
        }
        emit(pool_path(pool as u32), writer.into_bytes());
    }
    pools
}

fn pack_group(group: u16, segments: &[(u32, Vec<u8>)], size: u32) -> Result<Packed, Damaged> {
    let mut postings = Vec::new();
    for (offset, segment) in segments {
        unsqueeze(segment, *offset, &mut postings)?;
    }
    // Stable sorting finds the sorted stretches the runs left and only merges them.
    postings.sort();
    // The values of a facet have numbers, other keys a second unit.
    let (shift, place): (u32, fn(u32) -> u32) =
        if group < FACETS { (32, |number| number) } else { (48, |second| place(second as u16)) };
    let mut scribe = Scribe::new(size);
    let mut lists: Vec<(u32, Postings<'_>, BitWriter)> = postings
        .chunk_by(|a, b| a >> shift == b >> shift)
        .map(|list| {
            let place = place((list[0] >> shift) as u32);
            (place, list, scribe.list(list, Part::whole(group).next_after(place), true))
        })
        .collect();
    lists.sort_unstable_by_key(|list| list.0);
    let bytes = |lists: &[(u32, Postings<'_>, BitWriter)]| lists.iter().map(|list| list.2.len()).sum::<usize>() / 8;
    if bytes(&lists) < TARGET {
        let mut writer = BitWriter::default();
        write_group(&mut writer, Part::whole(group), &plain(lists));
        return Ok(Packed::Light(writer));
    }
    let is_long = |list: &(u32, Postings<'_>, BitWriter)| group >= FACETS && list.2.len() / 8 >= LONG;
    let (long, mut lists): (Vec<_>, Vec<_>) = lists.into_iter().partition(|list| is_long(list) && list.1[0] >> 48 != 0);
    let mut heavy = Heavy { group, shards: bytes(&lists).div_ceil(TARGET).max(1) as u32, long: Vec::new() };
    let mut files = Vec::new();
    for (place, postings, bits) in long {
        heavy.long.push((place, write_long(group, place, postings, bits, &mut scribe, &mut files)));
    }
    if heavy.has_whole() {
        files.push((whole_path(group), all_articles(&postings, size)));
        // The key of the unit at the end of a run serves only the search of the unit alone.
        lists.retain(|list| list.1[0] >> 48 != 0);
    }
    let mut buckets: Vec<Vec<(u32, BitWriter)>> = vec![Vec::new(); heavy.shards as usize];
    for (place, bits) in plain(lists) {
        buckets[Part::of(group, heavy.shards, place).shard as usize].push((place, bits));
    }
    for (shard, lists) in (0..).zip(buckets) {
        let mut writer = BitWriter::default();
        write_group(&mut writer, Part { group, shard, shards: heavy.shards }, &lists);
        files.push((heavy_path(group, shard), writer.into_bytes()));
    }
    Ok(Packed::Heavy(heavy, files))
}

fn plain(lists: Vec<(u32, Postings<'_>, BitWriter)>) -> Vec<(u32, BitWriter)> {
    lists.into_iter().map(|(place, _, bits)| (place, bits)).collect()
}

/// Writes a list that has files of its own, and returns the number of its cuts. `bits` is the
/// list with all that it tells.
fn write_long(
    group: u16,
    place: u32,
    postings: Postings<'_>,
    bits: BitWriter,
    scribe: &mut Scribe,
    files: &mut Vec<(String, Vec<u8>)>,
) -> u32 {
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
