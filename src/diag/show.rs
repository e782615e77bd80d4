//! Diagnostics as text: for people, for editors, for programs.
//!
//! [`arrange`] sorts and deduplicates, [`render`] gives the whole report in one of three
//! [`Form`]s, [`summary`] the line at its end. Everything is returned as text; nothing prints.
//!
//! A line of newsprint can be a whole article: only the part around the mark is shown, so that
//! the caret is on the screen. Carets are placed by display width, two cells for a Han
//! character (annotate-snippets does both).

use std::{cmp::Reverse, ops::Range};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Place, Severity};

/// How a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Several lines each, with the source line and a caret.
    #[default]
    Human,
    /// `file:line:col: severity: message [code]`, one line each, as editors read it.
    Short,
    /// One JSON object a line.
    Json,
}

/// Puts a report in order: by file and place, what belongs to no file last, the worst first
/// where several speak of one place; the same message twice is said once.
pub fn arrange(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup();
}

/// Sorting key. Ends in the whole diagnostic, so that equal ones are neighbours.
fn key(d: &Diagnostic) -> (bool, Option<(&str, u32, u32)>, Reverse<Severity>, &Diagnostic) {
    let place = d.place.as_ref().map(|p| (&*p.file, p.line, p.column));
    (place.is_none(), place, Reverse(d.severity), d)
}

/// The whole report, in the order given, with a line end at its end; empty for no diagnostics.
pub fn render(diagnostics: &[Diagnostic], form: Form, color: bool) -> String {
    match form {
        Form::Human => diagnostics.iter().map(|d| human(d, color) + "\n\n").collect(),
        Form::Short => diagnostics.iter().map(|d| short(d) + "\n").collect(),
        Form::Json => diagnostics.iter().map(|d| json(d) + "\n").collect(),
    }
}

/// `3 errors, 2 warnings`; `None` when there are neither. Notes are not counted.
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let parts: Vec<String> = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")]
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}{}", if *n == 1 { "" } else { "s" }))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Terminal cells a source line may take.
const WIDTH: usize = 100;

/// One diagnostic on several lines, without a line end at its end.
fn human(d: &Diagnostic, color: bool) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(d.message.as_str()).id(d.code);
    let mut group = match &d.place {
        None => annotate_snippets::Group::with_title(title),
        Some(place) if place.line == 0 => title.element(Origin::path(&*place.file)),
        // An empty line has nothing to point at; its number says it all.
        Some(place) if place.text.is_empty() => title
            .element(Origin::path(&*place.file).line(place.line as usize).char_column(place.column.max(1) as usize)),
        Some(place) => {
            let snippet = Snippet::source(place.text.as_str()).path(&*place.file).line_start(place.line as usize);
            title.element(snippet.annotation(AnnotationKind::Primary.span(marked(place))))
        }
    };
    if let Some(hint) = &d.hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    if let Some(percent) = d.confidence {
        group = group.element(Level::NOTE.message(format!("confidence {percent} %")));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(WIDTH).render(&[group])
}

/// Characters marked at most. The renderer shows all that is marked, and a finding may mark a
/// whole article that stands on one line.
const MOST_MARKED: usize = 32;

/// The marked bytes of the line; its beginning when the whole line is meant.
fn marked(place: &Place) -> Range<usize> {
    let byte = |chars: usize| place.text.char_indices().nth(chars).map_or(place.text.len(), |(at, _)| at);
    let (from, width) = match place.column {
        0 => (0, MOST_MARKED),
        column => (column as usize - 1, MOST_MARKED.min(place.width as usize)),
    };
    byte(from)..byte(from + width)
}

/// `file:line:col: severity: message [code]`, the hint after it.
fn short(d: &Diagnostic) -> String {
    let place = match &d.place {
        None => String::new(),
        Some(p) if p.line == 0 => format!("{}: ", p.file),
        Some(p) => format!("{}:{}:{}: ", p.file, p.line, p.column.max(1)),
    };
    let hint = d.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
    one_line(&format!("{place}{}: {}{hint} [{}]", d.severity.name(), d.message, d.code))
}

/// A report of one line a diagnostic must stay so whatever a message quotes.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The JSON form: flat, every field always there.
#[derive(Serialize)]
struct Record<'a> {
    severity: Severity,
    code: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    width: Option<u32>,
    message: &'a str,
    hint: Option<&'a str>,
    confidence: Option<u8>,
    text: Option<&'a str>,
}

