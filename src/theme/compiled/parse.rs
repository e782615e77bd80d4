//! A template as nodes.

use super::{
    expression::{Reader, Token, slot},
    node::{Call, Component, Node, Parameter},
    scan::{Piece, pieces},
};

/// What stands in a file.
#[derive(Debug, Default)]
pub(super) struct Template {
    /// The template it extends.
    pub(super) extends: Option<String>,
    pub(super) nodes: Vec<Node>,
    pub(super) components: Vec<Component>,
}

/// Reads a template; `None` where it says what is not known here. Its names get slots in `names`.
pub(super) fn template(text: &str, names: &mut Vec<String>) -> Option<Template> {
    let pieces = pieces(text)?;
    let mut parser = Parser { pieces: &pieces, template: Template::default() };
    let (nodes, end) = parser.nodes(names, false)?;
    end.is_none().then_some(Template { nodes, ..parser.template })
}

struct Parser<'p, 't> {
    pieces: &'p [Piece<'t>],
    template: Template,
}

impl<'t> Parser<'_, 't> {
    /// Nodes up to a statement that ends what they stand in, which is returned with them.
    fn nodes(&mut self, names: &mut Vec<String>, in_loop: bool) -> Option<(Vec<Node>, Option<&'t str>)> {
        let mut nodes = Vec::new();
        while let Some((&piece, rest)) = self.pieces.split_first() {
            self.pieces = rest;
            match piece {
                Piece::Text(text) => nodes.push(Node::Text(text.to_owned())),
                Piece::Print(code) => nodes.push(print(code, names)?),
                Piece::Statement(code) => {
                    let word = code.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                    if matches!(word, "elif" | "else" | "endif" | "endfor" | "endblock" | "endcomponent") {
                        return Some((nodes, Some(code)));
                    }
                    let rest = code[word.len()..].trim();
                    match word {
                        "extends" => self.template.extends = Some(rest.trim_matches(['"', '\'']).to_owned()),
                        "component" => {
                            let component = self.component(rest)?;
                            self.template.components.push(component);
                        }
                        "if" => nodes.push(self.condition(rest, names, in_loop)?),
                        "for" => nodes.push(self.repetition(rest, names)?),
                        "set" if !in_loop => nodes.push(assignment(rest, names)?),
                        "block" if !in_loop => {
                            let (body, end) = self.nodes(names, in_loop)?;
                            end?.strip_prefix("endblock")?;
                            nodes.push(Node::Block { name: rest.to_owned(), body });
                        }
                        _ => return None,
                    }
                }
            }
        }
        Some((nodes, None))
    }

    fn condition(&mut self, first: &str, names: &mut Vec<String>, in_loop: bool) -> Option<Node> {
        let mut branches = Vec::new();
        let mut condition = whole(first, names)?;
        loop {
            let (body, end) = self.nodes(names, in_loop)?;
            branches.push((condition, body));
            let end = end?;
            if let Some(next) = end.strip_prefix("elif") {
                condition = whole(next, names)?;
                continue;
            }
            let otherwise = match end {
                "endif" => Vec::new(),
                "else" => {
                    let (otherwise, end) = self.nodes(names, in_loop)?;
                    (end? == "endif").then_some(otherwise)?
                }
                _ => return None,
            };
            return Some(Node::If { branches, otherwise });
        }
    }

    fn repetition(&mut self, head: &str, names: &mut Vec<String>) -> Option<Node> {
        let mut reader = Reader::new(head, names)?;
        let name = reader.name()?;
        reader.expect(Token::Name("in"))?;
        let list = reader.expression(0)?;
        if !reader.is_done() {
            return None;
        }
        let name = slot(names, name);
        let (body, end) = self.nodes(names, true)?;
        (end? == "endfor").then_some(Node::For { name, list, body })
    }

    /// `NAME(PARAMETER, PARAMETER=DEFAULT, @PARAMETER)` and what follows.
    fn component(&mut self, head: &str) -> Option<Component> {
        let mut names = Vec::new();
        let mut reader = Reader::new(head, &mut names)?;
        let name = reader.name()?.to_owned();
        reader.expect(Token::Mark("("))?;
        let mut parameters = Vec::new();
        while !reader.takes(")") {
            let implicit = reader.takes("@");
            let parameter = reader.name()?;
            // Two of one name would share a slot.
            if reader.slot(parameter) != parameters.len() {
                return None;
            }
            parameters.push(match (implicit, reader.takes("=")) {
                (true, false) => Parameter::Implicit,
                (true, true) => return None,
                (false, true) => Parameter::Default(reader.literal()?),
                (false, false) => Parameter::Required,
            });
            if !reader.takes(",") {
                reader.expect(Token::Mark(")"))?;
                break;
            }
        }
        if !reader.is_done() {
            return None;
        }
        let (nodes, end) = self.nodes(&mut names, false)?;
        end?.strip_prefix("endcomponent")?;
        Some(Component { name, parameters, names, nodes })
    }
}

/// An expression and nothing after it.
fn whole(code: &str, names: &mut Vec<String>) -> Option<super::node::Expression> {
    let mut reader = Reader::new(code, names)?;
    let value = reader.expression(0)?;
    reader.is_done().then_some(value)
}

fn assignment(code: &str, names: &mut Vec<String>) -> Option<Node> {
    let mut reader = Reader::new(code, names)?;
    let name = reader.name()?;
    reader.expect(Token::Mark("="))?;
    let value = reader.expression(0)?;
    let name = reader.slot(name);
    reader.is_done().then_some(Node::Set { name, value })
}

/// What `{{ … }}` prints: a value or a component.
fn print(code: &str, names: &mut Vec<String>) -> Option<Node> {
    if let Some(call) = code.strip_prefix('<') {
        return call_of(call, names).map(Box::new).map(Node::Call);
    }
    let bare = code.strip_suffix("safe").and_then(|code| code.trim_end().strip_suffix('|'));
    Some(Node::Print { value: whole(bare.unwrap_or(code), names)?, safe: bare.is_some() })
}

/// `NAME ARGUMENT={VALUE} ARGUMENT="TEXT" />`.
fn call_of(code: &str, names: &mut Vec<String>) -> Option<Call> {
    let mut reader = Reader::new(code, names)?;
    let component = reader.name()?.to_owned();
    let mut arguments = Vec::new();
    while !reader.takes("/>") {
        let argument = reader.name()?.to_owned();
        reader.expect(Token::Mark("="))?;
        let value = if reader.takes("{") {
            let value = reader.expression(0)?;
            reader.expect(Token::Mark("}"))?;
            value
        } else {
            super::node::Expression::Literal(Box::new(reader.literal()?))
        };
        arguments.push((argument, value));
    }
    reader.is_done().then_some(Call { component, arguments, target: None })
}
