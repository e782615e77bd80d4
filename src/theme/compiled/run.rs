//! Nodes and views to bytes.

use super::{
    Page,
    node::{Call, Component, Expression, Field, Literal, LoopField, Node, Operator, Parameter},
    tree::{Tree, Value},
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
        view.map_or(Value::Undefined, |(_, tree)| tree.root())
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
            (None | Some(Value::Undefined), Some(caller)) => caller.named(name),
            (value, _) => value.unwrap_or(Value::Undefined),
        }
    }

    fn value(&self, expression: &'v Expression) -> Result<Value<'v>, Unusual> {
        Ok(match expression {
            Expression::Literal(literal) => value_of(literal),
            Expression::Path(slot, fields) => path(self.values[*slot], fields)?,
            Expression::Loop(field) => turn(*field, *self.loops.last().ok_or(Unusual)?),
            Expression::Item(list, at) => item(self.value(list)?, *at)?,
            Expression::Length(of) => length(self.value(of)?)?,
            Expression::Not(of) => Value::Bool(!truth(self.value(of)?)?),
            Expression::Binary(operator, left, right) => {
                let left = self.value(left)?;
                match decided(*operator, left)? {
                    Some(value) => value,
                    None => binary(*operator, left, self.value(right)?)?,
                }
            }
        })
    }
}

impl<'v> Run<'v> {
    fn nodes(&mut self, nodes: &'v [Node], frame: &mut Frame<'v, '_>) -> Result<(), Unusual> {
        nodes.iter().try_for_each(|node| self.node(node, frame))
    }

    fn node(&mut self, node: &'v Node, frame: &mut Frame<'v, '_>) -> Result<(), Unusual> {
        match node {
            Node::Text(text) => self.out.extend_from_slice(text.as_bytes()),
            Node::Print { value, safe } => print(frame.value(value)?, *safe, &mut self.out)?,
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
                let Value::List(..) = list else { return Err(Unusual) };
                let turns = list.length().ok_or(Unusual)?;
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
            Node::Block { .. } => return Err(Unusual),
        }
        Ok(())
    }

    fn call(&mut self, call: &'v Call, caller: &Frame<'v, '_>) -> Result<(), Unusual> {
        let (at, slots) = call.target.as_ref().ok_or(Unusual)?;
        let component = &self.components[*at];
        let mut values = vec![Value::Undefined; component.names.len()];
        for ((slot, parameter), name) in component.parameters.iter().enumerate().zip(&component.names) {
            values[slot] = match parameter {
                Parameter::Required => Value::Undefined,
                Parameter::Default(literal) => value_of(literal),
                Parameter::Implicit => caller.named(name),
            };
        }
        for (&slot, (_, argument)) in slots.iter().zip(&call.arguments) {
            values[slot] = caller.value(argument)?;
            if let Value::Undefined = values[slot] {
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
    match value {
        Value::Text(text) if safe || escape::is_plain(text) => out.extend_from_slice(text),
        Value::Text(text) => {
            let text = std::str::from_utf8(text).map_err(|_| Unusual)?;
            tera::escape_html(text, out).map_err(|_| Unusual)?;
        }
        Value::Integer(number) => out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes()),
        _ => return Err(Unusual),
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
pub(super) fn path<'v>(from: Value<'v>, fields: &[Field]) -> Result<Value<'v>, Unusual> {
    let mut value = from;
    for Field { name, optional, seen } in fields {
        value = match value {
            Value::Map(..) => value.field(name, seen),
            Value::Nothing | Value::Undefined if *optional => Value::Undefined,
            // A field of nothing may be asked for, and is nothing; one of that may not.
            Value::Undefined => return Err(Unusual),
            _ => Value::Undefined,
        };
    }
    Ok(value)
}

/// What a loop tells of its turn, counted from 0.
pub(super) fn turn<'v>(field: LoopField, (turn, turns): (usize, usize)) -> Value<'v> {
    match field {
        LoopField::Index => integer(turn + 1),
        LoopField::Index0 => integer(turn),
        LoopField::First => Value::Bool(turn == 0),
        LoopField::Last => Value::Bool(turn + 1 == turns),
    }
}

pub(super) fn item(list: Value<'_>, at: usize) -> Result<Value<'_>, Unusual> {
    match list.item(at) {
        Value::Undefined => Err(Unusual),
        item => Ok(item),
    }
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
    Ok(match operator {
        Operator::Or | Operator::And => right,
        Operator::Equal => Value::Bool(equal(left, right)?),
        Operator::NotEqual => Value::Bool(!equal(left, right)?),
        Operator::Plus => match (left, right) {
            (Value::Integer(a), Value::Integer(b)) => Value::Integer(a.checked_add(b).ok_or(Unusual)?),
            _ => return Err(Unusual),
        },
        _ => {
            let order = match (left, right) {
                (Value::Integer(a), Value::Integer(b)) => a.cmp(&b),
                (Value::Text(a), Value::Text(b)) => a.cmp(b),
                _ => return Err(Unusual),
            };
            Value::Bool(match operator {
                Operator::Less => order.is_lt(),
                Operator::LessOrEqual => order.is_le(),
                Operator::Greater => order.is_gt(),
                _ => order.is_ge(),
            })
        }
    })
}

fn integer<'v>(number: usize) -> Value<'v> {
    i64::try_from(number).map_or(Value::Other, Value::Integer)
}

pub(super) fn value_of(literal: &Literal) -> Value<'_> {
    match literal {
        Literal::Nothing => Value::Nothing,
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Integer(number) => Value::Integer(*number),
        Literal::Text(text) => Value::Text(text.as_bytes()),
    }
}

pub(super) fn truth(value: Value<'_>) -> Result<bool, Unusual> {
    Ok(match value {
        Value::Undefined | Value::Nothing => false,
        Value::Bool(value) => value,
        Value::Integer(number) => number != 0,
        Value::Text(text) => !text.is_empty(),
        Value::List(_, start, end) | Value::Map(_, start, end) => start < end,
        Value::Other => return Err(Unusual),
    })
}

fn equal(left: Value<'_>, right: Value<'_>) -> Result<bool, Unusual> {
    Ok(match (left, right) {
        (Value::Nothing, Value::Nothing) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Nothing, Value::Bool(_) | Value::Integer(_) | Value::Text(_))
        | (Value::Bool(_) | Value::Integer(_) | Value::Text(_), Value::Nothing) => false,
        _ => return Err(Unusual),
    })
}
