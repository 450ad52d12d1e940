//! The `lib.rs` of a crate that is one service.

use quote::quote;

use super::services::lints;
use super::{Context, EmitError, Result, identifier};
use crate::lower::Module;

/// A module for each version, the items of the default one at the root, and the runtime.
pub(crate) fn crate_root(modules: &[Module], context: &Context) -> Result<syn::File> {
    let runtime = &context.runtime;
    let lints = lints();
    let of_service = modules.iter().find(|module| module.is_default).or(modules.first());
    let lines = of_service.map_or(&[][..], |module| &module.service_docs).iter();
    let lines = lines.map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    let mut versions = Vec::new();
    for module in modules {
        let version = identifier(&module.version)?;
        let lines = super::docs(&module.docs);
        let reexport = module
            .is_default
            .then(|| quote!(#[doc(inline)] pub use self::#version::*;));
        versions.push(quote!(#lines pub mod #version; #reexport));
    }
    syn::parse2(quote! {
        #(#![doc = #lines])*
        #![allow(#lints)]
        pub use #runtime as runtime;
        #(#versions)*
    })
    .map_err(|error| EmitError {
        item: "lib.rs".to_owned(),
        reason: error.to_string(),
    })
}
