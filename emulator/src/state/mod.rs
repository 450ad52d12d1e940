//! What services remember between requests, by the rules of each one's `emulator.json`.
//!
//! A request works on what is remembered in one transaction: all that it changes is kept, or nothing. One request
//! at a time does so.

mod birth;
mod carry_out;
mod client_token;
mod data_file;
mod handle;
mod index;
mod life;
mod record;
mod removal;
mod request;
mod same;
mod tables;
mod values;
mod view;
mod world;

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use tc3_codegen::spec::emulator::EmulatorFile;
use tc3_codegen::spec::{Json, Service, Spec};

pub use self::data_file::DataFileError;
pub use self::handle::{Record, State, StateError};

use self::carry_out::Work;
use self::data_file::DataFile;
use self::index::Index;
use self::tables::{Tables, Transaction};
use self::world::World;
use crate::code::INTERNAL_ERROR;
use crate::refusal::Refusal;
use crate::routing::Route;

/// What services remember.
pub(crate) struct Memory {
    held: Mutex<Held>,
    /// Where it is kept too, if it is to outlast the process.
    file: Option<DataFile>,
}

struct Held {
    tables: Tables,
    rng: Rng,
}

impl Memory {
    /// Remembers what the file at `path` holds; without one, nothing yet. IDs come from `rng`.
    pub(crate) fn open(path: Option<&Path>, spec: &Spec, rng: Rng) -> Result<Self, DataFileError> {
        let mut tables = Tables::new(Index::of_tables(spec));
        let mut file = None;
        if let Some(path) = path {
            let (opened, records) = DataFile::open(path)?;
            tables.fill(records);
            file = Some(opened);
        }
        Ok(Self {
            held: Mutex::new(Held { tables, rng }),
            file,
        })
    }

    /// Whether a request may have to wait for a disk.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.file.is_some()
    }

    /// The output for a request, if there are rules for its action.
    pub(crate) fn answer(
        &self,
        route: Route<'_>,
        body: &Json,
        now: i64,
    ) -> Option<Result<Vec<(String, Json)>, Refusal>> {
        let rules = route.service.emulator.as_ref()?;
        let rule = rules.action(&route.action.name)?;
        let mut held = self.held();
        let mut work = Work::new(held.world(route.service, rules, now), route.action, rule, body);
        let output = client_token::carry_out_once(&mut work);
        // Dropped with what it holds, a transaction is undone.
        Some(output.and_then(|output| self.keep(work.world.transaction).map(|()| output)))
    }

    /// A seed for ids that stand in no table.
    pub(crate) fn seed(&self) -> u64 {
        self.held().rng.u64(..)
    }

    fn keep(&self, transaction: Transaction<'_>) -> Result<(), Refusal> {
        self.write(&transaction)
            .map_err(|error| Refusal::new(INTERNAL_ERROR, error.to_string()))?;
        transaction.keep();
        Ok(())
    }

    fn write(&self, transaction: &Transaction<'_>) -> Result<(), DataFileError> {
        match &self.file {
            Some(file) => file.write(transaction),
            None => Ok(()),
        }
    }

    /// A request that panicked has undone what it did.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn world<'t, 's>(&'t mut self, service: &'s Service, rules: &'s EmulatorFile, now: i64) -> World<'t, 's> {
        World {
            transaction: Transaction::new(&mut self.tables),
            rng: &mut self.rng,
            service,
            rules,
            now,
        }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
