//! Decoded text with a line index, so that every later message can say file:line:col.

use std::{ops::Range, sync::Arc};

use crate::diag::Place;

/// The text of one file: UTF-8, `\n` line ends, no control characters but `\n`, U+3000 kept.
#[derive(Debug, Clone)]
pub struct SourceText {
    file: Arc<str>,
    text: String,
    line_starts: Vec<usize>,
}

impl SourceText {
    /// Takes text that was decoded and normalised already. `file` is the path as the user
    /// knows it, with `/`.
    pub fn new(file: impl Into<Arc<str>>, text: String) -> Self {
        let line_starts =
            std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { file: file.into(), text, line_starts }
    }

    /// Path of the file.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Number of lines; a line end at the end of the text opens no further line.
    pub fn line_count(&self) -> u32 {
        let open = usize::from(!self.text.is_empty() && !self.text.ends_with('\n'));
        u32::try_from(self.line_starts.len() - 1 + open).unwrap_or(u32::MAX)
    }

    /// The lines with their numbers, from 1, without line ends.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        let ends = self.line_starts.iter().skip(1).map(|next| next - 1).chain([self.text.len()]);
        let lines = self.line_starts.iter().zip(ends).map(|(start, end)| {
            let line = &self.text[*start..end];
            // As `str::lines` has it: what no line end follows stays as it is.
            if end < self.text.len() { line.strip_suffix('\r').unwrap_or(line) } else { line }
        });
        (1u32..).zip(lines.take(self.line_count() as usize))
    }

    /// The number of the line, from 1, that holds byte `offset`.
    pub fn line_of(&self, offset: usize) -> u32 {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// Byte offset of the start of line `line` (from 1); the end of the text for later lines.
    pub fn line_start(&self, line: u32) -> usize {
        self.line_starts.get(line.max(1) as usize - 1).copied().unwrap_or(self.text.len())
    }

    /// The place of a byte range, marked up to the end of its first line.
    pub fn place(&self, span: Range<usize>) -> Place {
        let line = self.line_of(span.start);
        let start = self.line_start(line);
        let text = self.text[start..].lines().next().unwrap_or_default();
        let (from, to) = (span.start.min(start + text.len()), span.end.min(start + text.len()));
        let chars = |range: Range<usize>| {
            u32::try_from(self.text.get(range).map_or(0, |s| s.chars().count())).unwrap_or(u32::MAX)
        };
        Place {
            file: Arc::clone(&self.file),
            line,
            column: chars(start..from) + 1,
            width: chars(from..to.max(from)),
            text: text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SourceText;

    #[test]
    fn lines_are_those_of_the_text() {
        for text in ["", "\n", "湘江", "湘江\n", "湘江\n\n河", "a\r\nb\r\n", "a\r", "\r\n\r", "a\n\n\n"] {
            let source = SourceText::new("page.txt", text.to_owned());
            assert_eq!(source.lines().map(|(_, line)| line).collect::<Vec<_>>(), text.lines().collect::<Vec<_>>());
            assert_eq!(source.lines().count(), source.line_count() as usize, "{text:?}");
        }
    }
}
