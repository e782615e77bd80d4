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
use super::keys::FACETS;
use super::lists::{Part, Postings, place, write_group, write_whole};
use super::runs::{Run, unsqueeze};
use super::spill::Spill;

/// Bytes aimed at for a shard.
pub(crate) const TARGET: usize = 10 << 10;
/// Shards from which on a group has a list of all its articles.
pub(crate) const WHOLE: u32 = 6;
/// Bytes of squeezed postings unpacked at once.
const BATCH: usize = 6 << 20;

/// The shape of a tier's shards: what the directory says of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Number of pools.
    pub(crate) pools: u32,
    /// Heavy groups, ascending, with their number of shards.
    pub(crate) heavy: Vec<(u16, u32)>,
}

/// Path of a shard of a heavy group, below the tier's folder.
pub(crate) fn heavy_path(group: u16, shard: u32) -> String {
    format!("{:02x}/{:02x}-{shard}.bin", group >> 8, group & 0xff)
}

/// Path of a heavy group's list of all its articles, below the tier's folder.
pub(crate) fn whole_path(group: u16) -> String {
    format!("{:02x}/{:02x}.bin", group >> 8, group & 0xff)
}

/// Path of a pool, below the tier's folder.
pub(crate) fn pool_path(pool: u32) -> String {
    format!("p/{pool}.bin")
}

/// What became of one group.
enum Packed {
    Light(BitWriter),
    Heavy { shards: Vec<Vec<u8>>, whole: Option<Vec<u8>> },
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
                Packed::Heavy { shards, whole } => {
                    layout.heavy.push((group, shards.len() as u32));
                    for (i, shard) in shards.into_iter().enumerate() {
                        emit(heavy_path(group, i as u32), shard);
                    }
                    if let Some(whole) = whole {
                        emit(whole_path(group), whole);
                    }
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
    let mut lists: Vec<(u32, Postings<'_>)> = postings
        .chunk_by(|a, b| a >> shift == b >> shift)
        .map(|list| (place((list[0] >> shift) as u32), list))
        .collect();
    lists.sort_unstable_by_key(|list| list.0);
    let estimate = lists.iter().map(|(_, list)| estimated_bits(list.len(), size)).sum::<usize>() / 8;
    if estimate < TARGET {
        let mut writer = BitWriter::default();
        write_group(&mut writer, Part::whole(group), &lists, size);
        return Ok(Packed::Light(writer));
    }
    let shards = estimate.div_ceil(TARGET) as u32;
    let mut whole = None;
    if shards >= WHOLE && group >= FACETS {
        whole = Some(all_articles(&postings, size));
        // The key of the unit at the end of a run serves only the search of the unit alone.
        lists.retain(|&(_, list)| list[0] >> 48 != 0);
    }
    let mut buckets: Vec<Vec<(u32, Postings<'_>)>> = vec![Vec::new(); shards as usize];
    for list in lists {
        buckets[Part::of(group, shards, list.0).shard as usize].push(list);
    }
    let shards = (0..shards)
        .zip(buckets)
        .map(|(shard, lists)| {
            let mut writer = BitWriter::default();
            write_group(&mut writer, Part { group, shard, shards }, &lists, size);
            writer.into_bytes()
        })
        .collect();
    Ok(Packed::Heavy { shards, whole })
}

/// Roughly what a list will take. In whole numbers, so that every machine cuts alike.
fn estimated_bits(count: usize, size: u32) -> usize {
    let sparse = (size as usize / count.max(1)).max(1).ilog2() as usize + 2;
    8 + (count * sparse).min(size as usize + 16)
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
