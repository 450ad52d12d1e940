//! What a registry gets of each crate that is published: its manifest, license texts and README.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tc3_tests::repository;

/// The rules of the registry for keywords: <https://doc.rust-lang.org/cargo/reference/manifest.html#the-keywords-field>.
const MOST_KEYWORDS: usize = 5;
const LONGEST_KEYWORD: usize = 20;

/// The categories of crates.io that the crates are in, a part of <https://crates.io/category_slugs>. An unknown one is left
/// out by the registry without an error.
const CATEGORIES: [&str; 12] = [
    "api-bindings",
    "asynchronous",
    "authentication",
    "command-line-utilities",
    "cryptography",
    "database-implementations",
    "development-tools",
    "development-tools::build-utils",
    "development-tools::debugging",
    "development-tools::testing",
    "web-programming::http-client",
    "web-programming::http-server",
];

/// Features that no README lists: they are for `fuzz/`, or a synonym of features that it does.
const UNLISTED: [&str; 2] = ["default", "fuzzing"];

/// The most lines of a README.
const MOST_LINES: usize = 150;

/// A crate that is published.
struct Package {
    name: String,
    folder: PathBuf,
    metadata: Value,
    readme: String,
}

impl Package {
    fn texts(&self, key: &str) -> Vec<&str> {
        let texts = self.metadata[key].as_array().unwrap();
        texts.iter().map(|text| text.as_str().unwrap()).collect()
    }

    fn features(&self) -> BTreeSet<&str> {
        let features = self.metadata["features"].as_object().unwrap();
        let listed = features.keys().map(String::as_str);
        listed.filter(|name| !UNLISTED.contains(name)).collect()
    }
}

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(repository::root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn published() -> Vec<Package> {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let published = packages.filter(|package| package["publish"].is_null());
    let published: Vec<Package> = published
        .map(|package| {
            let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
            Package {
                name: package["name"].as_str().unwrap().to_owned(),
                readme: fs::read_to_string(folder.join("README.md")).unwrap_or_default(),
                folder: folder.to_owned(),
                metadata: package.clone(),
            }
        })
        .collect();
    assert_eq!(
        published.len(),
        8,
        "a new crate? packages/README.md has the order of the upload"
    );
    published
}

/// The workspace's version as a requirement: `0.1` of 0.1.0, `1` of 1.4.2.
fn requirement(version: &str) -> String {
    let (major, rest) = version.split_once('.').unwrap();
    if major == "0" {
        format!("0.{}", rest.split('.').next().unwrap())
    } else {
        major.to_owned()
    }
}

#[test]
fn a_manifest_has_what_a_registry_shows() {
    for package in published() {
        let name = &package.name;
        let description = package.metadata["description"].as_str().unwrap();
        assert!((20..=120).contains(&description.len()), "{name}: {description}");
        assert_eq!(package.metadata["license"], "MIT OR Apache-2.0", "{name}");
        assert_eq!(package.metadata["readme"], "README.md", "{name}");
        let keywords = package.texts("keywords");
        assert!((1..=MOST_KEYWORDS).contains(&keywords.len()), "{name}: {keywords:?}");
        for keyword in keywords {
            let is_valid = keyword.starts_with(|first: char| first.is_ascii_alphanumeric())
                && keyword
                    .chars()
                    .all(|char| char.is_ascii_alphanumeric() || "_-+".contains(char))
                && keyword.len() <= LONGEST_KEYWORD;
            assert!(is_valid, "{name}: {keyword}");
        }
        let categories = package.texts("categories");
        assert!((1..=5).contains(&categories.len()), "{name}: {categories:?}");
        for category in categories {
            assert!(CATEGORIES.contains(&category), "{name}: {category}");
        }
        let docs = &package.metadata["metadata"]["docs"]["rs"];
        assert_eq!(docs["all-features"], true, "{name}");
        assert_eq!(docs["rustdoc-args"], serde_json::json!(["--cfg", "docsrs"]), "{name}");
    }
}

#[test]
fn every_crate_and_every_requirement_has_the_version_of_the_workspace() {
    let packages = published();
    let versions: BTreeMap<&str, &str> = packages
        .iter()
        .map(|package| (&*package.name, package.metadata["version"].as_str().unwrap()))
        .collect();
    let distinct: BTreeSet<&&str> = versions.values().collect();
    assert_eq!(distinct.len(), 1, "{versions:?}");
    for package in &packages {
        for dependency in package.metadata["dependencies"].as_array().unwrap() {
            let Some(version) = dependency["name"].as_str().and_then(|name| versions.get(name)) else {
                continue;
            };
            assert_eq!(
                dependency["req"],
                format!("^{version}"),
                "{}: {}: see workspace.dependencies in Cargo.toml",
                package.name,
                dependency["name"]
            );
        }
    }
}

#[test]
fn license_texts_are_those_of_the_project() {
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = fs::read_to_string(repository::root().join(name)).unwrap();
        assert!(text.len() > 1000);
        for package in published() {
            let copy = package.folder.join(name);
            // A link is a text file with a path in it where git does not make links, and packed as such.
            assert!(!copy.is_symlink(), "{}", copy.display());
            assert!(fs::read_to_string(&copy).unwrap() == text, "{} differs", copy.display());
        }
    }
}

