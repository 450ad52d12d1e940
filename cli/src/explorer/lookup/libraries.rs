//! The library, in each language and of each site.

use std::sync::OnceLock;

use tc3_catalog::search::LibrarySearch;
use tc3_catalog::{Found, Library};

use crate::arguments::{GlobalOptions, Language, Site};
use crate::config::Settings;
use crate::error::CliError;
use crate::explorer::web::input::Input;
use crate::help;
use crate::library;

/// What is looked up in. A library has one language and one site, so there are four, opened when they are first asked.
pub(in crate::explorer) struct Libraries {
    options: GlobalOptions,
    defaults: (Language, Site),
    opened: [OnceLock<Opened>; 4],
}

/// A library with what is searched of it.
///
/// Both live as long as the process, which has at most four: the search borrows from the library.
#[derive(Clone, Copy)]
pub(in crate::explorer) struct Opened {
    pub(in crate::explorer) library: &'static Library,
    pub(in crate::explorer) search: &'static LibrarySearch<'static>,
    pub(in crate::explorer) language: Language,
    pub(in crate::explorer) site: Site,
    /// Whether the spec was named, so that what it says of an action is trusted.
    is_spec_named: bool,
}

impl Libraries {
    /// Opens the library of the default language and site.
    ///
    /// # Errors
    /// If the spec or a catalog cannot be read.
    pub(in crate::explorer) fn open(options: &GlobalOptions) -> Result<Self, CliError> {
        let settings = Settings::resolve(options, "")?;
        let libraries = Self {
            options: options.clone(),
            defaults: (settings.language, settings.site),
            opened: Default::default(),
        };
        libraries.get(settings.language, settings.site)?;
        Ok(libraries)
    }

    pub(in crate::explorer) fn default_language(&self) -> Language {
        self.defaults.0
    }

    pub(in crate::explorer) fn default_site(&self) -> Site {
        self.defaults.1
    }

    /// Returns the library that a request asks for by `lang` and `site`.
    ///
    /// # Errors
    /// If there is no such language or site, or the catalog cannot be read.
    pub(in crate::explorer) fn asked_for(&self, input: &Input) -> Result<Opened, CliError> {
        let language = input.parsed("lang")?.unwrap_or(self.defaults.0);
        let site = input.parsed("site")?.unwrap_or(self.defaults.1);
        self.get(language, site)
    }

    /// Returns the library of a language and a site.
    ///
    /// # Errors
    /// If the catalog cannot be read.
    pub(in crate::explorer) fn get(&self, language: Language, site: Site) -> Result<Opened, CliError> {
        let at = 2 * usize::from(language == Language::Chinese) + usize::from(site == Site::Intl);
        let slot = &self.opened[at];
        if let Some(opened) = slot.get() {
            return Ok(*opened);
        }
        let language_of_catalog = match language {
            Language::English => tc3_catalog::Language::English,
            Language::Chinese => tc3_catalog::Language::Chinese,
        };
        let library = library::open(self.options.spec.as_deref())?;
        let library: &'static Library =
            Box::leak(Box::new(library.language(language_of_catalog).site(help::site(site))));
        let search = LibrarySearch::new(library).map_err(|error| library::catalog_error(&error))?;
        let search = Box::leak(Box::new(search));
        // If another request was faster, its library stays unused.
        Ok(*slot.get_or_init(|| Opened {
            library,
            search,
            language,
            site,
            is_spec_named: self.options.spec.is_some(),
        }))
    }
}

impl Opened {
    /// Finds the action that a request names by `service`, `action` and `version`.
    ///
    /// # Errors
    /// If there is none.
    pub(in crate::explorer) fn find(&self, input: &Input) -> Result<Found, CliError> {
        let (service, action) = (input.required("service")?, input.required("action")?);
        let found = self.library.find(service, action, input.text("version"));
        let mut found = found.map_err(help::lookup_error)?;
        if found.is_from_spec && !self.is_spec_named {
            library::distrust(self.library, &mut found).map_err(help::lookup_error)?;
        }
        Ok(found)
    }
}
