//! The processes that the benchmark starts: clients, and the server.

use std::error::Error;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use bench_calls::server::Settings;
use stopwatch::Measurement;

/// A client: a process that implements the contract of `stopwatch`.
pub(super) struct ClientProcess {
    pub(super) name: &'static str,
    command: Vec<OsString>,
    calls: u32,
    root_file: Option<PathBuf>,
}

impl ClientProcess {
    pub(super) fn new(name: &'static str, command: Vec<OsString>, calls: u32) -> Self {
        Self {
            name,
            command,
            calls,
            root_file: None,
        }
    }

    /// A client in this binary.
    pub(super) fn of_this_binary(name: &'static str, args: &[&str], calls: u32) -> Result<Self, Box<dyn Error>> {
        let mut command = vec![std::env::current_exe()?.into_os_string()];
        command.extend(args.iter().map(OsString::from));
        Ok(Self::new(name, command, calls))
    }

    /// The same client, trusting this root certificate and no other.
    pub(super) fn trusting(self, root_file: &Path) -> Self {
        Self {
            root_file: Some(root_file.to_owned()),
            ..self
        }
    }

    pub(super) fn measure(&self, url: &str) -> Result<Measurement, Box<dyn Error>> {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]).arg(url).arg(self.calls.to_string());
        if let Some(root_file) = &self.root_file {
            command.env("SSL_CERT_FILE", root_file);
        }
        output(&mut command)?.parse()
    }
}

/// The server, in a process that is killed when this value is dropped.
pub(super) struct ServerProcess {
    process: Child,
    url: String,
}

impl ServerProcess {
    pub(super) fn start(settings: &Settings) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .args(settings.to_args())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdout = process.stdout.take().ok_or("the server has no output")?;
        let mut port = String::new();
        BufReader::new(stdout).read_line(&mut port)?;
        let port: u16 = port.trim().parse().map_err(|_| "the server did not start")?;
        let url = match settings.root_file {
            None => format!("http://127.0.0.1:{port}"),
            Some(_) => format!("https://localhost:{port}"),
        };
        Ok(Self { process, url })
    }

    pub(super) fn url(&self) -> String {
        self.url.clone()
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The standard output of a command, or the last line of its errors.
pub(super) fn output(command: &mut Command) -> Result<String, Box<dyn Error>> {
    let output = command.output()?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        let last = errors.trim_end().lines().next_back().unwrap_or_default();
        return Err(format!("{}: {last}", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
