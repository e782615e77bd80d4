//! Counts sorted into a few steps of equal width, from little to most.

/// A scale from 1 to its highest count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    /// Number of steps.
    steps: u64,
    /// The highest count.
    max: u64,
}

impl Steps {
    /// A scale for these counts.
    pub(super) fn new(steps: u64, counts: impl Iterator<Item = u64>) -> Self {
        Self { steps, max: counts.max().unwrap_or(0) }
    }

    /// The highest count.
    pub(super) fn max(self) -> u64 {
        self.max
    }

    /// 0 for nothing, else 1 to the number of steps. Where no count is above 1 all are alike,
    /// and take the shade in the middle.
    pub(super) fn step(self, count: u64) -> u64 {
        match self.max {
            0 => 0,
            1 => count.min(1) * self.steps.div_ceil(2),
            max => (count.min(max) * self.steps).div_ceil(max),
        }
    }

    /// The steps that hold any whole number, each with its lowest and highest count.
    pub(super) fn ranges(self) -> impl Iterator<Item = (u64, u64, u64)> {
        let edge = move |step: u64| step * self.max / self.steps;
        let ranges = (1..=self.steps).map(move |step| (edge(step - 1) + 1, edge(step)));
        ranges.filter(|(low, high)| low <= high).map(move |(low, high)| (self.step(high), low, high))
    }
}

/// `3` or `3–5`.
pub(super) fn range(low: u64, high: u64) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// Width of a text in hundredths of an em, ASCII as wide as a bold face has it.
pub(super) fn width(text: &str) -> i64 {
    let one = |c: char| match c {
        'A'..='Z' | '%' | '&' | '@' | 'm' | 'w' => 75,
        ' '..='~' | '\u{a0}' | '–' => 56,
        _ => 100,
    };
    text.chars().map(one).sum()
}
