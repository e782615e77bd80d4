//! Runs: the postings of some thousand articles, sorted by key, squeezed and put aside.
//!
//! An archive's postings do not fit in memory. They are gathered for a few thousand articles,
//! sorted, written to the scratch store group by group, and merged when all articles are in.

use std::io;
use std::ops::Range;

use rayon::prelude::*;

use super::bits::Damaged;
use super::keys::{FACETS, Next};
use super::spill::Spill;
use super::stop::Stop;

/// Most articles in a run: their numbers share 64 bits with key and zone.
pub(crate) const MAX_ARTICLES: u32 = 1 << 15;

/// A posting before it is sorted: key (48 bits), article within the run (15), and a bit that is
/// set when the key is not in the headline. Of a pair of ideographs the class that the key ends
/// with comes last, as a mask with a bit for each class: so its articles stay in order.
pub(crate) fn posting(key: u64, article: u32, body: u64) -> u64 {
    let posting = key << 16 | u64::from(article) << 1 | body;
    if is_masked(posting) { posting >> 32 << 32 | (posting & 0xffff) << 16 | 1 << (key & 1) } else { posting }
}

/// Whether a posting is of a pair of ideographs.
fn is_masked(posting: u64) -> bool {
    Next::after((posting >> 48) as u16, (posting >> 32) as u16) == Next::Half
}

/// Where the article of an unpacked posting begins: before it come the bit and the mask of a pair
/// of ideographs, two bits that are 0 for any other key.
pub(crate) const ARTICLE: u32 = 3;

/// The article of an unpacked posting.
pub(crate) fn article_of(posting: u64) -> u32 {
    posting as u32 >> ARTICLE
}

/// The postings of one group in a run.
#[derive(Debug, Clone, Copy)]
struct Segment {
    group: u16,
    start: u64,
    length: u32,
}

/// One sorted run in the scratch store.
#[derive(Debug)]
pub(crate) struct Run {
    /// Number of its first article in the archive, and of the one after its last.
    pub(crate) articles: Range<u32>,
    /// By group, ascending.
    segments: Vec<Segment>,
}

impl Run {
    /// Sorts `postings` of `articles` and puts them aside; `room` is used for that.
    pub(crate) fn store(
        postings: &[u64],
        articles: Range<u32>,
        room: &mut Vec<u64>,
        spill: &mut Spill,
        stop: &Stop,
    ) -> io::Result<Self> {
        sort(postings, room, stop);
        let mut segments = Vec::new();
        let mut bytes = Vec::new();
        let mut seen = vec![0; MAX_ARTICLES as usize];
        for postings in room.chunk_by_mut(|a, b| a >> 48 == b >> 48) {
            stop.check()?;
            let group = (postings[0] >> 48) as u16;
            let postings = without_repeats(postings);
            let postings = if group < FACETS { postings } else { without_ends(postings, &mut seen) };
            bytes.clear();
            squeeze(postings, &mut bytes);
            let start = spill.append(&bytes)?;
            segments.push(Segment { group, start, length: bytes.len() as u32 });
        }
        Ok(Self { articles, segments })
    }

    /// Takes up a run that was put aside by an earlier build: its groups with the lengths of their
    /// postings, which are `bytes`.
    pub(crate) fn restore(
        groups: &[(u16, u32)],
        bytes: &[u8],
        articles: Range<u32>,
        spill: &mut Spill,
    ) -> io::Result<Self> {
        let (mut segments, mut rest) = (Vec::with_capacity(groups.len()), bytes);
        for &(group, length) in groups {
            let (some, after) = rest.split_at_checked(length as usize).ok_or(io::ErrorKind::UnexpectedEof)?;
            segments.push(Segment { group, start: spill.append(some)?, length });
            rest = after;
        }
        Ok(Self { articles, segments })
    }

    /// The squeezed postings of all groups, one behind the other.
    pub(crate) fn segments(&self, spill: &mut Spill, into: &mut Vec<u8>) -> io::Result<()> {
        // They were put aside in a row.
        self.segments.first().map_or(Ok(()), |first| spill.read_into(first.start, self.length(), into))
    }

    /// The bytes of all of them.
    pub(crate) fn length(&self) -> usize {
        self.segments.iter().map(|segment| segment.length as usize).sum()
    }

    /// The groups with the lengths of their postings.
    pub(crate) fn lengths(&self) -> Vec<(u16, u32)> {
        self.segments.iter().map(|segment| (segment.group, segment.length)).collect()
    }

    /// The groups of the run, ascending.
    pub(crate) fn groups(&self) -> impl Iterator<Item = u16> {
        self.segments.iter().map(|segment| segment.group)
    }

    /// The squeezed postings of a group; empty when the run has none.
    pub(crate) fn segment(&self, group: u16, spill: &mut Spill) -> io::Result<Vec<u8>> {
        match self.segments.binary_search_by_key(&group, |segment| segment.group) {
            Ok(at) => spill.read(self.segments[at].start, self.segments[at].length as usize),
            Err(_) => Ok(Vec::new()),
        }
    }
}

