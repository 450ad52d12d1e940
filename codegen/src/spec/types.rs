//! The types that a member can have, named as the documentation names them, and how parameters are sent.

/// What a member holds: one item or a list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeRef<'a> {
    /// Whether the member is a list.
    pub list: bool,
    /// What it holds.
    pub item: ItemType<'a>,
}

/// What a member, or an item of its list, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemType<'a> {
    /// `String`
    String,
    /// `Date`: a string such as `2018-05-29`.
    Date,
    /// `Timestamp`: a string such as `2018-05-29 11:22:33`.
    Timestamp,
    /// `Timestamp ISO8601`: a string such as `2018-05-29T11:22:33+08:00`.
    TimestampIso8601,
    /// `Integer`, signed 64-bit.
    Int64,
    /// `Integer` of format `uint64`.
    Uint64,
    /// `Float`, 64-bit.
    Float,
    /// `Boolean`
    Boolean,
    /// `Object`: any JSON object.
    Object,
    /// `Binary`: bytes, outside of JSON.
    Binary,
    /// A type of the spec.
    Named(&'a str),
}

/// The names of the types that need no file in `types/`.
pub const BUILT_IN_TYPES: [&str; 9] = [
    "String",
    "Integer",
    "Float",
    "Boolean",
    "Date",
    "Timestamp",
    "Timestamp ISO8601",
    "Object",
    "Binary",
];

const LIST_PREFIX: &str = "Array of ";

impl<'a> TypeRef<'a> {
    /// Parses the name of a type as spec files have it.
    ///
    /// ```
    /// use tc3_codegen::spec::{ItemType, TypeRef};
    ///
    /// let tags = TypeRef::parse("Array of TagPair", None);
    /// assert!(tags.list && tags.item == ItemType::Named("TagPair"));
    /// assert_eq!(TypeRef::parse("Integer", Some("uint64")).item, ItemType::Uint64);
    /// ```
    ///
    /// `type_name` is a built-in type, a type of the spec, or `Array of` one of these.
    pub fn parse(type_name: &'a str, format: Option<&str>) -> Self {
        let (list, word) = match type_name.strip_prefix(LIST_PREFIX) {
            Some(word) => (true, word),
            None => (false, type_name),
        };
        let item = match word {
            "String" => ItemType::String,
            "Date" => ItemType::Date,
            "Timestamp" => ItemType::Timestamp,
            "Timestamp ISO8601" => ItemType::TimestampIso8601,
            "Integer" if format == Some("uint64") => ItemType::Uint64,
            "Integer" => ItemType::Int64,
            "Float" => ItemType::Float,
            "Boolean" => ItemType::Boolean,
            "Object" => ItemType::Object,
            "Binary" => ItemType::Binary,
            name => ItemType::Named(name),
        };
        Self { list, item }
    }
}

impl ItemType<'_> {
    /// Returns whether the item is sent as a JSON string.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::String | Self::Date | Self::Timestamp | Self::TimestampIso8601
        )
    }

    /// Returns whether the item is sent as a JSON number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int64 | Self::Uint64 | Self::Float)
    }
}

/// What the parameters of an action are sent as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Content {
    /// A JSON object.
    #[default]
    Json,
    /// The parts of `multipart/form-data`, one a parameter.
    Multipart,
    /// One parameter is the body and the others are headers.
    OctetStream,
}

/// The names of [`Content`] in a spec file, in the order of its variants.
pub const CONTENTS: [&str; 3] = ["json", "multipart", "octetStream"];
