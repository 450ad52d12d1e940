//! The function of an action, and the facts about it that the client needs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::layout::{Names, Place, Template, block};
use super::lines::{Lines, inside};
use super::{Context, Layouts, Result, examples, name};
use crate::lower::{Call, ServiceFacts};
use crate::spec::Content;

/// The items of an action.
pub(super) fn call(call: &Call, context: &Context, layouts: &mut Layouts) -> Result<Vec<String>> {
    let (request, response) = (name(&call.request)?, name(&call.response)?);
    let mut items = Vec::new();
    if call.has_function {
        let mut lines = Lines::new(layouts.pretty, 0);
        lines.docs(&call.docs);
        lines.docs(&examples::typed_call(call));
        lines.docs(&examples::lines(&call.examples));
        lines.deprecated(call.deprecated.as_deref())?;
        let template = Function {
            cargo_features: context.cargo_features,
        };
        let names = [name(&call.function)?, request, response];
        let mut text = String::new();
        layouts.function.write(&mut text, template, &names, &[lines.text()])?;
        items.push(text);
    }
    let template = ActionImpl {
        has_host: call.host.is_some(),
        region_required: call.region_required,
        read_only: call.read_only,
        streaming: call.streaming,
        rate_limit: call.rate_limit,
        content: call.content,
        signed: call.signed,
    };
    let host = inside(call.host.as_deref().unwrap_or_default());
    let names = [request, response, &inside(&call.action), &host];
    let mut text = String::new();
    layouts.action.write(&mut text, template, &names, &[])?;
    items.push(text);
    if call.streaming {
        let mut text = String::new();
        layouts.streams.write(&mut text, StreamsImpl, &[request], &[])?;
        items.push(text);
    }
    Ok(items)
}

/// The facts of the service, which those of its actions begin with.
pub(super) fn service(facts: &ServiceFacts) -> TokenStream {
    let ServiceFacts { name, version, host } = facts;
    quote!(const SERVICE: rt::ServiceInfo = rt::ServiceInfo::new(#name, #version, #host);)
}

/// The function returns the client's future, and is `#[inline]`, so that a program compiles the actions that it calls and
/// no others. An `async fn` would add a state machine for each.
///
/// The names are its own and those of the request and the response.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Function {
    cargo_features: bool,
}

impl Template for Function {
    const PLACE: Place = Place::File;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let (function, request, response) = (names.identifier(0), names.identifier(1), names.identifier(2));
        let lines = block(0);
        let feature = self.cargo_features.then(|| quote!(#[cfg(feature = "client")]));
        quote! {
            #lines
            #feature
            #[inline]
            pub fn #function<'a>(
                client: &'a rt::Client,
                request: &'a #request,
            ) -> impl rt::Future<Output = rt::CallResult<#response>> + 'a {
                client.send(request)
            }
        }
    }
}

/// The names are those of the request and the response, then the action's and the host's text.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct ActionImpl {
    has_host: bool,
    region_required: bool,
    read_only: bool,
    streaming: bool,
    rate_limit: Option<u64>,
    content: Content,
    signed: bool,
}

impl Template for ActionImpl {
    const PLACE: Place = Place::File;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let (request, response) = (names.identifier(0), names.identifier(1));
        let info = self.info(&names.literal(2), &names.literal(3));
        quote! {
            impl rt::Action for #request {
                type Output = #response;
                const INFO: &'static rt::ActionInfo = &#info;
            }
        }
    }
}

impl ActionImpl {
    fn info(&self, action: &Literal, host: &Literal) -> TokenStream {
        let host = self.has_host.then(|| quote!(.host(#host)));
        let region_required = self.region_required.then(|| quote!(.region_required()));
        let read_only = self.read_only.then(|| quote!(.read_only()));
        let streaming = self.streaming.then(|| quote!(.streaming()));
        let rate_limit = self.rate_limit.map(Literal::u64_unsuffixed);
        let rate_limit = rate_limit.map(|limit| quote!(.rate_limit(#limit)));
        let content = match self.content {
            Content::Json => None,
            Content::Multipart => Some(quote!(.multipart())),
            Content::OctetStream => Some(quote!(.octet_stream())),
        };
        let unsigned = (!self.signed).then(|| quote!(.unsigned()));
        quote!(SERVICE.action(#action) #host #region_required #read_only #streaming #rate_limit #content #unsigned)
    }
}

/// The name is that of the request.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct StreamsImpl;

impl Template for StreamsImpl {
    const PLACE: Place = Place::File;

    fn tokens(&self, names: &Names<'_>) -> TokenStream {
        let request = names.identifier(0);
        quote!(impl rt::Streams for #request {})
    }
}
