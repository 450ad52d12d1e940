//! An emulator in this process, and the command in a clean environment.

use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tc3_emulator::{Builder, Emulator, SAMPLE_SECRET_ID, SAMPLE_SECRET_KEY};

pub(crate) const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");

/// The parameters of a group that can be created.
pub(crate) const GROUP: [&str; 7] = [
    "--ProjectId",
    "0",
    "--GroupName=it's 中",
    "--RealServerRegion",
    "Guangzhou",
    "--PackageType",
    "Thunder",
];

/// A list of groups, of which there may be none.
pub(crate) const LIST: [&str; 5] = [
    "gaap",
    "DescribeProxyGroupList",
    "--ProjectId=-1",
    "--Offset=0",
    "--Limit=10",
];

/// An emulator of the spec, with the runtime that it runs on.
pub(crate) struct Cloud {
    pub(crate) emulator: Emulator,
    /// The actions of the requests that came, as they come.
    arrivals: Receiver<String>,
    _runtime: tokio::runtime::Runtime,
}

impl Cloud {
    pub(crate) fn start() -> Self {
        Self::with(|builder| builder)
    }

    pub(crate) fn with(configure: impl FnOnce(Builder) -> Builder) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let (sender, arrivals) = channel();
        let builder = Emulator::builder().spec_dir(SPEC).on_request(move |request| {
            let _ = sender.send(request.action.clone().unwrap_or_default());
        });
        let emulator = runtime.block_on(configure(builder).start()).unwrap();
        Self {
            emulator,
            arrivals,
            _runtime: runtime,
        }
    }

    /// Waits until the next request came.
    pub(crate) fn arrival(&self) -> String {
        self.arrivals.recv_timeout(Duration::from_secs(60)).unwrap()
    }

    /// How often an action was called.
    pub(crate) fn count(&self, action: &str) -> usize {
        let requests = self.emulator.requests();
        let of_action = requests
            .iter()
            .filter(|request| request.action.as_deref() == Some(action));
        of_action.count()
    }

    /// `tc3` with these words, and the options that lead to the emulator.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = tc3(words);
        command.args(["--endpoint", &self.emulator.url(), "--region", "ap-guangzhou"]);
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Run {
        Run::of(self.command(words).output().unwrap())
    }

    /// Creates a proxy group.
    pub(crate) fn create(&self, options: &[&str]) -> Run {
        self.run(&[&["gaap", "CreateProxyGroup"], &GROUP[..], options].concat())
    }
}

/// `tc3` with these words, in a clean environment with the sample credential.
pub(crate) fn tc3(words: &[&str]) -> Command {
    let home = env!("CARGO_TARGET_TMPDIR");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tc3"));
    command
        .args(words)
        .args(["--spec", SPEC])
        .env_clear()
        .envs([
            ("HOME", home),
            ("TENCENTCLOUD_SECRET_ID", SAMPLE_SECRET_ID),
            ("TENCENTCLOUD_SECRET_KEY", SAMPLE_SECRET_KEY),
        ])
        .current_dir(home)
        .stdin(Stdio::null());
    command
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The result as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.status, 0, "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// The status and the errors, if nothing was printed.
    pub(crate) fn failed(&self) -> (i32, &str) {
        assert_eq!(self.stdout, "", "{}", self.stderr);
        (self.status, &self.stderr)
    }
}

/// Starts a command with pipes.
pub(crate) fn spawn(mut command: Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// An address where nothing listens.
pub(crate) fn nowhere() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}
