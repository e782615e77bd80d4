//! Templates with the views put in that are the same on many pages.
//!
//! Settings of the site, its navigation, the way back to its root: a third of what a template asks
//! is answered alike for every page of a depth. Here these questions are answered once, so that a
//! page is made of fewer and longer pieces: a known value is printed, a known condition decides,
//! a loop over a known list is unrolled. What cannot be decided stays as it was written, so a page
//! comes out with the same bytes either way.

use super::{
    Compiled, Page,
    node::{Call, Component, Expression, Node, Parameter, Slot},
    run::{self, Unusual},
    tree::{Kind, Tree, Value},
};

/// A loop over a known list that must stay a loop, for its body passes an item on as a whole.
struct Stuck;

/// What is known of the names of a frame.
struct Known<'v> {
    values: Vec<Option<Value<'v>>>,
    /// Names of loops that are being unrolled: no piece may ask for them later.
    unrolled: Vec<Slot>,
    /// The loops around: turn and turns of those that are being unrolled.
    loops: Vec<Option<(usize, usize)>>,
}

impl Compiled {
    /// The same templates for pages that have these views in common, by name.
    pub(in crate::theme) fn with(&self, fixed: &[(&str, &Tree)]) -> Self {
        let fixed: Vec<(&str, &Tree)> = fixed.iter().copied().filter(|(name, _)| self.is_fixed(name)).collect();
        let known = |names: &[String], given: &dyn Fn(Slot) -> bool| Known {
            values: names
                .iter()
                .enumerate()
                .map(|(slot, name)| {
                    let found = fixed.iter().find(|(known, _)| known == name).filter(|_| given(slot));
                    found.map(|(_, tree)| tree.root())
                })
                .collect(),
            unrolled: Vec::new(),
            loops: Vec::new(),
        };
        let page = |(name, page): (&String, &Page)| {
            let nodes = folded(&page.nodes, known(&page.names, &|_| true));
            (name.clone(), Page { names: page.names.clone(), nodes, fields: page.fields.clone() })
        };
        let component = |component: &Component| {
            let implicit = |slot: Slot| matches!(component.parameters.get(slot), Some(Parameter::Implicit));
            let nodes = folded(&component.nodes, known(&component.names, &implicit));
            Component { nodes, ..component.clone() }
        };
        Self {
            pages: self.pages.iter().map(page).collect(),
            components: self.components.iter().map(component).collect(),
        }
    }

    /// Whether a name means the same view wherever it is asked for: nothing gives it another.
    fn is_fixed(&self, name: &str) -> bool {
        let of = |names: &[String], slot: Slot| names.get(slot).is_some_and(|known| known == name);
        let kept = |nodes: &[Node], names: &[String]| {
            all(nodes, &|node| match node {
                Node::Set { name, .. } | Node::For { name, .. } => !of(names, *name),
                Node::Call(call) => call.arguments.iter().all(|(argument, _)| argument != name),
                _ => true,
            })
        };
        let implicit = |component: &Component| {
            let parameters = component.parameters.iter().zip(&component.names).filter(|(_, known)| *known == name);
            parameters.into_iter().all(|(parameter, _)| matches!(parameter, Parameter::Implicit))
        };
        self.pages.values().all(|page| kept(&page.nodes, &page.names))
            && self.components.iter().all(|component| implicit(component) && kept(&component.nodes, &component.names))
    }
}

fn folded<'v>(nodes: &'v [Node], mut known: Known<'v>) -> Vec<Node> {
    // Outside of loops nothing is stuck.
    known.nodes(nodes).unwrap_or_else(|Stuck| nodes.to_vec())
}

/// Whether something holds of all nodes, those within others among them.
fn all(nodes: &[Node], holds: &dyn Fn(&Node) -> bool) -> bool {
    nodes.iter().all(|node| {
        holds(node)
            && match node {
                Node::If { branches, otherwise } => {
                    branches.iter().all(|(_, body)| all(body, holds)) && all(otherwise, holds)
                }
                Node::For { body, .. } | Node::Block { body, .. } => all(body, holds),
                _ => true,
            }
    })
}

impl<'v> Known<'v> {
    fn nodes(&mut self, nodes: &'v [Node]) -> Result<Vec<Node>, Stuck> {
        let mut folded = Vec::with_capacity(nodes.len());
        for node in nodes {
            self.node(node, &mut folded)?;
        }
        Ok(folded)
    }

    fn node(&mut self, node: &'v Node, out: &mut Vec<Node>) -> Result<(), Stuck> {
        match node {
            Node::Text(text) => push_text(out, text),
            Node::Print { value, safe } => match self.value(value).map(|value| run::printed(value, *safe)) {
                Some(Ok(text)) => push_text(out, &text),
                _ => out.push(Node::Print { value: self.rest(value)?, safe: *safe }),
            },
            Node::If { branches, otherwise } => self.branches(branches, otherwise, out)?,
            Node::For { name, list, body } => {
                if let Some(list) = self.value(list)
                    && let Some(unrolled) = self.unrolled(*name, list, body)
                {
                    unrolled.into_iter().for_each(|node| push(out, node));
                    return Ok(());
                }
                let list = self.rest(list)?;
                let before = self.values[*name].take();
                self.loops.push(None);
                let body = self.nodes(body);
                self.loops.pop();
                self.values[*name] = before;
                out.push(Node::For { name: *name, list, body: body? });
            }
            Node::Set { name, value } => out.push(Node::Set { name: *name, value: self.rest(value)? }),
            Node::Call(call) => {
                let rest = |(name, argument): &'v (String, Expression)| Ok((name.clone(), self.rest(argument)?));
                let arguments = call.arguments.iter().map(rest).collect::<Result<_, Stuck>>()?;
                let (component, target) = (call.component.clone(), call.target.clone());
                out.push(Node::Call(Box::new(Call { component, arguments, target })));
            }
            Node::Block { .. } => out.push(node.clone()),
        }
        Ok(())
    }

