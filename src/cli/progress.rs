//! Progress: which stage a long build is in. Shown on a terminal only, and gone afterwards.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use indicatif::ProgressBar;
use tracing::span::Id;
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

/// Listens to the stages, the outermost spans.
#[derive(Debug, Default)]
pub(super) struct Progress {
    bar: Mutex<Option<ProgressBar>>,
}

/// The bar turns this often.
const TICK: Duration = Duration::from_millis(120);

impl<S: tracing::Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Progress {
    fn on_enter(&self, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id).filter(|span| span.parent().is_none()) else { return };
        let bar = ProgressBar::new_spinner().with_message(span.name());
        bar.enable_steady_tick(TICK);
        *self.bar.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
    }

    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        let is_stage = context.span(id).is_some_and(|span| span.parent().is_none());
        let bar = self.bar.lock().unwrap_or_else(PoisonError::into_inner).take_if(|_| is_stage);
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
    }
}
