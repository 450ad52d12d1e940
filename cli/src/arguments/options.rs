//! The options that every action takes.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// The options of `tc3 SERVICE ACTION`. What is not given is decided by the configuration.
#[derive(Clone, Default)]
pub(crate) struct GlobalOptions {
    pub(crate) profile: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) site: Option<Site>,
    pub(crate) version: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) output: Option<OutputFormat>,
    pub(crate) filter: Option<String>,
    /// `--columns A,B.C`, for tables and CSV.
    pub(crate) columns: Vec<String>,
    pub(crate) all: bool,
    pub(crate) max_items: Option<u64>,
    pub(crate) until: Option<String>,
    pub(crate) fail_if: Option<String>,
    pub(crate) every: Option<Duration>,
    /// tccli's `--waiter`, as it was given.
    pub(crate) waiter: Option<String>,
    /// Of the wait if there is one, otherwise of the call.
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) https_proxy: Option<String>,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) dry_run: Option<DryRun>,
    pub(crate) no_check: bool,
    pub(crate) debug: bool,
    pub(crate) quiet: bool,
    pub(crate) yes: bool,
    pub(crate) pager: Option<String>,
    pub(crate) secret_id: Option<String>,
    pub(crate) secret_key: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) use_cvm_role: bool,
    pub(crate) role_arn: Option<String>,
    pub(crate) role_session_name: Option<String>,
    /// tccli's `--request-client`: a word for the header `X-TC-RequestClient`.
    pub(crate) request_client: Option<String>,
    /// `--emulator[=URL]`: calls go to a local emulator with its sample credential.
    pub(crate) emulator: Option<String>,
    pub(crate) spec: Option<PathBuf>,
    /// `TEXT`, `@file`, `file://file` or `-`.
    pub(crate) cli_input_json: Option<String>,
    pub(crate) generate_cli_skeleton: Option<Skeleton>,
    /// tccli's `help --detail`.
    pub(crate) detail: bool,
}

/// A site of Tencent Cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    Cn,
    Intl,
}

/// The language of descriptions and of the service's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

/// How the result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputFormat {
    Json,
    JsonLines,
    Table,
    Text,
    Yaml,
    Csv,
    /// The bytes as they came.
    Raw,
}

/// What `--dry-run` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DryRun {
    Text,
    Json,
    Curl,
    Http,
}

/// What `--generate-cli-skeleton` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skeleton {
    Input,
    Output,
    Required,
    Example,
}

/// Redacts the keys.
impl fmt::Debug for GlobalOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GlobalOptions")
            .field("profile", &self.profile)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

/// Why the value of an option is wrong: what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OptionValueError(String);

impl OptionValueError {
    pub(super) fn new(must: &str) -> Self {
        Self(must.to_owned())
    }
}

impl fmt::Display for OptionValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OptionValueError {}

/// Finds the value that `text` names; letter case does not matter.
fn named<T: Copy>(text: &str, values: &[(&str, T)]) -> Result<T, OptionValueError> {
    let found = values.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        OptionValueError(format!("must be one of {}", names.join(", ")))
    })
}

/// The names alone.
pub(super) const fn names_of<T, const N: usize>(values: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = values[index].0;
        index += 1;
    }
    names
}

impl Site {
    pub(crate) const NAMES: [(&str, Self); 2] = [("cn", Self::Cn), ("intl", Self::Intl)];
}

impl Language {
    pub(crate) const NAMES: [(&str, Self); 2] = [("zh-CN", Self::Chinese), ("en-US", Self::English)];
}

impl OutputFormat {
    pub(crate) const NAMES: [(&str, Self); 7] = [
        ("json", Self::Json),
        ("json-lines", Self::JsonLines),
        ("table", Self::Table),
        ("text", Self::Text),
        ("yaml", Self::Yaml),
        ("csv", Self::Csv),
        ("raw", Self::Raw),
    ];
}

impl DryRun {
    pub(crate) const NAMES: [(&str, Self); 4] = [
        ("text", Self::Text),
        ("json", Self::Json),
        ("curl", Self::Curl),
        ("http", Self::Http),
    ];
}

impl Skeleton {
    pub(crate) const NAMES: [(&str, Self); 4] = [
        ("input", Self::Input),
        ("output", Self::Output),
        ("required", Self::Required),
        ("example", Self::Example),
    ];
}

macro_rules! from_names {
    ($($name:ty),+) => {$(
        impl FromStr for $name {
            type Err = OptionValueError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                named(text, &Self::NAMES)
            }
        }
    )+};
}

from_names!(Site, OutputFormat, DryRun, Skeleton);

/// `zh` and `en`, and the forms of `LANG`, name the languages too.
impl FromStr for Language {
    type Err = OptionValueError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "zh" => Ok(Self::Chinese),
            "en" => Ok(Self::English),
            _ => named(&text.replace('_', "-"), &Self::NAMES),
        }
    }
}

/// Reads `500ms`, `5s`, `10m`, `1h`, or a number of seconds; fractions are fine.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, OptionValueError> {
    let wrong = || OptionValueError::new("must be a time such as 5s, 10m, 1h or 500ms; a bare number is seconds");
    let unit_at = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let factor = match unit {
        "" | "s" => 1.0,
        "ms" => 0.001,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(wrong()),
    };
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let amount: f64 = number.parse().ok().filter(|_| is_plain).ok_or_else(wrong)?;
    Duration::try_from_secs_f64(amount * factor).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, milliseconds) in [
            ("5", 5_000),
            ("5s", 5_000),
            ("1.5s", 1_500),
            ("500ms", 500),
            ("10m", 600_000),
            ("1h", 3_600_000),
            ("0", 0),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in [
            "",
            "s",
            "-5",
            "5 s",
            "5d",
            "1e3",
            "inf",
            "NaN",
            "99999999999999999999h",
            ".",
        ] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_of_values_are_listed_where_one_is_wrong() {
        assert_eq!("JSON-Lines".parse(), Ok(OutputFormat::JsonLines));
        let error = "xml".parse::<OutputFormat>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "must be one of json, json-lines, table, text, yaml, csv, raw"
        );
        assert_eq!("zh_CN".parse(), Ok(Language::Chinese));
    }
}