    /// An `if` without the branches that are never taken.
    fn branches(
        &mut self,
        branches: &'v [(Expression, Vec<Node>)],
        otherwise: &'v [Node],
        out: &mut Vec<Node>,
    ) -> Result<(), Stuck> {
        let mut open: Vec<(Expression, Vec<Node>)> = Vec::new();
        let mut last = otherwise;
        for (condition, body) in branches {
            match self.value(condition).map(run::truth) {
                Some(Ok(false)) => {}
                Some(Ok(true)) => {
                    last = body;
                    break;
                }
                _ => open.push((self.rest(condition)?, self.nodes(body)?)),
            }
        }
        let otherwise = self.nodes(last)?;
        if open.is_empty() {
            otherwise.into_iter().for_each(|node| push(out, node));
        } else {
            out.push(Node::If { branches: open, otherwise });
        }
        Ok(())
    }

    /// The turns of a loop over a known list, one after the other.
    fn unrolled(&mut self, name: Slot, list: Value<'v>, body: &'v [Node]) -> Option<Vec<Node>> {
        if !list.is(Kind::List) {
            return None;
        }
        let sets =
            |node: &Node| matches!(node, Node::Set { name: set, .. } | Node::For { name: set, .. } if *set == name);
        if !all(body, &|node| !sets(node)) {
            return None;
        }
        let turns = list.length()?;
        let before = self.values[name];
        self.unrolled.push(name);
        let mut out = Vec::new();
        let mut made = Ok(());
        for turn in 0..turns {
            self.values[name] = Some(list.item(turn));
            self.loops.push(Some((turn, turns)));
            made = made.and_then(|()| body.iter().try_for_each(|node| self.node(node, &mut out)));
            self.loops.pop();
        }
        self.unrolled.pop();
        self.values[name] = before;
        made.ok().map(|()| out)
    }

    /// The value of an expression, if it is known.
    fn value(&self, expression: &'v Expression) -> Option<Value<'v>> {
        let value = match expression {
            Expression::Literal(literal) => Ok(literal.root()),
            Expression::Path(slot, fields) => run::path((*self.values.get(*slot)?)?, fields),
            Expression::Loop(field) => Ok(run::turn(*field, (*self.loops.last()?)?)),
            Expression::Item(list, at) => run::item(self.value(list)?, *at),
            Expression::Length(of) => run::length(self.value(of)?),
            Expression::Not(of) => run::truth(self.value(of)?).map(|truth| run::boolean(!truth)),
            Expression::Binary(operator, left, right) => {
                let left = self.value(left)?;
                match run::decided(*operator, left) {
                    Ok(Some(value)) => Ok(value),
                    Ok(None) => run::binary(*operator, left, self.value(right)?),
                    Err(Unusual) => Err(Unusual),
                }
            }
        };
        value.ok()
    }

    /// What is left of an expression: its value, where that can be written; else its parts.
    fn rest(&self, expression: &'v Expression) -> Result<Expression, Stuck> {
        if let Some(literal) = self.value(expression).and_then(literal) {
            return Ok(Expression::Literal(Box::new(literal)));
        }
        let part = |of: &'v Expression| self.rest(of).map(Box::new);
        Ok(match expression {
            Expression::Path(slot, _) if self.unrolled.contains(slot) => return Err(Stuck),
            Expression::Literal(_) | Expression::Path(..) | Expression::Loop(_) => expression.clone(),
            Expression::Item(list, at) => Expression::Item(part(list)?, *at),
            Expression::Length(of) => Expression::Length(part(of)?),
            Expression::Not(of) => Expression::Not(part(of)?),
            Expression::Binary(operator, left, right) => Expression::Binary(*operator, part(left)?, part(right)?),
        })
    }
}

/// A value as a template would write it.
fn literal(value: Value<'_>) -> Option<Tree> {
    match value.node.kind {
        Kind::Text => value.text().map(Tree::of_text),
        Kind::Nothing | Kind::Bool | Kind::Integer => Some(Tree::of(value.node)),
        Kind::Undefined | Kind::Other | Kind::List | Kind::Map => None,
    }
}

/// Adds a node, a text to the text before it.
fn push(out: &mut Vec<Node>, node: Node) {
    match node {
        Node::Text(text) => push_text(out, &text),
        other => out.push(other),
    }
}

fn push_text(out: &mut Vec<Node>, text: &str) {
    match out.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => out.push(Node::Text(text.to_owned())),
    }
}
