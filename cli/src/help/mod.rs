//! The help of services and actions, offline, in the language of the settings.
//!
//! What is known without descriptions (names, types, what is required, limits) is complete in the binary; descriptions
//! are shown where they are installed, and where they are not, the page says once how to get them.

mod action_page;
mod describe;
mod facts;
mod labels;
mod lookup;
mod overview;
mod page;
mod parameters;
mod schema;
mod service_page;

pub(crate) use action_page::{reached, reached_sets};
pub(crate) use describe::{action_value, service_value, services_value, sites_value, type_value};
pub(crate) use facts::{json_text, structure, value_of};
pub(crate) use lookup::lookup_error;
pub(crate) use overview::{OVERVIEW, options};
pub(crate) use page::{Page, Style, terminal_columns};
pub(crate) use parameters::PARAMETERS;
pub(crate) use schema::{request_schema, type_schema};

use tc3_catalog::{Found, Library, LookupError};
use tc3_codegen::spec::{ActionFile, ItemType, Member, Service, TypeFile};

use self::labels::Labels;
use self::service_page::Listed;
use crate::arguments::{Invocation, Language};
use crate::config::Settings;
use crate::console::print_text;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// Prints the help of a service: its versions and actions.
pub(crate) fn service(library: &Library, invocation: &Invocation, settings: &Settings) -> Result<ExitStatus, CliError> {
    let text = service_text(library, &invocation.service, settings)?;
    print_text(&text)
}

/// Prints the help of an action: its parameters, and with `--detail` its output, errors and examples.
pub(crate) fn action(found: &Found, invocation: &Invocation, settings: &Settings) -> Result<ExitStatus, CliError> {
    let action = found
        .action()
        .ok_or_else(|| CliError::input("the catalog lacks the action"))?;
    print_text(&action_text(found, action, settings, invocation.options.detail))
}

/// The library with what is said in the language of the settings, and of their site.
pub(crate) fn localized(library: Library, settings: &Settings) -> Library {
    let language = match settings.language {
        Language::English => tc3_catalog::Language::English,
        Language::Chinese => tc3_catalog::Language::Chinese,
    };
    library.language(language).site(site(settings.site))
}

/// A site as the catalog names it.
pub(crate) fn site(site: crate::arguments::Site) -> tc3_catalog::Site {
    match site {
        crate::arguments::Site::Cn => tc3_catalog::Site::Cn,
        crate::arguments::Site::Intl => tc3_catalog::Site::Intl,
    }
}

/// The help of a service.
pub(crate) fn service_text(library: &Library, name: &str, settings: &Settings) -> Result<String, CliError> {
    let version = settings.version.as_deref();
    let actions = library.actions(name, version).map_err(lookup_error)?;
    let services = library.services().map_err(lookup_error)?;
    let unknown = || {
        lookup_error(LookupError::Service {
            name: name.to_owned(),
            near: Vec::new(),
        })
    };
    let summary = services
        .iter()
        .find(|service| service.name == name)
        .ok_or_else(unknown)?;
    let default = summary.versions.first().map(|version| version.version.as_str());
    let version = version.or(default).unwrap_or_default();
    let mut page = Page::new(Style::of_stdout());
    let listed = Listed {
        summary,
        version,
        site: site(settings.site),
        actions: &actions,
    };
    service_page::write(&mut page, &listed, Labels::of(settings.language));
    Ok(page.into_text())
}

/// The help of an action.
pub(crate) fn action_text(found: &Found, action: &ActionFile, settings: &Settings, is_detailed: bool) -> String {
    let mut page = Page::new(Style::of_stdout());
    action_page::write(&mut page, found, action, Labels::of(settings.language), is_detailed);
    page.into_text()
}

/// The list of all services.
pub(crate) fn services_text(services: &[tc3_catalog::ServiceSummary], language: Language) -> String {
    let mut page = Page::new(Style::of_stdout());
    let title = |service: &tc3_catalog::ServiceSummary| {
        if service.title == service.name {
            String::new()
        } else {
            service.title.clone()
        }
    };
    let rows: Vec<(String, String)> = services
        .iter()
        .map(|service| (service.name.clone(), title(service)))
        .collect();
    page.rows(0, &rows);
    if !services.is_empty() && services.iter().filter(|service| title(service).is_empty()).count() * 2 > services.len()
    {
        page.blank();
        page.paragraph(0, Labels::of(language).no_texts);
    }
    page.into_text()
}

/// The help of a type.
pub(crate) fn type_text(service: &Service, shared: &TypeFile, language: Language) -> String {
    let name = shared.name.value.as_str();
    let is_of_type = |member: &Member| {
        member.type_ref().item == ItemType::Named(name) || member.values.as_ref().is_some_and(|set| set.value == name)
    };
    let users = service.actions.iter().filter(|action| {
        let types = action_page::reached(service, action);
        let of_types = types.into_iter().flat_map(|shared| shared.members.iter().flatten());
        action
            .parameters
            .iter()
            .chain(&action.output)
            .chain(of_types)
            .any(is_of_type)
    });
    let users: Vec<&str> = users.map(|action| action.name.value.as_str()).collect();
    let mut page = Page::new(Style::of_stdout());
    action_page::write_type(&mut page, service, shared, &users, Labels::of(language));
    page.into_text()
}

/// The word for what should no longer be used.
pub(crate) fn deprecated(language: Language) -> &'static str {
    Labels::of(language).deprecated
}
