//! Shards: the postings of a tier, cut into files of a few kilobytes.
//!
//! All keys that begin with one code unit form a group. A group that fills a file of its own
//! is heavy: it has leaves of its own ([`group`]). All other groups share pools. Leaves and
//! pools are halved by the position of their keys or groups as soon as they are too large, each
//! at a time of its own ([`super::schedule`]), so that no day moves many of them.
//!
//! **Names.** A file lies in a folder named by what its articles are. All that decides on its
//! content must therefore be decided by the same articles: whether a leaf is halved, whether a
//! list is long and whether a group is heavy is judged by estimates of what the leaf or the pool
//! holds at its own last turn.
//!
//! 1. Groups are read in batches. One that is heavy wherever it may be judged is packed at once,
//!    others are kept as they were squeezed.
//! 2. These are dealt out to pools; those that are heavy there are packed.
//! 3. What no leaf has taken up is handed back, for the next tier.

use std::collections::BTreeSet;
use std::io;

use rayon::prelude::*;

use super::bits::{BitWriter, Damaged};
use super::directory::{Section, name};
use super::group::{self, File, Packed};
use super::keys::FACETS;
use super::lists::{POSITION_BITS, Part, pool_position};
use super::runs::{article_of, unsqueeze};
use super::schedule::{PHASES, phase_of};
use super::shape::Shape;
use super::stop::Stop;

/// Bits aimed at for a file.
pub(crate) const TARGET: u64 = 8 * (15 << 10);
/// Leaves and long lists from which on a group has a list of all its articles.
pub(crate) const WHOLE: usize = 6;
/// Bytes of squeezed postings unpacked at once.
const BATCH: usize = 6 << 20;

/// The shape of a tier: what the directory says of its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The pools, by position of the group.
    pub(crate) pools: Shape,
    /// Heavy groups, ascending.
    pub(crate) heavy: Vec<Heavy>,
}

/// A group with files of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Heavy {
    /// Its unit, or the number of a facet.
    pub(crate) group: u16,
    /// Its leaves, by position of the key.
    pub(crate) leaves: Shape,
    /// Places of its long lists, ascending, each with the number of cuts: 0 where nothing is
    /// told of what comes after.
    pub(crate) long: Vec<(u32, u32)>,
}

impl Heavy {
    /// Whether it has a list of all its articles.
    pub(crate) fn has_whole(&self) -> bool {
        self.group >= FACETS && self.leaves.len() + self.long.len() >= WHOLE
    }

    /// The number of cuts, if the list of a place is long.
    pub(crate) fn cuts(&self, place: u32) -> Option<u32> {
        self.long.binary_search_by_key(&place, |&(place, _)| place).ok().map(|at| self.long[at].1)
    }
}

/// Path of a leaf of a heavy group, below its folder.
pub(crate) fn leaf_path(group: u16, depth: u32, index: u32) -> String {
    format!("{:02x}/{:02x}-{}.bin", group >> 8, group & 0xff, (1 << depth) + index)
}

/// Path of a heavy group's list of all its articles, below its folder.
pub(crate) fn whole_path(group: u16) -> String {
    format!("{:02x}/{:02x}.bin", group >> 8, group & 0xff)
}

/// Path of a long list, below its folder.
pub(crate) fn long_path(group: u16, second: u32) -> String {
    format!("{:02x}/{:02x}/{second:04x}.bin", group >> 8, group & 0xff)
}

/// Path of a cut of a long list, below its folder.
pub(crate) fn cut_path(group: u16, second: u32, cuts: u32, cut: u32) -> String {
    format!("{:02x}/{:02x}/{second:04x}-{cuts}-{cut}.bin", group >> 8, group & 0xff)
}

/// Path of a pool, below its folder.
pub(crate) fn pool_path(depth: u32, index: u32) -> String {
    format!("p/{}.bin", (1 << depth) + index)
}

/// The articles of a section of a leaf, and its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) low: u32,
    pub(crate) high: u32,
    pub(crate) folder: u32,
}

impl Span {
    /// The path below the index folder of one in the folder.
    pub(crate) fn path(&self, path: &str) -> String {
        format!("k/{}/{path}", name(self.folder))
    }

    /// A file in the folder.
    pub(crate) fn file(&self, path: &str, content: Vec<u8>) -> File {
        (self.path(path), content)
    }

    pub(crate) fn size(&self) -> u32 {
        self.high - self.low
    }
}

/// What decides which articles a leaf holds.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// First article of the tier.
    pub(crate) first: u32,
    /// By section and phase, the article after the last one, and the fingerprint up to there.
    pub(crate) ends: Vec<Vec<(u32, u32)>>,
    /// Says when to give all of it up.
    pub(crate) stop: Stop,
}

