//! The calendar: years and months that hold issues.

use super::{IssueId, Route};
use crate::{config::Routes, press::IssueDate};

/// A year with issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Its months with issues, ascending.
    pub months: Vec<Month>,
    route: Route,
}

/// A month with issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its year.
    pub year: i16,
    /// 1–12.
    pub month: i8,
    /// Its issues, ascending.
    pub issues: Vec<IssueId>,
    route: Route,
}

impl Year {
    /// Its page.
    pub fn route(&self) -> Route {
        self.route.clone()
    }
}

impl Month {
    /// Its page.
    pub fn route(&self) -> Route {
        self.route.clone()
    }

    /// Number of its days.
    pub fn days(&self) -> i8 {
        (28..=31).rev().find(|&day| IssueDate::new(self.year, self.month, day).is_ok()).unwrap_or(28)
    }

    /// Day of the week of its first day, 1 for Monday.
    pub fn starts_on(&self) -> i8 {
        IssueDate::new(self.year, self.month, 1).map_or(1, IssueDate::weekday)
    }
}

/// Years and months of ascending dates.
pub(crate) fn calendar(dates: impl IntoIterator<Item = IssueDate>, routes: &Routes) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (at, date) in dates.into_iter().enumerate() {
        if years.last().is_none_or(|year| year.year != date.year()) {
            let route = Route::made(routes.year(date.year()));
            years.push(Year { year: date.year(), months: Vec::new(), route });
        }
        let Some(year) = years.last_mut() else { continue };
        if year.months.last().is_none_or(|month| month.month != date.month()) {
            let route = Route::made(routes.month(date.year(), date.month()));
            year.months.push(Month { year: date.year(), month: date.month(), issues: Vec::new(), route });
        }
        if let Some(month) = year.months.last_mut() {
            month.issues.push(IssueId::new(at));
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::calendar;
    use crate::{config::Routes, press::IssueDate};

    #[test]
    fn months_know_their_days() {
        let dates = ["2023-12-31", "2024-02-01", "2024-02-29"].map(|day| IssueDate::parse(day).unwrap());
        let years = calendar(dates, &Routes::default());
        assert_eq!(years.len(), 2);
        let february = &years[1].months[0];
        assert_eq!((february.days(), february.starts_on(), february.issues.len()), (29, 4, 2));
        assert_eq!(february.route().as_str(), "2024-02/index.html");
    }
}
