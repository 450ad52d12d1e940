//! The table of the options that every action takes: the reader, the help and completion work from it.

use std::ffi::OsString;
use std::path::PathBuf;

use super::options::{
    DryRun, GlobalOptions, Language, OptionValueError, OutputFormat, Site, Skeleton, names_of, parse_duration,
};

/// An option.
pub(crate) struct OptionSpec {
    /// Without dashes: `dry-run`.
    pub(crate) name: &'static str,
    /// Other spellings: `secretId`. Underscores in place of hyphens need none.
    pub(crate) aliases: &'static [&'static str],
    pub(crate) takes: Takes,
    /// The values there are, where they are a closed set.
    pub(crate) values: &'static [&'static str],
    pub(crate) group: Group,
    /// What it does, in a line.
    pub(crate) description: &'static str,
    set: fn(&mut GlobalOptions, OsString) -> Result<(), OptionValueError>,
}

/// What may follow the name of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A bare option.
    Nothing,
    /// A value, called this in help.
    Value(&'static str),
    /// A value or nothing: `--dry-run`, `--dry-run=curl`.
    Optional(&'static str),
}

/// What an option is about: the sections of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Input,
    Call,
    Identity,
    Result,
    Waiting,
    Notes,
}

impl Group {
    pub(crate) const ALL: [Self; 6] = [
        Self::Input,
        Self::Call,
        Self::Identity,
        Self::Result,
        Self::Waiting,
        Self::Notes,
    ];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Input => "Parameters",
            Self::Call => "Call",
            Self::Identity => "Profile and credentials",
            Self::Result => "Result",
            Self::Waiting => "Waiting",
            Self::Notes => "Help and messages",
        }
    }
}

static SITES: [&str; 2] = names_of(&Site::NAMES);
static LANGUAGES: [&str; 2] = names_of(&Language::NAMES);
static FORMATS: [&str; 7] = names_of(&OutputFormat::NAMES);
static DRY_RUNS: [&str; 4] = names_of(&DryRun::NAMES);
static SKELETONS: [&str; 4] = names_of(&Skeleton::NAMES);

macro_rules! option {
    ($group:ident, $name:literal $(| $alias:literal)*, $takes:expr, $description:literal, $set:expr) => {
        option!($group, $name $(| $alias)*, $takes, &[], $description, $set)
    };
    ($group:ident, $name:literal $(| $alias:literal)*, $takes:expr, $values:expr, $description:literal, $set:expr) => {
        OptionSpec {
            name: $name,
            aliases: &[$($alias),*],
            takes: $takes,
            values: $values,
            group: Group::$group,
            description: $description,
            set: $set,
        }
    };
}

use Takes::{Nothing, Optional, Value};