impl Plan {
    /// The sections of the leaves of a phase, the empty ones left out.
    pub(crate) fn spans(&self, phase: u32) -> impl Iterator<Item = Span> {
        let (mut low, mut before) = (self.first, 0);
        self.ends.iter().filter_map(move |ends| {
            let (high, sum) = ends[phase as usize];
            let span = Span { low, high, folder: sum.wrapping_sub(before) };
            (low, before) = (high, sum);
            (span.low < span.high).then_some(span)
        })
    }

    /// Where the last section of a phase ends.
    pub(crate) fn end(&self, phase: u32) -> u32 {
        self.ends.last().map_or(self.first, |ends| ends[phase as usize].0)
    }

    /// What the directory says of it.
    pub(crate) fn sections(&self) -> Vec<Section> {
        let section = |ends: &Vec<(u32, u32)>| {
            let mut section = Section::default();
            for (phase, &(end, hash)) in (0..).zip(ends) {
                section.extend(phase, end, hash);
            }
            section
        };
        self.ends.iter().map(section).collect()
    }
}

/// The postings of a group, in order.
#[derive(Debug)]
pub(crate) enum Raw {
    /// As the runs have them, each with the number of its first article.
    Squeezed(Vec<(u32, Vec<u8>)>),
    /// Unpacked.
    Sorted(Vec<u64>),
}

impl Raw {
    fn len(&self) -> usize {
        match self {
            Self::Squeezed(segments) => segments.iter().map(|(_, segment)| segment.len()).sum(),
            Self::Sorted(postings) => postings.len() * 8,
        }
    }

    fn unpacked(&self, group: u16) -> Result<Vec<u64>, Damaged> {
        match self {
            Self::Squeezed(segments) => {
                let mut postings = Vec::new();
                for (offset, segment) in segments {
                    unsqueeze(segment, group, *offset, &mut postings)?;
                }
                // Stable sorting finds the sorted stretches the runs left and only merges them.
                postings.sort();
                Ok(postings)
            }
            Self::Sorted(postings) => Ok(postings.clone()),
        }
    }
}

/// A group that may be light: how large it is at each end that a section has.
struct Light {
    group: u16,
    raw: Raw,
    sizes: Vec<u64>,
}

/// What becomes of the postings of a tier.
pub(crate) struct Tiered {
    /// Its layout.
    pub(crate) layout: Layout,
    /// By group, the postings that no leaf has taken up.
    pub(crate) rest: Vec<(u16, Vec<u64>)>,
}

/// Packs the groups of a tier and hands out its files, path below the index folder and content.
pub(crate) fn pack(
    plan: &Plan,
    groups: &[u16],
    mut raw: impl FnMut(u16) -> io::Result<Raw>,
    emit: &mut dyn FnMut(&str, Vec<u8>),
) -> io::Result<Tiered> {
    let ends: BTreeSet<u32> = plan.ends.iter().flatten().map(|(end, _)| *end).collect();
    let ends: Vec<u32> = ends.into_iter().collect();
    let least = (0..PHASES).map(|phase| plan.end(phase)).min().unwrap_or(0);
    let mut tier = Tiered { layout: Layout::default(), rest: Vec::new() };
    let mut light: Vec<Light> = Vec::new();
    let mut rest = groups;
    while !rest.is_empty() {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while let (Some((&group, tail)), true) = (rest.split_first(), bytes < BATCH) {
            plan.stop.check()?;
            let raw = raw(group)?;
            bytes += raw.len();
            batch.push((group, raw));
            rest = tail;
        }
        let judged: Vec<_> = batch.into_par_iter().map(|(group, raw)| judge(plan, group, raw, &ends, least)).collect();
        for judged in judged {
            match judged.map_err(damaged)? {
                Judged::Light(group) => light.push(group),
                Judged::Heavy(packed) => tier.take(packed, &plan.stop, emit)?,
            }
        }
    }
    light.sort_unstable_by_key(|light| pool_position(light.group));
    let mut pools = Vec::new();
    deal(plan, &ends, &light, 0, 0, &mut tier.layout.pools, &mut pools);
    for some in pools.chunks(64) {
        let poured: Vec<_> = some.par_iter().map(|pool| pour(plan, &ends, pool)).collect();
        for poured in poured {
            for packed in poured.map_err(damaged)? {
                tier.take(packed, &plan.stop, emit)?;
            }
        }
    }
    tier.layout.heavy.sort_unstable_by_key(|heavy| heavy.group);
    tier.rest.sort_unstable_by_key(|(group, _)| *group);
    Ok(tier)
}

/// What was put aside did not come back.
pub(super) fn damaged(Damaged: Damaged) -> io::Error {
    io::Error::other("the scratch file of the search index was damaged")
}

