//! `tc3 sign`: signs a request, explains a signature, and finds why one was refused.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use tc3_signature::{Algorithm, Diagnosis, ExplainOptions, Explanation, Form, Key, Outcome, Parsed, explain};

use super::action;
use super::shared_args::KeyArgs;
use crate::arguments::{Invocation, OutputFormat};
use crate::call;
use crate::config::Settings;
use crate::console::{print_bytes, print_note, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::library;
use crate::sign::{Keys, check, diagnosis_text, explanation_text, read_body, read_request, request_of};

/// Options of this command, which the options of an action's command line are read without.
const OWN_FLAGS: [&str; 1] = ["--explain"];
const OWN_VALUES: [&str; 4] = ["--timestamp", "--service", "--method", "--body"];

/// The arguments of `tc3 sign`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without SERVICE, signs the request on standard input: raw HTTP, the output of curl -v, a curl command or a \
                  HAR entry. With SERVICE ACTION, the request that this call would send; nothing is sent."
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Show every intermediate value, with invisible characters
    #[arg(long)]
    explain: bool,
    /// Time to sign, in Unix seconds; otherwise the request's, or now
    #[arg(long, value_name = "N")]
    timestamp: Option<i64>,
    /// Service of the credential scope; otherwise the one that the host names
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// How to sign: tc3, hmac-sha1 or hmac-sha256
    #[arg(long)]
    method: Option<Method>,
    /// File with the body, if the request lacks it
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
    /// SERVICE ACTION with parameters and options, as for a call
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "SERVICE ACTION --Parameter VALUE"
    )]
    words: Vec<OsString>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Find why the signature of a request was refused
    Check(Box<CheckArgs>),
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Reads raw HTTP, the output of curl -v, a curl command, a HAR entry or a header Authorization. Tries the \
                  keys of all profiles, and prints none. Exits with 0 if the signature is right and in time, with 1 \
                  otherwise, and with 2 if the text is no request."
)]
struct CheckArgs {
    /// File with the request; otherwise standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// File with the body, if the request lacks it
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    #[command(flatten)]
    key: KeyArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Method(Algorithm);

impl FromStr for Method {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "tc3" | "tc3-hmac-sha256" => Ok(Self(Algorithm::Tc3)),
            "hmac-sha1" | "hmacsha1" => Ok(Self(Algorithm::HmacSha1)),
            "hmac-sha256" | "hmacsha256" => Ok(Self(Algorithm::HmacSha256)),
            _ => Err("must be one of tc3, hmac-sha1, hmac-sha256"),
        }
    }
}

/// Runs the command; `words` are those that follow its name.
pub(super) fn run(args: Args, words: &[OsString]) -> Result<ExitStatus, CliError> {
    match args.command {
        Some(Command::Check(args)) => run_check(*args),
        None if args.words.is_empty() => run_request(args),
        None => run_action(&args, words),
    }
}

/// Signs the request on standard input.
fn run_request(args: Args) -> Result<ExitStatus, CliError> {
    let options = args.key.into_options();
    let is_json = options.output == Some(OutputFormat::Json);
    refuse_format(options.output)?;
    let settings = Settings::resolve(&options, args.service.as_deref().unwrap_or_default())?;
    settings.warnings.iter().for_each(|warning| print_note(warning));
    let parsed = with_body(read_request(None)?, args.body.as_deref())?;
    if !options.quiet {
        parsed.notes.iter().for_each(|note| print_note(note));
    }
    if parsed.form == Form::Authorization {
        let error = CliError::input("the text is a header Authorization, and no request that can be signed");
        return Err(error.hint("`tc3 sign check` reads what it says"));
    }
    let keys = Keys::own(&settings)?;
    let request = parsed.request;
    let algorithm = args.method.map(|Method(algorithm)| algorithm);
    let nonce = u64::try_from(call::now()?).unwrap_or(1).max(1);
    let mut signing = ExplainOptions {
        timestamp: args.timestamp,
        service: args.service.as_deref(),
        algorithm,
        nonce: Some(nonce),
        payload_hash: None,
    };
    let borrowed = keys.borrowed();
    let key = borrowed
        .first()
        .ok_or_else(|| CliError::configuration("there is no key to sign with"))?;
    let explained = explain(&request, key, &signing).or_else(|error| {
        if signing.timestamp.is_some() {
            return Err(error);
        }
        // It has no time yet.
        signing.timestamp = call::now().ok();
        explain(&request, key, &signing)
    });
    let explanation = explained.map_err(|error| {
        let error = CliError::input(error.to_string());
        match request.body {
            None => error.hint("give the body that is sent: --body FILE"),
            Some(_) => error.hint("--service NAME and --timestamp N say what the request does not"),
        }
    })?;
    if is_json {
        return print_json(&explanation.to_json());
    }
    if args.explain {
        return print_text(&explanation_text(&explanation));
    }
    print_text(&lines_to_send(&explanation, &request, key))
}

