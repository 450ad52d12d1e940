//! Peers that have to be built or installed before they can be measured. An error is the reason to skip one.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::process::output;

/// The port of the constant host that the crate `tencentcloud` calls.
pub(super) const PORT: u16 = 29443;

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python");

/// Builds another binary of this workspace.
pub(super) fn built(package: &str, binary: &str) -> Result<OsString, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--quiet", "--manifest-path", manifest]);
    build.args(["--package", package, "--bin", binary]);
    output(&mut build).map_err(|error| format!("cargo cannot build it, {error}"))?;
    Ok(next_to_this_binary(binary)?.into_os_string())
}

/// Installs the official SDK in a virtual environment below `target`.
pub(super) fn python() -> Result<Vec<OsString>, Box<dyn Error>> {
    let environment = next_to_this_binary("bench-calls-python")?;
    let python = environment.join("bin/python");
    if !python.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&environment);
        output(&mut make).map_err(|error| format!("python3 cannot create a virtual environment, {error}"))?;
    }
    let requirements = Path::new(PYTHON).join("requirements.txt");
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(requirements);
    output(&mut install).map_err(|error| format!("pip cannot install it, {error}"))?;
    Ok(vec![python.into(), Path::new(PYTHON).join("call.py").into()])
}

fn next_to_this_binary(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    Ok(std::env::current_exe()?.with_file_name(name))
}
