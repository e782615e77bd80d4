//! Lists: the articles that hold a key, and what is told of each.
//!
//! 1. The articles, in ascending order.
//! 2. Which of them have the key in the headline.
//! 3. What comes after the key there, where [`Next`] says that it is told: for letters and
//!    digits the units, each with its articles; for other pairs, if they are frequent, a mask of
//!    classes for each article.
//!
//! Lists shorter than [`SHORT`] have only the first: so few articles are soon read.

use super::bits::{BitReader, BitWriter, Damaged};
use super::keys::{CLASS_BITS, FACETS, Next};
use super::runs::{ARTICLE, article_of};

/// Articles from which on a list tells more than its articles.
const SHORT: usize = 8;
/// One of sixteen classes is told for keys in one of so many articles or more.
const FREQUENT: u64 = 32;
/// One of two classes is told for keys in one of so many articles or more.
const COMMON: u64 = 64;
/// And in sections of so many articles: in smaller ones it would not pay.
const LARGE: u64 = 1 << 15;

/// Places of the seconds that the leaves of a group part between them: Han, then ASCII.
const PARTED: u32 = 0x5200 + 0x80;
/// The highest place of all.
pub(crate) const PLACES: u64 = PARTED as u64 + 0xffff;
/// Spreads neighbours in Unicode over all of these places; and back.
const SPREAD: u32 = 13_049;
const GATHER: u32 = 19_529;

/// The place of a unit among the second units of a group.
pub(crate) fn place(unit: u16) -> u32 {
    let unit = u32::from(unit);
    match unit {
        0x4e00..=0x9fff => (unit - 0x4e00) * SPREAD % PARTED,
        0..=0x7f => (unit + 0x5200) * SPREAD % PARTED,
        _ => PARTED + unit,
    }
}

/// The unit of a place.
pub(crate) fn unit_at(place: u32) -> u16 {
    let unit = match place {
        PARTED.. => place - PARTED,
        _ => match place * GATHER % PARTED {
            han @ ..0x5200 => han + 0x4e00,
            ascii => ascii - 0x5200,
        },
    };
    unit as u16
}

/// Bits of a position.
pub(crate) const POSITION_BITS: u32 = 16;

/// Spreads neighbouring numbers over the positions.
fn spread(number: u32) -> u32 {
    number.wrapping_mul(40_503) & 0xffff
}

/// Where the key of a place lies among those of its group; leaves part the positions.
pub(crate) fn position(group: u16, place: u32) -> u32 {
    match place {
        _ if group < FACETS => spread(place),
        PARTED.. => 0xffff,
        _ => ((place << POSITION_BITS) / PARTED).min(0xffff),
    }
}

/// Where a group lies among those that share pools.
pub(crate) fn pool_position(group: u16) -> u32 {
    spread(u32::from(group))
}

/// A part of a group: the positions whose first `depth` bits are `index`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) group: u16,
    pub(crate) depth: u32,
    pub(crate) index: u32,
}

impl Part {
    /// A group that is whole.
    pub(crate) fn whole(group: u16) -> Self {
        Self { group, depth: 0, index: 0 }
    }

    /// The lowest and the highest place that can be in it.
    fn bounds(self) -> (u64, u64) {
        let start = |index: u32| (u64::from(index) * u64::from(PARTED)).div_ceil(1 << self.depth);
        match self.group {
            ..FACETS => (0, u64::from(u32::MAX)),
            _ if self.index + 1 >= 1 << self.depth => (start(self.index), PLACES),
            _ => (start(self.index), start(self.index + 1) - 1),
        }
    }

    /// What is told after the key of a place.
    pub(crate) fn next_after(self, place: u32) -> Next {
        if self.group < FACETS { Next::Untold } else { Next::after(self.group, unit_at(place)) }
    }
}

/// What is told of the unit after a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Nothing: any unit may come.
    #[default]
    Untold,
    /// For each article the classes, a bit for each.
    Classes(Next, Vec<u16>),
    /// Each unit with its places in the list.
    Units(Vec<(u16, Vec<u32>)>),
}

