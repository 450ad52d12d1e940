//! Keeps records in a redb file.
//!
//! A transaction is written and synced before the tables commit it; the file is read only once, when it is opened. It
//! uses file format v3, which later releases of redb can read.
//! `docs/decisions/040-redb-for-the-data-file.md` has the alternatives.
//!
//! redb trusts the bytes of its file, and panics on some that are damaged. So a file is first opened and verified as a
//! copy in memory, on a thread whose panic is caught: a damaged file is an error, and stays as it was. Commits have two
//! phases, without which redb takes a damaged last transaction for one that was never acknowledged, and drops it.
//!
//! After a failed write redb refuses every other one. The database is then opened anew for the next write, on the same
//! file and under the same lock.

use std::fs::OpenOptions;
use std::io;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use redb::backends::FileBackend;
use redb::{Database, DatabaseError, ReadableTable, StorageBackend, TableDefinition};
use tc3_codegen::spec::{Json, JsonValue};

use super::header;
use super::memory_copy::MemoryCopy;
use super::{DataFileErrorKind, OPENING_THREAD, Record, RecordKey};
use crate::wire::json::{json, object};

/// The records as JSON, under their tables and numbers.
const RECORDS: TableDefinition<'_, (&str, u64), &str> = TableDefinition::new("tc3-emulator records");

/// The only entry is the format version of `RECORDS`.
const FORMAT: TableDefinition<'_, (), u64> = TableDefinition::new("tc3-emulator format");
const FORMAT_VERSION: u64 = 1;

type Records = Vec<(RecordKey, Record)>;

pub(super) struct Backend {
    storage: Storage,
    /// `None` after a write that failed.
    database: Mutex<Option<Database>>,
}

/// The file. Its lock is held until the last clone is dropped, whatever happens to a database on it.
#[derive(Clone, Debug)]
struct Storage(Arc<dyn StorageBackend>);

impl Backend {
    /// Opens the file, or creates an empty one, and reads it.
    pub(super) fn open(path: &Path) -> Result<(Self, Records), DataFileErrorKind> {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(path);
        let storage = FileBackend::new(file.map_err(failed)?).map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => DataFileErrorKind::InUse,
            other => failed(other),
        })?;
        Self::open_storage(Storage(Arc::new(storage)))
    }

    fn open_storage(storage: Storage) -> Result<(Self, Records), DataFileErrorKind> {
        let records = if storage.len().map_err(failed)? > 0 {
            verify(&storage)?
        } else {
            Vec::new()
        };
        let database = guarded(|| open_database(storage.clone()))?;
        let database = Mutex::new(Some(database));
        Ok((Self { storage, database }, records))
    }

    /// Writes and syncs changes, all of them or, with an error, perhaps none.
    pub(super) fn write(&self, changes: &[(&RecordKey, Option<&Record>)]) -> Result<(), DataFileErrorKind> {
        let mut database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = database.take();
        let written = guarded(|| {
            let open = match taken {
                Some(open) => open,
                None => open_database(self.storage.clone())?,
            };
            write(&open, changes)?;
            Ok(open)
        });
        *database = Some(written?);
        Ok(())
    }
}

/// Opens a copy of a file in memory, verifies every checksum in it, and reads it. The file is not changed.
fn verify(storage: &Storage) -> Result<Records, DataFileErrorKind> {
    let length = storage.len().map_err(failed)?;
    let bytes = storage
        .read(0, usize::try_from(length).map_err(failed)?)
        .map_err(failed)?;
    header::check(&bytes)?;
    let reading = thread::Builder::new()
        .name(OPENING_THREAD.to_owned())
        .spawn(move || read_verified(MemoryCopy::new(bytes)));
    let read = reading.map_err(failed)?.join();
    read.unwrap_or_else(|panic| Err(DataFileErrorKind::Damaged(message_of(&*panic))))
}

fn read_verified(copy: MemoryCopy) -> Result<Records, DataFileErrorKind> {
    let mut database = ManuallyDrop::new(create(copy.clone())?);
    let records = read_all(&mut database);
    if records.is_ok() {
        drop(ManuallyDrop::into_inner(database));
    } else {
        // Its `drop` would go on working with what is damaged: it takes minutes and gigabytes for some files.
        copy.clear();
    }
    records
}

