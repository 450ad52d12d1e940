//! Builds an expression from tokens, by the binding powers of the operators.

use crate::near::{near_clause, nearest};

use super::ast::{Comparison, Kind, Node, Slice};
use super::error::SyntaxError;
use super::functions::{self, Function};
use super::lexer::{Placed, Token, tokens};

/// Expressions nested deeper are refused, so that neither reading nor applying one runs out of stack.
const MAX_HEIGHT: usize = 100;

/// What follows a projection belongs to it down to this binding power.
const PROJECTION_STOP: u8 = 10;
const STAR: u8 = 20;

/// Compiles an expression.
pub(super) fn parse(expression: &str) -> Result<Node, SyntaxError> {
    let mut parser = Parser {
        tokens: tokens(expression)?,
        next: 0,
        depth: 0,
    };
    let node = parser.expression(0)?;
    match parser.peek() {
        Token::End => Ok(node),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

/// How strongly a token binds what is left of it; 0 ends an expression.
fn binding_power(token: &Token) -> u8 {
    match token {
        Token::Pipe => 1,
        Token::Or => 2,
        Token::And => 3,
        Token::Equal | Token::NotEqual | Token::Less | Token::LessOrEqual | Token::Greater | Token::GreaterOrEqual => 5,
        Token::Flatten => 9,
        Token::Star => STAR,
        Token::Filter => 21,
        Token::Dot => 40,
        Token::Not => 45,
        Token::OpenBrace => 50,
        Token::OpenBracket => 55,
        Token::OpenParenthesis => 60,
        _ => 0,
    }
}

struct Parser {
    tokens: Vec<Placed>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> &Token {
        self.tokens
            .get(self.next + ahead)
            .map_or(&Token::End, |placed| &placed.0)
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        self.next += 1;
        token
    }

    /// The byte at which the next token begins.
    fn at(&self) -> usize {
        let placed = self.tokens.get(self.next).or(self.tokens.last());
        placed.map_or(0, |placed| placed.1)
    }

    fn expect(&mut self, token: &Token, name: &str) -> Result<(), SyntaxError> {
        if self.peek() == token {
            self.next += 1;
            return Ok(());
        }
        Err(self.unexpected(name))
    }

    fn unexpected(&self, expected: &str) -> SyntaxError {
        let message = match self.peek() {
            Token::Number(number) => format!("a number is written between backticks: `{number}`"),
            Token::End => format!("it ends too early; expected {expected}"),
            _ => format!("unexpected here; expected {expected}"),
        };
        SyntaxError::new(self.at(), message)
    }

    fn too_deep(&self) -> SyntaxError {
        SyntaxError::new(self.at(), format!("it is nested deeper than {MAX_HEIGHT}"))
    }

    fn expression(&mut self, power: u8) -> Result<Node, SyntaxError> {
        self.depth += 1;
        if self.depth > MAX_HEIGHT {
            return Err(self.too_deep());
        }
        let mut left = self.first()?;
        while power < binding_power(self.peek()) {
            left = self.continued(left)?;
            if left.height > MAX_HEIGHT {
                return Err(self.too_deep());
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    /// What an expression can begin with.
    fn first(&mut self) -> Result<Node, SyntaxError> {
        const BEGINNING: &str = "a name, a function, a literal, [, { or (";
        let unexpected = self.unexpected(BEGINNING);
        let kind = match self.take() {
            Token::Literal(value) => Kind::Literal(value),
            Token::Name(name) => match self.peek() {
                Token::OpenParenthesis => return self.call(&name),
                _ => Kind::Field(name),
            },
            Token::QuotedName(name) => match self.peek() {
                Token::OpenParenthesis => {
                    return Err(SyntaxError::new(self.at(), "the name of a function has no quotes"));
                }
                _ => Kind::Field(name),
            },
            Token::Current => Kind::Current,
            Token::Star => {
                let right = match self.peek() {
                    Token::CloseBracket => Node::new(Kind::Current),
                    _ => self.projected(STAR)?,
                };
                Kind::ProjectValues(Box::new([Node::new(Kind::Current), right]))
            }
            Token::Filter => return self.filter(Node::new(Kind::Current)),
            Token::OpenBrace => self.object()?,
            Token::OpenParenthesis => {
                let inner = self.expression(0)?;
                self.expect(&Token::CloseParenthesis, ") or an operator")?;
                return Ok(inner);
            }
            Token::Flatten => return self.flatten(Node::new(Kind::Current)),
            Token::Not => Kind::Not(Box::new(self.expression(45)?)),
            Token::Reference => Kind::Reference(Box::new(self.expression(0)?)),
            Token::OpenBracket => match (self.peek(), self.peek_at(1)) {
                (Token::Number(_) | Token::Colon, _) => return self.index(Node::new(Kind::Current)),
                (Token::Star, Token::CloseBracket) => return self.every_item(Node::new(Kind::Current)),
                _ => self.list()?,
            },
            _ => return Err(unexpected),
        };
        Ok(Node::new(kind))
    }

    /// What can follow an expression.
    fn continued(&mut self, left: Node) -> Result<Node, SyntaxError> {
        let unexpected = self.unexpected("an operator or the end");
        let comparison = match self.take() {
            Token::Dot => {
                if self.peek() == &Token::Star {
                    self.next += 1;
                    let right = self.projected(40)?;
                    return Ok(Node::new(Kind::ProjectValues(Box::new([left, right]))));
                }
                return Ok(Node::chain(left, self.after_dot(40)?));
            }
            Token::Pipe => return Ok(Node::chain(left, self.expression(1)?)),
            Token::Or => {
                let right = self.expression(2)?;
                return Ok(Node::new(Kind::Or(joined(left, right, |kind| match kind {
                    Kind::Or(nodes) => Ok(nodes),
                    other => Err(other),
                }))));
            }
            Token::And => {
                let right = self.expression(3)?;
                return Ok(Node::new(Kind::And(joined(left, right, |kind| match kind {
                    Kind::And(nodes) => Ok(nodes),
                    other => Err(other),
                }))));
            }
            Token::Filter => return self.filter(left),
            Token::Flatten => return self.flatten(left),
            Token::OpenBracket => {
                return match self.peek() {
                    Token::Number(_) | Token::Colon => self.index(left),
                    Token::Star => self.every_item(left),
                    _ => Err(self.unexpected("a number, : or * (a condition is written [?..])")),
                };
            }
            Token::Equal => Comparison::Equal,
            Token::NotEqual => Comparison::NotEqual,
            Token::Less => Comparison::Less,
            Token::LessOrEqual => Comparison::LessOrEqual,
            Token::Greater => Comparison::Greater,
            Token::GreaterOrEqual => Comparison::GreaterOrEqual,
            _ => return Err(unexpected),
        };
        let right = self.expression(5)?;
        Ok(Node::new(Kind::Compare(comparison, Box::new([left, right]))))
    }

    fn call(&mut self, name: &str) -> Result<Node, SyntaxError> {
        let at = self
            .tokens
            .get(self.next.saturating_sub(1))
            .map_or(0, |placed| placed.1);
        let Some(function) = functions::find(name) else {
            let near = nearest(name, functions::names());
            let error = SyntaxError::new(at, format!("there is no function {name}{}", near_clause(&near)));
            let known: Vec<&str> = functions::names().collect();
            return Err(error.hint(format!("functions: {}", known.join(" "))));
        };
        self.next += 1;
        let mut arguments = Vec::new();
        while self.peek() != &Token::CloseParenthesis {
            arguments.push(self.expression(0)?);
            if self.peek() == &Token::Comma {
                self.next += 1;
            }
        }
        self.next += 1;
        check_count(function, arguments.len()).map_err(|message| SyntaxError::new(at, message))?;
        Ok(Node::new(Kind::Call(function, arguments)))
    }

    fn filter(&mut self, left: Node) -> Result<Node, SyntaxError> {
        let condition = self.expression(0)?;
        self.expect(&Token::CloseBracket, "] or an operator")?;
        let right = match self.peek() {
            Token::Flatten => Node::new(Kind::Current),
            _ => self.projected(21)?,
        };
        Ok(Node::new(Kind::ProjectIf(Box::new([left, right, condition]))))
    }

    fn flatten(&mut self, left: Node) -> Result<Node, SyntaxError> {
        let flat = Node::new(Kind::Flatten(Box::new(left)));
        let right = self.projected(9)?;
        Ok(Node::new(Kind::Project(Box::new([flat, right]))))
    }

    /// `[*]` behind its bracket.
    fn every_item(&mut self, left: Node) -> Result<Node, SyntaxError> {
        self.next += 1;
        self.expect(&Token::CloseBracket, "]")?;
        let right = self.projected(STAR)?;
        Ok(Node::new(Kind::Project(Box::new([left, right]))))
    }

    /// `[0]` and `[1:2:3]` behind the bracket.
    fn index(&mut self, left: Node) -> Result<Node, SyntaxError> {
        if let (Token::Number(number), Token::CloseBracket) = (self.peek(), self.peek_at(1)) {
            let index = Node::new(Kind::Index(*number));
            self.next += 2;
            return Ok(Node::chain(left, index));
        }
        let mut parts = [None; 3];
        let mut part = 0;
        while self.peek() != &Token::CloseBracket {
            match self.peek() {
                Token::Colon if part < 2 => part += 1,
                Token::Number(0) if part == 2 => {
                    return Err(SyntaxError::new(self.at(), "the step of a slice cannot be 0"));
                }
                Token::Number(number) if parts[part].is_none() => parts[part] = Some(*number),
                _ => return Err(self.unexpected("a number, : or ]")),
            }
            self.next += 1;
        }
        self.next += 1;
        let [start, end, step] = parts;
        let slice = Node::new(Kind::Slice(Slice { start, end, step }));
        let right = self.projected(STAR)?;
        Ok(Node::new(Kind::Project(Box::new([Node::chain(left, slice), right]))))
    }

    fn list(&mut self) -> Result<Kind, SyntaxError> {
        let mut items = Vec::new();
        loop {
            items.push(self.expression(0)?);
            if self.peek() == &Token::CloseBracket {
                self.next += 1;
                return Ok(Kind::List(items));
            }
            self.expect(&Token::Comma, ", or ]")?;
        }
    }

    fn object(&mut self) -> Result<Kind, SyntaxError> {
        let mut members: Vec<(String, Node)> = Vec::new();
        loop {
            let unexpected = self.unexpected("the name of a member");
            let (Token::Name(name) | Token::QuotedName(name)) = self.take() else {
                return Err(unexpected);
            };
            self.expect(&Token::Colon, ": and the value of the member")?;
            let node = self.expression(0)?;
            match members.iter_mut().find(|member| member.0 == name) {
                Some(member) => member.1 = node,
                None => members.push((name, node)),
            }
            match self.peek() {
                Token::Comma => self.next += 1,
                Token::CloseBrace => {
                    self.next += 1;
                    return Ok(Kind::Object(members));
                }
                // Python's reader goes on without a comma.
                Token::Name(_) | Token::QuotedName(_) => {}
                _ => return Err(self.unexpected(", or }")),
            }
        }
    }

    /// What is applied to each item of a projection.
    fn projected(&mut self, power: u8) -> Result<Node, SyntaxError> {
        match self.peek() {
            token if binding_power(token) < PROJECTION_STOP => Ok(Node::new(Kind::Current)),
            Token::OpenBracket | Token::Filter => self.expression(power),
            Token::Dot => {
                self.next += 1;
                self.after_dot(power)
            }
            _ => Err(self.unexpected("., [, an operator or the end")),
        }
    }

    fn after_dot(&mut self, power: u8) -> Result<Node, SyntaxError> {
        match self.peek() {
            Token::Name(_) | Token::QuotedName(_) | Token::Star => self.expression(power),
            Token::OpenBracket => {
                self.next += 1;
                self.list().map(Node::new)
            }
            Token::OpenBrace => {
                self.next += 1;
                self.object().map(Node::new)
            }
            _ => Err(self.unexpected("a name, *, [ or {")),
        }
    }
}

/// The operands of `||` or `&&`, in one list however many there are.
fn joined(left: Node, right: Node, operands: fn(Kind) -> Result<Vec<Node>, Kind>) -> Vec<Node> {
    let height = left.height;
    match operands(left.kind) {
        Ok(mut nodes) => {
            nodes.push(right);
            nodes
        }
        Err(kind) => vec![Node { kind, height }, right],
    }
}

fn check_count(function: &Function, count: usize) -> Result<(), String> {
    let least = function.parameters.len();
    let plural = if least == 1 { "" } else { "s" };
    let name = function.name;
    if function.is_variadic && count < least {
        return Err(format!("{name} takes at least {least} argument{plural}, not {count}"));
    }
    if !function.is_variadic && count != least {
        return Err(format!("{name} takes {least} argument{plural}, not {count}"));
    }
    Ok(())
}
