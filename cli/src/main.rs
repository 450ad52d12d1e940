//! The command `tc3`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tc3_cli::run(std::env::args_os())
}
