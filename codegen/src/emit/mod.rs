//! Prints the IR as Rust: one file for each kind of item, and no decisions.

mod call;
#[cfg(feature = "cli")]
mod crate_root;
mod enums;
mod examples;
mod lines;

mod paging;
mod services;
mod structure;

#[cfg(feature = "cli")]
pub(crate) use crate_root::crate_root;
pub(crate) use services::services;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse::Parser;

use crate::format::Fragment;
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

/// What a module's file holds.
pub(crate) fn module(module: &Module, context: &Context) -> Result<Vec<Fragment>> {
    let runtime = &context.runtime;
    let mut fragments = Vec::new();
    fragments.extend(fragments_of("the runtime", quote!(use #runtime::generated_0_1 as rt;))?);
    for path in &module.inputs_elsewhere {
        let input = self::path(path)?;
        fragments.extend(fragments_of(path, quote!(const _: () = rt::is_input::<#input>();))?);
    }
    fragments.extend(fragments_of("the service", call::service(&module.facts))?);
    for item in &module.items {
        match item {
            Item::Call(call) => fragments.extend(fragments_of(&call.function, call::call(call, context)?)?),
            Item::Struct(structure) if structure.is_empty_response => {
                fragments.extend(fragments_of(&structure.name, structure::empty_response(structure)?)?);
            }
            Item::Struct(structure) => {
                fragments.extend(fragments_of(&structure.name, structure::structure(structure)?)?);
                fragments.push(structure::record(structure)?);
            }
            Item::Paging(paging) => fragments.extend(fragments_of(&paging.request, paging::paging(paging)?)?),
            Item::ErrorCodes(codes) => fragments.push(enums::error_codes(codes)?),
            Item::OpenEnum(values) => fragments.push(enums::open_enum(values)?),
            Item::Integers(integers) => fragments.push(enums::integers(integers)?),
        }
    }
    Ok(fragments)
}

fn fragments_of(item: &str, tokens: TokenStream) -> Result<impl Iterator<Item = Fragment>> {
    Ok(Fragment::items(parsed(item, tokens)?))
}

fn parsed(item: &str, tokens: TokenStream) -> Result<Vec<syn::Item>> {
    let file: syn::File = syn::parse2(tokens).map_err(|error| EmitError {
        item: format!("`{item}`"),
        reason: error.to_string(),
    })?;
    Ok(file.items)
}

/// Made without parsing, of which there would be a dozen a member.
fn identifier(name: &str) -> Result<Ident> {
    if !is_identifier(name) {
        return Err(EmitError {
            item: format!("`{}`", name.escape_debug()),
            reason: "it is not an identifier".to_owned(),
        });
    }
    Ok(match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    })
}

fn path(text: &str) -> Result<syn::Path> {
    if let Ok(name) = identifier(text) {
        return Ok(name.into());
    }
    syn::parse_str(text).map_err(|error| EmitError {
        item: format!("the path `{text}`"),
        reason: error.to_string(),
    })
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
