//! The one integration binary: a module a topic.

mod newsroom;
mod output;
mod site;
