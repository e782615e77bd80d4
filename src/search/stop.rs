//! Giving up: a builder that somebody else's work is more pressing than.
//!
//! Whatever takes more than some milliseconds asks whether it is to [stop](Stop::now), and if so
//! leaves off where it is. What it gives then is of no use; before any of it leaves the builder,
//! [`Stop::check`] makes an error of it. So files that were handed out are whole, and the
//! directory, which is the last of them, is never handed out.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether to give up. Once it was found to be so it stays so, whatever becomes of the flag.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop {
    flag: Option<Arc<AtomicBool>>,
    found: Arc<AtomicBool>,
}

/// The builder was told to give up.
#[derive(Debug, thiserror::Error)]
#[error("the search index was given up")]
struct GivenUp;

impl Stop {
    /// When the flag is raised; without one never.
    pub(crate) fn new(flag: Option<Arc<AtomicBool>>) -> Self {
        Self { flag, found: Arc::default() }
    }

    /// Whether to leave off here.
    pub(crate) fn now(&self) -> bool {
        let Some(flag) = &self.flag else { return false };
        if flag.load(Ordering::Relaxed) {
            self.found.store(true, Ordering::Relaxed);
        }
        self.found.load(Ordering::Relaxed)
    }

    /// An error if something has left off or is to.
    pub(crate) fn check(&self) -> io::Result<()> {
        if self.now() { Err(io::Error::other(GivenUp)) } else { Ok(()) }
    }
}

/// Whether a builder failed because its flag was raised.
pub fn is_given_up(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<GivenUp>())
}
