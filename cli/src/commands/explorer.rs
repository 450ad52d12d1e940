//! `tc3 explorer`: the API Explorer, a web application on this machine.

use std::path::PathBuf;
use std::time::Duration;

use crate::arguments::{GlobalOptions, Language, Site, parse_duration};
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::explorer::{self, ExplorerOptions};

/// The arguments of `tc3 explorer`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Port of 127.0.0.1 to listen on; a free one if none is given
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Print the address and open no browser
    #[arg(long)]
    no_open: bool,
    /// Start an emulator in the process, to call without an account
    #[arg(long)]
    emulator: bool,
    /// Profile that is chosen first
    #[arg(long)]
    profile: Option<String>,
    /// Region that is chosen first
    #[arg(long)]
    region: Option<String>,
    /// Address of a service that keys may be used with: [http(s)://]host[:port]
    #[arg(long)]
    endpoint: Option<String>,
    /// Which site: cn or intl
    #[arg(long)]
    site: Option<Site>,
    /// Language of texts: en-US or zh-CN
    #[arg(long)]
    language: Option<Language>,
    /// Folder of a spec that wins over the catalog
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// How long a call may take: 5s, 10m, 500ms; a bare number is seconds
    #[arg(long, value_parser = parse_duration)]
    timeout: Option<Duration>,
    /// Proxy of calls
    #[arg(long, visible_alias = "https_proxy", value_name = "URL")]
    https_proxy: Option<String>,
    /// Certificates that are trusted in addition to the system's, in PEM
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Print no notes
    #[arg(long)]
    quiet: bool,
}

/// Runs the command.
pub(super) fn run(args: Args) -> Result<ExitStatus, CliError> {
    explorer::run(ExplorerOptions {
        port: args.port,
        opens_browser: !args.no_open,
        starts_emulator: args.emulator,
        options: GlobalOptions {
            profile: args.profile,
            region: args.region,
            endpoint: args.endpoint,
            site: args.site,
            language: args.language,
            spec: args.spec,
            timeout: args.timeout,
            https_proxy: args.https_proxy,
            ca_file: args.ca_file,
            quiet: args.quiet,
            ..GlobalOptions::default()
        },
    })
}
