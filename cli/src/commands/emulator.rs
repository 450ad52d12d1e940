//! `tc3 emulator`: starts the local emulator over the catalog.
//!
//! It is the command of the emulator itself, with its options. Without `--spec` it serves the library that calls are
//! looked up in, each service loaded when it is first called. The rules by which a service has state are no facts of the
//! vendor and so in no catalog: those of the repository are embedded here.

use std::ffi::OsString;

use tc3_catalog::{Library, LookupError};
use tc3_codegen::spec::Service;
use tc3_codegen::spec::emulator::EmulatorFile;
use tc3_emulator::command::{self, CommandError, Program};
use tc3_emulator::{Builder, Emulator, ServedVersion, ServiceSource};

use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::library;

/// The services that have rules, and the texts of these.
const WITH_STATE: [(&str, &str, &str); 1] = [(
    "gaap",
    "2018-05-29",
    include_str!("../../../spec/gaap/v20180529/emulator.json"),
)];

/// The address that `tc3 --emulator` calls.
const DEFAULT_URL: &str = "http://127.0.0.1:9443";

const PROGRAM: Program = Program {
    name: "tc3 emulator",
    version: env!("CARGO_PKG_VERSION"),
    services: Some(add_services),
    next: Some(next_lines),
};

/// What `tc3 emulator --help` prints.
pub(super) fn help() -> String {
    command::help(&PROGRAM)
}

/// Runs the command with the words that follow its name.
pub(super) fn run(words: &[OsString]) -> Result<ExitStatus, CliError> {
    match command::run(&PROGRAM, words.iter().cloned()) {
        Ok(()) => Ok(ExitStatus::Done),
        Err(CommandError::Usage(message)) => Err(CliError::input(message).hint("try `tc3 emulator --help`")),
        Err(CommandError::Failed(message)) => {
            let mut lines = message.lines();
            let error = CliError::input(lines.next().unwrap_or_default());
            Err(lines.fold(error, CliError::hint))
        }
    }
}

fn add_services(builder: Builder) -> Result<Builder, String> {
    let library = library::open(None).map_err(|error| error.messages.join("\n"))?;
    let with_state = WITH_STATE.into_iter().filter_map(|(name, version, rules)| {
        match library.service(name, Some(version)) {
            // A spec folder that has another version of the service, or other rules for this one.
            Err(_) => None,
            Ok(service) if service.emulator.is_some() => Some(Ok(service)),
            Ok(mut service) => match EmulatorFile::parse(rules) {
                Ok(rules) => {
                    service.emulator = Some(rules);
                    Some(Ok(service))
                }
                Err(diagnostics) => Some(Err(diagnostics.to_string())),
            },
        }
    });
    let with_state = with_state.collect::<Result<Vec<Service>, String>>()?;
    let versions = versions(&library).map_err(|error| error.to_string())?;
    if versions.is_empty() {
        return Err("no service is known: name a spec folder with --spec DIR".to_owned());
    }
    let builder = with_state.into_iter().fold(builder, Builder::service);
    Ok(builder.services(Catalog { library, versions }))
}

fn versions(library: &Library) -> Result<Vec<ServedVersion>, LookupError> {
    let services = library.services()?;
    let versions = services.into_iter().flat_map(|service| {
        let name = service.name;
        service.versions.into_iter().map(move |version| ServedVersion {
            service: name.clone(),
            version: version.version,
        })
    });
    Ok(versions.collect())
}

/// The library as the emulator asks it.
struct Catalog {
    library: Library,
    versions: Vec<ServedVersion>,
}

impl ServiceSource for Catalog {
    fn versions(&self) -> Vec<ServedVersion> {
        self.versions.clone()
    }

    fn load(&self, wanted: &ServedVersion) -> Result<Service, String> {
        let found = self.library.service(&wanted.service, Some(&wanted.version));
        found.map_err(|error| error.to_string())
    }
}

/// A call to paste into another terminal.
fn next_lines(emulator: &Emulator, accepts_sample: bool) -> String {
    let url = emulator.url();
    let option = if url == DEFAULT_URL {
        "--emulator".to_owned()
    } else {
        format!("--emulator={url}")
    };
    let credential = if accepts_sample {
        ""
    } else {
        " (with the credential in your environment or profile)"
    };
    format!(
        "in another terminal{credential}:\n  tc3 gaap CreateProxyGroup {option} --GroupName test --ProjectId 0 \
         --RealServerRegion Guangzhou\n"
    )
}
