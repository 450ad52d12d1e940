//! Opens what is known of services and actions: a spec folder, the user's catalog, the catalog in the binary.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use tc3_catalog::{Catalog, CatalogError, Found, Library, LookupError};
use tc3_codegen::load;
use tc3_codegen::spec::{ActionFile, SourceSet, Spec};

use crate::arguments::Invocation;
use crate::config::data_dir;
use crate::error::CliError;
use crate::near::folded;

/// The value of `--spec` and of `TC3_CATALOG` for none but what is in the binary.
const NONE: &str = "none";

/// Where a distribution puts a catalog.
const SYSTEM_CATALOG: &str = "/usr/share/tc3/catalog";

/// Opens the library, the first of these winning that has an action:
///
/// - the folder of `--spec`, or else a folder `spec` in the working directory that looks like one
/// - the catalog that `TC3_CATALOG` names, or else the user's, or else that of the distribution
/// - the catalog in the binary
pub(crate) fn open(spec: Option<&Path>) -> Result<Library, CliError> {
    let mut library = Library::new();
    if let Some(path) = catalog_file() {
        library = library.with_catalog(Catalog::open(&path).map_err(|error| catalog_error(&error))?);
    }
    let embedded = Catalog::embedded().map_err(|error| catalog_error(&error))?;
    library = library.with_catalog(embedded);
    let folder = spec.unwrap_or_else(|| Path::new("spec"));
    let is_wanted = match spec {
        Some(named) => named != Path::new(NONE),
        None => is_spec(folder),
    };
    if !is_wanted {
        return Ok(library);
    }
    let name = folder.display();
    let sources = SourceSet::read_dir(folder).map_err(|error| {
        CliError::input(format!("--spec {name}: {error}")).hint(format!("--spec {NONE} goes on without a spec"))
    })?;
    match load(&sources) {
        Ok(checked) if spec.is_none() => {
            own_hosts(&checked.spec)?;
            Ok(library.with_spec(checked.spec))
        }
        Ok(checked) => Ok(library.with_spec(checked.spec)),
        Err(diagnostics) => Err(
            CliError::input(format!("the spec in {name} has errors:\n{diagnostics}"))
                .hint(format!("--spec {NONE} goes on without a spec")),
        ),
    }
}

/// Refuses a spec that nobody named and that sends calls elsewhere: a checkout of someone else's must not get what is
/// signed with the user's key.
fn own_hosts(spec: &Spec) -> Result<(), CliError> {
    const DOMAIN: &str = ".tencentcloudapi.com";
    for service in &spec.services {
        let own = service.actions.iter().filter_map(|action| action.host.as_ref());
        for host in own.chain([&service.file.host]) {
            if !host.ends_with(DOMAIN) {
                return Err(CliError::configuration(format!(
                    "the folder spec sends calls of {} to {}, which is no host of Tencent Cloud",
                    service.file.name.as_str(),
                    host.as_str()
                ))
                .hint(format!(
                    "--spec spec, if you trust it; --spec {NONE} goes on without it"
                )));
            }
        }
    }
    Ok(())
}

/// The user's catalog, which `tc3 api update` writes.
pub(crate) fn user_catalog() -> Result<PathBuf, CliError> {
    Ok(data_dir()?.join("catalog"))
}

/// The catalog that comes before the one in the binary, if there is one. One that `TC3_CATALOG` names has to be there.
fn catalog_file() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("TC3_CATALOG").filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named)).filter(|named| named != Path::new(NONE));
    }
    // Without a home folder there is no user's catalog, which is no reason to fail.
    let user = user_catalog().ok().filter(|path| path.exists());
    user.or_else(|| Some(PathBuf::from(SYSTEM_CATALOG)).filter(|path| path.exists()))
}

/// The error of a catalog that cannot be read, with what fixes it.
pub(crate) fn catalog_error(error: &CatalogError) -> CliError {
    let message = CliError::configuration(error.to_string());
    match &error.file {
        Some(file) if user_catalog().is_ok_and(|path| path == *file) => message.hint(format!(
            "run `tc3 api update --download` to write it again; TC3_CATALOG={NONE} goes on without it"
        )),
        Some(file) => message.hint(format!(
            "make {} again, or name another in TC3_CATALOG; TC3_CATALOG={NONE} goes on without it",
            file.display()
        )),
        None => message.hint("install tc3 again"),
    }
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

/// Takes from an action of a spec that nobody named what would let its calls be repeated or go out unsigned, unless the
/// catalog says so too: a checkout of someone else's must not make a creation happen twice.
///
/// # Errors
/// If a catalog is damaged.
pub(crate) fn distrust(library: &Library, found: &mut Found) -> Result<(), LookupError> {
    if !found.is_from_spec {
        return Ok(());
    }
    let (service, version) = (
        found.service.file.name.value.clone(),
        found.service.file.version.value.clone(),
    );
    let Some(action) = found.service.actions.first_mut() else {
        return Ok(());
    };
    let known = library.find_in_catalogs(&service, &action.name.value, &version)?;
    let known = known.as_ref().and_then(Found::action);
    if known.is_none_or(|known| !known.is_read_only()) {
        action.read_only = None;
    }
    if known.is_none_or(ActionFile::is_signed) {
        action.signed = None;
    }
    if let Some(known) = known {
        let is_known = |name: &str| known.parameters.iter().any(|member| member.name.value == name);
        action
            .parameters
            .retain(|member| member.name.value != "ClientToken" || is_known("ClientToken"));
    }
    Ok(())
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
