//! The one integration binary: a module a topic.

mod build;
mod check;
mod commands;
mod demo;
mod generated;
mod incremental;
mod markdown;
mod newsroom;
mod output;
mod overlay;
mod parse;
mod parts;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod transcripts;
