//! Names the types of every action in the spec, for the test that reads documented bodies by them.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs, io};

const SPEC: &str = "../spec";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={SPEC}");
    let mut actions = String::new();
    for service in names(Path::new(SPEC))?.iter().filter(|name| *name != "schema") {
        for version in names(&Path::new(SPEC).join(service))? {
            for file in names(&Path::new(SPEC).join(service).join(&version).join("actions"))? {
                let action = file.trim_end_matches(".json");
                writeln!(actions, "typed::<tc3::{service}::{version}::{action}Request>(),")?;
            }
        }
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("actions.rs"), format!("&[\n{actions}]\n"))?;
    Ok(())
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
