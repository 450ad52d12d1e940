//! What the crates of a workspace have in common: the runtime that they depend on, the license, and where they are
//! published. A later run reads it from the workspace's Cargo.toml, which is committed, so that it need not be repeated.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

use crate::output::{read_if_exists, with_path};

/// The license of the crates unless another is chosen: that of the generator, whose templates the code is made of. The names in it
/// are facts about the service. A workspace with the vendor's descriptions is not published at all.
const LICENSE: &str = "MIT OR Apache-2.0";

/// The crate that generated code depends on.
const CRATE: &str = "tc3-runtime";

/// Where a checkout of this project has it.
const RUNTIME: &str = "runtime";

/// How the names of license texts begin.
const LICENSES: [&str; 4] = ["LICENSE", "COPYING", "NOTICE", "UNLICENSE"];

/// What the crates of a workspace have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) runtime: Runtime,
    /// An SPDX expression.
    pub(crate) license: String,
    /// The registry to publish to, as cargo's configuration names it; crates.io if there is none.
    pub(crate) registry: Option<String>,
    /// Where the workspace is kept, for the page of a crate.
    pub(crate) repository: Option<String>,
    /// The license texts next to the Cargo.toml of the workspace, by name. Each crate gets a copy, since it is published alone.
    /// They name the copyright holder, so they are the user's.
    pub(crate) licenses: Vec<(String, String)>,
}

impl Settings {
    /// Returns what of the settings is in the files of a crate.
    pub(super) fn in_crates(&self) -> String {
        format!("{} {:?}", self.repository.is_some(), self.licenses)
    }
}

/// Settings of which any may be missing: those of the command line, or those of an earlier run.
#[derive(Clone, Debug, Default)]
pub(crate) struct SomeSettings {
    pub(crate) runtime: Option<Runtime>,
    pub(crate) license: Option<String>,
    pub(crate) registry: Option<String>,
    pub(crate) repository: Option<String>,
}

impl SomeSettings {
    /// Reads the settings of an earlier run from the Cargo.toml in `folder`; none if there is none.
    ///
    /// # Errors
    /// Returns an error if it cannot be read or is not TOML: defaults would change every crate.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let path = folder.join("Cargo.toml");
        let text = read_if_exists(&path)?.unwrap_or_default();
        let root = text.parse::<Table>().map_err(|error| {
            let why = format!("not TOML ({}): correct it", error.message());
            with_path(&path, &io::Error::new(io::ErrorKind::InvalidData, why))
        })?;
        let workspace = root.get("workspace");
        let package = workspace.and_then(|workspace| workspace.get("package"));
        let in_package = |key: &str| package.and_then(|package| package.get(key));
        let text_of = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let runtime = workspace
            .and_then(|workspace| workspace.get("dependencies")?.get(CRATE))
            .and_then(Runtime::of_dependency);
        Ok(Self {
            runtime,
            license: text_of(in_package("license")),
            registry: in_package("publish").and_then(|publish| text_of(publish.as_array()?.first())),
            repository: text_of(in_package("repository")),
        })
    }

    /// Returns these settings, with those of `earlier` where there are none.
    pub(crate) fn or(self, earlier: Self) -> Self {
        Self {
            runtime: self.runtime.or(earlier.runtime),
            license: self.license.or(earlier.license),
            registry: self.registry.or(earlier.registry),
            repository: self.repository.or(earlier.repository),
        }
    }

    /// Returns the settings with defaults for what is missing but the runtime.
    pub(crate) fn with(self, runtime: Runtime, licenses: Vec<(String, String)>) -> Settings {
        Settings {
            runtime,
            license: self.license.unwrap_or_else(|| LICENSE.to_owned()),
            registry: self.registry,
            repository: self.repository,
            licenses,
        }
    }
}

/// Reads the license texts in the folder of a workspace, in the order of their names; none if there is no folder.
///
/// # Errors
/// Returns an error if one is not UTF-8 or cannot be read.
pub(crate) fn licenses_in(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| with_path(folder, &error))?,
    };
    let mut licenses = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| with_path(folder, &error))?.path();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        if LICENSES.iter().any(|begin| name.starts_with(begin)) && path.is_file() {
            let text = fs::read_to_string(&path).map_err(|error| with_path(&path, &error))?;
            // A release takes files with other line ends for the same, so they are not to differ by them.
            licenses.push((name.to_owned(), text.replace("\r\n", "\n")));
        }
    }
    licenses.sort();
    Ok(licenses)
}

