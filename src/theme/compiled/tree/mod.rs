//! A view as one flat tree: all its text in one row, all its values in another.

mod builder;

use std::{
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use serde::{Serialize, Serializer};

use self::builder::Builder;

/// Where a value stands in its tree.
type At = u32;

/// A view.
#[derive(Debug, Clone, Default)]
pub(in crate::theme) struct Tree {
    /// UTF-8. Bytes, for cutting a string asks each time whether it is cut between characters.
    text: Vec<u8>,
    nodes: Vec<Node>,
    /// Items of lists.
    items: Vec<At>,
    /// Fields of maps.
    fields: Vec<(Key, At)>,
}

/// A value, whose parts lie in a range of the tree's rows.
#[derive(Debug, Clone)]
enum Node {
    Nothing,
    Bool(bool),
    Integer(i64),
    /// A number that nothing here counts with.
    Other(f64),
    Text(Range<At>),
    List(Range<At>),
    Map(Range<At>),
}

/// The name of a field.
#[derive(Debug, Clone)]
enum Key {
    /// Of a struct.
    Static(&'static str),
    /// Of a map, in the text.
    Text(Range<At>),
}

/// Where a field was found the last time, and where its name lies in memory: views of one kind
/// have their names in common, so that no letter of them is compared.
#[derive(Debug, Default)]
pub(super) struct Seen {
    at: AtomicUsize,
    name: AtomicUsize,
}

impl Clone for Seen {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// A value as templates see it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    Undefined,
    Nothing,
    Bool(bool),
    Integer(i64),
    Other,
    Text(&'v [u8]),
    List(&'v Tree, At, At),
    Map(&'v Tree, At, At),
}

impl Tree {
    /// A view as a tree. Views are structs of strings, numbers and lists, which always have one.
    pub(in crate::theme) fn new<T: Serialize + ?Sized>(view: &T) -> Result<Self, String> {
        let mut builder = Builder::with_room();
        let root = view.serialize(&mut builder).map_err(|error| error.0)?;
        debug_assert_eq!(root as usize + 1, builder.tree.nodes.len(), "the root is written last");
        Ok(builder.tree)
    }

    /// Bytes of all its text.
    pub(in crate::theme) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// The whole view.
    pub(super) fn root(&self) -> Value<'_> {
        self.nodes.len().checked_sub(1).map_or(Value::Undefined, |last| self.value(last as At))
    }

    fn value(&self, at: At) -> Value<'_> {
        match &self.nodes[at as usize] {
            Node::Nothing => Value::Nothing,
            Node::Bool(value) => Value::Bool(*value),
            Node::Integer(value) => Value::Integer(*value),
            Node::Other(_) => Value::Other,
            Node::Text(range) => Value::Text(self.slice(range)),
            Node::List(range) => Value::List(self, range.start, range.end),
            Node::Map(range) => Value::Map(self, range.start, range.end),
        }
    }

    fn slice(&self, range: &Range<At>) -> &[u8] {
        &self.text[range.start as usize..range.end as usize]
    }

    fn key<'t>(&'t self, key: &'t Key) -> &'t [u8] {
        match key {
            Key::Static(name) => name.as_bytes(),
            Key::Text(range) => self.slice(range),
        }
    }
}

impl<'v> Value<'v> {
    /// A field of a map. `seen` is where it stood the last time: one place in a template nearly
    /// always meets views of one kind.
    pub(super) fn field(self, name: &str, seen: &Seen) -> Value<'v> {
        let Value::Map(tree, start, end) = self else { return Value::Undefined };
        let fields = &tree.fields[start as usize..end as usize];
        if let Some((Key::Static(known), at)) = fields.get(seen.at.load(Relaxed))
            && known.as_ptr().addr() == seen.name.load(Relaxed)
            && known.len() == name.len()
        {
            return tree.value(*at);
        }
        let Some(found) = fields.iter().position(|(key, _)| tree.key(key) == name.as_bytes()) else {
            return Value::Undefined;
        };
        let (key, at) = &fields[found];
        if let Key::Static(known) = key {
            // Another thread may come between the two, and does no harm: what has its name there is it.
            seen.at.store(found, Relaxed);
            seen.name.store(known.as_ptr().addr(), Relaxed);
        }
        tree.value(*at)
    }

    /// An item of a list.
    pub(super) fn item(self, at: usize) -> Value<'v> {
        let Value::List(tree, start, end) = self else { return Value::Undefined };
        tree.items[start as usize..end as usize].get(at).map_or(Value::Undefined, |&at| tree.value(at))
    }

    /// Items of a list, fields of a map, characters of a text: bytes that begin one.
    pub(super) fn length(self) -> Option<usize> {
        match self {
            Value::List(_, start, end) | Value::Map(_, start, end) => Some((end - start) as usize),
            Value::Text(text) => Some(text.iter().filter(|byte| (**byte as i8) >= -0x40).count()),
            _ => None,
        }
    }
}

/// For Tera, where it renders a page after all.
impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.nodes.len() {
            0 => serializer.serialize_unit(),
            nodes => Branch { tree: self, at: nodes as At - 1 }.serialize(serializer),
        }
    }
}

struct Branch<'t> {
    tree: &'t Tree,
    at: At,
}

impl Serialize for Branch<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let branch = |at: &At| Branch { tree: self.tree, at: *at };
        let indices = |range: &Range<At>| range.start as usize..range.end as usize;
        match &self.tree.nodes[self.at as usize] {
            Node::Nothing => serializer.serialize_unit(),
            Node::Bool(value) => serializer.serialize_bool(*value),
            Node::Integer(value) => serializer.serialize_i64(*value),
            Node::Other(value) => serializer.serialize_f64(*value),
            Node::Text(range) => serializer.serialize_str(&String::from_utf8_lossy(self.tree.slice(range))),
            Node::List(range) => serializer.collect_seq(self.tree.items[indices(range)].iter().map(branch)),
            Node::Map(range) => {
                let fields = self.tree.fields[indices(range)].iter();
                serializer
                    .collect_map(fields.map(|(key, at)| (String::from_utf8_lossy(self.tree.key(key)), branch(at))))
            }
        }
    }
}
