//! Code that is quoted, parsed and laid out once for all names of the same lengths.
//!
//! A spec has tens of thousands of setters, and all of them are a few shapes of code with other names in it. Where
//! prettyplease breaks lines depends on the shape and on how long the names are, not on which they are. So an emitter
//! describes a shape as a [`Template`], whose tokens are quoted as anywhere else. The first time that a template is
//! wanted with names of certain lengths, it is quoted with stand-ins of these lengths, parsed by syn and laid out by
//! prettyplease. What comes out is a layout: text with holes, into which the names are written from then on.
//!
//! ```text
//! Template + lengths -> quote! with stand-ins -> syn -> prettyplease -> layout     (once)
//! layout + names + blocks                                            -> text       (each time)
//! ```
//!
//! A template cannot see the names, only [`Names`], so that nothing but their lengths can get into a layout. What is
//! written into holes are identifiers, paths and the inside of string literals, each checked or escaped by the emitter.
//! Documentation, attributes and members take lines of their own, and are written in the place of a [`block`].

use std::collections::HashMap;
use std::hash::Hash;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::Parser;

use super::{EmitError, Result};
use crate::format;

/// A shape of code: equal templates give equal tokens for equal [`Names`].
pub(super) trait Template: Eq + Hash {
    /// Where the code is.
    const PLACE: Place;

    /// Quotes the code.
    fn tokens(&self, names: &Names<'_>) -> TokenStream;
}

/// Where the code of a template is, which decides how far it is indented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// One item of a file.
    File,
    /// A field of a struct, with its comma.
    Struct,
    /// A function in an impl.
    Impl,
}

/// The names in the code of a template, or stand-ins for them.
pub(super) struct Names<'a> {
    texts: &'a [&'a str],
    are_stand_ins: bool,
}

/// Letters that stand-ins are made of, so that none is a word of any template.
const LETTERS: [char; 12] = ['Q', 'J', 'X', 'Z', 'W', 'V', 'K', 'Y', 'H', 'U', 'G', 'B'];