/// Every option, in the order of the help.
#[rustfmt::skip]
pub(crate) static OPTIONS: &[OptionSpec] = &[
    option!(Input, "cli-input-json", Value("JSON"),
        "Parameters as JSON: a text, @FILE, file://FILE or - for standard input; parameters given as options replace its members",
        |options, value| put(&mut options.cli_input_json, text(value))),
    option!(Input, "generate-cli-skeleton", Optional("KIND"), &SKELETONS,
        "Print a skeleton of the parameters for --cli-input-json, or of the output, and call nothing",
        |options, value| put(&mut options.generate_cli_skeleton, parsed_or(value, Skeleton::Input))),
    option!(Input, "cli-unfold-argument", Nothing,
        "Accepted for tccli: nested parameters (--List.0.Member) always work",
        |_, _| Ok(())),
    option!(Input, "no-check", Nothing,
        "Send parameters that do not match what is declared, too",
        |options, _| on(&mut options.no_check)),
    option!(Input, "spec", Value("DIR"),
        "Folder of a spec that wins over the catalog; ./spec if it is there, none for none",
        |options, value| put(&mut options.spec, path(value))),
    option!(Call, "region", Value("REGION"),
        "Region, such as ap-guangzhou",
        |options, value| put(&mut options.region, text(value))),
    option!(Call, "endpoint", Value("ADDRESS"),
        "Where calls go: [http(s)://]host[:port]",
        |options, value| put(&mut options.endpoint, text(value))),
    option!(Call, "site", Value("SITE"), &SITES,
        "Site: of mainland China, or international",
        |options, value| put(&mut options.site, parsed(value))),
    option!(Call, "version", Value("DATE"),
        "Version of the service, such as 2018-05-29",
        |options, value| put(&mut options.version, date(value))),
    option!(Call, "timeout", Value("TIME"),
        "How long a call may take, or a wait if there is one: 5s, 10m, 500ms; a bare number is seconds",
        |options, value| put(&mut options.timeout, duration(value))),
    option!(Call, "retries", Value("N"),
        "How often a call that failed is repeated, where repeating is safe",
        |options, value| put(&mut options.retries, number(value))),
    option!(Call, "https-proxy", Value("URL"),
        "Proxy of calls: [http://][user:password@]host:port",
        |options, value| put(&mut options.https_proxy, text(value))),
    option!(Call, "ca-file", Value("FILE"),
        "Certificates that are trusted, in PEM",
        |options, value| put(&mut options.ca_file, path(value))),
    option!(Call, "emulator", Optional("URL"),
        "Call a local emulator, with its sample credential",
        |options, value| put(&mut options.emulator, text(value))),
    option!(Call, "dry-run", Optional("FORMAT"), &DRY_RUNS,
        "Print what would be sent, and send nothing",
        |options, value| put(&mut options.dry_run, parsed_or(value, DryRun::Text))),
    option!(Call, "yes", Nothing,
        "Do not ask before an action that destroys something",
        |options, _| on(&mut options.yes)),
    option!(Call, "request-client", Value("WORD"),
        "A word that is added to the header X-TC-RequestClient",
        |options, value| put(&mut options.request_client, text(value))),
    option!(Identity, "profile", Value("NAME"),
        "Profile of the configuration",
        |options, value| put(&mut options.profile, text(value))),
    option!(Identity, "secret-id" | "secretId", Value("ID"),
        "SecretId of a key; better in a profile or in TENCENTCLOUD_SECRET_ID",
        |options, value| put(&mut options.secret_id, text(value))),
    option!(Identity, "secret-key" | "secretKey", Value("KEY"),
        "SecretKey of a key; other users of the machine can see it here: better in a profile or in TENCENTCLOUD_SECRET_KEY",
        |options, value| put(&mut options.secret_key, text(value))),
    option!(Identity, "token", Value("TOKEN"),
        "Token of a temporary key",
        |options, value| put(&mut options.token, text(value))),
    option!(Identity, "use-cvm-role", Nothing,
        "Act as the role of this machine",
        |options, _| on(&mut options.use_cvm_role)),
    option!(Identity, "role-arn", Value("ARN"),
        "Act as this role",
        |options, value| put(&mut options.role_arn, text(value))),
    option!(Identity, "role-session-name", Value("NAME"),
        "Name of the session as that role",
        |options, value| put(&mut options.role_session_name, text(value))),
    option!(Result, "output", Value("FORMAT"), &FORMATS,
        "Format of the result",
        |options, value| put(&mut options.output, parsed(value))),
    option!(Result, "filter", Value("EXPRESSION"),
        "JMESPath expression that selects from the result",
        |options, value| put(&mut options.filter, text(value))),
    option!(Result, "columns", Value("NAMES"),
        "Columns of a table or of CSV: A,B.C",
        |options, value| columns(&mut options.columns, value)),
    option!(Result, "all", Nothing,
        "Get all pages of a list",
        |options, _| on(&mut options.all)),
    option!(Result, "max-items", Value("N"),
        "With --all: at most so many items",
        |options, value| put(&mut options.max_items, at_least_one(value))),
    option!(Result, "pager", Value("COMMAND"),
        "Show the result by this command",
        |options, value| put(&mut options.pager, text(value))),
    option!(Waiting, "until", Value("EXPRESSION"),
        "Repeat the call until this JMESPath expression is true",
        |options, value| put(&mut options.until, text(value))),
    option!(Waiting, "fail-if", Value("EXPRESSION"),
        "With --until: end with an error when this is true",
        |options, value| put(&mut options.fail_if, text(value))),
    option!(Waiting, "every", Value("TIME"),
        "With --until: time between two calls",
        |options, value| put(&mut options.every, duration(value))),
    option!(Waiting, "waiter", Value("JSON"),
        "The wait as tccli has it: '{\"expr\": .., \"to\": .., \"timeout\": 180, \"interval\": 5}'",
        |options, value| put(&mut options.waiter, text(value))),
    option!(Notes, "language", Value("LANGUAGE"), &LANGUAGES,
        "Language of help and of the service's messages",
        |options, value| put(&mut options.language, parsed(value))),
    option!(Notes, "detail", Nothing,
        "With help: everything that is known",
        |options, _| on(&mut options.detail)),
    option!(Notes, "debug", Nothing,
        "Print what is sent and received on standard error, without keys",
        |options, _| on(&mut options.debug)),
    option!(Notes, "quiet", Nothing,
        "Print no notes and no progress",
        |options, _| on(&mut options.quiet)),
    option!(Notes, "warning", Nothing,
        "Print notes, as is done anyway unless --quiet precedes it",
        |options, _| { options.quiet = false; Ok(()) }),
];

