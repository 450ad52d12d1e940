//! Routes a request to an action of the spec, by its host and its common parameters.

use http::uri::Authority;
use tc3_codegen::spec::{ActionFile, Service, Spec};

use crate::wire::HttpRequest;
use crate::wire::common_params::{Call, REGION};
use crate::wire::error::ApiError;
use crate::wire::error::{INVALID_ACTION, NO_SUCH_PRODUCT, NO_SUCH_VERSION, SIGNATURE_FAILURE};
use crate::wire::sanitize::{MAX_EXCERPT_CHARS, excerpt};

/// The domain below which the first label of a host is the service: `gaap.tencentcloudapi.com`, or with a region or a
/// site in between `gaap.ap-beijing.tencentcloudapi.com`, `gaap.intl.tencentcloudapi.com`.
const ROOT_DOMAIN: &str = ".tencentcloudapi.com";

/// The most names that a message lists.
const MAX_NAMES: usize = 10;

/// The action that a request is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route<'s> {
    pub(crate) service: &'s Service,
    pub(crate) action: &'s ActionFile,
}

/// Finds the action of a request; `scope_service` is the service of the credential scope, which only TC3 has.
pub(crate) fn route<'s>(
    spec: &'s Spec,
    request: &HttpRequest,
    call: &Call<'_>,
    scope_service: Option<&str>,
) -> Result<Route<'s>, ApiError> {
    let host_service = service_of_host(request);
    if let (Some(of_host), Some(of_scope)) = (&host_service, scope_service)
        && of_host != of_scope
    {
        let [of_scope, of_host] = [of_scope, of_host].map(excerpt);
        return Err(ApiError::new(
            SIGNATURE_FAILURE,
            format!("the credential scope names the service `{of_scope}`, the host names `{of_host}`"),
        ));
    }
    let route = match host_service.as_deref().or(scope_service) {
        Some(service) => in_service(spec, service, call),
        None => in_only_service(spec, call),
    }?;
    if route.action.region_required && call.common.get(&REGION).is_none() {
        return Err(call.common.missing(&REGION));
    }
    Ok(route)
}

/// The service that the host names, if it is a host of the service's own domain.
pub(crate) fn service_of_host(request: &HttpRequest) -> Option<String> {
    let authority: Authority = match request.uri.authority() {
        Some(authority) => authority.clone(),
        None => request.header("host")?.parse().ok()?,
    };
    let host = authority.host().to_ascii_lowercase();
    let labels = host.strip_suffix(ROOT_DOMAIN)?;
    labels.split('.').next().map(str::to_owned)
}

fn in_service<'s>(spec: &'s Spec, name: &str, call: &Call<'_>) -> Result<Route<'s>, ApiError> {
    let service = find_service(spec, name, call.version)?;
    let action = service.action(call.action).ok_or_else(|| {
        let names = service.actions.iter().map(|action| action.name.as_str());
        ApiError::new(
            INVALID_ACTION,
            format!(
                "{} {} has no action `{}`; it has {}",
                service.file.name.value,
                service.file.version.value,
                excerpt(call.action),
                listed(by_similarity(call.action, names).into_iter())
            ),
        )
    })?;
    Ok(Route { service, action })
}

/// Finds the only action with this name and version, for a request whose host and scope name no service.
fn in_only_service<'s>(spec: &'s Spec, call: &Call<'_>) -> Result<Route<'s>, ApiError> {
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
        [] => Err(ApiError::new(
            INVALID_ACTION,
            format!(
                "no service has an action `{}` in a version `{}`",
                excerpt(call.action),
                excerpt(call.version)
            ),
        )),
        ref several => {
            let names = several.iter().map(|route| route.service.file.name.as_str());
            Err(ApiError::new(
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

fn find_service<'s>(spec: &'s Spec, name: &str, version: &str) -> Result<&'s Service, ApiError> {
    let mut versions = spec.services.iter().filter(|service| service.file.name.value == name);
    if let Some(service) = versions.clone().find(|service| service.file.version.value == version) {
        return Ok(service);
    }
    let quoted = excerpt(name);
    if versions.clone().next().is_none() {
        let mut names: Vec<&str> = spec.services.iter().map(|service| service.file.name.as_str()).collect();
        names.dedup();
        return Err(ApiError::new(
            NO_SUCH_PRODUCT,
            format!(
                "no service `{quoted}` is served; served are {}",
                listed(names.into_iter())
            ),
        ));
    }
    let served = listed(versions.by_ref().map(|service| service.file.version.as_str()));
    Err(ApiError::new(
        NO_SUCH_VERSION,
        format!("{quoted} has no version `{}`; it has {served}", excerpt(version)),
    ))
}

/// Sorts names by their similarity to `given`, so that the intended one is among those that a message lists.
fn by_similarity<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let given: String = given.chars().take(MAX_EXCERPT_CHARS).collect();
    let mut names: Vec<&str> = names.collect();
    names.sort_by(|left, right| {
        let [left, right] = [left, right].map(|name| strsim::jaro_winkler(&given, name));
        right.total_cmp(&left)
    });
    names
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.len().checked_sub(MAX_NAMES) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..MAX_NAMES].join(", ")),
    }
}
