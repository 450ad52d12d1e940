//! `tc3 api diff`: compares two catalogs.

use std::collections::BTreeMap;
use std::path::Path;

use tc3_catalog::pack::{Packer, Texts};
use tc3_catalog::{Catalog, Library};
use tc3_codegen::import::Archive;
use tc3_codegen::import::metadata::MetadataIndex;
use tc3_codegen::load;
use tc3_codegen::spec::{Service, SourceSet};

use super::comparison::{Change, Kind, changes};
use super::show::print_value;
use crate::arguments::OutputFormat;
use crate::console::print_text;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help;
use crate::json::Value;
use crate::library;

/// The word for what `tc3` knows now.
const CURRENT: &str = "current";

/// The arguments of `tc3 api diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Each of OLD and NEW is a folder of a spec, a catalog, a wheel of tccli, or `current` for what tc3 knows now. The changes that break calls are listed
first. Whether members may be null is not among them: the flags of older services say so of nearly everything.

Examples:
  tc3 api diff old/spec current
  tc3 api diff tccli-3.1.189.1-py2.py3-none-any.whl current --service cvm
  tc3 api diff old/spec new/spec --service gaap --output json")]
pub(super) struct Args {
    /// What it was
    old: String,
    /// What it is now
    #[arg(default_value = CURRENT)]
    new: String,
    /// Only this service; can be repeated
    #[arg(long, value_name = "SERVICE")]
    service: Vec<String>,
    /// Format of the result: json, json-lines, table, text, yaml or csv
    #[arg(long, value_name = "FORMAT")]
    output: Option<OutputFormat>,
}

/// What is compared: a library, and its versions of services by name and version.
struct Side {
    library: Library,
    versions: BTreeMap<(String, String), bool>,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let old = Side::open(&args.old)?;
    let new = Side::open(&args.new)?;
    let wanted = |name: &str| args.service.is_empty() || args.service.iter().any(|service| service == name);
    for service in &args.service {
        let has = |side: &Side| side.versions.keys().any(|(name, _)| name == service);
        if !has(&old) && !has(&new) {
            return Err(CliError::input(format!("neither has a service `{service}`")));
        }
    }
    let mut changes = Vec::new();
    for key in old.versions.keys().filter(|(name, _)| wanted(name)) {
        if new.versions.contains_key(key) {
            changes.extend(self::changes(&old.service(key)?, &new.service(key)?));
        } else {
            changes.push(of_version(key, Kind::Breaking, "version removed"));
        }
    }
    for key in new.versions.keys().filter(|(name, _)| wanted(name)) {
        if !old.versions.contains_key(key) {
            changes.push(of_version(key, Kind::Addition, "version added"));
        }
    }
    changes.sort();
    match args.output {
        None => print_text(&page(&changes)),
        Some(OutputFormat::JsonLines) => {
            for change in &changes {
                print_value(&value(change), OutputFormat::JsonLines)?;
            }
            Ok(ExitStatus::Done)
        }
        Some(format) => print_value(&Value::Array(changes.iter().map(value).collect()), format),
    }
}

impl Side {
    fn open(name: &str) -> Result<Self, CliError> {
        let path = Path::new(name);
        let is_wheel = path.extension().is_some_and(|extension| extension == "whl");
        let library = if name == CURRENT {
            library::open(None)?
        } else if path.is_dir() {
            of_spec(path)?
        } else if !path.exists() {
            return Err(CliError::input(format!("{name}: there is no such file or folder"))
                .hint(format!("name a spec, a catalog, a wheel of tccli, or `{CURRENT}`")));
        } else if is_wheel {
            of_wheel(path)?
        } else {
            let catalog = Catalog::open(path).map_err(|error| CliError::input(error.to_string()))?;
            Library::new().with_catalog(catalog)
        };
        let mut versions = BTreeMap::new();
        for service in library.services().map_err(help::lookup_error)? {
            for (at, version) in service.versions.iter().enumerate() {
                versions.insert((service.name.clone(), version.version.clone()), at == 0);
            }
        }
        Ok(Self { library, versions })
    }

    fn service(&self, (name, version): &(String, String)) -> Result<Service, CliError> {
        self.library.service(name, Some(version)).map_err(help::lookup_error)
    }
}

fn of_spec(folder: &Path) -> Result<Library, CliError> {
    let name = folder.display();
    let sources = SourceSet::read_dir(folder).map_err(|error| CliError::input(format!("{name}: {error}")))?;
    let checked = load(&sources).map_err(|errors| CliError::input(format!("{name} has errors:\n{errors}")))?;
    Ok(Library::new().with_spec(checked.spec))
}

/// A wheel of the vendor's command line, as a catalog in memory.
fn of_wheel(wheel: &Path) -> Result<Library, CliError> {
    let name = wheel.display().to_string();
    let failed = |error: &dyn std::fmt::Display| CliError::input(format!("{name}: {error}"));
    let metadata = Archive::open(wheel)
        .and_then(MetadataIndex::read)
        .map_err(|error| failed(&error))?;
    let mut packer = Packer::new(Texts::Spec);
    if metadata.source().contains("intl") {
        packer.international(metadata);
    } else {
        packer.china(metadata);
    }
    let bytes = packer.pack(|_, _| {}).map_err(|error| failed(&error))?;
    let catalog = Catalog::from_bytes(bytes).map_err(|error| failed(&error))?;
    Ok(Library::new().with_catalog(catalog))
}

fn of_version((service, version): &(String, String), kind: Kind, what: &str) -> Change {
    Change {
        kind,
        service: service.clone(),
        version: version.clone(),
        of: String::new(),
        member: String::new(),
        what: what.to_owned(),
    }
}

fn page(changes: &[Change]) -> String {
    let mut page = help::Page::new(help::Style::of_stdout());
    if changes.is_empty() {
        page.line(0, "Nothing changed.");
    }
    let kinds = [
        (Kind::Breaking, "Breaking"),
        (Kind::Addition, "Additions"),
        (Kind::Other, "Other changes"),
    ];
    for (kind, heading) in kinds {
        let of_kind: Vec<&Change> = changes.iter().filter(|change| change.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        page.heading(&format!("{heading} ({})", of_kind.len()));
        for change in of_kind {
            let words = [&change.service, &change.version, &change.of, &change.member];
            let words: Vec<&str> = words
                .into_iter()
                .map(String::as_str)
                .filter(|word| !word.is_empty())
                .collect();
            page.line(2, &format!("{}: {}", words.join(" "), change.what));
        }
    }
    page.into_text()
}

fn value(change: &Change) -> Value {
    let kind = match change.kind {
        Kind::Breaking => "breaking",
        Kind::Addition => "addition",
        Kind::Other => "other",
    };
    let members = [
        ("kind", kind),
        ("service", &change.service),
        ("version", &change.version),
        ("of", &change.of),
        ("member", &change.member),
        ("what", &change.what),
    ];
    let members = members.into_iter().filter(|(_, text)| !text.is_empty());
    Value::Object(
        members
            .map(|(name, text)| (name.to_owned(), Value::String(text.to_owned())))
            .collect(),
    )
}
