//! A view as one flat tree: all its text in one row, all its values in another.

use std::{
    fmt::Display,
    ops::Range,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use serde::{
    Serialize, Serializer,
    ser::{self, SerializeMap, SerializeSeq, SerializeStruct},
};

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

/// Builds a tree. Children are written before what they stand in, so the parts of a list or map
/// wait until all of them are there.
#[derive(Default)]
struct Builder {
    tree: Tree,
    items: Vec<At>,
    fields: Vec<(Key, At)>,
}

impl Builder {
    /// Room for most views, so that rows do not move while they grow.
    fn with_room() -> Self {
        let tree = Tree {
            text: Vec::with_capacity(8 << 10),
            nodes: Vec::with_capacity(192),
            items: Vec::with_capacity(32),
            fields: Vec::with_capacity(160),
        };
        Self { tree, items: Vec::with_capacity(32), fields: Vec::with_capacity(64) }
    }

    fn put(&mut self, node: Node) -> At {
        self.tree.nodes.push(node);
        self.tree.nodes.len() as At - 1
    }

    fn text(&mut self, text: &str) -> Range<At> {
        let start = self.tree.text.len();
        self.tree.text.extend_from_slice(text.as_bytes());
        start as At..self.tree.text.len() as At
    }

    fn list(&mut self, from: usize) -> At {
        let start = self.tree.items.len();
        self.tree.items.extend(self.items.drain(from..));
        let range = start as At..self.tree.items.len() as At;
        self.put(Node::List(range))
    }

    fn map(&mut self, from: usize) -> At {
        let start = self.tree.fields.len();
        self.tree.fields.extend(self.fields.drain(from..));
        let range = start as At..self.tree.fields.len() as At;
        self.put(Node::Map(range))
    }
}

/// What no view has.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unfit(String);

impl ser::Error for Unfit {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// A list or map whose parts are being written.
struct Parts<'b> {
    builder: &'b mut Builder,
    /// How many parts of others wait.
    from: usize,
    key: Option<Key>,
}

impl<'b> Serializer for &'b mut Builder {
    type Ok = At;
    type Error = Unfit;
    type SerializeSeq = Parts<'b>;
    type SerializeTuple = ser::Impossible<At, Unfit>;
    type SerializeTupleStruct = ser::Impossible<At, Unfit>;
    type SerializeTupleVariant = ser::Impossible<At, Unfit>;
    type SerializeMap = Parts<'b>;
    type SerializeStruct = Parts<'b>;
    type SerializeStructVariant = ser::Impossible<At, Unfit>;

    fn serialize_bool(self, value: bool) -> Result<At, Unfit> {
        Ok(self.put(Node::Bool(value)))
    }

    fn serialize_i8(self, value: i8) -> Result<At, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<At, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<At, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<At, Unfit> {
        Ok(self.put(Node::Integer(value)))
    }

    fn serialize_u8(self, value: u8) -> Result<At, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<At, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<At, Unfit> {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<At, Unfit> {
        self.serialize_i64(i64::try_from(value).map_err(ser::Error::custom)?)
    }

    fn serialize_f32(self, value: f32) -> Result<At, Unfit> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<At, Unfit> {
        Ok(self.put(Node::Other(value)))
    }

    fn serialize_char(self, value: char) -> Result<At, Unfit> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<At, Unfit> {
        let text = self.text(value);
        Ok(self.put(Node::Text(text)))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<At, Unfit> {
        Err(ser::Error::custom("bytes"))
    }

    fn serialize_none(self) -> Result<At, Unfit> {
        Ok(self.put(Node::Nothing))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<At, Unfit> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<At, Unfit> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<At, Unfit> {
        self.serialize_none()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<At, Unfit> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<At, Unfit> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<At, Unfit> {
        Err(ser::Error::custom("a variant with content"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'b>, Unfit> {
        Ok(Parts { from: self.items.len(), builder: self, key: None })
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
        Ok(Parts { from: self.fields.len(), builder: self, key: None })
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
    type Ok = At;
    type Error = Unfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        let at = value.serialize(&mut *self.builder)?;
        self.builder.items.push(at);
        Ok(())
    }

    fn end(self) -> Result<At, Unfit> {
        Ok(self.builder.list(self.from))
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = At;
    type Error = Unfit;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unfit> {
        let at = key.serialize(&mut *self.builder)?;
        // The name stays in the text; it is no value.
        match self.builder.tree.nodes.pop() {
            Some(Node::Text(range)) if at as usize == self.builder.tree.nodes.len() => {
                self.key = Some(Key::Text(range));
                Ok(())
            }
            _ => Err(ser::Error::custom("a name that is no text")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        let at = value.serialize(&mut *self.builder)?;
        let key = self.key.take().ok_or_else(|| Unfit("a value without a name".to_owned()))?;
        self.builder.fields.push((key, at));
        Ok(())
    }

    fn end(self) -> Result<At, Unfit> {
        Ok(self.builder.map(self.from))
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = At;
    type Error = Unfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unfit> {
        let at = value.serialize(&mut *self.builder)?;
        self.builder.fields.push((Key::Static(key), at));
        Ok(())
    }

    fn end(self) -> Result<At, Unfit> {
        Ok(self.builder.map(self.from))
    }
}
