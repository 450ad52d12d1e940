//! Prints the IR as Rust: one file for each kind of item, and no decisions.

mod call;
#[cfg(feature = "cli")]
mod crate_root;
mod enums;
mod examples;
mod layout;
mod lines;
mod paging;
mod services;
mod structure;

#[cfg(feature = "cli")]
pub(crate) use crate_root::crate_root;
pub(crate) use services::services;

use std::borrow::Cow;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;

use crate::format;
use crate::lower::{Item, Module};
use crate::naming::is_identifier;
use crate::options::Options;

/// A fragment of code that could not be printed: a bug of the generator, or an option that is not valid Rust.
#[derive(Clone, Debug)]
pub(crate) struct EmitError {
    /// What was being printed.
    pub(crate) item: String,
    /// Why it failed.
    pub(crate) reason: String,
}

type Result<T> = std::result::Result<T, EmitError>;

/// What emitters need to know in addition to the item.
///
/// The runtime is `rt` in the code that they print: see `generated_0_1` in tc3-runtime.
pub(crate) struct Context {
    /// Path of the runtime crate.
    runtime: syn::Path,
    cargo_features: bool,
}

impl Context {
    pub(crate) fn new(options: &Options) -> Result<Self> {
        for (service, path) in &options.extern_types {
            module_path(&format!("the path of the types of {service}"), path)?;
        }
        for (name, path) in &options.extern_type {
            module_path(&format!("the path of {name}"), path)?;
        }
        Ok(Self {
            runtime: module_path("the runtime path", &options.runtime_path)?,
            cargo_features: options.cargo_features,
        })
    }
}

/// A path without type arguments.
fn module_path(item: &str, text: &str) -> Result<syn::Path> {
    syn::Path::parse_mod_style.parse_str(text).map_err(|error| EmitError {
        item: format!("{item}, `{text}`,"),
        reason: error.to_string(),
    })
}

/// The layouts of every shape of code that there are many of.
pub(crate) struct Layouts {
    pretty: bool,
    function: layout::Layouts<call::Function>,
    action: layout::Layouts<call::ActionImpl>,
    streams: layout::Layouts<call::StreamsImpl>,
    structure: layout::Layouts<structure::StructItem>,
    empty_response: layout::Layouts<structure::EmptyResponse>,
    field: layout::Layouts<structure::FieldOf>,
    constructors: layout::Layouts<structure::StructImpl>,
    new: layout::Layouts<structure::New>,
    setter: layout::Layouts<structure::SetterOf>,
    paging: layout::Layouts<paging::PagingImpl>,
}

impl Layouts {
    /// Starts without a layout; each will be for a person to read if `pretty`.
    pub(crate) fn new(pretty: bool) -> Self {
        Self {
            pretty,
            function: layout::Layouts::new(pretty),
            action: layout::Layouts::new(pretty),
            streams: layout::Layouts::new(pretty),
            structure: layout::Layouts::new(pretty),
            empty_response: layout::Layouts::new(pretty),
            field: layout::Layouts::new(pretty),
            constructors: layout::Layouts::new(pretty),
            new: layout::Layouts::new(pretty),
            setter: layout::Layouts::new(pretty),
            paging: layout::Layouts::new(pretty),
        }
    }
}

/// The text of each item of a module's file.
pub(crate) fn module(module: &Module, context: &Context, layouts: &mut Layouts) -> Result<Vec<String>> {
    let runtime = &context.runtime;
    let pretty = layouts.pretty;
    let mut texts = items("the runtime", quote!(use #runtime::generated_0_1 as rt;), pretty)?;
    for path in &module.inputs_elsewhere {
        let input = syn::Path::parse_mod_style.parse_str(path).map_err(|error| EmitError {
            item: format!("the path `{path}`"),
            reason: error.to_string(),
        })?;
        texts.extend(items(path, quote!(const _: () = rt::is_input::<#input>();), pretty)?);
    }
    texts.extend(items("the service", call::service(&module.facts), pretty)?);
    for item in &module.items {
        match item {
            Item::Call(call) => texts.extend(call::call(call, context, layouts)?),
            Item::Struct(structure) if structure.is_empty_response => {
                texts.push(structure::empty_response(structure, layouts)?);
            }
            Item::Struct(structure) => {
                texts.extend(structure::structure(structure, layouts)?);
                texts.push(structure::record(structure)?);
            }
            Item::Paging(paging) => texts.push(paging::paging(paging, layouts)?),
            Item::ErrorCodes(codes) => texts.push(enums::error_codes(codes)?),
            Item::OpenEnum(values) => texts.push(enums::open_enum(values)?),
            Item::Integers(integers) => texts.push(enums::integers(integers)?),
        }
    }
    Ok(texts)
}

/// The text of items that there are few of.
fn items(item: &str, tokens: TokenStream, pretty: bool) -> Result<Vec<String>> {
    let items = parsed(item, tokens)?.into_iter();
    Ok(items.map(|item| format::item(item, pretty)).collect())
}

fn parsed(item: &str, tokens: TokenStream) -> Result<Vec<syn::Item>> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| EmitError {
        item: format!("`{item}`"),
        reason: error.to_string(),
    })?;
    Ok(file.items)
}

fn identifier(name: &str) -> Result<Ident> {
    let name = self::name(name)?;
    Ok(match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    })
}

/// Returns a name that is an identifier, checked without parsing.
fn name(name: &str) -> Result<&str> {
    if is_identifier(name) {
        return Ok(name);
    }
    Err(EmitError {
        item: format!("`{}`", name.escape_debug()),
        reason: "it is not an identifier".to_owned(),
    })
}

/// Returns the path of a type as it is printed. Where there is no type it is empty.
fn path(text: &str) -> Result<Cow<'_, str>> {
    if text.is_empty() || is_identifier(text) {
        return Ok(Cow::Borrowed(text));
    }
    let path = module_path("the path", text)?;
    Ok(Cow::Owned(path.into_token_stream().to_string().replace(' ', "")))
}

fn attributes(given: &[String]) -> Result<Vec<syn::Attribute>> {
    let mut attributes = Vec::new();
    for text in given {
        let parsed = syn::Attribute::parse_outer.parse_str(text).map_err(|error| EmitError {
            item: format!("the attribute `{text}`"),
            reason: error.to_string(),
        })?;
        if parsed.is_empty() {
            return Err(EmitError {
                item: format!("the attribute `{text}`"),
                reason: "it is empty".to_owned(),
            });
        }
        attributes.extend(parsed);
    }
    Ok(attributes)
}

/// One attribute a line: a doc attribute with a line break in it would be printed as a block comment.
fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}
