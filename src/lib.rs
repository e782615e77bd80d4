//! zzsite: newspaper page text in, a static site out.
//!
//! The pipeline, one value in and one value out at each stage, diagnostics beside it:
//!
//! ```text
//! source    walk content/, decode files             → SourceFile, SourceText
//! parse     page text → articles and furniture      → SourcePage
//! markdown  the intermediate format, both ways      ⇄ Article
//! press     pages of a date → issue, jumps followed → Issue
//! site      issues → order, indexes, routes         → Site
//! theme     templates, filters, view structs        → Theme
//! render    plan: Site → jobs;  run: job → bytes    → Rendered
//! output    minify, compare, write, prune           → files
//! ```
//!
//! Nothing reaches back: a stage knows the values before it and never the ones after it.
//! ARCHITECTURE.md has the map and the invariants.

pub mod build;
pub mod check;
pub mod cite;
pub mod cli;
pub mod config;
pub mod diag;
mod escape;
pub mod gazetteer;
mod ink;
pub mod inspect;
mod lent;
pub mod markdown;
pub mod minify;
pub mod output;
pub mod parse;
pub mod parts;
pub mod picture;
pub mod pipeline;
pub mod press;
pub mod proof;
pub mod render;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod source;
pub mod stats;
mod taken;
pub mod theme;
pub mod typography;
mod watch;
mod windows;
