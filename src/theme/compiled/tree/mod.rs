//! A view as one flat tree: all its text in one row, all its lists in another, all its maps in a third.

mod builder;

use std::{
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use serde::{Serialize, Serializer};

use self::builder::Builder;

/// A place in one of a tree's rows.
type At = u32;

/// A view.
#[derive(Debug, Clone)]
pub(in crate::theme) struct Tree {
    /// UTF-8. Bytes, for cutting a string asks each time whether it is cut between characters.
    text: Vec<u8>,
    /// Items of lists.
    items: Vec<Node>,
    /// Fields of maps.
    fields: Vec<(Key, Node)>,
    root: Node,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Kind {
    /// Of a name or field that there is not; no view has it.
    Undefined,
    Nothing,
    Bool,
    Integer,
    /// A number that nothing here counts with.
    Other,
    Text,
    List,
    Map,
}

/// A value. All kinds have one form of three plain numbers, for templates copy values all the time,
/// and an enum is copied byte by byte around its tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Where the parts of a text, list or map begin in their row of the tree.
    start: At,
    /// Where they end; or a truth, or the bits of a number.
    rest: u64,
}

impl Node {
    pub(super) const UNDEFINED: Self = Self { kind: Kind::Undefined, start: 0, rest: 0 };
    pub(super) const NOTHING: Self = Self { kind: Kind::Nothing, start: 0, rest: 0 };

    pub(super) fn bool(value: bool) -> Self {
        Self { kind: Kind::Bool, start: 0, rest: value.into() }
    }

    pub(super) fn integer(value: i64) -> Self {
        Self { kind: Kind::Integer, start: 0, rest: value.cast_unsigned() }
    }

    fn other(value: f64) -> Self {
        Self { kind: Kind::Other, start: 0, rest: value.to_bits() }
    }

    /// Parts of a row. A view is far smaller than 4 GB.
    fn parts(kind: Kind, start: usize, end: usize) -> Self {
        Self { kind, start: start as At, rest: end as u64 }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.rest as usize
    }

    /// Whether templates take it for true; `None` of a number that nothing counts with.
    #[inline]
    pub(super) fn truth(self) -> Option<bool> {
        match self.kind {
            Kind::Undefined | Kind::Nothing => Some(false),
            Kind::Bool | Kind::Integer => Some(self.rest != 0),
            Kind::Text | Kind::List | Kind::Map => Some(u64::from(self.start) < self.rest),
            Kind::Other => None,
        }
    }

    /// Of two numbers or truths.
    pub(super) fn same_number(self, other: Self) -> bool {
        self.rest == other.rest
    }

    pub(super) fn as_integer(self) -> Option<i64> {
        (self.kind == Kind::Integer).then_some(self.rest.cast_signed())
    }
}

/// The name of a field.
#[derive(Debug, Clone, Copy)]
enum Key {
    /// Of a struct.
    Static(&'static str),
    /// Of a map, in the text.
    Text(At, At),
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

/// A value as templates see it: a node with the tree in which its parts lie, so that a field is handed on as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'v> {
    pub(super) node: Node,
    tree: &'v Tree,
}

/// Of values without parts.
static NO_TREE: Tree = Tree { text: Vec::new(), items: Vec::new(), fields: Vec::new(), root: Node::UNDEFINED };

impl Tree {
    /// A view as a tree. Views are structs of strings, numbers and lists, which always have one.
    pub(in crate::theme) fn new<T: Serialize + ?Sized>(view: &T) -> Result<Self, String> {
        let mut builder = Builder::with_room();
        let root = view.serialize(&mut builder).map_err(|error| error.0)?;
        Ok(builder.finish(root))
    }

    /// A tree of one text, as a template has it.
    pub(super) fn of_text(text: &[u8]) -> Self {
        let root = Node::parts(Kind::Text, 0, text.len());
        Self { text: text.to_vec(), items: Vec::new(), fields: Vec::new(), root }
    }

    /// A tree of one value without parts.
    pub(super) fn of(root: Node) -> Self {
        Self { text: Vec::new(), items: Vec::new(), fields: Vec::new(), root }
    }

    /// Bytes of all its text.
    pub(in crate::theme) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// The whole view.
    pub(super) fn root(&self) -> Value<'_> {
        Value { node: self.root, tree: self }
    }

    fn key<'t>(&'t self, key: &'t Key) -> &'t [u8] {
        match *key {
            Key::Static(name) => name.as_bytes(),
            Key::Text(start, end) => &self.text[start as usize..end as usize],
        }
    }

    /// A field by its name alone; tells `seen` where it was.
    #[cold]
    fn look_for(&self, map: Node, name: &str, seen: &Seen) -> Node {
        let fields = &self.fields[map.range()];
        let Some(found) = fields.iter().position(|(key, _)| self.key(key) == name.as_bytes()) else {
            return Node::UNDEFINED;
        };
        let (key, node) = fields[found];
        if let Key::Static(known) = key {
            // Another thread may come between the two, and does no harm: what has its name there is it.
            seen.at.store(found, Relaxed);
            seen.name.store(known.as_ptr().addr(), Relaxed);
        }
        node
    }
}

impl<'v> Value<'v> {
    pub(super) const UNDEFINED: Self = Self { node: Node::UNDEFINED, tree: &NO_TREE };

    /// A value without parts.
    #[inline]
    pub(super) fn of(node: Node) -> Self {
        Self { node, tree: &NO_TREE }
    }

    pub(super) fn is(self, kind: Kind) -> bool {
        self.node.kind == kind
    }

    /// The bytes of a text.
    #[inline]
    pub(super) fn text(self) -> Option<&'v [u8]> {
        self.is(Kind::Text).then(|| &self.tree.text[self.node.range()])
    }

    /// A field of a map. `seen` is where it stood the last time: one place in a template nearly
    /// always meets views of one kind.
    #[inline]
    pub(super) fn field(self, name: &str, seen: &Seen) -> Value<'v> {
        let Self { node, tree } = self;
        if node.kind != Kind::Map {
            return Self::UNDEFINED;
        }
        let at = node.start as usize + seen.at.load(Relaxed);
        let node = match tree.fields.get(at) {
            Some((Key::Static(known), field))
                if (at as u64) < node.rest
                    && known.as_ptr().addr() == seen.name.load(Relaxed)
                    && known.len() == name.len() =>
            {
                *field
            }
            _ => tree.look_for(node, name, seen),
        };
        Self { node, tree }
    }

    /// An item of a list.
    pub(super) fn item(self, at: usize) -> Value<'v> {
        let Self { node, tree } = self;
        match node.kind {
            Kind::List => Self { node: *tree.items[node.range()].get(at).unwrap_or(&Node::UNDEFINED), tree },
            _ => Self::UNDEFINED,
        }
    }

    /// Items of a list, fields of a map, characters of a text: bytes that begin one.
    pub(super) fn length(self) -> Option<usize> {
        match self.node.kind {
            Kind::List | Kind::Map => Some(self.node.range().len()),
            _ => self.text().map(|text| text.iter().filter(|byte| (**byte as i8) >= -0x40).count()),
        }
    }
}

/// For Tera, where it renders a page after all.
impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.root().serialize(serializer)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { node, tree } = *self;
        let branch = |node: &Node| Value { node: *node, tree };
        let named = |(key, node): &(Key, Node)| (String::from_utf8_lossy(tree.key(key)).into_owned(), branch(node));
        match node.kind {
            Kind::Undefined | Kind::Nothing => serializer.serialize_unit(),
            Kind::Bool => serializer.serialize_bool(node.rest != 0),
            Kind::Integer => serializer.serialize_i64(node.rest.cast_signed()),
            Kind::Other => serializer.serialize_f64(f64::from_bits(node.rest)),
            Kind::Text => serializer.serialize_str(&String::from_utf8_lossy(&tree.text[node.range()])),
            Kind::List => serializer.collect_seq(tree.items[node.range()].iter().map(branch)),
            Kind::Map => serializer.collect_map(tree.fields[node.range()].iter().map(named)),
        }
    }
}