/// One list: articles of the tier, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct List {
    /// Articles, counted within the tier.
    pub(crate) articles: Vec<u32>,
    /// Places in the list of those that have the key in the headline.
    pub(crate) headlines: Vec<u32>,
    /// What comes after the key.
    pub(crate) tail: Tail,
}

/// Postings of one key in a tier, sorted: `second << 48 | third << 32 | article << 3 | mask << 1 |`
/// whether it is not in the headline; of a facet the number of the value in the place of the
/// units. The mask is of classes and has the place of the third, for a pair of ideographs.
pub(crate) type Postings<'a> = &'a [u64];

impl List {
    /// Fills the list with sorted postings of the articles from `low` on, with what comes after
    /// the key if it is to be told; its space is used again.
    fn gather(&mut self, postings: Postings<'_>, next: Next, tell: bool, span: (u32, u32), sorted: &mut Vec<u64>) {
        let (low, size) = span;
        let low = low << ARTICLE;
        self.articles.clear();
        self.headlines.clear();
        self.tail = Tail::Untold;
        if next.is_merged() {
            postings.iter().for_each(|posting| self.push(*posting as u32 - low));
            if tell && is_told(next, self.articles.len(), size) {
                self.tail = Tail::Classes(next, postings.iter().map(|posting| (posting >> 1 & 3) as u16).collect());
            }
            return;
        }
        // By article, the headline before the body.
        sorted.clear();
        sorted.extend(postings.iter().map(|posting| (posting - u64::from(low)).rotate_left(32)));
        sorted.sort_unstable();
        for posting in sorted.iter().map(|posting| (posting >> 32) as u32) {
            if self.articles.last() != Some(&(posting >> ARTICLE)) {
                self.push(posting);
            }
        }
        if !tell || !is_told(next, self.articles.len(), size) {
            return;
        }
        let mut at = 0;
        let places = sorted.iter().map(|posting| {
            at += usize::from(self.articles[at] != article_of(posting >> 32));
            (*posting as u16, at)
        });
        self.tail = match next {
            Next::Class => {
                let mut masks = vec![0; self.articles.len()];
                places.for_each(|(class, at)| masks[at] |= 1 << class);
                Tail::Classes(next, masks)
            }
            _ => {
                let mut pairs: Vec<(u16, u32)> =
                    places.filter(|&(unit, _)| unit != 0).map(|(unit, at)| (unit, at as u32)).collect();
                pairs.sort_unstable();
                pairs.dedup();
                let of_unit = |pairs: &[(u16, u32)]| (pairs[0].0, pairs.iter().map(|&(_, at)| at).collect());
                Tail::Units(pairs.chunk_by(|a, b| a.0 == b.0).map(of_unit).collect())
            }
        };
    }

    fn push(&mut self, posting: u32) {
        if posting & 1 == 0 {
            self.headlines.push(self.articles.len() as u32);
        }
        self.articles.push(posting >> ARTICLE);
    }

    fn write(&self, writer: &mut BitWriter, size: u32) {
        write_articles(writer, &self.articles, size);
        let count = self.articles.len();
        if count < SHORT {
            return;
        }
        let last = count as u64 - 1;
        write_counted(writer, &self.headlines, last);
        match &self.tail {
            Tail::Untold => {}
            Tail::Classes(Next::Half, masks) => {
                // Those with the second class, and those of them with the first.
                let second: Vec<u32> = (0..).zip(masks).filter(|(_, mask)| *mask & 2 != 0).map(|(at, _)| at).collect();
                let is_both = |at: &u32| masks[second[*at as usize] as usize] == 3;
                let both: Vec<u32> = (0..second.len() as u32).filter(is_both).collect();
                write_counted(writer, &second, last);
                write_counted(writer, &both, (second.len() as u64).saturating_sub(1));
            }
            Tail::Classes(_, masks) => {
                let several: Vec<u32> =
                    (0..).zip(masks).filter(|(_, mask)| mask.count_ones() > 1).map(|(at, _)| at).collect();
                masks.iter().for_each(|mask| writer.bits(u64::from(mask.trailing_zeros()), CLASS_BITS));
                write_counted(writer, &several, last);
                several.iter().for_each(|&at| writer.bits(u64::from(masks[at as usize]), 1 << CLASS_BITS));
            }
            Tail::Units(units) => {
                let names: Vec<u32> = units.iter().map(|(unit, _)| u32::from(*unit)).collect();
                write_counted(writer, &names, 0xffff);
                for (_, places) in units {
                    writer.gamma((count - places.len()) as u64 + 1);
                    writer.ascending(places, 0, last);
                }
            }
        }
    }

