//! `[routes]` of site.toml: the patterns that addresses are made from.
//!
//! A pattern is a path below the root with names in braces: `{year}/{month}/{day}/{page}/{slug}.html`.
//! One that ends in `/` is a folder with an `index.html`. Every pattern is checked once, here, so
//! that whatever it is filled with is an address: ASCII, no `..`, no part empty, and all names in
//! it that tell two things of its kind apart.

use crate::press::{Folio, IssueDate, Slug};

/// Where the pages of a site lie. The lists of all districts, reporters and columns, the archive,
/// the search page and the feeds have fixed addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes {
    issue: Pattern,
    page: Pattern,
    article: Pattern,
    year: Pattern,
    month: Pattern,
    district: Pattern,
    reporter: Pattern,
    column: Pattern,
}

/// One checked pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern(String);

/// Folders and files at the root that are always zzsite's own.
const RESERVED: [&str; 11] = [
    "index",
    "404",
    "archive",
    "assets",
    "columns",
    "districts",
    "part",
    "photos",
    "reporters",
    "search",
    "search-index",
];

/// Names that tell issues apart, or years, or months: any one of these sets is enough.
const DAY: &[&[&str]] = &[&["date"], &["year", "month", "day"]];

/// The patterns with their defaults, and what each must hold: one name set of the first list, and
/// every name of the second.
const KINDS: [(&str, &str, &[&[&str]], &[&str]); 8] = [
    ("issue", "{date}/", DAY, &[]),
    ("page", "{date}/{page}/", DAY, &["page"]),
    ("article", "{date}/{page}/{slug}.html", DAY, &["page", "slug"]),
    ("year", "{year}/", &[&["year"]], &[]),
    ("month", "{year}-{month}/", &[&["year", "month"]], &[]),
    ("district", "districts/{slug}/", &[&[]], &["slug"]),
    ("reporter", "reporters/{slug}/", &[&[]], &["slug"]),
    ("column", "columns/{slug}/", &[&[]], &["slug"]),
];

impl Default for Routes {
    fn default() -> Self {
        let [issue, page, article, year, month, district, reporter, column] =
            KINDS.map(|(_, pattern, ..)| Pattern(pattern.to_owned()));
        Self { issue, page, article, year, month, district, reporter, column }
    }
}

