//! What actions do with resources.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
#[cfg(feature = "schema")]
use serde::{Deserialize, Serialize};

use super::value::ValueRule;
use crate::source::Spanned;
use crate::spec::json::Json;

/// What an action does, in the order of the keys.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct ActionRule {
    /// Name of the action.
    pub name: Spanned<String>,
    /// What it creates, one after the other.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub creates: Vec<Creation>,
    /// What it changes.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub modifies: Vec<Change>,
    /// What it deletes.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deletes: Vec<Change>,
    /// What it lists.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub lists: Vec<Listing>,
    /// The one resource that it shows.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub details: Option<Detail>,
    /// Parameters that make no difference. Each other parameter has to be in one of the rules.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub ignores: Vec<Spanned<String>>,
}

/// What an action creates.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Creation {
    /// Name of the resource.
    pub resource: Spanned<String>,
    /// Parameters that become members of the same name, with their defaults where the request leaves them out.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub stores: Vec<Spanned<String>>,
    /// The parent that it belongs to from the start.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub within: Option<Within>,
    /// A list parameter, for each item of which one is created.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub each: Option<Each>,
    /// Parameters: what exists with members like them is deleted first.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub replaces: Vec<Spanned<String>>,
    /// Further members, and other values for those stored; a value that is not found leaves them as they are.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub sets: Vec<ValueRule>,
    /// Member of the output that tells what was created.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub answers: Option<CreationAnswer>,
}

/// A list parameter, for each item of which something is created.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Each {
    /// The parameter.
    pub parameter: Spanned<String>,
    /// Member that takes the item. Without it the items are objects, and their members are taken.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub member: Option<Spanned<String>>,
}

/// Member of the output that tells what was created.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct CreationAnswer {
    /// The member of the output; with several created, or as a list, it holds all of them. May be a path into a structure: `Result.GroupId`.
    pub member: Spanned<String>,
    /// Member to show, such as the ID; the whole resource if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub from: Option<Spanned<String>>,
}

/// What an action changes or deletes.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Change {
    /// Name of the resource.
    pub resource: Spanned<String>,
    /// Parameters that say which. At least one has to be in the request. The first that is a list names one in each item.
    pub by: Vec<Key>,
    /// Whether only the first of these parameters that the request has counts; if nothing is said, all of them do.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub first_only: bool,
    /// The parent that they belong to; another one's do not exist for the request.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub within: Option<Within>,
    /// Whether there may be none of it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub any: bool,
    /// States that allow it; all if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub states: Vec<Spanned<Json>>,
    /// Parameters that replace the members of the same name, where the request has them. For `modifies`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub sets: Vec<Spanned<String>>,
    /// Further members to replace; a value that is not found leaves them as they are. For `modifies`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub values: Vec<ValueRule>,
    /// Parameter that forces it where 1 or true: with what refuses the deletion. For `deletes`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub force: Option<Spanned<String>>,
    /// What to do where there is none; the code `ResourceNotFound` if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub missing: Option<Otherwise>,
    /// What to do where the state does not allow it; the code `UnsupportedOperation` if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub wrong_state: Option<Otherwise>,
    /// What to do where something that belongs to it refuses; the code that the parent names if nothing is said. For `deletes`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub in_use: Option<Otherwise>,
    /// Member of the output that holds the IDs of those changed or deleted: a list, or the ID of the last one. May be a path.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub done: Option<Spanned<String>>,
}

/// What to do where something cannot be done: exactly one of the keys.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Otherwise {
    /// Error code: the whole request is refused.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub code: Option<Spanned<String>>,
    /// List of the output that takes the ID; the rest is carried out. May be a path.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub output: Option<Spanned<String>>,
}

/// A parameter that says which resource is meant.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Key {
    /// The parameter: an ID or a list of IDs.
    pub parameter: Spanned<String>,
    /// Member that it is compared with; the one of the same name if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub member: Option<Spanned<String>>,
}

/// The parent that a request is about: the one that the first of the parameters names that the request has.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Within {
    /// Name of the resource, one of the `parents`.
    pub resource: Spanned<String>,
    /// Parameters that say which, such as an ID and then a name.
    pub by: Vec<Key>,
    /// Error code where there is none; `ResourceNotFound` if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub missing: Option<Spanned<String>>,
}

/// What an action lists. Its pages are those of the action's `paging`, or else of `limit` with `offset`, `page` or `token`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Listing {
    /// Name of the resource.
    pub resource: Spanned<String>,
    /// Lists of the output that hold them. Several listings of one list are concatenated. May be paths into structures: `Result.Content`.
    pub items: Vec<Spanned<String>>,
    /// Member that each item is, for a list of texts or numbers: `GroupId`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub from: Option<Spanned<String>>,
    /// The parent that they belong to.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub within: Option<Within>,
    /// Member of the output with the number on all pages; that of `paging` if nothing is said. May be a path: `Result.TotalCount`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub total: Option<Spanned<String>>,
    /// Parameter with the number to pass over.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub offset: Option<Spanned<String>>,
    /// Parameter with the most to list.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<Spanned<String>>,
    /// Parameter with the number of the page.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub page: Option<Spanned<String>>,
    /// With `page`: the number of the first page; 1 if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub first_page: Option<Spanned<u64>>,
    /// Parameter with the token that the page before it answered as `next`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub token: Option<Spanned<String>>,
    /// Further members of the output that tell about the page.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub answers: Vec<PageAnswer>,
    /// What refuses the request where nothing is listed on any page; if nothing is said, the list is empty.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub empty: Option<Empty>,
    /// Which are listed: those that fulfil every condition.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub conditions: Vec<Condition>,
    /// How they are ordered; without it, in the order of their creation.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub order: Option<Order>,
    /// Values that differ from the resource's `shown`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub shows: Vec<ValueRule>,
}

