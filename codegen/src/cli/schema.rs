//! `tc3-codegen schema`

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{ExitStatus, Output, displayed};
use super::outdated::{self, CommandLine, Difference, Kind};
use crate::output::write_atomically;

const SCHEMAS: &str = "spec/schema";

#[derive(Args, Debug)]
pub(super) struct WriteSchemas {
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = SCHEMAS)]
    out: PathBuf,
    /// Report files that are out of date, and write nothing
    #[arg(long)]
    check: bool,
}

impl WriteSchemas {
    pub(super) fn run(&self, output: &mut Output<'_>) -> io::Result<ExitStatus> {
        let mut differences = Vec::new();
        let mut unchanged = 0;
        for (name, fresh) in crate::schemas() {
            let path = self.out.join(name);
            let kind = match fs::read_to_string(&path) {
                Ok(on_disk) if on_disk == fresh => {
                    unchanged += 1;
                    continue;
                }
                Ok(on_disk) => Kind::Changed {
                    on_disk,
                    fresh: fresh.clone(),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound => Kind::Missing,
                Err(error) => return Err(error),
            };
            if !self.check {
                write_atomically(&path, &fresh)?;
            }
            differences.push(Difference {
                path: displayed(&path),
                kind,
            });
        }
        if self.check {
            let given = (self.out != Path::new(SCHEMAS)).then_some(self.out.as_path());
            let command_line = CommandLine::new("schema").path("--out", given);
            return outdated::report(&differences, command_line.as_str(), output);
        }
        output.wrote(differences.len(), unchanged, &self.out)?;
        Ok(ExitStatus::Success)
    }
}
