//! The public handle to the state of an emulator, for a test to inspect and to set up.

use std::fmt;

use tc3_codegen::spec::emulator::{EmulatorFile, Resource};
use tc3_codegen::spec::{Json, JsonValue, Service, Spec};

use super::data_file::DataFileError;
use super::session::Session;
use super::tables::{Record as StoredRecord, Transaction};
use super::{Store, issued_credentials, json_eq};
use crate::wire::error::ApiError;
use crate::wire::json::string;
use crate::wire::time::{Clock, unix_seconds};

/// The state of an emulator's services.
///
/// Resources and their members have the names of the service's `emulator.json`.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// # use tc3_emulator::Emulator;
/// let emulator = Emulator::builder().embedded_spec().start().await?;
/// let state = emulator.state();
///
/// let group = state.add("gaap", "ProxyGroup", r#"{"GroupName": "busy", "Status": "CHANGING"}"#)?;
/// let id = group.id().unwrap_or_default();
/// assert_eq!(state.get("gaap", "ProxyGroup", id)?.and_then(|group| group.text("GroupName")), Some("busy".into()));
///
/// state.set("gaap", "ProxyGroup", id, r#"{"Status": "RUNNING"}"#)?;
/// state.clear()?;
/// assert!(state.all("gaap", "ProxyGroup")?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct State<'e> {
    spec: &'e Spec,
    store: &'e Store,
    clock: &'e Clock,
}

/// A resource in the state of an emulator, as it was when it was read.
///
/// ```
/// # fn example(record: tc3_emulator::Record) {
/// assert_eq!(record.id(), Some("lg-12345678"));
/// assert_eq!(record.text("Status").as_deref(), Some("RUNNING"));
/// println!("{record}"); // {"GroupId":"lg-12345678","Status":"RUNNING",..}
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    id: Option<String>,
    members: Json,
}

/// The error of a [`State`] that cannot be read or changed.
///
/// ```
/// # fn example(state: tc3_emulator::State<'_>) {
/// use tc3_emulator::StateError;
///
/// let error = state.all("gaap", "NoSuchResource").err();
/// assert!(matches!(error, Some(StateError::NoResource { .. })));
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum StateError {
    /// No service with this name has an `emulator.json` with this resource.
    NoResource {
        /// The name of the service, as it was given.
        service: String,
        /// The name of the resource, as it was given.
        resource: String,
    },
    /// There is no resource with this ID.
    NoRecord {
        /// The ID, as it was given.
        id: String,
    },
    /// The members are not a JSON object.
    NotAnObject,
    /// A rule forbids the change: a missing parent, a quota, a duplicate.
    Refused {
        /// The error code that a request would be refused with.
        code: String,
        /// The reason.
        message: String,
    },
    /// The data file could not be written.
    DataFile(DataFileError),
}

impl<'e> State<'e> {
    pub(crate) fn new(spec: &'e Spec, store: &'e Store, clock: &'e Clock) -> Self {
        Self { spec, store, clock }
    }

    /// Returns every record of a resource, the oldest first.
    ///
    /// Unlike a request, this does not advance the status of the records.
    ///
    /// ```
    /// # fn example(state: tc3_emulator::State<'_>) -> Result<(), tc3_emulator::StateError> {
    /// assert_eq!(state.all("gaap", "ProxyGroup")?.len(), 2);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Fails if there is no such service or resource.
    pub fn all(&self, service: &str, resource: &str) -> Result<Vec<Record>, StateError> {
        self.with(service, resource, |session, resource| {
            let records = session.records(resource);
            Ok(records.map(|(_, record)| to_public(record, resource)).collect())
        })
    }