impl Names<'_> {
    /// Returns the name at `index` as an identifier.
    pub(super) fn identifier(&self, index: usize) -> Ident {
        let text = self.text(index);
        match text.strip_prefix("r#") {
            Some(name) => Ident::new_raw(name, Span::call_site()),
            None => Ident::new(&text, Span::call_site()),
        }
    }

    /// Returns the name at `index`, an identifier or a path.
    pub(super) fn path(&self, index: usize) -> TokenStream {
        let text = self.text(index);
        match syn::Path::parse_mod_style.parse_str(&text) {
            Ok(path) if text.contains(':') => quote!(#path),
            _ => {
                let name = self.identifier(index);
                quote!(#name)
            }
        }
    }

    /// Returns the string literal whose inside, with its escapes, is the name at `index`.
    pub(super) fn literal(&self, index: usize) -> Literal {
        let literal = format!("\"{}\"", self.text(index));
        literal.parse().unwrap_or_else(|_| Literal::string(""))
    }

    fn text(&self, index: usize) -> String {
        let text = self.texts.get(index).copied().unwrap_or_default();
        match LETTERS.get(index) {
            Some(letter) if self.are_stand_ins => letter.to_string().repeat(text.len()),
            _ => text.to_owned(),
        }
    }
}

/// The place of a block before an item, a field or a function: its documentation and attributes.
pub(super) fn block(index: usize) -> TokenStream {
    let mark = format!("{MARK}{index}");
    quote!(#[doc = #mark])
}

/// The place of a block of fields.
pub(super) fn block_of_fields(index: usize) -> TokenStream {
    let mark = format_ident!("{MARK}{index}");
    quote!(#mark: ())
}

/// The place of a block of functions in an impl.
pub(super) fn block_of_functions(index: usize) -> TokenStream {
    let mark = format_ident!("{MARK}{index}");
    quote!(fn #mark() {})
}

const MARK: &str = "block_";

/// The layouts of a template.
pub(super) struct Layouts<T> {
    by_template: HashMap<T, HashMap<Box<[usize]>, Layout>>,
    pretty: bool,
}

impl<T: Template> Layouts<T> {
    /// Makes layouts for a person if `pretty`, else on as few lines as there can be.
    pub(super) fn new(pretty: bool) -> Self {
        Self {
            by_template: HashMap::new(),
            pretty,
        }
    }

    /// Writes the code of a template with these names, and with `blocks` of whole lines.
    pub(super) fn write(&mut self, text: &mut String, template: T, names: &[&str], blocks: &[&str]) -> Result<()> {
        if names.len() > LETTERS.len() {
            Layout::new(&template, names, false, self.pretty)?.write(text, names, blocks);
            return Ok(());
        }
        let lengths: Vec<usize> = names.iter().map(|name| name.len()).collect();
        let known = self.by_template.get(&template);
        if let Some(layout) = known.and_then(|layouts| layouts.get(lengths.as_slice())) {
            layout.write(text, names, blocks);
            return Ok(());
        }
        let layout = Layout::new(&template, names, true, self.pretty)?;
        layout.write(text, names, blocks);
        let layouts = self.by_template.entry(template).or_default();
        layouts.insert(lengths.into(), layout);
        Ok(())
    }
}

/// The text of a template, with holes.
struct Layout(Vec<Part>);

enum Part {
    Text(String),
    Name(usize),
    Block(usize),
}

impl Layout {
    fn new<T: Template>(template: &T, names: &[&str], are_stand_ins: bool, pretty: bool) -> Result<Self> {
        let names = Names {
            texts: names,
            are_stand_ins,
        };
        let tokens = template.tokens(&names);
        let items = parsed(match T::PLACE {
            Place::File => tokens.clone(),
            Place::Struct => quote!(struct Outer { #tokens }),
            Place::Impl => quote!(impl Outer { #tokens }),
        })?;
        let mut layout = Self(Vec::new());
        if pretty {
            let text = format::laid_out(items);
            let lines: Vec<&str> = text.lines().collect();
            let inner = match T::PLACE {
                Place::File => lines.as_slice(),
                Place::Struct | Place::Impl => lines.get(1..lines.len().saturating_sub(1)).unwrap_or_default(),
            };
            for line in inner {
                layout.push_line(line, "\n", &names);
            }
        } else {
            for line in with_marks_on_lines(&tokens.to_string()).lines() {
                layout.push_line(line, "", &names);
            }
            layout.push_text(if T::PLACE == Place::File { "\n" } else { " " });
        }
        Ok(layout)
    }

    fn push_line(&mut self, line: &str, end: &str, names: &Names<'_>) {
        if let Some(index) = marked(line.trim()) {
            self.0.push(Part::Block(index));
            return;
        }
        let mut rest = line;
        while let Some(start) = rest.find(is_of_word) {
            let (before, word) = rest.split_at(start);
            let (word, after) = word.split_at(word.find(|letter| !is_of_word(letter)).unwrap_or(word.len()));
            self.push_text(before);
            match names.index_of(word) {
                Some(index) => self.0.push(Part::Name(index)),
                None => self.push_text(word),
            }
            rest = after;
        }
        self.push_text(rest);
        self.push_text(end);
    }

    fn push_text(&mut self, text: &str) {
        if let Some(Part::Text(last)) = self.0.last_mut() {
            last.push_str(text);
        } else {
            self.0.push(Part::Text(text.to_owned()));
        }
    }

    fn write(&self, text: &mut String, names: &[&str], blocks: &[&str]) {
        for part in &self.0 {
            text.push_str(match part {
                Part::Text(part) => part,
                Part::Name(index) => names.get(*index).copied().unwrap_or_default(),
                Part::Block(index) => blocks.get(*index).copied().unwrap_or_default(),
            });
        }
    }
}

impl Names<'_> {
    /// The name whose place a word takes.
    fn index_of(&self, word: &str) -> Option<usize> {
        let letter = word.chars().next()?;
        let is_stand_in = self.are_stand_ins && word.chars().all(|other| other == letter);
        let index = LETTERS.iter().position(|one| *one == letter).filter(|_| is_stand_in)?;
        self.texts.get(index).map(|_| index)
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// The block whose place is marked by a line.
fn marked(line: &str) -> Option<usize> {
    let of = |start: &str, end: &str| {
        line.strip_prefix(start)?
            .strip_prefix(MARK)?
            .strip_suffix(end)?
            .parse()
            .ok()
    };
    of("///", "").or_else(|| of("", ": (),")).or_else(|| of("fn ", "() {}"))
}

/// Puts the marks of blocks in code that is not laid out on lines of their own.
fn with_marks_on_lines(tokens: &str) -> String {
    let mut text = tokens.to_owned();
    for index in 0..2 {
        text = text
            .replace(
                &format!("# [doc = \"{MARK}{index}\"] "),
                &format!("\n///{MARK}{index}\n"),
            )
            .replace(&format!("{MARK}{index} : () "), &format!("\n{MARK}{index}: (),\n"))
            .replace(
                &format!("fn {MARK}{index} () {{ }} "),
                &format!("\nfn {MARK}{index}() {{}}\n"),
            );
    }
    text
}

fn parsed(tokens: TokenStream) -> Result<Vec<syn::Item>> {
    let file: syn::File = syn::parse2(tokens.clone()).map_err(|error| EmitError {
        item: format!("`{tokens}`"),
        reason: error.to_string(),
    })?;
    Ok(file.items)
}
