//! Shapes: how positions are halved into leaves, and halved again.
//!
//! Written as the least and the greatest depth of a leaf, mostly the same or neighbours, and one bit
//! for each part between them, in order: 1 if it is halved, followed by its halves, 0 if it is a
//! leaf.

use super::bits::{BitReader, BitWriter, Damaged};
use super::lists::POSITION_BITS;

/// The leaves in order: depth, and the first `depth` bits of their positions. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape(Vec<(u32, u32)>);

impl Default for Shape {
    /// No leaf yet; one is expected to be pushed.
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl Shape {
    /// Adds the next leaf.
    pub(crate) fn push(&mut self, depth: u32, index: u32) {
        self.0.push((depth, index));
    }

    /// Number of leaves.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// All leaves.
    pub(crate) fn leaves(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// The leaf of a position.
    pub(crate) fn leaf(&self, position: u32) -> (u32, u32) {
        let start = |&(depth, index): &(u32, u32)| index << (POSITION_BITS - depth);
        let after = self.0.partition_point(|leaf| start(leaf) <= position);
        self.0.get(after.wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// Writes it.
    pub(crate) fn write(&self, bits: &mut BitWriter) {
        let depths = || self.0.iter().map(|&(depth, _)| depth);
        let (least, most) = (depths().min().unwrap_or(0), depths().max().unwrap_or(0));
        bits.gamma(u64::from(least) + 1);
        bits.gamma(u64::from(most - least) + 1);
        let mut at = 0;
        for depth in depths() {
            // Every part that begins here and is halved until the leaf has its depth.
            let begins = if at == 0 { 0 } else { POSITION_BITS - at_zeros(at) };
            (begins.max(least)..depth).for_each(|_| bits.bits(1, 1));
            if depth < most {
                bits.bits(0, 1);
            }
            at += 1 << (POSITION_BITS - depth);
        }
    }

    /// Reads it.
    pub(crate) fn read(bits: &mut BitReader<'_>) -> Result<Self, Damaged> {
        let least = bits.gamma()? - 1;
        let most = least + bits.gamma()? - 1;
        let bounds = match (u32::try_from(least), u32::try_from(most)) {
            (Ok(least), Ok(most @ ..=POSITION_BITS)) => (least, most),
            _ => return Err(Damaged),
        };
        let mut shape = Self::default();
        shape.read_part(bits, bounds, 0, 0)?;
        Ok(shape)
    }

    fn read_part(
        &mut self,
        bits: &mut BitReader<'_>,
        bounds: (u32, u32),
        depth: u32,
        index: u32,
    ) -> Result<(), Damaged> {
        let (least, most) = bounds;
        if depth < least || depth < most && bits.bits(1)? == 1 {
            self.read_part(bits, bounds, depth + 1, 2 * index)?;
            return self.read_part(bits, bounds, depth + 1, 2 * index + 1);
        }
        self.push(depth, index);
        Ok(())
    }
}

/// How often a start can be halved: the depth of the part that begins there is what is left.
fn at_zeros(start: u32) -> u32 {
    start.trailing_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_comes_back_and_finds_its_leaves() {
        for leaves in [&[(0, 0)][..], &[(1, 0), (1, 1)], &[(2, 0), (3, 2), (3, 3), (1, 1)], &[(1, 0), (2, 2), (2, 3)]] {
            let mut shape = Shape::default();
            leaves.iter().for_each(|&(depth, index)| shape.push(depth, index));
            let mut bits = BitWriter::default();
            shape.write(&mut bits);
            let bytes = bits.into_bytes();
            assert_eq!(Shape::read(&mut BitReader::new(&bytes)), Ok(shape.clone()));
            for position in (0..1 << POSITION_BITS).step_by(77) {
                let (depth, index) = shape.leaf(position);
                assert_eq!(position >> (POSITION_BITS - depth), index);
            }
        }
        assert_eq!(Shape::read(&mut BitReader::new(&[0; 9])), Err(Damaged));
        let mut deep = BitWriter::default();
        deep.gamma(9);
        deep.gamma(10);
        assert_eq!(Shape::read(&mut BitReader::new(&deep.into_bytes())), Err(Damaged));
    }
}
