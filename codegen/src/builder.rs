//! The generator as a build.rs uses it.

use std::io;
use std::path::{Path, PathBuf};

use crate::check::load_observed;
use crate::diagnostics::Diagnostic;
use crate::file_set::FileSet;
use crate::generate::{GenerateError, generate_observed};
use crate::options::{Options, Selection};
use crate::phase::{Phase, observed};
use crate::rerun;
use crate::spec::SourceSet;
use crate::timings::{self, Timings};

/// Generates a client from a spec folder, usually from a build.rs.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     tc3_codegen::Builder::new().spec_dir("spec").compile()?;
///     Ok(())
/// }
/// ```
///
/// ```text
/// // src/lib.rs: what stands in OUT_DIR is a module for each service
/// include!(concat!(env!("OUT_DIR"), "/services.rs"));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    spec_dir: PathBuf,
    out_dir: Option<PathBuf>,
    rerun_if_changed: bool,
    options: Options,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            spec_dir: "spec".into(),
            out_dir: None,
            rerun_if_changed: true,
            options: Options::default(),
        }
    }
}

impl Builder {
    /// Everything in the folder `spec`, into `OUT_DIR`.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().compile().unwrap();
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// What the crate `tc3` is made with: cargo features, and documentation tests.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::checked_in().spec_dir("../spec").compile().unwrap();
    /// ```
    pub fn checked_in() -> Self {
        Self::new().cargo_features(true).doctests("tc3")
    }

