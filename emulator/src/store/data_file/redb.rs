//! Keeps records in a redb file.
//!
//! A transaction is written and synced before the tables commit it; the file is read only once, when it is opened. It
//! uses file format v3, which later releases of redb can read.
//! `docs/decisions/040-redb-for-the-data-file.md` has the alternatives.

use std::path::Path;

use redb::{Database, DatabaseError, ReadableTable, StorageError, TableDefinition};
use tc3_codegen::spec::{Json, JsonValue};

use super::{DataFileErrorKind, Record, RecordKey};
use crate::wire::json::{json, object};

/// The records as JSON, under their tables and numbers.
const RECORDS: TableDefinition<'_, (&str, u64), &str> = TableDefinition::new("tc3-emulator records");

/// The only entry is the format version of `RECORDS`.
const FORMAT: TableDefinition<'_, (), u64> = TableDefinition::new("tc3-emulator format");
const FORMAT_VERSION: u64 = 1;

pub(super) struct Backend(Database);

impl Backend {
    pub(super) fn open(path: &Path) -> Result<Self, DataFileErrorKind> {
        let mut builder = Database::builder();
        let opened = builder.create_with_file_format_v3(true).create(path);
        let backend = Self(opened.map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => DataFileErrorKind::InUse,
            DatabaseError::Storage(StorageError::Corrupted(what)) => DataFileErrorKind::Foreign(what),
            DatabaseError::Storage(StorageError::Io(error)) if error.kind() == std::io::ErrorKind::InvalidData => {
                DataFileErrorKind::Foreign("it is something else".to_owned())
            }
            other => failed(other),
        })?);
        backend.prepare()?;
        Ok(backend)
    }

    fn prepare(&self) -> Result<(), DataFileErrorKind> {
        let writing = self.0.begin_write().map_err(failed)?;
        let found = {
            writing.open_table(RECORDS).map_err(failed)?;
            let mut format = writing.open_table(FORMAT).map_err(failed)?;
            let found = format.get(()).map_err(failed)?.map(|found| found.value());
            if found.is_none() {
                format.insert((), FORMAT_VERSION).map_err(failed)?;
            }
            found
        };
        if let Some(other) = found.filter(|found| *found != FORMAT_VERSION) {
            return Err(DataFileErrorKind::Foreign(format!(
                "its format is {other}, this is {FORMAT_VERSION}"
            )));
        }
        writing.commit().map_err(failed)
    }

    pub(super) fn read(&self) -> Result<Vec<(RecordKey, Record)>, DataFileErrorKind> {
        let reading = self.0.begin_read().map_err(failed)?;
        let table = reading.open_table(RECORDS).map_err(failed)?;
        let mut records = Vec::new();
        for entry in table.iter().map_err(failed)? {
            let (key, text) = entry.map_err(failed)?;
            let (table, number) = key.value();
            let record = deserialize(text.value())
                .ok_or_else(|| DataFileErrorKind::Foreign(format!("the record {number} of {table} cannot be read")))?;
            records.push(((table.to_owned(), number), record));
        }
        Ok(records)
    }

    pub(super) fn write(&self, changes: &[(&RecordKey, Option<&Record>)]) -> Result<(), DataFileErrorKind> {
        if changes.is_empty() {
            return Ok(());
        }
        let writing = self.0.begin_write().map_err(failed)?;
        {
            let mut table = writing.open_table(RECORDS).map_err(failed)?;
            for ((name, number), record) in changes {
                let key = (name.as_str(), *number);
                match record {
                    Some(record) => table.insert(key, serialize(record).as_str()).map_err(failed)?,
                    None => table.remove(key).map_err(failed)?,
                };
            }
        }
        writing.commit().map_err(failed)
    }
}

fn failed(error: impl Into<redb::Error>) -> DataFileErrorKind {
    DataFileErrorKind::Failed(Box::new(error.into()))
}

/// A record as JSON.
fn serialize(record: &Record) -> String {
    let number = |text: String| json(JsonValue::Number(text));
    object([
        ("since".to_owned(), number(record.since.to_string())),
        ("reads".to_owned(), number(record.reads.to_string())),
        ("members".to_owned(), record.to_json()),
    ])
    .to_string()
}

/// A record from JSON; `None` for text that [`serialize`] did not write.
fn deserialize(text: &str) -> Option<Record> {
    let read = Json::parse(text).ok()?;
    let members = read.get("members")?.as_object()?.iter();
    let members = members.map(|entry| (entry.name.clone(), entry.value.clone()));
    Some(Record::from_parts(
        members.collect(),
        number_in(&read, "since")?,
        number_in(&read, "reads")?,
    ))
}

fn number_in<N: std::str::FromStr>(object: &Json, name: &str) -> Option<N> {
    match &object.get(name)?.value {
        JsonValue::Number(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{deserialize, serialize};
    use crate::store::tables::Record;
    use crate::wire::json::string;

    #[test]
    fn a_record_survives_a_round_trip() {
        let mut record = Record::new(-5);
        record.reads = 3;
        record.set("GroupName", string("网络 \"α\"\n"));
        assert_eq!(deserialize(&serialize(&record)), Some(record));
        assert_eq!(deserialize("{}"), None);
    }
}
