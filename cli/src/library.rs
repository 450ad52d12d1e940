//! Opens what is known of services and actions: a spec folder, the user's catalog, the catalog in the binary.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use tc3_catalog::{Catalog, Found, Library};
use tc3_codegen::load;
use tc3_codegen::spec::SourceSet;

use crate::arguments::Invocation;
use crate::config::data_dir;
use crate::error::CliError;
use crate::near::folded;

/// Where a distribution of tc3 keeps a catalog with descriptions.
const SYSTEM_CATALOG: &str = "/usr/share/tc3/catalog";

/// The file that `tc3 api update` writes.
pub(crate) fn user_catalog() -> Result<PathBuf, CliError> {
    Ok(data_dir()?.join("catalog"))
}

/// Opens the library: `--spec`, or else a folder `spec` in the working directory, then the catalog that has descriptions,
/// then the one in the binary. `--spec none` leaves a folder `spec` out.
pub(crate) fn open(spec: Option<&Path>) -> Result<Library, CliError> {
    let mut library = Library::new();
    let folder = spec.unwrap_or_else(|| Path::new("spec"));
    let is_wanted = match spec {
        Some(named) => named.as_os_str() != "none",
        None => is_spec(folder),
    };
    if is_wanted {
        let advice = "correct it, or leave it out with --spec none";
        let wrong = |what: String| {
            let error = CliError::configuration(what);
            if spec.is_none() { error.hint(advice) } else { error }
        };
        let sources =
            SourceSet::read_dir(folder).map_err(|error| wrong(format!("spec {}: {error}", folder.display())))?;
        let checked = load(&sources)
            .map_err(|diagnostics| wrong(format!("the spec {} has errors:\n{diagnostics}", folder.display())))?;
        library = library.with_spec(checked.spec);
    }
    if let Some(catalog) = described()? {
        library = library.with_catalog(catalog);
    }
    let embedded = Catalog::embedded().map_err(|error| CliError::configuration(error.to_string()))?;
    Ok(library.with_catalog(embedded))
}

/// The catalog with descriptions: that of `TC3_CATALOG`, the user's, or the system's; the first that there is.
fn described() -> Result<Option<Catalog>, CliError> {
    let open = |path: &Path, advice: &str| {
        Catalog::open(path).map_err(|error| CliError::configuration(error.to_string()).hint(advice))
    };
    if let Some(named) = std::env::var_os("TC3_CATALOG").filter(|path| !path.is_empty()) {
        let advice = "TC3_CATALOG names it: write it anew with `tc3 api update`, or unset the variable";
        return open(Path::new(&named), advice).map(Some);
    }
    // Without a home folder there is no catalog of the user.
    let user = user_catalog().ok();
    for path in user.into_iter().chain([PathBuf::from(SYSTEM_CATALOG)]) {
        if path.exists() {
            let advice = "`tc3 api update` writes it anew, `tc3 api update --remove` does without";
            return open(&path, advice).map(Some);
        }
    }
    Ok(None)
}

/// Says that an action is not on the site that is called, as far as is known.
pub(crate) fn site_note(found: &Found, site: tc3_catalog::Site) -> Option<String> {
    let other = match site {
        _ if found.sites.has(site) => return None,
        tc3_catalog::Site::Cn => "intl",
        tc3_catalog::Site::Intl => "cn",
    };
    let name = found.action().map(|action| action.name.as_str()).unwrap_or_default();
    Some(format!("{name} is known on the other site alone: --site {other}"))
}

/// Whether a folder that nobody named is a spec: many projects have a folder `spec` of another kind.
fn is_spec(folder: &Path) -> bool {
    let folders_in = |folder: &Path| {
        fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
    };
    let is_version = |path: &Path| path.file_name().and_then(OsStr::to_str).is_some_and(is_version_folder);
    let mut versions = folders_in(folder).flat_map(|service| folders_in(&service).collect::<Vec<_>>());
    versions.any(|path| is_version(&path) && path.join("service.json").is_file())
}

/// `v20180529`
fn is_version_folder(name: &str) -> bool {
    let is_date = |digits: &str| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    name.strip_prefix('v').is_some_and(is_date)
}

/// The action that was asked for as it is spelled, where it was written as `create-proxy-group` or `createproxygroup`.
/// What is not found stays as it is, for the error to name.
pub(crate) fn spelled_action(library: &Library, invocation: &Invocation, version: Option<&str>) -> Option<String> {
    let given = invocation.action.as_deref()?;
    let is_spelled = given.starts_with(|first: char| first.is_ascii_uppercase()) && !given.contains(['-', '_']);
    let in_version = |version: Option<&str>| {
        let actions = library.actions(&invocation.service, version).ok()?;
        let exact = actions.iter().find(|action| action.name == given);
        let alike = || actions.iter().find(|action| folded(&action.name) == folded(given));
        exact.or_else(alike).map(|action| action.name.clone())
    };
    let in_others = || {
        let services = library.services().ok()?;
        let service = services.iter().find(|service| service.name == invocation.service)?;
        service
            .versions
            .iter()
            .find_map(|other| in_version(Some(&other.version)))
    };
    let spelled = if is_spelled {
        None
    } else {
        in_version(version).or_else(|| if version.is_none() { in_others() } else { None })
    };
    spelled.or_else(|| Some(given.to_owned()))
}
