//! The one integration binary: a module a topic.

mod check;
mod newsroom;
mod output;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod site;
