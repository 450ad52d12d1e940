//! Compares what a client reported with what exists.
//!
//! A line of the results is `KIND NAME OUTCOME [ERROR]`, separated by tabs. A kind is `token` or `no-token` for a
//! creation, or `read`; an outcome is `succeeded`, `ambiguous` (the client says that it may have been carried out) or
//! `failed`.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fmt;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::client;
use crate::emulator::{Emulator, free_port};

/// The items of a page: the most that the service accepts.
const PAGE: usize = 100;

/// How often each name exists.
pub(crate) type Existing = HashMap<String, u32>;

/// The cells of a row.
#[derive(Default)]
pub(crate) struct Tally {
    calls: u32,
    succeeded: u32,
    failed: u32,
    exist: u32,
    doubles_with_token: u32,
    doubles_without: u32,
    lost: u32,
    /// Reported as failed, and exist.
    ambiguous_and_exist: u32,
    failed_and_exist: u32,
}

impl Tally {
    pub(crate) fn new(results: &str, existing: &Existing) -> Result<Self, Box<dyn Error>> {
        let mut tally = Self::default();
        let mut errors: BTreeMap<String, u32> = BTreeMap::new();
        for line in results.lines() {
            let mut cells = line.split('\t');
            let (Some(kind), Some(name), Some(outcome)) = (cells.next(), cells.next(), cells.next()) else {
                return Err(format!("not a line of results: {line}").into());
            };
            tally.calls += 1;
            let copies = existing.get(name).copied().unwrap_or(0);
            match kind {
                "token" => tally.doubles_with_token += copies.saturating_sub(1),
                "no-token" => tally.doubles_without += copies.saturating_sub(1),
                _ => {}
            }
            let exists = copies > 0;
            if outcome == "succeeded" {
                tally.succeeded += 1;
                tally.lost += u32::from(kind != "read" && !exists);
            } else {
                tally.failed += 1;
                let error = cells.next().unwrap_or_default();
                *errors.entry(shape(error)).or_default() += 1;
                match outcome {
                    "ambiguous" => tally.ambiguous_and_exist += u32::from(exists),
                    _ => tally.failed_and_exist += u32::from(exists),
                }
            }
        }
        tally.exist = existing.len().try_into()?;
        for (error, count) in errors {
            eprintln!("  {count:6} {error}");
        }
        Ok(tally)
    }
}

/// An error without what differs from call to call, for counting.
fn shape(error: &str) -> String {
    let letters = error.chars().map(|char| if char.is_ascii_digit() { '#' } else { char });
    letters.take(90).collect()
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} | {} | {} | {} | {} | {} | {} | {} | {}",
            self.calls,
            self.succeeded,
            self.failed,
            self.exist,
            self.doubles_with_token,
            self.doubles_without,
            self.lost,
            self.ambiguous_and_exist,
            self.failed_and_exist,
        )
    }
}

/// Counts what exists in the data of `work`, with an emulator without faults.
pub(crate) fn existing(work: &Path) -> Result<Existing, Box<dyn Error>> {
    let port = free_port()?;
    let emulator = Emulator::start(work, port, false).map_err(|error| error.to_string())?;
    let client = client(&format!("http://127.0.0.1:{port}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut existing = Existing::new();
    for (action, list, member) in [
        ("DescribeProxies", "ProxySet", "ProxyName"),
        ("DescribeProxyGroupList", "ProxyGroupList", "GroupName"),
    ] {
        for offset in (0..).step_by(PAGE) {
            let mut body = json!({ "Offset": offset, "Limit": PAGE });
            if action == "DescribeProxyGroupList" {
                body["ProjectId"] = json!(-1); // of every project
            }
            let body = body.to_string();
            let answer = runtime.block_on(client.call_raw("gaap", "2018-05-29", action, body))?;
            let items = answer[list].as_array().map(Vec::as_slice).unwrap_or_default();
            for item in items {
                let name = item
                    .get(member)
                    .and_then(Value::as_str)
                    .ok_or("an item without a name")?;
                *existing.entry(name.to_owned()).or_default() += 1;
            }
            if items.len() < PAGE {
                break;
            }
        }
    }
    drop(emulator);
    Ok(existing)
}
