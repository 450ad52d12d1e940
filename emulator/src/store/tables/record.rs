//! A record: the members of one resource, and the clock of its status.

use tc3_codegen::spec::{Json, JsonValue};

use crate::wire::json::object;

/// The members of one resource, and how long it has had its status.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    members: Vec<(String, Json)>,
    /// The time of its last change of status, in Unix seconds.
    pub(crate) since: i64,
    /// How often it was shown since then.
    pub(crate) reads: u64,
}

impl Record {
    pub(crate) fn new(now: i64) -> Self {
        Self {
            members: Vec::new(),
            since: now,
            reads: 0,
        }
    }

    /// The value of a member; `None` if it is absent or null.
    pub(crate) fn get(&self, member: &str) -> Option<&Json> {
        let found = self.members.iter().find(|(name, _)| name == member);
        found
            .map(|(_, value)| value)
            .filter(|value| value.value != JsonValue::Null)
    }

    /// The value of a member that links resources; an empty string links nothing.
    pub(crate) fn link(&self, member: &str) -> Option<&Json> {
        self.get(member).filter(|value| value.as_str() != Some(""))
    }

    pub(crate) fn set(&mut self, member: &str, value: Json) {
        match self.members.iter_mut().find(|(name, _)| name == member) {
            Some((_, old)) => *old = value,
            None => self.members.push((member.to_owned(), value)),
        }
    }

    /// Whether the other record has the same members.
    pub(crate) fn has_members_of(&self, other: &Self) -> bool {
        self.members == other.members
    }

    /// A record as it was read from a data file.
    #[cfg(feature = "data-file")]
    pub(crate) fn from_parts(members: Vec<(String, Json)>, since: i64, reads: u64) -> Self {
        Self { members, since, reads }
    }

    /// Gives back the memory for more members.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.members.shrink_to_fit();
    }

    /// The members, as one object.
    pub(crate) fn to_json(&self) -> Json {
        object(self.members.clone())
    }
}
