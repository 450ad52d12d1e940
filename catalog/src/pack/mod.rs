//! Makes catalogs from the metadata of both sites, and from a spec.
//!
//! ```no_run
//! use tc3_catalog::pack::{Packer, Texts};
//! use tc3_codegen::import::Archive;
//! use tc3_codegen::import::metadata::MetadataIndex;
//!
//! let open = |wheel: &str| MetadataIndex::read(Archive::open(wheel.as_ref())?);
//! let mut packer = Packer::new(Texts::All);
//! packer.china(open("tccli-3.1.189.1-py2.py3-none-any.whl")?);
//! packer.international(open("tccli_intl_en-3.1.193.1-py2.py3-none-any.whl")?);
//! let bytes = packer.pack(|done, of| eprintln!("{done}/{of}"))?;
//! std::fs::write("catalog", bytes)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod encode;
mod merge;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tc3_codegen::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, ServiceVersion, convert};
use tc3_codegen::import::{Draft, ImportError, Overrides};
use tc3_codegen::spec::{Service, Spec};

use self::encode::Encoded;
use self::merge::Merged;
use crate::catalog::{Catalog, Row, blocks, sections};
use crate::error::CatalogError;
use crate::file::{Writer, deflate, join};
use crate::search::{SearchIndexBuilder, SearchIndexError};
use crate::summary::{Language, Site, Sites};

/// Which texts a catalog has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Those of the spec, which are this project's.
    Spec,
    /// Those of the vendor too, and the documented requests.
    All,
}

/// Why a catalog cannot be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum PackError {
    /// The metadata cannot be read.
    Import(ImportError),
    /// A block cannot be packed.
    Io(std::io::Error),
}

/// Makes a catalog.
pub struct Packer {
    texts: Texts,
    china: Option<MetadataIndex>,
    international: Option<MetadataIndex>,
    spec: Spec,
    /// What is taken for a site without metadata.
    base: Option<Catalog>,
    about: String,
}

/// A version of a service that is packed.
#[derive(Clone, Debug)]
struct Version {
    service: String,
    version: String,
    is_default: bool,
}

impl Packer {
    /// Starts a catalog with these texts.
    #[must_use]
    pub fn new(texts: Texts) -> Self {
        Self {
            texts,
            china: None,
            international: None,
            spec: Spec::default(),
            base: None,
            about: String::new(),
        }
    }

    /// Adds the metadata of the site of China.
    pub fn china(&mut self, metadata: MetadataIndex) {
        self.china = Some(metadata);
    }

    /// Adds the metadata of the international site.
    pub fn international(&mut self, metadata: MetadataIndex) {
        self.international = Some(metadata);
    }

    /// Adds a spec, whose facts and English texts win over the metadata.
    pub fn spec(&mut self, spec: Spec) {
        self.spec = spec;
    }

    /// Adds a catalog, from which everything of a site without metadata is taken: of whom has one wheel, no action of the
    /// other site is lost.
    pub fn base(&mut self, catalog: Catalog) {
        self.base = Some(catalog);
    }

    /// Adds what this project's spec says of its services, as the catalog of this crate has it: which parameters are
    /// secret, how lists are paged, the sets of values.
    ///
    /// # Errors
    /// Only if the crate was built from a damaged file.
    pub fn embedded_spec(&mut self) -> Result<(), CatalogError> {
        let embedded = Catalog::embedded()?;
        let described = embedded.rows().iter().filter(|row| row.is_described());
        let services = described.map(|row| embedded.service(row, Language::English, None));
        self.spec = Spec {
            services: services.collect::<Result<_, _>>()?,
        };
        Ok(())
    }

    /// Sets what the catalog says that it was made of.
    pub fn about(&mut self, about: impl Into<String>) {
        self.about = about.into();
    }

    /// Makes the catalog. `progress` gets how many service versions are done, and of how many.
    ///
    /// # Errors
    /// If the metadata cannot be read.
    pub fn pack(&mut self, progress: impl Fn(usize, usize)) -> Result<Vec<u8>, PackError> {
        let versions = self.versions();
        let overrides = Overrides::built_in()?;
        let mut index = Writer::default();
        let mut packed = Vec::new();
        index.number(versions.len() as u64);
        for (done, version) in versions.iter().enumerate() {
            progress(done, versions.len());
            let merged = self.merged(version, &overrides)?;
            let encoded = encode::service(&merged);
            row(&mut index, version, &merged, &encoded, &mut packed)?;
        }
        progress(versions.len(), versions.len());
        let mut all = vec![
            (sections::ABOUT, self.about.clone().into_bytes()),
            (sections::INDEX, index.into_bytes()),
            (sections::BLOCKS, packed),
        ];
        let catalog = Catalog::from_bytes(join(&all))?;
        all.push((sections::SEARCH, search_index(&catalog, self.texts)?));
        Ok(join(&all))
    }