/// What has to be sent: the header `Authorization` and those that belong to it, or the signed form.
fn lines_to_send(explanation: &Explanation, request: &tc3_signature::Request, key: &Key<'_>) -> String {
    if explanation.algorithm != Algorithm::Tc3 {
        let form = explanation.step("form").map(|step| step.text.as_str());
        return format!("{}\n", form.unwrap_or_default());
    }
    let mut lines = format!("Authorization: {}\n", explanation.authorization);
    let timestamp = explanation.timestamp.to_string();
    if request.value("x-tc-timestamp") != Some(&timestamp) {
        lines += &format!("X-TC-Timestamp: {timestamp}\n");
    }
    if let Some(token) = key.token()
        && request.value("x-tc-token") != Some(token)
    {
        lines += &format!("X-TC-Token: {token}\n");
    }
    lines
}

/// Signs the request that a call would send.
fn run_action(args: &Args, words: &[OsString]) -> Result<ExitStatus, CliError> {
    if args.timestamp.is_some() || args.service.is_some() || args.method.is_some() || args.body.is_some() {
        let message = "--timestamp, --service, --method and --body belong to a request on standard input";
        return Err(CliError::input(message).hint("set TC3_TIMESTAMP to sign a call for another time"));
    }
    let invocation = Invocation::read(&without_own(words))?;
    let options = &invocation.options;
    let is_json = options.output == Some(OutputFormat::Json);
    refuse_format(options.output)?;
    let (settings, library) = action::open(&invocation)?;
    let Some(found) = action::found(&library, &invocation, &settings)? else {
        let service = &invocation.service;
        let error = CliError::input(format!("name an action: tc3 sign --explain {service} ACTION"));
        return Err(error.hint(format!("`tc3 {service} help` lists the actions of {service}")));
    };
    if invocation.help {
        return crate::help::action(&found, &invocation, &settings);
    }
    let request = action::request(&library, &found, &invocation, &settings)?;
    let (prepared, credentials, note) = call::signed(&found, &settings, options, &request)?;
    if let Some(note) = note.filter(|_| !options.quiet) {
        print_note(&note);
    }
    if prepared.signed().is_none() {
        let action = invocation.action.as_deref().unwrap_or_default();
        return Err(CliError::input(format!(
            "{action} is not signed: it authenticates the caller by a parameter"
        )));
    }
    let keys = Keys::from(credentials);
    let service = prepared.credential_scope().and_then(|scope| scope.split('/').nth(1));
    let options = ExplainOptions {
        service,
        algorithm: Some(Algorithm::Tc3),
        ..ExplainOptions::default()
    };
    let request = request_of(&prepared);
    let borrowed = keys.borrowed();
    let key = borrowed
        .first()
        .ok_or_else(|| CliError::configuration("there is no key to sign with"))?;
    let explanation = explain(&request, key, &options).map_err(|error| CliError::input(error.to_string()))?;
    if is_json {
        return print_json(&explanation.to_json());
    }
    if args.explain {
        return print_text(&explanation_text(&explanation));
    }
    print_text(&format!("Authorization: {}\n", explanation.authorization))
}

