//! The shapes of requests, read from the page's bindings, which are written from the command table: so
//! a new command is asked for in every state without a line here.

use std::collections::BTreeMap;

/// The shape of a value that crosses.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    Text,
    Number,
    Flag,
    Null,
    Literal(String),
    List(Box<Shape>),
    /// Name, whether it may be left out, and shape.
    Object(Vec<(String, bool, Shape)>),
    /// From any word to a shape.
    Map(Box<Shape>),
    OneOf(Vec<Shape>),
    Named(String),
}

/// Every command with its request, and every named shape.
pub(crate) struct Shapes {
    pub(crate) commands: BTreeMap<String, Option<Shape>>,
    pub(crate) named: BTreeMap<String, Shape>,
}

impl Shapes {
    pub(crate) fn read(bindings: &str) -> Self {
        let mut tokens = Tokens::new(bindings);
        let mut shapes = Self {
            commands: BTreeMap::new(),
            named: BTreeMap::new(),
        };
        while let Some(token) = tokens.next() {
            match token.as_str() {
                "type" => {
                    let name = tokens.next().unwrap();
                    tokens.expect("=");
                    let shape = tokens.shape();
                    shapes.named.insert(name, shape);
                }
                "interface" => {
                    tokens.next();
                    tokens.expect("{");
                    while !tokens.takes("}") {
                        let name = tokens.next().unwrap();
                        tokens.expect("(");
                        let mut request = None;
                        if !tokens.takes(")") {
                            tokens.next();
                            tokens.expect(":");
                            request = Some(tokens.shape());
                            tokens.expect(")");
                        }
                        tokens.expect(":");
                        tokens.shape();
                        tokens.takes(";");
                        shapes.commands.insert(name, request);
                    }
                }
                _ => {}
            }
        }
        shapes
    }
}

struct Tokens {
    list: Vec<String>,
    at: usize,
}

impl Tokens {
    fn new(text: &str) -> Self {
        let mut list = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if first == '"' {
                rest.char_indices()
                    .skip(1)
                    .find(|(_, letter)| *letter == '"')
                    .map_or(rest.len(), |(end, _)| end + 1)
            } else if first.is_alphanumeric() || first == '_' {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            rest = after;
            if !token.trim().is_empty() && !token.starts_with("/*") && !token.starts_with("//") {
                list.push(token.to_owned());
            }
        }
        Self { list, at: 0 }
    }

    fn next(&mut self) -> Option<String> {
        let token = self.list.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn sees(&self, ahead: usize, token: &str) -> bool {
        self.list.get(self.at + ahead).is_some_and(|it| it == token)
    }

    fn takes(&mut self, token: &str) -> bool {
        let is_there = self.sees(0, token);
        self.at += usize::from(is_there);
        is_there
    }

    fn expect(&mut self, token: &str) {
        let found = self.next();
        assert_eq!(found.as_deref(), Some(token), "in the bindings");
    }

    fn shape(&mut self) -> Shape {
        self.takes("|");
        let mut all = vec![self.one()];
        while self.takes("|") {
            all.push(self.one());
        }
        if all.len() == 1 {
            all.remove(0)
        } else {
            Shape::OneOf(all)
        }
    }

    fn one(&mut self) -> Shape {
        let mut shape = match self.next().unwrap_or_default().as_str() {
            "string" => Shape::Text,
            "number" | "bigint" => Shape::Number,
            "boolean" => Shape::Flag,
            "null" | "undefined" | "void" | "never" => Shape::Null,
            "true" | "false" => Shape::Flag,
            "{" => self.object(),
            "(" => {
                let inner = self.shape();
                self.expect(")");
                inner
            }
            "Array" => {
                self.expect("<");
                let inner = self.shape();
                self.expect(">");
                Shape::List(Box::new(inner))
            }
            "Record" => {
                self.expect("<");
                self.shape();
                self.expect(",");
                let inner = self.shape();
                self.expect(">");
                Shape::Map(Box::new(inner))
            }
            literal if literal.starts_with('"') => {
                Shape::Literal(literal.trim_matches('"').to_owned())
            }
            name => Shape::Named(name.to_owned()),
        };
        while self.sees(0, "[") && self.sees(1, "]") {
            self.at += 2;
            shape = Shape::List(Box::new(shape));
        }
        while self.takes("&") {
            let more = self.one();
            shape = match (shape, more) {
                (Shape::Object(mut a), Shape::Object(b)) => {
                    a.extend(b);
                    Shape::Object(a)
                }
                (shape, _) => shape,
            };
        }
        shape
    }

    fn object(&mut self) -> Shape {
        if self.takes("[") {
            // `{ [key in string]: T }`
            while !self.takes("]") {
                self.at += 1;
            }
            self.takes("?");
            self.expect(":");
            let inner = self.shape();
            self.takes(",");
            self.takes(";");
            self.expect("}");
            return Shape::Map(Box::new(inner));
        }
        let mut fields = Vec::new();
        while !self.takes("}") {
            let name = self.next().unwrap().trim_matches('"').to_owned();
            let is_optional = self.takes("?");
            self.expect(":");
            fields.push((name, is_optional, self.shape()));
            self.takes(",");
            self.takes(";");
        }
        Shape::Object(fields)
    }
}
