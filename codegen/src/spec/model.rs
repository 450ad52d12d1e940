//! The mirror of the spec's files: what a person writes, key by key.
//!
//! The doc comments here are what the JSON Schema shows in an editor.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
#[cfg(feature = "schema")]
use serde::{Deserialize, Serialize};

use super::json::Json;
use super::types::{Content, TypeRef};
use crate::source::Spanned;

/// A version of a service: `<service>/v<yyyymmdd>/service.json`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ServiceFile {
    /// Path of the JSON Schema, for the editor.
    #[cfg_attr(
        feature = "schema",
        serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")
    )]
    pub schema: Option<String>,
    /// Short name of the service, as in the signature and in the folder's name: `gaap`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[a-z][a-z0-9]*$")))]
    pub name: Spanned<String>,
    /// Version of the API, as it is sent: `2018-05-29`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$")))]
    pub version: Spanned<String>,
    /// Full name of the service.
    pub title: Spanned<String>,
    /// What the service is for. Plain text; `code` may be between backticks.
    pub description: Spanned<String>,
    /// What this file was imported from; absent from a file written by hand.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub imported_from: Option<Spanned<String>>,
    /// Host name that requests go to unless the caller names another: `gaap.tencentcloudapi.com`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")))]
    pub host: Spanned<String>,
    /// Whether this is the version that the service's module re-exports. A service with one version needs no mark.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub default_version: bool,
    /// Error codes that any action of the service may answer with, where the documentation does not say which does.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub errors: Vec<ErrorCode>,
}

/// An action: `<service>/v<yyyymmdd>/actions/<Action>.json`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ActionFile {
    /// Path of the JSON Schema, for the editor.
    #[cfg_attr(
        feature = "schema",
        serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")
    )]
    pub schema: Option<String>,
    /// Name of the action, which is also the file's: `CreateProxyGroup`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_]*$")))]
    pub name: Spanned<String>,
    /// What the action does. Plain text; `code` may be between backticks.
    pub description: Spanned<String>,
    /// Day of the documentation page that this file follows: `2023-07-13`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}$")))]
    pub last_updated: Option<Spanned<String>>,
    /// What this file was imported from; absent from a file written by hand.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub imported_from: Option<Spanned<String>>,
    /// Host name that requests of this action go to, where it is not the service's: `es.ai.tencentcloudapi.com`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")))]
    pub host: Option<Spanned<String>>,
    /// Requests a second that the service accepts.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub rate_limit: Option<Spanned<u64>>,
    /// Whether a request has to name a region.
    pub region_required: bool,
    /// Whether the action only reads, so that repeating it changes nothing; not if nothing is said. An import leaves what is written alone, `false` too.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub read_only: Option<bool>,
    /// How the list that the action answers with is asked for page by page.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub paging: Option<Paging>,
    /// Whether the action may answer with server-sent events, each with members of the output, in place of one response.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Spanned::is_false"))]
    pub streaming: Spanned<bool>,
    /// What the parameters are sent as: `json` (if nothing is said), `multipart`, whose parts may be of the type `Binary`, or `octetStream`, whose body is the one parameter of that type.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = super::types::CONTENTS)))]
    pub content: Option<Spanned<String>>,
    /// Whether a request bears a signature, as all but those do that prove themselves by a parameter.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub signed: Option<Spanned<bool>>,
    /// Why the action should no longer be used; present when it is deprecated.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub deprecated: Option<Spanned<String>>,
    /// Members of the request, in the order of the documentation.
    pub parameters: Vec<Member>,
    /// Members of the response, in the order of the documentation.
    pub output: Vec<Member>,
    /// Error codes that the documentation lists for this action.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub errors: Vec<ErrorCode>,
    /// Documented requests and what they were answered with.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub examples: Vec<Example>,
}

/// How an action pages. Members are named as they are sent.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("anyOf" = [
        { "properties": { "kind": { "const": "none" } }, "maxProperties": 1 },
        { "required": ["position", "items"] },
    ]))
)]
pub struct Paging {
    /// What a request says of the page it wants: the number of items before it (`offset`), its number (`page`), or what the page before it named (`token`). The action does not page at all if it is `none`, which has no other key; an import then infers no paging.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["offset", "page", "token", "none"])))]
    pub kind: Spanned<String>,
    /// Parameter that says so: an Integer or a String of digits, for a token a String.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Spanned::is_empty_text"))]
    pub position: Spanned<String>,
    /// Parameter with the most items of a page. Its `maximum` is the size asked for where a request sets none.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub size: Option<Spanned<String>>,
    /// Number of the first page, for the kind `page`; 1 if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub first_page: Option<Spanned<u64>>,
    /// List of the output that holds the items.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Spanned::is_empty_text"))]
    pub items: Spanned<String>,
    /// Member of the output with the number of items on all pages, for the kinds `offset` and `page`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub total: Option<Spanned<String>>,
    /// Member of the output with the token of the next page, for the kind `token`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next: Option<Spanned<String>>,
    /// Boolean of the output that is true while there are more pages.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub more: Option<Spanned<String>>,
    /// Boolean of the output that is true on the last page.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub last: Option<Spanned<String>>,
}