    /// The folder with the spec; `spec`, beside the Cargo.toml, if nothing is said.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().spec_dir("../tencent-spec").compile().unwrap();
    /// ```
    pub fn spec_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.spec_dir = folder.into();
        self
    }

    /// Takes in a service, whole. Without this and [`include_action`](Self::include_action), all are.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().include_service("gaap").compile().unwrap();
    /// ```
    pub fn include_service(mut self, service: impl Into<String>) -> Self {
        self.options.include.push(Selection {
            service: service.into(),
            action: None,
        });
        self
    }

    /// Takes in one action of a service, with the types that it reaches.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().include_action("gaap", "CreateProxyGroup").compile().unwrap();
    /// ```
    pub fn include_action(mut self, service: impl Into<String>, action: impl Into<String>) -> Self {
        self.options.include.push(Selection {
            service: service.into(),
            action: Some(action.into()),
        });
        self
    }

    /// Path of the runtime crate in the generated code; `::tc3_runtime` if nothing is said.
    ///
    /// ```no_run
    /// // for a crate that depends on `tc3` alone
    /// tc3_codegen::Builder::new().runtime_path("::tc3::runtime").compile().unwrap();
    /// ```
    pub fn runtime_path(mut self, path: impl Into<String>) -> Self {
        self.options.runtime_path = path.into();
        self
    }

    /// Takes the shared types of `service` from the module `path` of another crate instead of generating them.
    /// Requests and responses of the actions are still generated.
    ///
    /// ```no_run
    /// // an action that tc3 does not ship, with the types that it does
    /// tc3_codegen::Builder::new()
    ///     .include_action("gaap", "ModifyProxyGroupAttribute")
    ///     .extern_types("gaap", "::tc3::gaap")
    ///     .runtime_path("::tc3::runtime")
    ///     .compile()
    ///     .unwrap();
    /// ```
    pub fn extern_types(mut self, service: impl Into<String>, path: impl Into<String>) -> Self {
        self.options.extern_types.insert(service.into(), path.into());
        self
    }

    /// Takes one shared type of a service, named `service.Type`, from another crate: its path there. For a
    /// service of which the other crate has some types and not all.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new()
    ///     .extern_type("gaap.TagPair", "::tc3::gaap::TagPair")
    ///     .runtime_path("::tc3::runtime")
    ///     .compile()
    ///     .unwrap();
    /// ```
    pub fn extern_type(mut self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.options.extern_type.insert(name.into(), path.into());
        self
    }

    /// The folder to write to; `OUT_DIR`, which cargo sets for a build.rs, if nothing is said.
    ///
    /// Generated files in it that are not of this run are removed: two builders need two folders.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().out_dir("src/cloud").compile().unwrap();
    /// ```
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Puts an attribute on a struct or an enum of allowed values. One that goes on nothing is an error.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new()
    ///     .type_attribute("gaap.TagPair", "#[doc(alias = \"label\")]")
    ///     .compile()
    ///     .unwrap();
    /// ```
    pub fn type_attribute(mut self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.options.type_attributes.push((path.into(), attribute.into()));
        self
    }

    /// Puts an attribute on a field, named as it is sent. One that goes on nothing is an error.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new()
    ///     .field_attribute("gaap.CreateProxyGroupRequest.GroupName", "#[doc(alias = \"title\")]")
    ///     .compile()
    ///     .unwrap();
    /// ```
    pub fn field_attribute(mut self, path: impl Into<String>, attribute: impl Into<String>) -> Self {
        self.options.field_attributes.push((path.into(), attribute.into()));
        self
    }

    /// Whether the code is laid out for a person to read; it is if nothing is said.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().format(false).compile().unwrap();
    /// ```
    pub fn format(mut self, format: bool) -> Self {
        self.options.format = format;
        self
    }

    /// Whether [`compile`](Self::compile) tells cargo to run the build.rs again when the spec has changed, and
    /// only then; it does if nothing is said. Turn it off when the build.rs prints such lines itself.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().rerun_if_changed(false).compile().unwrap();
    /// println!("cargo:rerun-if-changed=spec");
    /// ```
    pub fn rerun_if_changed(mut self, rerun: bool) -> Self {
        self.rerun_if_changed = rerun;
        self
    }

    /// Whether each service stands behind a cargo feature of its name, and calls behind the feature `client`;
    /// not if nothing is said.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().cargo_features(true).compile().unwrap();
    /// ```
    pub fn cargo_features(mut self, features: bool) -> Self {
        self.options.cargo_features = features;
        self
    }

    /// Whether each action has a function that calls it; it has if nothing is said. Without, the code fits a
    /// runtime that is built without its feature `client`, and so without an HTTP stack.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().calls(false).compile().unwrap();
    /// ```
    pub fn calls(mut self, calls: bool) -> Self {
        self.options.calls = calls;
        self
    }

    /// Makes documentation tests of the documented examples, for a crate of this name that includes the
    /// generated modules at its root and re-exports the runtime's items there. Otherwise examples are shown
    /// as JSON.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().doctests("tc3").compile().unwrap();
    /// ```
    pub fn doctests(mut self, crate_name: impl Into<String>) -> Self {
        self.options.doctest_crate = Some(crate_name.into());
        self
    }

    /// The choices made so far, for [`generate`](crate::generate).
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Reads the spec, makes the code and writes what has changed; returns all of it.
    ///
    /// For a build.rs: it prints to standard output what cargo has to know, warnings of the spec among it.
    ///
    /// If the environment has `TC3_CODEGEN_TIMINGS=1`, how long each phase took is such a warning too, in
    /// milliseconds: cargo shows what a build.rs prints otherwise only under `-vv`, or when it fails.
    ///
    /// # Errors
    /// Everything that is wrong with the spec at once; options that do not fit it; what cannot be read or
    /// written.
    pub fn compile(&self) -> Result<FileSet, GenerateError> {
        let timings = Timings::start();
        if self.rerun_if_changed {
            rerun::tell_cargo(&self.spec_dir)?;
        }
        let sources = observed(&timings, Phase::Read, || self.sources())?;
        let checked = load_observed(&sources, &timings)?;
        for warning in checked.warnings.iter() {
            println!("cargo:warning={}", in_a_line(warning, &sources));
        }
        let files = generate_observed(&checked, &self.options, &timings)?;
        let folder = self.folder()?;
        observed(&timings, Phase::Write, || files.write(&folder))?;
        if timings::are_wanted() {
            println!("cargo:warning=tc3-codegen took {}", timings.sentence());
        }
        Ok(files)
    }

    fn sources(&self) -> io::Result<SourceSet> {
        if !self.spec_dir.is_dir() {
            let folder = self.spec_dir.display();
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{folder}: no such folder; spec_dir() names the spec's, from where Cargo.toml stands"),
            ));
        }
        SourceSet::read_dir(&self.spec_dir)
    }

    fn folder(&self) -> Result<PathBuf, GenerateError> {
        if let Some(folder) = &self.out_dir {
            return Ok(folder.clone());
        }
        let folder = std::env::var_os("OUT_DIR").ok_or_else(|| {
            io::Error::other("OUT_DIR is not set: call this from a build.rs, or say where with out_dir()")
        })?;
        Ok(Path::new(&folder).to_owned())
    }
}

/// File, line and what is wrong there. Cargo takes each line of a build.rs for an instruction of its own, so a
/// line break from a spec must not get through.
fn in_a_line(warning: &Diagnostic, sources: &SourceSet) -> String {
    let place = warning.place().map_or_else(String::new, |span| {
        let text = sources.get(span.file).map_or("", |source| source.text.as_str());
        let before = text.bytes().take(span.range.start);
        let line = 1 + before.filter(|byte| *byte == b'\n').count();
        format!("{}:{line}: ", sources.display_path(span.file))
    });
    let help = warning
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!("; {help}"));
    format!("{place}{}{help}", warning.message).replace(char::is_control, " ")
}
