//! `--timings`: where the time went, stage by stage.
//!
//! Stages are tracing spans (`tracing::info_span!("parse").entered()`). The time of a span runs
//! from entering to leaving it; of spans inside one another each is listed, the inner one
//! indented.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tracing::span::{Attributes, Id};
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

/// One stage.
#[derive(Debug, Clone)]
struct Stage {
    name: &'static str,
    depth: usize,
    entered: u32,
    time: Duration,
}

/// The stages in the order they were first met. Shared with the subscriber.
#[derive(Debug, Clone)]
pub(super) struct Timings {
    stages: Arc<Mutex<Vec<Stage>>>,
    started: Instant,
}

/// When a span was entered, kept with it.
struct Entered(Instant);

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Timings {
    fn on_new_span(&self, _: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let (name, depth) = (span.name(), span.scope().count() - 1);
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        if !stages.iter().any(|stage| stage.name == name && stage.depth == depth) {
            stages.push(Stage { name, depth, entered: 0, time: Duration::ZERO });
        }
    }

    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            span.extensions_mut().replace(Entered(Instant::now()));
        }
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let Some(Entered(since)) = span.extensions_mut().remove::<Entered>() else { return };
        let (name, depth) = (span.name(), span.scope().count() - 1);
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(stage) = stages.iter_mut().find(|stage| stage.name == name && stage.depth == depth) {
            stage.entered += 1;
            stage.time += since.elapsed();
        }
    }
}

impl Timings {
    /// Begins to measure.
    pub(super) fn start() -> Self {
        Self { stages: Arc::default(), started: Instant::now() }
    }

    /// A line a stage, then the total.
    pub(super) fn table(&self) -> String {
        let total = self.started.elapsed();
        let share = |time: Duration| 100.0 * time.as_secs_f64() / total.as_secs_f64().max(f64::EPSILON);
        let mut table = String::new();
        for stage in self.stages.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let name = format!("{}{}", "  ".repeat(stage.depth), stage.name);
            let times = if stage.entered > 1 { format!("  ×{}", stage.entered) } else { String::new() };
            let milliseconds = stage.time.as_secs_f64() * 1e3;
            let _ = writeln!(table, "{name:<20} {milliseconds:>10.1} ms {:>5.1} %{times}", share(stage.time));
        }
        let _ = write!(table, "{:<20} {:>10.1} ms", "total", total.as_secs_f64() * 1e3);
        table
    }
}
