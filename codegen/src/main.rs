//! The command: see [`tc3_codegen::cli`].

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;

use tc3_codegen::cli::{Output, are_timings_enabled, run};

fn main() -> ExitCode {
    let wants_no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let mut output = Output {
        color: stderr().is_terminal() && !wants_no_color,
        timed: are_timings_enabled(),
        out: &mut stdout(),
        err: &mut stderr(),
    };
    run(std::env::args_os(), &mut stdin(), &mut output).into()
}
