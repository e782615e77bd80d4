//! Shards: the postings of a tier, cut into files of a few kilobytes.
//!
//! All keys that begin with one code unit form a group. A group that fills a shard of its own
//! is heavy: it is spread over as many shards as its size asks for, by a hash of the rest of
//! the key. All other groups share pools, by their number modulo the number of pools. So the
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

use super::bits::{BitReader, BitWriter, Damaged};
use super::keys::{FACETS, highest_rest};
use super::runs::{Run, Zone, unsqueeze};
use super::spill::Spill;

/// Bytes aimed at for a shard.
pub(crate) const TARGET: usize = 6 << 10;
/// Shards from which on a group has a list of all its articles.
pub(crate) const WHOLE: u32 = 7;
/// Bytes of squeezed postings unpacked at once.
const BATCH: usize = 6 << 20;

/// One list: articles of the tier, ascending, with zones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct List {
    /// Articles, counted within the tier.
    pub(crate) articles: Vec<u32>,
    /// Their zones.
    pub(crate) zones: Vec<Zone>,
}

/// The shard of a group in which a key's list is.
pub(crate) fn bucket(rest: u32, shards: u32) -> u32 {
    (rest.wrapping_mul(0x9e37_79b1) >> 16) % shards.max(1)
}

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

/// A key's rest with its postings (`rest << 32 | article << 2 | zone`).
type Postings<'a> = (u32, &'a [u64]);

fn pack_group(group: u16, segments: &[(u32, Vec<u8>)], size: u32) -> Result<Packed, Damaged> {
    let mut postings = Vec::new();
    for (offset, segment) in segments {
        unsqueeze(segment, *offset, &mut postings)?;
    }
    // Stable sorting finds the sorted stretches the runs left and only merges them.
    postings.sort();
    let mut lists: Vec<Postings<'_>> =
        postings.chunk_by(|a, b| a >> 32 == b >> 32).map(|list| ((list[0] >> 32) as u32, list)).collect();
    let estimate = lists.iter().map(|(_, list)| estimated_bits(list.len(), size)).sum::<usize>() / 8;
    if estimate < TARGET {
        let mut writer = BitWriter::default();
        write_group(&mut writer, group, &lists, size);
        return Ok(Packed::Light(writer));
    }
    let shards = estimate.div_ceil(TARGET) as u32;
    let mut whole = None;
    if shards >= WHOLE && group >= FACETS {
        whole = Some(write_whole(&postings, size));
        // The key of the unit at the end of a run serves only the search of the unit alone.
        lists.retain(|&(rest, _)| rest != 0);
    }
    let mut buckets: Vec<Vec<Postings<'_>>> = vec![Vec::new(); shards as usize];
    for list in lists {
        buckets[bucket(list.0, shards) as usize].push(list);
    }
    let shards = buckets
        .into_iter()
        .map(|lists| {
            let mut writer = BitWriter::default();
            write_group(&mut writer, group, &lists, size);
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

fn write_group(writer: &mut BitWriter, group: u16, lists: &[Postings<'_>], size: u32) {
    let rests: Vec<u32> = lists.iter().map(|&(rest, _)| rest).collect();
    writer.gamma(rests.len() as u64 + 1);
    writer.ascending(&rests, 0, highest_rest(group));
    for (_, list) in lists {
        let articles: Vec<u32> = list.iter().map(|posting| (*posting as u32) >> 2).collect();
        let zones: Vec<Zone> = list.iter().map(|posting| (*posting & 3) as Zone).collect();
        write_list(writer, &articles, &zones, size);
    }
}

fn write_list(writer: &mut BitWriter, articles: &[u32], zones: &[Zone], size: u32) {
    write_articles(writer, articles, size);
    let with = |zone: Zone| -> Vec<u32> {
        zones.iter().zip(0..).filter(|(have, _)| **have == zone).map(|(_, at)| at).collect()
    };
    let headlines = with(0);
    writer.gamma(headlines.len() as u64 + 1);
    writer.ascending(&headlines, 0, articles.len() as u64 - 1);
}

/// The list of all articles of a group.
fn write_whole(postings: &[u64], size: u32) -> Vec<u8> {
    let mut seen = vec![false; size as usize];
    for posting in postings {
        seen[(*posting as u32 >> 2) as usize] = true;
    }
    let articles: Vec<u32> = (0..).zip(seen).filter(|(_, seen)| *seen).map(|(article, _)| article).collect();
    let mut writer = BitWriter::default();
    write_articles(&mut writer, &articles, size);
    writer.into_bytes()
}

fn write_articles(writer: &mut BitWriter, articles: &[u32], size: u32) {
    writer.gamma(articles.len() as u64);
    writer.ascending(articles, 0, u64::from(size) - 1);
}

/// Reads the list of all articles of a group.
pub(crate) fn read_whole(reader: &mut BitReader<'_>, size: u32) -> Result<List, Damaged> {
    let count = reader.gamma()?;
    if count > u64::from(size) {
        return Err(Damaged);
    }
    let mut list = List::default();
    reader.ascending(count as usize, 0, u64::from(size) - 1, &mut list.articles)?;
    list.zones = vec![1; list.articles.len()];
    Ok(list)
}

/// Reads a list written by `write_list`.
pub(crate) fn read_list(reader: &mut BitReader<'_>, size: u32) -> Result<List, Damaged> {
    let mut list = read_whole(reader, size)?;
    let count = list.articles.len() as u64;
    let headlines = reader.gamma()? - 1;
    if headlines > count {
        return Err(Damaged);
    }
    let mut places = Vec::new();
    reader.ascending(headlines as usize, 0, count - 1, &mut places)?;
    for place in places {
        *list.zones.get_mut(place as usize).ok_or(Damaged)? = 0;
    }
    Ok(list)
}

/// All lists of a group, by the rest of their keys.
pub(crate) fn read_group(reader: &mut BitReader<'_>, group: u16, size: u32) -> Result<Vec<(u32, List)>, Damaged> {
    let count = reader.gamma()? - 1;
    let mut rests = Vec::new();
    // Every list takes two bits at least, so a wild count fails soon.
    reader.ascending(usize::try_from(count.min(1 << 24)).map_err(|_| Damaged)?, 0, highest_rest(group), &mut rests)?;
    rests.into_iter().map(|rest| Ok((rest, read_list(reader, size)?))).collect()
}
