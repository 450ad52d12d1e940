//! Looks services and actions up in a spec folder and in catalogs, the first that has one winning.

use std::collections::BTreeSet;
use std::fmt;

use tc3_codegen::spec::{ActionFile, ItemType, Member, Service, Spec, TypeFile};

use crate::catalog::{Catalog, Row};
use crate::error::CatalogError;
use crate::summary::{ActionSummary, Language, ServiceSummary, Site, Sites, VersionSummary};

/// The most near names of an error.
const MAX_NEAR: usize = 3;

/// Every service and action that can be called, from a spec folder and from catalogs.
///
/// ```
/// use tc3_catalog::{Catalog, Library};
///
/// let library = Library::new().with_catalog(Catalog::embedded()?);
/// assert!(library.find("gaap", "CreateProxyGroup", None).is_ok());
/// let error = library.find("gaap", "CreateProxyGruop", None).unwrap_err();
/// assert_eq!(error.near().first().map(String::as_str), Some("CreateProxyGroup"));
/// # Ok::<(), tc3_catalog::CatalogError>(())
/// ```
#[derive(Debug, Default)]
pub struct Library {
    spec: Option<Spec>,
    catalogs: Vec<Catalog>,
    site: Site,
    language: Language,
}

/// An action, with what else has to be known to call it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The version of the service, with this one action and the types that it reaches.
    pub service: Service,
    /// Which sites have the action. Its members are those of the site that is asked for, or all if that site lacks it.
    pub sites: Sites,
    /// Whether the action was taken from another version than the default one, because the default one lacks it.
    pub is_other_version: bool,
    /// Whether it is from a spec folder, so that what it says was written or reviewed by a person.
    pub is_from_spec: bool,
}

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LookupError {
    /// No service has this name.
    Service {
        /// The name that was looked for.
        name: String,
        /// The nearest names, best first, at most three.
        near: Vec<String>,
    },
    /// The service has no such version.
    Version {
        /// The service.
        service: String,
        /// The version that was looked for.
        version: String,
        /// The versions that it has, the default one first.
        versions: Vec<String>,
    },
    /// The service, or its version, has no such action.
    Action {
        /// The service.
        service: String,
        /// The name that was looked for.
        name: String,
        /// The nearest names, best first, at most three.
        near: Vec<String>,
        /// The versions that have the action, if a version was asked for that has not.
        versions: Vec<String>,
    },
    /// A catalog cannot be read.
    Catalog(CatalogError),
}

