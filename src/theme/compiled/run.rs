//! Nodes and views to bytes.

use super::{
    Page,
    node::{Call, Component, Expression, Field, LoopField, Node, Operator, Parameter},
    tree::{self, Kind, Tree, Value},
};
use crate::escape;

/// Components within components; Tera stops at twenty.
const DEEPEST: usize = 20;

/// Something that is left to Tera: it writes it in its own way, or says what is wrong.
pub(super) struct Unusual;

/// A page of the views in `context`, by name.
pub(super) fn page<'v>(
    page: &'v Page,
    components: &'v [Component],
    context: &[(&str, &'v Tree)],
    capacity: usize,
) -> Option<Vec<u8>> {
    let value = |name: &String| {
        let view = context.iter().find(|(known, _)| known == name);
        view.map_or(Value::UNDEFINED, |(_, tree)| tree.root())
    };
    let mut frame = Frame {
        names: &page.names,
        values: page.names.iter().map(value).collect(),
        loops: Vec::new(),
        caller: None,
        depth: 0,
    };
    let mut run = Run { components, out: Vec::with_capacity(capacity) };
    run.nodes(&page.nodes, &mut frame).ok().map(|()| run.out)
}

struct Run<'v> {
    components: &'v [Component],
    out: Vec<u8>,
}

/// The names of a page or of a call of a component, with their values.
struct Frame<'v, 'f> {
    names: &'v [String],
    values: Vec<Value<'v>>,
    /// Turns of the loops around, from 0, and how many there are of each.
    loops: Vec<(usize, usize)>,
    caller: Option<&'f Frame<'v, 'f>>,
    depth: usize,
}

