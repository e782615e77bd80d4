//! What a template asks for, so that nothing else need be made for it.

use std::collections::BTreeSet;

use super::node::{Component, Expression, Node};

/// The names of all fields that these nodes and the components they call ask for, of whatever
/// view.
pub(super) fn asked(nodes: &[Node], components: &[Component]) -> BTreeSet<String> {
    let mut asked = Asked { components, called: vec![false; components.len()], fields: BTreeSet::new() };
    asked.nodes(nodes);
    asked.fields
}

struct Asked<'c> {
    components: &'c [Component],
    called: Vec<bool>,
    fields: BTreeSet<String>,
}

impl Asked<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(_) => {}
                Node::Print { value, .. } | Node::Set { value, .. } => self.expression(value),
                Node::If { branches, otherwise } => {
                    for (condition, body) in branches {
                        self.expression(condition);
                        self.nodes(body);
                    }
                    self.nodes(otherwise);
                }
                Node::For { list, body, .. } => {
                    self.expression(list);
                    self.nodes(body);
                }
                Node::Block { body, .. } => self.nodes(body),
                Node::Call(call) => {
                    call.arguments.iter().for_each(|(_, value)| self.expression(value));
                    let Some((at, _)) = call.target else { continue };
                    if !std::mem::replace(&mut self.called[at], true) {
                        let components = self.components;
                        self.nodes(&components[at].nodes);
                    }
                }
            }
        }
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Literal(_) | Expression::Loop(_) => {}
            Expression::Path(_, fields) => self.fields.extend(fields.iter().map(|field| field.name.clone())),
            Expression::Item(of, _) | Expression::Length(of) | Expression::Not(of) => self.expression(of),
            Expression::Binary(_, left, right) => {
                self.expression(left);
                self.expression(right);
            }
        }
    }
}