fn json(d: &Diagnostic) -> String {
    let place = d.place.as_ref();
    let lined = place.filter(|p| p.line > 0);
    let record = Record {
        severity: d.severity,
        code: d.code,
        file: place.map(|p| &*p.file),
        line: lined.map(|p| p.line),
        column: lined.filter(|p| p.column > 0).map(|p| p.column),
        width: lined.filter(|p| p.column > 0).map(|p| p.width),
        message: &d.message,
        hint: d.hint.as_deref(),
        confidence: d.confidence,
        text: lined.map(|p| p.text.as_str()),
    };
    // Strings and numbers always serialise.
    serde_json::to_string(&record).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(line: u32, column: u32, width: u32, text: &str) -> Place {
        Place { file: "2023-01-02/01.txt".into(), line, column, width, text: text.to_owned() }
    }

    fn dated() -> Diagnostic {
        Diagnostic::warning("date-contradicts", "the masthead says 2023-01-03, the folder 2023-01-02")
            .at(place(1, 4, 9, "株洲版2023年1月3日 星期二"))
            .hint("state `date = 2023-01-02` in the front matter")
            .confidence(80)
    }

    #[test]
    fn human_form_puts_the_caret_under_han_text() {
        insta::assert_snapshot!(human(&dated(), false), @"
        warning[date-contradicts]: the masthead says 2023-01-03, the folder 2023-01-02
         --> 2023-01-02/01.txt:1:4
          |
        1 | 株洲版2023年1月3日 星期二
          |       ^^^^^^^^^^^^
          |
          = help: state `date = 2023-01-02` in the front matter
          = note: confidence 80 %
        ");
    }

    #[test]
    fn human_form_without_line_or_place() {
        let file = Diagnostic::error("decode", "neither UTF-8 nor GB18030").at(Place::file("2023-01-02/02.txt"));
        insta::assert_snapshot!(human(&file, false), @"
        error[decode]: neither UTF-8 nor GB18030
        --> 2023-01-02/02.txt
        ");
        let empty = Diagnostic::error("front-matter", "it never ends").at(place(3, 1, 0, ""));
        insta::assert_snapshot!(human(&empty, false), @"
        error[front-matter]: it never ends
        --> 2023-01-02/01.txt:3:1
        ");
        let none = Diagnostic::note("no-base-url", "no feeds were written").hint("set `base_url`");
        insta::assert_snapshot!(human(&none, false), @"
        note[no-base-url]: no feeds were written
         |
         = help: set `base_url`
        ");
    }

    #[test]
    fn a_line_as_long_as_an_article_is_cut_around_the_mark() {
        let line = "天元区的工程进展顺利，".repeat(40);
        let d = Diagnostic::warning("odd", "odd").at(place(7, 111, 3, &line));
        insta::assert_snapshot!(human(&d, false), @"
        warning[odd]: odd
         --> 2023-01-02/01.txt:7:111
          |
        7 | ... 区的工程进展顺利，天元区的工程进展顺利，天元区的工程进展顺利，天元区的工程进展顺利，天元...
          |                                             ^^^^^^
        ");
        let d = Diagnostic::warning("odd", "odd").at(place(7, 0, 0, &line));
        insta::assert_snapshot!(human(&d, false), @"
        warning[odd]: odd
         --> 2023-01-02/01.txt:7:1
          |
        7 | 天元区的工程进展顺利，天元区的工程进展顺利，天元区的工程进展顺利，天元区的工程进展顺利，天元...
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ");
    }

    #[test]
    fn short_and_json_forms_are_one_line_each() {
        let two_lines = Diagnostic::error("x", "first\nsecond");
        let report = render(&[dated(), two_lines.clone()], Form::Short, false);
        insta::assert_snapshot!(report, @"
        2023-01-02/01.txt:1:4: warning: the masthead says 2023-01-03, the folder 2023-01-02; state `date = 2023-01-02` in the front matter [date-contradicts]
        error: first second [x]
        ");
        let report = render(&[dated(), two_lines], Form::Json, false);
        insta::assert_snapshot!(report, @r#"
        {"severity":"warning","code":"date-contradicts","file":"2023-01-02/01.txt","line":1,"column":4,"width":9,"message":"the masthead says 2023-01-03, the folder 2023-01-02","hint":"state `date = 2023-01-02` in the front matter","confidence":80,"text":"株洲版2023年1月3日 星期二"}
        {"severity":"error","code":"x","file":null,"line":null,"column":null,"width":null,"message":"first\nsecond","hint":null,"confidence":null,"text":null}
        "#);
    }

    #[test]
    fn arranged_by_place_and_said_once() {
        let at = |file: &str, line| Place { file: file.into(), ..place(line, 1, 0, "x") };
        let mut all = vec![
            Diagnostic::error("z", "no place"),
            Diagnostic::warning("b", "later").at(at("b.txt", 9)),
            Diagnostic::note("a", "weaker").at(at("a.txt", 9)),
            Diagnostic::error("c", "worse").at(at("a.txt", 9)),
            Diagnostic::note("a", "weaker").at(at("a.txt", 9)),
            Diagnostic::note("a", "earlier").at(at("a.txt", 2)),
        ];
        arrange(&mut all);
        let order: Vec<&str> = all.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(order, ["earlier", "worse", "weaker", "later", "no place"]);
        assert_eq!(summary(&all).as_deref(), Some("2 errors, 1 warning"));
        assert_eq!(summary(&[]), None);
    }

    proptest! {
        #[test]
        fn any_place_can_be_shown(text in any::<String>(), line in any::<u32>(), column in any::<u32>(), width in any::<u32>(), message in any::<String>()) {
            let d = Diagnostic::error("x", message).at(place(line, column, width, &text)).hint(text.clone());
            for form in [Form::Human, Form::Short, Form::Json] {
                prop_assert!(render(std::slice::from_ref(&d), form, true).ends_with('\n'));
            }
        }
    }
}
