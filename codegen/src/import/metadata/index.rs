//! The services and versions in the metadata.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::super::{Archive, ImportError};
use super::api::{Api, Examples};

/// The end of the path of the file with the actions of a service version.
const API: &str = "/api.json";
/// The end of the path of the file with the documented examples of a service version.
const EXAMPLES: &str = "/examples.json";
/// The file that lists each service's versions, the default one first.
const VERSIONS: &str = "services/__init__.py";

/// The services in a wheel or folder of metadata. Clones can be read at the same time.
#[derive(Clone)]
pub struct MetadataIndex {
    archive: Archive,
    /// The paths of the files with examples, sorted.
    examples: Arc<[String]>,
    versions: Vec<ServiceVersion>,
    release: Release,
}

/// The release of a package: `tccli` `3.1.189.1`.
#[derive(Clone, Debug)]
struct Release {
    package: String,
    version: Option<String>,
}

/// One version of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceVersion {
    /// The short name of the service, as in signatures: `gaap`.
    pub service: String,
    /// The name of the service's folder in the metadata: `gaap`, but `autoscaling` for `as`.
    pub folder: String,
    /// The version as it is sent: `2018-05-29`.
    pub version: String,
    /// Whether official clients use this version by default.
    pub is_default: bool,
    path: String,
}

impl MetadataIndex {
    /// Reads which services and versions `archive` has.
    ///
    /// ```no_run
    /// use tc3_codegen::import::Archive;
    /// use tc3_codegen::import::metadata::MetadataIndex;
    ///
    /// let index = MetadataIndex::read(Archive::open("tccli-3.1.0-py3-none-any.whl".as_ref())?)?;
    /// for version in index.versions() {
    ///     println!("{} {}", version.service, version.version);
    /// }
    /// # Ok::<(), tc3_codegen::import::ImportError>(())
    /// ```
    ///
    /// # Errors
    /// Returns an error if there are none, or if a file cannot be read.
    pub fn read(mut archive: Archive) -> Result<Self, ImportError> {
        let found = archive.names(API)?;
        let examples = archive.names(EXAMPLES)?.into();
        let defaults = defaults(&mut archive)?;
        let mut versions = Vec::new();
        for path in found {
            let Some((folder, version)) = place(&path) else {
                continue;
            };
            let is_default = match defaults.get(&folder) {
                Some(default) => *default == version,
                // Nothing names the default: it will be the newest, which is the last by name.
                None => true,
            };
            versions.push(ServiceVersion {
                service: short_name(&folder).to_owned(),
                folder,
                version,
                is_default,
                path,
            });
        }
        if versions.is_empty() {
            let what = archive.displayed("");
            return Err(ImportError::new(
                what,
                "no metadata in it: no file services/<service>/v<yyyymmdd>/api.json",
            )
            .help("the metadata is in the package tccli: `pip download --no-deps tccli`"));
        }
        one_default(&mut versions);
        let release = release(&mut archive)?;
        Ok(Self {
            archive,
            examples,
            versions,
            release,
        })
    }

    /// Returns the name and release of the package of the metadata: `tccli 3.1.189.1`.
    pub fn source(&self) -> String {
        match &self.release.version {
            Some(version) => format!("{} {version}", self.release.package),
            None => self.release.package.clone(),
        }
    }

    /// Returns what pip downloads the package as: `tccli==3.1.189.1`.
    pub fn requirement(&self) -> String {
        match &self.release.version {
            Some(version) => format!("{}=={version}", self.release.package),
            None => self.release.package.clone(),
        }
    }

    /// Returns the host of a service on the site of the package, as the official clients of the site have it:
    /// `gaap.tencentcloudapi.com`, or `gaap.intl.tencentcloudapi.com` for `tccli-intl-en`.
    pub fn host(&self, service: &str) -> String {
        let site = if self.release.package.contains("-intl") {
            ".intl"
        } else {
            ""
        };
        format!("{service}{site}.tencentcloudapi.com")
    }

    /// Returns what tells the releases of `version` apart: the sizes and checksums of its files, and whether it is the
    /// default.
    #[cfg(feature = "cli")]
    pub(super) fn fingerprint(&mut self, version: &ServiceVersion) -> Result<String, ImportError> {
        let api = self.archive.fingerprint(&version.path)?;
        let examples = version.path.replace(API, EXAMPLES);
        let examples = if self.examples.binary_search(&examples).is_ok() {
            self.archive.fingerprint(&examples)?
        } else {
            String::new()
        };
        let host = self.host(&version.service);
        Ok(format!(
            "{} {} {host} {api} {examples}",
            version.version, version.is_default
        ))
    }

