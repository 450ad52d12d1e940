//! The generator as a build.rs uses it: options, `OUT_DIR`, and instructions for cargo.
//!
//! Cargo runs the build.rs again when something in the spec folder changes. Each folder is watched as well as each file
//! in it, so that a file that is added is noticed. Every line of standard output is an instruction to cargo, so nothing
//! that comes from a spec or a file name is printed with a line break in it.

use std::io;
use std::path::{Path, PathBuf};

use crate::generate::GenerateError;
use crate::incremental::{Run, place_in_out_dir};
use crate::options::{Options, Selection};
use crate::output::FileSet;
use crate::source::{SourceSet, escaped, walk};
use crate::timings::{self, Timings, phase};

/// Generates a client from a spec folder, usually in a build.rs.
///
/// Options are set by methods; [`compile`](Self::compile) does the work.
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
/// // src/lib.rs: a module for each service
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
    /// Returns a builder for everything in the folder `spec`, written to `OUT_DIR`.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().compile().unwrap();
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a builder with the options that the crate `tc3` is generated with: cargo features and doctests.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::checked_in().spec_dir("../spec").compile().unwrap();
    /// ```
    pub fn checked_in() -> Self {
        Self::new().cargo_features(true).doctests("tc3")
    }

    /// Sets the folder of the spec, relative to the folder of Cargo.toml. The default is `spec`.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().spec_dir("../tencent-spec").compile().unwrap();
    /// ```
    pub fn spec_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.spec_dir = folder.into();
        self
    }

    /// Includes a whole service, by its short name. May be repeated.
    ///
    /// Without this and [`include_action`](Self::include_action), everything is included.
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

    /// Includes one action of a service and the types that it reaches. May be repeated.
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

    /// Sets the path of the runtime crate in the generated code. The default is `::tc3_runtime`.
    ///
    /// ```no_run
    /// // for a crate that depends only on `tc3`
    /// tc3_codegen::Builder::new().runtime_path("::tc3::runtime").compile().unwrap();
    /// ```
    pub fn runtime_path(mut self, path: impl Into<String>) -> Self {
        self.options.runtime_path = path.into();
        self
    }

    /// Uses the shared types of `service` from the module `path` of another crate instead of generating them.
    ///
    /// Requests and responses of the actions are still generated.
    ///
    /// ```no_run
    /// // an action that tc3 does not include, with types that it does
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

    /// Uses one shared type, named `service.Type`, from another crate at the given path.
    ///
    /// It is for a service of which the other crate has only some types.
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

    /// Sets the folder to write to. The default is `OUT_DIR`, which cargo sets for a build.rs.
    ///
    /// Generated files in it that are not part of this run are removed, so two builders need two folders.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().out_dir("src/cloud").compile().unwrap();
    /// ```
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Adds an attribute to a struct or to an enum of allowed values, named `service.Type`.
    ///
    /// An attribute for something that is not generated is an error.
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

    /// Adds an attribute to a field, named `service.Type.Member` by its name on the wire.
    ///
    /// An attribute for something that is not generated is an error.
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

    /// Sets whether the code is formatted. The default is `true`; without it, generating is faster.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().format(false).compile().unwrap();
    /// ```
    pub fn format(mut self, format: bool) -> Self {
        self.options.format = format;
        self
    }

    /// Sets whether [`compile`](Self::compile) tells cargo to run the build.rs again only when the spec has changed. The
    /// default is `true`.
    ///
    /// Turn it off if the build.rs prints such instructions itself.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().rerun_if_changed(false).compile().unwrap();
    /// println!("cargo:rerun-if-changed=spec");
    /// ```
    pub fn rerun_if_changed(mut self, rerun: bool) -> Self {
        self.rerun_if_changed = rerun;
        self
    }

    /// Sets whether each service needs a cargo feature of its name, and calls the feature `client`. The default is
    /// `false`.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().cargo_features(true).compile().unwrap();
    /// ```
    pub fn cargo_features(mut self, features: bool) -> Self {
        self.options.cargo_features = features;
        self
    }

    /// Sets whether each action has a function that calls it. The default is `true`.
    ///
    /// Without these functions the code compiles with a runtime that is built without its feature `client`, and so
    /// without an HTTP stack.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().calls(false).compile().unwrap();
    /// ```
    pub fn calls(mut self, calls: bool) -> Self {
        self.options.calls = calls;
        self
    }

    /// Generates doctests from the documented examples, for a crate of the given name that includes the generated
    /// modules at its root and re-exports the runtime's items there.
    ///
    /// Otherwise examples are shown as JSON.
    ///
    /// ```no_run
    /// tc3_codegen::Builder::new().doctests("tc3").compile().unwrap();
    /// ```
    pub fn doctests(mut self, crate_name: impl Into<String>) -> Self {
        self.options.doctest_crate = Some(crate_name.into());
        self
    }

    /// Returns the options set so far, for [`generate`](fn@crate::generate).
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use tc3_codegen::spec::SourceSet;
    /// use tc3_codegen::{Builder, generate, load};
    ///
    /// let builder = Builder::new().include_service("gaap").calls(false);
    /// let spec = load(&SourceSet::read_dir("spec".as_ref())?)?;
    /// let files = generate(&spec, builder.options())?;
    /// # Ok(()) }
    /// ```
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Loads the spec, generates the code, and writes the files that have changed; returns all files.
    ///
    /// Only services whose files changed since the last run are generated; the stamp that tells them apart is in `OUT_DIR`.
    ///
    /// It is meant for a build.rs: it prints instructions for cargo to standard output, warnings about the spec among
    /// them, once everything is written. Without a build.rs, use [`load`](crate::load) and [`generate`](fn@crate::generate).
    ///
    /// If the environment has `TC3_CODEGEN_TIMINGS=1`, one of the warnings states how long each phase took, in
    /// milliseconds. It is a warning because cargo shows other output of a build.rs only with `-vv` or when it fails.
    ///
    /// ```no_run
    /// // build.rs
    /// fn main() -> Result<(), tc3_codegen::GenerateError> {
    ///     let files = tc3_codegen::Builder::new().compile()?;
    ///     assert!(files.get(tc3_codegen::SERVICES_FILE).is_some());
    ///     Ok(())
    /// }
    /// ```
    ///
    /// # Errors
    /// Returns every error in the spec at once, options that do not match the spec, or a file or folder that cannot be
    /// read or written. Nothing is written if the spec or the options have errors.
    pub fn compile(&self) -> Result<FileSet, GenerateError> {
        if !timings::are_enabled() {
            return self.generate_and_write();
        }
        let (files, timings) = Timings::measure(|| self.generate_and_write());
        let files = files?;
        println!("cargo:warning=tc3-codegen took {}", timings.sentence());
        Ok(files)
    }

    fn generate_and_write(&self) -> Result<FileSet, GenerateError> {
        let sources = phase!("read", self.sources())?;
        let folder = self.folder()?;
        let run = Run::new(&sources, &self.options, &folder, place_in_out_dir(&folder))?;
        phase!("write", run.files.write(&folder))?;
        if self.rerun_if_changed {
            print_rerun_instructions(&self.spec_dir)?;
        }
        let spec_dir = escaped(&self.spec_dir.to_string_lossy());
        for line in run.warning_lines(&format!("`tc3-codegen check --spec {spec_dir}`")) {
            println!("cargo:warning={line}");
        }
        run.finish();
        Ok(run.files)
    }

    fn sources(&self) -> io::Result<SourceSet> {
        if !self.spec_dir.is_dir() {
            let folder = self.spec_dir.display();
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{folder}: no such folder; spec_dir() names the spec folder, relative to Cargo.toml's"),
            ));
        }
        SourceSet::read_dir(&self.spec_dir)
    }

    fn folder(&self) -> Result<PathBuf, GenerateError> {
        if let Some(folder) = &self.out_dir {
            return Ok(folder.clone());
        }
        let folder = std::env::var_os("OUT_DIR").ok_or_else(|| {
            io::Error::other("OUT_DIR is not set: call this from a build.rs, or set the folder with out_dir()")
        })?;
        Ok(Path::new(&folder).to_owned())
    }
}

/// Prints a `rerun-if-changed` line for the spec folder and for each folder and file in it that is read, and a line for
/// the variable that turns on timings.
fn print_rerun_instructions(spec_dir: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-env-changed={}", timings::VARIABLE);
    watch(spec_dir);
    if spec_dir.is_dir() {
        walk(spec_dir)?.iter().for_each(|found| watch(&found.path));
    }
    Ok(())
}

/// Skips a name with a line break, whose rest would be another instruction to cargo. Its folder is watched all the same.
fn watch(path: &Path) {
    let path = path.display().to_string();
    if !path.contains(['\n', '\r']) {
        println!("cargo:rerun-if-changed={path}");
    }
}
