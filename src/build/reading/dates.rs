//! One issue a date: units that have an issue of the same day are read again as one.
//!
//! Each of them is kept as well, or it would have to be read in every build to find that out; but its
//! Markdown is not, for that of all of them has its place.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Got, Reader, Show, unit_name};
use crate::{
    build::cache::{Unit, Units},
    press::IssueDate,
    source::{self, SourceFile},
};

impl Reader<'_> {
    /// The units, those that have an issue of the same date read again together.
    pub(super) fn one_a_date(&self, mut got: Vec<(String, Got)>, held: &mut Units) -> (Vec<Got>, Units) {
        let together = together(&got);
        let in_company: BTreeSet<&String> = together.iter().flatten().collect();
        let mut apart: BTreeMap<String, Got> = got.extract_if(.., |(name, _)| in_company.contains(name)).collect();
        let bare = got.extract_if(.., |(_, unit)| !unit.anew && unit.pages.is_none());
        let bare: BTreeSet<String> = bare.map(|(name, _)| name).collect();
        let mut spare = Units::new();
        if apart.is_empty() && bare.is_empty() {
            return (got.into_iter().map(|(_, unit)| unit).collect(), spare);
        }
        // So rare that the files are looked for again rather than remembered.
        let mut files: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
        for file in source::discover(&self.config.paths.content).value {
            if let Some(name) = unit_name(&file).filter(|name| in_company.contains(name) || bare.contains(name)) {
                files.entry(name).or_default().push(file);
            }
        }
        let files_of = |name: &String| files.get(name).cloned().unwrap_or_default();
        let again = |name: String| (name.clone(), self.unit(name.clone(), files_of(&name), None, Show::Pages));
        got.par_extend(bare.into_par_iter().map(again));
        for names in &together {
            let mut anew = false;
            for (name, alone) in names.iter().filter_map(|name| apart.remove_entry(name)) {
                anew |= alone.anew;
                // The Markdown of all of them takes the place of its own.
                let shows = alone.pages().next().is_some();
                let unit = match alone.unit {
                    None if shows => self.unit(name.clone(), files_of(&name), None, Show::Nothing).unit,
                    unit => unit.map(|unit| self.without_pages(unit)),
                };
                spare.extend(unit.map(|unit| (name, unit)));
            }
            let joined = names.iter().map(String::as_str).collect::<Vec<_>>().join("|");
            let known = held.remove(&joined).filter(|unit| !anew && unit.pages.is_some());
            let mut files: Vec<SourceFile> = names.iter().flat_map(files_of).collect();
            files.sort_by(|a, b| a.path.cmp(&b.path));
            got.push((joined.clone(), self.unit(joined, files, known, Show::Pages)));
        }
        (got.into_iter().map(|(_, unit)| unit).collect(), spare)
    }

    /// Notes of a unit that what lies in the place of its Markdown is another's, or nothing. Should the unit
    /// stand alone again, it is read again.
    pub(super) fn without_pages(&self, mut unit: Unit) -> Unit {
        if unit.pages.as_ref().is_some_and(|pages| !pages.is_empty()) {
            unit.pages = None;
            // Where it cannot be noted nothing else can.
            let _ = self.cache.map(|cache| cache.note(&unit));
        }
        unit
    }
}

/// Names of units that share a date, directly or through others.
fn together(got: &[(String, Got)]) -> Vec<BTreeSet<String>> {
    let mut dates: BTreeMap<IssueDate, BTreeSet<String>> = BTreeMap::new();
    for (name, unit) in got {
        for (outline, _) in &unit.issues {
            dates.entry(outline.date).or_default().insert(name.clone());
        }
    }
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for mut names in dates.into_values().filter(|names| names.len() > 1) {
        groups.retain(|group| {
            let apart = group.is_disjoint(&names);
            if !apart {
                names.extend(group.iter().cloned());
            }
            apart
        });
        groups.push(names);
    }
    groups
}
