//! Emulator rules: every name in `emulator.json` exists in the spec, every rule has one meaning, and every
//! value can be written as the types that show it.

mod actions;
mod names;
mod outputs;
mod places;
mod resources;
mod rules;
mod values;

use self::names::Names;
use super::scope::Scope;
use crate::source::Diagnostic;
use crate::spec::emulator::EmulatorFile;

pub(super) fn check(scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let Some(file) = &scope.service.emulator else {
        return;
    };
    let mut names = Names::new(*scope, file, found);
    check_client_token(file, &mut names);
    resources::check(file, &mut names);
    actions::check(file, &mut names);
    values::check(file, &mut names);
}

fn check_client_token(file: &EmulatorFile, names: &mut Names<'_>) {
    let Some(token) = &file.client_token else {
        return;
    };
    names.code(&token.conflict);
    let service = names.service;
    let parameters = service.actions.iter().flat_map(|action| &action.parameters);
    names.one_of_service(
        &token.parameter,
        "parameter",
        parameters.map(|member| member.name.as_str()),
    );
}
