//! The services of the library for an emulator, which `tc3 emulator` and the Explorer start.
//!
//! The rules by which a service has state are no facts of the vendor and so in no catalog: `tc3-spec` has
//! those of the project.

use tc3_catalog::{Library, LookupError};
use tc3_codegen::spec::Service;
use tc3_codegen::spec::emulator::EmulatorFile;
use tc3_emulator::{Builder, ServedVersion, ServiceSource};

/// Makes an emulator serve the services of a library, each loaded when it is first called.
///
/// # Errors
/// The reason, if rules or a catalog cannot be read, or the library has no service.
pub(crate) fn add(builder: Builder, library: Library) -> Result<Builder, String> {
    let with_state = tc3_spec::rules().iter().filter_map(|rules| {
        match library.service(rules.service(), Some(&rules.version())) {
            // A spec folder that has another version of the service, or other rules for this one.
            Err(_) => None,
            Ok(service) if service.emulator.is_some() => Some(Ok(service)),
            Ok(mut service) => match EmulatorFile::parse(rules.text) {
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
