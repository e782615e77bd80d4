//! What open pages are told: which build they show, and what is wrong with it.
//!
//! A page is served with the token of the build it shows and asks for a newer one; the answer
//! comes when there is one. The token makes that safe: a build that ends between serving a page
//! and its question is not missed, as it would be by a mere "reload now" to whoever listens.

use std::sync::Arc;

use tokio::sync::watch;

use super::Built;
use crate::escape;

/// Path below which the server's own addresses are.
pub(super) const PREFIX: &str = "/__zzsite/";

/// How often a waiting page asks anew. Proxies and browsers give up on longer silence.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(25);

/// The last build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Counts builds that changed what a page shows; 0 before the first.
    version: u64,
    /// Counts those of them that may have changed more than the text of pages.
    looks: u64,
    /// What is wrong; empty when all is well.
    pub(super) problems: Arc<str>,
}

impl Shown {
    /// Stands for this build of this run of the server. All but its last part stays while only the
    /// text of pages changes.
    pub(super) fn token(&self) -> String {
        format!("{}-{}-{}", std::process::id(), self.looks, self.version)
    }
}

/// The last build, shared by the building thread and the serving one.
#[derive(Debug, Clone)]
pub(super) struct Live {
    shown: Arc<watch::Sender<Shown>>,
}

impl Live {
    pub(super) fn new() -> Self {
        Self { shown: Arc::new(watch::Sender::new(Shown::default())) }
    }

    /// Tells of a build. Pages show it when it makes a difference.
    pub(super) fn publish(&self, built: Built) {
        self.shown.send_if_modified(|shown| {
            let news = built.changed || *built.problems != *shown.problems || shown.version == 0;
            if news {
                let looks = shown.looks + u64::from(!built.text_alone);
                *shown = Shown { version: shown.version + 1, looks, problems: built.problems.into() };
            }
            news
        });
    }

    /// The last build; waits for the first.
    pub(super) async fn current(&self) -> Shown {
        let mut shown = self.shown.subscribe();
        match shown.wait_for(|shown| shown.version > 0).await {
            Ok(shown) => shown.clone(),
            Err(_) => Shown::default(),
        }
    }

    /// The token of a build other than the one with the token `seen`, as soon as there is one;
    /// that token again after a while.
    pub(super) async fn newer(&self, seen: &str) -> String {
        let mut shown = self.shown.subscribe();
        let newer = shown.wait_for(|shown| shown.version > 0 && shown.token() != seen);
        match tokio::time::timeout(PATIENCE, newer).await {
            Ok(Ok(shown)) => shown.token(),
            _ => seen.to_owned(),
        }
    }
}

/// The script and style of the box, from the server itself so that a content security policy
/// of the theme lets them pass.
pub(super) const SCRIPT: &str = include_str!("live.js");
pub(super) const STYLE: &str = include_str!("live.css");

/// What is put at the end of every HTML page.
pub(super) fn tail(shown: &Shown) -> String {
    let script = format!("<script src=\"{PREFIX}live.js?seen={}\"></script>", shown.token());
    if shown.problems.is_empty() {
        return script;
    }
    format!(
        "<link rel=\"stylesheet\" href=\"{PREFIX}live.css\">\
         <details id=\"zzsite-problems\" open><summary>zzsite</summary><pre>{}</pre></details>{script}",
        escape::text(&shown.problems)
    )
}

/// A page in place of one that is not there.
pub(super) fn page(title: &str) -> String {
    format!("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1>")
}
