//! The file, by way of redb.

use std::path::Path;

use redb::{Database, DatabaseError, ReadableTable, StorageError, TableDefinition};

use super::text;
use super::{Fault, Place, Record};

/// Each record, as JSON, under its table and number.
const RECORDS: TableDefinition<'_, (&str, u64), &str> = TableDefinition::new("tc3-emulator records");

/// The one entry is the version of what stands in `RECORDS`.
const FORMAT: TableDefinition<'_, (), u64> = TableDefinition::new("tc3-emulator format");
const THIS_FORMAT: u64 = 1;

pub(super) struct Store(Database);

impl Store {
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        // The format of later releases of redb, so that they can read the file.
        let mut builder = Database::builder();
        let opened = builder.create_with_file_format_v3(true).create(path);
        let store = Self(opened.map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => Fault::InUse,
            DatabaseError::Storage(StorageError::Corrupted(what)) => Fault::Foreign(what),
            DatabaseError::Storage(StorageError::Io(error)) if error.kind() == std::io::ErrorKind::InvalidData => {
                Fault::Foreign("it is something else".to_owned())
            }
            other => failed(other),
        })?);
        store.prepare()?;
        Ok(store)
    }

    fn prepare(&self) -> Result<(), Fault> {
        let writing = self.0.begin_write().map_err(failed)?;
        let found = {
            writing.open_table(RECORDS).map_err(failed)?;
            let mut format = writing.open_table(FORMAT).map_err(failed)?;
            let found = format.get(()).map_err(failed)?.map(|found| found.value());
            if found.is_none() {
                format.insert((), THIS_FORMAT).map_err(failed)?;
            }
            found
        };
        if let Some(other) = found.filter(|found| *found != THIS_FORMAT) {
            return Err(Fault::Foreign(format!("its format is {other}, this is {THIS_FORMAT}")));
        }
        writing.commit().map_err(failed)
    }

    pub(super) fn read(&self) -> Result<Vec<(Place, Record)>, Fault> {
        let reading = self.0.begin_read().map_err(failed)?;
        let table = reading.open_table(RECORDS).map_err(failed)?;
        let mut records = Vec::new();
        for entry in table.iter().map_err(failed)? {
            let (key, text) = entry.map_err(failed)?;
            let (table, number) = key.value();
            let record = text::read(text.value())
                .ok_or_else(|| Fault::Foreign(format!("the record {number} of {table} cannot be read")))?;
            records.push(((table.to_owned(), number), record));
        }
        Ok(records)
    }

    pub(super) fn write(&self, changes: &[(&Place, Option<&Record>)]) -> Result<(), Fault> {
        if changes.is_empty() {
            return Ok(());
        }
        let writing = self.0.begin_write().map_err(failed)?;
        {
            let mut table = writing.open_table(RECORDS).map_err(failed)?;
            for ((name, number), record) in changes {
                let key = (name.as_str(), *number);
                match record {
                    Some(record) => table.insert(key, text::write(record).as_str()).map_err(failed)?,
                    None => table.remove(key).map_err(failed)?,
                };
            }
        }
        writing.commit().map_err(failed)
    }
}

fn failed(error: impl Into<redb::Error>) -> Fault {
    Fault::Failed(Box::new(error.into()))
}
