//! From a spec to generated files, as a pure function of the spec and the options.
//!
//! Nothing here reads the disk, the environment or a clock, so that the same spec and options give the same bytes and a
//! test can compare them. [`Builder`](crate::Builder) and the command do the rest. Phases are spans, see
//! [`timings`](crate::timings).
//!
//! Modules are emitted one after another. Their text is written as it is emitted, by layouts that all modules of a run
//! share; see `emit/layout.rs`.

use std::collections::HashSet;
use std::fmt;

use crate::check::{ValidatedSpec, check_attributes, check_selections};
use crate::emit::{self, Context, EmitError, Layouts};
use crate::format;
use crate::lower::{self, Module};
use crate::options::Options;
use crate::output::{FileSet, SERVICES_FILE};
use crate::source::Diagnostics;
use crate::timings::phase;

/// Generates Rust from a validated spec.
///
/// It accesses neither disk nor environment; the same spec and options give the same bytes. The result has a file for
/// each service version, `<service>/<version>.rs`, and [`SERVICES_FILE`], which declares them as modules.
///
/// ```
/// use tc3_codegen::spec::{Source, SourceSet};
/// use tc3_codegen::{Builder, generate, load};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let file = |path: &str, text: &str| Source { path: format!("clock/v20200101/{path}"), text: text.to_owned() };
/// let spec = load(&SourceSet::new("spec", [
///     file("service.json", r#"{ "name": "clock", "version": "2020-01-01", "title": "Clock",
///         "description": "Tells the time.", "host": "clock.tencentcloudapi.com" }"#),
///     file("actions/TellTime.json", r#"{ "name": "TellTime", "description": "Tells the time.",
///         "regionRequired": false, "parameters": [], "output": [] }"#),
/// ]))?;
/// let files = generate(&spec, Builder::new().options())?;
/// let module = files.get("clock/v20200101.rs").unwrap_or_default();
/// assert!(module.contains("pub struct TellTimeRequest"));
/// # Ok(()) }
/// ```
///
/// # Errors
/// Returns [`GenerateError::Options`] if options name something that the spec does not have, or are not Rust where they
/// have to be.
pub fn generate(spec: &ValidatedSpec, options: &Options) -> Result<FileSet, GenerateError> {
    let Output {
        modules,
        context,
        mut files,
    } = generate_modules(
        spec,
        options,
        Module::file_name,
        &HashSet::new(),
        &mut Layouts::new(options.format),
    )?;
    files.insert(SERVICES_FILE, services_file(&modules, &context, options)?);
    Ok(files)
}

/// Returns the text of [`SERVICES_FILE`].
pub(crate) fn services_file(modules: &[Module], context: &Context, options: &Options) -> Result<String, GenerateError> {
    let services = phase!("emit", emit::services(modules, context, options.format))?;
    Ok(format::file(&services, options.format))
}

/// Generates the folder `src` of a crate for the only service of a spec: a file for each version, and `lib.rs`. The
/// layouts may be those of another service's run with the same options.
#[cfg(feature = "cli")]
pub(crate) fn generate_crate(
    spec: &ValidatedSpec,
    options: &Options,
    layouts: &mut Layouts,
) -> Result<FileSet, GenerateError> {
    let path = |module: &Module| format!("{}.rs", module.version);
    let Output {
        modules,
        context,
        mut files,
    } = generate_modules(spec, options, path, &HashSet::new(), layouts)?;
    let root = phase!("emit", emit::crate_root(&modules, &context))?;
    let text = format::whole(&root);
    files.insert("lib.rs", text);
    Ok(files)
}

/// All modules, and a file for each.
pub(crate) struct Output {
    pub(crate) modules: Vec<Module>,
    pub(crate) context: Context,
    pub(crate) files: FileSet,
}

/// Generates the modules of a spec. Options may name services `elsewhere` too, which another run has generated.
pub(crate) fn generate_modules(
    spec: &ValidatedSpec,
    options: &Options,
    path: impl Fn(&Module) -> String,
    elsewhere: &HashSet<&str>,
    layouts: &mut Layouts,
) -> Result<Output, GenerateError> {
    let modules = phase!("lower", lowered(spec, options, elsewhere))?;
    let context = Context::new(options)?;
    let mut files = FileSet::default();
    for module in &modules {
        let items = phase!("emit", emit::module(module, &context, layouts))?;
        files.insert(path(module), format::file(&items, options.format));
    }
    Ok(Output {
        modules,
        context,
        files,
    })
}

fn lowered(spec: &ValidatedSpec, options: &Options, elsewhere: &HashSet<&str>) -> Result<Vec<Module>, GenerateError> {
    reject(check_selections(&spec.spec, options, elsewhere))?;
    let modules = lower::lower(&spec.spec, options);
    reject(check_attributes(&modules, options, elsewhere))?;
    Ok(modules)
}

fn reject(sentences: Vec<String>) -> Result<(), GenerateError> {
    if sentences.is_empty() {
        return Ok(());
    }
    Err(GenerateError::Options(sentences))
}

impl Module {
    /// Returns the path of the module's file, relative to [`SERVICES_FILE`].
    pub(crate) fn file_name(&self) -> String {
        format!("{}/{}.rs", self.service.trim_start_matches("r#"), self.version)
    }
}

/// The reason why nothing was generated.
///
/// `Debug` prints the same text as `Display`, so a build.rs may return the error from `main`.
///
/// ```
/// use tc3_codegen::{Builder, GenerateError};
///
/// let error = Builder::new().spec_dir("no/such/folder").compile().unwrap_err();
/// assert!(matches!(error, GenerateError::Io(_)));
/// assert!(error.to_string().starts_with("no/such/folder: no such folder"));
/// ```
#[non_exhaustive]
pub enum GenerateError {
    /// The spec has errors; all of them are included.
    Spec(Diagnostics),
    /// Options do not match the spec: one sentence for each.
    Options(Vec<String>),
    /// A fragment of generated code is not valid Rust.
    NotRust {
        /// The item that was being generated.
        item: String,
        /// The parser's message.
        reason: String,
    },
    /// A file or folder could not be read or written, or an environment variable is not set.
    Io(std::io::Error),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spec(diagnostics) => write!(f, "{diagnostics}"),
            Self::Options(sentences) => f.write_str(&sentences.join("\n")),
            Self::NotRust { item, reason } => write!(f, "{item} is not Rust: {reason}"),
            Self::Io(error) => write!(f, "{error}"),
        }
    }
}

/// The same as `Display`, since a build.rs that returns the error prints it this way.
impl fmt::Debug for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for GenerateError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<EmitError> for GenerateError {
    fn from(error: EmitError) -> Self {
        Self::NotRust {
            item: error.item,
            reason: error.reason,
        }
    }
}

impl From<Diagnostics> for GenerateError {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Spec(diagnostics)
    }
}

impl From<std::io::Error> for GenerateError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