fn read_all(database: &mut Database) -> Result<Records, DataFileErrorKind> {
    let is_intact = database.check_integrity().map_err(damaged)?;
    if !is_intact {
        return Err(DataFileErrorKind::Damaged("a checksum does not match".to_owned()));
    }
    let reading = database.begin_read().map_err(damaged)?;
    let format = reading.open_table(FORMAT).map_err(not_ours)?;
    match format.get(()).map_err(damaged)?.map(|found| found.value()) {
        Some(FORMAT_VERSION) => {}
        Some(other) => {
            let text = format!("its format is {other}, this is {FORMAT_VERSION}");
            return Err(DataFileErrorKind::Foreign(text));
        }
        None => return Err(DataFileErrorKind::Foreign("it names no format".to_owned())),
    }
    let table = reading.open_table(RECORDS).map_err(not_ours)?;
    let mut records = Vec::new();
    for entry in table.iter().map_err(damaged)? {
        let (key, text) = entry.map_err(damaged)?;
        let (table, number) = key.value();
        let record = deserialize(text.value())
            .ok_or_else(|| DataFileErrorKind::Damaged(format!("the record {number} of {table} cannot be read")))?;
        records.push(((table.to_owned(), number), record));
    }
    Ok(records)
}

fn create(storage: impl StorageBackend) -> Result<Database, DataFileErrorKind> {
    let mut builder = Database::builder();
    let created = builder.create_with_file_format_v3(true).create_with_backend(storage);
    created.map_err(damaged)
}

/// Opens the database, and adds the tables to a new one.
fn open_database(storage: Storage) -> Result<Database, DataFileErrorKind> {
    let database = create(storage)?;
    let mut writing = database.begin_write().map_err(failed)?;
    writing.set_two_phase_commit(true);
    let is_new = {
        writing.open_table(RECORDS).map_err(failed)?;
        let mut format = writing.open_table(FORMAT).map_err(failed)?;
        let is_new = format.get(()).map_err(failed)?.is_none();
        if is_new {
            format.insert((), FORMAT_VERSION).map_err(failed)?;
        }
        is_new
    };
    if is_new {
        writing.commit().map_err(failed)?;
    } else {
        writing.abort().map_err(failed)?;
    }
    Ok(database)
}

fn write(database: &Database, changes: &[(&RecordKey, Option<&Record>)]) -> Result<(), DataFileErrorKind> {
    let mut writing = database.begin_write().map_err(failed)?;
    writing.set_two_phase_commit(true);
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

/// Runs `act`, with a panic of redb as an error.
fn guarded<T>(act: impl FnOnce() -> Result<T, DataFileErrorKind>) -> Result<T, DataFileErrorKind> {
    // Whatever `act` has taken is dropped, so that nothing half-changed is used again.
    let result = catch_unwind(AssertUnwindSafe(act));
    result.unwrap_or_else(|panic| Err(failed(io::Error::other(message_of(&*panic)))))
}

fn message_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    let first_line = text.and_then(|text| text.lines().next()).unwrap_or_default();
    format!("it cannot be read ({first_line})")
}

