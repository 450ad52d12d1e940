//! Shows a result in a pager, if one is asked for and standard output is a terminal. `PAGER` alone asks for none: a
//! command that waits for a key where nobody expects it hangs scripts.

use std::io::{self, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use crate::error::CliError;

/// Where a result is written to: standard output, or a pager's input.
pub(crate) struct Pager {
    child: Option<Child>,
}

impl Pager {
    /// Starts the pager of the option `--pager`, or else of `TC3_PAGER`.
    ///
    /// # Errors
    /// If it cannot be started.
    pub(crate) fn start(option: Option<&str>) -> Result<Self, CliError> {
        let variable = || std::env::var("TC3_PAGER").ok();
        let command = option.map(str::to_owned).or_else(variable);
        let command = command.filter(|command| !command.trim().is_empty() && io::stdout().is_terminal());
        let child = command.map(|command| {
            let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
            let started = Command::new(shell).args([flag, &command]).stdin(Stdio::piped()).spawn();
            started.map_err(|error| CliError::input(format!("--pager {command}: {error}")))
        });
        Ok(Self {
            child: child.transpose()?,
        })
    }

    /// Writes the result, and waits until the pager is left.
    pub(crate) fn write(mut self, write: impl Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let to_stdout = || {
            let mut stdout = io::BufWriter::new(io::stdout().lock());
            write(&mut stdout).and_then(|()| stdout.flush())
        };
        let Some(child) = &mut self.child else {
            return to_stdout();
        };
        let written = match child.stdin.take() {
            Some(input) => {
                let mut input = io::BufWriter::new(input);
                write(&mut input).and_then(|()| input.flush())
            }
            None => Ok(()),
        };
        // The shell's word that there is no such command, or none that can be run: the result is not lost.
        if let Some(126 | 127) = child.wait()?.code() {
            return to_stdout();
        }
        match written {
            // One who leaves the pager early has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written,
        }
    }
}
