//! The blocks of a service version, and the services and actions that are made of them.

use std::collections::BTreeSet;

use tc3_codegen::spec::{ActionFile, Service, ServiceFile, TypeFile};

use super::pool::Pool;
use crate::error::CatalogError;
use crate::file::Reader;
use crate::summary::{Site, Sites};

/// The records of a structure.
#[derive(Clone, Debug)]
pub(crate) struct StructureBlock<'a> {
    pool: Pool<'a>,
    service: Reader<'a>,
    types: Vec<(&'a str, Reader<'a>)>,
    actions: Vec<(&'a str, Reader<'a>)>,
}

/// The texts of these records in a language.
#[derive(Clone, Debug)]
pub(crate) struct TextBlock<'a> {
    pool: Pool<'a>,
    service: Reader<'a>,
    types: Vec<Reader<'a>>,
    actions: Vec<Reader<'a>>,
}

impl<'a> StructureBlock<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, CatalogError> {
        let mut reader = Reader::new(bytes);
        let pool = Pool::read(&mut reader)?;
        let service = reader.record()?;
        let named = |reader: &mut Reader<'a>| -> Result<_, CatalogError> {
            let count = reader.count()?;
            (0..count).map(|_| Ok((pool.text(reader)?, reader.record()?))).collect()
        };
        let types = named(&mut reader)?;
        let actions = named(&mut reader)?;
        Ok(Self {
            service,
            types,
            actions,
            pool,
        })
    }
}

impl<'a> TextBlock<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, CatalogError> {
        let mut reader = Reader::new(bytes);
        let pool = Pool::read(&mut reader)?;
        let service = reader.record()?;
        let records = |reader: &mut Reader<'a>| -> Result<_, CatalogError> {
            let count = reader.count()?;
            (0..count).map(|_| reader.record()).collect()
        };
        Ok(Self {
            types: records(&mut reader)?,
            actions: records(&mut reader)?,
            service,
            pool,
        })
    }
}

impl TextBlock<'_> {
    /// The description of the action at a place, which is the first text of its record.
    pub(crate) fn action_text(&self, index: usize) -> Option<&str> {
        let mut reader = self.actions.get(index)?.clone();
        self.pool.text(&mut reader).ok()
    }
}

/// The blocks of a service version that are read side by side.
#[derive(Debug)]
pub(crate) struct Blocks<'a> {
    pub(crate) structure: StructureBlock<'a>,
    /// The texts in the language that is asked for first, then those in the other.
    pub(crate) texts: Vec<TextBlock<'a>>,
    /// The site whose members are wanted, or all.
    pub(crate) site: Option<Site>,
}

impl<'a> Blocks<'a> {
    /// Returns the service with all of its actions and types.
    pub(crate) fn whole(&self) -> Result<Service, CatalogError> {
        let decoder = Decoder(self);
        let mut service = self.service()?;
        for index in 0..self.structure.actions.len() {
            let (action, sites) = decoder.action_at(index, &mut Vec::new())?;
            if self.site.is_none_or(|site| sites.has(site)) {
                service.actions.push(action);
            }
        }
        for index in 0..self.structure.types.len() {
            service.types.push(decoder.type_at(index, &mut Vec::new())?);
        }
        service
            .types
            .sort_by(|one, other| one.name.value.cmp(&other.name.value));
        Ok(service)
    }

    /// Returns the service with one action, by its place, and the types that the action reaches.
    pub(crate) fn with_action(&self, index: usize) -> Result<(Service, Sites), CatalogError> {
        let decoder = Decoder(self);
        let mut service = self.service()?;
        let mut reached = Vec::new();
        let (action, sites) = decoder.action_at(index, &mut reached)?;
        service.actions.push(action);
        let mut taken = BTreeSet::new();
        while let Some(index) = reached.pop() {
            if taken.insert(index) {
                service.types.push(decoder.type_at(index, &mut reached)?);
            }
        }
        service
            .types
            .sort_by(|one, other| one.name.value.cmp(&other.name.value));
        Ok((service, sites))
    }

    /// What the service itself is; its name, version and title are in the index.
    fn service(&self) -> Result<Service, CatalogError> {
        let decoder = Decoder(self);
        let mut reader = self.structure.service.clone();
        let mut texts = decoder.texts(|block| Some(&block.service))?;
        let host = self.structure.pool.text(&mut reader)?.to_owned();
        let file = ServiceFile {
            host: host.into(),
            description: texts.next()?.to_owned().into(),
            errors: decoder.errors(&mut reader, &mut texts)?,
            ..ServiceFile::default()
        };
        Ok(Service {
            file,
            ..Service::default()
        })
    }
}

/// Reads records.
pub(super) struct Decoder<'b>(&'b Blocks<'b>);

impl<'a> Decoder<'a> {
    pub(super) fn pool(&self) -> &'a Pool<'a> {
        &self.0.structure.pool
    }

    pub(super) fn site(&self) -> Option<Site> {
        self.0.site
    }

    pub(super) fn type_name(&self, index: usize) -> Result<&'a str, CatalogError> {
        let found = self.0.structure.types.get(index);
        found.map(|found| found.0).ok_or_else(missing)
    }

    fn type_at(&self, index: usize, reached: &mut Vec<usize>) -> Result<TypeFile, CatalogError> {
        let (name, reader) = self.0.structure.types.get(index).ok_or_else(missing)?;
        let mut texts = self.texts(|block| block.types.get(index))?;
        self.shared_type(name, &mut reader.clone(), &mut texts, reached)
    }

    fn action_at(&self, index: usize, reached: &mut Vec<usize>) -> Result<(ActionFile, Sites), CatalogError> {
        let (name, reader) = self.0.structure.actions.get(index).ok_or_else(missing)?;
        let mut texts = self.texts(|block| block.actions.get(index))?;
        self.action(name, &mut reader.clone(), &mut texts, reached)
    }

    fn texts(&self, record: impl Fn(&'a TextBlock<'a>) -> Option<&'a Reader<'a>>) -> Result<Texts<'a>, CatalogError> {
        let blocks = self.0.texts.iter();
        let readers = blocks.map(|block| Some((&block.pool, record(block)?.clone())));
        readers.collect::<Option<Vec<_>>>().map(Texts).ok_or_else(missing)
    }
}

fn missing() -> CatalogError {
    CatalogError::damaged("a record is missing")
}

/// The texts of a record, in the order in which its members are read.
pub(super) struct Texts<'a>(Vec<(&'a Pool<'a>, Reader<'a>)>);

impl<'a> Texts<'a> {
    /// The next text, in the first language that has it; empty if none has.
    pub(super) fn next(&mut self) -> Result<&'a str, CatalogError> {
        let mut best = "";
        for (pool, reader) in &mut self.0 {
            let text = pool.text(reader)?;
            if best.is_empty() {
                best = text;
            }
        }
        Ok(best)
    }
}
