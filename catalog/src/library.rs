//! Looks services and actions up in a spec folder and in catalogs, the first that has one winning.

use std::fmt;

use tc3_codegen::spec::{ActionFile, Service, Spec, TypeFile};

use crate::summary::{ActionSummary, ServiceSummary, Sites, VersionSummary};

/// Every service and action that can be called, from a spec folder and from catalogs.
///
/// ```
/// use tc3_catalog::Library;
///
/// let library = Library::new();
/// assert!(library.find("gaap", "CreateProxyGroup", None).is_err());
/// ```
#[derive(Debug, Default)]
pub struct Library {
    spec: Option<Spec>,
}

/// An action, with what else has to be known to call it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The version of the service, with this one action and the types that it reaches.
    pub service: Service,
    /// Which sites have the action.
    pub sites: Sites,
    /// Whether the action was taken from another version than the default one, because the default one lacks it.
    pub is_other_version: bool,
}

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookupError {
    /// No service has this name; `near` are the nearest names, best first.
    Service {
        /// The name that was looked for.
        name: String,
        /// The nearest names.
        near: Vec<String>,
    },
    /// The service has no such version.
    Version {
        /// The service.
        service: String,
        /// The version that was looked for.
        version: String,
        /// The versions that it has.
        versions: Vec<String>,
    },
    /// The service, or its version, has no such action.
    Action {
        /// The service.
        service: String,
        /// The name that was looked for.
        name: String,
        /// The nearest names, best first.
        near: Vec<String>,
        /// The versions that have the action, if a version was asked for that has not.
        versions: Vec<String>,
    },
    /// The catalog is damaged.
    Damaged {
        /// What is wrong, and where.
        why: String,
    },
}

impl Library {
    /// Creates a library without anything in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a spec, which wins over every catalog.
    #[must_use]
    pub fn with_spec(mut self, spec: Spec) -> Self {
        self.spec = Some(spec);
        self
    }

    /// Returns the services, in the order of their names.
    ///
    /// # Errors
    /// If a catalog is damaged.
    pub fn services(&self) -> Result<Vec<ServiceSummary>, LookupError> {
        let mut services: Vec<ServiceSummary> = Vec::new();
        for service in self.spec_services() {
            let version = VersionSummary {
                version: service.file.version.value.clone(),
                actions: service.actions.len(),
            };
            let name = &service.file.name.value;
            match services.iter_mut().find(|known| known.name == *name) {
                Some(known) if service.file.default_version => known.versions.insert(0, version),
                Some(known) => known.versions.push(version),
                None => services.push(ServiceSummary {
                    name: name.clone(),
                    title: service.file.title.value.clone(),
                    versions: vec![version],
                }),
            }
        }
        services.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(services)
    }

    /// Returns the actions of a service, of its default version unless one is named, in the order of their names.
    ///
    /// # Errors
    /// If there is no such service or version, or a catalog is damaged.
    pub fn actions(&self, service: &str, version: Option<&str>) -> Result<Vec<ActionSummary>, LookupError> {
        let service = self.service(service, version)?;
        let summary = |action: &ActionFile| ActionSummary {
            name: action.name.value.clone(),
            title: action.description.value.lines().next().unwrap_or_default().to_owned(),
            sites: Sites { cn: true, intl: true },
            deprecated: action.deprecated.is_some(),
        };
        Ok(service.actions.iter().map(summary).collect())
    }

    /// Returns a service with all of its actions and types, of its default version unless one is named.
    ///
    /// # Errors
    /// If there is no such service or version, or a catalog is damaged.
    pub fn service(&self, name: &str, version: Option<&str>) -> Result<Service, LookupError> {
        let mut versions = self.spec_services().filter(|service| service.file.name.value == name);
        let wanted = |service: &&Service| version.is_none_or(|version| service.file.version.value == version);
        versions.find(wanted).cloned().ok_or_else(|| LookupError::Service {
            name: name.to_owned(),
            near: Vec::new(),
        })
    }

    /// Returns an action by name, from the default version of the service unless one is named, or from the version that
    /// has it.
    ///
    /// # Errors
    /// If there is no such service, version or action, or a catalog is damaged.
    pub fn find(&self, service: &str, action: &str, version: Option<&str>) -> Result<Found, LookupError> {
        let whole = self.service(service, version)?;
        let Some(found) = whole.action(action) else {
            return Err(LookupError::Action {
                service: service.to_owned(),
                name: action.to_owned(),
                near: Vec::new(),
                versions: Vec::new(),
            });
        };
        let types: Vec<TypeFile> = whole.types.clone();
        Ok(Found {
            service: Service {
                actions: vec![found.clone()],
                types,
                ..whole.clone()
            },
            sites: Sites { cn: true, intl: true },
            is_other_version: false,
        })
    }

    fn spec_services(&self) -> impl Iterator<Item = &Service> {
        self.spec.iter().flat_map(|spec| &spec.services)
    }
}

impl Found {
    /// Returns the action.
    #[must_use]
    pub fn action(&self) -> Option<&ActionFile> {
        self.service.actions.first()
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service { name, .. } => write!(f, "there is no service `{name}`"),
            Self::Version { service, version, .. } => write!(f, "{service} has no version `{version}`"),
            Self::Action { service, name, .. } => write!(f, "{service} has no action `{name}`"),
            Self::Damaged { why } => write!(f, "the catalog is damaged: {why}"),
        }
    }
}

impl std::error::Error for LookupError {}
