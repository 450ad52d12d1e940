//! Routes a request to an action of the spec, by its host and its common parameters.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use http::header::HOST;
use http::uri::Authority;
use tc3_codegen::spec::{ActionFile, Service, Spec};

use crate::answers::Answers;
use crate::service_source::{LoadableServices, ServedVersion};
use crate::wire::HttpRequest;
use crate::wire::common_params::{Call, REGION};
use crate::wire::error::ApiError;
use crate::wire::error::{INVALID_ACTION, NO_SUCH_PRODUCT, NO_SUCH_VERSION, SIGNATURE_FAILURE};
use crate::wire::host::{lower_case, plain_host};
use crate::wire::sanitize::{MAX_EXCERPT_CHARS, excerpt, other_letter_case};
use crate::wire::tolerance::Tolerance;

/// The domain below which the first label of a host is the service: `gaap.tencentcloudapi.com`, or with a region or a
/// site in between `gaap.ap-beijing.tencentcloudapi.com`, `gaap.intl.tencentcloudapi.com`.
const ROOT_DOMAIN: &str = ".tencentcloudapi.com";

/// The most names that a message lists.
const MAX_NAMES: usize = 10;

/// The action that a request is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route<'s> {
    pub(crate) service: &'s Service,
    /// Its name, also if it is not declared.
    pub(crate) name: &'s str,
    /// Without a name, parameters and output if the spec does not declare it.
    pub(crate) action: &'s ActionFile,
    pub(crate) is_declared: bool,
}

impl<'s> Route<'s> {
    fn declared(service: &'s Service, action: &'s ActionFile) -> Self {
        Self {
            service,
            name: &action.name.value,
            action,
            is_declared: true,
        }
    }

    fn undeclared(service: &'s Service, name: &'s str) -> Self {
        static UNDECLARED: LazyLock<ActionFile> = LazyLock::new(ActionFile::default);

        Self {
            service,
            name,
            action: &UNDECLARED,
            is_declared: false,
        }
    }
}

/// Routes requests to the actions of a spec, and to those that only an answers file declares.
#[derive(Clone, Copy)]
pub(crate) struct Router<'s> {
    pub(crate) spec: &'s Spec,
    /// What else is served, by name.
    pub(crate) loadable: &'s LoadableServices,
    /// Those of them that this request may be for.
    pub(crate) loaded: &'s [Arc<Service>],
    pub(crate) answers: &'s Answers,
}

impl<'s> Router<'s> {
    /// Finds the action of a request; `scope_service` is the service of the credential scope, which only TC3 has.
    pub(crate) fn route(
        self,
        request: &HttpRequest,
        call: &Call<'s>,
        scope_service: Option<&str>,
        tolerance: &Tolerance,
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
        let named = match host_service.as_deref().or(scope_service) {
            Some(service) if self.is_label_of_host(service, request) => {
                tolerance.forgive(label_as_service(service))?;
                None
            }
            named => named,
        };
        let route = match named {
            Some(service) => self.in_service(service, call, tolerance),
            None => self.in_only_service(call, tolerance),
        }?;
        if route.action.region_required && call.common.get(&REGION).is_none() {
            return Err(call.common.missing(&REGION));
        }
        Ok(route)
    }

