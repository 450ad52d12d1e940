//! A catalog: the index of service versions, and the blocks of each.

use std::borrow::Cow;
use std::path::Path;

use tc3_codegen::spec::{Example, Json, Service};

use crate::error::CatalogError;
use crate::file::{Extent, Reader, Sections, Source, inflate};
use crate::record::{Blocks, StructureBlock, TextBlock, sites};
use crate::summary::{ActionSummary, Language, Site, Sites};

/// The names of the sections.
pub(crate) mod sections {
    pub(crate) const ABOUT: &str = "about";
    pub(crate) const INDEX: &str = "index";
    pub(crate) const BLOCKS: &str = "blocks";
    pub(crate) const SEARCH: &str = "search";
}

/// The blocks of a service version, in the order of the index.
pub(crate) mod blocks {
    pub(crate) const NAMES: usize = 0;
    pub(crate) const STRUCTURE: usize = 1;
    pub(crate) const ENGLISH: usize = 2;
    pub(crate) const CHINESE: usize = 3;
    pub(crate) const EXAMPLES: usize = 4;
    pub(crate) const COUNT: usize = 5;
}

/// The facts of every action, in one file.
///
/// ```
/// use tc3_catalog::Catalog;
///
/// let catalog = Catalog::embedded()?;
/// println!("{}", catalog.about()?); // the packages that it was made of
/// # Ok::<(), tc3_catalog::CatalogError>(())
/// ```
#[derive(Debug)]
pub struct Catalog {
    source: Source,
    sections: Sections,
    rows: Vec<Row>,
}

/// A service version in the index.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) service: String,
    pub(crate) version: String,
    pub(crate) english_title: String,
    pub(crate) chinese_title: String,
    pub(crate) is_default: bool,
    pub(crate) sites: Sites,
    pub(crate) actions: usize,
    blocks: [Block; blocks::COUNT],
}

/// A block, packed.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    extent: Extent,
    /// How long it is when it is unpacked; 0 for a block that is not there.
    unpacked: u64,
}

impl Row {
    pub(crate) const IS_DEFAULT: u8 = 1;
    pub(crate) const CN: u8 = 2;
    pub(crate) const INTL: u8 = 4;

    fn read(reader: &mut Reader<'_>, blocks: Extent) -> Result<Self, CatalogError> {
        let mut text = || reader.text().map(str::to_owned);
        let (service, version) = (text()?, text()?);
        let (english_title, chinese_title) = (text()?, text()?);
        let flags = reader.byte()?;
        let actions = usize::try_from(reader.number()?).map_err(|_| CatalogError::damaged("the index"))?;
        let mut row = Self {
            service,
            version,
            english_title,
            chinese_title,
            is_default: flags & Self::IS_DEFAULT != 0,
            sites: Sites {
                cn: flags & Self::CN != 0,
                intl: flags & Self::INTL != 0,
            },
            actions,
            blocks: [Block::default(); blocks::COUNT],
        };
        for block in &mut row.blocks {
            block.unpacked = reader.number()?;
            if block.unpacked > 0 {
                let offset = reader.number()?;
                block.extent.offset = blocks.offset.saturating_add(offset);
                block.extent.length = reader.number()?;
                block.extent.checksum = reader.checksum()?;
            }
        }
        Ok(row)
    }

    pub(crate) fn title(&self, language: Language) -> &str {
        let (first, other) = match language {
            Language::English => (&self.english_title, &self.chinese_title),
            Language::Chinese => (&self.chinese_title, &self.english_title),
        };
        if first.is_empty() { other } else { first }
    }
}

