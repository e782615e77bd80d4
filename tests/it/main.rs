//! The one integration binary: a module a topic.

mod check;
mod commands;
mod newsroom;
mod output;
#[cfg(feature = "serve")]
mod serve;
mod site;
mod transcripts;
