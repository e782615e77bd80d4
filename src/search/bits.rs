//! Bits: gamma codes for counts, binary interpolative codes for ascending numbers.
//!
//! Interpolative coding (Moffat and Stuiver, 2000) writes the middle number of a list within
//! the bounds that are left for it, then each half within its own. It comes within a few
//! percent of the entropy for lists that cluster, as words in a newspaper do, costs nothing
//! where a list has no choice left, and needs no bitmap for dense lists.

/// Bits that are written to memory at once.
const WORD: u32 = 32;

/// Writes bits, the highest of a number first.
#[derive(Debug, Default, Clone)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that fill no word yet, in the lowest `waiting` ones; what is above them is spent.
    rest: u64,
    waiting: u32,
}

impl BitWriter {
    /// Number of bits written.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.bytes.len() * 8 + self.waiting as usize
    }

    /// The lowest `count` bits of `value`, 64 at most.
    pub(crate) fn bits(&mut self, value: u64, count: u32) {
        if count > WORD {
            self.put(value >> WORD, count - WORD);
        }
        self.put(value, count.min(WORD));
    }

    /// The same for a word at most.
    #[inline]
    fn put(&mut self, value: u64, count: u32) {
        self.rest = (self.rest << count) | (value & ((1 << count) - 1));
        self.waiting += count;
        if self.waiting >= WORD {
            self.waiting -= WORD;
            self.bytes.extend_from_slice(&((self.rest >> self.waiting) as u32).to_be_bytes());
        }
    }

    /// A number from 1 in Elias' gamma code: few bits for small numbers.
    pub(crate) fn gamma(&mut self, value: u64) {
        let width = value.max(1).ilog2();
        self.bits(0, width);
        self.bits(value.max(1), width + 1);
    }

    /// Strictly ascending numbers within `low..=high`; their count is written elsewhere.
    pub(crate) fn ascending(&mut self, numbers: &[u32], low: u64, high: u64) {
        let Some((&number, rest)) = numbers.get(numbers.len() / 2..).and_then(<[u32]>::split_first) else { return };
        let middle = numbers.len() / 2;
        let value = u64::from(number);
        let floor = low + middle as u64;
        let range = high + 1 - rest.len() as u64 - floor;
        // Nothing is left to choose, neither here nor around it.
        if range <= 1 {
            return;
        }
        // Truncated binary, at most a word of it: as many of the numbers as fit have a bit less.
        let width = (range - 1).ilog2() + 1;
        let short = (1 << width) - range;
        let shift = centre(numbers.len(), range, short);
        let there = value - floor;
        let there = if there < shift { there + range - shift } else { there - shift };
        if there < short {
            self.put(there, width - 1);
        } else {
            self.put(there + short, width);
        }
        if middle > 0 {
            self.ascending(&numbers[..middle], low, value - 1);
        }
        if !rest.is_empty() {
            self.ascending(rest, value + 1, high);
        }
    }

    /// Everything another writer holds.
    pub(crate) fn append(&mut self, other: &Self) {
        let words = other.bytes.chunks_exact(6);
        let rest = words.remainder();
        for word in words {
            self.bits(word.iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte)), 48);
        }
        rest.iter().for_each(|&byte| self.bits(u64::from(byte), 8));
        self.bits(other.rest, other.waiting);
    }

    /// The bytes, the last one filled up with zeros.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        let end = (self.rest << (u64::BITS - WORD)) << (WORD - self.waiting);
        self.bytes.extend_from_slice(&end.to_be_bytes()[..self.waiting.div_ceil(8) as usize]);
        self.bytes
    }
}

/// Where the short codes of truncated binary begin, of which there are `short`, when the middle of
/// `count` numbers has `range` values to choose from: around their middle, where it mostly lies.
/// Of one or two numbers it lies anywhere.
fn centre(count: usize, range: u64, short: u64) -> u64 {
    if count <= 2 { 0 } else { (range - short) / 2 }
}

/// The data ended early or say what cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Damaged;

