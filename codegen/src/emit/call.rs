//! The function of an action, and what the client has to know of it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, Result, docs, identifier};
use crate::lower::Call;

pub(super) fn call(call: &Call, context: &Context) -> Result<TokenStream> {
    let function = identifier(&call.function)?;
    let (request, response) = (identifier(&call.request)?, identifier(&call.response)?);
    let lines = docs(&call.docs);
    let deprecated = call.deprecated.iter();
    let feature = context.cargo_features.then(|| quote!(#[cfg(feature = "client")]));
    let info = info(call);
    let function = call.has_function.then(|| {
        quote! {
            #lines
            #(#[deprecated = #deprecated])*
            #feature
            pub async fn #function(
                client: &rt::Client,
                request: &#request,
            ) -> rt::Result<rt::Response<#response>, rt::Error> {
                client.send(request).await
            }
        }
    });
    Ok(quote! {
        #function

        impl rt::Action for #request {
            type Output = #response;
            const INFO: &'static rt::ActionInfo = &#info;
        }
    })
}

fn info(call: &Call) -> TokenStream {
    let Call {
        service,
        version,
        action,
        host,
        region_required,
        read_only,
        ..
    } = call;
    let rate_limit = match call.rate_limit.map(Literal::u64_unsuffixed) {
        Some(limit) => quote!(rt::Some(#limit)),
        None => quote!(rt::None),
    };
    quote! {
        rt::ActionInfo {
            service: #service,
            version: #version,
            name: #action,
            host: #host,
            region_required: #region_required,
            read_only: #read_only,
            rate_limit: #rate_limit,
        }
    }
}
