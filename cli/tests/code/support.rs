//! Runs the command in a clean environment, and the programs that it prints.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// All languages.
pub(crate) const LANGUAGES: [&str; 11] = [
    "rust",
    "rust-named",
    "curl",
    "tc3",
    "tccli",
    "python",
    "node",
    "go",
    "java",
    "php",
    "csharp",
];

/// A group that can be created.
pub(crate) const GROUP: &str = r#"{"ProjectId":0,"GroupName":"web","RealServerRegion":"Guangzhou","AccessRegionSet":
    [{"AccessRegion":"Shanghai","Bandwidth":10,"Concurrent":2}]}"#;

/// What a run printed.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.stdin(Stdio::null()).output().unwrap();
        Self {
            status: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard output of a run that must have gone well.
    pub(crate) fn output(self) -> String {
        assert_eq!(self.status, 0, "{}{}", self.stdout, self.stderr);
        self.stdout
    }
}

/// A command with nothing of this machine's environment but the path of programs.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-home");
    command
        .env_clear()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", nowhere)
        .env("LANG", "C.UTF-8");
    command
}

/// `tc3 code WORDS..`, over what is in the binary.
pub(crate) fn code(words: &[&str]) -> Run {
    let mut command = program(env!("CARGO_BIN_EXE_tc3"));
    Run::of(command.env("TC3_CATALOG", "none").arg("code").args(words))
}

/// The program of a language that makes a call with this JSON; notes may be printed.
pub(crate) fn sample(language: &str, service: &str, action: &str, json: &str, more: &[&str]) -> String {
    let mut words = vec![
        language,
        service,
        action,
        "--cli-input-json",
        json,
        "--region=ap-guangzhou",
    ];
    words.extend(more);
    code(&words).output()
}

/// Whether a program can be run; if not, the reason that a test looks at nothing is printed.
pub(crate) fn has(name: &str) -> bool {
    let mut version = program(name);
    version.arg(if name == "openssl" { "version" } else { "--version" });
    let is_there = version.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !is_there {
        println!("skipped: there is no {name}");
    }
    is_there
}

/// A folder of its own for a test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("code").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file, and returns its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Writes a script that is run as a program of this name by [`run`](Self::run).
    pub(crate) fn stub(&self, name: &str, text: &str) {
        let path = self.file(&format!("bin/{name}"), &format!("#!/bin/bash\n{text}\n"));
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Makes the command known under another name, in a folder that is not searched.
    pub(crate) fn alias(&self, name: &str) -> PathBuf {
        let path = self.0.join(name);
        symlink(env!("CARGO_BIN_EXE_tc3"), &path).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs a program with the stubs before all others.
    pub(crate) fn run(&self, name: &str, words: &[&str]) -> Run {
        Run::of(self.command(name).args(words))
    }

    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = program(name);
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .env("PATH", format!("{}:{path}", self.0.join("bin").display()))
            .env("TENCENTCLOUD_SECRET_ID", "AKIDexample")
            .env("TENCENTCLOUD_SECRET_KEY", "the-key-of-an-example")
            .current_dir(&self.0);
        command
    }
}
