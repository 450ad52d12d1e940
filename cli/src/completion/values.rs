//! Values that are on this machine or the same for all actions: regions, profiles, files.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::candidate::Candidate;
use crate::arguments::OPTIONS;
use crate::config;

/// The most files of a folder that are offered.
const MAX_FILES: usize = 500;

/// The largest file that profiles are looked for in, in bytes.
const MAX_PROFILE_FILE: u64 = 1024 * 1024;

/// The regions, and where they are.
pub(crate) const REGIONS: [(&str, &str); 23] = [
    ("ap-bangkok", "Bangkok"),
    ("ap-beijing", "Beijing"),
    ("ap-beijing-fsi", "Beijing, finance"),
    ("ap-chengdu", "Chengdu"),
    ("ap-chongqing", "Chongqing"),
    ("ap-guangzhou", "Guangzhou"),
    ("ap-guangzhou-open", "Guangzhou, open"),
    ("ap-hongkong", "Hong Kong"),
    ("ap-jakarta", "Jakarta"),
    ("ap-mumbai", "Mumbai"),
    ("ap-nanjing", "Nanjing"),
    ("ap-seoul", "Seoul"),
    ("ap-shanghai", "Shanghai"),
    ("ap-shanghai-fsi", "Shanghai, finance"),
    ("ap-shenzhen-fsi", "Shenzhen, finance"),
    ("ap-singapore", "Singapore"),
    ("ap-taipei", "Taipei"),
    ("ap-tokyo", "Tokyo"),
    ("eu-frankfurt", "Frankfurt"),
    ("na-ashburn", "Ashburn, Virginia"),
    ("na-siliconvalley", "Silicon Valley"),
    ("na-toronto", "Toronto"),
    ("sa-saopaulo", "São Paulo"),
];

/// The values of an option whose values are a closed set.
pub(super) fn closed(name: &str) -> Option<Vec<Candidate>> {
    let option = OPTIONS.iter().find(|option| option.name == name)?;
    let values = option.values.iter().map(|value| Candidate::new(*value, ""));
    (!option.values.is_empty()).then(|| values.collect())
}

pub(super) fn regions() -> Vec<Candidate> {
    let regions = REGIONS.iter();
    regions.map(|(region, place)| Candidate::new(*region, place)).collect()
}

/// The names of profiles: of the configuration, of tccli, and of the file that the SDKs share. A file that cannot be
/// read has none.
pub(super) fn profiles() -> Vec<Candidate> {
    let shared = env::home_dir().unwrap_or_default().join(".tencentcloud/credentials");
    let names: BTreeSet<String> = config::profile_names().into_iter().chain(sections(&shared)).collect();
    names.into_iter().map(|name| Candidate::new(name, "")).collect()
}

/// The names in brackets of a file.
fn sections(path: &Path) -> Vec<String> {
    let is_small = fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MAX_PROFILE_FILE);
    let text = if is_small {
        fs::read_to_string(path).unwrap_or_default()
    } else {
        String::new()
    };
    let lines = text.lines().map(str::trim);
    let names = lines.filter_map(|line| line.strip_prefix('[')?.split(']').next());
    names
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The files that a value may name after its `@`, `file://` or `fileb://`; nothing for other values.
pub(super) fn files_of_value(typed: &str) -> Vec<Candidate> {
    let prefixes = ["@", "file://", "fileb://"];
    let prefix = prefixes.into_iter().find(|prefix| typed.starts_with(prefix));
    let Some(prefix) = prefix.filter(|_| !typed.starts_with("@@")) else {
        return Vec::new();
    };
    files(prefix, typed.get(prefix.len()..).unwrap_or_default(), false)
}

/// The files and folders whose paths begin with `typed`, each after `prefix`; hidden ones only if a dot was typed.
pub(super) fn files(prefix: &str, typed: &str, folders_only: bool) -> Vec<Candidate> {
    let (folder, name) = match typed.rfind('/') {
        Some(slash) => typed.split_at(slash + 1),
        None => ("", typed),
    };
    let path = match folder.strip_prefix("~/") {
        Some(below) => env::home_dir().unwrap_or_default().join(below),
        None if folder.is_empty() => PathBuf::from("."),
        None => PathBuf::from(folder),
    };
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let mut found: Vec<Candidate> = entries
        .filter_map(|entry| {
            let file = entry.file_name().into_string().ok()?;
            let is_folder = entry.path().is_dir();
            let is_shown = !file.starts_with('.') || name.starts_with('.');
            let is_wanted = is_shown && file.starts_with(name) && (is_folder || !folders_only);
            let end = if is_folder { "/" } else { "" };
            is_wanted.then(|| Candidate::new(format!("{prefix}{folder}{file}{end}"), ""))
        })
        .take(MAX_FILES)
        .collect();
    found.sort_by(|one, other| one.value.cmp(&other.value));
    found
}