impl Catalog {
    /// Opens the catalog that is part of this crate: the facts of both sites, without descriptions but of the few
    /// services that the repository has a spec of.
    ///
    /// # Errors
    /// Only if the crate was built from a damaged file.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::from_bytes(&include_bytes!("../facts.bin")[..])
    }

    /// Opens the catalog in a file. The file is read as it is needed, so it must not change.
    ///
    /// # Errors
    /// If the file cannot be read, is damaged or no catalog; the error names it.
    pub fn open(path: &Path) -> Result<Self, CatalogError> {
        let source = Source::open(path)?;
        Self::new(source).map_err(|error| error.of_file(path))
    }

    /// Opens a catalog in memory.
    ///
    /// # Errors
    /// If it is damaged or no catalog.
    ///
    /// ```
    /// assert!(tc3_catalog::Catalog::from_bytes(b"something else".to_vec()).is_err());
    /// ```
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, CatalogError> {
        Self::new(Source::Memory(bytes.into()))
    }

    fn new(source: Source) -> Result<Self, CatalogError> {
        let sections = Sections::read(&source)?;
        let section = |name: &str| {
            sections
                .get(name)
                .ok_or_else(|| CatalogError::damaged(&format!("it has no {name}")))
        };
        let blocks = section(sections::BLOCKS)?;
        let index = source.checked(section(sections::INDEX)?, "the index")?;
        let mut reader = Reader::new(&index);
        let count = reader.count()?;
        let rows = (0..count)
            .map(|_| Row::read(&mut reader, blocks))
            .collect::<Result<_, _>>()?;
        drop(index);
        Ok(Self { source, sections, rows })
    }

    /// Returns what the catalog was made of: a line for each package, with its release and its hash.
    ///
    /// # Errors
    /// If the catalog is damaged.
    pub fn about(&self) -> Result<String, CatalogError> {
        let about = self.section(sections::ABOUT)?.unwrap_or_default();
        String::from_utf8(about.into_owned()).map_err(|_| CatalogError::damaged("a text is not UTF-8"))
    }

    /// Returns whether it has descriptions of all services.
    #[must_use]
    pub fn has_texts(&self) -> bool {
        let described = self.rows.iter().filter(|row| row.is_described()).count();
        described * 2 > self.rows.len()
    }

    /// Returns the bytes of a section of the file.
    pub(crate) fn section(&self, name: &str) -> Result<Option<Cow<'_, [u8]>>, CatalogError> {
        let extent = self.sections.get(name);
        let read = extent.map(|extent| self.source.checked(extent, name));
        read.transpose().map_err(|error| self.source.name(error))
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The names of the actions of a row, with their sites, and whether they are deprecated.
    pub(crate) fn names(&self, row: &Row) -> Result<Vec<ActionName>, CatalogError> {
        let Some(block) = self.block(row, blocks::NAMES)? else {
            return Ok(Vec::new());
        };
        let mut reader = Reader::new(&block);
        let count = reader.count()?;
        let name = |_| {
            let name = reader.text()?.to_owned();
            let flags = u64::from(reader.byte()?);
            Ok(ActionName {
                name,
                sites: sites(flags),
                deprecated: flags & ActionName::DEPRECATED != 0,
            })
        };
        (0..count)
            .map(name)
            .collect::<Result<_, _>>()
            .map_err(|error| self.source.name(error))
    }

    /// The actions of a row, with their titles.
    pub(crate) fn actions(&self, row: &Row, language: Language) -> Result<Vec<ActionSummary>, CatalogError> {
        let texts = self.texts(row, language)?;
        let texts = self.read_texts(&texts)?;
        let names = self.names(row)?;
        let summary = |(index, name): (usize, ActionName)| {
            let mut titles = texts.iter().filter_map(|block| block.action_text(index));
            let title = titles.find(|title| !title.is_empty()).unwrap_or_default();
            ActionSummary {
                title: title.lines().next().unwrap_or_default().to_owned(),
                name: name.name,
                sites: name.sites,
                deprecated: name.deprecated,
            }
        };
        Ok(names.into_iter().enumerate().map(summary).collect())
    }

    /// A whole service version.
    pub(crate) fn service(&self, row: &Row, language: Language, site: Option<Site>) -> Result<Service, CatalogError> {
        let mut service = self.with_blocks(row, language, site, |blocks| blocks.whole())?;
        let mut examples = self.examples(row, |_| true)?;
        for action in &mut service.actions {
            action.examples = take(&mut examples, &action.name);
        }
        Ok(named(service, row, language))
    }

    /// What a site says of a service version, in its own language alone.
    #[cfg(feature = "write")]
    pub(crate) fn side(&self, row: &Row, site: Site) -> Result<Service, CatalogError> {
        let (block, title) = match site {
            Site::Cn => (blocks::CHINESE, &row.chinese_title),
            Site::Intl => (blocks::ENGLISH, &row.english_title),
        };
        let structure = self.block(row, blocks::STRUCTURE)?.unwrap_or_default();
        let texts = Vec::from_iter(self.block(row, block)?);
        let read = || {
            let texts = self.read_texts(&texts)?;
            let structure = StructureBlock::read(&structure)?;
            let site = Some(site);
            Blocks { structure, texts, site }.whole()
        };
        let mut service = read().map_err(|error| self.source.name(error))?;
        let mut examples = self.examples(row, |_| true)?;
        for action in &mut service.actions {
            action.examples = take(&mut examples, &action.name);
        }
        let is_title = *title != row.service;
        let title = if is_title { title.clone() } else { String::new() };
        let mut service = named(service, row, Language::English);
        service.file.title = title.into();
        Ok(service)
    }

    /// A service version with the action at a place of its names, and the types that it reaches.
    pub(crate) fn action(
        &self,
        row: &Row,
        index: usize,
        language: Language,
        site: Option<Site>,
    ) -> Result<(Service, Sites), CatalogError> {
        let (mut service, sites) = self.with_blocks(row, language, site, |blocks| blocks.with_action(index))?;
        if let Some(action) = service.actions.first_mut() {
            let examples = self.examples(row, |name| name == action.name.value)?;
            action.examples = examples.into_iter().map(|example| example.1).collect();
        }
        Ok((named(service, row, language), sites))
    }

    /// The documented requests of the actions that are wanted, each with the name of its action.
    fn examples(&self, row: &Row, is_wanted: impl Fn(&str) -> bool) -> Result<Vec<(String, Example)>, CatalogError> {
        let Some(block) = self.block(row, blocks::EXAMPLES)? else {
            return Ok(Vec::new());
        };
        let read = || {
            let mut reader = Reader::new(&block);
            let mut examples = Vec::new();
            for _ in 0..reader.count()? {
                let (action, title, request) = (reader.text()?, reader.text()?, reader.text()?);
                if is_wanted(action) {
                    examples.push((action.to_owned(), example(title, request)?));
                }
            }
            Ok(examples)
        };
        read().map_err(|error| self.source.name(error))
    }

    fn with_blocks<T>(
        &self,
        row: &Row,
        language: Language,
        site: Option<Site>,
        read: impl Fn(&Blocks<'_>) -> Result<T, CatalogError>,
    ) -> Result<T, CatalogError> {
        let structure = self.block(row, blocks::STRUCTURE)?;
        let structure = structure.ok_or_else(|| CatalogError::damaged("a service has no structure"))?;
        let texts = self.texts(row, language)?;
        let read = || {
            let blocks = Blocks {
                structure: StructureBlock::read(&structure)?,
                texts: self.read_texts(&texts)?,
                site,
            };
            read(&blocks)
        };
        read().map_err(|error| self.source.name(error))
    }

    /// The blocks of texts that there are, that of the language first.
    fn texts(&self, row: &Row, language: Language) -> Result<Vec<Vec<u8>>, CatalogError> {
        let order = match language {
            Language::English => [blocks::ENGLISH, blocks::CHINESE],
            Language::Chinese => [blocks::CHINESE, blocks::ENGLISH],
        };
        let mut texts = Vec::new();
        for block in order {
            texts.extend(self.block(row, block)?);
        }
        Ok(texts)
    }

    fn read_texts<'a>(&self, texts: &'a [Vec<u8>]) -> Result<Vec<TextBlock<'a>>, CatalogError> {
        let read = texts.iter().map(|block| TextBlock::read(block));
        read.collect::<Result<_, _>>().map_err(|error| self.source.name(error))
    }

    fn block(&self, row: &Row, index: usize) -> Result<Option<Vec<u8>>, CatalogError> {
        let Some(block) = row.block(index) else {
            return Ok(None);
        };
        let what = format!("{} {}", row.service, row.version);
        let unpacked = self
            .source
            .checked(block.extent, &what)
            .and_then(|packed| inflate(&packed, block.unpacked));
        unpacked.map(Some).map_err(|error| self.source.name(error))
    }
}

