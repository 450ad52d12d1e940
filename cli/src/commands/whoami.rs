//! `tc3 whoami`: which identity calls are made with, and where its key came from.

use tc3_runtime::credentials::ProvideCredentials;

use super::shared_args::CallArgs;
use crate::arguments::OutputFormat;
use crate::call;
use crate::config::{Identity, Settings, masked};
use crate::console::{print_json, print_note, print_text};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::json::Value;

/// The region that STS is asked in if none is configured; every region gives the same answer.
const ANY_REGION: &str = "ap-guangzhou";

/// The arguments of `tc3 whoami`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    call: CallArgs,
    /// Ask nobody: print where the key comes from
    #[arg(long)]
    offline: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    let options = args.call.into_options();
    let mut settings = Settings::resolve(&options, "sts")?;
    settings.warnings.iter().for_each(|warning| print_note(warning));
    let identity = settings.identity()?;
    let (region, region_source) = (settings.region.clone(), settings.region_source.clone());
    settings.region.get_or_insert_with(|| ANY_REGION.to_owned());
    let runtime = call::runtime()?;
    let key = runtime.block_on(secret_id(&identity))?;
    let caller = if args.offline {
        Value::Null
    } else {
        let client = call::client(&settings, &options)?;
        let answer = runtime.block_on(client.call_raw("sts", "2018-08-13", "GetCallerIdentity", "{}"));
        let answer = answer.map_err(|error| call::service_error(&error))?;
        crate::json::parse(&answer.to_string()).map_err(|error| CliError::input(error.to_string()))?
    };
    let text = |text: &str| Value::String(text.to_owned());
    let of_caller = |name: &str| caller.get(name).cloned().unwrap_or(Value::Null);
    let members = vec![
        ("accountId", of_caller("AccountId")),
        ("type", of_caller("Type")),
        ("arn", of_caller("Arn")),
        ("userId", of_caller("UserId")),
        ("secretId", text(&masked(&key))),
        ("credentials", text(&identity.source)),
        ("profile", text(&settings.profile)),
        ("region", region.as_deref().map_or(Value::Null, text)),
        ("regionSource", text(&region_source)),
        ("site", text(&format!("{:?}", settings.site).to_lowercase())),
        ("siteSource", text(&settings.site_source)),
    ];
    let members: Vec<(String, Value)> = members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    if settings.output == OutputFormat::Json && options.output.is_some() {
        return print_json(&Value::Object(members));
    }
    let mut lines = String::new();
    for (name, value) in &members {
        if let Value::String(value) = value {
            lines += &format!("{name:<13} {value}\n");
        }
    }
    print_text(&lines)
}

/// The SecretId; its last characters tell two keys apart.
async fn secret_id(identity: &Identity) -> Result<String, CliError> {
    let credentials = identity.provider.provide().await;
    let credentials = credentials.map_err(|error| CliError::configuration(error.to_string()))?;
    Ok(credentials.secret_id().to_owned())
}