/// Where a version of a service is described.
enum Place<'a> {
    Spec(&'a Service),
    Catalog(&'a Catalog, &'a Row),
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

    /// Adds a catalog, for what the spec and the catalogs before it do not have.
    #[must_use]
    pub fn with_catalog(mut self, catalog: Catalog) -> Self {
        self.catalogs.push(catalog);
        self
    }

    /// Sets the site whose members actions have; that of China if nothing is set.
    #[must_use]
    pub fn site(mut self, site: Site) -> Self {
        self.site = site;
        self
    }

    /// Sets the language of descriptions, English if nothing is set. A text that the language lacks is in the other one.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// Returns the catalogs, in the order in which they are asked.
    #[must_use]
    pub fn catalogs(&self) -> &[Catalog] {
        &self.catalogs
    }

    /// Returns whether it has descriptions of all services.
    #[must_use]
    pub fn has_texts(&self) -> bool {
        self.catalogs.iter().any(Catalog::has_texts)
    }

    /// Returns the services, in the order of their names.
    ///
    /// # Errors
    /// If a catalog is damaged.
    pub fn services(&self) -> Result<Vec<ServiceSummary>, LookupError> {
        let mut services: Vec<ServiceSummary> = Vec::new();
        for name in self.names() {
            let places = self.places(name);
            let title = places
                .iter()
                .map(|place| place.title(self.language))
                .find(|title| !title.is_empty());
            services.push(ServiceSummary {
                name: name.to_owned(),
                title: title.unwrap_or_default().to_owned(),
                versions: places.iter().map(Place::summary).collect(),
            });
        }
        Ok(services)
    }

    /// Returns the actions of a service, of its default version unless one is named, in the order of their names.
    ///
    /// # Errors
    /// If there is no such service or version, or a catalog is damaged.
    pub fn actions(&self, service: &str, version: Option<&str>) -> Result<Vec<ActionSummary>, LookupError> {
        let place = self.place(service, version)?;
        let mut actions: Vec<ActionSummary> = match &place {
            Place::Spec(spec) => spec.actions.iter().map(summary).collect(),
            Place::Catalog(..) => Vec::new(),
        };
        for catalog in &self.catalogs {
            let is_version = |row: &&Row| row.service == service && row.version == place.version();
            if let Some(row) = catalog.rows().iter().find(is_version) {
                let others = catalog.actions(row, self.language)?;
                let known: BTreeSet<String> = actions.iter().map(|action| action.name.clone()).collect();
                actions.extend(others.into_iter().filter(|action| !known.contains(&action.name)));
            }
        }
        actions.sort_by(|one: &ActionSummary, other| one.name.cmp(&other.name));
        Ok(actions)
    }

    /// Returns a service with all of its actions and types, of its default version unless one is named.
    ///
    /// # Errors
    /// If there is no such service or version, or a catalog is damaged.
    pub fn service(&self, name: &str, version: Option<&str>) -> Result<Service, LookupError> {
        match self.place(name, version)? {
            Place::Spec(service) => Ok(service.clone()),
            Place::Catalog(catalog, row) => {
                let site = row.sites.has(self.site).then_some(self.site);
                Ok(catalog.service(row, self.language, site)?)
            }
        }
    }

    /// Returns an action by name, from the default version of the service unless one is named, or else from the newest
    /// version that has it.
    ///
    /// # Errors
    /// If there is no such service, version or action, or a catalog is damaged.
    pub fn find(&self, service: &str, action: &str, version: Option<&str>) -> Result<Found, LookupError> {
        let place = self.place(service, version)?;
        if let Some(found) = self.find_in(&place, action)? {
            return Ok(found);
        }
        // A spec may have a few actions of a version, and a catalog those of one site.
        if let Some(found) = self.find_in_catalogs(service, action, place.version())? {
            return Ok(found);
        }
        let mut others = self.places(service);
        others.sort_by(|one, other| other.version().cmp(one.version()));
        let mut versions = Vec::new();
        for other in others.iter().filter(|other| other.version() != place.version()) {
            match self.find_in(other, action)? {
                Some(found) if version.is_none() => {
                    return Ok(Found {
                        is_other_version: true,
                        ..found
                    });
                }
                Some(_) => versions.push(other.version().to_owned()),
                None => {}
            }
        }
        let names = self.actions(service, version)?.into_iter().map(|action| action.name);
        Err(LookupError::Action {
            service: service.to_owned(),
            name: action.to_owned(),
            near: nearest(action, names),
            versions,
        })
    }

    /// Returns what the catalogs say of an action of a version, whatever a spec says.
    ///
    /// # Errors
    /// If a catalog is damaged.
    pub fn find_in_catalogs(&self, service: &str, action: &str, version: &str) -> Result<Option<Found>, LookupError> {
        for catalog in &self.catalogs {
            let mut rows = catalog.rows().iter();
            if let Some(row) = rows.find(|row| row.service == service && row.version == version)
                && let Some(found) = self.find_in(&Place::Catalog(catalog, row), action)?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn find_in(&self, place: &Place<'_>, action: &str) -> Result<Option<Found>, LookupError> {
        match place {
            Place::Spec(service) => Ok(service.action(action).map(|found| Found {
                service: with_one_action(service, found),
                sites: Sites::BOTH,
                is_other_version: false,
                is_from_spec: true,
            })),
            Place::Catalog(catalog, row) => {
                let names = catalog.names(row)?;
                let Some(index) = names.iter().position(|name| name.name == action) else {
                    return Ok(None);
                };
                let has_site = names.get(index).is_some_and(|name| name.sites.has(self.site));
                let site = has_site.then_some(self.site);
                let (service, sites) = catalog.action(row, index, self.language, site)?;
                Ok(Some(Found {
                    service,
                    sites,
                    is_other_version: false,
                    is_from_spec: false,
                }))
            }
        }
    }

    pub(crate) fn spec_services(&self) -> impl Iterator<Item = &Service> {
        self.spec.iter().flat_map(|spec| &spec.services)
    }

    fn names(&self) -> BTreeSet<&str> {
        let spec = self.spec_services().map(|service| &*service.file.name.value);
        let rows = self.catalogs.iter().flat_map(Catalog::rows).map(|row| &*row.service);
        spec.chain(rows).collect()
    }

    /// Where the versions of a service are described, the default one first; each version once.
    fn places(&self, service: &str) -> Vec<Place<'_>> {
        let spec = self
            .spec_services()
            .filter(|known| known.file.name.value == service)
            .map(Place::Spec);
        let rows = self
            .catalogs
            .iter()
            .flat_map(|catalog| catalog.rows().iter().map(move |row| (catalog, row)));
        let rows = rows.filter(|(_, row)| row.service == service);
        let mut places: Vec<Place<'_>> = Vec::new();
        for place in spec.chain(rows.map(|(catalog, row)| Place::Catalog(catalog, row))) {
            if places.iter().all(|known| known.version() != place.version()) {
                places.push(place);
            }
        }
        // A spec of an older version does not make it the default, unless it says so.
        let is_default = |place: &Place<'_>| {
            let mut rows = self.catalogs.iter().flat_map(Catalog::rows);
            let in_catalog = rows.find(|row| row.service == service && row.is_default);
            match (place, in_catalog) {
                (Place::Spec(known), _) if known.file.default_version => true,
                (_, Some(row)) => row.version == place.version(),
                (_, None) => false,
            }
        };
        if let Some(at) = places.iter().position(is_default) {
            places.swap(0, at);
        }
        if let Some(others) = places.get_mut(1..) {
            others.sort_by(|one, other| other.version().cmp(one.version()));
        }
        places
    }

    fn place(&self, service: &str, version: Option<&str>) -> Result<Place<'_>, LookupError> {
        let places = self.places(service);
        if places.is_empty() {
            return Err(LookupError::Service {
                name: service.to_owned(),
                near: nearest(service, self.names().into_iter().map(str::to_owned)),
            });
        }
        let versions: Vec<String> = places.iter().map(|place| place.version().to_owned()).collect();
        let mut places = places.into_iter();
        let found = places.find(|place| version.is_none_or(|version| place.version() == version));
        found.ok_or_else(|| LookupError::Version {
            service: service.to_owned(),
            version: version.unwrap_or_default().to_owned(),
            versions,
        })
    }
}