    /// Reads a list of a file of its own, or one of a group.
    pub(crate) fn read(reader: &mut BitReader<'_>, next: Next, size: u32) -> Result<Self, Damaged> {
        let articles = read_articles(reader, size)?;
        let count = articles.len();
        let mut list = Self { articles, ..Self::default() };
        if count < SHORT {
            return Ok(list);
        }
        let last = count as u64 - 1;
        list.headlines = read_counted(reader, last)?;
        list.tail = match next {
            _ if !is_told(next, count, size) => Tail::Untold,
            Next::Unit => {
                let mut units = Vec::new();
                for unit in read_counted(reader, 0xffff)? {
                    let without = usize::try_from(reader.gamma()? - 1).map_err(|_| Damaged)?;
                    let mut places = Vec::new();
                    reader.ascending(count.checked_sub(without).ok_or(Damaged)?, 0, last, &mut places)?;
                    units.push((unit as u16, places));
                }
                Tail::Units(units)
            }
            Next::Half => {
                let second = read_counted(reader, last)?;
                let mut masks = vec![1; count];
                second.iter().for_each(|&at| masks[at as usize] = 2);
                for both in read_counted(reader, (second.len() as u64).saturating_sub(1))? {
                    masks[*second.get(both as usize).ok_or(Damaged)? as usize] = 3;
                }
                Tail::Classes(next, masks)
            }
            _ => {
                let mut masks = Vec::with_capacity(count);
                for _ in 0..count {
                    masks.push(1 << reader.bits(CLASS_BITS)?);
                }
                for at in read_counted(reader, last)? {
                    masks[at as usize] = reader.bits(1 << CLASS_BITS)? as u16;
                }
                Tail::Classes(next, masks)
            }
        };
        Ok(list)
    }

    /// Only the articles where `unit` can come after the key.
    pub(crate) fn followed_by(self, unit: u16) -> Self {
        let keep: Vec<u32> = match &self.tail {
            Tail::Untold => return self,
            Tail::Classes(next, masks) => {
                let class = next.of(unit);
                (0..).zip(masks).filter(|(_, mask)| *mask >> class & 1 == 1).map(|(at, _)| at).collect()
            }
            Tail::Units(units) => {
                units.iter().find(|(it, _)| *it == unit).map(|(_, places)| places.clone()).unwrap_or_default()
            }
        };
        let headlines = (0..).zip(&keep).filter(|(_, at)| self.headlines.binary_search(at).is_ok());
        Self {
            headlines: headlines.map(|(at, _)| at).collect(),
            articles: keep.iter().map(|&at| self.articles[at as usize]).collect(),
            tail: Tail::Untold,
        }
    }
}

/// Whether a list of so many articles of a section tells what comes after its key.
fn is_told(next: Next, count: usize, size: u32) -> bool {
    let (count, size) = (count as u64, u64::from(size));
    count >= SHORT as u64
        && match next {
            Next::Untold => false,
            Next::Half => size >= LARGE && count * COMMON >= size,
            Next::Class => count * FREQUENT >= size,
            Next::Unit => true,
        }
}

fn write_articles(writer: &mut BitWriter, articles: &[u32], size: u32) {
    writer.gamma(articles.len() as u64);
    writer.ascending(articles, 0, u64::from(size) - 1);
}

fn read_articles(reader: &mut BitReader<'_>, size: u32) -> Result<Vec<u32>, Damaged> {
    let count = reader.gamma()?;
    if count > u64::from(size) {
        return Err(Damaged);
    }
    let mut articles = Vec::new();
    reader.ascending(count as usize, 0, u64::from(size) - 1, &mut articles)?;
    Ok(articles)
}

