//! Expressions: tokens, and what they say, in the precedence that Tera gives them.

use super::{
    node::{Expression, Field, LoopField, Operator, Slot},
    tree::{Node, Seen, Tree},
};

/// Names that mean something of their own.
const RESERVED: [&str; 10] = ["true", "false", "True", "False", "none", "None", "null", "self", "is", "in"];

/// How tightly the operators bind to what is on their left; `not` binds as a comparison does to
/// what is on its right.
const NOT: u8 = 5;
const PIPE: u8 = 17;

/// A word, number, string or mark of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Name(&'t str),
    Integer(i64),
    Text(&'t str),
    Mark(&'t str),
}

/// Marks, the longer ones first.
const MARKS: [&str; 21] =
    ["?.", "==", "!=", "<=", ">=", "/>", ".", "|", "<", ">", "+", "(", ")", "[", "]", ",", "=", "{", "}", "@", "/"];

/// The tokens of code; `None` where there is something else in it.
pub(super) fn tokens(code: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length;
        if first.is_ascii_alphabetic() || first == '_' {
            length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token::Name(&rest[..length]));
        } else if first.is_ascii_digit() {
            length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            tokens.push(Token::Integer(rest[..length].parse().ok()?));
        } else if matches!(first, '"' | '\'' | '`') {
            let text = &rest[1..];
            let text = &text[..text.find(first)?];
            // What follows a backslash is Tera's business.
            if text.contains('\\') {
                return None;
            }
            length = text.len() + 2;
            tokens.push(Token::Text(text));
        } else {
            let mark = MARKS.iter().find(|mark| rest.starts_with(**mark))?;
            length = mark.len();
            tokens.push(Token::Mark(mark));
        }
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// Reads tokens from the first to the last. Names become slots of `names`.
pub(super) struct Reader<'t, 'n> {
    tokens: Vec<Token<'t>>,
    at: usize,
    names: &'n mut Vec<String>,
}

impl<'t, 'n> Reader<'t, 'n> {
    pub(super) fn new(code: &'t str, names: &'n mut Vec<String>) -> Option<Self> {
        Some(Self { tokens: tokens(code)?, at: 0, names })
    }

    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn next(&mut self) -> Option<Token<'t>> {
        let token = self.peek();
        self.at += 1;
        token
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Passes over a mark, if it comes next.
    pub(super) fn takes(&mut self, mark: &str) -> bool {
        let found = self.peek() == Some(Token::Mark(mark));
        self.at += usize::from(found);
        found
    }

    /// Passes over a mark or word that must come next.
    pub(super) fn expect(&mut self, token: Token<'_>) -> Option<()> {
        (self.next()? == token).then_some(())
    }

    pub(super) fn name(&mut self) -> Option<&'t str> {
        match self.next()? {
            Token::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn slot(&mut self, name: &str) -> Slot {
        slot(self.names, name)
    }

    pub(super) fn literal(&mut self) -> Option<Tree> {
        Some(Tree::of(match self.next()? {
            Token::Integer(number) => Node::integer(number),
            Token::Text(text) => return Some(Tree::of_text(text.as_bytes())),
            Token::Name("true" | "True") => Node::bool(true),
            Token::Name("false" | "False") => Node::bool(false),
            Token::Name("none" | "None" | "null") => Node::NOTHING,
            _ => return None,
        }))
    }

    /// An expression whose operators bind at least as tightly as `least`.
    pub(super) fn expression(&mut self, least: u8) -> Option<Expression> {
        let mut left = if self.peek() == Some(Token::Name("not")) {
            self.at += 1;
            Expression::Not(Box::new(self.expression(NOT)?))
        } else {
            self.operand()?
        };
        loop {
            if self.peek() == Some(Token::Mark("|")) && PIPE >= least {
                self.at += 1;
                // `safe` is for those who print; it may stand at the end alone.
                match self.name()? {
                    "length" => left = Expression::Length(Box::new(left)),
                    _ => return None,
                }
                continue;
            }
            let Some((operator, power)) = self.peek().and_then(operator).filter(|(_, power)| *power >= least) else {
                return Some(left);
            };
            self.at += 1;
            let right = self.expression(power + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
    }

    fn operand(&mut self) -> Option<Expression> {
        match self.peek()? {
            Token::Mark("(") => {
                self.at += 1;
                let inner = self.expression(0)?;
                self.expect(Token::Mark(")"))?;
                Some(inner)
            }
            Token::Name("loop") => {
                self.at += 1;
                self.expect(Token::Mark("."))?;
                Some(Expression::Loop(match self.name()? {
                    "index" => LoopField::Index,
                    "index0" => LoopField::Index0,
                    "first" => LoopField::First,
                    "last" => LoopField::Last,
                    _ => return None,
                }))
            }
            Token::Name(name) if !RESERVED.contains(&name) => {
                self.at += 1;
                self.path(name)
            }
            _ => self.literal().map(Box::new).map(Expression::Literal),
        }
    }

    /// The rest of a path; a call of a function is not known here.
    fn path(&mut self, name: &str) -> Option<Expression> {
        let slot = self.slot(name);
        let mut fields = Vec::new();
        loop {
            let optional = self.peek() == Some(Token::Mark("?."));
            if !optional && self.peek() != Some(Token::Mark(".")) {
                break;
            }
            self.at += 1;
            fields.push(Field { name: self.name()?.to_owned(), optional, seen: Seen::default() });
        }
        let path = Expression::Path(slot, fields);
        match self.peek() {
            Some(Token::Mark("(")) => None,
            Some(Token::Mark("[")) => {
                self.at += 1;
                let Token::Integer(at) = self.next()? else { return None };
                self.expect(Token::Mark("]"))?;
                // A path that goes on after an item is not known here.
                let ends = !matches!(self.peek(), Some(Token::Mark("." | "?." | "[")));
                ends.then_some(Expression::Item(Box::new(path), usize::try_from(at).ok()?))
            }
            _ => Some(path),
        }
    }
}

fn operator(token: Token<'_>) -> Option<(Operator, u8)> {
    Some(match token {
        Token::Name("or") => (Operator::Or, 1),
        Token::Name("and") => (Operator::And, 3),
        Token::Mark("==") => (Operator::Equal, 7),
        Token::Mark("!=") => (Operator::NotEqual, 7),
        Token::Mark("<") => (Operator::Less, 7),
        Token::Mark("<=") => (Operator::LessOrEqual, 7),
        Token::Mark(">") => (Operator::Greater, 7),
        Token::Mark(">=") => (Operator::GreaterOrEqual, 7),
        Token::Mark("+") => (Operator::Plus, 11),
        _ => return None,
    })
}

/// The slot of a name; a new one for a new name.
pub(super) fn slot(names: &mut Vec<String>, name: &str) -> Slot {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}