/// A member of the output that tells about the page.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct PageAnswer {
    /// The member of the output, or a path: `Data.TotalPageNumber`.
    pub member: Spanned<String>,
    /// What it tells: `total` is the number on all pages, `all` that without the conditions, `items` that on this page, `pages` the number of pages, `page` the number of this page, `size` the most items of a page, `offset` the number before this page, `next` the token of the next page (empty on the last), `more` and `last` whether there are more pages.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = PageFact::WORDS)))]
    pub fact: Spanned<String>,
}

/// Something that is known about a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageFact {
    /// The number of resources on all pages.
    Total,
    /// The number of resources without the conditions.
    All,
    /// The number of resources on this page.
    Items,
    /// The number of pages.
    Pages,
    /// The number of this page.
    Page,
    /// The most resources of a page.
    Size,
    /// The number of resources before this page.
    Offset,
    /// The token of the next page.
    Next,
    /// Whether there are more pages.
    More,
    /// Whether this is the last page.
    Last,
}

impl PageFact {
    /// The words for it, in the order of the variants.
    pub const WORDS: [&str; 10] = [
        "total", "all", "items", "pages", "page", "size", "offset", "next", "more", "last",
    ];

    const ALL: [Self; 10] = [
        Self::Total,
        Self::All,
        Self::Items,
        Self::Pages,
        Self::Page,
        Self::Size,
        Self::Offset,
        Self::Next,
        Self::More,
        Self::Last,
    ];
}

impl PageAnswer {
    /// Returns what it tells, if there is such a thing.
    pub fn fact(&self) -> Option<PageFact> {
        let position = PageFact::WORDS.iter().position(|word| *word == self.fact.as_str())?;
        PageFact::ALL.get(position).copied()
    }
}

/// The refusal of a request that finds nothing to list.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Empty {
    /// Error code.
    pub code: Spanned<String>,
    /// Parameter by which a request accepts an empty list: `ErrorOnEmpty`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unless: Option<Spanned<String>>,
    /// With `unless`: the value that accepts it; true or 1 if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub equals: Option<Spanned<Json>>,
}

/// Which resources are listed. Of the forms `parameter` with `member`, `parameter` with `contained`, `parameter` with `absent`, `parameter` with `minimum` or `maximum`, `filters`, `item` with `member`, and `member` with `equals`; a form whose parameter is absent from the request lets everything through.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Condition {
    /// Parameter that is compared: equal, or for a list one that is equal.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub parameter: Option<Spanned<String>>,
    /// Member that it is compared with.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub member: Option<Spanned<String>>,
    /// Value of the parameter that selects all.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub ignoring: Option<Spanned<Json>>,
    /// Resource that has to exist with the member like the parameter; else the code is `ResourceNotFound`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub must_exist: Option<Spanned<String>>,
    /// Members of which one has to contain the parameter's text.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub contained: Vec<Spanned<String>>,
    /// With `contained`: parameter that is 1 or true where the text has to be equal.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub exact: Option<Spanned<String>>,
    /// Member that has to be at least the parameter, by number or else by text.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub minimum: Option<Spanned<String>>,
    /// Member that has to be at most the parameter, by number or else by text.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub maximum: Option<Spanned<String>>,
    /// Parameter that takes the place of this condition where the request has it.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub unless: Option<Spanned<String>>,
    /// Member that has to be absent where the parameter is 1, and present where it is 0.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub absent: Option<Spanned<String>>,
    /// Parameter of the form `Filters`: each with `Name` and `Values`, of which one has to be equal.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub filters: Option<Spanned<String>>,
    /// The filters that there are; another name is refused with `InvalidParameterValue`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub names: Vec<FilterName>,
    /// Parameters that one item of the list `member` has to have alike.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub item: Vec<Key>,
    /// Value that the member has to have.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub equals: Option<Spanned<Json>>,
}

/// A filter.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct FilterName {
    /// Its name, as it is sent.
    pub name: Spanned<String>,
    /// Member that it is compared with; the one of the same name if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub member: Option<Spanned<String>>,
}

/// How a list is ordered.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Order {
    /// Parameter that names what the list is ordered by.
    pub by: Spanned<String>,
    /// Parameter that is `desc`, in whatever case, for the last one first.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub direction: Option<Spanned<String>>,
    /// What it may be.
    pub fields: Vec<OrderField>,
}

/// Something that a list may be ordered by.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct OrderField {
    /// Its name, as it is sent.
    pub name: Spanned<String>,
    /// The member.
    pub member: Spanned<String>,
}

/// The one resource that an action shows.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schema", derive(Serialize, Deserialize, JsonSchema))]
#[cfg_attr(feature = "schema", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Detail {
    /// Name of the resource.
    pub resource: Spanned<String>,
    /// Parameters that say which.
    pub by: Vec<Key>,
    /// Whether only the first of these parameters that the request has counts; if nothing is said, all of them do.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub first_only: bool,
    /// The parent that it belongs to; another one's does not exist for the request.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub within: Option<Within>,
    /// Member of the output that holds it, or a path; its members are those of the output itself if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub output: Option<Spanned<String>>,
    /// Error code where there is none; `ResourceNotFound` if nothing is said.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Option::is_none"))]
    pub missing: Option<Spanned<String>>,
    /// Values that differ from the resource's `shown`.
    #[cfg_attr(feature = "schema", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub shows: Vec<ValueRule>,
}
