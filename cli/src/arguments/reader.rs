//! Reads the words of `tc3 SERVICE ACTION ..` one after the other.
//!
//! An option with a capital letter is a parameter of the action, one without is the global option of that name if there
//! is one; `--api.NAME` is a parameter in any case. What the parameters take is not known here: their values are the
//! words up to the next option. All that is wrong is collected, so that one run shows it.

use std::ffi::{OsStr, OsString};

use lexopt::{Arg, Parser};

use super::options::OutputFormat;
use super::table::{self, OptionSpec, Takes};
use super::{Invocation, RawParameter};
use crate::error::CliError;
use crate::near::{near_clause, nearest};
use crate::secret_names::looks_secret;

/// What a command line begins with, when the options that precede it are set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// Help is asked for, or there are no words at all.
    Overview,
    /// `--version` alone.
    Version,
    /// The word at this place names a service or a command.
    Word(usize),
    /// There are options alone.
    Options,
}

/// Finds the word that names the service or the command.
pub(crate) fn start(words: &[OsString]) -> Start {
    let mut reader = Reader::new(words);
    let mut asks_for_help = words.is_empty();
    while let Some(arg) = reader.next() {
        match arg {
            Word::Plain(_) => {
                let left = reader.parser.try_raw_args().map_or(0, |words| words.as_slice().len());
                return Start::Word(words.len() - left - 1);
            }
            Word::Long(name) => reader.option(&name),
            Word::Version => reader.asks_for_version = true,
            Word::Help => asks_for_help = true,
            Word::Wrong(message) => reader.messages.push(message),
        }
    }
    match (reader.messages.is_empty(), reader.asks_for_version) {
        (true, true) => Start::Version,
        (true, _) if asks_for_help => Start::Overview,
        _ => Start::Options,
    }
}

/// Reads a whole command line.
pub(super) fn read(words: &[OsString]) -> Result<Invocation, CliError> {
    let mut reader = Reader::new(words);
    while let Some(arg) = reader.next() {
        match arg {
            Word::Help => reader.invocation.help = true,
            Word::Version => reader.asks_for_version = true,
            Word::Long(name) => reader.option(&name),
            Word::Plain(word) => reader.positional(word),
            Word::Wrong(message) => reader.wrong(message, None),
        }
    }
    reader.finish()
}

enum Word {
    Help,
    Version,
    Long(String),
    Plain(OsString),
    Wrong(String),
}

struct Reader {
    parser: Parser,
    invocation: Invocation,
    /// Whether the service was named; its name may be empty.
    has_service: bool,
    asks_for_version: bool,
    messages: Vec<String>,
    hints: Vec<String>,
}

impl Reader {
    fn new(words: &[OsString]) -> Self {
        Self {
            parser: Parser::from_args(words),
            invocation: Invocation::default(),
            has_service: false,
            asks_for_version: false,
            messages: Vec::new(),
            hints: Vec::new(),
        }
    }

    fn wrong(&mut self, message: impl Into<String>, hint: Option<String>) {
        self.messages.push(message.into());
        self.hints.extend(hint.filter(|hint| !self.hints.contains(hint)));
    }

    fn next(&mut self) -> Option<Word> {
        if let Some(word) = self.next_if(|word| is_short(word) && word != "-h" && word != "-V") {
            return Some(Word::Wrong(format!("there is no option {}", word.display())));
        }
        let word = match self.parser.next() {
            Ok(None) => return None,
            Ok(Some(Arg::Long("help"))) | Ok(Some(Arg::Short('h'))) => Word::Help,
            Ok(Some(Arg::Short('V'))) => Word::Version,
            Ok(Some(Arg::Long(name))) => Word::Long(name.to_owned()),
            Ok(Some(Arg::Value(word))) => Word::Plain(word),
            Ok(Some(Arg::Short(letter))) => Word::Wrong(format!("there is no option -{letter}")),
            Err(error) => Word::Wrong(error.to_string()),
        };
        if matches!(word, Word::Help | Word::Version) && self.parser.optional_value().is_some() {
            return Some(Word::Wrong("--help takes no value".to_owned()));
        }
        Some(word)
    }

    fn next_if(&mut self, is_wanted: impl FnOnce(&OsStr) -> bool) -> Option<OsString> {
        self.parser
            .try_raw_args()
            .and_then(|mut words| words.next_if(is_wanted))
    }

    fn positional(&mut self, word: OsString) {
        let word = match word.into_string() {
            Ok(word) => word,
            Err(word) => return self.wrong(format!("{} is not UTF-8", word.display()), None),
        };
        if !self.has_service {
            self.has_service = true;
            // All names of services are in lower case.
            self.invocation.service = word.to_lowercase();
        } else if word == "help" {
            self.invocation.help = true;
        } else if self.invocation.action.is_none() {
            self.invocation.action = Some(word);
        } else {
            let hint = "parameters are given by name: --Name VALUE";
            self.wrong(format!("unexpected word {word:?}"), Some(hint.to_owned()));
        }
    }