impl StorageBackend for Storage {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.0.read(offset, len)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self, eventual: bool) -> io::Result<()> {
        self.0.sync_data(eventual)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> DataFileErrorKind {
    DataFileErrorKind::Failed(Box::new(error))
}

fn damaged(error: impl Into<redb::Error>) -> DataFileErrorKind {
    match error.into() {
        redb::Error::Corrupted(what) => DataFileErrorKind::Damaged(what),
        // Of the copy in memory: numbers in it lead out of it.
        redb::Error::Io(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => {
            DataFileErrorKind::Damaged("it is incomplete, or contradicts itself".to_owned())
        }
        other => failed(other),
    }
}

/// A table is missing.
fn not_ours(error: redb::TableError) -> DataFileErrorKind {
    match error {
        redb::TableError::Storage(error) => damaged(error),
        other => DataFileErrorKind::Foreign(other.to_string()),
    }
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
    use std::io;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::sync::{Arc, Mutex};

    use redb::StorageBackend;
    use redb::backends::InMemoryBackend;

    use super::super::DataFile;
    use super::super::header::FLAGS;
    use super::{Backend, DataFileErrorKind, Record, RecordKey, Records, Storage, deserialize, serialize};
    use crate::store::tables::{Tables, Transaction};
    use crate::wire::json::string;

    /// The bytes of the file's header that have a meaning.
    const HEADER_BYTES: usize = 320;

    fn named(name: &str) -> Record {
        let mut record = Record::new(1);
        record.set("GroupName", string(name));
        record
    }

    fn key(number: u64) -> RecordKey {
        ("group".to_owned(), number)
    }

    /// A disk in memory, which is full after so many more operations.
    #[derive(Clone, Debug)]
    struct Disk {
        bytes: Arc<InMemoryBackend>,
        operations_left: Arc<AtomicI64>,
    }

    impl Disk {
        fn new(bytes: &[u8]) -> Self {
            let disk = Self {
                bytes: Arc::new(InMemoryBackend::new()),
                operations_left: Arc::new(AtomicI64::new(i64::MAX)),
            };
            disk.bytes.set_len(bytes.len() as u64).expect("a length");
            disk.bytes.write(0, bytes).expect("bytes");
            disk
        }

        fn fail_after(&self, operations: i64) {
            self.operations_left.store(operations, Ordering::SeqCst);
        }

        fn count(&self) -> io::Result<()> {
            let left = self.operations_left.fetch_sub(1, Ordering::SeqCst);
            if left > 0 {
                Ok(())
            } else {
                Err(io::ErrorKind::StorageFull.into())
            }
        }

        fn contents(&self) -> Vec<u8> {
            let length = self.bytes.len().expect("a length");
            self.bytes.read(0, length as usize).expect("bytes")
        }

        fn open(&self) -> Result<(Backend, Records), DataFileErrorKind> {
            Backend::open_storage(Storage(Arc::new(self.clone())))
        }
    }

    impl StorageBackend for Disk {
        fn len(&self) -> io::Result<u64> {
            self.bytes.len()
        }

        fn read(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
            self.bytes.read(offset, len)
        }

        fn set_len(&self, len: u64) -> io::Result<()> {
            self.count()?;
            self.bytes.set_len(len)
        }

        fn sync_data(&self, eventual: bool) -> io::Result<()> {
            self.count()?;
            self.bytes.sync_data(eventual)
        }

        fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
            self.count()?;
            self.bytes.write(offset, data)
        }
    }

    /// A disk with three records, as it is after a crash, or after a clean end.
    fn filled(is_clean: bool) -> (Vec<u8>, Records) {
        let disk = Disk::new(&[]);
        let (backend, _) = disk.open().expect("an empty file");
        let records: Records = (1..=3)
            .map(|number| (key(number), named("a name that is found")))
            .collect();
        for (key, record) in &records {
            backend.write(&[(key, Some(record))]).expect("a write");
        }
        let crashed = disk.contents();
        drop(backend);
        (if is_clean { disk.contents() } else { crashed }, records)
    }

    /// Damages that the header must survive, and a sample of those in the pages.
    #[test]
    fn a_changed_byte_is_an_error_or_was_not_used() {
        for is_clean in [true, false] {
            let (bytes, records) = filled(is_clean);
            let used: Vec<usize> = (HEADER_BYTES..bytes.len()).filter(|at| bytes[*at] != 0).collect();
            let pages = used.iter().copied().step_by(used.len() / 20);
            for at in (0..HEADER_BYTES).step_by(3).chain(pages) {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << (at % 8);
                match Disk::new(&damaged).open() {
                    Ok((_, found)) => assert_eq!(found, records, "byte {at}"),
                    Err(DataFileErrorKind::Foreign(_) | DataFileErrorKind::Damaged(_)) => {}
                    Err(other) => panic!("byte {at}: {other:?}"),
                }
            }
        }
    }

    /// It would be the state before the last change, which is consistent.
    #[test]
    fn a_closed_file_does_not_go_back_to_an_earlier_transaction() {
        let (bytes, records) = filled(true);
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[FLAGS] ^= 1 << bit;
            match Disk::new(&damaged).open() {
                Ok((_, found)) => assert_eq!(found, records, "bit {bit}"),
                Err(DataFileErrorKind::Damaged(_)) => {}
                Err(other) => panic!("bit {bit}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_changed_byte_of_a_value_is_noticed() {
        for is_clean in [true, false] {
            let (bytes, _) = filled(is_clean);
            let value = b"a name that is found";
            let places = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(value));
            let places: Vec<usize> = places.collect();
            // Earlier versions of the page may be left in the file, which nothing reads.
            let noticed = places.iter().filter(|at| {
                let mut damaged = bytes.clone();
                damaged[**at] ^= 1;
                matches!(Disk::new(&damaged).open(), Err(DataFileErrorKind::Damaged(_)))
            });
            assert_eq!(noticed.count(), 3, "of {places:?}");
        }
    }

    #[test]
    fn truncated_and_foreign_files_are_errors() {
        let (bytes, _) = filled(true);
        for length in [1, 9, 100, 320, 4096, 5000, bytes.len() / 2, bytes.len() - 1] {
            let opened = Disk::new(&bytes[..length]).open().map(|(_, records)| records);
            assert!(
                matches!(
                    opened,
                    Err(DataFileErrorKind::Damaged(_) | DataFileErrorKind::Foreign(_))
                ),
                "{length}: {opened:?}"
            );
        }
        let zeroed = [&[0; 4096], &bytes[4096..]].concat();
        for foreign in [&b"some text\n"[..], &[0], &zeroed] {
            let opened = Disk::new(foreign).open().map(|(_, records)| records);
            assert!(matches!(opened, Err(DataFileErrorKind::Foreign(_))), "{opened:?}");
        }
    }

    #[test]
    fn verifying_a_file_does_not_change_it() {
        let (mut bytes, _) = filled(true);
        bytes[4096 * 3] ^= 1;
        bytes[100] ^= 1;
        let disk = Disk::new(&bytes);
        if disk.open().is_err() {
            assert!(disk.contents() == bytes);
        }
    }

    /// Adds a record, as a request does: it is rolled back if it cannot be written.
    fn add(tables: &mut Tables, data_file: &DataFile, name: &str) -> bool {
        let mut transaction = Transaction::new(tables);
        transaction.add("group", named(name));
        let is_written = data_file.write(&transaction).is_ok();
        if is_written {
            transaction.commit();
        }
        is_written
    }

    /// The disk is full at each operation of a write in turn.
    #[test]
    fn after_a_failed_write_the_next_one_makes_the_file_what_the_tables_are() {
        let mut operations = 0;
        loop {
            let disk = Disk::new(&[]);
            let (backend, _) = disk.open().expect("an empty file");
            let data_file = DataFile {
                path: "in memory".into(),
                backend,
                unsettled: Mutex::default(),
            };
            let mut tables = Tables::default();
            assert!(add(&mut tables, &data_file, "first"));
            disk.fail_after(operations);
            let is_written = add(&mut tables, &data_file, "second");
            // Still full.
            assert!(is_written || !add(&mut tables, &data_file, "third"));
            disk.fail_after(i64::MAX);
            assert!(add(&mut tables, &data_file, "fourth"), "{operations}");
            // With and without a clean end.
            let crashed = Disk::new(&disk.contents());
            drop(data_file);
            let expected = tables
                .records("group")
                .map(|(number, record)| (key(number), record.clone()));
            let expected: Records = expected.collect();
            for disk in [crashed, disk] {
                let (_, found) = disk.open().expect("a file");
                assert_eq!(found, expected, "{operations}");
            }
            if is_written {
                break;
            }
            operations += 1;
        }
        assert!(operations > 3, "{operations}");
    }

    #[test]
    fn a_record_survives_a_round_trip() {
        let mut record = Record::new(-5);
        record.reads = 3;
        record.set("GroupName", string("网络 \"α\"\n"));
        assert_eq!(deserialize(&serialize(&record)), Some(record));
        assert_eq!(deserialize("{}"), None);
    }
}
