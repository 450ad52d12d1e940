//! Credentials from a program: `credential_process = ["program", "argument"]`.
//!
//! The program is run without a shell, gets no input, and prints JSON with `SecretId`, `SecretKey`, and for a temporary
//! key `Token` and `Expiration` (RFC 3339, or seconds since 1970). What it prints to standard error goes to the terminal,
//! so that it can ask for a touch of a security key, and is part of the error if there is no terminal.

use std::io::{self, IsTerminal, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tc3_runtime::credentials::{CredentialsFuture, ProvideCredentials};
use tc3_runtime::{Credentials, Error};

use crate::json::{Value, parse};

/// Long enough to find a security key and touch it.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The most that a program may print.
const MOST: u64 = 1 << 20;

/// A program that prints a key.
#[derive(Clone, Debug)]
pub(super) struct CredentialProcess {
    /// The program and its arguments.
    words: Vec<String>,
    timeout: Duration,
}

impl CredentialProcess {
    pub(super) fn new(words: &[String], timeout: Option<Duration>) -> Self {
        Self {
            words: words.to_vec(),
            timeout: timeout.unwrap_or(TIMEOUT),
        }
    }

    fn run(&self) -> Result<Credentials, Error> {
        let (program, arguments) = self
            .words
            .split_first()
            .ok_or_else(|| Error::no_credentials("credential_process is empty"))?;
        let failed = |why: String| Error::no_credentials(format!("credential_process `{program}` {why}"));
        let mut command = Command::new(program);
        let is_terminal = io::stderr().is_terminal();
        command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(if is_terminal { Stdio::inherit() } else { Stdio::piped() });
        let mut child = command
            .spawn()
            .map_err(|error| failed(format!("cannot be run: {error}")))?;
        let stdout = child.stdout.take().map(read_aside);
        let stderr = child.stderr.take().map(read_aside);
        let end = Instant::now() + self.timeout;
        let Some(status) = wait_until(&mut child, end).map_err(|error| failed(format!("was lost: {error}")))? else {
            return Err(failed(format!(
                "took longer than {} s and was ended; `credential_process_timeout` sets how long it may take",
                self.timeout.as_secs()
            )));
        };
        // A process that it left behind may hold the pipe open, so the time limit is for reading too.
        let rest = |reader: Option<Receiver<Vec<u8>>>| {
            let left = end.saturating_duration_since(Instant::now());
            reader.and_then(|reader| reader.recv_timeout(left).ok())
        };
        if !status.success() {
            let said = rest(stderr).unwrap_or_default();
            let said: String = String::from_utf8_lossy(&said).trim().chars().take(500).collect();
            let said = if said.is_empty() { said } else { format!(": {said}") };
            return Err(failed(format!("failed, {status}{said}")));
        }
        let output = rest(stdout).ok_or_else(|| failed("left its output open and printed no whole key".to_owned()))?;
        let text = String::from_utf8(output).map_err(|_| failed("printed what is not UTF-8".to_owned()))?;
        // What it printed may be half a key, so no error shows it.
        let json = parse(text.trim()).map_err(|_| failed("printed what is not JSON".to_owned()))?;
        let member = |name: &str| match json.get(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        };
        let (Some(id), Some(key)) = (member("SecretId"), member("SecretKey")) else {
            return Err(failed(
                "must print {\"SecretId\": \"..\", \"SecretKey\": \"..\"}".to_owned(),
            ));
        };
        let mut credentials = Credentials::new(id, key);
        if let Some(token) = member("Token") {
            credentials = credentials.with_token(token);
        }
        match json.get("Expiration") {
            None | Some(Value::Null) => Ok(credentials),
            Some(expiration) => {
                let expires_at = expiry(expiration).ok_or_else(|| {
                    failed("printed an `Expiration` that is neither RFC 3339 nor seconds since 1970".to_owned())
                })?;
                Ok(credentials.with_expiry(expires_at))
            }
        }
    }
}

/// Reads on a thread of its own, so that a program that fills both pipes does not wait forever.
fn read_aside(pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let mut pipe = pipe.take(MOST);
        if pipe.read_to_end(&mut bytes).is_ok() {
            // Nobody listens after the time limit.
            let _ = sender.send(bytes);
        }
    });
    receiver
}

/// Waits for the end of a process, and ends it at that time; then there is no status.
fn wait_until(child: &mut Child, end: Instant) -> io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

impl ProvideCredentials for CredentialProcess {
    fn provide(&self) -> CredentialsFuture<'_> {
        let process = self.clone();
        Box::pin(async move {
            let run = tokio::task::spawn_blocking(move || process.run()).await;
            run.unwrap_or_else(|_| Err(Error::no_credentials("credential_process was interrupted")))
        })
    }
}

fn expiry(value: &Value) -> Option<SystemTime> {
    let seconds = match value {
        Value::Number(number) => number.parse::<u64>().ok()?,
        Value::String(text) => rfc_3339(text)?,
        _ => return None,
    };
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// The seconds since 1970 of `2026-11-28T12:00:00Z` or `2026-11-28T20:00:00+08:00`.
fn rfc_3339(text: &str) -> Option<u64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let in_range = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    let separators = text.as_bytes();
    let is_separated = separators.get(4) == Some(&b'-') && matches!(separators.get(10), Some(b'T' | b't' | b' '));
    let zone = text
        .get(19..)?
        .trim_start_matches(|letter: char| letter == '.' || letter.is_ascii_digit());
    let offset = match zone {
        "Z" | "z" => 0,
        _ => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let hours: i64 = zone.get(1..3)?.parse().ok()?;
            let minutes: i64 = zone.get(4..6)?.parse().ok()?;
            sign * (hours * 3600 + minutes * 60)
        }
    };
    if !in_range || !is_separated {
        return None;
    }
    // Days since 1970, by the algorithm of Howard Hinnant for the proleptic Gregorian calendar.
    let (shifted_year, shifted_month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    u64::try_from(days * 86_400 + hour * 3600 + minute * 60 + second - offset).ok()
}

#[cfg(test)]
mod tests {
    use super::rfc_3339;

    #[test]
    fn times_are_read_in_any_zone() {
        assert_eq!(rfc_3339("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(rfc_3339("2018-10-09T16:00:00Z"), Some(1_539_100_800));
        assert_eq!(rfc_3339("2018-10-10T00:00:00.123+08:00"), Some(1_539_100_800));
        assert_eq!(rfc_3339("2024-02-29T00:00:00Z"), Some(1_709_164_800));
        for wrong in [
            "",
            "2018-10-09",
            "2018-13-09T16:00:00Z",
            "2018-10-09T16:00:00",
            "tomorrow",
        ] {
            assert_eq!(rfc_3339(wrong), None, "{wrong}");
        }
    }
}
