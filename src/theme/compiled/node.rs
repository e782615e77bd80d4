//! What a compiled template is made of.

use super::tree::{Seen, Tree};

/// A piece of a template. Thousands are read for every page, so what is large and rare lies elsewhere.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// Written as it is.
    Text(String),
    /// `{{ value }}`; not escaped after `| safe`.
    Print { value: Expression, safe: bool },
    /// `{% if %}` and `{% elif %}`, then `{% else %}`.
    If { branches: Vec<(Expression, Vec<Node>)>, otherwise: Vec<Node> },
    /// `{% for NAME in LIST %}`.
    For { name: Slot, list: Expression, body: Vec<Node> },
    /// `{% set NAME = VALUE %}`, outside of loops.
    Set { name: Slot, value: Expression },
    /// `{% block NAME %}`; gone once linked.
    Block { name: String, body: Vec<Node> },
    /// `{{ <NAME ARGUMENT={VALUE} /> }}`.
    Call(Box<Call>),
}

/// The place of a name in its frame: one frame for a page and what it extends, one for each call
/// of a component.
pub(super) type Slot = usize;

/// A call of a component.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) component: String,
    pub(super) arguments: Vec<(String, Expression)>,
    /// Its place among all components, and the slot of each argument there; set when linked.
    pub(super) target: Option<(usize, Vec<Slot>)>,
}

/// A component. Its parameters have the first slots of its frame, in order.
#[derive(Debug, Clone)]
pub(super) struct Component {
    pub(super) name: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) names: Vec<String>,
    pub(super) nodes: Vec<Node>,
}

/// A parameter of a component.
#[derive(Debug, Clone)]
pub(super) enum Parameter {
    /// Given by the call.
    Required,
    /// Given, or this.
    Default(Tree),
    /// `@NAME`: the caller's value of that name.
    Implicit,
}

/// Something with a value.
#[derive(Debug, Clone)]
pub(super) enum Expression {
    /// A tree of one value.
    Literal(Box<Tree>),
    /// `name.field?.field`.
    Path(Slot, Vec<Field>),
    /// `loop.index` and the like.
    Loop(LoopField),
    /// `value[0]`.
    Item(Box<Expression>, usize),
    /// `value | length`.
    Length(Box<Expression>),
    Not(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
}

/// A step of a path.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    /// Written `?.`: of nothing it is nothing.
    pub(super) optional: bool,
    /// Where views have it.
    pub(super) seen: Seen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LoopField {
    Index,
    Index0,
    First,
    Last,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Plus,
}
