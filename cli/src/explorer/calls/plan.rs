//! What is to be done with a prepared request: sent once, page by page, or until something is true.

use crate::arguments::{GlobalOptions, parse_duration};
use crate::call::named_call::Target;
use crate::call::paging::{self, Pages};
use crate::call::wait::Wait;
use crate::error::CliError;
use crate::explorer::web::input::Input;

/// How a request is carried out.
pub(super) enum Plan {
    /// The request that was shown, byte for byte.
    Once,
    All {
        pages: Pages,
        limit: Option<u64>,
    },
    Wait(Wait),
}

impl Plan {
    /// Reads what the page asked for, before anything is sent.
    ///
    /// # Errors
    /// If the action does not page, may change something each time it is polled, or an expression or a time is wrong.
    pub(super) fn read(input: &Input, target: &Target<'_>) -> Result<Self, CliError> {
        match input.text("mode").unwrap_or("once") {
            "once" => Ok(Self::Once),
            "all" => Ok(Self::All {
                pages: paging::pages(target)?,
                limit: limit(input)?,
            }),
            "wait" => {
                Wait::check_target(target)?;
                let until = input.text("until").ok_or_else(|| {
                    CliError::input("a wait needs what to wait for").hint("such as Status == 'RUNNING'")
                })?;
                let time = |name: &str| {
                    let wrong = |error| CliError::input(format!("`{name}` {error}"));
                    input
                        .text(name)
                        .map(|text| parse_duration(text).map_err(wrong))
                        .transpose()
                };
                let options = GlobalOptions {
                    until: Some(until.to_owned()),
                    fail_if: input.text("failIf").map(str::to_owned),
                    every: time("every")?,
                    timeout: time("timeout")?,
                    ..GlobalOptions::default()
                };
                if options.timeout.is_some_and(|timeout| timeout.is_zero()) {
                    return Err(CliError::input("`timeout` must be more than 0"));
                }
                let wait = Wait::read(&options)?;
                wait.map(Self::Wait)
                    .ok_or_else(|| CliError::input("a wait needs what to wait for"))
            }
            mode => Err(CliError::input(format!(
                "there is no mode `{mode}`: it is one of once, all, wait"
            ))),
        }
    }

    /// What has to be said before, a line each.
    pub(super) fn notes(&self) -> Vec<String> {
        match self {
            Self::Once => Vec::new(),
            Self::All { pages, .. } => pages.guess.iter().cloned().collect(),
            Self::Wait(wait) => wait.notes.clone(),
        }
    }
}

/// # Errors
/// If it is no number, or none: then nothing would be asked for.
fn limit(input: &Input) -> Result<Option<u64>, CliError> {
    match input.whole("maxItems")? {
        Some(0) => Err(CliError::input("`maxItems` must be a number of items, 1 or more")),
        limit => Ok(limit),
    }
}