impl Place<'_> {
    fn version(&self) -> &str {
        match self {
            Self::Spec(service) => &service.file.version,
            Self::Catalog(_, row) => &row.version,
        }
    }

    fn title(&self, language: Language) -> &str {
        match self {
            Self::Spec(service) => &service.file.title,
            Self::Catalog(_, row) => row.title(language),
        }
    }

    fn summary(&self) -> VersionSummary {
        VersionSummary {
            version: self.version().to_owned(),
            actions: match self {
                Self::Spec(service) => service.actions.len(),
                Self::Catalog(_, row) => row.actions,
            },
        }
    }
}

impl Found {
    /// Returns the action.
    #[must_use]
    pub fn action(&self) -> Option<&ActionFile> {
        self.service.actions.first()
    }
}

impl LookupError {
    /// Returns the nearest names, best first; none if the name was right.
    #[must_use]
    pub fn near(&self) -> &[String] {
        match self {
            Self::Service { near, .. } | Self::Action { near, .. } => near,
            Self::Version { .. } | Self::Catalog(_) => &[],
        }
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service { name, .. } => write!(f, "there is no service `{name}`"),
            Self::Version { service, version, .. } => write!(f, "{service} has no version `{version}`"),
            Self::Action { service, name, .. } => write!(f, "{service} has no action `{name}`"),
            Self::Catalog(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LookupError {}

impl From<CatalogError> for LookupError {
    fn from(error: CatalogError) -> Self {
        Self::Catalog(error)
    }
}

fn summary(action: &ActionFile) -> ActionSummary {
    ActionSummary {
        name: action.name.value.clone(),
        title: action.description.value.lines().next().unwrap_or_default().to_owned(),
        sites: Sites::BOTH,
        deprecated: action.deprecated.is_some(),
    }
}

/// The service with one action and the types that it reaches.
fn with_one_action(service: &Service, action: &ActionFile) -> Service {
    let mut types: Vec<&TypeFile> = Vec::new();
    let mut waiting: Vec<&Member> = action.parameters.iter().chain(&action.output).collect();
    while let Some(member) = waiting.pop() {
        let item = match member.type_ref().item {
            ItemType::Named(name) => Some(name),
            _ => None,
        };
        for name in item
            .into_iter()
            .chain(member.values.as_ref().map(|values| values.as_str()))
        {
            let Some(shared) = service.type_named(name) else {
                continue;
            };
            if types.iter().all(|known| known.name != shared.name) {
                types.push(shared);
                waiting.extend(shared.members.iter().flatten());
            }
        }
    }
    types.sort_by(|one, other| one.name.value.cmp(&other.name.value));
    Service {
        folder: service.folder.clone(),
        file: service.file.clone(),
        actions: vec![action.clone()],
        types: types.into_iter().cloned().collect(),
        emulator: service.emulator.clone(),
    }
}

/// The names nearest to a wrong one: the same in other letter case first, then the most similar.
fn nearest(name: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    /// Below it two names have little in common.
    const MIN_SIMILARITY: f64 = 0.75;
    let wanted = plain(name);
    let similarity = |known: &str| {
        let known = plain(known);
        if known == wanted {
            return 2.0;
        }
        let alike = strsim::jaro_winkler(&known, &wanted);
        if !wanted.is_empty() && known.contains(&wanted) {
            alike.max(0.9)
        } else {
            alike
        }
    };
    let mut ranked: Vec<(f64, String)> = names.map(|known| (similarity(&known), known)).collect();
    ranked.retain(|(similarity, _)| *similarity >= MIN_SIMILARITY);
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    ranked.into_iter().take(MAX_NEAR).map(|ranked| ranked.1).collect()
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
