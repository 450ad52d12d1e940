//! The function of an action, and the facts about it that the client needs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, Result, docs, examples, identifier};
use crate::lower::{Call, ServiceFacts};
use crate::spec::Content;

/// The function returns the client's future. An `async fn` would add a state machine and have rustc compile the whole call
/// for every action, whether or not a program uses it.
pub(super) fn call(call: &Call, context: &Context) -> Result<TokenStream> {
    let function = identifier(&call.function)?;
    let (request, response) = (identifier(&call.request)?, identifier(&call.response)?);
    let lines = [
        call.docs.as_slice(),
        &examples::typed_call(call),
        &examples::lines(&call.examples),
    ]
    .concat();
    let lines = docs(&lines);
    let deprecated = call.deprecated.iter();
    let feature = context.cargo_features.then(|| quote!(#[cfg(feature = "client")]));
    let info = info(call);
    let function = call.has_function.then(|| {
        quote! {
            #lines
            #(#[deprecated = #deprecated])*
            #feature
            pub fn #function<'a>(
                client: &'a rt::Client,
                request: &'a #request,
            ) -> impl rt::Future<Output = rt::CallResult<#response>> + 'a {
                client.send(request)
            }
        }
    });
    let streams = call.streaming.then(|| quote!(impl rt::Streams for #request {}));
    Ok(quote! {
        #function

        impl rt::Action for #request {
            type Output = #response;
            const INFO: &'static rt::ActionInfo = &#info;
        }

        #streams
    })
}

/// The facts of the service, which those of its actions begin with.
pub(super) fn service(facts: &ServiceFacts) -> TokenStream {
    let ServiceFacts { name, version, host } = facts;
    quote!(const SERVICE: rt::ServiceInfo = rt::ServiceInfo::new(#name, #version, #host);)
}

fn info(call: &Call) -> TokenStream {
    let action = &call.action;
    let host = call.host.iter().map(|host| quote!(.host(#host)));
    let region_required = call.region_required.then(|| quote!(.region_required()));
    let read_only = call.read_only.then(|| quote!(.read_only()));
    let streaming = call.streaming.then(|| quote!(.streaming()));
    let rate_limit = call.rate_limit.map(Literal::u64_unsuffixed);
    let rate_limit = rate_limit.map(|limit| quote!(.rate_limit(#limit)));
    let content = match call.content {
        Content::Json => None,
        Content::Multipart => Some(quote!(.multipart())),
        Content::OctetStream => Some(quote!(.octet_stream())),
    };
    let unsigned = (!call.signed).then(|| quote!(.unsigned()));
    quote!(SERVICE.action(#action) #(#host)* #region_required #read_only #streaming #rate_limit #content #unsigned)
}
