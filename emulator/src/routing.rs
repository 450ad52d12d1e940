//! From a request's host and words to an action of the spec.

use http::uri::Authority;
use tc3_codegen::spec::{ActionFile, Service, Spec};

use crate::call::{Call, REGION};
use crate::code::{INVALID_ACTION, NO_SUCH_PRODUCT, NO_SUCH_VERSION, SIGNATURE_FAILURE};
use crate::excerpt::excerpt;
use crate::received::Received;
use crate::refusal::Refusal;

/// Below it a host's first label names the service: `gaap.tencentcloudapi.com`, and with a region or a site
/// between them `gaap.ap-beijing.tencentcloudapi.com`, `gaap.intl.tencentcloudapi.com`.
const ROOT_DOMAIN: &str = ".tencentcloudapi.com";

/// How many names a message lists.
const MAX_LISTED: usize = 10;

/// How much of a name a message shows, in characters.
const MAX_SHOWN: usize = 80;

/// The action that a request is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route<'s> {
    pub(crate) service: &'s Service,
    pub(crate) action: &'s ActionFile,
}

/// Finds the action; `scope_service` is the service of the credential scope, which TC3 alone has.
pub(crate) fn route<'s>(
    spec: &'s Spec,
    request: &Received,
    call: &Call<'_>,
    scope_service: Option<&str>,
) -> Result<Route<'s>, Refusal> {
    let host_service = service_of_host(request);
    if let (Some(of_host), Some(of_scope)) = (&host_service, scope_service)
        && of_host != of_scope
    {
        let [of_scope, of_host] = [of_scope, of_host].map(|name| excerpt(name, MAX_SHOWN));
        return Err(Refusal::new(
            SIGNATURE_FAILURE,
            format!("the credential scope names the service `{of_scope}`, the host names `{of_host}`"),
        ));
    }
    let route = match host_service.as_deref().or(scope_service) {
        Some(service) => in_service(spec, service, call),
        None => in_only_service(spec, call),
    }?;
    if route.action.region_required && call.words.get(&REGION).is_none() {
        return Err(call.words.missing(&REGION));
    }
    Ok(route)
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

fn in_service<'s>(spec: &'s Spec, name: &str, call: &Call<'_>) -> Result<Route<'s>, Refusal> {
    let service = find_service(spec, name, call.version)?;
    let action = service.action(call.action).ok_or_else(|| {
        let names = service.actions.iter().map(|action| action.name.as_str());
        Refusal::new(
            INVALID_ACTION,
            format!(
                "{} {} has no action `{}`; it has {}",
                service.file.name.value,
                service.file.version.value,
                excerpt(call.action, MAX_SHOWN),
                listed(nearest_first(call.action, names).into_iter())
            ),
        )
    })?;
    Ok(Route { service, action })
}

/// Where neither host nor scope names a service, the action and its version have to.
fn in_only_service<'s>(spec: &'s Spec, call: &Call<'_>) -> Result<Route<'s>, Refusal> {
    let of_version = spec
        .services
        .iter()
        .filter(|service| service.file.version.value == call.version);
    let routes = of_version.filter_map(|service| {
        let action = service.action(call.action)?;
        Some(Route { service, action })
    });
    match routes.collect::<Vec<_>>()[..] {
        [only] => Ok(only),
        [] => Err(Refusal::new(
            INVALID_ACTION,
            format!(
                "no service has an action `{}` in a version `{}`",
                excerpt(call.action, MAX_SHOWN),
                excerpt(call.version, MAX_SHOWN)
            ),
        )),
        ref several => {
            let names = several.iter().map(|route| route.service.file.name.as_str());
            Err(Refusal::new(
                NO_SUCH_PRODUCT,
                format!(
                    "neither the host nor a credential scope names the service, and {} all have an action `{}`; \
                     send the service's own host, such as gaap{ROOT_DOMAIN}",
                    listed(names),
                    call.action
                ),
            ))
        }
    }
}

fn find_service<'s>(spec: &'s Spec, name: &str, version: &str) -> Result<&'s Service, Refusal> {
    let mut versions = spec.services.iter().filter(|service| service.file.name.value == name);
    if let Some(service) = versions.clone().find(|service| service.file.version.value == version) {
        return Ok(service);
    }
    let shown = excerpt(name, MAX_SHOWN);
    if versions.clone().next().is_none() {
        let mut names: Vec<&str> = spec.services.iter().map(|service| service.file.name.as_str()).collect();
        names.dedup();
        return Err(Refusal::new(
            NO_SUCH_PRODUCT,
            format!(
                "no service `{shown}` is served; served are {}",
                listed(names.into_iter())
            ),
        ));
    }
    let served = listed(versions.by_ref().map(|service| service.file.version.as_str()));
    Err(Refusal::new(
        NO_SUCH_VERSION,
        format!(
            "{shown} has no version `{}`; it has {served}",
            excerpt(version, MAX_SHOWN)
        ),
    ))
}

/// So that what was meant is among the names that are shown.
fn nearest_first<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let given: String = given.chars().take(MAX_SHOWN).collect();
    let mut names: Vec<&str> = names.collect();
    names.sort_by(|left, right| {
        let [left, right] = [left, right].map(|name| strsim::jaro_winkler(&given, name));
        right.total_cmp(&left)
    });
    names
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.len().checked_sub(MAX_LISTED) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..MAX_LISTED].join(", ")),
    }
}