    /// Returns the record with this ID, if there is one.
    ///
    /// Unlike a request, this does not advance the status of the record.
    ///
    /// ```
    /// # fn example(state: tc3_emulator::State<'_>) -> Result<(), tc3_emulator::StateError> {
    /// assert!(state.get("gaap", "ProxyGroup", "lg-12345678")?.is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Fails if there is no such service or resource.
    pub fn get(&self, service: &str, resource: &str, id: &str) -> Result<Option<Record>, StateError> {
        self.with(service, resource, |session, resource| {
            let number = find(session, resource, id).ok();
            let record = number.and_then(|number| session.record(resource, number));
            Ok(record.map(|record| to_public(record, resource)))
        })
    }

    /// Adds a record with these members, a JSON object.
    ///
    /// If they lack an ID, a status or other members, the record gets those that a request would give it.
    ///
    /// ```
    /// # fn example(state: tc3_emulator::State<'_>) -> Result<(), tc3_emulator::StateError> {
    /// let group = state.add("gaap", "ProxyGroup", r#"{"GroupName": "busy", "Status": "CHANGING"}"#)?;
    /// assert!(group.id().is_some());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Fails if there is no such service or resource, if the members are not an object, or if a rule forbids them.
    pub fn add(&self, service: &str, resource: &str, members: &str) -> Result<Record, StateError> {
        let members = Json::parse(members).map_err(|_| StateError::NotAnObject)?;
        self.with(service, resource, |session, resource| {
            let mut record = StoredRecord::new(session.now);
            merge(&mut record, &members)?;
            session.check_parents(&record, resource)?;
            session.complete(&mut record, resource, None, None)?;
            session.check_unique(&record, resource, None)?;
            session.check_quotas(&record, resource)?;
            let added = to_public(&record, resource);
            let table = session.table(&resource.name);
            session.transaction.add(&table, record);
            Ok(added)
        })
    }

    /// Replaces members of the record with this ID by those of a JSON object.
    ///
    /// ```
    /// # fn example(state: tc3_emulator::State<'_>) -> Result<(), tc3_emulator::StateError> {
    /// state.set("gaap", "ProxyGroup", "lg-12345678", r#"{"Status": "RUNNING"}"#)?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Fails if there is no such service, resource or ID, or if the members are not an object.
    pub fn set(&self, service: &str, resource: &str, id: &str, members: &str) -> Result<(), StateError> {
        let members = Json::parse(members).map_err(|_| StateError::NotAnObject)?;
        self.with(service, resource, |session, resource| {
            let number = find(session, resource, id)?;
            let before = session.copy(resource, number);
            let mut record = before.clone();
            merge(&mut record, &members)?;
            session.restart_status_clock(&mut record, &before, resource);
            session.replace(resource, number, record);
            Ok(())
        })
    }

    /// Removes the record with this ID and everything that belongs to it.
    ///
    /// ```
    /// # fn example(state: tc3_emulator::State<'_>) -> Result<(), tc3_emulator::StateError> {
    /// state.remove("gaap", "ProxyGroup", "lg-12345678")?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Fails if there is no such service, resource or ID.
    pub fn remove(&self, service: &str, resource: &str, id: &str) -> Result<(), StateError> {
        self.with(service, resource, |session, resource| {
            let number = find(session, resource, id)?;
            Ok(session.delete(resource, number, true)?)
        })
    }

    /// Removes every record of every service, and every client token. IDs that are counted start again.
    ///
    /// ```
    /// # fn example(state: tc3_emulator::State<'_>) -> Result<(), tc3_emulator::StateError> {
    /// state.clear()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Fails if the data file cannot be written.
    pub fn clear(&self) -> Result<(), StateError> {
        let mut inner = self.store.lock();
        let mut transaction = Transaction::new(&mut inner.tables);
        transaction.remove_all(|table| table != issued_credentials::TABLE);
        self.store.commit(transaction).map_err(StateError::DataFile)
    }