impl Routes {
    /// Names of the patterns, as in site.toml.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KINDS.iter().map(|(name, ..)| *name)
    }

    /// Sets the pattern of that name; what is wrong with it, in words, if it cannot be taken.
    pub(super) fn set(&mut self, name: &str, pattern: &str) -> Result<(), String> {
        let Some((_, _, one_of, all_of)) = KINDS.iter().find(|(kind, ..)| *kind == name) else {
            let known: Vec<&str> = Self::names().collect();
            return Err(format!("there is no route `{name}`; the routes are {}", known.join(", ")));
        };
        let held = check(pattern)?;
        if !one_of.iter().any(|names| names.iter().all(|name| held.contains(name))) {
            let names = one_of.iter().map(|names| braced(names)).collect::<Vec<_>>().join(" or ");
            return Err(format!("the route `{name}` must hold {names}"));
        }
        let allowed = |name: &&str| all_of.contains(name) || one_of.iter().any(|names| names.contains(name));
        if let Some(missing) = all_of.iter().find(|name| !held.contains(name)) {
            return Err(format!("the route `{name}` must hold {{{missing}}}"));
        }
        if let Some(odd) = held.iter().find(|name| !allowed(name)) {
            return Err(format!("the route `{name}` cannot hold {{{odd}}}"));
        }
        if matches!(name, "district" | "reporter" | "column") && !pattern.ends_with('/') {
            return Err(format!("the route `{name}` is a folder and must end in /: its older pages lie in it"));
        }
        let slot = match name {
            "issue" => &mut self.issue,
            "page" => &mut self.page,
            "article" => &mut self.article,
            "year" => &mut self.year,
            "month" => &mut self.month,
            "district" => &mut self.district,
            "reporter" => &mut self.reporter,
            _ => &mut self.column,
        };
        *slot = Pattern(pattern.to_owned());
        Ok(())
    }

    /// The patterns in the order of `KINDS`.
    fn all(&self) -> [&Pattern; 8] {
        let Self { issue, page, article, year, month, district, reporter, column } = self;
        [issue, page, article, year, month, district, reporter, column]
    }

    /// Names at the root that are zzsite's own or hold pages of a kind: no ordinary page may take
    /// them.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        let patterns = self.all().into_iter().filter_map(|pattern| pattern.0.split('/').next());
        RESERVED.into_iter().chain(patterns.filter(|first| !first.contains('{')))
    }

    /// Whether pages of the site may come to lie in a folder at the root, or look as if they did.
    pub(super) fn may_take(&self, folder: &str) -> bool {
        let date = folder.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let fits = |pattern: &Pattern| pattern.0.split('/').next().is_some_and(|first| may_be(first, folder));
        date || self.folders().any(|taken| taken == folder) || self.all().into_iter().any(fits)
    }

    /// Two kinds whose patterns are the same, so that their pages would take each other's place.
    pub(super) fn clash(&self) -> Option<(&'static str, &'static str)> {
        let all = self.all();
        let pairs = (0..all.len()).flat_map(|a| (a + 1..all.len()).map(move |b| (a, b)));
        let same = |&(a, b): &(usize, usize)| all[a].shape() == all[b].shape();
        pairs.into_iter().find(same).map(|(a, b)| (KINDS[a].0, KINDS[b].0))
    }

    /// File of an issue.
    pub fn issue(&self, date: IssueDate) -> String {
        self.issue.fill(Some(date), None, None)
    }

    /// File of a newspaper page.
    pub fn page(&self, date: IssueDate, folio: &Folio) -> String {
        self.page.fill(Some(date), Some(folio), None)
    }

    /// File of an article.
    pub fn article(&self, date: IssueDate, folio: &Folio, slug: &Slug) -> String {
        self.article.fill(Some(date), Some(folio), Some(slug))
    }

    /// File of a year, four digits.
    pub fn year(&self, year: i16) -> String {
        self.year.fill(IssueDate::new(year, 1, 1).ok(), None, None)
    }

    /// File of a month, 1–12.
    pub fn month(&self, year: i16, month: i8) -> String {
        self.month.fill(IssueDate::new(year, month, 1).ok(), None, None)
    }

    /// Folder of a district, with `/` at its end.
    pub fn district(&self, slug: &Slug) -> String {
        self.district.folder(slug)
    }

    /// Folder of a reporter, with `/` at its end.
    pub fn reporter(&self, slug: &Slug) -> String {
        self.reporter.folder(slug)
    }

    /// Folder of a column, with `/` at its end.
    pub fn column(&self, slug: &Slug) -> String {
        self.column.folder(slug)
    }
}

impl Pattern {
    fn fill(&self, date: Option<IssueDate>, folio: Option<&Folio>, slug: Option<&Slug>) -> String {
        let mut path = self.put(date, folio, slug);
        if path.ends_with('/') {
            path.push_str("index.html");
        }
        path
    }

    fn folder(&self, slug: &Slug) -> String {
        self.put(None, None, Some(slug))
    }

    /// The pattern with every name replaced by its value.
    fn put(&self, date: Option<IssueDate>, folio: Option<&Folio>, slug: Option<&Slug>) -> String {
        let mut path = String::with_capacity(self.0.len() + 32);
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            path.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = match (name, date) {
                ("date", Some(date)) => date.text(),
                ("year", Some(date)) => format!("{:04}", date.year()),
                ("month", Some(date)) => format!("{:02}", date.month()),
                ("day", Some(date)) => format!("{:02}", date.day()),
                ("page", _) => folio.map(Folio::text).unwrap_or_default(),
                _ => slug.map(ToString::to_string).unwrap_or_default(),
            };
            path.push_str(&value);
            rest = after;
        }
        path + rest
    }

    /// The pattern with what it is filled with left out: two of one shape may clash.
    fn shape(&self) -> String {
        self.0.replace("{date}", "{year}-{month}-{day}")
    }
}

