//! The options of the generator.

use std::collections::BTreeMap;

/// The options of one run of the generator. [`Builder`](crate::Builder) documents each with an example.
#[derive(Clone, Debug)]
pub struct Options {
    /// Services, or single actions of them, to generate; all if empty.
    pub(crate) include: Vec<Selection>,
    /// Path of the runtime crate in the generated code.
    pub(crate) runtime_path: String,
    /// Services whose types are in another crate, and the path of the module there.
    pub(crate) extern_types: BTreeMap<String, String>,
    /// Single types that are in another crate, by `service.Type`, and their paths there.
    pub(crate) extern_type: BTreeMap<String, String>,
    /// Attributes on types, by `service.Type`.
    pub(crate) type_attributes: Vec<(String, String)>,
    /// Attributes on fields, by `service.Type.Member`.
    pub(crate) field_attributes: Vec<(String, String)>,
    /// Whether the code is formatted for a person to read.
    pub(crate) format: bool,
    /// Whether each service is behind a cargo feature of its name, and calls behind `client`.
    pub(crate) cargo_features: bool,
    /// Whether each action has a function that calls it.
    pub(crate) calls: bool,
    /// The crate whose doctests the documented examples become.
    pub(crate) doctest_crate: Option<String>,
}

/// A service, or one action of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) service: String,
    pub(crate) action: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            include: Vec::new(),
            runtime_path: "::tc3_runtime".to_owned(),
            extern_types: BTreeMap::new(),
            extern_type: BTreeMap::new(),
            type_attributes: Vec::new(),
            field_attributes: Vec::new(),
            format: true,
            cargo_features: false,
            calls: true,
            doctest_crate: None,
        }
    }
}

impl Options {
    /// The path of a type that is in another crate.
    pub(crate) fn extern_path(&self, service: &str, type_name: &str) -> Option<String> {
        let single = self.extern_type.get(&format!("{service}.{type_name}"));
        let all = || {
            self.extern_types
                .get(service)
                .map(|path| format!("{path}::{type_name}"))
        };
        single.cloned().or_else(all)
    }

    /// Whether any type of `service` is in another crate.
    pub(crate) fn has_extern_types(&self, service: &str) -> bool {
        let of_service = |path: &String| path.split_once('.').is_some_and(|(owner, _)| owner == service);
        self.extern_types.contains_key(service) || self.extern_type.keys().any(of_service)
    }

    /// Whether the selections include `action` of `service`.
    pub(crate) fn includes(&self, service: &str, action: &str) -> bool {
        self.include.is_empty()
            || self.include.iter().any(|selection| {
                selection.service == service && selection.action.as_deref().is_none_or(|chosen| chosen == action)
            })
    }
}
