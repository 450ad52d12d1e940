//! `tc3 api update`: takes the descriptions out of the vendor's wheels, which the user downloads, into a catalog of the
//! user's own. The sentences in it are the vendor's, so no release of this project has them.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};
use tc3_catalog::Catalog;
use tc3_catalog::pack::{Packer, Texts};
use tc3_codegen::import::metadata::MetadataIndex;
use tc3_codegen::import::{Archive, ImportError};

use crate::config::write_private;
use crate::console::print_note;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::library::user_catalog;

/// The wheels that the facts of this release are from, with their hashes.
const WHEELS: &str = include_str!("../../../../catalog/facts.sha256");

/// The arguments of `tc3 api update`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The wheels of tccli and of tccli-intl-en, one or both; without any, prints how to get them
    #[arg(value_name = "WHEEL")]
    wheels: Vec<PathBuf>,
    /// Download the wheels with pip, those whose hashes this release knows
    #[arg(long, conflicts_with = "wheels")]
    download: bool,
    /// Remove the user's catalog, so that the facts in the binary are used again
    #[arg(long, conflicts_with_all = ["wheels", "download"])]
    remove: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let catalog = user_catalog()?;
    if args.remove {
        return match fs::remove_file(&catalog) {
            Ok(()) => Ok(ExitStatus::Done),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(ExitStatus::Done),
            Err(error) => Err(CliError::configuration(format!("{}: {error}", catalog.display()))),
        };
    }
    if args.download {
        let folder = Downloaded::new()?;
        return update(&folder.wheels()?, &catalog);
    }
    if args.wheels.is_empty() {
        return Err(
            CliError::input("no wheel is named; the descriptions are in two of them")
                .hint(format!("pip download --no-deps {}", requirements().join(" ")))
                .hint("tc3 api update tccli-*.whl tccli_intl_en-*.whl")
                .hint("or in one: tc3 api update --download"),
        );
    }
    update(&args.wheels, &catalog)
}

fn update(wheels: &[PathBuf], catalog: &Path) -> Result<ExitStatus, CliError> {
    let mut packer = Packer::new(Texts::All);
    let mut about = String::new();
    let mut is_taken = [false; 2];
    for wheel in wheels {
        let failed = |error: &ImportError| CliError::input(error.to_string());
        let index = Archive::open(wheel)
            .and_then(MetadataIndex::read)
            .map_err(|error| failed(&error))?;
        let source = index.source();
        let hash = if wheel.is_file() {
            sha256(wheel)?
        } else {
            "a folder".to_owned()
        };
        about += &format!("{source}, Apache-2.0, copyright Tencent Cloud, sha256 {hash}\n");
        let is_international = source.contains("-intl");
        let taken = &mut is_taken[usize::from(is_international)];
        if std::mem::replace(taken, true) {
            return Err(CliError::input(format!(
                "{}: another wheel of this site is named too",
                wheel.display()
            )));
        }
        if is_international {
            packer.international(index);
        } else {
            packer.china(index);
        }
    }
    packer.about(about);
    packer
        .embedded_spec()
        .map_err(|error| CliError::configuration(error.to_string()))?;
    let bar = Progress::new();
    let bytes = packer
        .pack(|done, of| bar.show(done, of))
        .map_err(|error| CliError::input(error.to_string()))?;
    bar.finish();
    let length = bytes.len();
    // What cannot be read again is not written.
    Catalog::from_bytes(bytes.clone()).map_err(|error| CliError::input(error.to_string()))?;
    write_private(catalog, &bytes)
        .map_err(|error| CliError::configuration(format!("{}: {error}", catalog.display())))?;
    print_note(&format!("{}: {:.1} MB", catalog.display(), length as f64 / 1e6));
    Ok(ExitStatus::Done)
}

fn sha256(file: &Path) -> Result<String, CliError> {
    let bytes = fs::read(file).map_err(|error| CliError::input(format!("{}: {error}", file.display())))?;
    Ok(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The wheels of this release and their hashes.
fn known_wheels() -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = WHEELS.lines().filter_map(|line| line.split_once(char::is_whitespace));
    parts.map(|(hash, name)| (name.trim(), hash))
}

/// What pip calls the wheels: `tccli==3.1.189.1`.
fn requirements() -> Vec<String> {
    let requirement = |(name, _): (&str, &str)| {
        let mut parts = name.split('-');
        let (package, version) = (parts.next()?, parts.next()?);
        Some(format!("{}=={version}", package.replace('_', "-")))
    };
    known_wheels().filter_map(requirement).collect()
}

/// A folder of downloads, which is removed at the end.
struct Downloaded(PathBuf);

impl Downloaded {
    fn new() -> Result<Self, CliError> {
        let folder = std::env::temp_dir().join(format!("tc3-update-{}", std::process::id()));
        let failed = |error: io::Error| CliError::configuration(format!("{}: {error}", folder.display()));
        // It must be new: whoever can put files there would choose what is read.
        fs::create_dir(&folder).map_err(failed)?;
        Ok(Self(folder))
    }

    /// Downloads with pip, which knows the user's proxies and mirrors, and checks the hashes.
    fn wheels(&self) -> Result<Vec<PathBuf>, CliError> {
        let hashes: Vec<String> = requirements()
            .into_iter()
            .zip(known_wheels())
            .map(|(requirement, (_, hash))| format!("{requirement} --hash=sha256:{hash}\n"))
            .collect();
        let list = self.0.join("requirements.txt");
        fs::write(&list, hashes.concat())
            .map_err(|error| CliError::configuration(format!("{}: {error}", list.display())))?;
        let by_hand = || {
            format!(
                "pip download --no-deps {}, then tc3 api update *.whl",
                requirements().join(" ")
            )
        };
        for (program, first) in [
            ("python3", &["-m", "pip"][..]),
            ("python", &["-m", "pip"]),
            ("pip", &[]),
        ] {
            let mut command = Command::new(program);
            command
                .args(first)
                .args(["download", "--quiet", "--no-deps", "--require-hashes", "--dest"]);
            command.arg(&self.0).arg("-r").arg(&list);
            match command.output() {
                Err(_) => {}
                Ok(output) if output.status.success() => {
                    return Ok(known_wheels().map(|(name, _)| self.0.join(name)).collect());
                }
                Ok(output) => {
                    let said = String::from_utf8_lossy(&output.stderr);
                    let last = said
                        .lines()
                        .rev()
                        .find(|line| !line.trim().is_empty())
                        .unwrap_or_default();
                    return Err(CliError::new(ExitStatus::NotSent, format!("pip failed: {last}")).hint(by_hand()));
                }
            }
        }
        Err(CliError::input("pip is not installed").hint(by_hand()))
    }
}

impl Drop for Downloaded {
    fn drop(&mut self) {
        // What stays in a temporary folder does no harm.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How far the work is, in a line that is written over, if someone watches.
struct Progress {
    is_watched: bool,
}

impl Progress {
    fn new() -> Self {
        Self {
            is_watched: io::stderr().is_terminal(),
        }
    }

    fn show(&self, done: usize, of: usize) {
        if self.is_watched {
            let _ = write!(io::stderr(), "\rreading service {done} of {of}");
        }
    }

    fn finish(&self) {
        if self.is_watched {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
