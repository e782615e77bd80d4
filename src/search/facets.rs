//! Facets: districts, pages, reporters, columns and kinds, and the days of the archive.
//!
//! A value has a number, given in the order of first appearance so that a new day gives old
//! values no new number; the articles that carry it are a list in the tiers' shards like any
//! other. The file of facets holds names and counts and is read only when a filter is used.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::keys::{COLUMN, DISTRICT, KIND, Key, PAGE, REPORTER};
use super::{Document, IssueDate};

/// Names and counts of one facet, in the order of numbers.
pub(crate) type Values = Vec<(String, u32)>;

/// The content of the file of facets.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facets {
    /// First day of the archive, then its articles; for each later day the days since the one
    /// before, then its articles.
    pub(crate) days: (String, Vec<u32>),
    pub(crate) district: Values,
    pub(crate) page: Values,
    pub(crate) reporter: Values,
    pub(crate) column: Values,
    pub(crate) kind: Values,
}

/// Collects facets while articles come in.
#[derive(Debug, Default, Clone)]
pub(crate) struct Collector {
    numbers: BTreeMap<(u16, String), u32>,
    facets: Facets,
    last: Option<IssueDate>,
}

impl Collector {
    /// The keys of an article's facets; counts them.
    pub(crate) fn add(&mut self, document: &Document<'_>) -> Vec<Key> {
        self.day(document.date);
        let (page, kind) = ([document.page.to_owned()], [document.kind.to_owned()]);
        let mut keys = Vec::new();
        for (group, names) in [
            (DISTRICT, document.districts),
            (PAGE, &page),
            (REPORTER, document.reporters),
            (COLUMN, document.columns),
            (KIND, &kind),
        ] {
            for (i, name) in names.iter().enumerate() {
                if name.is_empty() || names[..i].contains(name) {
                    continue;
                }
                let values = self.facets.values_mut(group);
                let number = *self.numbers.entry((group, name.clone())).or_insert(values.len() as u32);
                if number as usize == values.len() {
                    values.push((name.clone(), 0));
                }
                if let Some((_, count)) = values.get_mut(number as usize) {
                    *count += 1;
                }
                keys.push(Key { group, rest: number });
            }
        }
        keys
    }

    fn day(&mut self, date: IssueDate) {
        let (first, days) = &mut self.facets.days;
        match self.last {
            Some(last) if last == date => {}
            Some(last) => days.extend([(date.ordinal() - last.ordinal()).unsigned_abs(), 0]),
            None => {
                *first = date.to_string();
                days.push(0);
            }
        }
        if let Some(count) = days.last_mut() {
            *count += 1;
        }
        self.last = Some(date);
    }

    /// What was collected.
    pub(crate) fn finish(self) -> Facets {
        self.facets
    }
}

impl Facets {
    fn values_mut(&mut self, group: u16) -> &mut Values {
        match group {
            DISTRICT => &mut self.district,
            PAGE => &mut self.page,
            REPORTER => &mut self.reporter,
            COLUMN => &mut self.column,
            _ => &mut self.kind,
        }
    }

    /// The values of a facet.
    pub(crate) fn values(&self, group: u16) -> &Values {
        match group {
            DISTRICT => &self.district,
            PAGE => &self.page,
            REPORTER => &self.reporter,
            COLUMN => &self.column,
            _ => &self.kind,
        }
    }
}

/// Path of the file of facets below the index folder.
pub(crate) fn path(hash: u32) -> String {
    format!("facets-{}.bin", super::directory::name(hash))
}
