//! Front matter: the TOML between two `+++` lines, read field by field.
//!
//! A field of the wrong type costs that field and a message, never the file.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diag::{Diagnostic, Place},
    press::{Folio, IssueDate},
    source::SourceText,
};

/// The bytes of a front matter and of what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    /// The TOML, without its fences; `None` when the text has no front matter.
    pub(crate) toml: Option<Range<usize>>,
    /// The rest.
    pub(crate) body: Range<usize>,
    /// A first fence with no second one.
    pub(crate) unclosed: bool,
}

/// Finds the front matter at the start of `range` of the text.
pub(crate) fn split(text: &str, range: Range<usize>) -> Split {
    let slice = &text[range.clone()];
    let lead = slice.len() - slice.trim_start_matches(['\n', ' ']).len();
    let none = |unclosed| Split { toml: None, body: range.clone(), unclosed };
    let mut lines = fences(&slice[lead..]).map(|fence| fence.start + lead..fence.end + lead);
    let Some(first) = lines.next().filter(|fence| fence.start == lead) else { return none(false) };
    let Some(last) = lines.next() else { return none(true) };
    let base = range.start;
    Split { toml: Some(base + first.end..base + last.start), body: base + last.end..range.end, unclosed: false }
}

/// The first line of a front matter as other programs write it: fields between two lines `---`. A lone rule
/// is none.
pub(crate) fn yaml(text: &str) -> Option<Range<usize>> {
    let lead = text.len() - text.trim_start_matches(['\n', ' ']).len();
    let mut lines = text[lead..].lines();
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let field = lines.next()?;
    let is_field = field.split_once(':').is_some_and(|(key, _)| {
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
    });
    (is_field && lines.any(|line| line.trim_end() == "---")).then_some(lead..lead + first.len())
}

/// Lines that are nothing but `+++`, line end included.
pub(crate) fn fences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        (line.trim_end() == "+++").then_some(start..at)
    })
}

/// What means something, by table; the first is the top.
const KNOWN: [(&str, &[&str]); 3] = [
    ("", &["title", "date", "slug", "authors", "description", "taxonomies", "extra"]),
    ("taxonomies", &["districts", "columns", "reporters"]),
    (
        "extra",
        &[
            "format",
            "kind",
            "page",
            "section",
            "position",
            "kicker",
            "subtitle",
            "column",
            "dateline",
            "byline",
            "continued_on",
            "continued_from",
            "source",
            "uncertain",
        ],
    ),
];

/// Nearer than this, by Jaro and Winkler, a key is a slip of the pen.
const SLIP: f64 = 0.88;

/// Message and hint on a key that means nothing below `table`, but would elsewhere or with other letters.
fn stranger(table: &str, key: &str) -> Option<(String, String)> {
    let here = KNOWN.iter().find(|(name, _)| *name == table)?.1;
    if here.contains(&key) {
        return None;
    }
    let message = match table {
        "" => format!("`{key}` means nothing here"),
        table => format!("`{key}` means nothing below [{table}]"),
    };
    let home = KNOWN.iter().find(|(_, keys)| keys.contains(&key));
    let hint = match home {
        Some(("", _)) => format!("write it above the first table: a line below [{table}] belongs to it"),
        Some((home, _)) => format!("write it below [{home}]"),
        None => {
            let near = here.iter().map(|known| (strsim::jaro_winkler(key, known), known));
            let (likeness, known) = near.max_by(|a, b| a.0.total_cmp(&b.0))?;
            (likeness >= SLIP).then(|| format!("did you mean `{known}`?"))?
        }
    };
    Some((message, hint))
}