impl<'v> Frame<'v, '_> {
    /// The value of a name here or where this was called.
    fn named(&self, name: &str) -> Value<'v> {
        let here = self.names.iter().position(|known| known == name).map(|slot| self.values[slot]);
        match (here, self.caller) {
            (Some(value), _) if !value.is(Kind::Undefined) => value,
            (_, Some(caller)) => caller.named(name),
            (_, None) => Value::UNDEFINED,
        }
    }

    /// Nearly all that a template asks for is a path, so that is at hand where it is asked.
    #[inline(always)]
    fn value(&self, expression: &'v Expression) -> Result<Value<'v>, Unusual> {
        match expression {
            Expression::Path(slot, fields) => path(self.values[*slot], fields),
            _ => self.reckoned(expression),
        }
    }

    #[inline(never)]
    fn reckoned(&self, expression: &'v Expression) -> Result<Value<'v>, Unusual> {
        Ok(match expression {
            Expression::Literal(literal) => literal.root(),
            Expression::Path(slot, fields) => path(self.values[*slot], fields)?,
            Expression::Loop(field) => turn(*field, *self.loops.last().ok_or(Unusual)?),
            Expression::Item(list, at) => item(self.operand(list)?, *at)?,
            Expression::Length(of) => length(self.operand(of)?)?,
            Expression::Not(of) => boolean(!truth(self.operand(of)?)?),
            Expression::Binary(operator, left, right) => {
                let left = self.operand(left)?;
                match decided(*operator, left)? {
                    Some(value) => value,
                    None => binary(*operator, left, self.operand(right)?)?,
                }
            }
        })
    }

    /// A value within another.
    #[inline(never)]
    fn operand(&self, expression: &'v Expression) -> Result<Value<'v>, Unusual> {
        self.value(expression)
    }
}

impl<'v> Run<'v> {
    /// Most nodes are text and values, so these need no call of their own.
    fn nodes(&mut self, nodes: &'v [Node], frame: &mut Frame<'v, '_>) -> Result<(), Unusual> {
        for node in nodes {
            match node {
                Node::Text(text) => self.out.extend_from_slice(text.as_bytes()),
                Node::Print { value, safe } => print(frame.value(value)?, *safe, &mut self.out)?,
                _ => self.control(node, frame)?,
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn control(&mut self, node: &'v Node, frame: &mut Frame<'v, '_>) -> Result<(), Unusual> {
        match node {
            Node::If { branches, otherwise } => {
                for (condition, body) in branches {
                    if truth(frame.value(condition)?)? {
                        return self.nodes(body, frame);
                    }
                }
                return self.nodes(otherwise, frame);
            }
            Node::For { name, list, body } => {
                let list = frame.value(list)?;
                let turns = list.length().filter(|_| list.is(Kind::List)).ok_or(Unusual)?;
                let before = frame.values[*name];
                frame.loops.push((0, turns));
                for turn in 0..turns {
                    frame.values[*name] = list.item(turn);
                    if let Some(last) = frame.loops.last_mut() {
                        last.0 = turn;
                    }
                    self.nodes(body, frame)?;
                }
                frame.loops.pop();
                frame.values[*name] = before;
            }
            Node::Set { name, value } => frame.values[*name] = frame.value(value)?,
            Node::Call(call) => self.call(call, frame)?,
            Node::Text(_) | Node::Print { .. } | Node::Block { .. } => return Err(Unusual),
        }
        Ok(())
    }

    fn call(&mut self, call: &'v Call, caller: &Frame<'v, '_>) -> Result<(), Unusual> {
        let (at, slots) = call.target.as_ref().ok_or(Unusual)?;
        let component = &self.components[*at];
        let mut values = vec![Value::UNDEFINED; component.names.len()];
        for ((slot, parameter), name) in component.parameters.iter().enumerate().zip(&component.names) {
            values[slot] = match parameter {
                Parameter::Required => Value::UNDEFINED,
                Parameter::Default(literal) => literal.root(),
                Parameter::Implicit => caller.named(name),
            };
        }
        for (&slot, (_, argument)) in slots.iter().zip(&call.arguments) {
            values[slot] = caller.value(argument)?;
            if values[slot].is(Kind::Undefined) {
                return Err(Unusual);
            }
        }
        let depth = caller.depth + 1;
        if depth > DEEPEST {
            return Err(Unusual);
        }
        let mut frame = Frame { names: &component.names, values, loops: Vec::new(), caller: Some(caller), depth };
        self.nodes(&component.nodes, &mut frame)
    }
}

/// Writes a value into a page.
fn print(value: Value<'_>, safe: bool, out: &mut Vec<u8>) -> Result<(), Unusual> {
    match value.text() {
        Some(text) if safe || escape::is_plain(text) => out.extend_from_slice(text),
        Some(text) => {
            let text = simdutf8::basic::from_utf8(text).map_err(|_| Unusual)?;
            tera::escape_html(text, out).map_err(|_| Unusual)?;
        }
        None => {
            let number = value.node.as_integer().ok_or(Unusual)?;
            out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        }
    }
    Ok(())
}

/// A value as it is printed.
pub(super) fn printed(value: Value<'_>, safe: bool) -> Result<String, Unusual> {
    let mut out = Vec::new();
    print(value, safe, &mut out)?;
    String::from_utf8(out).map_err(|_| Unusual)
}

/// Fields of fields.
#[inline]
pub(super) fn path<'v>(from: Value<'v>, fields: &[Field]) -> Result<Value<'v>, Unusual> {
    let mut value = from;
    for Field { name, optional, seen } in fields {
        value = match value.node.kind {
            Kind::Map => value.field(name, seen),
            // A field of nothing may be asked for, and is nothing; one of that may not.
            Kind::Undefined if !optional => return Err(Unusual),
            _ => Value::UNDEFINED,
        };
    }
    Ok(value)
}

/// What a loop tells of its turn, counted from 0.
pub(super) fn turn<'v>(field: LoopField, (turn, turns): (usize, usize)) -> Value<'v> {
    match field {
        LoopField::Index => integer(turn + 1),
        LoopField::Index0 => integer(turn),
        LoopField::First => boolean(turn == 0),
        LoopField::Last => boolean(turn + 1 == turns),
    }
}

pub(super) fn item(list: Value<'_>, at: usize) -> Result<Value<'_>, Unusual> {
    Some(list.item(at)).filter(|item| !item.is(Kind::Undefined)).ok_or(Unusual)
}

pub(super) fn length<'v>(of: Value<'v>) -> Result<Value<'v>, Unusual> {
    of.length().map(integer).ok_or(Unusual)
}

/// The value of an operation where the left side alone decides it.
pub(super) fn decided(operator: Operator, left: Value<'_>) -> Result<Option<Value<'_>>, Unusual> {
    Ok(match operator {
        Operator::Or if truth(left)? => Some(left),
        Operator::And if !truth(left)? => Some(left),
        _ => None,
    })
}

/// The value of an operation that the left side has not decided.
pub(super) fn binary<'v>(operator: Operator, left: Value<'v>, right: Value<'v>) -> Result<Value<'v>, Unusual> {
    let numbers = || left.node.as_integer().zip(right.node.as_integer());
    Ok(match operator {
        Operator::Or | Operator::And => right,
        Operator::Equal => boolean(equal(left, right)?),
        Operator::NotEqual => boolean(!equal(left, right)?),
        Operator::Plus => {
            let sum = numbers().and_then(|(a, b)| a.checked_add(b)).ok_or(Unusual)?;
            Value::of(tree::Node::integer(sum))
        }
        _ => {
            let texts = || left.text().zip(right.text()).map(|(a, b)| a.cmp(b));
            let order = numbers().map(|(a, b)| a.cmp(&b)).or_else(texts).ok_or(Unusual)?;
            boolean(match operator {
                Operator::Less => order.is_lt(),
                Operator::LessOrEqual => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            })
        }
    })
}

fn integer<'v>(number: usize) -> Value<'v> {
    // No list is so long that it has no number.
    i64::try_from(number).map_or(Value::UNDEFINED, |number| Value::of(tree::Node::integer(number)))
}

pub(super) fn boolean<'v>(value: bool) -> Value<'v> {
    Value::of(tree::Node::bool(value))
}

#[inline]
pub(super) fn truth(value: Value<'_>) -> Result<bool, Unusual> {
    value.node.truth().ok_or(Unusual)
}

fn equal(left: Value<'_>, right: Value<'_>) -> Result<bool, Unusual> {
    let plain = |value: Value<'_>| matches!(value.node.kind, Kind::Nothing | Kind::Bool | Kind::Integer | Kind::Text);
    let nothing = |value: Value<'_>| value.is(Kind::Nothing);
    Ok(match (left.node.kind, right.node.kind) {
        (Kind::Bool, Kind::Bool) | (Kind::Integer, Kind::Integer) => left.node.same_number(right.node),
        (Kind::Text, Kind::Text) => left.text() == right.text(),
        _ if plain(left) && plain(right) && (nothing(left) || nothing(right)) => nothing(left) && nothing(right),
        _ => return Err(Unusual),
    })
}
