//! Parts: an archive larger than one machine, put together from sites that were built apart.
//!
//! A part is a site like any other, complete in itself, one folder below the whole. Built with
//! `part_of` it leaves beside its pages what the whole needs to list them ([`record`]):
//!
//! ```text
//! part/index.bin   its address, districts, sitemaps; its years, each with a key
//! part/1951.bin    the outlines of the issues of a year, with their addresses
//! search/…         its search index, whose text the whole reads to make its own
//! ```
//!
//! The whole reads these files ([`read`]) and nothing else of a part. Its memory grows by
//! outlines, as if it had read the pages itself; so its indexes, calendars and feeds are those
//! of one site with all the content, and lead into the parts.
//!
//! What comes from a part was made elsewhere and is not trusted: every file carries the hash of
//! its bytes, addresses are checked and stay within the part's folder, texts hold no control
//! characters, and whatever is wrong with a part is a diagnostic that costs that part alone.

mod read;
mod record;

pub use read::{Part, Parts, changed, read};
pub use record::{FOLDER, FORMAT, INDEX, Index, IssueRecord, Unreadable, Year, YearRecord, year_path};
