//! `tc3 api update`: takes the descriptions out of the vendor's wheels, into the user's catalog.
//!
//! The new catalog is made in memory and read back before it takes the place of the old one, so that a failure or an
//! interruption leaves the old one as it was.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use tc3_catalog::pack::{Packer, Texts};
use tc3_catalog::{Catalog, Library};
use tc3_codegen::import::Archive;
use tc3_codegen::import::metadata::MetadataIndex;

use super::download::download;
use super::sha256::sha256;
use crate::console::{print_note, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::help;
use crate::library::{catalog_error, user_catalog};

/// The arguments of `tc3 api update`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The descriptions are the vendor's, and not part of tc3: they are in the wheels of its command line, tccli for the site of
China and tccli-intl-en for the international site, under the Apache License 2.0. With one wheel, what is known of the
other site stays. Without wheels, a terminal is asked whether to download them; elsewhere the commands are printed.

The catalog is the file tc3/catalog in the folder of data, which is $XDG_DATA_HOME or ~/.local/share.

Examples:
  tc3 api update --download
  tc3 api update tccli-*.whl tccli_intl_en-*.whl")]
pub(super) struct Args {
    /// Wheels of tccli and tccli-intl-en, or folders that they were unpacked to
    #[arg(value_name = "WHEEL")]
    wheels: Vec<PathBuf>,
    /// Download the newest wheels of both sites from PyPI, and check their hashes
    #[arg(long, conflicts_with = "wheels")]
    download: bool,
    /// Site of an index with PyPI's JSON API
    #[arg(long, value_name = "URL", requires = "download", default_value = "https://pypi.org")]
    index_url: String,
}

/// A wheel that was read.
struct Wheel {
    metadata: MetadataIndex,
    is_international: bool,
    /// A line that says what it is.
    about: String,
    license: Option<String>,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let path = user_catalog()?;
    // Holds the folder until the wheels are read.
    let mut downloaded = None;
    if args.download || (args.wheels.is_empty() && is_wanted()) {
        let folder = path.parent().unwrap_or_else(|| Path::new("."));
        downloaded = Some(download(&args.index_url, folder)?);
    } else if args.wheels.is_empty() {
        return print_text(&instructions()?);
    }
    let wheels = downloaded
        .as_ref()
        .map_or(&args.wheels, |downloaded| &downloaded.wheels);
    let wheels = wheels.iter().map(|path| Wheel::open(path));
    let wheels = wheels.collect::<Result<Vec<Wheel>, CliError>>()?;
    let catalog = make(wheels, &path)?;
    print_text(&catalog)
}

/// Asks on a terminal whether to download; the answer is no where there is none.
fn is_wanted() -> bool {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return false;
    }
    let mut answer = String::new();
    eprint!("tc3: download the descriptions from PyPI, about 30 MB, and read them? [y/N] ");
    // A terminal that ends says no.
    let _ = io::stdin().read_line(&mut answer);
    matches!(answer.trim(), "y" | "Y" | "yes")
}

/// The commands that get the wheels, of the releases that the catalog in the binary was made of.
fn instructions() -> Result<String, CliError> {
    let embedded = Catalog::embedded().map_err(|error| catalog_error(&error))?;
    let about = embedded.about().map_err(|error| catalog_error(&error))?;
    let releases = about.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        Some(format!("{}=={}", words.next()?, words.next()?))
    });
    let releases: Vec<String> = releases.collect();
    Ok(format!(
        "Nothing was updated. The descriptions are in two wheels of the vendor. This downloads the newest and reads them:\n\n  \
         tc3 api update --download\n\n\
         Or get them with pip; later releases will do too:\n\n  \
         pip download --no-deps {}\n  tc3 api update tccli-*.whl tccli_intl_en-*.whl\n",
        releases.join(" ")
    ))
}

impl Wheel {
    fn open(path: &Path) -> Result<Self, CliError> {
        let failed = |error: tc3_codegen::import::ImportError| CliError::input(error.to_string());
        let mut archive = Archive::open(path).map_err(failed)?;
        let licenses = archive.names("/licenses/LICENSE").map_err(failed)?;
        let license = match licenses.first() {
            Some(name) => Some(archive.read(name).map_err(failed)?),
            None => None,
        };
        let metadata = MetadataIndex::read(archive).map_err(failed)?;
        let hash = if path.is_file() {
            let bytes = fs::read(path).map_err(|error| CliError::input(format!("{}: {error}", path.display())))?;
            format!(" sha256:{}", sha256(&bytes))
        } else {
            String::new()
        };
        let source = metadata.source();
        Ok(Self {
            is_international: source.contains("-intl") || source.contains("_intl"),
            about: format!("{source}{hash}"),
            license,
            metadata,
        })
    }
}

