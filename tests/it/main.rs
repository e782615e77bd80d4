//! The one integration binary: a module a topic.

mod check;
mod output;
#[cfg(feature = "serve")]
mod serve;
