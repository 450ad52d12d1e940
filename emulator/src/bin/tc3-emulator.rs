//! The command `tc3-emulator`: serves a spec folder and logs the requests.

use std::io::{self, Write};
use std::process::ExitCode;

use tc3_emulator::command::{self, CommandError, Program};

/// The exit code for invalid arguments.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let program = Program {
        name: "tc3-emulator",
        version: env!("CARGO_PKG_VERSION"),
        services: None,
        next: None,
    };
    let Err(error) = command::run(&program, std::env::args_os().skip(1)) else {
        return ExitCode::SUCCESS;
    };
    // Errors are ignored: `eprintln!` would panic if nobody can read it.
    let _ = writeln!(io::stderr().lock(), "tc3-emulator: {error}");
    match error {
        CommandError::Usage(_) => {
            let _ = writeln!(io::stderr().lock(), "Try `tc3-emulator --help`.");
            ExitCode::from(USAGE)
        }
        CommandError::Failed(_) => ExitCode::FAILURE,
    }
}