/// Puts the postings in order into `sorted`. They are laid out by group first, which is cheap, so
/// that only the short stretches of one group need comparing.
fn sort(postings: &[u64], sorted: &mut Vec<u64>, stop: &Stop) {
    let group = |posting: u64| (posting >> 48) as usize;
    let mut ends = vec![0; 1 << 16];
    let pieces = || postings.chunks(1 << 16).take_while(|_| !stop.now());
    pieces().flatten().for_each(|&posting| ends[group(posting)] += 1);
    let mut next = Vec::with_capacity(ends.len());
    let mut total = 0;
    for end in &mut ends {
        next.push(total);
        total += *end;
        *end = total;
    }
    sorted.resize(postings.len(), 0);
    for &posting in pieces().flatten() {
        let at = &mut next[group(posting)];
        sorted[*at] = posting;
        *at += 1;
    }
    let mut groups = Vec::new();
    let (mut rest, mut start) = (sorted.as_mut_slice(), 0);
    for end in ends {
        let (group, tail) = rest.split_at_mut(end - start);
        if group.len() > 1 {
            groups.push(group);
        }
        (rest, start) = (tail, end);
    }
    groups.into_par_iter().filter(|_| !stop.now()).for_each(<[u64]>::sort_unstable);
}

/// Each key of an article once, the one in the headline if there is one, with the masks of all.
fn without_repeats(postings: &mut [u64]) -> &mut [u64] {
    let (mut kept, mut last) = (0, u64::MAX);
    for at in 0..postings.len() {
        let posting = postings[at];
        let mask = if is_masked(posting) { posting & 3 } else { 0 };
        let key = posting >> if mask == 0 { 1 } else { 17 };
        if key != last {
            postings[kept] = posting;
            kept += 1;
        } else {
            postings[kept - 1] |= mask;
        }
        last = key;
    }
    &mut postings[..kept]
}

/// Article and bit of a posting of a run.
fn zone(posting: u64) -> u64 {
    posting >> if is_masked(posting) { 16 } else { 0 } & 0xffff
}

/// Drops the key of a unit at the end of a run where another key of the unit says as much: it
/// serves only the search of the unit alone. The postings are those of one group, sorted and
/// without repeats; `seen` has a place for each article, all of them 0, and so it is left.
fn without_ends<'a>(postings: &'a mut [u64], seen: &mut [u8]) -> &'a [u64] {
    // The end has the smallest key of its group.
    let (ends, others) = postings.split_at(postings.partition_point(|posting| posting >> 16 & 0xffff_ffff == 0));
    if ends.is_empty() || others.is_empty() {
        return postings;
    }
    let article = |posting: u64| (zone(posting) >> 1) as usize;
    // A key in the headline says as much as one in the body.
    others.iter().for_each(|&posting| seen[article(posting)] |= if zone(posting) & 1 == 0 { 0b11 } else { 0b10 });
    let is_spare = |posting: u64| seen[article(posting)] >> (posting & 1) & 1 == 1;
    let count = ends.len();
    // Those that are kept move up to the others.
    let mut at = count;
    for from in (0..count).rev() {
        if !is_spare(postings[from]) {
            at -= 1;
            postings[at] = postings[from];
        }
    }
    postings[count..].iter().for_each(|&posting| seen[article(posting)] = 0);
    &postings[at..]
}

/// Writes the sorted postings of one group: key delta, count, article deltas with mask and bit.
fn squeeze(group: &[u64], bytes: &mut Vec<u8>) {
    let mut before = 0;
    let mut begin = |key: u64, count: usize, bytes: &mut Vec<u8>| {
        // Most keys differ in the second unit alone, the upper half.
        varint(u64::from(((key - before) as u32).rotate_left(16)), bytes);
        varint(count as u64, bytes);
        before = key;
    };
    let (plain, masked) = group.split_at(group.partition_point(|posting| !is_masked(*posting)));
    for list in plain.chunk_by(|a, b| a >> 16 == b >> 16) {
        begin(list[0] >> 16 & 0xffff_ffff, list.len(), bytes);
        let mut last = 0;
        for posting in list {
            let article = posting >> 1 & 0x7fff;
            varint((article - last) << 1 | posting & 1, bytes);
            last = article;
        }
    }
    for list in masked.chunk_by(|a, b| a >> 32 == b >> 32) {
        begin((list[0] >> 32 & 0xffff) << 16, list.len(), bytes);
        let mut last = 0;
        for posting in list {
            let article = posting >> 17 & 0x7fff;
            varint((article - last) << ARTICLE | (posting & 3) << 1 | posting >> 16 & 1, bytes);
            last = article;
        }
    }
}

/// Unpacks a segment of a group into `(rest of the key) << 32 | article << 3 | mask << 1 | bit`,
/// articles counted from `offset` on.
pub(crate) fn unsqueeze(bytes: &[u8], group: u16, offset: u32, into: &mut Vec<u64>) -> Result<(), Damaged> {
    let mut rest = bytes;
    let mut key = 0;
    while !rest.is_empty() {
        key += u64::from((read_varint(&mut rest)? as u32).rotate_right(16));
        let count = read_varint(&mut rest)?;
        let mut article = u64::from(offset);
        let bits = if Next::after(group, (key >> 16) as u16) == Next::Half { ARTICLE } else { 1 };
        // A posting takes a byte at least.
        into.reserve(rest.len().min(usize::try_from(count).unwrap_or(0)));
        for _ in 0..count {
            let number = read_varint(&mut rest)?;
            article += number >> bits;
            into.push(key << 32 | article << ARTICLE | number & ((1 << bits) - 1));
        }
    }
    Ok(())
}

fn varint(mut value: u64, bytes: &mut Vec<u8>) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[inline]
fn read_varint(rest: &mut &[u8]) -> Result<u64, Damaged> {
    // Most have one byte.
    if let Some((&byte @ ..0x80, tail)) = rest.split_first() {
        *rest = tail;
        return Ok(u64::from(byte));
    }
    let (mut value, mut shift) = (0, 0);
    loop {
        let (&byte, tail) = rest.split_first().ok_or(Damaged)?;
        *rest = tail;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
        shift += 7;
        if shift > 56 {
            return Err(Damaged);
        }
    }
}
