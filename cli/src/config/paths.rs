//! Where files are.

use std::path::PathBuf;

use etcetera::BaseStrategy;

use crate::error::CliError;

/// The folder `tc3` below that of configurations.
const FOLDER: &str = "tc3";

/// The file of the configuration: `$TC3_CONFIG`, or `tc3/config.toml` in the user's folder of configurations, which is
/// `$XDG_CONFIG_HOME` or `~/.config`.
pub(crate) fn config_file() -> Result<PathBuf, CliError> {
    if let Some(file) = variable("TC3_CONFIG") {
        return Ok(file);
    }
    Ok(base()?.config_dir().join(FOLDER).join("config.toml"))
}

/// The folder of data: `$XDG_DATA_HOME/tc3` or `~/.local/share/tc3`.
pub(crate) fn data_dir() -> Result<PathBuf, CliError> {
    Ok(base()?.data_dir().join(FOLDER))
}

/// The user's home folder.
pub(super) fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

fn base() -> Result<impl BaseStrategy, CliError> {
    etcetera::choose_base_strategy().map_err(|_| {
        CliError::configuration("there is no home folder").hint("set HOME, or XDG_CONFIG_HOME and XDG_DATA_HOME")
    })
}

/// A variable that names a file; an empty one counts as not set.
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