/// Reads what [`BitWriter`] wrote.
#[derive(Debug)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next `count` bits as a number.
    pub(crate) fn bits(&mut self, count: u32) -> Result<u64, Damaged> {
        let mut value = 0;
        let mut left = count as usize;
        while left > 0 {
            let byte = u64::from(*self.bytes.get(self.at / 8).ok_or(Damaged)?);
            let room = 8 - self.at % 8;
            let take = room.min(left);
            value = (value << take) | ((byte >> (room - take)) & ((1 << take) - 1));
            self.at += take;
            left -= take;
        }
        Ok(value)
    }

    pub(crate) fn gamma(&mut self) -> Result<u64, Damaged> {
        let mut width = 0;
        while self.bits(1)? == 0 {
            width += 1;
            if width > 40 {
                return Err(Damaged);
            }
        }
        Ok((1 << width) | self.bits(width)?)
    }

    /// `count` strictly ascending numbers within `low..=high`, behind those already in `into`.
    pub(crate) fn ascending(&mut self, count: usize, low: u64, high: u64, into: &mut Vec<u32>) -> Result<(), Damaged> {
        if (high + 1).saturating_sub(low) < count as u64 {
            return Err(Damaged);
        }
        let start = into.len();
        into.resize(start + count, 0);
        self.fill(&mut into[start..], low, high)
    }

    fn fill(&mut self, numbers: &mut [u32], low: u64, high: u64) -> Result<(), Damaged> {
        if numbers.is_empty() {
            return Ok(());
        }
        let middle = numbers.len() / 2;
        let floor = low + middle as u64;
        let range = high + 1 - (numbers.len() - 1 - middle) as u64 - floor;
        let there = if range > 1 {
            let width = (range - 1).ilog2() + 1;
            let short = (1u64 << width) - range;
            let there = self.bits(width - 1)?;
            let there = if there < short { there } else { ((there << 1) | self.bits(1)?) - short };
            there + centre(numbers.len(), range, short)
        } else {
            0
        };
        let value = floor + if there < range { there } else { there - range };
        numbers[middle] = u32::try_from(value).map_err(|_| Damaged)?;
        if middle > 0 {
            self.fill(&mut numbers[..middle], low, value - 1)?;
        }
        self.fill(&mut numbers[middle + 1..], value + 1, high)
    }
}

/// FNV-1a over a file's path and its content: a file that is cut short, damaged, or stands
/// under the name of another does not pass.
pub(crate) fn checksum(path: &str, content: &[u8]) -> u32 {
    path.bytes()
        .chain(content.iter().copied())
        .fold(0x811c_9dc5, |sum: u32, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// A file's content with its checksum behind it.
pub(crate) fn sealed(path: &str, mut content: Vec<u8>) -> Vec<u8> {
    let sum = checksum(path, &content);
    content.extend(sum.to_be_bytes());
    content
}

/// The content of a sealed file.
pub(crate) fn unsealed<'a>(path: &str, file: &'a [u8]) -> Result<&'a [u8], Damaged> {
    let (content, sum) = file.split_last_chunk::<4>().ok_or(Damaged)?;
    if checksum(path, content) == u32::from_be_bytes(*sum) { Ok(content) } else { Err(Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ascending_numbers_come_back(set in proptest::collection::btree_set(0u32..5000, 0..300), prefix in 0u32..8) {
            let numbers: Vec<u32> = set.into_iter().collect();
            let mut writer = BitWriter::default();
            writer.bits(1, prefix);
            writer.gamma(numbers.len() as u64 + 1);
            writer.ascending(&numbers, 0, 4999);
            let mut twice = BitWriter::default();
            twice.bits(1, 1);
            twice.append(&writer);
            prop_assert_eq!(twice.len(), writer.len() + 1);
            let bytes = twice.into_bytes();
            let mut reader = BitReader::new(&bytes);
            reader.bits(1 + prefix).unwrap();
            let count = reader.gamma().unwrap() as usize - 1;
            let mut back = Vec::new();
            reader.ascending(count, 0, 4999, &mut back).unwrap();
            prop_assert_eq!(back, numbers);
        }

        #[test]
        fn junk_is_damage_not_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut reader = BitReader::new(&bytes);
            while let Ok(count) = reader.gamma() {
                if reader.ascending(count.min(1000) as usize, 0, 999, &mut Vec::new()).is_err() { break }
            }
        }
    }

    #[test]
    fn a_full_list_takes_no_bits() {
        let numbers: Vec<u32> = (0..100).collect();
        let mut writer = BitWriter::default();
        writer.ascending(&numbers, 0, 99);
        assert_eq!(writer.len(), 0);
    }

    #[test]
    fn a_file_under_another_name_does_not_pass() {
        let file = sealed("k/a.bin", vec![1, 2, 3]);
        assert_eq!(unsealed("k/a.bin", &file), Ok(&[1, 2, 3][..]));
        assert_eq!(unsealed("k/b.bin", &file), Err(Damaged));
        assert_eq!(unsealed("k/a.bin", &file[..6]), Err(Damaged));
    }
}
