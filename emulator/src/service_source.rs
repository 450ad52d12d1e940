//! Services that are loaded when they are first called.
//!
//! A catalog has thousands of actions, and a run calls a few of them: only the names of services are known from the
//! start. What was loaded is kept, the least recently called service making room for another one, so that a client that
//! calls everything does not fill the memory.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tc3_codegen::spec::Service;

use crate::wire::error::{ApiError, INTERNAL_ERROR};

/// The most services that are kept. The largest take some megabytes.
const MAX_LOADED: usize = 32;

/// Provides services that an emulator loads when they are first called.
///
/// Their hosts are below `tencentcloudapi.com`, unless [`Builder::allow_host`](crate::Builder::allow_host) allows others.
///
/// ```
/// use tc3_codegen::spec::Service;
/// use tc3_emulator::{ServedVersion, ServiceSource};
///
/// struct Nothing;
///
/// impl ServiceSource for Nothing {
///     fn versions(&self) -> Vec<ServedVersion> {
///         Vec::new()
///     }
///
///     fn load(&self, version: &ServedVersion) -> Result<Service, String> {
///         Err(format!("there is no {}", version.service))
///     }
/// }
/// let builder = tc3_emulator::Emulator::builder().services(Nothing);
/// ```
pub trait ServiceSource: Send + Sync + 'static {
    /// Returns the versions of services that can be loaded. It is called once, at the start, and should be quick.
    fn versions(&self) -> Vec<ServedVersion>;

    /// Loads one of these versions. Its rules for state (`emulator.json`) are not followed, as the store knows its tables
    /// from the start: give such a service to [`Builder::service`](crate::Builder::service).
    ///
    /// # Errors
    /// The reason, if it cannot be loaded. The call that needs it is answered with it.
    fn load(&self, version: &ServedVersion) -> Result<Service, String>;
}

/// A version of a service, by name.
///
/// ```
/// use tc3_emulator::ServedVersion;
///
/// let version = ServedVersion { service: "cvm".to_owned(), version: "2017-03-12".to_owned() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServedVersion {
    /// The name of the service: `cvm`.
    pub service: String,
    /// Its version: `2017-03-12`.
    pub version: String,
}

/// The services of a source: all by name, and those in use.
pub(crate) struct LoadableServices {
    source: Option<Box<dyn ServiceSource>>,
    /// Called with each service that was loaded, before it is used.
    on_load: Box<dyn Fn(&Service) + Send + Sync>,
    /// In the order of names and versions.
    versions: Vec<ServedVersion>,
    /// The most recently called one last.
    loaded: Mutex<Vec<(ServedVersion, Arc<Service>)>>,
}

impl LoadableServices {
    /// The services of `source` but those that are `served` anyway.
    pub(crate) fn new(
        source: Option<Box<dyn ServiceSource>>,
        served: &[Service],
        on_load: impl Fn(&Service) + Send + Sync + 'static,
    ) -> Self {
        let mut versions = source.as_ref().map(|source| source.versions()).unwrap_or_default();
        versions.retain(|version| !served.iter().any(|service| version.names(service)));
        versions.sort();
        versions.dedup();
        Self {
            source,
            on_load: Box::new(on_load),
            versions,
            loaded: Mutex::default(),
        }
    }

    pub(crate) fn versions(&self) -> &[ServedVersion] {
        &self.versions
    }

    /// Loads what `is_wanted` selects.
    pub(crate) fn load(&self, is_wanted: impl Fn(&ServedVersion) -> bool) -> Result<Vec<Arc<Service>>, ApiError> {
        let wanted = self.versions.iter().filter(|version| is_wanted(version));
        wanted.map(|version| self.get(version)).collect()
    }

    fn get(&self, version: &ServedVersion) -> Result<Arc<Service>, ApiError> {
        // Held while it loads, so that two calls do not load the same.
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = match loaded.iter().position(|(known, _)| known == version) {
            Some(place) => loaded.remove(place),
            None => (version.clone(), Arc::new(self.read(version)?)),
        };
        let service = Arc::clone(&entry.1);
        if loaded.len() >= MAX_LOADED {
            loaded.remove(0);
        }
        loaded.push(entry);
        Ok(service)
    }

    fn read(&self, version: &ServedVersion) -> Result<Service, ApiError> {
        let source = self.source.as_ref().ok_or_else(|| "there is no source".to_owned());
        let mut service = source.and_then(|source| source.load(version)).map_err(|why| {
            let ServedVersion { service, version } = version;
            ApiError::new(INTERNAL_ERROR, format!("{service} {version} cannot be loaded: {why}"))
        })?;
        service.emulator = None;
        (self.on_load)(&service);
        Ok(service)
    }
}

impl ServedVersion {
    /// Whether this is the version of `service`.
    pub(crate) fn names(&self, service: &Service) -> bool {
        self.service == service.file.name.value && self.version == service.file.version.value
    }
}

impl fmt::Debug for LoadableServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoadableServices")
            .field("versions", &self.versions.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    struct Counting(Arc<AtomicUsize>);

    fn version(number: usize) -> ServedVersion {
        ServedVersion {
            service: format!("s{number:02}"),
            version: "2020-01-01".to_owned(),
        }
    }

    impl ServiceSource for Counting {
        fn versions(&self) -> Vec<ServedVersion> {
            (0..MAX_LOADED + 1).map(version).collect()
        }

        fn load(&self, wanted: &ServedVersion) -> Result<Service, String> {
            self.0.fetch_add(1, Ordering::Relaxed);
            if *wanted == version(7) {
                return Err("it is damaged".to_owned());
            }
            Ok(Service::default())
        }
    }

    #[test]
    fn what_is_loaded_is_kept_until_others_need_the_room() {
        let loads = Arc::new(AtomicUsize::new(0));
        let seen = Arc::new(AtomicUsize::new(0));
        let services = LoadableServices::new(Some(Box::new(Counting(Arc::clone(&loads)))), &[], {
            let seen = Arc::clone(&seen);
            move |_| {
                seen.fetch_add(1, Ordering::Relaxed);
            }
        });
        let load = |number: usize| services.load(|known| *known == version(number));
        assert_eq!(loads.load(Ordering::Relaxed), 0);
        for _ in 0..3 {
            assert_eq!(load(0).unwrap().len(), 1);
        }
        assert_eq!(loads.load(Ordering::Relaxed), 1);
        assert!(
            load(7)
                .unwrap_err()
                .message
                .contains("s07 2020-01-01 cannot be loaded: it is damaged")
        );
        for number in (1..=MAX_LOADED).filter(|number| *number != 7) {
            load(number).unwrap();
        }
        assert_eq!(loads.load(Ordering::Relaxed), MAX_LOADED + 1);
        // Service 0 is the least recently called one of `MAX_LOADED`: one more takes its place.
        load(0).unwrap();
        assert_eq!(loads.load(Ordering::Relaxed), MAX_LOADED + 1);
        assert!(load(MAX_LOADED + 5).unwrap().is_empty());
        // Each that was loaded was seen once, and the one that is damaged never.
        assert_eq!(seen.load(Ordering::Relaxed), MAX_LOADED);
    }
}
