//! The date of an issue that states none: the day after the latest day its reports tell of.
//!
//! A morning paper prints what happened the day before: `1月1日上午,市委书记…` stands in the paper
//! of 2 January. Days that are only planned, or in brackets of history, are kept out by looking
//! at datelines and at the first words of paragraphs alone. The year is the one the page gives
//! with that very day, else the latest year it speaks of.

use std::{cell::LazyCell, collections::BTreeMap};

use super::{chars, dateline, lines::Unit, marks};
use crate::press::IssueDate;

/// The date of the issue as the text of the page suggests it.
pub(super) fn infer(units: &[Unit<'_>]) -> Option<IssueDate> {
    let days: Vec<(i8, i8)> = units.iter().filter_map(|u| reported(&u.text)).collect();
    let fulls: Vec<(i16, i8, i8)> = units.iter().flat_map(|u| full_dates(&u.text)).collect();
    let mut exact: BTreeMap<(i8, i8), i16> = BTreeMap::new();
    for &(year, month, day) in &fulls {
        let known = exact.entry((month, day)).or_insert(year);
        *known = year.max(*known);
    }
    let spoken_of = LazyCell::new(|| latest_year(units));
    let year = |day: (i8, i8)| exact.get(&day).copied().or(*spoken_of);
    let latest = days.iter().filter_map(|d| IssueDate::new(year(*d)?, d.0, d.1).ok());
    if let Some(latest) = most_frequent_late(latest.collect()) {
        return Some(latest.tomorrow());
    }
    // A notice is printed when it is signed, or soon after; what it announces lies ahead.
    let signed = units.iter().filter(|u| marks::is_date(&u.text)).flat_map(|u| full_dates(&u.text));
    if let Some(signed) = signed.filter_map(|f| IssueDate::new(f.0, f.1, f.2).ok()).max() {
        return Some(signed);
    }
    let known = fulls.iter().filter_map(|f| IssueDate::new(f.0, f.1, f.2).ok());
    known.max().map(IssueDate::tomorrow)
}

/// The latest day, unless it stands alone and far after the others: then it is a plan.
fn most_frequent_late(mut days: Vec<IssueDate>) -> Option<IssueDate> {
    days.sort_unstable();
    let latest = *days.last()?;
    let before = days.iter().rev().find(|d| **d != latest);
    let alone = days.iter().filter(|d| **d == latest).count() == 1;
    match before {
        Some(before) if alone && days.len() >= 3 && latest.ordinal() - before.ordinal() > 20 => Some(*before),
        _ => Some(latest),
    }
}

/// The day in the dateline or in the first words of a paragraph.
fn reported(text: &str) -> Option<(i8, i8)> {
    if chars::len(text) < 30 {
        return None;
    }
    let lead = dateline::read(text);
    let from = lead.as_ref().map_or(0, |d| d.end);
    let head = lead.as_ref().and_then(|d| day(&d.text));
    let first: String = text[from..].chars().take(8).collect();
    let opens = first.starts_with(|c: char| c.is_ascii_digit());
    head.or_else(|| opens.then(|| day(&first)).flatten())
}

/// The first `M月D日` in a text.
fn day(text: &str) -> Option<(i8, i8)> {
    let at = text.find('月')?;
    let digits = text[..at].len() - text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
    let month = text[digits..at].parse().ok()?;
    let (day, _) = marks::small_number(&text[at + '月'.len_utf8()..], '日')?;
    Some((month, day))
}

fn full_dates(text: &str) -> Vec<(i16, i8, i8)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((date, bytes)) = marks::full_date(rest) {
        out.push(date);
        rest = &rest[bytes.end..];
    }
    out
}

/// The latest year the page names twice or more, else the latest it names.
fn latest_year(units: &[Unit<'_>]) -> Option<i16> {
    let mut years: Vec<i16> = Vec::new();
    for unit in units {
        let text: &str = &unit.text;
        for (at, _) in text.match_indices('年') {
            let before = &text.as_bytes()[..at];
            let digits = before.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            if digits == 4
                && let Ok(year) = text[at - 4..at].parse::<i16>()
                && (1850..2100).contains(&year)
            {
                years.push(year);
            }
        }
    }
    years.sort_unstable();
    let twice = years.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0]).max();
    twice.or(years.last().copied())
}
