//! Lowers a spec to the items that are printed: every decision about names, types, order and docs is made here.
//!
//! Requests are followed from every action, even when a build includes only a few: whether requests use a type decides
//! which of its members are optional, and the type has to be the same in each build. `emit` makes no decision, and no Rust
//! is printed here.

mod action;
mod docs;
mod examples;
mod ir;
mod optionality;
mod paging;
mod payload;
mod reachability;
mod structure;

pub(crate) use ir::{
    Accessor, Call, Default, ErrorCodes, Example, ExampleTest, Expected, ExpectedMember, Field, Integers, Item, Module,
    OpenEnum, Paging, PagingFlag, PagingKind, Presence, RequestTest, ResponseTest, ServiceFacts, Setter, Shape, Struct,
    Variant,
};

use crate::naming::{self, CodeVariants};
use crate::options::Options;
pub(crate) use crate::request_code::ItemShape;
use crate::spec::{ActionFile, Service, Spec, TypeFile};
use reachability::{Cycles, Reachable};

/// Lowers the services that `options` take in, in the order of the spec.
pub(crate) fn lower(spec: &Spec, options: &Options) -> Vec<Module> {
    let chosen = |service: &&Service| {
        let mut actions = service.actions.iter();
        actions.any(|action| options.includes(&service.file.name, &action.name))
    };
    spec.services
        .iter()
        .filter(chosen)
        .map(|service| Lowering::new(service, spec, options).module())
        .collect()
}

/// The lowering of one service version.
struct Lowering<'a> {
    service: &'a Service,
    options: &'a Options,
    is_default: bool,
    reach: Reachable,
    cycles: Cycles<'a>,
    code_variants: CodeVariants<'a>,
}

impl<'a> Lowering<'a> {
    fn new(service: &'a Service, spec: &Spec, options: &'a Options) -> Self {
        let name = &service.file.name;
        let versions = spec.services.iter().filter(|other| other.file.name == *name).count();
        Self {
            service,
            options,
            is_default: versions == 1 || service.file.default_version,
            reach: Reachable::of(
                service,
                |action| options.includes(name, action),
                |type_name| options.extern_path(name, type_name).is_some(),
            ),
            cycles: Cycles::of(service),
            code_variants: CodeVariants::in_service(service),
        }
    }

    fn module(&self) -> Module {
        let file = &self.service.file;
        Module {
            service: naming::module_name(&file.name),
            version: self.service.version_module(),
            docs: docs::version(self.service),
            service_docs: docs::service(file),
            is_default: self.is_default,
            facts: ServiceFacts {
                name: file.name.value.clone(),
                version: file.version.value.clone(),
                host: file.host.value.clone(),
            },
            inputs_elsewhere: self.inputs_elsewhere(),
            items: self.items(),
        }
    }

    /// Other crates make some types for responses only; that a request can use one is for the compiler to see.
    fn inputs_elsewhere(&self) -> Vec<String> {
        let structures = self.service.types.iter().filter(|shared| shared.members.is_some());
        let names = structures.map(|shared| shared.name.as_str());
        let used = names.filter(|name| self.reach.chosen_input.contains(*name) && !self.service.is_free_form(name));
        used.filter_map(|name| self.extern_path(name)).collect()
    }

    /// Actions by name, each with its generated types; then the types that they share, by name.
    fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self.service_error_codes().map(Item::ErrorCodes).into_iter().collect();
        let is_chosen = |action: &&ActionFile| self.options.includes(&self.service.file.name, &action.name);
        for action in self.service.actions.iter().filter(is_chosen) {
            self.push_action(action, &mut items);
        }
        let is_generated = |shared: &&TypeFile| {
            let is_elsewhere = self.extern_path(&shared.name).is_some() || self.service.is_free_form(&shared.name);
            self.reach.chosen.contains(shared.name.as_str()) && !is_elsewhere
        };
        for shared in self.service.types.iter().filter(is_generated) {
            items.push(self.shared(shared));
        }
        items
    }
}
