//! Shards: the postings of a tier, cut into files of a few kilobytes.
//!
//! All keys that begin with one code unit form a group. A group that fills a shard of its own
//! is heavy: it has files of its own ([`group`]). All other groups share pools, by their number
//! modulo the number of pools. So the directory needs to name only the heavy groups, and stays
//! at a few kilobytes for millions of keys, where a list of the first key of each file would
//! cost several times a shard.

use std::collections::BTreeSet;
use std::io;

use rayon::prelude::*;

use super::bits::{BitWriter, Damaged};
use super::group::{self, Packed};
use super::keys::FACETS;
use super::runs::Run;
use super::spill::Spill;

/// Bytes aimed at for a shard.
pub(crate) const TARGET: usize = 10 << 10;
/// Shards and long lists from which on a group has a list of all its articles.
pub(crate) const WHOLE: usize = 6;
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
            batch.into_par_iter().map(|(group, segments)| (group, group::pack(group, &segments, size))).collect();
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
