use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use stopwatch::Lap;

/// A client, as a process that keeps to the contract of `stopwatch`.
pub(super) struct Contender {
    pub(super) name: &'static str,
    command: Vec<OsString>,
    calls: u32,
    root_file: Option<PathBuf>,
}

impl Contender {
    pub(super) fn new(name: &'static str, command: Vec<OsString>, calls: u32) -> Self {
        Self {
            name,
            command,
            calls,
            root_file: None,
        }
    }

    /// A client of this binary.
    pub(super) fn this(name: &'static str, args: &[&str], calls: u32) -> Result<Self, Box<dyn Error>> {
        let mut command = vec![std::env::current_exe()?.into_os_string()];
        command.extend(args.iter().map(OsString::from));
        Ok(Self::new(name, command, calls))
    }

    /// The same with the only root certificate that it is to trust.
    pub(super) fn trusting(self, root_file: &Path) -> Self {
        Self {
            root_file: Some(root_file.to_owned()),
            ..self
        }
    }

    pub(super) fn lap(&self, url: &str) -> Result<Lap, Box<dyn Error>> {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).arg(url).arg(self.calls.to_string());
        if let Some(root_file) = &self.root_file {
            command.env("SSL_CERT_FILE", root_file);
        }
        output(&mut command)?.parse()
    }
}

/// What a command prints, unless it fails.
pub(super) fn output(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command.output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let last = errors.trim_end().lines().next_back().unwrap_or_default();
        return Err(format!("{}: {last}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
