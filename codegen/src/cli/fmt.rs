//! `tc3-codegen fmt`

use std::io;
use std::path::Path;

use clap::Args;

use super::SpecFolder;
use super::console::{ExitStatus, Output, displayed};
use super::outdated::{self, CommandLine, Difference, Kind};
use crate::output::write_atomically;
use crate::spec::{PrintError, Service, SpecFile};

#[derive(Args, Debug)]
pub(super) struct Fmt {
    #[command(flatten)]
    spec: SpecFolder,
    /// Report files that are out of date, and write nothing
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let sources = match self.spec.read(output)? {
            Ok(sources) => sources,
            Err(status) => return Ok(status),
        };
        let spec = match crate::load(&sources) {
            Ok(spec) => spec.spec,
            Err(diagnostics) => {
                output.diagnostics(&diagnostics, ": nothing was written")?;
                return Ok(ExitStatus::Failure);
            }
        };
        let mut differences = Vec::new();
        let mut unchanged = 0;
        for (below, fresh) in files(&spec.services).map_err(io::Error::other)? {
            let there = sources.iter().find(|(_, source)| source.path == below);
            let on_disk = there.map(|(_, source)| source.text.clone()).unwrap_or_default();
            if on_disk == fresh {
                unchanged += 1;
                continue;
            }
            let path = Path::new(sources.root()).join(&below);
            if !self.check {
                write_atomically(&path, &fresh)?;
            }
            differences.push(Difference {
                path: displayed(&path),
                kind: Kind::Changed { on_disk, fresh },
            });
        }
        if self.check {
            let command_line = CommandLine::new("fmt").path("--spec", self.spec.given());
            return outdated::report(&differences, command_line.as_str(), output);
        }
        output.wrote(differences.len(), unchanged, Path::new(sources.root()))?;
        Ok(ExitStatus::Success)
    }
}

/// Returns the path of each file below the spec folder, and its formatted text.
fn files(services: &[Service]) -> Result<Vec<(String, String)>, PrintError> {
    let mut files = Vec::new();
    for service in services {
        let folder = &service.folder;
        files.push((format!("{folder}/service.json"), service.file.to_text()?));
        for action in &service.actions {
            files.push((format!("{folder}/actions/{}.json", *action.name), action.to_text()?));
        }
        for shared in &service.types {
            files.push((format!("{folder}/types/{}.json", *shared.name), shared.to_text()?));
        }
    }
    Ok(files)
}