    fn option(&mut self, name: &str) {
        if let Some(name) = name.strip_prefix("api.") {
            return self.parameter(name);
        }
        match table::find(name) {
            Some(option) => self.global(name, option),
            None => self.parameter(name),
        }
    }

    /// `name` is the spelling that was used.
    fn global(&mut self, name: &str, option: &OptionSpec) {
        let inline = self.parser.optional_value();
        let value = match option.takes {
            Takes::Nothing if inline.is_some() => return self.wrong(format!("--{name} takes no value"), None),
            Takes::Nothing => OsString::new(),
            Takes::Optional(_) => inline
                .or_else(|| self.next_if(|word| is_optional_value(option, word)))
                .unwrap_or_default(),
            Takes::Value(placeholder) => match inline.or_else(|| self.next_if(is_value)) {
                Some(value) => value,
                None if option.name == "version" && !self.has_service => {
                    self.asks_for_version = true;
                    return;
                }
                None => return self.lacks_value(name, placeholder, option.values),
            },
        };
        // A wrong value may be a secret in the wrong place; those of closed sets and numbers are worth showing.
        let shown = (!looks_secret(option.name)).then(|| value.to_string_lossy().into_owned());
        if let Err(error) = option.set(&mut self.invocation.options, value) {
            let shown = shown.map(|value| format!(" {value:?}")).unwrap_or_default();
            self.wrong(format!("--{name}{shown}: it {error}"), None);
        }
    }

    fn lacks_value(&mut self, name: &str, placeholder: &str, values: &[&str]) {
        let one_of = if values.is_empty() {
            String::new()
        } else {
            format!(", one of {}", values.join(", "))
        };
        let example = if name == "version" { ", such as 2018-05-29" } else { "" };
        let hint = self.dashed_value(name);
        self.wrong(format!("--{name} needs a value: {placeholder}{example}{one_of}"), hint);
    }

    /// Takes a word such as `-x`, which was meant as a value of the option before it.
    fn dashed_value(&mut self, name: &str) -> Option<String> {
        let word = self.next_if(|word| is_short(word) && word != "-h")?;
        let shown = if looks_secret(name) {
            "-..".to_owned()
        } else {
            word.to_string_lossy().into_owned()
        };
        Some(format!("a value that begins with `-` is given as --{name}={shown}"))
    }

    fn parameter(&mut self, name: &str) {
        let mut words = Vec::new();
        match self.parser.optional_value() {
            Some(value) => words.push(value),
            None => {
                while let Some(word) = self.next_if(is_value) {
                    words.push(word);
                }
                if let Some(hint) = self.dashed_value(name) {
                    self.wrong(format!("--{name}: a value begins with `-`"), Some(hint));
                }
            }
        }
        if self.invocation.action.is_none() {
            if !name.contains(char::is_uppercase) {
                let near = nearest(name, table::OPTIONS.iter().map(|option| option.name));
                return self.wrong(format!("there is no option --{name}{}", near_clause(&near)), None);
            }
            let hint =
                "the order is: tc3 SERVICE ACTION --Parameter VALUE ..; `tc3 help options` lists what may come first";
            return self.wrong(format!("--{name} comes before the action"), Some(hint.to_owned()));
        }
        let mut values = Vec::new();
        for word in words {
            match word.into_string() {
                Ok(value) => values.push(value),
                Err(_) => self.wrong(format!("--{name}: the value is not UTF-8"), None),
            }
        }
        let name = name.to_owned();
        self.invocation.parameters.push(RawParameter { name, values });
    }

    fn finish(mut self) -> Result<Invocation, CliError> {
        let options = &self.invocation.options;
        let has_result_options = options.dry_run.is_some()
            || options.all
            || options.until.is_some()
            || options.waiter.is_some()
            || options.filter.is_some()
            || !options.columns.is_empty()
            || options.output.is_some_and(|format| format != OutputFormat::Json);
        let needs = [
            (options.max_items.is_some() && !options.all, "--max-items needs --all"),
            (
                options.fail_if.is_some() && options.until.is_none(),
                "--fail-if needs --until",
            ),
            (
                options.every.is_some() && options.until.is_none(),
                "--every needs --until",
            ),
            (
                options.waiter.is_some() && options.until.is_some(),
                "--waiter and --until are two ways to say the same: give one",
            ),
            (
                options.generate_cli_skeleton.is_some() && has_result_options,
                "--generate-cli-skeleton makes no call: its JSON goes with no option of results, waits and dry runs",
            ),
            (
                options.detail && !self.invocation.help && self.invocation.action.is_some(),
                "--detail goes with help: tc3 SERVICE ACTION help --detail",
            ),
            (
                self.asks_for_version,
                "--version needs a value here: DATE, such as 2018-05-29",
            ),
            (
                !self.has_service || self.invocation.service.is_empty(),
                "name a service: tc3 SERVICE ACTION",
            ),
        ];
        let needs = needs.into_iter().filter(|(is_wrong, _)| *is_wrong);
        self.messages.extend(needs.map(|(_, message)| message.to_owned()));
        if self.invocation.options.secret_key.is_some() {
            self.invocation.notes.push(SECRET_KEY_NOTE.to_owned());
        }
        let mut messages = self.messages.into_iter();
        let Some(first) = messages.next() else {
            return Ok(self.invocation);
        };
        let mut error = CliError::input(first);
        error.messages.extend(messages);
        error.hints.extend(self.hints);
        error.is_json = self.invocation.options.output == Some(OutputFormat::Json);
        Err(error)
    }
}

