//! Front matter: the TOML between two `+++` lines, read field by field.
//!
//! A field of the wrong type costs that field and a message, never the file.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    diag::Diagnostic,
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

/// Lines that are nothing but `+++`, line end included.
pub(crate) fn fences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        (line.trim_end() == "+++").then_some(start..at)
    })
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
