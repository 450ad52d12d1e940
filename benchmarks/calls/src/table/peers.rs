//! What has to be made before it can be measured. What a machine lacks for it is the reason to leave it out.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::contender::output;

/// The crate `tencentcloud` calls a constant host.
pub(super) const PORT: u16 = 29443;

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python");

/// Another binary of this workspace.
pub(super) fn built(package: &str, binary: &str) -> Result<OsString, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--quiet", "--manifest-path", manifest]);
    build.args(["--package", package, "--bin", binary]);
    output(&mut build).map_err(|error| format!("cargo does not build it, {error}"))?;
    Ok(beside_this(binary)?.into_os_string())
}

/// The official SDK, in a virtual environment below `target`.
pub(super) fn python() -> Result<Vec<OsString>, Box<dyn Error>> {
    let environment = beside_this("bench-calls-python")?;
    let python = environment.join("bin/python");
    if !python.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&environment);
        output(&mut make).map_err(|error| format!("no virtual environment by python3, {error}"))?;
    }
    let requirements = Path::new(PYTHON).join("requirements.txt");
    let mut install = Command::new(&python);
    install
        .args(["-m", "pip", "install", "--quiet", "--requirement"])
        .arg(requirements);
    output(&mut install).map_err(|error| format!("pip cannot install it, {error}"))?;
    Ok(vec![python.into(), Path::new(PYTHON).join("call.py").into()])
}

fn beside_this(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    Ok(std::env::current_exe()?.with_file_name(name))
}
