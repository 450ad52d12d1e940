//! The tree of an expression, by operator precedence.

use super::FilterError;
use super::functions;
use super::lexer::{Comparison, Token, TokenKind, tokens};
use crate::json::Value;
use crate::near::{near_clause, nearest};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ast {
    Current,
    Literal(Value),
    Field(String),
    Index(i64),
    Slice {
        start: Option<i64>,
        stop: Option<i64>,
        step: i64,
    },
    /// The second of the result of the first.
    Then(Box<Ast>, Box<Ast>),
    /// The second of each item of the list that the first gives.
    Project(Box<Ast>, Box<Ast>),
    /// The second of each value of the object that the first gives.
    ProjectValues(Box<Ast>, Box<Ast>),
    /// The second of each item of the first for which the condition holds.
    ProjectIf {
        list: Box<Ast>,
        condition: Box<Ast>,
        each: Box<Ast>,
    },
    Flatten(Box<Ast>),
    List(Vec<Ast>),
    Object(Vec<(String, Ast)>),
    Call(&'static functions::Function, Vec<Ast>),
    /// `&expression`, an argument of a function.
    Reference(Box<Ast>),
    Or(Box<Ast>, Box<Ast>),
    And(Box<Ast>, Box<Ast>),
    Not(Box<Ast>),
    Compare(Comparison, Box<Ast>, Box<Ast>),
}

/// Deeper expressions are refused, so that no expression exhausts the stack.
const MAX_DEPTH: usize = 200;

/// Operators of less power than this end a projection.
const PROJECTION_STOP: u8 = 10;

/// How strongly the operators bind what is left of them.
mod power {
    pub(super) const PIPE: u8 = 1;
    pub(super) const OR: u8 = 2;
    pub(super) const AND: u8 = 3;
    pub(super) const COMPARE: u8 = 5;
    pub(super) const FLATTEN: u8 = 9;
    pub(super) const STAR: u8 = 20;
    pub(super) const FILTER: u8 = 21;
    pub(super) const DOT: u8 = 40;
    pub(super) const NOT: u8 = 45;
    pub(super) const LEFT_BRACE: u8 = 50;
    pub(super) const LEFT_BRACKET: u8 = 55;
    pub(super) const LEFT_PAREN: u8 = 60;
}

/// Parses an expression.
pub(super) fn parse(expression: &str) -> Result<Ast, FilterError> {
    let mut parser = Parser {
        tokens: tokens(expression)?,
        next: 0,
        depth: 0,
    };
    let ast = parser.expression(0)?;
    match parser.peek() {
        TokenKind::End => Ok(ast),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn token(&self, ahead: usize) -> &Token {
        const END: Token = Token {
            at: 0,
            kind: TokenKind::End,
        };
        static AFTER_THE_END: Token = END;
        self.tokens
            .get(self.next + ahead)
            .or(self.tokens.last())
            .unwrap_or(&AFTER_THE_END)
    }

    fn peek(&self) -> &TokenKind {
        &self.token(0).kind
    }

    fn take(&mut self) -> Token {
        let token = self.token(0).clone();
        self.next += 1;
        token
    }

    fn is(&mut self, kind: &TokenKind) -> bool {
        let is = self.peek() == kind;
        self.next += usize::from(is);
        is
    }

    fn expect(&mut self, kind: &TokenKind, what: &str) -> Result<(), FilterError> {
        if self.is(kind) {
            Ok(())
        } else {
            Err(self.unexpected(what))
        }
    }

    fn unexpected(&self, expected: &str) -> FilterError {
        let token = self.token(0);
        let message = match token.kind {
            TokenKind::End => format!("the expression ends where {expected} is expected"),
            _ => format!("{expected} is expected here"),
        };
        FilterError::at(token.at, message)
    }

    /// The expression that ends before an operator that binds no more strongly than `least`.
    fn expression(&mut self, least: u8) -> Result<Ast, FilterError> {
        let outside = self.depth;
        self.deeper()?;
        let mut left = self.prefix()?;
        while self.power() > least {
            // What is left of an operator is below it in the tree.
            self.deeper()?;
            left = self.infix(left)?;
        }
        self.depth = outside;
        Ok(left)
    }

    fn deeper(&mut self) -> Result<(), FilterError> {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            return Ok(());
        }
        let at = self.token(0).at;
        Err(FilterError::at(at, format!("it is nested deeper than {MAX_DEPTH}")))
    }

    fn boxed(&mut self, least: u8) -> Result<Box<Ast>, FilterError> {
        self.expression(least).map(Box::new)
    }

    fn power(&self) -> u8 {
        match self.peek() {
            TokenKind::Pipe => power::PIPE,
            TokenKind::Or => power::OR,
            TokenKind::And => power::AND,
            TokenKind::Compare(_) => power::COMPARE,
            TokenKind::Flatten => power::FLATTEN,
            TokenKind::Star => power::STAR,
            TokenKind::Filter => power::FILTER,
            TokenKind::Dot => power::DOT,
            TokenKind::Not => power::NOT,
            TokenKind::LeftBrace => power::LEFT_BRACE,
            TokenKind::LeftBracket => power::LEFT_BRACKET,
            TokenKind::LeftParen => power::LEFT_PAREN,
            _ => 0,
        }
    }

    fn prefix(&mut self) -> Result<Ast, FilterError> {
        let expected = self.unexpected("a name, a literal or `[`");
        let token = self.take();
        match token.kind {
            TokenKind::Literal(value) => Ok(Ast::Literal(value)),
            TokenKind::Name(name) if *self.peek() == TokenKind::LeftParen => self.call(token.at, &name),
            TokenKind::Name(name) => Ok(Ast::Field(name)),
            TokenKind::QuotedName(_) if *self.peek() == TokenKind::LeftParen => {
                Err(FilterError::at(token.at, "the name of a function has no quotes"))
            }
            TokenKind::QuotedName(name) => Ok(Ast::Field(name)),
            TokenKind::Star => {
                let each = if *self.peek() == TokenKind::RightBracket {
                    Ast::Current
                } else {
                    self.each(power::STAR)?
                };
                Ok(Ast::ProjectValues(Box::new(Ast::Current), Box::new(each)))
            }
            TokenKind::Filter => self.filter(Ast::Current),
            TokenKind::LeftBrace => self.object(),
            TokenKind::LeftParen => {
                let inner = self.expression(0)?;
                self.expect(&TokenKind::RightParen, "`)`")?;
                Ok(inner)
            }
            TokenKind::Flatten => self.flatten(Ast::Current),
            TokenKind::Not => Ok(Ast::Not(self.boxed(power::NOT)?)),
            TokenKind::LeftBracket => self.bracket_prefix(),
            TokenKind::Current => Ok(Ast::Current),
            TokenKind::Ampersand => Ok(Ast::Reference(self.boxed(0)?)),
            _ => Err(expected),
        }
    }

    fn infix(&mut self, left: Ast) -> Result<Ast, FilterError> {
        let token = self.take();
        let first = Box::new(left);
        match token.kind {
            TokenKind::Dot => {
                if self.is(&TokenKind::Star) {
                    let each = self.each(power::DOT)?;
                    return Ok(Ast::ProjectValues(first, Box::new(each)));
                }
                let second = self.after_dot(power::DOT)?;
                Ok(Ast::Then(first, Box::new(second)))
            }
            TokenKind::Pipe => Ok(Ast::Then(first, self.boxed(power::PIPE)?)),
            TokenKind::Or => Ok(Ast::Or(first, self.boxed(power::OR)?)),
            TokenKind::And => Ok(Ast::And(first, self.boxed(power::AND)?)),
            TokenKind::Compare(comparison) => Ok(Ast::Compare(comparison, first, self.boxed(power::COMPARE)?)),
            TokenKind::Flatten => self.flatten(*first),
            TokenKind::Filter => self.filter(*first),
            TokenKind::LeftBracket => {
                if matches!(self.peek(), TokenKind::Number(_) | TokenKind::Colon) {
                    let index = self.index()?;
                    return self.project_a_slice(*first, index);
                }
                self.expect(&TokenKind::Star, "a number, `:` or `*`")?;
                self.expect(&TokenKind::RightBracket, "`]`")?;
                let each = self.each(power::STAR)?;
                Ok(Ast::Project(first, Box::new(each)))
            }
            _ => Err(FilterError::at(token.at, "an operator or the end is expected here")),
        }
    }

    fn bracket_prefix(&mut self) -> Result<Ast, FilterError> {
        if matches!(self.peek(), TokenKind::Number(_) | TokenKind::Colon) {
            let index = self.index()?;
            return self.project_a_slice(Ast::Current, index);
        }
        if *self.peek() == TokenKind::Star && self.token(1).kind == TokenKind::RightBracket {
            self.next += 2;
            let each = self.each(power::STAR)?;
            return Ok(Ast::Project(Box::new(Ast::Current), Box::new(each)));
        }
        self.list()
    }

    /// What is done with each item of a projection.
    fn each(&mut self, least: u8) -> Result<Ast, FilterError> {
        if self.power() < PROJECTION_STOP {
            return Ok(Ast::Current);
        }
        match self.peek() {
            TokenKind::LeftBracket | TokenKind::Filter => self.expression(least),
            TokenKind::Dot => {
                self.next += 1;
                self.after_dot(least)
            }
            _ => Err(self.unexpected("`.`, `[` or the end")),
        }
    }

    fn after_dot(&mut self, least: u8) -> Result<Ast, FilterError> {
        match self.peek() {
            TokenKind::Name(_) | TokenKind::QuotedName(_) | TokenKind::Star => self.expression(least),
            TokenKind::LeftBracket => {
                self.next += 1;
                self.list()
            }
            TokenKind::LeftBrace => {
                self.next += 1;
                self.object()
            }
            _ => Err(self.unexpected("a name, `*`, `[` or `{`")),
        }
    }

    fn filter(&mut self, list: Ast) -> Result<Ast, FilterError> {
        let condition = self.boxed(0)?;
        self.expect(&TokenKind::RightBracket, "`]`")?;
        let each = if *self.peek() == TokenKind::Flatten {
            Ast::Current
        } else {
            self.each(power::FILTER)?
        };
        Ok(Ast::ProjectIf {
            list: Box::new(list),
            condition,
            each: Box::new(each),
        })
    }

    fn flatten(&mut self, list: Ast) -> Result<Ast, FilterError> {
        let each = self.each(power::FLATTEN)?;
        Ok(Ast::Project(Box::new(Ast::Flatten(Box::new(list))), Box::new(each)))
    }

    fn project_a_slice(&mut self, left: Ast, index: Ast) -> Result<Ast, FilterError> {
        let is_slice = matches!(index, Ast::Slice { .. });
        let of_left = Ast::Then(Box::new(left), Box::new(index));
        if !is_slice {
            return Ok(of_left);
        }
        let each = self.each(power::STAR)?;
        Ok(Ast::Project(Box::new(of_left), Box::new(each)))
    }

    /// `0]`, `1:5]` or `::2]`.
    fn index(&mut self) -> Result<Ast, FilterError> {
        let at = self.token(0).at;
        let mut parts = [None; 3];
        let mut part = 0;
        loop {
            match self.take() {
                Token {
                    kind: TokenKind::Number(number),
                    ..
                } if parts.get(part).is_some_and(Option::is_none) => {
                    if let Some(place) = parts.get_mut(part) {
                        *place = Some(number);
                    }
                }
                Token {
                    kind: TokenKind::Colon, ..
                } if part < 2 => part += 1,
                Token {
                    kind: TokenKind::RightBracket,
                    ..
                } => break,
                token => return Err(FilterError::at(token.at, "a number, `:` or `]` is expected here")),
            }
        }
        let [start, stop, step] = parts;
        match (part, start) {
            (0, Some(index)) => Ok(Ast::Index(index)),
            _ if step == Some(0) => Err(FilterError::at(at, "the step of a slice cannot be 0")),
            _ => Ok(Ast::Slice {
                start,
                stop,
                step: step.unwrap_or(1),
            }),
        }
    }

    /// `a, b]`
    fn list(&mut self) -> Result<Ast, FilterError> {
        let mut items = Vec::new();
        loop {
            items.push(self.expression(0)?);
            if self.is(&TokenKind::RightBracket) {
                return Ok(Ast::List(items));
            }
            self.expect(&TokenKind::Comma, "`,` or `]`")?;
        }
    }

    /// `a: b, c: d}`
    fn object(&mut self) -> Result<Ast, FilterError> {
        let mut members = Vec::new();
        loop {
            let expected = self.unexpected("the name of a member");
            let name = match self.take().kind {
                TokenKind::Name(name) | TokenKind::QuotedName(name) => name,
                _ => return Err(expected),
            };
            self.expect(&TokenKind::Colon, "`:`")?;
            members.push((name, self.expression(0)?));
            if self.is(&TokenKind::RightBrace) {
                return Ok(Ast::Object(members));
            }
            self.expect(&TokenKind::Comma, "`,` or `}`")?;
        }
    }

    fn call(&mut self, at: usize, name: &str) -> Result<Ast, FilterError> {
        let function = functions::find(name).ok_or_else(|| {
            let near = near_clause(&nearest(name, functions::names()));
            FilterError::at(at, format!("there is no function `{name}`{near}"))
        })?;
        self.next += 1;
        let mut arguments = Vec::new();
        while !self.is(&TokenKind::RightParen) {
            arguments.push(self.expression(0)?);
            if *self.peek() != TokenKind::RightParen {
                self.expect(&TokenKind::Comma, "`,` or `)`")?;
            }
        }
        if function.takes(arguments.len()) {
            Ok(Ast::Call(function, arguments))
        } else {
            let given = arguments.len();
            Err(FilterError::at(
                at,
                format!("{name} takes {}, not {given}", function.arguments()),
            ))
        }
    }
}