impl Tiered {
    fn take(&mut self, packed: Packed, stop: &Stop, emit: &mut dyn FnMut(&str, Vec<u8>)) -> io::Result<()> {
        for (path, content) in packed.files {
            stop.check()?;
            emit(&path, content);
        }
        self.layout.heavy.extend(packed.heavy);
        self.rest.extend(packed.rest);
        Ok(())
    }
}

enum Judged {
    Light(Light),
    Heavy(Packed),
}

/// Packs a group if it is heavy at the earliest end already.
fn judge(plan: &Plan, group: u16, raw: Raw, ends: &[u32], least: u32) -> Result<Judged, Damaged> {
    if plan.stop.now() {
        return Ok(Judged::Heavy(Packed::default()));
    }
    let postings = raw.unpacked(group)?;
    let keys = group::keys(group, &postings);
    // What is heavy at the earliest end is heavy at all of them.
    if keys.iter().map(|key| key.estimate(plan.first, least)).sum::<u64>() >= TARGET {
        return Ok(Judged::Heavy(group::pack(plan, group, &keys)));
    }
    let sizes = group::sizes(&keys, plan.first, ends);
    Ok(Judged::Light(Light { group, raw, sizes }))
}

/// A pool and the groups that lie in it.
struct Pool<'a> {
    depth: u32,
    index: u32,
    groups: &'a [Light],
}

impl Pool<'_> {
    fn phase(&self) -> u32 {
        phase_of(0, self.depth, self.index)
    }
}

impl Light {
    /// Its size in the pools of a phase; none if it is heavy there.
    fn size_at(&self, plan: &Plan, phase: u32, ends: &[u32]) -> Option<u64> {
        let size = |end: u32| ends.binary_search(&end).map_or(0, |at| self.sizes[at]);
        let is_heavy = plan.ends.iter().any(|ends| size(ends[phase as usize].0) >= TARGET);
        (!is_heavy).then(|| size(plan.end(phase)))
    }
}

/// Halves the pools until each has about the size of a file.
fn deal<'a>(
    plan: &Plan,
    ends: &[u32],
    groups: &'a [Light],
    depth: u32,
    index: u32,
    shape: &mut Shape,
    pools: &mut Vec<Pool<'a>>,
) {
    let pool = Pool { depth, index, groups };
    let sizes: Vec<u64> = groups.iter().filter_map(|light| light.size_at(plan, pool.phase(), ends)).collect();
    if sizes.len() < 2 || sizes.iter().sum::<u64>() < TARGET || depth == POSITION_BITS {
        shape.push(depth, index);
        pools.push(pool);
        return;
    }
    let middle = (2 * index + 1) << (POSITION_BITS - depth - 1);
    let (first, second) = groups.split_at(groups.partition_point(|light| pool_position(light.group) < middle));
    deal(plan, ends, first, depth + 1, 2 * index, shape, pools);
    deal(plan, ends, second, depth + 1, 2 * index + 1, shape, pools);
}

/// Writes a pool, and packs the groups that are heavy in it.
fn pour(plan: &Plan, ends: &[u32], pool: &Pool<'_>) -> Result<Vec<Packed>, Damaged> {
    let mut all = Vec::new();
    let mut of_pool = Packed::default();
    let mut members = Vec::new();
    let end = plan.end(pool.phase());
    for light in pool.groups.iter().take_while(|_| !plan.stop.now()) {
        let postings = light.raw.unpacked(light.group)?;
        if light.size_at(plan, pool.phase(), ends).is_none() {
            all.push(group::pack(plan, light.group, &group::keys(light.group, &postings)));
            continue;
        }
        let rest: Vec<u64> = postings.iter().copied().filter(|posting| article_of(*posting) >= end).collect();
        if !rest.is_empty() {
            of_pool.rest.push((light.group, rest));
        }
        members.push((light.group, postings));
    }
    members.sort_unstable_by_key(|(group, _)| *group);
    for span in plan.spans(pool.phase()) {
        let mut parts = BitWriter::default();
        let mut groups = Vec::new();
        for (group, postings) in members.iter().take_while(|_| !plan.stop.now()) {
            let keys = group::keys(*group, postings);
            let held = group::held(&keys, &span);
            if !held.is_empty() {
                groups.push(u32::from(*group));
                group::write_part(&mut parts, Part::whole(*group), &held, &span);
            }
        }
        let mut writer = BitWriter::default();
        writer.gamma(groups.len() as u64 + 1);
        writer.ascending(&groups, 0, 0xffff);
        writer.append(&parts);
        of_pool.files.push(span.file(&pool_path(pool.depth, pool.index), writer.into_bytes()));
    }
    all.push(of_pool);
    Ok(all)
}
