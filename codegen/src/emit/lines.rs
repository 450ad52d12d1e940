//! Lines of Rust that need no formatter, and the lines before what is documented: its docs and attributes.

use proc_macro2::Literal;
use quote::{ToTokens, quote};
use syn::Attribute;
use syn::parse::Parser;

use super::{EmitError, Result, attributes};
use crate::format;

/// Documentation and attributes, as lines before what they are of.
pub(super) struct Lines {
    text: String,
    pretty: bool,
    depth: usize,
}

impl Lines {
    /// Starts without a line. If `pretty`, each will be on its own, `depth` levels in.
    pub(super) fn new(pretty: bool, depth: usize) -> Self {
        Self {
            text: String::new(),
            pretty,
            depth,
        }
    }

    /// Adds documentation.
    pub(super) fn docs(&mut self, docs: &[String]) {
        if self.pretty {
            write_docs(&mut self.text, docs, self.depth);
        } else {
            self.text.push_str(&super::docs(docs).to_string());
            self.end_tokens();
        }
    }

    /// Adds attributes that the user asked for, as Rust.
    pub(super) fn attributes(&mut self, given: &[String]) -> Result<()> {
        for attribute in attributes(given)? {
            self.attribute(attribute)?;
        }
        Ok(())
    }

    /// Adds the attribute of what is deprecated for this reason, if it is.
    pub(super) fn deprecated(&mut self, reason: Option<&str>) -> Result<()> {
        let Some(reason) = reason else {
            return Ok(());
        };
        let attribute = Attribute::parse_outer.parse2(quote!(#[deprecated = #reason]));
        for attribute in attribute.map_err(|error| not_rust("deprecated", &error))? {
            self.attribute(attribute)?;
        }
        Ok(())
    }

    /// Where the lines of an attribute break depends on how far it is indented.
    fn attribute(&mut self, attribute: Attribute) -> Result<()> {
        if !self.pretty {
            self.text.push_str(&attribute.into_token_stream().to_string());
            self.end_tokens();
            return Ok(());
        }
        let mut tokens = quote!(#attribute struct Owner;);
        for _ in 0..self.depth {
            tokens = quote!(mod outer { #tokens });
        }
        let item = syn::parse2(tokens).map_err(|error| not_rust("an attribute", &error))?;
        let text = format::laid_out(vec![item]);
        let lines: Vec<&str> = text.lines().collect();
        let end = lines.len().saturating_sub(self.depth + 1);
        for line in lines.get(self.depth..end).unwrap_or_default() {
            write_line(&mut self.text, line, 0);
        }
        Ok(())
    }

    fn end_tokens(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

fn not_rust(item: &str, error: &syn::Error) -> EmitError {
    EmitError {
        item: item.to_owned(),
        reason: error.to_string(),
    }
}

/// Writes `docs` as documentation comments, each line `depth` levels in.
pub(super) fn write_docs(text: &mut String, docs: &[String], depth: usize) {
    // No text of a spec leaves its comment, even if a line of it were two.
    for line in docs.iter().flat_map(|line| line.split('\n')) {
        indent(text, depth);
        text.push_str("///");
        let line = line.trim_end_matches(' ');
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
        text.push('\n');
    }
}

/// Writes a line, `depth` levels in.
pub(super) fn write_line(text: &mut String, line: &str, depth: usize) {
    indent(text, depth);
    text.push_str(line);
    text.push('\n');
}

fn indent(text: &mut String, depth: usize) {
    for _ in 0..depth {
        text.push_str("    ");
    }
}

/// `text` as a string of Rust.
pub(super) fn string(text: &str) -> String {
    Literal::string(text).to_string()
}

/// `text` as the inside of a string of Rust, with escapes.
pub(super) fn inside(text: &str) -> String {
    let literal = string(text);
    let inside = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or_default().to_owned()
}
