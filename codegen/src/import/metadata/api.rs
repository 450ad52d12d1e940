//! The JSON of `api.json` and `examples.json`, as far as a spec needs it.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};

#[derive(Debug, Deserialize)]
pub(super) struct Api {
    pub(super) actions: Entries<Action>,
    pub(super) objects: Entries<Object>,
    pub(super) metadata: About,
}

#[derive(Debug, Deserialize)]
pub(super) struct About {
    #[serde(rename = "apiVersion")]
    pub(super) version: String,
    #[serde(rename = "serviceShortName")]
    pub(super) service: String,
    #[serde(rename = "serviceNameCN", default)]
    pub(super) title: Option<String>,
    #[serde(rename = "api_brief", default)]
    pub(super) brief: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Action {
    #[serde(default)]
    pub(super) document: Option<String>,
    pub(super) input: String,
    pub(super) output: String,
    #[serde(default)]
    pub(super) status: Option<String>,
    #[serde(default)]
    pub(super) skip_sign: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Object {
    #[serde(default)]
    pub(super) document: Option<String>,
    #[serde(default)]
    pub(super) members: Vec<Member>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Member {
    pub(super) name: String,
    /// `int`, `string`, `list`, `object` ..
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// Its type, or the item type of a list: `int64`, `string`, the name of an object ..
    pub(super) member: String,
    #[serde(default)]
    pub(super) document: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    pub(super) required: bool,
    /// Absent from the older services, whose `required` speaks for responses too.
    #[serde(default, deserialize_with = "optional_flag")]
    pub(super) output_required: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    pub(super) value_allowed_null: bool,
    #[serde(default, deserialize_with = "flag")]
    pub(super) disabled: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Examples {
    pub(super) actions: Entries<Vec<Example>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Example {
    #[serde(default)]
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) input: Option<String>,
    #[serde(default)]
    pub(super) output: Option<String>,
}

/// The entries of an object in their order; a name that occurs twice is an error.
#[derive(Debug)]
pub(super) struct Entries<T> {
    list: Vec<(String, T)>,
    places: HashMap<String, usize>,
}

impl<T> Entries<T> {
    pub(super) fn get(&self, name: &str) -> Option<&T> {
        let (_, value) = self.list.get(*self.places.get(name)?)?;
        Some(value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.list.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<T> IntoIterator for Entries<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Entries::default();
        while let Some(name) = map.next_key::<String>()? {
            if entries.places.insert(name.clone(), entries.list.len()).is_some() {
                return Err(A::Error::custom(format!("`{name}` occurs twice")));
            }
            entries.list.push((name, map.next_value()?));
        }
        Ok(entries)
    }
}

fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    optional_flag(deserializer).map(Option::unwrap_or_default)
}

/// Reads `true` or `false`; four members of the metadata have a 1 instead.
fn optional_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Number(u64),
    }
    match Option::<Flag>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Flag::Bool(flag)) => Ok(Some(flag)),
        Some(Flag::Number(number @ (0 | 1))) => Ok(Some(number == 1)),
        Some(Flag::Number(number)) => Err(D::Error::invalid_value(Unexpected::Unsigned(number), &"a boolean")),
    }
}
