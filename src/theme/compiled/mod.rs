//! Templates compiled for views: the same bytes as Tera's, for less than half of the instructions.
//!
//! An archive has a hundred thousand pages and twenty templates. Tera makes a map of shared
//! values of every view and asks it for every name, which was a third of a build. Here a template
//! is read once into [nodes](node::Node) whose names are places in a frame, and a view becomes one
//! flat [tree](tree::Tree).
//!
//! 1. `scan` parts text from code; `expression` and `parse` read the code.
//! 2. `link` puts blocks into the templates they extend, and components to their calls.
//! 3. `tree` holds views; `fold` puts those in that many pages have in common; `run` makes the
//!    bytes. What no template asks for (`fields`) need not be in a view.
//!
//! Tera stays what a template means. It has loaded all of them before, so there is no wrong
//! template here. What goes beyond the part of its language that is known here is left to it: a
//! template as a whole, where its code is not known (other filters, tests, functions, includes),
//! or one page, where a value is not as expected (undefined, or of another kind). So nothing here
//! tells of an error: Tera does, with the place in the template. A test compares both ways, byte
//! for byte.

mod expression;
mod fields;
mod fold;
mod link;
mod node;
mod parse;
mod run;
mod scan;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use self::node::{Component, Node};
pub(super) use self::tree::Tree;

/// All templates that are known here.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pages: BTreeMap<String, Page>,
    components: Vec<Component>,
}

/// A template with the names that its nodes use.
#[derive(Debug)]
struct Page {
    names: Vec<String>,
    nodes: Vec<Node>,
    /// Every field that it and the components it calls ask for.
    fields: BTreeSet<String>,
}

impl Compiled {
    /// Compiles what it can of the templates, given by name and text.
    pub(super) fn new<'t>(templates: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        link::link(&templates.into_iter().collect())
    }

    /// Whether a template may ask for a field of that name, of whatever view.
    pub(super) fn asks(&self, template: &str, field: &str) -> bool {
        self.pages.get(template).is_none_or(|page| page.fields.contains(field))
    }

    /// A page; `None` where it is to be left to Tera. `context` has views by name.
    pub(super) fn render(&self, template: &str, context: &[(&str, &Tree)], capacity: usize) -> Option<Vec<u8>> {
        run::page(self.pages.get(template)?, &self.components, context, capacity)
    }
}

#[cfg(test)]
mod tests;