/// Writes numbers up to `high` with the gamma of their count + 1 before them.
fn write_counted(writer: &mut BitWriter, numbers: &[u32], high: u64) {
    writer.gamma(numbers.len() as u64 + 1);
    writer.ascending(numbers, 0, high);
}

/// Reads what [`write_counted`] wrote.
fn read_counted(reader: &mut BitReader<'_>, high: u64) -> Result<Vec<u32>, Damaged> {
    let count = reader.gamma()? - 1;
    let mut numbers = Vec::new();
    if count > high + 1 {
        return Err(Damaged);
    }
    reader.ascending(usize::try_from(count).map_err(|_| Damaged)?, 0, high, &mut numbers)?;
    Ok(numbers)
}

/// Writes the lists of a section, using its space again for each.
#[derive(Debug)]
pub(crate) struct Scribe {
    low: u32,
    size: u32,
    list: List,
    sorted: Vec<u64>,
}

impl Scribe {
    /// For a section of `size` articles from `low` on.
    pub(crate) fn new(low: u32, size: u32) -> Self {
        Self { low, size, list: List::default(), sorted: Vec::new() }
    }

    /// Writes a list; `tell` whether with what comes after the key.
    pub(crate) fn list(&mut self, writer: &mut BitWriter, postings: Postings<'_>, next: Next, tell: bool) {
        self.list.gather(postings, next, tell, (self.low, self.size), &mut self.sorted);
        self.list.write(writer, self.size);
    }

    /// Writes one of the `cuts` of a list: the articles where what comes after the key belongs
    /// there, with the unit itself if it is of an alphabet throughout. Nothing if there is none.
    pub(crate) fn cut(&mut self, writer: &mut BitWriter, postings: Postings<'_>, next: Next, cut: u32, cuts: u32) {
        let belongs = |posting: &u64| {
            let told = (posting >> 32) as u16;
            next.cut(told, cuts) == cut && (told != 0 || next == Next::Class)
        };
        let some: Vec<u64> = postings.iter().copied().filter(belongs).collect();
        if !some.is_empty() {
            self.list(writer, &some, next, next == Next::Unit);
        }
    }
}

/// Writes the places of a part of a group, which are followed by their lists.
pub(crate) fn write_places(writer: &mut BitWriter, part: Part, places: &[u32]) {
    let (low, high) = part.bounds();
    writer.gamma(places.len() as u64 + 1);
    writer.ascending(places, low, high);
}

/// All lists of a part of a group, by place.
pub(crate) fn read_group(reader: &mut BitReader<'_>, part: Part, size: u32) -> Result<Vec<(u32, List)>, Damaged> {
    let count = reader.gamma()? - 1;
    let (low, high) = part.bounds();
    let mut places = Vec::new();
    // Every list takes a bit at least, so a wild count fails soon.
    reader.ascending(usize::try_from(count.min(1 << 24)).map_err(|_| Damaged)?, low, high, &mut places)?;
    places.into_iter().map(|place| Ok((place, List::read(reader, part.next_after(place), size)?))).collect()
}

/// Writes the list of all articles of a group.
pub(crate) fn write_whole(writer: &mut BitWriter, articles: &[u32], size: u32) {
    write_articles(writer, articles, size);
}

