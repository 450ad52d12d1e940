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
    source: String,
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
        let source = release(&mut archive)?;
        Ok(Self {
            archive,
            examples,
            versions,
            source,
        })
    }

    /// Returns the name and release of the metadata: `tccli 3.1.189.1`.
    pub fn source(&self) -> &str {
        &self.source
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

/// Returns the name and version of the package, as far as they are known.
fn release(archive: &mut Archive) -> Result<String, ImportError> {
    let Some(path) = archive.names("tccli/__init__.py")?.pop() else {
        return Ok("tccli".to_owned());
    };
    let text = archive.read(&path)?;
    let line = text.lines().find_map(|line| line.strip_prefix("__version__ = "));
    let version = line.map(|version| version.trim().trim_matches(['\'', '"']));
    Ok(version.map_or("tccli".to_owned(), |version| format!("tccli {version}")))
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