/// Returns the options that the workspace in `folder` was generated with, as on a command line, each after a space.
///
/// # Errors
/// Returns an error if its Cargo.toml cannot be read.
pub(crate) fn options_of(folder: &Path) -> io::Result<String> {
    let text = read_if_exists(&folder.join("Cargo.toml"))?.unwrap_or_default();
    let root = text.parse::<Table>().unwrap_or_default();
    let options = root
        .get("workspace")
        .and_then(|workspace| workspace.get("metadata")?.get("tc3-codegen")?.get("options")?.as_str());
    Ok(match options {
        None | Some("") => String::new(),
        Some(options) => format!(" {options}"),
    })
}

/// Where the crates of a workspace find the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Runtime {
    /// In the folder of the crate `tc3-runtime`: an absolute path from the command line, or one relative to the workspace,
    /// which is what is written. A crate can be published only if a version is there too, which is the runtime's own.
    Path { folder: PathBuf, version: Option<String> },
    /// In the registry, with a version requirement as in Cargo.toml.
    Version(String),
}

impl Runtime {
    /// The runtime that generated code works with: the folder in the checkout of this project that `folder` is in, or else
    /// the version of this crate, which is the runtime's too.
    pub(crate) fn of_generator(folder: &Path) -> Self {
        let candidates = folder.ancestors().map(|folder| folder.join(RUNTIME));
        // A folder of this name may be anything.
        let in_checkout = candidates.filter(|folder| is_runtime(folder));
        let mut parsed = in_checkout.filter_map(|folder| Self::parse(folder.to_str()?).ok());
        parsed
            .next()
            .unwrap_or_else(|| Self::Version(env!("CARGO_PKG_VERSION").to_owned()))
    }

    /// Parses the path of a folder with a Cargo.toml, or a version requirement.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let folder = Path::new(text);
        if folder.join("Cargo.toml").is_file() {
            let whole = folder.canonicalize().map_err(|error| format!("{text}: {error}"))?;
            return Ok(Self::Path {
                version: version_in(&whole),
                folder: whole,
            });
        }
        let digits = text.trim_start_matches(['=', '^', '~']).trim_start();
        let is_version = digits.starts_with(|first: char| first.is_ascii_digit())
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-+".contains(&byte));
        if is_version {
            Ok(Self::Version(text.to_owned()))
        } else {
            Err("neither a folder with a Cargo.toml nor a version".to_owned())
        }
    }

    /// Returns what an earlier run wrote as a dependency.
    fn of_dependency(dependency: &Value) -> Option<Self> {
        let version = dependency.get("version").and_then(Value::as_str).map(str::to_owned);
        match dependency.get("path").and_then(Value::as_str) {
            Some(folder) => Some(Self::Path {
                folder: folder.into(),
                version,
            }),
            None => version.map(Self::Version),
        }
    }

    /// Returns the same place with a path relative to the workspace `out`, so that no path of the machine is written and
    /// both can move together.
    ///
    /// # Errors
    /// Returns an error if there is no relative path, as between two drives of Windows.
    pub(crate) fn relative_to(self, out: &Path) -> io::Result<Self> {
        let Self::Path { folder, version } = self else {
            return Ok(self);
        };
        if folder.is_relative() {
            return Ok(Self::Path { folder, version });
        }
        let out = canonical(&std::path::absolute(out)?)?;
        let shared = out
            .components()
            .zip(folder.components())
            .take_while(|(one, other)| one == other)
            .count();
        if shared == 0 {
            let (runtime, out) = (folder.display(), out.display());
            return Err(io::Error::other(format!(
                "no relative path leads from {out} to the runtime in {runtime}"
            )));
        }
        let up = out.components().skip(shared).map(|_| Component::ParentDir);
        Ok(Self::Path {
            folder: up.chain(folder.components().skip(shared)).collect(),
            version,
        })
    }

    /// Returns the dependency as it is written in Cargo.toml.
    pub(super) fn dependency(&self) -> String {
        let pairs = match self {
            // Cargo takes `/` on every system.
            Self::Path { folder, version } => {
                let path = format!("path = {}", quoted(&folder.to_string_lossy().replace('\\', "/")));
                match version {
                    Some(version) => format!("{path}, version = {}", quoted(version)),
                    None => path,
                }
            }
            Self::Version(version) => format!("version = {}", quoted(version)),
        };
        format!("{{ {pairs}, default-features = false }}")
    }
}

