//! Reads `config.toml`: named profiles.
//!
//! ```toml
//! default_profile = "prod"
//!
//! [profile.prod]
//! region = "ap-guangzhou"
//! credential_process = ["pass-to-json", "tencent/prod"]
//!
//! [profile.prod.services.cvm]
//! endpoint = "cvm.internal.tencentcloudapi.com"
//! ```

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, TableLike};

use super::keys::{KEYS, Key, Kind, find};
use super::paths::config_file;
use crate::error::CliError;
use crate::near::{near_clause, nearest};

/// A configuration file; one that does not exist is empty.
#[derive(Clone, Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: PathBuf,
    pub(crate) default_profile: Option<String>,
    /// What was odd and not wrong: keys that are not known, and who can read the file.
    pub(crate) warnings: Vec<String>,
    profiles: Vec<Profile>,
}

/// A profile.
#[derive(Clone, Default)]
pub(crate) struct Profile {
    pub(crate) name: String,
    /// Keys and their values, in the order of the file.
    values: Vec<(&'static str, Value)>,
    /// Services with keys of their own: `cvm`, `endpoint`, its value.
    services: Vec<(String, String, String)>,
}

#[derive(Clone)]
enum Value {
    Text(String),
    Flag(bool),
    Number(u32),
    Command(Vec<String>),
}

impl ConfigFile {
    /// Reads the user's file.
    pub(crate) fn read() -> Result<Self, CliError> {
        Self::read_from(config_file()?)
    }

    fn read_from(path: PathBuf) -> Result<Self, CliError> {
        let empty = |path| Self {
            path,
            default_profile: None,
            warnings: Vec::new(),
            profiles: Vec::new(),
        };
        let text = match read_text(&path) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(empty(path)),
            Err(error) => {
                return Err(CliError::configuration(format!("{}: {error}", path.display()))
                    .hint("make it a file that you can read, or move it away; TC3_CONFIG names another"));
            }
        };
        let mut file = empty(path);
        file.parse(&text)?;
        let holds_key = |profile: &Profile| profile.text("secret_key").is_some();
        if file.profiles.iter().any(holds_key) && is_readable_by_others(&file.path) {
            let path = file.path.display();
            file.warnings.push(format!(
                "{path} holds a key and can be read by others: chmod 600 {path}"
            ));
        }
        Ok(file)
    }

    fn parse(&mut self, text: &str) -> Result<(), CliError> {
        let document = Document::parse(text).map_err(|error| {
            let place = error.span().map(|span| place(text, span.start)).unwrap_or_default();
            self.wrong(&place, error.message())
        })?;
        for (name, item) in document.iter() {
            match name {
                "default_profile" => self.default_profile = Some(self.text(text, item, name)?),
                "profile" => {
                    let profiles = self.table(text, item, name)?;
                    for (name, item) in profiles.iter() {
                        let profile = self.profile(text, name, item)?;
                        self.profiles.push(profile);
                    }
                }
                unknown => self.unknown(text, item, unknown, &["default_profile", "profile"]),
            }
        }
        Ok(())
    }

    fn profile(&mut self, text: &str, name: &str, item: &Item) -> Result<Profile, CliError> {
        let mut profile = Profile {
            name: name.to_owned(),
            ..Profile::default()
        };
        let table = self.table(text, item, &format!("profile.{name}"))?;
        for (key, item) in table.iter() {
            if key == "services" {
                profile.services = self.services(text, item)?;
                continue;
            }
            match KEYS.iter().find(|known| known.name == key) {
                Some(known) => profile.values.push((known.name, self.value(text, item, known)?)),
                None => {
                    let names: Vec<&str> = KEYS.iter().map(|known| known.name).collect();
                    // tccli's spelling means the same key, and must not be ignored.
                    let spelled = find(key).map(|known| known.name);
                    match spelled {
                        Some(right) => {
                            return Err(
                                self.wrong(&place_of(text, item), &format!("`{key}` is spelled `{right}` here"))
                            );
                        }
                        None => self.unknown(text, item, key, &names),
                    }
                }
            }
        }
        Ok(profile)
    }

    fn services(&mut self, text: &str, item: &Item) -> Result<Vec<(String, String, String)>, CliError> {
        let mut services = Vec::new();
        for (service, item) in self.table(text, item, "services")?.iter() {
            for (key, item) in self.table(text, item, service)?.iter() {
                if matches!(key, "endpoint" | "version") {
                    services.push((service.to_owned(), key.to_owned(), self.text(text, item, key)?));
                } else {
                    self.unknown(text, item, key, &["endpoint", "version"]);
                }
            }
        }
        Ok(services)
    }

