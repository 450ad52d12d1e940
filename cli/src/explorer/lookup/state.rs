//! What the page has to know when it starts.

use crate::arguments::{GlobalOptions, Language, Site};
use crate::completion::REGIONS;
use crate::config::{Settings, key_end, profile_names};
use crate::error::CliError;
use crate::explorer::web::reply::{object, optional, text, texts};
use crate::explorer::{Explorer, emulator_switch};
use crate::json::Value;
use crate::samples::SampleLanguage;

pub(super) fn state(explorer: &Explorer) -> Result<Value, CliError> {
    let libraries = &explorer.libraries;
    let (language, site) = (libraries.default_language(), libraries.default_site());
    let library = libraries.get(language, site)?.library;
    let samples =
        SampleLanguage::ALL.map(|(name, language)| object([("name", text(name)), ("title", text(language.title()))]));
    Ok(object([
        ("version", text(env!("CARGO_PKG_VERSION"))),
        ("language", text(language_name(language))),
        ("site", text(site_name(site))),
        ("hasTexts", Value::Bool(library.has_texts())),
        ("profiles", profiles(&explorer.options)?),
        ("regions", texts(REGIONS.iter().map(|(region, _)| *region))),
        (
            "endpoints",
            object([("confirmed", texts(explorer.session.hosts.confirmed()))]),
        ),
        ("emulator", emulator_switch::state(explorer)),
        ("startsWithEmulator", Value::Bool(explorer.starts_emulator)),
        ("samples", Value::Array(samples.into())),
    ]))
}

/// The profiles, the one that calls are made with unless another is chosen among them.
fn profiles(options: &GlobalOptions) -> Result<Value, CliError> {
    let default = Settings::resolve(options, "")?.profile;
    let mut names = profile_names();
    if !names.contains(&default) {
        names.insert(0, default.clone());
    }
    let profiles = names.into_iter().map(|name| {
        let is_default = name == default;
        let profile = profile(options, &name, is_default);
        match profile {
            Ok(members) => members,
            Err(error) => object([
                ("name", text(name)),
                ("isDefault", Value::Bool(is_default)),
                ("error", text(error.messages.join("\n"))),
            ]),
        }
    });
    Ok(Value::Array(profiles.collect()))
}

fn profile(options: &GlobalOptions, name: &str, is_default: bool) -> Result<Value, CliError> {
    let mut options = options.clone();
    if !is_default {
        options.profile = Some(name.to_owned());
    }
    let settings = Settings::resolve(&options, "")?;
    let identity = settings.identity()?;
    let key_end = identity.known.as_ref().and_then(key_end);
    Ok(object([
        ("name", text(name)),
        ("isDefault", Value::Bool(is_default)),
        ("region", optional(settings.region)),
        ("site", text(site_name(settings.site))),
        ("source", text(identity.source)),
        ("keyEnd", optional(key_end)),
        ("error", Value::Null),
    ]))
}

fn language_name(language: Language) -> &'static str {
    match language {
        Language::English => "en-US",
        Language::Chinese => "zh-CN",
    }
}

fn site_name(site: Site) -> &'static str {
    match site {
        Site::Cn => "cn",
        Site::Intl => "intl",
    }
}