/// Whether a part of a pattern may be filled to be `text`; names of dates are filled with figures.
fn may_be(pattern: &str, text: &str) -> bool {
    let Some((before, after)) = pattern.split_once('{') else { return pattern == text };
    let (name, after) = after.split_once('}').unwrap_or((after, ""));
    let figures = matches!(name, "date" | "year" | "month" | "day");
    let fits = |c: char| !figures || c.is_ascii_digit() || c == '-';
    let Some(rest) = text.strip_prefix(before) else { return false };
    let longest = rest.find(|c| !fits(c)).unwrap_or(rest.len());
    (1..=longest).any(|end| rest.get(end..).is_some_and(|rest| may_be(after, rest)))
}

/// The names a pattern holds.
fn check(pattern: &str) -> Result<Vec<&str>, String> {
    let mut held = Vec::new();
    let mut bare = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a `{` is never closed")?;
        held.push(name);
        bare.push_str(before);
        bare.push('x');
        rest = after;
    }
    bare.push_str(rest);
    let page = bare.strip_suffix('/').or_else(|| bare.strip_suffix(".html"));
    let page = page.ok_or("it must end in / or in .html")?;
    let good = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    match page.split('/').all(good) {
        true => Ok(held),
        false => {
            Err("between / and / stand letters, digits, `-`, `_`, `.` and names in braces, nothing else".to_owned())
        }
    }
}

fn braced(names: &[&str]) -> String {
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::Routes;
    use crate::press::{Folio, IssueDate, Slug};

    #[test]
    fn defaults_are_good_patterns() {
        let mut routes = Routes::default();
        for (name, pattern, ..) in super::KINDS {
            routes.set(name, pattern).unwrap();
        }
        assert_eq!(routes, Routes::default());
        assert_eq!(routes.clash(), None);
    }

    #[test]
    fn patterns_are_filled() {
        let mut routes = Routes::default();
        routes.set("article", "{year}/{month}/{day}/p{page}-{slug}/").unwrap();
        routes.set("month", "{year}/{month}.html").unwrap();
        routes.set("reporter", "by/{slug}/").unwrap();
        let (date, slug) = (IssueDate::new(2023, 1, 2).unwrap(), Slug::parse("xiang-jiang").unwrap());
        assert_eq!(routes.article(date, &Folio::number(1), &slug), "2023/01/02/p01-xiang-jiang/index.html");
        assert_eq!(routes.month(2023, 1), "2023/01.html");
        assert_eq!(routes.reporter(&slug), "by/xiang-jiang/");
        assert_eq!(routes.issue(date), "2023-01-02/index.html");
        assert_eq!(routes.page(date, &Folio::number(3)), "2023-01-02/03/index.html");
        assert_eq!(routes.year(2023), "2023/index.html");
    }

    #[test]
    fn bad_patterns_are_refused() {
        let refused = |name: &str, pattern: &str| Routes::default().set(name, pattern).unwrap_err();
        assert!(refused("isue", "{date}/").contains("issue, page"));
        assert!(refused("issue", "{year}/{month}/").contains("{date} or {year} {month} {day}"));
        assert!(refused("page", "{date}/").contains("{page}"));
        assert!(refused("article", "{date}/{page}/{title}.html").contains("{slug}"));
        assert!(refused("year", "{year}/{slug}/").contains("cannot hold {slug}"));
        assert!(refused("district", "{slug}.html").contains("folder"));
        for bad in ["/{date}/", "../{date}/", "{date}", "{date}//", "日/{date}/", "{date}/x y/", "{date/", ".x/{date}/"]
        {
            refused("issue", bad);
        }
    }

    #[test]
    fn folders_that_pages_may_take() {
        let mut routes = Routes::default();
        let taken = |routes: &Routes, folder| routes.may_take(folder);
        for folder in ["1950", "1950-01", "archive", "districts", "part"] {
            assert!(taken(&routes, folder), "{folder}");
        }
        assert!(!taken(&routes, "1950s") && !taken(&routes, "y1950"));
        routes.set("year", "y{year}/").unwrap();
        assert!(taken(&routes, "y1950") && !taken(&routes, "y1950s"));
        routes.set("reporter", "{slug}/").unwrap();
        assert!(taken(&routes, "anything"));
    }

    #[test]
    fn patterns_of_one_shape_clash() {
        let mut routes = Routes::default();
        routes.set("reporter", "columns/{slug}/").unwrap();
        assert_eq!(routes.clash(), Some(("reporter", "column")));
    }
}
