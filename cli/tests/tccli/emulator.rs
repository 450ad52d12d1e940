//! An emulator to call.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// `tc3 emulator`, until the test ends. Its log is JSON.
pub(crate) struct Emulator {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    pub(crate) url: String,
}

impl Emulator {
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tc3"))
            .args(["emulator", "--listen", "127.0.0.1:0", "--log", "json"])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut emulator = Self {
            child,
            lines,
            url: String::new(),
        };
        emulator.url = emulator.logged()["url"].as_str().unwrap().to_owned();
        emulator
    }

    /// The next line of the log.
    pub(crate) fn logged(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().unwrap().unwrap()).unwrap()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
