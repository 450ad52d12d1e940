//! From a request's host and headers to an action of the spec.

use http::uri::Authority;
use tc3_codegen::spec::{ActionFile, Service, Spec};

use crate::call::Call;
use crate::code::{INVALID_ACTION, MISSING_PARAMETER, NO_SUCH_PRODUCT, NO_SUCH_VERSION, SIGNATURE_FAILURE};
use crate::received::Received;
use crate::refusal::Refusal;

/// Below it a host's first label names the service: `gaap.tencentcloudapi.com`, and with a region or a site
/// between them `gaap.ap-beijing.tencentcloudapi.com`, `gaap.intl.tencentcloudapi.com`.
const ROOT_DOMAIN: &str = ".tencentcloudapi.com";

/// How many names a message lists.
const MAX_LISTED: usize = 10;

/// The action that a request is for.
#[derive(Clone, Copy)]
pub(crate) struct Route<'s> {
    pub(crate) service: &'s Service,
    pub(crate) action: &'s ActionFile,
}

/// Finds the action; `signed_service` is the service of the credential scope.
pub(crate) fn route<'s>(
    spec: &'s Spec,
    request: &Received,
    call: &Call<'_>,
    signed_service: &str,
) -> Result<Route<'s>, Refusal> {
    if let Some(service) = service_of_host(request).filter(|service| service != signed_service) {
        return Err(Refusal::new(
            SIGNATURE_FAILURE,
            format!("the credential scope names the service `{signed_service}`, the host names `{service}`"),
        ));
    }
    let service = find_service(spec, signed_service, call.version)?;
    let action = service.action(call.action).ok_or_else(|| {
        let names = service.actions.iter().map(|action| action.name.as_str());
        Refusal::new(
            INVALID_ACTION,
            format!(
                "{signed_service} {} has no action `{}`; it has {}",
                call.version,
                call.action,
                listed(names)
            ),
        )
    })?;
    if action.region_required && call.region.is_none() {
        return Err(Refusal::new(
            MISSING_PARAMETER,
            format!("the header X-TC-Region is missing; {} needs a region", call.action),
        ));
    }
    Ok(Route { service, action })
}

/// The service that the host names, if it is one of the service's own hosts.
pub(crate) fn service_of_host(request: &Received) -> Option<String> {
    let authority: Authority = match request.uri.authority() {
        Some(authority) => authority.clone(),
        None => request.header("host")?.parse().ok()?,
    };
    let host = authority.host().to_ascii_lowercase();
    let labels = host.strip_suffix(ROOT_DOMAIN)?;
    labels.split('.').next().map(str::to_owned)
}

fn find_service<'s>(spec: &'s Spec, name: &str, version: &str) -> Result<&'s Service, Refusal> {
    let mut versions = spec.services.iter().filter(|service| service.file.name.value == name);
    if let Some(service) = versions.clone().find(|service| service.file.version.value == version) {
        return Ok(service);
    }
    if versions.clone().next().is_none() {
        let mut names: Vec<&str> = spec.services.iter().map(|service| service.file.name.as_str()).collect();
        names.dedup();
        return Err(Refusal::new(
            NO_SUCH_PRODUCT,
            format!(
                "no service `{name}` is served; served are {}",
                listed(names.into_iter())
            ),
        ));
    }
    let served = listed(versions.by_ref().map(|service| service.file.version.as_str()));
    Err(Refusal::new(
        NO_SUCH_VERSION,
        format!("{name} has no version `{version}`; it has {served}"),
    ))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.len().checked_sub(MAX_LISTED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..MAX_LISTED].join(", ")),
    }
}
