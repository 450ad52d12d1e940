use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use bench_calls::server::Settings;

/// A server in a process of its own, which ends with this value.
pub(super) struct RunningServer {
    process: Child,
    url: String,
}

impl RunningServer {
    pub(super) fn start(settings: &Settings) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .args(settings.to_args())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdout = process.stdout.take().ok_or("the server's output is not there")?;
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

impl Drop for RunningServer {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