/// Finds an option by what follows its dashes, in any spelling but with the capitals of none but tccli's own names.
pub(crate) fn find(name: &str) -> Option<&'static OptionSpec> {
    let hyphenated = name.replace('_', "-");
    OPTIONS
        .iter()
        .find(|option| option.name == hyphenated || option.aliases.contains(&name))
}

impl OptionSpec {
    /// Sets it; an empty value is what a bare option has.
    pub(super) fn set(&self, options: &mut GlobalOptions, value: OsString) -> Result<(), OptionValueError> {
        (self.set)(options, value)
    }
}

fn put<T>(option: &mut Option<T>, value: Result<T, OptionValueError>) -> Result<(), OptionValueError> {
    *option = Some(value?);
    Ok(())
}

fn on(option: &mut bool) -> Result<(), OptionValueError> {
    *option = true;
    Ok(())
}

fn text(value: OsString) -> Result<String, OptionValueError> {
    value.into_string().map_err(|_| OptionValueError::new("must be UTF-8"))
}

fn path(value: OsString) -> Result<PathBuf, OptionValueError> {
    if value.is_empty() {
        return Err(OptionValueError::new("must name a file or folder"));
    }
    Ok(PathBuf::from(value))
}

fn parsed<T: std::str::FromStr<Err = OptionValueError>>(value: OsString) -> Result<T, OptionValueError> {
    text(value)?.parse()
}

fn parsed_or<T>(value: OsString, bare: T) -> Result<T, OptionValueError>
where
    T: std::str::FromStr<Err = OptionValueError>,
{
    if value.is_empty() { Ok(bare) } else { parsed(value) }
}

fn duration(value: OsString) -> Result<std::time::Duration, OptionValueError> {
    match parse_duration(&text(value)?)? {
        std::time::Duration::ZERO => Err(OptionValueError::new("must be more than 0")),
        duration => Ok(duration),
    }
}

fn number<T: std::str::FromStr>(value: OsString) -> Result<T, OptionValueError> {
    text(value)?
        .parse()
        .map_err(|_| OptionValueError::new("must be a whole number"))
}

fn at_least_one(value: OsString) -> Result<u64, OptionValueError> {
    match number(value)? {
        0 => Err(OptionValueError::new("must be at least 1")),
        number => Ok(number),
    }
}

fn date(value: OsString) -> Result<String, OptionValueError> {
    let date = text(value)?;
    let digits = |range| {
        date.get(range)
            .is_some_and(|part: &str| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_date = date.len() == 10
        && digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && date.get(4..5) == Some("-")
        && date.get(7..8) == Some("-");
    if is_date {
        return Ok(date);
    }
    Err(OptionValueError::new(
        "must be the date of a version, such as 2018-05-29",
    ))
}

fn columns(columns: &mut Vec<String>, value: OsString) -> Result<(), OptionValueError> {
    let value = text(value)?;
    for column in value.split(',').map(str::trim) {
        if column.is_empty() {
            return Err(OptionValueError::new("must be names separated by commas: A,B.C"));
        }
        columns.push(column.to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_have_no_capitals_but_those_of_tccli() {
        let names: Vec<&str> = OPTIONS
            .iter()
            .flat_map(|option| option.aliases.iter().chain([&option.name]))
            .copied()
            .collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        let capitals: Vec<&&str> = names.iter().filter(|name| name.contains(char::is_uppercase)).collect();
        assert_eq!(capitals, [&"secretId", &"secretKey"]);
    }

    #[test]
    fn each_listed_value_is_taken() {
        for option in OPTIONS {
            for value in option.values {
                option
                    .set(&mut GlobalOptions::default(), OsString::from(value))
                    .unwrap();
            }
        }
    }

    #[test]
    fn options_are_found_with_underscores_and_not_with_capitals() {
        assert_eq!(find("dry_run").map(|option| option.name), Some("dry-run"));
        assert_eq!(find("secretKey").map(|option| option.name), Some("secret-key"));
        assert!(find("DryRun").is_none() && find("Filter").is_none() && find("secretid").is_none());
    }

    #[test]
    fn a_version_is_a_date() {
        let option = find("version").unwrap();
        let mut options = GlobalOptions::default();
        assert!(option.set(&mut options, "2018-05-29".into()).is_ok());
        for wrong in ["", "v20180529", "2018-5-29", "2018/05/29", "2018-05-299", "日本語日"] {
            assert!(option.set(&mut options, wrong.into()).is_err(), "{wrong}");
        }
    }
}