/// Fields of one front matter, read one by one, each with its place.
pub(crate) struct Fields<'a> {
    text: &'a SourceText,
    at: usize,
    table: DeTable<'a>,
    /// What was wrong so far.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    /// Reads the TOML at `range`; with a syntax error there are no fields and one message.
    pub(crate) fn read(text: &'a SourceText, range: Option<Range<usize>>) -> Self {
        let range = range.unwrap_or(0..0);
        let mut fields = Self { text, at: range.start, table: DeTable::new(), diagnostics: Vec::new() };
        match DeTable::parse(&text.as_str()[range]) {
            Ok(table) => fields.table = table.into_inner(),
            Err(error) => {
                let message = format!("the front matter is no valid TOML: {}", error.message());
                fields.complain(
                    error.span().unwrap_or(0..0),
                    message,
                    "mend the line; strings stand between double quotes",
                );
            }
        }
        fields
    }

    /// The value of `key` or `table.key`.
    fn get(&self, path: &str) -> Option<&Spanned<DeValue<'a>>> {
        match path.split_once('.') {
            None => self.table.get(path),
            Some((table, key)) => self.table.get(table)?.get_ref().as_table()?.get(key),
        }
    }

    /// The place of a field that is there.
    pub(crate) fn place(&self, path: &str) -> Option<Place> {
        let span = self.get(path)?.span();
        Some(self.text.place(self.at + span.start..self.at + span.end))
    }

    /// Says of keys that mean nothing where they stand which key was meant: one that belongs into
    /// another table, or one that is nearly the same. Keys of other programs are none of our business.
    pub(crate) fn note_strangers(&mut self) {
        let tables = KNOWN.iter().filter(|(name, _)| !name.is_empty());
        let below = tables.filter_map(|(name, _)| Some((*name, self.table.get(*name)?.get_ref().as_table()?)));
        let all = std::iter::once(("", &self.table)).chain(below);
        let keys = all.flat_map(|(table, keys)| keys.iter().map(move |(key, _)| (table, key)));
        let strange = keys.filter_map(|(table, key)| Some((key.span(), stranger(table, key.get_ref())?)));
        let found: Vec<_> = strange.collect();
        for (span, (message, hint)) in found {
            let place = self.text.place(self.at + span.start..self.at + span.end);
            self.diagnostics.push(Diagnostic::warning("front-matter-key", message).at(place).hint(hint));
        }
    }

    /// A field that `reader` understands; what it does not understand costs the field and a
    /// message that says what was `wanted`.
    pub(crate) fn field<T>(
        &mut self,
        path: &str,
        wanted: &str,
        reader: impl Fn(&DeValue<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = self.get(path)?;
        let read = reader(value.get_ref());
        if read.is_none() {
            let span = value.span();
            let message = format!("`{path}` should be {wanted}");
            self.complain(span, message, "mend the value or delete the line");
        }
        read
    }

    /// A string that is not empty.
    pub(crate) fn text(&mut self, path: &str) -> Option<String> {
        let value = self.field(path, "a string", text)?;
        (!value.trim().is_empty()).then_some(value)
    }

    /// A list of strings.
    pub(crate) fn texts(&mut self, path: &str) -> Option<Vec<String>> {
        self.field(path, "a list of strings", texts)
    }

    fn complain(&mut self, span: Range<usize>, message: String, hint: &str) {
        let place = self.text.place(self.at + span.start..self.at + span.end);
        self.diagnostics.push(Diagnostic::error("front-matter", message).at(place).hint(hint));
    }
}

/// A string.
pub(crate) fn text(value: &DeValue<'_>) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A list of strings.
pub(crate) fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| text(item.get_ref())).collect()
}

/// A whole number that fits.
pub(crate) fn number<T: std::str::FromStr>(value: &DeValue<'_>) -> Option<T> {
    let number = value.as_integer()?;
    (number.radix() == 10).then(|| number.as_str().parse().ok()).flatten()
}

/// A date: `2023-01-02`, bare or in quotes, a time of day ignored.
pub(crate) fn date(value: &DeValue<'_>) -> Option<IssueDate> {
    if let Some(date) = value.as_datetime().and_then(|datetime| datetime.date) {
        return IssueDate::new(date.year.try_into().ok()?, date.month.try_into().ok()?, date.day.try_into().ok()?).ok();
    }
    IssueDate::parse(value.as_str()?.get(..10)?).ok()
}

/// A folio: `"01"`, `"A01"` or a bare number.
pub(crate) fn folio(value: &DeValue<'_>) -> Option<Folio> {
    match number::<u16>(value) {
        Some(number) => Folio::parse(&number.to_string()).ok(),
        None => Folio::parse(value.as_str()?).ok(),
    }
}