/// Returns whether `folder` has the crate tc3-runtime.
fn is_runtime(folder: &Path) -> bool {
    let name = || Some(manifest(folder)?.get("package")?.get("name")?.as_str()? == CRATE);
    name().unwrap_or(false)
}

fn manifest(folder: &Path) -> Option<Table> {
    let text = read_if_exists(&folder.join("Cargo.toml")).ok()??;
    text.parse::<Table>().ok()
}

/// Returns the version of the crate in `folder`: its own, or that of the workspace around it.
fn version_in(folder: &Path) -> Option<String> {
    let version = |table: &Value| table.get("version").and_then(Value::as_str).map(str::to_owned);
    let own = manifest(folder)?;
    version(own.get("package")?).or_else(|| {
        let above = folder.ancestors().filter_map(manifest);
        let mut roots = above.filter_map(|table| version(table.get("workspace")?.get("package")?));
        roots.next()
    })
}

/// Returns the whole path of a folder that need not exist yet, without links.
fn canonical(folder: &Path) -> io::Result<PathBuf> {
    match (folder.canonicalize(), folder.parent(), folder.file_name()) {
        (Err(error), Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
            Ok(canonical(parent)?.join(name))
        }
        (result, ..) => result,
    }
}

/// Returns `text` as a TOML string.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            character if character.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(character))),
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Runtime, quoted};

    #[test]
    fn the_runtime_is_found_by_a_relative_path() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let runtime = || Runtime::parse(env!("CARGO_MANIFEST_DIR")).unwrap();
        let from_sibling = Path::new("..").join(here.file_name().unwrap());
        let from_sibling = from_sibling.to_str().unwrap();
        for (out, expected) in [("../out", from_sibling), ("src/no/such", "../../.."), ("", ".")] {
            let Runtime::Path { folder, .. } = runtime().relative_to(&here.join(out)).unwrap() else {
                panic!()
            };
            let expected = if expected == "." {
                PathBuf::new()
            } else {
                PathBuf::from(expected)
            };
            assert_eq!(folder, expected, "{out}");
        }
    }

    #[test]
    fn a_runtime_is_a_version_or_a_folder() {
        for version in ["0.1.0", "^0.1", "= 0.1.0-rc.1"] {
            assert_eq!(Runtime::parse(version), Ok(Runtime::Version(version.to_owned())));
        }
        let here = Runtime::parse(env!("CARGO_MANIFEST_DIR"));
        // The version is that of the workspace around the folder.
        let own = Some(env!("CARGO_PKG_VERSION").to_owned());
        assert!(matches!(here, Ok(Runtime::Path { folder, version }) if folder.is_absolute() && version == own));
        for neither in ["", "no/such/folder", "0.1\"\nx", "*"] {
            assert!(Runtime::parse(neither).is_err(), "{neither}");
        }
    }

    #[test]
    fn only_the_folder_of_the_runtime_is_taken_for_it() {
        let version = Runtime::Version(env!("CARGO_PKG_VERSION").to_owned());
        let has_runtime = |name: &str, package: &str| {
            let outer = std::env::temp_dir().join(format!("tc3-codegen-{name}-{}", std::process::id()));
            std::fs::create_dir_all(outer.join("runtime")).unwrap();
            std::fs::create_dir_all(outer.join("below")).unwrap();
            let manifest = format!("[package]\nname = \"{package}\"\nversion = \"0.1.7\"\n");
            std::fs::write(outer.join("runtime/Cargo.toml"), manifest).unwrap();
            let found = Runtime::of_generator(&outer.join("below"));
            std::fs::remove_dir_all(&outer).unwrap();
            found
        };
        assert_eq!(has_runtime("other", "my-runtime"), version);
        let Runtime::Path { folder, version } = has_runtime("own", "tc3-runtime") else {
            panic!()
        };
        assert!(folder.ends_with("runtime"));
        assert_eq!(version.as_deref(), Some("0.1.7"));
    }

    #[test]
    fn a_dependency_is_read_as_it_was_written() {
        let path = Runtime::Path {
            folder: "../runtime".into(),
            version: Some("0.1.0".to_owned()),
        };
        for runtime in [path, Runtime::Version("0.1".to_owned())] {
            let table: toml::Table = format!("runtime = {}", runtime.dependency()).parse().unwrap();
            assert_eq!(Runtime::of_dependency(&table["runtime"]), Some(runtime));
        }
    }

    #[test]
    fn strings_are_toml() {
        assert_eq!(quoted("C:\\a \"b\"\n"), r#""C:\\a \"b\"\u000A""#);
    }
}
