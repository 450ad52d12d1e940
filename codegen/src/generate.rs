//! The generator, as a pure function.

use std::fmt;

use crate::check::ValidatedSpec;
use crate::diagnostics::Diagnostics;
use crate::emit::{self, Context, EmitError, Piece};
use crate::file_set::FileSet;
use crate::format;
use crate::lower::{self, Module};
use crate::options::Options;
use crate::options_check;
use crate::phase::{Observer, Phase, Unobserved, observed};

/// The file that holds the modules of all services.
pub const SERVICES_FILE: &str = "services.rs";

/// Makes Rust of a spec. Touches neither disk nor environment; the same spec and options give the same bytes.
///
/// # Errors
/// Options that do not fit the spec, or that are not Rust where they should be.
pub fn generate(checked: &ValidatedSpec, options: &Options) -> Result<FileSet, GenerateError> {
    generate_observed(checked, options, &Unobserved)
}

/// [`generate`], and `observer` hears of its phases.
pub(crate) fn generate_observed(
    checked: &ValidatedSpec,
    options: &Options,
    observer: &dyn Observer,
) -> Result<FileSet, GenerateError> {
    let Made {
        modules,
        context,
        mut files,
    } = make_modules(checked, options, observer, Module::file_name)?;
    let services = observed(observer, Phase::Emit, || emit::services(&modules, &context))?;
    let services = Piece::items(services).collect();
    let text = observed(observer, Phase::Format, || format::file(services, options.format));
    files.insert(SERVICES_FILE.to_owned(), text);
    Ok(files)
}

/// The folder `src` of a crate that is the one service of a spec: a file for each version, and `lib.rs`.
#[cfg(feature = "cli")]
pub(crate) fn generate_crate(
    checked: &ValidatedSpec,
    options: &Options,
    observer: &dyn Observer,
) -> Result<FileSet, GenerateError> {
    let path = |module: &Module| format!("{}.rs", module.version);
    let Made {
        modules,
        context,
        mut files,
    } = make_modules(checked, options, observer, path)?;
    let root = observed(observer, Phase::Emit, || emit::crate_root(&modules, &context))?;
    let text = observed(observer, Phase::Format, || format::whole(&root));
    files.insert("lib.rs".to_owned(), text);
    Ok(files)
}

/// All modules, and a file for each.
struct Made {
    modules: Vec<Module>,
    context: Context,
    files: FileSet,
}

fn make_modules(
    checked: &ValidatedSpec,
    options: &Options,
    observer: &dyn Observer,
    path: impl Fn(&Module) -> String,
) -> Result<Made, GenerateError> {
    let modules = observed(observer, Phase::Lower, || lowered(checked, options))?;
    let context = Context::new(options)?;
    let mut files = FileSet::default();
    for module in &modules {
        let pieces = observed(observer, Phase::Emit, || emit::module(module, &context))?;
        let text = observed(observer, Phase::Format, || format::file(pieces, options.format));
        files.insert(path(module), text);
    }
    Ok(Made {
        modules,
        context,
        files,
    })
}

fn lowered(checked: &ValidatedSpec, options: &Options) -> Result<Vec<Module>, GenerateError> {
    refuse(options_check::check_selections(&checked.spec, options))?;
    let modules = lower::lower(&checked.spec, options);
    refuse(options_check::check_attributes(&modules, options))?;
    Ok(modules)
}

fn refuse(sentences: Vec<String>) -> Result<(), GenerateError> {
    if sentences.is_empty() {
        return Ok(());
    }
    Err(GenerateError::Options(sentences))
}

impl Module {
    /// The module's file, relative to [`SERVICES_FILE`].
    pub(crate) fn file_name(&self) -> String {
        format!("{}/{}.rs", self.service.trim_start_matches("r#"), self.version)
    }
}

/// Why no code was made.
#[non_exhaustive]
pub enum GenerateError {
    /// The spec is wrong.
    Spec(Diagnostics),
    /// Options do not fit the spec: a sentence for each.
    Options(Vec<String>),
    /// A piece of code came out that is not Rust.
    NotRust {
        /// What was being printed.
        item: String,
        /// Why it is not Rust.
        reason: String,
    },
    /// A file or folder could not be read or written, or the environment lacks a variable.
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

/// As `Display`, since a build.rs that returns the error prints it so.
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