/// # Errors
/// If a result is asked for in another format than the two that this command prints.
fn refuse_format(output: Option<OutputFormat>) -> Result<(), CliError> {
    match output {
        None | Some(OutputFormat::Json | OutputFormat::Text) => Ok(()),
        Some(_) => Err(CliError::input("tc3 sign prints text, or JSON by --output json")),
    }
}

/// The words of a call, without the options of this command.
fn without_own(words: &[OsString]) -> Vec<OsString> {
    let mut kept = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = word.to_str().unwrap_or_default();
        if OWN_FLAGS.contains(&text) {
            continue;
        }
        if OWN_VALUES.contains(&text) {
            words.next();
            continue;
        }
        kept.push(word.clone());
    }
    kept
}

/// Finds why a signature was refused.
fn run_check(args: CheckArgs) -> Result<ExitStatus, CliError> {
    let options = args.key.into_options();
    let is_json = options.output == Some(OutputFormat::Json);
    refuse_format(options.output)?;
    let settings = Settings::resolve(&options, "")?;
    settings.warnings.iter().for_each(|warning| print_note(warning));
    let now = call::now()?;
    let parsed = with_body(read_request(args.file.as_deref())?, args.body.as_deref())?;
    let (keys, note) = Keys::all(&settings);
    if !options.quiet {
        print_note(&read_note(&parsed));
        parsed.notes.iter().for_each(|note| print_note(note));
        if let Some(note) = note {
            print_note(&note);
        }
        if keys.is_empty() {
            print_note("there is no key, so only what needs none is checked: name one by --profile or the environment");
        }
    }
    let library = library::open(options.spec.as_deref()).ok();
    let services = library.and_then(|library| library.services().ok()).unwrap_or_default();
    let names: Vec<&str> = services.iter().map(|service| &*service.name).collect();
    let diagnosis = check(&parsed.request, &keys, &names, now);
    if is_json {
        print_json(&with_form(&diagnosis, &parsed))?;
    } else {
        print_text(&diagnosis_text(&diagnosis))?;
    }
    if diagnosis.outcome == Outcome::Right {
        Ok(ExitStatus::Done)
    } else {
        Ok(ExitStatus::Refused)
    }
}

/// The diagnosis as JSON, with the form of the request.
fn with_form(diagnosis: &Diagnosis, parsed: &Parsed) -> serde_json::Value {
    let mut json = diagnosis.to_json();
    json["form"] = parsed.form.name().into();
    json["lacks"] = parsed.lacks.clone().into();
    json
}

/// What was read: `read as raw HTTP; it lacks the body`.
fn read_note(parsed: &Parsed) -> String {
    let form = parsed.form.name();
    if parsed.lacks.is_empty() {
        format!("read as {form}")
    } else {
        format!("read as {form}, which lacks {}", parsed.lacks.join(", "))
    }
}

/// The request with the body of a file.
fn with_body(mut parsed: Parsed, file: Option<&std::path::Path>) -> Result<Parsed, CliError> {
    if let Some(file) = file {
        parsed.request.body = Some(read_body(file)?.into());
        parsed.lacks.retain(|lack| *lack != "the body");
    }
    Ok(parsed)
}

fn print_json(value: &serde_json::Value) -> Result<ExitStatus, CliError> {
    let mut json = serde_json::to_vec_pretty(value).map_err(|error| CliError::input(error.to_string()))?;
    json.push(b'\n');
    print_bytes(&json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_call_are_what_is_left() {
        let words = ["--explain", "gaap", "A", "--Body", "x", "--timestamp", "1"].map(OsString::from);
        let expected = ["gaap", "A", "--Body", "x"].map(OsString::from);
        assert_eq!(without_own(&words), expected);
    }
}