    /// Every service version of either site, in the order of services and versions.
    fn versions(&self) -> Vec<Version> {
        let metadata = [&self.china, &self.international].into_iter().flatten();
        let listed = metadata.flat_map(MetadataIndex::versions).map(|version| Version {
            service: version.service.clone(),
            version: version.version.clone(),
            is_default: version.is_default,
        });
        // The base speaks for the sites that have no metadata, and none of them is asked twice.
        let lacks = |sites: Sites| self.china.is_none() && sites.cn || self.international.is_none() && sites.intl;
        let rows = self.base.iter().flat_map(Catalog::rows);
        let based = rows.filter(|row| lacks(row.sites)).map(|row| Version {
            service: row.service.clone(),
            version: row.version.clone(),
            is_default: row.is_default,
        });
        let (first, last): (Vec<Version>, Vec<Version>) = if self.china.is_some() {
            (listed.collect(), based.collect())
        } else {
            (based.collect(), listed.collect())
        };
        let mut versions: BTreeMap<(String, String), Version> = BTreeMap::new();
        let mut defaults: BTreeSet<String> = BTreeSet::new();
        for mut version in first.into_iter().chain(last) {
            let key = (version.service.clone(), version.version.clone());
            if let Entry::Vacant(vacant) = versions.entry(key) {
                version.is_default = version.is_default && defaults.insert(version.service.clone());
                vacant.insert(version);
            }
        }
        versions.into_values().collect()
    }

    fn merged(&mut self, version: &Version, overrides: &Overrides) -> Result<Merged, PackError> {
        let options = MetadataOptions {
            docs: self.texts == Texts::All,
            without_examples: self.texts == Texts::Spec,
            without_rust_names: true,
            ..MetadataOptions::default()
        };
        let draft = |metadata: &mut Option<MetadataIndex>| -> Result<Option<Draft>, ImportError> {
            let Some(metadata) = metadata else { return Ok(None) };
            let Some(known) = metadata
                .versions()
                .iter()
                .find(|known| is_same(known, version))
                .cloned()
            else {
                return Ok(None);
            };
            let mut draft = convert(metadata, &known, &options, &ErrorCodes::default())?;
            overrides.apply(&mut draft)?;
            Ok(Some(draft))
        };
        let mut china = draft(&mut self.china)?.map(Service::from);
        let mut international = draft(&mut self.international)?.map(Service::from);
        if let Some(base) = &self.base {
            let row = base
                .rows()
                .iter()
                .find(|row| row.service == version.service && row.version == version.version);
            let of_site = |site: Site| row.filter(|row| row.sites.has(site)).map(|row| base.side(row, site));
            if self.china.is_none() {
                china = of_site(Site::Cn).transpose()?;
            }
            if self.international.is_none() {
                international = of_site(Site::Intl).transpose()?;
            }
        }
        let is_version =
            |known: &&Service| known.file.name.value == version.service && known.file.version.value == version.version;
        let spec = self.spec.services.iter().find(is_version);
        Ok(Merged::new(spec, china.as_ref(), international.as_ref()))
    }
}

/// The search index over a catalog; over names and titles only where it has no texts, to be small.
fn search_index(catalog: &Catalog, texts: Texts) -> Result<Vec<u8>, PackError> {
    let mut builder = SearchIndexBuilder::new();
    for row in catalog.rows() {
        let mut english = catalog.service(row, Language::English, None)?;
        let mut chinese = catalog.service(row, Language::Chinese, None)?;
        row.english_title.clone_into(&mut english.file.title.value);
        row.chinese_title.clone_into(&mut chinese.file.title.value);
        if texts == Texts::Spec {
            for action in &mut english.actions {
                action.parameters.clear();
                action.output.clear();
            }
            english.types.clear();
        }
        let names = catalog.names(row)?;
        let sites = |action: &str| {
            let name = names.iter().find(|name| name.name == action);
            name.map_or(Sites::BOTH, |name| name.sites)
        };
        builder.add_of_sites(&english, row.is_default, &[&chinese], &sites);
    }
    Ok(builder.finish()?)
}

fn is_same(one: &ServiceVersion, other: &Version) -> bool {
    one.service == other.service && one.version == other.version
}

/// Writes a row of the index, and the blocks of it.
fn row(
    index: &mut Writer,
    version: &Version,
    merged: &Merged,
    encoded: &Encoded,
    packed: &mut Vec<u8>,
) -> Result<(), PackError> {
    index.text(&version.service);
    index.text(&version.version);
    index.text(&merged.title.english);
    index.text(&merged.title.chinese);
    let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
    let sites = merged.sites();
    index.byte(flag(version.is_default, Row::IS_DEFAULT) | flag(sites.cn, Row::CN) | flag(sites.intl, Row::INTL));
    index.number(merged.actions.len() as u64);
    let mut all: [&[u8]; blocks::COUNT] = [&[]; blocks::COUNT];
    all[blocks::NAMES] = &encoded.names;
    all[blocks::STRUCTURE] = &encoded.structure;
    all[blocks::ENGLISH] = encoded.english.as_deref().unwrap_or_default();
    all[blocks::CHINESE] = encoded.chinese.as_deref().unwrap_or_default();
    all[blocks::EXAMPLES] = encoded.examples.as_deref().unwrap_or_default();
    for block in all {
        index.number(block.len() as u64);
        if !block.is_empty() {
            let bytes = deflate(block).map_err(PackError::Io)?;
            index.number(packed.len() as u64);
            index.number(bytes.len() as u64);
            index.checksum(crc32fast::hash(&bytes));
            packed.extend(bytes);
        }
    }
    Ok(())
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Import(error) => error.fmt(f),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PackError {}

impl From<CatalogError> for PackError {
    fn from(error: CatalogError) -> Self {
        Self::Io(std::io::Error::other(error))
    }
}

impl From<SearchIndexError> for PackError {
    fn from(error: SearchIndexError) -> Self {
        Self::Io(std::io::Error::other(error))
    }
}

impl From<ImportError> for PackError {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}