    /// The services that this request may be for, and those of the spec.
    fn services(self) -> impl Iterator<Item = &'s Service> {
        let loaded = self.loaded.iter().map(|service| &**service);
        self.spec.services.iter().chain(loaded)
    }

    /// Every version that is served.
    fn versions(self) -> impl Iterator<Item = (&'s str, &'s str)> {
        let of_spec = self.spec.services.iter().map(|service| &service.file);
        let of_spec = of_spec.map(|file| (file.name.as_str(), file.version.as_str()));
        let loadable = self.loadable.versions().iter();
        of_spec.chain(loadable.map(|ServedVersion { service, version }| (&service[..], &version[..])))
    }

    /// Whether a service has an action with this name; it may, if not all services are known by more than their names.
    pub(crate) fn has_action(self, name: &str) -> bool {
        !self.loadable.versions().is_empty()
            || self
                .services()
                .any(|service| service.action(name).is_some() || self.answers.declare(&service.file.name.value, name))
    }

    /// Whether `service` is not served and is the first label of the host: a client took it from its endpoint.
    fn is_label_of_host(self, service: &str, request: &HttpRequest) -> bool {
        let is_served = self.versions().any(|(served, _)| served == service);
        let host = request.header(HOST).unwrap_or_default();
        let label = host.split(['.', ':']).next().unwrap_or_default();
        !is_served && service_of_host(request).is_none() && label == service
    }

    fn in_service(self, name: &str, call: &Call<'s>, tolerance: &Tolerance) -> Result<Route<'s>, ApiError> {
        let service = self.find_service(name, call.version)?;
        match self.find(service, call.action) {
            Some(route) => Ok(route),
            None => {
                tolerance.forgive(no_such_action(service, call.action))?;
                Ok(Route::undeclared(service, call.action))
            }
        }
    }

    fn find(self, service: &'s Service, action: &'s str) -> Option<Route<'s>> {
        let is_answered = || self.answers.declare(&service.file.name.value, action);
        match service.action(action) {
            Some(declared) => Some(Route::declared(service, declared)),
            None => is_answered().then(|| Route::undeclared(service, action)),
        }
    }

    fn find_service(self, name: &str, version: &str) -> Result<&'s Service, ApiError> {
        let mut services = self.services();
        if let Some(found) =
            services.find(|service| service.file.name.value == name && service.file.version.value == version)
        {
            return Ok(found);
        }
        let quoted = excerpt(name);
        let versions: Vec<&str> = self
            .versions()
            .filter_map(|(served, version)| (served == name).then_some(version))
            .collect();
        if versions.is_empty() {
            let mut names: Vec<&str> = self.versions().map(|(served, _)| served).collect();
            if !self.loadable.versions().is_empty() {
                names = by_similarity(name, names.into_iter());
            }
            names.dedup();
            return Err(ApiError::new(
                NO_SUCH_PRODUCT,
                format!(
                    "no service `{quoted}` is served; served are {}",
                    listed(names.into_iter())
                ),
            ));
        }
        let served = listed(versions.into_iter());
        Err(ApiError::new(
            NO_SUCH_VERSION,
            format!("{quoted} has no version `{}`; it has {served}", excerpt(version)),
        ))
    }

    /// Finds the only action with this name and version, for a request whose host and scope name no service.
    fn in_only_service(self, call: &Call<'s>, tolerance: &Tolerance) -> Result<Route<'s>, ApiError> {
        let of_version: Vec<&Service> = self
            .services()
            .filter(|service| service.file.version.value == call.version)
            .collect();
        let routes = of_version.iter().filter_map(|service| self.find(service, call.action));
        match (&routes.collect::<Vec<_>>()[..], &of_version[..]) {
            ([only], _) => Ok(*only),
            ([], [service]) => {
                tolerance.forgive(no_such_action(service, call.action))?;
                Ok(Route::undeclared(service, call.action))
            }
            ([], _) => Err(ApiError::new(
                INVALID_ACTION,
                format!(
                    "no service has an action `{}` in a version `{}`",
                    excerpt(call.action),
                    excerpt(call.version)
                ),
            )),
            (several, _) => {
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
}

fn no_such_action(service: &Service, given: &str) -> ApiError {
    let names = || service.actions.iter().map(|action| action.name.as_str());
    ApiError::new(
        INVALID_ACTION,
        format!(
            "{} {} has no action `{}`{}; it has {}",
            service.file.name.value,
            service.file.version.value,
            excerpt(given),
            other_letter_case(given, names()),
            listed(by_similarity(given, names()).into_iter())
        ),
    )
}

fn label_as_service(label: &str) -> ApiError {
    let label = excerpt(label);
    ApiError::new(
        NO_SUCH_PRODUCT,
        format!(
            "the credential scope names the service `{label}`, which is the first label of the host. Tencent Cloud's \
             SDK for Node.js takes the service from its endpoint: keep the service's own host as its endpoint and give \
             its `httpProfile.agent` the address, or set `signMethod` to HmacSHA256. A lenient emulator lets it pass"
        ),
    )
}

/// Loads the services that a request may be for: the one that its host or `scope_service` names, or else, as with
/// signature version 1 on an address, every service of its version.
pub(crate) fn load_candidates(
    loadable: &LoadableServices,
    request: &HttpRequest,
    version: &str,
    scope_service: Option<&str>,
) -> Result<Vec<Arc<Service>>, ApiError> {
    if loadable.versions().is_empty() {
        return Ok(Vec::new());
    }
    let of_host = service_of_host(request);
    let named = of_host.as_deref().or(scope_service);
    loadable.load(|served| served.version == version && named.is_none_or(|name| name == served.service))
}

/// The service that the host names, if it is a host of the service's own domain.
pub(crate) fn service_of_host(request: &HttpRequest) -> Option<Cow<'_, str>> {
    let authority = request.header(HOST)?;
    let Some(host) = plain_host(authority) else {
        let authority: Authority = authority.parse().ok()?;
        let host = authority.host().to_ascii_lowercase();
        return first_label(&host).map(|label| Cow::Owned(label.to_owned()));
    };
    match lower_case(host) {
        Cow::Borrowed(host) => first_label(host).map(Cow::Borrowed),
        Cow::Owned(host) => first_label(&host).map(|label| Cow::Owned(label.to_owned())),
    }
}

/// The service that a host of the service's own domain names, in lower case.
fn first_label(host: &str) -> Option<&str> {
    host.strip_suffix(ROOT_DOMAIN)?.split('.').next()
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
