//! Writing a view down as a [`Tree`]: a serializer of serde's.

use std::{any, cell::Cell, fmt::Display, mem, ptr};

use serde::{
    Serialize, Serializer,
    ser::{self, SerializeMap, SerializeSeq, SerializeStruct},
};

use super::{At, Key, Kind, Node, Tree};
use crate::theme::views::ONCE;

/// Builds a tree. Children are written before what they stand in, so the parts of a list or map
/// wait until all of them are there.
pub(super) struct Builder {
    tree: Tree,
    waiting: Waiting,
}

/// What a builder needs only while it builds.
#[derive(Default)]
struct Waiting {
    items: Vec<Node>,
    fields: Vec<(Key, Node)>,
    /// Where what is written [`Once`](crate::theme::views::Once) lies in memory, its type, for it may begin
    /// with a value of another, and what became of it.
    once: Vec<(usize, &'static str, Node)>,
}

impl Builder {
    /// An empty one, in what a dropped tree has left or with room for most views.
    pub(super) fn with_room() -> Self {
        let mut left = LEFT.take();
        let tree = left.pop().unwrap_or_else(|| Tree {
            text: Vec::with_capacity(8 << 10),
            items: Vec::with_capacity(32),
            fields: Vec::with_capacity(160),
            root: Node::UNDEFINED,
        });
        LEFT.set(left);
        Self { tree, waiting: WAITING.take() }
    }

    /// The tree with all that `root` leads to.
    pub(super) fn finish(self, root: Node) -> Tree {
        let Self { mut tree, mut waiting } = self;
        tree.root = root;
        waiting.once.clear();
        WAITING.set(waiting);
        tree
    }

    fn list(&mut self, from: usize) -> Node {
        moved(Kind::List, &mut self.waiting.items, from, &mut self.tree.items)
    }

    fn map(&mut self, from: usize) -> Node {
        moved(Kind::Map, &mut self.waiting.fields, from, &mut self.tree.fields)
    }
}

/// Moves the parts that wait, from a place on, to the end of their row.
fn moved<T: Copy>(kind: Kind, waiting: &mut Vec<T>, from: usize, row: &mut Vec<T>) -> Node {
    let start = row.len();
    row.extend_from_slice(&waiting[from..]);
    waiting.truncate(from);
    Node::parts(kind, start, row.len())
}

/// So many empty trees are kept by a thread, none with room for more text than this.
const KEPT: usize = 8;
const MOST_TEXT: usize = 256 << 10;

thread_local! {
    /// Trees without their content. A page makes three and drops them when it is done; the next page
    /// of the thread fills the same rows, which have grown as long as they need be.
    static LEFT: Cell<Vec<Tree>> = const { Cell::new(Vec::new()) };
    /// The rows in which parts wait; at the end of a view nothing does any more.
    static WAITING: Cell<Waiting> = const { Cell::new(Waiting { items: Vec::new(), fields: Vec::new(), once: Vec::new() }) };
}

impl Drop for Tree {
    fn drop(&mut self) {
        // A literal of a template has no rows to fill again.
        if self.fields.capacity() == 0 || self.text.capacity() > MOST_TEXT {
            return;
        }
        // A thread that ends keeps nothing.
        let _ = LEFT.try_with(|left| {
            let mut all = left.take();
            if all.len() < KEPT {
                let mut tree = mem::replace(self, Tree::of(Node::UNDEFINED));
                tree.text.clear();
                tree.items.clear();
                tree.fields.clear();
                tree.root = Node::UNDEFINED;
                all.push(tree);
            }
            left.set(all);
        });
    }
}

/// What no view has.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Unfit(pub(super) String);

impl ser::Error for Unfit {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// A list or map whose parts are being written.
pub(super) struct Parts<'b> {
    builder: &'b mut Builder,
    /// How many parts of others wait.
    from: usize,
    key: Option<Key>,
}

impl<'b> Serializer for &'b mut Builder {
    type Ok = Node;
    type Error = Unfit;
    type SerializeSeq = Parts<'b>;
    type SerializeTuple = ser::Impossible<Node, Unfit>;
    type SerializeTupleStruct = ser::Impossible<Node, Unfit>;
    type SerializeTupleVariant = ser::Impossible<Node, Unfit>;
    type SerializeMap = Parts<'b>;
    type SerializeStruct = Parts<'b>;
    type SerializeStructVariant = ser::Impossible<Node, Unfit>;

