//! Stores the state of services between requests, by the rules of each service's `emulator.json`.
//!
//! The rules are data and this module is their one interpreter, so that a service gets state without Rust code. They
//! are lists of small objects rather than a language, so that each can be checked by name: a resource, member, action,
//! parameter, output or error code that the spec does not have is an error with file and line, and a parameter that no
//! rule names is a warning.
//!
//! From the ground up:
//! - [`tables`] holds records in memory, with indexes, and transactions with rollback.
//! - [`data_file`] keeps them in a file.
//! - [`session`] is the view of one request on the state of one service: it creates, shows and deletes records, and
//!   advances their status.
//! - [`issued_credentials`] keeps the credentials that STS and the metadata service issue.
//! - [`executor`] executes the rules of an action, once for each client token.
//! - [`state`] is the public handle for tests.
//!
//! One request is one transaction under one lock. A request that is refused, panics or fails to reach the disk leaves
//! nothing behind. One that only reads is answered also if the disk is full: how often a resource was shown is then not
//! counted.

mod data_file;
mod executor;
pub(crate) mod issued_credentials;
mod json_eq;
mod session;
mod state;
mod tables;

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use fastrand::Rng;
use tc3_codegen::spec::emulator::{ActionRule, EmulatorFile, Resource};
use tc3_codegen::spec::{Json, Service, Spec};

pub use self::data_file::DataFileError;
pub use self::state::{Record, State, StateError};

use self::data_file::DataFile;
use self::executor::{RuleExecutor, client_token};
use self::session::{Session, new_ids};
use self::tables::{Deadlines, Field, Index, Tables, Transaction, table_name};
use crate::routing::Route;
use crate::wire::error::{ApiError, INTERNAL_ERROR};

/// The state of all services.
pub(crate) struct Store {
    inner: Mutex<Inner>,
    /// The file that the state is kept in, if it is to survive the process.
    file: Option<DataFile>,
    /// The seed of the IDs, if they are to be reproducible.
    seed: Option<u64>,
}

struct Inner {
    tables: Tables,
    rng: Rng,
}

impl Store {
    /// Opens a store with the state of the file at `path`; without a path it is empty. IDs come from `seed`, or are
    /// random.
    pub(crate) fn open(path: Option<&Path>, spec: &Spec, seed: Option<u64>) -> Result<Self, DataFileError> {
        let mut tables = Tables::new(indexes(spec));
        let mut file = None;
        if let Some(path) = path {
            let (opened, records) = DataFile::open(path)?;
            tables.fill(records);
            file = Some(opened);
        }
        let rng = seed.map_or_else(Rng::new, Rng::with_seed);
        Ok(Self {
            inner: Mutex::new(Inner { tables, rng }),
            file,
            seed,
        })
    }

    /// Removes every record, also of issued credentials, and begins the sequence of IDs again if it has a seed.
    pub(crate) fn reset(&self) -> Result<(), DataFileError> {
        let mut inner = self.lock();
        let mut transaction = Transaction::new(&mut inner.tables);
        transaction.remove_all(|_| true);
        self.commit(transaction)?;
        if let Some(seed) = self.seed {
            inner.rng = Rng::with_seed(seed);
        }
        Ok(())
    }

    /// Whether a request may have to wait for a disk.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.file.is_some()
    }

    /// Executes the rules for an action and returns its output; `None` if there are no rules for it.
    pub(crate) fn execute(
        &self,
        route: Route<'_>,
        body: &Json,
        now: i64,
    ) -> Option<Result<Vec<(String, Json)>, ApiError>> {
        let rules = route.service.emulator.as_ref()?;
        let rule = rules.action(&route.action.name)?;
        let mut inner = self.lock();
        let mut executor = RuleExecutor::new(inner.session(route.service, rules, now), route.action, rule, body);
        let output = client_token::execute_once(&mut executor);
        // An error drops the transaction, which rolls it back.
        Some(
            output.and_then(|output| match self.commit(executor.session.transaction) {
                Err(error) if changes_state(rule) => Err(ApiError::new(INTERNAL_ERROR, error.to_string())),
                Ok(()) | Err(_) => Ok(output),
            }),
        )
    }

    /// A seed for IDs that are in no table.
    pub(crate) fn seed(&self) -> u64 {
        self.lock().rng.u64(..)
    }

    /// Writes a transaction to the file, if there is one, and then commits it.
    fn commit(&self, transaction: Transaction<'_>) -> Result<(), DataFileError> {
        if let Some(file) = &self.file {
            file.write(&transaction)?;
        }
        transaction.commit();
        Ok(())
    }

    /// Locks the state. A poisoned lock is fine: a request that panicked has rolled back its changes.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn session<'t, 's>(&'t mut self, service: &'s Service, rules: &'s EmulatorFile, now: i64) -> Session<'t, 's> {
        Session {
            transaction: Transaction::new(&mut self.tables),
            rng: &mut self.rng,
            service,
            rules,
            now,
        }
    }
}

/// Whether an action has an effect other than to be answered.
fn changes_state(rule: &ActionRule) -> bool {
    !(rule.creates.is_empty() && rule.modifies.is_empty() && rule.deletes.is_empty())
}

/// The tables of every service that has rules, each with an index of what rules look up: IDs, links, and unique
/// members.
fn indexes(spec: &Spec) -> impl Iterator<Item = (String, Index)> {
    let services = spec.services.iter();
    let ruled = services.filter_map(|service| Some((service, service.emulator.as_ref()?)));
    ruled.flat_map(|(service, rules)| indexes_of_service(service, rules))
}

fn indexes_of_service<'s>(service: &'s Service, rules: &'s EmulatorFile) -> impl Iterator<Item = (String, Index)> {
    let resources = rules.resources.iter().map(|resource| {
        let table = table_name(service, &resource.name);
        let deadlines = Deadlines::of(resource.status.as_ref());
        (table, Index::of(indexed_fields(resource, rules), deadlines))
    });
    let internal = |table, member| {
        let field = Field::of_members([member]);
        (table_name(service, table), Index::of([field], Deadlines::default()))
    };
    let tokens = internal(client_token::TABLE, client_token::TOKEN);
    let counters = internal(new_ids::COUNTERS, new_ids::RESOURCE);
    resources.chain([tokens, counters])
}

/// What writing requests look records up by. Lists make further indexes when they need them.
fn indexed_fields<'s>(resource: &'s Resource, rules: &'s EmulatorFile) -> impl Iterator<Item = Field> {
    let id = resource.id.iter().map(|rule| std::slice::from_ref(&rule.member));
    let to_parents = resource.parents.iter().map(|link| link.members.as_slice());
    let from_children = rules.children(&resource.name).map(|(_, link)| link.members.as_slice());
    let unique = resource.unique.iter().map(|unique| unique.members.as_slice());
    let creations = rules.actions.iter().flat_map(|action| &action.creates);
    let replaced = creations
        .filter(|creation| creation.resource.value == resource.name.value && !creation.replaces.is_empty())
        .map(|creation| creation.replaces.as_slice());
    let fields = id.chain(to_parents).chain(from_children).chain(unique).chain(replaced);
    fields.map(|members| Field::of_members(members.iter().map(|member| member.value.as_str())))
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}