    /// Runs `act` in a transaction, and commits it if it succeeds.
    fn with<T>(
        &self,
        service: &str,
        resource: &str,
        act: impl FnOnce(&mut Session<'_, 'e>, &'e Resource) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let (service, rules, resource) = self.resource(service, resource)?;
        let now = unix_seconds(self.clock.now());
        let mut inner = self.store.lock();
        let mut session = inner.session(service, rules, now);
        let result = act(&mut session, resource)?;
        self.store.commit(session.transaction).map_err(StateError::DataFile)?;
        Ok(result)
    }

    /// The resource in the first version of the service that has it.
    fn resource(&self, service: &str, name: &str) -> Result<(&'e Service, &'e EmulatorFile, &'e Resource), StateError> {
        let versions = self.spec.services.iter();
        let mut versions = versions.filter(|version| version.file.name.value == service);
        let found = versions.find_map(|version| {
            let rules = version.emulator.as_ref()?;
            Some((version, rules, rules.resource(name)?))
        });
        found.ok_or_else(|| StateError::NoResource {
            service: service.to_owned(),
            resource: name.to_owned(),
        })
    }
}

impl Record {
    /// Returns the generated ID, if the resource has one; that of a number is its digits.
    ///
    /// ```
    /// # fn example(record: tc3_emulator::Record) {
    /// assert_eq!(record.id(), Some("lg-12345678"));
    /// # }
    /// ```
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns a member as text: the text of a string, the digits of a number, `true` or `false`. Returns `None` if the
    /// member is absent, or if it is an object or a list.
    ///
    /// ```
    /// # fn example(record: tc3_emulator::Record) {
    /// assert_eq!(record.text("Status").as_deref(), Some("RUNNING"));
    /// # }
    /// ```
    pub fn text(&self, member: &str) -> Option<String> {
        json_eq::scalar(self.members.get(member)?).map(str::to_owned)
    }

    /// Returns a member as JSON.
    ///
    /// ```
    /// # fn example(record: tc3_emulator::Record) {
    /// let tags = record.json("TagSet").map(ToString::to_string);
    /// assert_eq!(tags.as_deref(), Some("[]"));
    /// # }
    /// ```
    pub fn json(&self, member: &str) -> Option<&Json> {
        self.members.get(member)
    }
}

/// Shows only what the state belongs to.
impl fmt::Debug for State<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("store", self.store)
            .finish_non_exhaustive()
    }
}

/// Writes the members as a JSON object.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.members.fmt(f)
    }
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResource { service, resource } => {
                write!(
                    f,
                    "the service `{service}` has no resource `{resource}` in its emulator.json"
                )
            }
            Self::NoRecord { id } => write!(f, "there is nothing with the ID `{id}`"),
            Self::NotAnObject => f.write_str("the members are not a JSON object"),
            Self::Refused { code, message } => write!(f, "{code}: {message}"),
            Self::DataFile(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::DataFile(error) => std::error::Error::source(error),
            _ => None,
        }
    }
}

impl From<ApiError> for StateError {
    fn from(error: ApiError) -> Self {
        Self::Refused {
            code: error.code.into_owned(),
            message: error.message,
        }
    }
}

fn to_public(record: &StoredRecord, resource: &Resource) -> Record {
    let id = resource
        .id
        .as_ref()
        .and_then(|id| json_eq::scalar(record.get(&id.member)?));
    Record {
        id: id.map(str::to_owned),
        members: record.to_json(),
    }
}

fn find(session: &Session<'_, '_>, resource: &Resource, id: &str) -> Result<u64, StateError> {
    let rule = resource.id.as_ref();
    let found = rule.and_then(|rule| {
        let numbers = session.find_matching(resource, &[(&rule.member, &string(id))]);
        numbers.first().copied()
    });
    found.ok_or_else(|| StateError::NoRecord { id: id.to_owned() })
}

fn merge(record: &mut StoredRecord, members: &Json) -> Result<(), StateError> {
    let JsonValue::Object(entries) = &members.value else {
        return Err(StateError::NotAnObject);
    };
    for entry in entries {
        record.set(&entry.name, entry.value.clone());
    }
    Ok(())
}