impl Row {
    /// Returns whether it has texts. An import without texts has the name of the service for its title.
    pub(crate) fn is_described(&self) -> bool {
        let titles = [&self.english_title, &self.chinese_title];
        titles.iter().any(|title| !title.is_empty() && **title != self.service)
    }

    fn block(&self, index: usize) -> Option<&Block> {
        self.blocks.get(index).filter(|block| block.unpacked > 0)
    }
}

/// An action in a block of names.
#[derive(Clone, Debug)]
pub(crate) struct ActionName {
    pub(crate) name: String,
    pub(crate) sites: Sites,
    pub(crate) deprecated: bool,
}

impl ActionName {
    /// The flag of a deprecated action; those of the sites are below it.
    pub(crate) const DEPRECATED: u64 = 1 << 2;
}

fn named(mut service: Service, row: &Row, language: Language) -> Service {
    service.folder = format!("{}/v{}", row.service, row.version.replace('-', ""));
    service.file.name = row.service.clone().into();
    service.file.version = row.version.clone().into();
    service.file.default_version = row.is_default;
    service.file.title = row.title(language).to_owned().into();
    service
}

fn example(title: &str, request: &str) -> Result<Example, CatalogError> {
    let request = Json::parse(request).map_err(|_| CatalogError::damaged("an example is no JSON"))?;
    Ok(Example {
        title: title.to_owned().into(),
        request: Some(request.into()),
        ..Example::default()
    })
}

fn take(examples: &mut Vec<(String, Example)>, action: &str) -> Vec<Example> {
    let (taken, left) = examples.drain(..).partition(|example| example.0 == action);
    *examples = left;
    let taken: Vec<(String, Example)> = taken;
    taken.into_iter().map(|example| example.1).collect()
}
