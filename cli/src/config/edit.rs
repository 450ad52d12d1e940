//! Changes `config.toml`: comments and order stay, and a change is whole or did not happen.
//!
//! The new file is written next to the old one and takes its place by a rename. A lock file keeps two commands that
//! change it at once from losing each other's change; it is held for milliseconds, and the system releases it if the
//! command is killed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use fs4::FileExt;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::file::{ConfigFile, read_text};
use super::keys::{Key, Kind};
use super::paths::config_file;
use crate::error::CliError;

/// The new value of a key; an empty one removes the key. The service is that of `<service>.endpoint`.
pub(crate) type Change<'a> = (Option<&'a str>, &'a Key, String);

/// Makes all of the changes, or none if a value is wrong.
pub(crate) fn apply(profile: &str, changes: &[Change<'_>]) -> Result<(), CliError> {
    let mut items = Vec::with_capacity(changes.len());
    for (service, key, text) in changes {
        let new = if text.is_empty() { None } else { Some(item(key, text)?) };
        items.push((*service, key.name, new));
    }
    change(|document| {
        for (service, name, new) in items {
            let table = table(document, profile, service)?;
            match new {
                // The comment behind a value is kept.
                Some(Item::Value(mut new)) => {
                    if let Some(old) = table.get(name).and_then(Item::as_value) {
                        *new.decor_mut() = old.decor().clone();
                    }
                    table.insert(name, Item::Value(new));
                }
                Some(new) => {
                    table.insert(name, new);
                }
                None => {
                    table.remove(name);
                }
            }
        }
        Some(())
    })
}

/// Says what is wrong with a value; an empty one removes the key.
pub(crate) fn validate(key: &Key, text: &str) -> Result<(), CliError> {
    if text.is_empty() {
        Ok(())
    } else {
        item(key, text).map(drop)
    }
}

/// Removes a key of a profile, and returns whether it was there.
pub(crate) fn remove(profile: &str, service: Option<&str>, key: &str) -> Result<bool, CliError> {
    let mut was_there = false;
    change(|document| {
        let mut table = document.get_mut("profile")?.get_mut(profile)?;
        if let Some(service) = service {
            table = table.get_mut("services")?.get_mut(service)?;
        }
        was_there = table.as_table_like_mut()?.remove(key).is_some();
        Some(())
    })?;
    Ok(was_there)
}

/// Removes a profile, and returns whether it was there.
pub(crate) fn remove_profile(profile: &str) -> Result<bool, CliError> {
    let mut was_there = false;
    change(|document| {
        was_there = document
            .get_mut("profile")?
            .as_table_like_mut()?
            .remove(profile)
            .is_some();
        Some(())
    })?;
    Ok(was_there)
}

fn item(key: &Key, text: &str) -> Result<Item, CliError> {
    let wrong = |expected: &str| CliError::input(format!("`{}` must be {expected}", key.name));
    match key.kind {
        Kind::Flag => text.parse::<bool>().map(value).map_err(|_| wrong("true or false")),
        Kind::Number => {
            let number = text.parse::<u32>().map_err(|_| wrong("a number from 0"))?;
            Ok(value(i64::from(number)))
        }
        Kind::Duration => {
            crate::arguments::parse_duration(text)
                .map_err(|error| CliError::input(format!("`{}` {error}", key.name)))?;
            Ok(value(text))
        }
        Kind::OneOf(values) if !values.contains(&text) => Err(wrong(&format!("one of {}", values.join(", ")))),
        Kind::Command => {
            if text.contains(['"', '\'', '\\']) {
                return Err(
                    CliError::input(format!("`{}` is taken without a shell, which reads quotes", key.name))
                        .hint("write the program and its arguments into config.toml, as [\"sh\", \"-c\", \"..\"]"),
                );
            }
            let words: Array = text.split_whitespace().collect();
            if words.is_empty() {
                Err(wrong("a program and its arguments"))
            } else {
                Ok(value(words))
            }
        }
        Kind::Text | Kind::Secret | Kind::OneOf(_) => Ok(value(text)),
    }
}

/// The table of a profile or of a service in it, made if it is not there.
fn table<'a>(document: &'a mut DocumentMut, profile: &str, service: Option<&str>) -> Option<&'a mut Table> {
    let mut names = vec!["profile", profile];
    names.extend(service.into_iter().flat_map(|service| ["services", service]));
    let mut table = document.as_table_mut();
    let last = names.len();
    for (index, name) in names.into_iter().enumerate() {
        let is_new = !table.contains_key(name);
        let item = table.entry(name).or_insert_with(|| Item::Table(Table::new()));
        if let Some(inline) = item.as_inline_table() {
            *item = Item::Table(inline.clone().into_table());
        }
        table = item.as_table_mut()?;
        if is_new {
            // `[profile]` alone would be a line that says nothing.
            table.set_implicit(index + 1 < last);
        }
    }
    Some(table)
}

/// Reads the file, changes it and writes it. A change that returns `None` leaves the file alone.
fn change(edit: impl FnOnce(&mut DocumentMut) -> Option<()>) -> Result<(), CliError> {
    let path = config_file()?;
    let failed = |error: io::Error| CliError::configuration(format!("{}: {error}", path.display()));
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    make_private_folder(folder).map_err(failed)?;
    let _lock = lock(folder).map_err(failed)?;
    // Refuses a file that is wrong, with its place.
    ConfigFile::read()?;
    let text = read_text(&path).map_err(failed)?.unwrap_or_default();
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        CliError::configuration(format!("{}: {}", path.display(), error.message()))
    })?;
    // Comments of a file that has nothing else would come after what is added.
    let comments = if document.is_empty() {
        let comments = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing("");
        comments
    } else {
        String::new()
    };
    if edit(&mut document).is_none() {
        return Ok(());
    }
    replace(&path, format!("{comments}{document}").as_bytes()).map_err(failed)
}

fn lock(folder: &Path) -> io::Result<File> {
    let file = private()
        .create(true)
        .truncate(false)
        .open(folder.join(".config.lock"))?;
    FileExt::lock(&file)?;
    Ok(file)
}

/// Puts a file that only its owner can read in the place of another, whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays a link, as those who keep their configuration in a repository have it.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let new = path.with_extension(format!("new-{}", std::process::id()));
    let written = private().create_new(true).open(&new).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&new, &path));
    if done.is_err() {
        // The old file is as it was; what is left of the new one serves nobody.
        let _ = fs::remove_file(&new);
    }
    done
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;

    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    options
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;

        builder.mode(0o700);
    }
    builder.create(folder)
}