    fn value(&self, text: &str, item: &Item, key: &Key) -> Result<Value, CliError> {
        let wrong = |expected: &str| self.wrong(&place_of(text, item), &format!("`{}` must be {expected}", key.name));
        match key.kind {
            Kind::Flag => item.as_bool().map(Value::Flag).ok_or_else(|| wrong("true or false")),
            Kind::Number => {
                let number = item.as_integer().and_then(|number| u32::try_from(number).ok());
                number.map(Value::Number).ok_or_else(|| wrong("a number from 0"))
            }
            Kind::Command => {
                let words = item
                    .as_array()
                    .map(|list| list.iter().map(|word| word.as_str()).collect::<Option<Vec<_>>>());
                let words = words.flatten().filter(|words| !words.is_empty());
                let words =
                    words.ok_or_else(|| wrong("a list of a program and its arguments: [\"pass\", \"show\"]"))?;
                Ok(Value::Command(words.into_iter().map(str::to_owned).collect()))
            }
            Kind::OneOf(values) => {
                let value = item.as_str().filter(|value| values.contains(value));
                let value = value.ok_or_else(|| wrong(&format!("one of {}", values.join(", "))))?;
                Ok(Value::Text(value.to_owned()))
            }
            Kind::Text | Kind::Secret | Kind::Duration => self.text(text, item, key.name).map(Value::Text),
        }
    }

    fn table<'a>(&self, text: &str, item: &'a Item, name: &str) -> Result<&'a dyn TableLike, CliError> {
        let wrong = || self.wrong(&place_of(text, item), &format!("`{name}` must be a table: [{name}]"));
        item.as_table_like().ok_or_else(wrong)
    }

    fn text(&self, text: &str, item: &Item, name: &str) -> Result<String, CliError> {
        let value = item.as_str().map(str::to_owned);
        value.ok_or_else(|| self.wrong(&place_of(text, item), &format!("`{name}` must be a text in quotes")))
    }

    fn wrong(&self, place: &str, what: &str) -> CliError {
        CliError::configuration(format!("{}{place}: {what}", self.path.display()))
    }

    fn unknown(&mut self, text: &str, item: &Item, key: &str, known: &[&str]) {
        let near = near_clause(&nearest(key, known.iter().copied()));
        let place = place_of(text, item);
        self.warnings.push(format!(
            "{}{place}: `{key}` is no key of tc3{near}",
            self.path.display()
        ));
    }

    /// The profile of this name.
    pub(crate) fn profile_named(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// The names of the profiles.
    pub(crate) fn profile_names(&self) -> Vec<String> {
        self.profiles.iter().map(|profile| profile.name.clone()).collect()
    }
}

impl Profile {
    fn get(&self, key: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.0 == key).map(|value| &value.1)
    }

    /// The text of a key; an empty one counts as none.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Value::Text(text)) => Some(&**text).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Value::Flag(true)))
    }

    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        match self.get(key) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub(crate) fn command(&self, key: &str) -> Option<&[String]> {
        match self.get(key) {
            Some(Value::Command(words)) => Some(words),
            _ => None,
        }
    }

    /// A key of a service: `endpoint` or `version`.
    pub(crate) fn of_service(&self, service: &str, key: &str) -> Option<&str> {
        let found = self
            .services
            .iter()
            .find(|(name, known, _)| name == service && known == key);
        found.map(|(_, _, value)| &**value)
    }

    /// Every key with its value as it is shown, keys of services as `cvm.endpoint`.
    pub(crate) fn shown(&self) -> Vec<(String, String)> {
        let value = |(key, value): &(&'static str, Value)| {
            let is_secret = find(key).is_some_and(|key| key.kind == Kind::Secret);
            let text = match value {
                Value::Text(text) if is_secret || *key == "secret_id" => masked(text),
                Value::Text(text) if *key == "https_proxy" => without_password(text),
                Value::Text(text) => text.clone(),
                Value::Flag(flag) => flag.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Command(words) => words.join(" "),
            };
            ((*key).to_owned(), text)
        };
        let services = self.services.iter();
        let services = services.map(|(service, key, value)| (format!("{service}.{key}"), value.clone()));
        self.values.iter().map(value).chain(services).collect()
    }
}

/// A profile may hold keys.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A key as it is shown: its last four characters, or none of a short one.
pub(crate) fn masked(secret: &str) -> String {
    const STARS: &str = "****************";
    let characters = secret.chars().count();
    if characters < 12 {
        return STARS.to_owned();
    }
    let last: String = secret.chars().skip(characters - 4).collect();
    format!("{STARS}{last}")
}

/// A URL without the password of its user.
fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let user = user.split(':').next().unwrap_or_default();
            let scheme = if scheme.is_empty() {
                String::new()
            } else {
                format!("{scheme}://")
            };
            format!("{scheme}{user}:****@{host}")
        }
        None => url.to_owned(),
    }
}

/// The text of a file, or `None` if there is none.
pub(super) fn read_text(path: &Path) -> io::Result<Option<String>> {
    match fs::metadata(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
        // A pipe would block, and a folder gives an error that says nothing.
        Ok(metadata) if metadata.is_dir() => Err(io::Error::other("it is a folder, not a file")),
        Ok(metadata) if !metadata.is_file() => Err(io::Error::other("it is not a regular file")),
        Ok(_) => fs::read_to_string(path).map(Some),
    }
}

#[cfg(unix)]
fn is_readable_by_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_readable_by_others(_: &Path) -> bool {
    false
}

fn place_of(text: &str, item: &Item) -> String {
    item.span().map(|span| place(text, span.start)).unwrap_or_default()
}

/// `:3:5`, the line and the column of a byte.
fn place(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!(":{line}:{column}")
}