/// What is said where a key is on the command line.
pub(crate) const SECRET_KEY_NOTE: &str = "other users of this machine can see --secretKey, and the shell keeps it in its \
    history; use `tc3 configure set secretKey`, or the environment's TENCENTCLOUD_SECRET_KEY";

/// Whether a word is a value: everything but options. Negative numbers are values, and `-` is.
fn is_value(word: &OsStr) -> bool {
    let bytes = word.as_encoded_bytes();
    !bytes.starts_with(b"--") && !is_short(word)
}

/// Whether a word is `-x`, which is neither a number nor a long option.
fn is_short(word: &OsStr) -> bool {
    match word.as_encoded_bytes() {
        [b'-', b'-', ..] | [b'-'] => false,
        [b'-', b'0'..=b'9', ..] | [b'-', b'.', b'0'..=b'9', ..] => false,
        [b'-', ..] => true,
        _ => false,
    }
}

/// Whether a word is the value of an option that may be bare: one of its set, or an address.
fn is_optional_value(option: &OptionSpec, word: &OsStr) -> bool {
    let Some(word) = word.to_str() else { return false };
    option.values.iter().any(|value| value.eq_ignore_ascii_case(word))
        || (option.name == "emulator" && (word.starts_with("http://") || word.starts_with("https://")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{DryRun, Skeleton};

    fn words(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    fn read_line(line: &str) -> Invocation {
        read(&words(line)).unwrap_or_else(|error| panic!("{line}: {error:?}"))
    }

    fn messages(line: &str) -> Vec<String> {
        let error = read(&words(line)).expect_err(line);
        error.messages.into_iter().chain(error.hints).collect()
    }

    fn parameters(line: &str) -> Vec<String> {
        let one = |parameter: &RawParameter| format!("{}={}", parameter.name, parameter.values.join("|"));
        read_line(line).parameters.iter().map(one).collect()
    }

    #[test]
    fn options_come_before_and_after_the_service() {
        for line in [
            "--profile p --dry-run gaap CreateProxyGroup --output table",
            "gaap --profile=p --dry-run CreateProxyGroup --output=table",
            "gaap CreateProxyGroup --output TABLE --dry_run --profile p",
        ] {
            let invocation = read_line(line);
            assert_eq!(invocation.service, "gaap", "{line}");
            assert_eq!(invocation.action.as_deref(), Some("CreateProxyGroup"), "{line}");
            assert_eq!(invocation.options.profile.as_deref(), Some("p"), "{line}");
            assert_eq!(invocation.options.dry_run, Some(DryRun::Text), "{line}");
            assert_eq!(invocation.options.output, Some(OutputFormat::Table), "{line}");
        }
    }

    #[test]
    fn help_is_asked_for_anywhere() {
        for line in [
            "gaap help",
            "gaap --help",
            "gaap -h",
            "--help gaap",
            "gaap help --detail",
        ] {
            assert!(read_line(line).help && read_line(line).action.is_none(), "{line}");
        }
        for line in [
            "gaap A help",
            "gaap A --help",
            "gaap --help A",
            "gaap A --X 1 --help",
            "gaap A --all help --detail",
        ] {
            assert!(read_line(line).help, "{line}");
            assert_eq!(read_line(line).action.as_deref(), Some("A"), "{line}");
        }
    }

    #[test]
    fn capitals_distinguish_parameters_from_options() {
        let line = "s A --DryRun true --filter x --Filter y --api.filter z --group-name g --Version 1";
        assert_eq!(
            parameters(line),
            ["DryRun=true", "Filter=y", "filter=z", "group-name=g", "Version=1"]
        );
        assert_eq!(read_line(line).options.filter.as_deref(), Some("x"));
        assert_eq!(read_line("s A --secretId i").options.secret_id.as_deref(), Some("i"));
    }

    #[test]
    fn values_are_the_words_up_to_the_next_option() {
        assert_eq!(
            parameters("s A --Ids a b --Ids c --Limit -5 --X -.5 --Y - --Z"),
            ["Ids=a|b", "Ids=c", "Limit=-5", "X=-.5", "Y=-", "Z="]
        );
        assert_eq!(
            parameters("s A --Order=-x --Empty= --Eq=a=b"),
            ["Order=-x", "Empty=", "Eq=a=b"]
        );
    }

    #[test]
    fn optional_values() {
        assert_eq!(
            read_line("s A --generate-cli-skeleton").options.generate_cli_skeleton,
            Some(Skeleton::Input)
        );
        assert_eq!(
            read_line("s A --generate-cli-skeleton output")
                .options
                .generate_cli_skeleton,
            Some(Skeleton::Output)
        );
        assert_eq!(read_line("--dry-run=curl s A").options.dry_run, Some(DryRun::Curl));
        assert_eq!(read_line("--emulator s A").options.emulator.as_deref(), Some(""));
        assert_eq!(
            read_line("s A --emulator http://a:1").options.emulator.as_deref(),
            Some("http://a:1")
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_with_what_to_write() {
        assert_eq!(
            messages("s A --output xml --every 5 --retries x b --Order -x --X 1"),
            [
                "--output \"xml\": it must be one of json, json-lines, table, text, yaml, csv, raw",
                "--retries \"x\": it must be a whole number",
                "unexpected word \"b\"",
                "--Order: a value begins with `-`",
                "--every needs --until",
                "parameters are given by name: --Name VALUE",
                "a value that begins with `-` is given as --Order=-x",
            ]
        );
        assert_eq!(
            messages("s A --output"),
            ["--output needs a value: FORMAT, one of json, json-lines, table, text, yaml, csv, raw"]
        );
        assert_eq!(
            messages("s A --version v20170312"),
            ["--version \"v20170312\": it must be the date of a version, such as 2018-05-29"]
        );
        assert_eq!(
            messages("s A --version"),
            ["--version needs a value: DATE, such as 2018-05-29"]
        );
        assert_eq!(
            messages("s A --all=true -x"),
            ["--all takes no value", "there is no option -x"]
        );
        assert!(messages("s --GroupName x A")[0].contains("before the action"));
        assert_eq!(
            messages("--proflie p s")[0],
            "there is no option --proflie; near: profile"
        );
        assert_eq!(messages("--profile p"), ["name a service: tc3 SERVICE ACTION"]);
    }

    #[test]
    fn what_a_line_begins_with() {
        for (line, expected) in [
            ("", Start::Overview),
            ("--help", Start::Overview),
            ("-h", Start::Overview),
            ("--version", Start::Version),
            ("-V", Start::Version),
            ("gaap", Start::Word(0)),
            ("--profile p whoami", Start::Word(2)),
            ("--profile=p --dry-run gaap", Start::Word(2)),
            ("--version 2018-05-29 gaap", Start::Word(2)),
            ("--dry-run json gaap A", Start::Word(2)),
            ("--profile p", Start::Options),
            ("--GroupName x", Start::Options),
            ("--help --nope", Start::Options),
            ("--quiet --version", Start::Version),
        ] {
            assert_eq!(start(&words(line)), expected, "{line}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn words_that_are_no_text() {
        use std::os::unix::ffi::OsStringExt;
        let bytes = || OsString::from_vec(b"a\xff".to_vec());
        let line = |last: &[OsString]| [words("s A").as_slice(), last].concat();
        assert!(read(&line(&["--ca-file".into(), bytes()])).is_ok());
        for wrong in [
            vec![bytes()],
            vec!["--X".into(), bytes()],
            vec!["--region".into(), bytes()],
            vec![OsString::from_vec(b"--\xff=1".to_vec())],
        ] {
            assert!(
                read(&line(&wrong)).is_err() || !read(&line(&wrong)).unwrap().parameters.is_empty(),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn no_line_ends_the_reader_early_or_in_a_panic() {
        let pieces = [
            "s",
            "A",
            "--Ids",
            "--Ids.0",
            "x",
            "-5",
            "-",
            "--",
            "-x",
            "-h",
            "--help",
            "help",
            "--output",
            "json",
            "--output=xml",
            "--all",
            "--all=1",
            "--dry-run",
            "--emulator",
            "http://a",
            "--version",
            "2020-01-01",
            "--=",
            "--=x",
            "---x",
            "-=x",
            "",
            "--api.",
            "--api.x",
            "中",
            "--中=é",
        ];
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            let mut line = Vec::new();
            for _ in 0..seed % 9 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                line.push(OsString::from(pieces[(seed >> 33) as usize % pieces.len()]));
            }
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            if let Start::Word(place) = start(&line) {
                assert!(place < line.len(), "{line:?}");
            }
            let _ = read(&line);
        }
    }
}