    fn serialize_bool(self, value: bool) -> Result<Node, Unfit> {
        Ok(Node::bool(value))
    }

    fn serialize_i8(self, value: i8) -> Result<Node, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<Node, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<Node, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<Node, Unfit> {
        Ok(Node::integer(value))
    }

    fn serialize_u8(self, value: u8) -> Result<Node, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<Node, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<Node, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<Node, Unfit> {
        self.serialize_i64(i64::try_from(value).map_err(ser::Error::custom)?)
    }

    fn serialize_f32(self, value: f32) -> Result<Node, Unfit> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<Node, Unfit> {
        Ok(Node::other(value))
    }

    fn serialize_char(self, value: char) -> Result<Node, Unfit> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<Node, Unfit> {
        let row = &mut self.tree.text;
        let start = row.len();
        row.extend_from_slice(value.as_bytes());
        Ok(Node::parts(Kind::Text, start, row.len()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Node, Unfit> {
        Err(ser::Error::custom("bytes"))
    }

    fn serialize_none(self) -> Result<Node, Unfit> {
        Ok(Node::NOTHING)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Node, Unfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Node, Unfit> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Node, Unfit> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Node, Unfit> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Node, Unfit> {
        if name != ONCE {
            return value.serialize(self);
        }
        // A view stands still while it is written, so the same place is the same value.
        let (place, kind) = (ptr::from_ref(value).addr(), any::type_name::<T>());
        let mut written = self.waiting.once.iter().rev();
        if let Some((.., node)) = written.find(|(known, of, _)| *known == place && *of == kind) {
            return Ok(*node);
        }
        let node = value.serialize(&mut *self)?;
        self.waiting.once.push((place, kind, node));
        Ok(node)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Node, Unfit> {
        Err(ser::Error::custom("a variant with content"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'b>, Unfit> {
        Ok(Parts { from: self.waiting.items.len(), builder: self, key: None })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unfit> {
        Err(ser::Error::custom("a tuple"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unfit> {
        Err(ser::Error::custom("a tuple"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unfit> {
        Err(ser::Error::custom("a tuple"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'b>, Unfit> {
        Ok(Parts { from: self.waiting.fields.len(), builder: self, key: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'b>, Unfit> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unfit> {
        Err(ser::Error::custom("a variant with content"))
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = Node;
    type Error = Unfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        let node = value.serialize(&mut *self.builder)?;
        self.builder.waiting.items.push(node);
        Ok(())
    }

    fn end(self) -> Result<Node, Unfit> {
        Ok(self.builder.list(self.from))
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = Node;
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        // The name stays in the text; it is no value.
        let name = key.serialize(&mut *self.builder)?;
        if name.kind != Kind::Text {
            return Err(ser::Error::custom("a name that is no text"));
        }
        self.key = Some(Key::Text(name.start, name.rest as At));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        let node = value.serialize(&mut *self.builder)?;
        let key = self.key.take().ok_or_else(|| Unfit("a value without a name".to_owned()))?;
        self.builder.waiting.fields.push((key, node));
        Ok(())
    }

    fn end(self) -> Result<Node, Unfit> {
        Ok(self.builder.map(self.from))
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = Node;
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unfit> {
        let node = value.serialize(&mut *self.builder)?;
        self.builder.waiting.fields.push((Key::Static(key), node));
        Ok(())
    }

    fn end(self) -> Result<Node, Unfit> {
        Ok(self.builder.map(self.from))
    }
}
