//! Reads every documented request and response with the generated types, and reports those that are not the same when
//! they are written again.

#![allow(deprecated, reason = "deprecated actions are documented too")]

mod actions;
mod round_trip;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use round_trip::{Outcome, Typed};
use tc3_runtime as runtime;

fn main() -> ExitCode {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    match Check::default().run(&data) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Check {
    requests: Counts,
    responses: Counts,
}

/// How many bodies had each outcome.
#[derive(Default)]
struct Counts {
    not_json: usize,
    same: usize,
    undeclared: usize,
    failures: usize,
    differ: usize,
}

impl Check {
    fn run(mut self, data: &Path) -> io::Result<()> {
        let actions: HashMap<(&str, String, &str), &Typed> = actions::ACTIONS
            .iter()
            .map(|typed| ((typed.info.service, module(typed.info.version), typed.info.name), typed))
            .collect();
        for service in names(data)? {
            for file in names(&data.join(&service))? {
                let text = fs::read_to_string(data.join(&service).join(&file))?;
                let version = file.trim_end_matches(".txt");
                for line in text.lines().skip(1) {
                    let mut columns = line.splitn(4, '\t');
                    let mut column = || columns.next().unwrap_or_default();
                    let (action, example, kind, body) = (column(), column(), column(), column());
                    let typed = actions.get(&(service.as_str(), version.to_owned(), action));
                    let typed = typed.ok_or_else(|| io::Error::other(format!("{service} has no action {action}")))?;
                    self.body(typed, example, kind, body);
                }
            }
        }
        self.requests.print("requests");
        self.responses.print("responses");
        Ok(())
    }

    fn body(&mut self, typed: &Typed, example: &str, kind: &str, body: &str) {
        let (counts, read) = match kind {
            "request" => (&mut self.requests, typed.request),
            _ => (&mut self.responses, typed.response),
        };
        if body.is_empty() {
            counts.not_json += 1;
            return;
        }
        let name = format!("{} {} {}", typed.info.service, module(typed.info.version), typed.info.name);
        match read(body) {
            Outcome::Same => counts.same += 1,
            Outcome::Failure => counts.failures += 1,
            Outcome::Undeclared(paths) => {
                counts.undeclared += 1;
                println!("undeclared: {name}: {kind} {example}: {}", paths.join(", "));
            }
            Outcome::Differs(lines) => {
                counts.differ += 1;
                for line in lines {
                    println!("differs: {name}: {kind} {example}: {line}");
                }
            }
        }
    }
}

impl Counts {
    fn print(&self, kind: &str) {
        let complete = self.same + self.failures + self.undeclared;
        let all = complete + self.differ;
        println!(
            "{kind}: {complete} of {all} are complete ({:.2} %): {} as they are declared, {} as documented failures, {} \
             with undeclared members; {} differ. {} more are not JSON.",
            100.0 * complete as f64 / all.max(1) as f64,
            self.same,
            self.failures,
            self.undeclared,
            self.differ,
            self.not_json,
        );
    }
}

/// Returns the module of a version: `v20180529` for `2018-05-29`.
fn module(version: &str) -> String {
    format!("v{}", version.replace('-', ""))
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries: io::Result<Vec<PathBuf>> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let names = entries?.into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
    let mut names: Vec<String> = names.collect();
    names.sort();
    Ok(names)
}
