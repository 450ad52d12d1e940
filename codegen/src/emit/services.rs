//! The modules of services and versions, each of which includes its file.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Result, docs, identifier, items};
use crate::lower::Module;

/// The text of a module for each service, with a module for each version.
pub(crate) fn services(modules: &[Module], context: &Context, pretty: bool) -> Result<Vec<String>> {
    let mut services: BTreeMap<&str, Vec<&Module>> = BTreeMap::new();
    for module in modules {
        services.entry(&module.service).or_default().push(module);
    }
    let mut texts = Vec::new();
    for (service, versions) in services {
        texts.extend(items(service, self::service(service, &versions, context)?, pretty)?);
    }
    Ok(texts)
}

fn service(service: &str, versions: &[&Module], context: &Context) -> Result<TokenStream> {
    let name = identifier(service)?;
    let feature = service.trim_start_matches("r#");
    let feature = context.cargo_features.then(|| quote!(#[cfg(feature = #feature)]));
    let mut inner = Vec::new();
    for module in versions {
        let version = identifier(&module.version)?;
        let lines = docs(&module.docs);
        let file = module.file_name();
        let reexport = module
            .is_default
            .then(|| quote!(#[doc(inline)] pub use self::#version::*;));
        inner.push(quote! {
            #lines
            pub mod #version {
                include!(#file);
            }
            #reexport
        });
    }
    let lines = versions.iter().find(|module| module.is_default).or(versions.first());
    let lines = docs(lines.map_or(&[], |module| &module.service_docs));
    let lints = lints();
    Ok(quote! {
        #lines
        #feature
        #[allow(#lints)]
        pub mod #name {
            #(#inner)*
        }
    })
}

/// The lints that generated modules do not keep, and why.
pub(super) fn lints() -> TokenStream {
    quote! {
        dead_code,
        non_camel_case_types,
        unused_imports,
        clippy::enum_variant_names,
        clippy::should_implement_trait,
        clippy::upper_case_acronyms,
        clippy::wrong_self_convention,
        reason = "names are the service's, and nobody uses all of them"
    }
}