    /// Returns the names of the actions of `version`.
    ///
    /// # Errors
    /// Returns an error if they cannot be read.
    pub fn action_names(&mut self, version: &ServiceVersion) -> Result<Vec<String>, ImportError> {
        let api = self.api(version)?;
        Ok(api.actions.iter().map(|(name, _)| name.to_owned()).collect())
    }

    /// Returns every version of every service, in the order of their folders.
    pub fn versions(&self) -> &[ServiceVersion] {
        &self.versions
    }

    pub(super) fn api(&mut self, version: &ServiceVersion) -> Result<Api, ImportError> {
        self.json(&version.path)
    }

    /// Reads the documented examples; there are none if there is no file of them.
    pub(super) fn examples(&mut self, version: &ServiceVersion) -> Result<Examples, ImportError> {
        let path = version.path.replace(API, EXAMPLES);
        if self.examples.binary_search(&path).is_err() {
            return Ok(Examples {
                actions: super::api::Entries::default(),
            });
        }
        self.json(&path)
    }

    /// Returns the path of the file with the actions of `version`, for an error message.
    pub(super) fn displayed(&self, version: &ServiceVersion) -> String {
        self.archive.displayed(&version.path)
    }

    fn json<T: for<'de> Deserialize<'de>>(&mut self, path: &str) -> Result<T, ImportError> {
        let text = self.archive.read(path)?;
        serde_json::from_str(&text).map_err(|error| {
            ImportError::new(self.archive.displayed(path), error)
                .help("the file is damaged, or of a release that this version cannot read")
        })
    }
}

/// Returns the folder of the service and the version for `.../services/gaap/v20180529/api.json`.
fn place(path: &str) -> Option<(String, String)> {
    let mut parts = path.rsplit('/').skip(1);
    let (version, folder) = (parts.next()?, parts.next()?);
    let digits = version.strip_prefix('v')?;
    let is_date = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (year, rest) = is_date.then(|| digits.split_at(4))?;
    let (month, day) = rest.split_at(2);
    Some((folder.to_owned(), format!("{year}-{month}-{day}")))
}

/// Returns the name in signatures. The metadata of each service has it too; only one differs from the folder.
fn short_name(folder: &str) -> &str {
    match folder {
        "autoscaling" => "as",
        folder => folder,
    }
}

/// Reads the default version of each service.
fn defaults(archive: &mut Archive) -> Result<BTreeMap<String, String>, ImportError> {
    let Some(path) = archive.names(VERSIONS)?.pop() else {
        return Ok(BTreeMap::new());
    };
    let text = archive.read(&path)?;
    // The Python dictionary is JSON too.
    let dictionary = text.split_once("SERVICE_VERSIONS = ").map(|(_, after)| after);
    let mut documents = dictionary
        .map(|text| serde_json::Deserializer::from_str(text).into_iter::<BTreeMap<String, Vec<String>>>())
        .into_iter()
        .flatten();
    match documents.next() {
        Some(Ok(versions)) => Ok(versions
            .into_iter()
            .filter_map(|(folder, versions)| Some((folder, versions.into_iter().next()?)))
            .collect()),
        _ => Err(ImportError::new(
            archive.displayed(&path),
            "no list of versions that could be read",
        )),
    }
}

/// Returns the name and version of the package.
///
/// They are in its `METADATA`, in a wheel as in an installed package. `tccli/__init__.py` has the version alone, and both
/// editions have a package folder of that name.
fn release(archive: &mut Archive) -> Result<Release, ImportError> {
    if let Some(text) = archive.distribution_metadata()? {
        let field = |name: &str| {
            let mut lines = text.lines().take_while(|line| !line.trim().is_empty());
            lines.find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()))
        };
        if let Some(package) = field("Name:") {
            let version = field("Version:");
            return Ok(Release { package, version });
        }
    }
    let version = match archive.names("tccli/__init__.py")?.pop() {
        Some(path) => archive.read(&path)?,
        None => String::new(),
    };
    let line = version.lines().find_map(|line| line.strip_prefix("__version__ = "));
    Ok(Release {
        package: "tccli".to_owned(),
        version: line.map(|version| version.trim().trim_matches(['\'', '"']).to_owned()),
    })
}

/// Makes the newest of several possible default versions the only one.
fn one_default(versions: &mut [ServiceVersion]) {
    for index in 0..versions.len() {
        let folder = &versions[index].folder;
        let is_followed = versions[index + 1..]
            .iter()
            .any(|later| later.folder == *folder && later.is_default);
        if is_followed {
            versions[index].is_default = false;
        }
    }
}