/// A type that actions share: `<service>/v<yyyymmdd>/types/<Type>.json`, with either `members`, `values` or `integers`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("oneOf" = [
        { "required": ["members"] },
        { "required": ["values"] },
        { "required": ["integers"] },
    ]))
)]
pub struct TypeFile {
    /// Path of the JSON Schema, for the editor.
    #[cfg_attr(
        feature = "schema",
        serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")
    )]
    pub schema: Option<String>,
    /// Name of the type, which is also the file's: `AccessConfiguration`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_]*$")))]
    pub name: Spanned<String>,
    /// What the type is. Plain text; `code` may be between backticks.
    pub description: Spanned<String>,
    /// What this file was imported from; absent from a file written by hand.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub imported_from: Option<Spanned<String>>,
    /// Members, in the order of the documentation: the type is a structure.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub members: Option<Vec<Member>>,
    /// Allowed values, in the order of the documentation: the type is a set of strings, open to values added later.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub values: Option<Vec<AllowedValue>>,
    /// Width of the `integers`, which is that of the members that refer to the type: `int64` (if nothing is said) or `uint64`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["int64", "uint64"])))]
    pub format: Option<Spanned<String>>,
    /// Allowed integers with their names, in the order of the documentation: the type is a set of constants, open to integers added later.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub integers: Option<Vec<NamedInteger>>,
}

/// A parameter of an action, a member of its output or of a type.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Member {
    /// Name as it is sent: `IPAddressVersion`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_]*$")))]
    pub name: Spanned<String>,
    /// Name of the Rust field, where the one made from `name` will not do.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[a-z][a-z0-9_]*$")))]
    pub rust_name: Option<Spanned<String>>,
    /// `String`, `Integer`, `Float`, `Boolean`, `Date`, `Timestamp`, `Timestamp ISO8601`, `Object` (any JSON object), `Binary` (a parameter of an action whose `content` is not JSON), the name of a type in `types/`, or `Array of` one of these.
    #[cfg_attr(feature = "schema", serde(rename = "type"))]
    #[cfg_attr(feature = "schema", schemars(extend("examples" = super::types::BUILT_IN_TYPES)))]
    pub type_name: Spanned<String>,
    /// Width of an `Integer`: `int64` (if nothing is said) or `uint64`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["int64", "uint64"])))]
    pub format: Option<Spanned<String>>,
    /// Name of the type in `types/` that lists the allowed values of a `String` or an `Integer`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_]*$")))]
    pub values: Option<Spanned<String>>,
    /// Value that the service takes when the member is absent.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub default: Option<Spanned<Json>>,
    /// Unit of a number: `Mbps`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unit: Option<Spanned<String>>,
    /// Smallest allowed number.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", serde(serialize_with = "super::serde_impls::limit"))]
    pub minimum: Option<Spanned<f64>>,
    /// Largest allowed number.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", serde(serialize_with = "super::serde_impls::limit"))]
    pub maximum: Option<Spanned<f64>>,
    /// Most characters of a string.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub max_length: Option<Spanned<u64>>,
    /// Most items of a list.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub max_items: Option<Spanned<u64>>,
    /// Whether a request has to have it. Says nothing about responses.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub required: bool,
    /// Whether a response may leave it out or send null. Says nothing about requests.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub nullable: bool,
    /// Why it should no longer be used; present when it is deprecated.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub deprecated: Option<Spanned<String>>,
    /// Whether its value must not be shown in logs; it may be if nothing is said. An import leaves what is written alone, `false` too.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub secret: Option<bool>,
    /// What it means. Plain text; `code` may be between backticks.
    pub description: Spanned<String>,
}

/// One of the values that a type allows.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct AllowedValue {
    /// The value as it is sent: `cn2`.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub value: Spanned<String>,
    /// Name of the Rust variant, where the one made from `value` will not do.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]*$")))]
    pub rust_name: Option<Spanned<String>>,
    /// What it means. Plain text; `code` may be between backticks.
    pub description: Spanned<String>,
}

