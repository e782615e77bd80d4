//! The one integration binary: a module a topic.

mod build;
mod check;
mod markdown;
mod newsroom;
mod output;
#[cfg(feature = "serve")]
mod serve;
mod site;
