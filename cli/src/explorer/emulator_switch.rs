//! The emulator in this process: switched on and off by the page, with faults to play.

use super::Explorer;
use super::web::input::Input;
use super::web::refusal::Refusal;
use super::web::reply::{number, object, optional, text};
use crate::error::CliError;
use crate::json::Value;

#[cfg(feature = "emulator")]
pub(super) use running::EmulatorSwitch;
#[cfg(not(feature = "emulator"))]
pub(super) use without::EmulatorSwitch;

/// What a fault has done so far.
struct Fault {
    text: String,
    fault: String,
    requests: u64,
    hits: u64,
    requests_after: u64,
}

/// `{available, url, faults}`
pub(super) fn state(explorer: &Explorer) -> Value {
    let switch = &explorer.session.emulator;
    object([
        ("available", Value::Bool(EmulatorSwitch::IS_AVAILABLE)),
        ("url", optional(switch.url())),
        ("faults", faults(explorer)),
    ])
}

/// Switches it on or off, as the page says.
///
/// # Errors
/// If it cannot be started.
pub(super) async fn switch(explorer: &Explorer, input: &Input) -> Result<Value, Refusal> {
    let switch = &explorer.session.emulator;
    if input.required_flag("on")? {
        switch.start(explorer.options.spec.as_deref()).await?;
    } else {
        switch.stop().await;
    }
    Ok(state(explorer))
}

/// Adds the faults of a text in the format of a faults file, or removes all.
///
/// # Errors
/// If the emulator is off, or the text has mistakes: nothing is added then.
pub(super) fn change_faults(explorer: &Explorer, input: &Input) -> Result<Value, Refusal> {
    let switch = &explorer.session.emulator;
    if input.flag("clear") {
        switch.clear_faults()?;
    }
    if let Some(text) = input.text("faults") {
        switch.add_faults(text)?;
    } else if !input.flag("clear") {
        return Err(CliError::input("the request lacks `faults`").into());
    }
    Ok(object([("faults", faults(explorer))]))
}

/// Makes it as it was when it started.
///
/// # Errors
/// If it is off.
pub(super) fn reset(explorer: &Explorer) -> Result<Value, Refusal> {
    explorer.session.emulator.reset()?;
    Ok(state(explorer))
}

fn faults(explorer: &Explorer) -> Value {
    let faults = explorer.session.emulator.faults().into_iter().map(|fault| {
        object([
            ("text", text(fault.text)),
            ("fault", text(fault.fault)),
            ("requests", number(fault.requests)),
            ("hits", number(fault.hits)),
            ("requestsAfter", number(fault.requests_after)),
        ])
    });
    Value::Array(faults.collect())
}

fn is_off() -> Refusal {
    Refusal::conflict("the emulator is off: switch it on first")
}

#[cfg(feature = "emulator")]
mod running {
    use std::path::Path;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use http::StatusCode;
    use tc3_emulator::Emulator;

    use super::{CliError, Fault, Refusal, is_off};
    use crate::explorer::web::input::blocking;
    use crate::{emulated_services, library};

    /// The mistakes of a text, or why the emulator does not start, a line each.
    fn lines(message: &str) -> CliError {
        let mut error = CliError::input("");
        error.messages = message
            .lines()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        error
    }

    /// The emulator, if it is on.
    #[derive(Default)]
    pub(in crate::explorer) struct EmulatorSwitch {
        running: Mutex<Option<Emulator>>,
        /// Held while it is switched, so that two pages start one emulator.
        switching: tokio::sync::Mutex<()>,
    }

    impl EmulatorSwitch {
        pub(super) const IS_AVAILABLE: bool = true;

        fn running(&self) -> MutexGuard<'_, Option<Emulator>> {
            self.running.lock().unwrap_or_else(PoisonError::into_inner)
        }

        /// Where it listens, if it is on.
        pub(in crate::explorer) fn url(&self) -> Option<String> {
            self.running().as_ref().map(Emulator::url)
        }

        /// Starts it over the whole library, on a free port of the loopback interface.
        ///
        /// # Errors
        /// If the library cannot be read or the port not be had.
        pub(in crate::explorer) async fn start(&self, spec: Option<&Path>) -> Result<(), CliError> {
            let _switching = self.switching.lock().await;
            if self.running().is_some() {
                return Ok(());
            }
            let spec = spec.map(Path::to_owned);
            let builder = blocking(move || {
                let library = library::open(spec.as_deref())?;
                emulated_services::add(Emulator::builder(), library).map_err(|why| lines(&why))
            });
            let started = builder.await?.start().await;
            let emulator = started.map_err(|error| lines(&format!("the emulator does not start: {error}")))?;
            *self.running() = Some(emulator);
            Ok(())
        }

        pub(super) async fn stop(&self) {
            let _switching = self.switching.lock().await;
            let emulator = self.running().take();
            if let Some(emulator) = emulator {
                emulator.shutdown().await;
            }
        }

        pub(super) fn add_faults(&self, text: &str) -> Result<(), Refusal> {
            let running = self.running();
            let emulator = running.as_ref().ok_or_else(is_off)?;
            let wrong = |mistakes: tc3_codegen::Diagnostics| {
                let mistakes = lines(&mistakes.to_string());
                Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, mistakes)
            };
            emulator.add_faults(text).map_err(wrong)
        }

        pub(super) fn clear_faults(&self) -> Result<(), Refusal> {
            self.running().as_ref().map(Emulator::clear_faults).ok_or_else(is_off)
        }

        pub(super) fn reset(&self) -> Result<(), Refusal> {
            let running = self.running();
            let emulator = running.as_ref().ok_or_else(is_off)?;
            // It has no data file, so nothing can fail.
            emulator
                .reset()
                .map_err(|error| CliError::configuration(error.to_string()).into())
        }

        pub(super) fn faults(&self) -> Vec<Fault> {
            let running = self.running();
            let reports = running.as_ref().map(Emulator::fault_reports).unwrap_or_default();
            let faults = reports.into_iter().map(|report| Fault {
                text: report.to_string(),
                fault: report.fault,
                requests: report.requests,
                hits: report.hits,
                requests_after: report.requests_after,
            });
            faults.collect()
        }
    }
}

#[cfg(not(feature = "emulator"))]
mod without {
    use std::path::Path;

    use super::{CliError, Fault, Refusal, is_off};

    /// This build has no emulator.
    #[derive(Default)]
    pub(in crate::explorer) struct EmulatorSwitch;

    impl EmulatorSwitch {
        pub(super) const IS_AVAILABLE: bool = false;

        pub(in crate::explorer) fn url(&self) -> Option<String> {
            None
        }

        pub(in crate::explorer) async fn start(&self, _spec: Option<&Path>) -> Result<(), CliError> {
            Err(CliError::input("this build of tc3 has no emulator"))
        }

        pub(super) async fn stop(&self) {}

        pub(super) fn add_faults(&self, _text: &str) -> Result<(), Refusal> {
            Err(is_off())
        }

        pub(super) fn clear_faults(&self) -> Result<(), Refusal> {
            Err(is_off())
        }

        pub(super) fn reset(&self) -> Result<(), Refusal> {
            Err(is_off())
        }

        pub(super) fn faults(&self) -> Vec<Fault> {
            Vec::new()
        }
    }
}