/// One of the integers that a type allows.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct NamedInteger {
    /// The integer as it is sent: `0`.
    pub value: Spanned<i64>,
    /// Name of the Rust constant: `RUNNING`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Z][A-Z0-9_]*$")))]
    pub rust_name: Spanned<String>,
    /// What it means. Plain text; `code` may be between backticks.
    pub description: Spanned<String>,
}

/// An error code that an action may answer with.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ErrorCode {
    /// The code as it is sent: `LimitExceeded.TagQuota`.
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = r"^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*\.?$"))
    )]
    pub code: Spanned<String>,
    /// Name of the Rust variant, where the one made from `code` will not do.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Z][A-Za-z0-9]*$")))]
    pub rust_name: Option<Spanned<String>>,
    /// What went wrong. Plain text; `code` may be between backticks.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub description: Option<Spanned<String>>,
}

/// A documented request, what it was answered with, or both.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
#[cfg_attr(
    feature = "schema",
    schemars(extend("anyOf" = [{ "required": ["request"] }, { "required": ["response"] }]))
)]
pub struct Example {
    /// What the example shows.
    pub title: Spanned<String>,
    /// JSON body of the request, as the documentation prints it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub request: Option<Spanned<Json>>,
    /// JSON body of the response, as the documentation prints it: `{"Response": {..}}`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub response: Option<Spanned<Json>>,
    /// Fingerprint of the bodies as they were imported. An import refreshes an example that still has them, and keeps one that was edited or has no fingerprint.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub imported: Option<Spanned<String>>,
}

impl ActionFile {
    /// Returns how its parameters are sent: JSON if the file does not say, or has an unknown name.
    pub fn content(&self) -> Content {
        match self.content.as_ref().map(|content| content.as_str()) {
            Some("multipart") => Content::Multipart,
            Some("octetStream") => Content::OctetStream,
            _ => Content::Json,
        }
    }

    /// Returns whether it only reads, so that repeating it changes nothing.
    ///
    /// ```
    /// use tc3_codegen::spec::ActionFile;
    ///
    /// assert!(!ActionFile::default().is_read_only());
    /// ```
    pub fn is_read_only(&self) -> bool {
        self.read_only == Some(true)
    }

    /// Returns how it pages, if it does: not if its file decides that it does not (`"kind": "none"`).
    ///
    /// ```
    /// use tc3_codegen::spec::{ActionFile, Paging};
    ///
    /// let mut action = ActionFile { paging: Some(Paging::none()), ..ActionFile::default() };
    /// assert!(action.pages().is_none());
    /// ```
    pub fn pages(&self) -> Option<&Paging> {
        self.paging.as_ref().filter(|paging| paging.kind.value != Paging::NONE)
    }

    /// Returns whether its requests are signed.
    pub fn is_signed(&self) -> bool {
        self.signed.as_ref().is_none_or(|signed| signed.value)
    }
}

impl Paging {
    /// The kind of an action that does not page, whatever its members look like.
    pub const NONE: &str = "none";

    /// Returns the decision that an action does not page.
    pub fn none() -> Self {
        Self {
            kind: Self::NONE.to_owned().into(),
            ..Self::default()
        }
    }
}

impl TypeFile {
    /// Returns whether its `integers` are unsigned.
    pub fn is_unsigned(&self) -> bool {
        self.format.as_ref().is_some_and(|format| format.value == "uint64")
    }

    /// Returns whether it is a set of values: of strings or of integers.
    ///
    /// ```
    /// use tc3_codegen::spec::TypeFile;
    ///
    /// assert!(TypeFile { integers: Some(Vec::new()), ..TypeFile::default() }.is_value_set());
    /// ```
    pub fn is_value_set(&self) -> bool {
        self.values.is_some() || self.integers.is_some()
    }
}

impl Member {
    /// Returns whether its value must not be shown in logs.
    ///
    /// ```
    /// use tc3_codegen::spec::Member;
    ///
    /// let password = Member { secret: Some(true), ..Member::default() };
    /// assert!(password.is_secret() && !Member::default().is_secret());
    /// ```
    pub fn is_secret(&self) -> bool {
        self.secret == Some(true)
    }

    /// Returns the set of strings that it refers to, which is the type of its field.
    pub fn value_enum(&self) -> Option<&Spanned<String>> {
        self.values.as_ref().filter(|_| self.type_ref().item.is_text())
    }

    /// Returns what the member holds.
    pub fn type_ref(&self) -> TypeRef<'_> {
        TypeRef::parse(&self.type_name, self.format.as_ref().map(|format| format.as_str()))
    }
}