#[test]
fn a_readme_says_what_is_needed_and_its_versions_are_the_crates() {
    let packages = published();
    let names: BTreeSet<&str> = packages.iter().map(|package| &*package.name).collect();
    for package in &packages {
        let (name, readme) = (&package.name, &package.readme);
        assert!(readme.starts_with(&format!("# {name}\n")), "{name}");
        assert!(
            readme.lines().count() <= MOST_LINES,
            "{name}: {}",
            readme.lines().count()
        );
        let rust = format!("Rust {} or later", package.metadata["rust_version"].as_str().unwrap());
        for part in ["## Install\n", "## What it needs\n", "## License\n", &rust] {
            assert!(readme.contains(part), "{name}: no {part:?} in its README");
        }
        assert!(
            !readme.contains("]("),
            "{name}: a registry shows the README without the other files"
        );

        let wanted = requirement(package.metadata["version"].as_str().unwrap());
        let mut shown = 0;
        for line in readme.lines() {
            let of_ours = line
                .split_once(" = ")
                .filter(|(crate_name, _)| names.contains(crate_name));
            if let Some((_, version)) = of_ours {
                assert!(version.contains(&format!("\"{wanted}\"")), "{name}: {line}");
                shown += 1;
            }
        }
        let is_command_alone = name == "tc3-cli";
        assert_eq!(shown == 0, is_command_alone, "{name}");
    }
}

#[test]
fn the_commands_of_a_readme_name_crates_and_features_that_exist() {
    let packages = published();
    for package in &packages {
        let is_command = |line: &&str| line.starts_with("cargo add ") || line.starts_with("cargo install ");
        let mut count = 0;
        for command in package.readme.lines().filter(is_command) {
            count += 1;
            let named = command.split(' ').skip(2).find(|word| !word.starts_with("--")).unwrap();
            if named == "tokio" {
                continue;
            }
            let other = packages.iter().find(|other| other.name == named);
            let other = other.unwrap_or_else(|| panic!("{}: {command}: no such crate", package.name));
            let features = command.split_once(" --features ").map_or("", |(_, features)| features);
            for feature in features.split(',').filter(|feature| !feature.is_empty()) {
                assert!(other.features().contains(feature), "{}: {command}", package.name);
            }
        }
        assert!(count > 0, "{}: no command installs it", package.name);
    }
}

#[test]
fn a_readme_lists_every_feature() {
    for package in published() {
        let listed: BTreeSet<&str> = package
            .readme
            .split_once("## Features\n")
            .map_or("", |(_, rest)| rest.split("\n## ").next().unwrap())
            .lines()
            .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
            .flat_map(|names| names.split(", "))
            .filter_map(|name| name.strip_prefix('`')?.strip_suffix('`'))
            .collect();
        assert_eq!(listed, package.features(), "{}", package.name);
    }
}