/// Reads the list of all articles of a group.
pub(crate) fn read_whole(reader: &mut BitReader<'_>, size: u32) -> Result<List, Damaged> {
    Ok(List { articles: read_articles(reader, size)?, ..List::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_has_a_place_of_its_own_in_bounds() {
        for depth in [0, 1, 7, 16] {
            for unit in 0..=u16::MAX {
                let place = place(unit);
                assert_eq!(unit_at(place), unit);
                let index = position(0x682a, place) >> (POSITION_BITS - depth);
                let (low, high) = Part { group: 0x682a, depth, index }.bounds();
                assert!((low..=high).contains(&u64::from(place)), "{unit:x} at depth {depth}");
            }
        }
    }

    #[test]
    fn lists_come_back_with_what_comes_after() {
        // After 3月 come 1 (class 9), 2 (class 0) and 日 (class 13); after 31 come 1 and 月.
        let posting = |third: u64, article: u64, body: u64| third << 32 | article << ARTICLE | body;
        let mut classes = vec![posting(0, 4, 0), posting(0, 5, 1)];
        classes.extend((10..14).map(|article| posting(5, article, 1)));
        classes.extend([posting(9, 0, 1), posting(9, 5, 1), posting(13, 3, 1)]);
        let mut units = vec![posting(0, 9, 1), posting(0x31, 2, 0), posting(0x31, 7, 1)];
        units.extend((20..24).map(|article| posting(0x32, article, 1)));
        units.extend([posting(0x6708, 2, 1), posting(0x6708, 3, 1)]);
        let few = [posting(0, 6, 1)];
        let (month, one, end) = (place(0x6708), place(u16::from(b'1')), place(0));
        let (part, mut writer, mut scribe) = (Part::whole(u16::from(b'3')), BitWriter::default(), Scribe::new(0, 40));
        let mut lists = [(month, &classes[..]), (one, &units[..]), (end, &few[..])];
        lists.sort_unstable_by_key(|list| list.0);
        write_places(&mut writer, part, &lists.map(|list| list.0));
        for (place, postings) in lists {
            scribe.list(&mut writer, postings, part.next_after(place), true);
        }
        let bytes = writer.into_bytes();
        let read = read_group(&mut BitReader::new(&bytes), part, 40).unwrap();
        let list = |at: u32| read.iter().find(|(place, _)| *place == at).unwrap().1.clone();
        assert_eq!((list(month).articles, list(month).headlines), (vec![0, 3, 4, 5, 10, 11, 12, 13], vec![2]));
        assert_eq!(list(month).followed_by(0x31).articles, [0, 5]);
        assert_eq!(list(month).followed_by(0x65e5).articles, [3]);
        assert_eq!(
            list(month).followed_by(0x32),
            List { articles: vec![4, 5], headlines: vec![0], tail: Tail::Untold }
        );
        assert_eq!((list(one).articles, list(one).headlines), (vec![2, 3, 7, 9, 20, 21, 22, 23], vec![0]));
        assert_eq!(list(one).followed_by(0x6708).articles, [2, 3]);
        assert_eq!(list(one).followed_by(0x33).articles, [0; 0]);
        assert_eq!(list(end).followed_by(0x32).articles, [6]);
    }

    #[test]
    fn common_pairs_of_ideographs_tell_classes_in_large_sections() {
        // Every tenth article has 株洲, followed by units of one or two classes.
        let (low, size) = (7, LARGE as u32 + 100);
        let mask = |article: u32| [0b1, 0b10, 0b11][(article / 10 % 3) as usize];
        let articles: Vec<u32> = (3..size).step_by(10).collect();
        let posting =
            |&article: &u32| u64::from(low + article) << ARTICLE | mask(article) << 1 | u64::from(article > 99);
        let postings: Vec<u64> = articles.iter().map(posting).collect();
        let next = Next::after(0x682a, 0x6d32);
        let written = |size: u32, postings: &[u64]| {
            let mut writer = BitWriter::default();
            Scribe::new(low, size).list(&mut writer, postings, next, true);
            List::read(&mut BitReader::new(&writer.into_bytes()), next, size).unwrap()
        };
        let list = written(size, &postings);
        assert_eq!((&list.articles, list.headlines.len()), (&articles, 10));
        let unit_of = |class: u16| class << 4 | 0x4e00;
        for class in 0..2 {
            let here = |article: &u32| mask(*article) >> next.of(unit_of(class)) & 1 == 1;
            let expected: Vec<u32> = articles.iter().copied().filter(here).collect();
            assert_eq!(list.clone().followed_by(unit_of(class)).articles, expected);
        }
        // A rarer pair, or a smaller section, tells nothing.
        assert_eq!(written(size, &postings[..size as usize / 64 - 1]).tail, Tail::Untold);
        let few = postings.partition_point(|posting| article_of(*posting) < low + 30_000);
        assert_eq!(written(30_000, &postings[..few]).tail, Tail::Untold);
    }
}
