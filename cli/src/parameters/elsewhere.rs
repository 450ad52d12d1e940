//! Where else a parameter is that the action does not have: on the other site, in another version of it, or in other
//! actions.

use tc3_catalog::{Catalog, Found, Library, Site};
use tc3_codegen::spec::ActionFile;

use super::path::member;

/// Nobody reads more names of actions.
const MOST_ACTIONS: usize = 3;

/// Says who else has a parameter, if anyone has. What cannot be read says nothing: there is an error to show already.
pub(super) fn hint(library: &Library, found: &Found, action: &ActionFile, name: &str) -> Option<String> {
    on_a_site(found, action, name)
        .or_else(|| in_other_versions(library, found, action, name))
        .or_else(|| in_other_actions(library, found, action, name))
}

/// What a site of the cloud has is not what the other one has. The one that was looked at lacks the name.
fn on_a_site(found: &Found, action: &ActionFile, name: &str) -> Option<String> {
    let service = &found.service.file;
    [(Site::Cn, "cn"), (Site::Intl, "intl")]
        .into_iter()
        .find_map(|(site, site_name)| {
            let library = Library::new().with_catalog(Catalog::embedded().ok()?).site(site);
            let other = library.find(&service.name, &action.name, Some(&service.version)).ok()?;
            let spelled = &member(&other.action()?.parameters, name)
                .ok()
                .filter(|_| other.sites.has(site))?
                .name;
            Some(format!(
                "{} has {} on the site {site_name}: --site {site_name}",
                action.name.value, spelled.value
            ))
        })
}

fn in_other_versions(library: &Library, found: &Found, action: &ActionFile, name: &str) -> Option<String> {
    let service = &found.service.file;
    let services = library.services().ok()?;
    let versions = &services.iter().find(|known| known.name == service.name.value)?.versions;
    let others = versions.iter().filter(|known| known.version != service.version.value);
    let has_it = |version: &str| {
        let other = library.find(&service.name, &action.name, Some(version)).ok()?;
        let parameters = &other.action()?.parameters;
        member(parameters, name).ok().map(|member| member.name.value.clone())
    };
    others.into_iter().find_map(|other| {
        let spelled = has_it(&other.version)?;
        let version = &other.version;
        Some(format!(
            "version {version} of {} has {spelled}: --version {version}",
            action.name.value
        ))
    })
}

fn in_other_actions(library: &Library, found: &Found, action: &ActionFile, name: &str) -> Option<String> {
    let service = &found.service.file;
    let whole = library.service(&service.name, Some(&service.version)).ok()?;
    let mut others: Vec<(f64, &str, &str)> = whole
        .actions
        .iter()
        .filter_map(|other| {
            let spelled = &member(&other.parameters, name).ok()?.name;
            Some((
                strsim::jaro_winkler(&action.name, &other.name),
                other.name.as_str(),
                spelled.as_str(),
            ))
        })
        .collect();
    others.sort_by(|one, other| other.0.total_cmp(&one.0));
    let spelled = others.first()?.2;
    let names: Vec<&str> = others.iter().take(MOST_ACTIONS).map(|other| other.1).collect();
    Some(format!("{spelled} is a parameter of {}", names.join(", ")))
}
