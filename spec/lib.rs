//! The spec of the crate `tc3`: the files that describe the actions, types and rules of its services.
//!
//! `tc3` is generated from these files, and `tc3-emulator` serves them when it is given no other spec. [`files`] has
//! their texts, embedded in the program. [`DIR`] is the folder, for a build script that generates from it:
//!
//! ```
//! let service = tc3_spec::file("gaap/v20180529/service.json").expect("a service of the spec");
//! assert!(service.contains("\"host\": \"gaap.tencentcloudapi.com\""));
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

/// The folder of this crate, which is a spec folder, on the machine that compiled it.
///
/// It is for build scripts, which run where they are compiled. A program that is installed elsewhere has [`files`].
///
/// ```
/// assert!(std::path::Path::new(tc3_spec::DIR).join("gaap/v20180529/service.json").is_file());
/// ```
pub const DIR: &str = env!("CARGO_MANIFEST_DIR");

/// A file of the spec.
///
/// ```
/// let file = &tc3_spec::rules()[0];
/// assert_eq!((file.service(), file.version()), ("gaap", "2018-05-29".to_owned()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// The path below the spec folder, with `/` between its parts: `gaap/v20180529/service.json`.
    pub path: &'static str,
    /// The JSON text.
    pub text: &'static str,
}

impl File {
    /// Returns the short name of the service that the file belongs to, the first part of its path: `gaap`.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Returns the version of the service as it is called, which the second part of the path has without dashes:
    /// `2018-05-29`.
    #[must_use]
    pub fn version(&self) -> String {
        let folder = self.path.split('/').nth(1).unwrap_or_default();
        let digits = folder.trim_start_matches('v');
        match (digits.get(..4), digits.get(4..6), digits.get(6..)) {
            (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
            _ => digits.to_owned(),
        }
    }
}

/// Returns every file of the spec, in the order of their paths, without the JSON Schemas.
///
/// ```
/// let actions = tc3_spec::files().iter().filter(|file| file.path.contains("/actions/"));
/// assert!(actions.count() > 100);
/// ```
#[must_use]
pub fn files() -> &'static [File] {
    FILES
}

/// Returns the files `emulator.json`, with the rules by which a service of the emulator has state.
///
/// A program that uses this function alone embeds no other file.
///
/// ```
/// assert!(tc3_spec::rules().iter().all(|file| file.path.ends_with("/emulator.json")));
/// ```
#[must_use]
pub fn rules() -> &'static [File] {
    RULES
}

/// Returns the text of the file with this path below the spec folder.
///
/// ```
/// assert!(tc3_spec::file("gaap/v20180529/actions/CreateProxyGroup.json").is_some());
/// assert!(tc3_spec::file("gaap/v20180529/actions/Nothing.json").is_none());
/// ```
#[must_use]
pub fn file(path: &str) -> Option<&'static str> {
    let at = FILES.binary_search_by_key(&path, |file| file.path).ok()?;
    FILES.get(at).map(|file| file.text)
}

/// Tests the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("README.md")]
struct ReadmeExamples;

include!(concat!(env!("OUT_DIR"), "/files.rs"));

#[cfg(test)]
mod tests {
    use super::{file, files, rules};

    #[test]
    fn each_file_is_found_by_its_path() {
        for each in files() {
            assert_eq!(file(each.path), Some(each.text));
        }
        assert_eq!(file("gaap"), None);
    }

    #[test]
    fn rules_are_those_of_a_service_version() {
        let known: Vec<_> = rules().iter().map(|each| (each.service(), each.version())).collect();
        assert_eq!(known, [("gaap", "2018-05-29".to_owned())]);
    }
}
