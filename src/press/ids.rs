//! Identities: values that were checked once and are right ever after.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Why a text is no identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not a calendar date.
    #[error("`{0}` is no date; write it as 2023-01-02")]
    Date(String),
    /// Not a page number.
    #[error("`{0}` is no page number; write it as 01 or A01")]
    Folio(String),
    /// Not a slug.
    #[error("`{0}` is no slug; use a-z, 0-9 and single hyphens, at most 80 characters")]
    Slug(String),
}

/// The date on the masthead. A print date has no time and no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueDate(Date);

impl IssueDate {
    /// What a page gets whose date nothing tells: 1900-01-01, never without an error beside it.
    pub const UNKNOWN: Self = Self(jiff::civil::date(1900, 1, 1));

    /// A date from its parts; years 1600–2999, what a newspaper can carry.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, IdError> {
        if !(1600..3000).contains(&year) {
            return Err(IdError::Date(format!("{year}-{month}-{day}")));
        }
        Date::new(year, month, day).map(Self).map_err(|_| IdError::Date(format!("{year}-{month}-{day}")))
    }

    /// Reads `2023-01-02`, nothing else.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let bad = || IdError::Date(text.to_owned());
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
        if !shaped {
            return Err(bad());
        }
        let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().map_err(|_| bad());
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        Self::new(year, i8::try_from(month).map_err(|_| bad())?, i8::try_from(day).map_err(|_| bad())?)
    }

    /// The day so many days after 1 January 1970.
    pub fn of_unix_day(days: i32) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        jiff::civil::date(1970, 1, 1).checked_add(span).ok().map(Self)
    }

    /// Year, e.g. 2023.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1–12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day of the month, 1–31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Day of the week, 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The next day, or itself at the end of the calendar.
    #[must_use]
    pub fn tomorrow(self) -> Self {
        self.0.tomorrow().map_or(self, Self)
    }

    /// Days since 1600-01-01, for distances between dates.
    ///
    /// Reckoned here, for a build asks for it a hundred times an article: years begin in March, so
    /// that the leap day is the last one of a year.
    pub fn ordinal(self) -> i32 {
        let (month, day) = (i32::from(self.month()), i32::from(self.day()));
        let year = i32::from(self.year()) - i32::from(month < 3);
        let in_year = (153 * ((month + 9) % 12) + 2) / 5 + day;
        // 1 March of the year 1600 is day 60.
        (year - 1600) * 365 + (year / 4 - 400) - (year / 100 - 16) + (year / 400 - 4) + in_year + 59
    }
}

/// How an identity is written, in ASCII. A build writes nothing as often as dates and folios, so
/// they are not put together by a formatter.
struct Spelling {
    bytes: [u8; 10],
    length: usize,
}

impl Spelling {
    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// A number below a hundred.
fn two_digits(number: i16) -> [u8; 2] {
    let [low, ..] = number.to_le_bytes();
    [b'0' + low / 10, b'0' + low % 10]
}

impl IssueDate {
    fn spelling(self) -> Spelling {
        // The years of newspapers have four digits.
        let [y, z] = [self.year() / 100, self.year() % 100].map(two_digits);
        let [m, d] = [self.month(), self.day()].map(|n| two_digits(n.into()));
        Spelling { bytes: [y[0], y[1], z[0], z[1], b'-', m[0], m[1], b'-', d[0], d[1]], length: 10 }
    }

    /// `2023-01-02`: the same as `to_string`, at a quarter of its cost.
    pub fn text(self) -> String {
        self.spelling().as_str().to_owned()
    }
}

/// The page number as printed: `01`, `A01`. Letters are upper case, the number has two digits
/// at least, so that two spellings of one page are one folio and addresses never differ only
/// in case. Sorts by letters, then by number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folio {
    /// Letters, filled up with zeroes: an archive holds a folio for each article, and an array
    /// of its own for each would weigh more than the number.
    section: [u8; 2],
    number: u16,
}

impl Folio {
    /// Reads `1`, `01`, `A1`, `a01`, `第01版`, `A01版`: up to two letters and up to three digits.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let bad = || IdError::Folio(text.to_owned());
        let core = text.trim().trim_start_matches('第').trim_end_matches('版').trim();
        let digits = core.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = &core.as_bytes()[..core.len() - digits.len()];
        if letters.len() > 2 || digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let number = digits.parse().map_err(|_| bad())?;
        let letter = |at: usize| letters.get(at).map_or(0, u8::to_ascii_uppercase);
        Ok(Self { section: [letter(0), letter(1)], number })
    }

    /// The page of that number in a paper without lettered sections.
    pub fn number(number: u16) -> Self {
        Self { section: [0; 2], number }
    }
}

impl Folio {
    fn spelling(&self) -> Spelling {
        let (mut bytes, mut length) = ([0; 10], 0);
        let mut put = |byte: u8| {
            bytes[length] = byte;
            length += 1;
        };
        self.section.iter().filter(|letter| **letter != 0).for_each(|letter| put(*letter));
        let mut power = 10_000;
        while power > 0 {
            // Two digits at least.
            if power <= 10 || self.number >= power {
                put(b'0' + (self.number / power % 10).to_le_bytes()[0]);
            }
            power /= 10;
        }
        Spelling { bytes, length }
    }

    /// `01`, `A01`: the same as `to_string`, at a quarter of its cost.
    pub fn text(&self) -> String {
        self.spelling().as_str().to_owned()
    }
}

/// An ASCII name in an address: lower case letters, digits and single hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// The longest slug, in bytes.
    pub const MAX: usize = 80;

    /// Checks a slug; changes nothing.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let good = !text.is_empty()
            && text.len() <= Self::MAX
            && text.bytes().all(allowed)
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if good { Ok(Self(text.to_owned())) } else { Err(IdError::Slug(text.to_owned())) }
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Identities with a spelling of their own.
macro_rules! written {
    ($($identity:ty),*) => {$(
        impl fmt::Display for $identity {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.spelling().as_str())
            }
        }

        impl Serialize for $identity {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.spelling().as_str())
            }
        }
    )*};
}

written!(IssueDate, Folio);

/// Identities are kept as text and checked again when they are read back.
macro_rules! read_back {
    ($($identity:ty),*) => {$(
        impl<'de> Deserialize<'de> for $identity {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::parse(<&str>::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    )*};
}

read_back!(IssueDate, Folio, Slug);

#[cfg(test)]
mod tests {
    use super::{Folio, IssueDate};

    #[test]
    fn folios_have_two_digits_at_least() {
        for (text, spelled) in
            [("1", "01"), ("a9", "A09"), ("AB100", "AB100"), ("010", "10"), ("999", "999"), ("0", "00")]
        {
            let folio = Folio::parse(text).unwrap();
            assert_eq!((folio.to_string(), folio.text()), (spelled.to_owned(), spelled.to_owned()));
        }
        assert_eq!(Folio::number(u16::MAX).text(), "65535");
    }

    #[test]
    fn days_are_counted_as_the_calendar_has_them() {
        for (first, ordinal) in [((1600, 1, 1), 0), ((1899, 12, 30), 109_571), ((1999, 12, 30), 146_095)] {
            let mut day = IssueDate::new(first.0, first.1, first.2).unwrap();
            for later in 0..900 {
                assert_eq!(day.ordinal(), ordinal + later, "{day}");
                day = day.tomorrow();
            }
        }
    }
}
