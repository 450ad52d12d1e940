//! The names of members, looked up in the table of a type.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::context::EnvelopeMember;
use crate::record::shape::Field;

/// The name of a member, resolved to its index if it is declared.
pub(crate) enum MemberName {
    Declared(usize, &'static Field),
    /// One that any response may have, and that is not declared.
    Envelope(EnvelopeMember),
    Unknown(String),
}

impl MemberName {
    pub(crate) fn declared(&self) -> Option<&'static str> {
        match self {
            Self::Declared(_, field) => Some(field.name),
            Self::Envelope(_) | Self::Unknown(_) => None,
        }
    }
}

pub(crate) struct MemberNameSeed {
    pub(crate) fields: &'static [Field],
    /// Index of the member whose name is compared first.
    pub(crate) expected: usize,
}

impl<'de> DeserializeSeed<'de> for MemberNameSeed {
    type Value = MemberName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<MemberName, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberNameSeed {
    type Value = MemberName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<MemberName, E> {
        Ok(self.find(name))
    }
}

impl MemberNameSeed {
    /// Finds the member of this name.
    pub(super) fn find(&self, name: &str) -> MemberName {
        if let Some(field) = self.fields.get(self.expected).filter(|field| field.name == name) {
            return MemberName::Declared(self.expected, field);
        }
        let mut members = self.fields.iter().enumerate();
        match members.find(|(_, field)| field.name == name) {
            Some((index, field)) => MemberName::Declared(index, field),
            None => match EnvelopeMember::parse(name) {
                Some(member) => MemberName::Envelope(member),
                None => MemberName::Unknown(name.to_owned()),
            },
        }
    }
}
