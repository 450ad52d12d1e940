//! What an emulator remembers, for a test to look at and to set up.

use std::fmt;

use tc3_codegen::spec::emulator::{EmulatorFile, Resource};
use tc3_codegen::spec::{Json, JsonValue, Service};

use super::data_file::DataFileError;
use super::record::Record as Stored;
use super::tables::Transaction;
use super::world::World;
use super::{Memory, same};
use crate::clock::unix_seconds;
use crate::cloud::Cloud;
use crate::json::string;
use crate::refusal::Refusal;

/// What an emulator remembers. Resources and their members are named as in the service's `emulator.json`.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new()?;
/// # runtime.block_on(async {
/// # use tc3_emulator::Emulator;
/// # let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
/// let emulator = Emulator::builder().spec_dir(spec).start().await?;
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
#[derive(Clone, Copy, Debug)]
pub struct State<'e> {
    cloud: &'e Cloud,
}

/// One thing that an emulator remembers, as it was when it was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    id: Option<String>,
    members: Json,
}

/// Why what an emulator remembers cannot be looked at or changed.
#[derive(Debug)]
#[non_exhaustive]
pub enum StateError {
    /// No service of this name has an `emulator.json` with this resource.
    NoResource {
        /// The service, as it was named.
        service: String,
        /// The resource, as it was named.
        resource: String,
    },
    /// There is no resource with this ID.
    NoRecord {
        /// The ID.
        id: String,
    },
    /// The members are not a JSON object.
    NotAnObject,
    /// A rule forbids it: a parent that is not there, a quota, something that exists already.
    Refused {
        /// The code that a request would be refused with.
        code: String,
        /// The reason.
        message: String,
    },
    /// The data file could not be written.
    DataFile(DataFileError),
}

impl<'e> State<'e> {
    pub(crate) fn new(cloud: &'e Cloud) -> Self {
        Self { cloud }
    }

    /// Everything of a kind, the oldest first. Looking at it changes nothing.
    ///
    /// # Errors
    /// A service or resource that there is not.
    pub fn all(&self, service: &str, resource: &str) -> Result<Vec<Record>, StateError> {
        self.with(service, resource, |world, resource| {
            let records = world.records(resource);
            Ok(records.map(|(_, record)| shown(record, resource)).collect())
        })
    }

    /// The one with this ID. Looking at it changes nothing.
    ///
    /// # Errors
    /// A service or resource that there is not.
    pub fn get(&self, service: &str, resource: &str, id: &str) -> Result<Option<Record>, StateError> {
        self.with(service, resource, |world, resource| {
            let number = find(world, resource, id).ok();
            let record = number.and_then(|number| world.record(resource, number));
            Ok(record.map(|record| shown(record, resource)))
        })
    }

    /// Adds one with these members, a JSON object. An ID, a state and other members that it lacks are those that a
    /// request would give it.
    ///
    /// # Errors
    /// A service or resource that there is not, members that are no object, and what the rules forbid.
    pub fn add(&self, service: &str, resource: &str, members: &str) -> Result<Record, StateError> {
        let members = Json::parse(members).map_err(|_| StateError::NotAnObject)?;
        self.with(service, resource, |world, resource| {
            let mut record = Stored::new(world.now);
            merge(&mut record, &members)?;
            world.check_parents(&record, resource)?;
            world.complete(&mut record, resource, None, None);
            world.check_unique(&record, resource, None)?;
            world.check_quotas(&record, resource)?;
            let added = shown(&record, resource);
            let table = world.table(&resource.name);
            world.transaction.add(&table, record);
            Ok(added)
        })
    }

    /// Replaces members of the one with this ID by those of a JSON object.
    ///
    /// # Errors
    /// A service, a resource or an ID that there is not, members that are no object.
    pub fn set(&self, service: &str, resource: &str, id: &str, members: &str) -> Result<(), StateError> {
        let members = Json::parse(members).map_err(|_| StateError::NotAnObject)?;
        self.with(service, resource, |world, resource| {
            let number = find(world, resource, id)?;
            let before = world.copy(resource, number);
            let mut record = before.clone();
            merge(&mut record, &members)?;
            world.enter(&mut record, &before, resource);
            world.replace(resource, number, record);
            Ok(())
        })
    }

    /// Removes the one with this ID and what belongs to it.
    ///
    /// # Errors
    /// A service, a resource or an ID that there is not.
    pub fn remove(&self, service: &str, resource: &str, id: &str) -> Result<(), StateError> {
        self.with(service, resource, |world, resource| {
            let number = find(world, resource, id)?;
            Ok(world.delete(resource, number, true)?)
        })
    }

    /// Forgets everything, client tokens among it.
    ///
    /// # Errors
    /// A data file that cannot be written.
    pub fn clear(&self) -> Result<(), StateError> {
        let memory = &self.cloud.memory;
        let mut held = memory.held();
        let mut transaction = Transaction::new(&mut held.tables);
        transaction.remove_all();
        keep(memory, transaction)
    }

    fn with<T>(
        &self,
        service: &str,
        resource: &str,
        act: impl FnOnce(&mut World<'_, 'e>, &'e Resource) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let (service, rules, resource) = self.resource(service, resource)?;
        let now = unix_seconds(self.cloud.clock.now());
        let memory = &self.cloud.memory;
        let mut held = memory.held();
        let mut world = held.world(service, rules, now);
        let done = act(&mut world, resource)?;
        keep(memory, world.transaction)?;
        Ok(done)
    }

    /// The resource in the first version of the service that has it.
    fn resource(&self, service: &str, name: &str) -> Result<(&'e Service, &'e EmulatorFile, &'e Resource), StateError> {
        let versions = self.cloud.spec.services.iter();
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
    /// The generated ID, if things of its kind have one.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// A member as text: the text of a string, the digits of a number, `true` or `false`.
    pub fn text(&self, member: &str) -> Option<String> {
        same::scalar(self.members.get(member)?).map(str::to_owned)
    }

    /// A member as it is.
    pub fn json(&self, member: &str) -> Option<&Json> {
        self.members.get(member)
    }
}

/// The members, as a JSON object.
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

impl From<Refusal> for StateError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused {
            code: refusal.code.into_owned(),
            message: refusal.message,
        }
    }
}

fn keep(memory: &Memory, transaction: Transaction<'_>) -> Result<(), StateError> {
    memory.write(&transaction).map_err(StateError::DataFile)?;
    transaction.keep();
    Ok(())
}

fn shown(record: &Stored, resource: &Resource) -> Record {
    let id = resource.id.as_ref().and_then(|id| record.get(&id.member)?.as_str());
    Record {
        id: id.map(str::to_owned),
        members: record.to_json(),
    }
}

fn find(world: &World<'_, '_>, resource: &Resource, id: &str) -> Result<u64, StateError> {
    let rule = resource.id.as_ref();
    let found = rule.and_then(|rule| world.alike(resource, &[(&rule.member, &string(id))]).first().copied());
    found.ok_or_else(|| StateError::NoRecord { id: id.to_owned() })
}

fn merge(record: &mut Stored, members: &Json) -> Result<(), StateError> {
    let JsonValue::Object(entries) = &members.value else {
        return Err(StateError::NotAnObject);
    };
    for entry in entries {
        record.set(&entry.name, entry.value.clone());
    }
    Ok(())
}
