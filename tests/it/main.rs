//! The one integration binary: a module a topic.

mod check;
mod newsroom;
mod output;
#[cfg(feature = "serve")]
mod serve;
mod site;