/// Makes the catalog and puts it in its place; returns what is to be said of it.
fn make(wheels: Vec<Wheel>, path: &Path) -> Result<String, CliError> {
    let failed = |error: &dyn std::fmt::Display| CliError::input(error.to_string());
    let mut packer = Packer::new(Texts::All);
    packer.embedded_spec().map_err(|error| catalog_error(&error))?;
    let mut about = Vec::new();
    let mut licenses: Vec<String> = Vec::new();
    let mut sites = [None, None];
    for wheel in wheels {
        let site = usize::from(wheel.is_international);
        if let Some(known) = &sites[site] {
            return Err(
                CliError::input(format!("{known} and {} are of the same site", wheel.about)).hint("name one of them"),
            );
        }
        sites[site] = Some(wheel.about.clone());
        about.push(wheel.about);
        licenses.extend(wheel.license.filter(|license| !licenses.contains(license)));
        if wheel.is_international {
            packer.international(wheel.metadata);
        } else {
            packer.china(wheel.metadata);
        }
    }
    if sites.iter().any(Option::is_none) {
        let (base, kept) = base(path, &sites)?;
        about.extend(kept);
        packer.base(base);
    }
    about.sort_by_key(|line| line.contains("-intl"));
    packer.about(format!("{}\n", about.join("\n")));

    let progress = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
        progress.set_style(style);
    }
    progress.set_message("reading");
    let packed = packer.pack(|done, of| {
        progress.set_length(of as u64);
        progress.set_position(done as u64);
        if done == of {
            progress.set_message("indexing");
        }
    });
    progress.finish_and_clear();
    let bytes = packed.map_err(|error| failed(&error))?;

    // What cannot be read must not take the place of what can.
    let made = Catalog::from_bytes(bytes.clone()).map_err(|error| catalog_error(&error))?;
    let services = Library::new()
        .with_catalog(made)
        .services()
        .map_err(help::lookup_error)?;
    let versions = services.iter().flat_map(|service| &service.versions);
    let actions: usize = versions.map(|version| version.actions).sum();

    write(path, &bytes, &licenses)?;
    Ok(format!(
        "{}: {actions} actions of {} services, {:.1} MB\n{}\n",
        path.display(),
        services.len(),
        bytes.len() as f64 / 1e6,
        about.join("\n")
    ))
}

/// The catalog that speaks for a site without a wheel, and the line about that site: the user's, or that in the binary.
fn base(path: &Path, sites: &[Option<String>; 2]) -> Result<(Catalog, Vec<String>), CliError> {
    let known = if path.exists() {
        Catalog::open(path).inspect_err(|error| print_note(&format!("{error}; its descriptions are not taken over")))
    } else {
        Catalog::embedded()
    };
    let catalog = match known {
        Ok(catalog) => catalog,
        Err(_) => Catalog::embedded().map_err(|error| catalog_error(&error))?,
    };
    let about = catalog.about().map_err(|error| catalog_error(&error))?;
    let is_kept = |line: &&str| sites[usize::from(line.contains("-intl"))].is_none();
    let kept: Vec<String> = about.lines().filter(is_kept).map(str::to_owned).collect();
    if !catalog.has_texts() {
        print_note(&format!("no descriptions of the other site: {}", kept.join(", ")));
    }
    Ok((catalog, kept))
}

/// Writes the catalog, whole or not at all, and the license of its texts next to it.
fn write(path: &Path, bytes: &[u8], licenses: &[String]) -> Result<(), CliError> {
    let new = path.with_extension(format!("new-{}", std::process::id()));
    let written = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        if !licenses.is_empty() {
            fs::write(path.with_extension("LICENSE"), licenses.join("\n"))?;
        }
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    written().map_err(|error| {
        // The error to report is the one before.
        let _ = fs::remove_file(&new);
        CliError::configuration(format!("{}: {error}", path.display()))
            .hint("set XDG_DATA_HOME to a folder that can be written to")
    })
}
