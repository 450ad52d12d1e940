//! Exit codes, and the habits of arguments.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The command as a process, under a name that it is linked by.
pub(crate) struct Linked {
    program: PathBuf,
    home: PathBuf,
}

impl Linked {
    /// In a folder of its own, which is its home too.
    pub(crate) fn new(test: &str, name: &str) -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tccli-{test}"));
        let _ = std::fs::remove_dir_all(&home);
        std::fs::create_dir_all(&home).unwrap();
        let program = home.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        let built = env!("CARGO_BIN_EXE_tc3");
        if std::fs::hard_link(built, &program).is_err() {
            std::fs::copy(built, &program).unwrap();
        }
        Self { program, home }
    }

    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    pub(crate) fn output(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(&self.home)
            .env_clear()
            .env("HOME", &self.home);
        command.output().unwrap()
    }

    /// The exit code, standard output and standard error.
    pub(crate) fn run(&self, line: &str) -> (i32, String, String) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let output = self.output(&words);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

#[test]
fn a_wrong_line_ends_with_252() {
    let tccli = Linked::new("usage", "tccli");
    for line in [
        "",
        "nosuch Action",
        "gaap NoSuchAction",
        "version",
        "gaap CreateProxyGroup --ProjectId 0",
        "gaap CreateProxyGroup --ProjectId abc --GroupName x --RealServerRegion y",
        "gaap DescribeProxies --output xml",
        "gaap DescribeProxies --Limit",
        "configure set region",
    ] {
        let (code, stdout, stderr) = tccli.run(line);
        assert_eq!((code, &stdout[..]), (252, ""), "{line}: {stderr}");
        assert!(stderr.contains("tccli: error: "), "{line}: {stderr}");
    }
}

#[test]
fn an_unknown_option_ends_with_255_and_its_name() {
    let tccli = Linked::new("unknown", "tccli");
    let (code, stdout, stderr) = tccli.run("gaap DescribeProxies --Nope 1");
    assert_eq!((code, &stdout[..]), (255, ""));
    assert!(stderr.starts_with("Unknown options: --Nope, 1\n"), "{stderr}");
    let (_, _, stderr) = tccli.run("cvm RunInstances --LoginSettings.Passwrd=x --LoginSettings.OldPassword hunter2");
    assert!(
        stderr.contains("Unknown options: ") && !stderr.contains("hunter2"),
        "{stderr}"
    );
    let (_, _, stderr) = tccli.run("cvm RunInstances --OldPassword hunter2");
    assert!(
        stderr.contains("Unknown options: --OldPassword, ..") && !stderr.contains("hunter2"),
        "{stderr}"
    );
    let (_, _, stderr) = tccli.run("gaap DescribeProxies --ProxyIs 1");
    assert!(stderr.contains("near: ProxyIds"), "{stderr}");
}

#[test]
fn options_may_be_cut_short_as_long_as_they_are_one() {
    let tccli = Linked::new("prefixes", "tccli");
    let skeleton = |line: &str| tccli.run(&format!("{line} --generate-cli"));
    let (code, stdout, stderr) = skeleton("gaap DescribeProxies");
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("\"Limit\""), "{stdout}");
    // Not so under the command's own name.
    let tc3 = Linked::new("no-prefixes", "tc3");
    assert_eq!(tc3.run("gaap DescribeProxies --generate-cli").0, 2);
    let (code, _, stderr) = tccli.run("gaap CreateProxyGroup --Gro x --Real y");
    assert_eq!(code, 252);
    assert!(
        !stderr.contains("GroupName") && stderr.contains("ProjectId"),
        "{stderr}"
    );
    let (code, _, stderr) = tccli.run("gaap DescribeProxies --role x");
    assert_eq!(code, 252);
    assert!(
        stderr.contains("ambiguous option: --role could match --role-arn, --role-session-name"),
        "{stderr}"
    );
}

#[test]
fn a_bad_filter_ends_with_255_and_nothing_is_sent() {
    let tccli = Linked::new("filter", "tccli");
    let output = tccli.output(&["gaap", "DescribeProxies", "--filter", "InstanceSet["]);
    assert_eq!(output.status.code(), Some(255));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_version_that_is_no_date_prints_the_program_s_and_calls_nothing() {
    let tccli = Linked::new("version", "tccli");
    let (code, stdout, _) = tccli.run("--version");
    assert_eq!((code, &stdout[..]), (0, concat!(env!("CARGO_PKG_VERSION"), "\n")));
    let (code, stdout, stderr) = tccli.run("gaap DescribeProxies --version v20180529");
    assert_eq!((code, &stdout[..]), (0, concat!(env!("CARGO_PKG_VERSION"), "\n")));
    assert!(stderr.contains("no call was made"), "{stderr}");
}

#[test]
fn completion_under_the_name_is_for_the_name() {
    let tccli = Linked::new("completion", "tccli");
    let (code, stdout, _) = tccli.run("completion bash");
    assert_eq!(code, 0);
    assert!(
        stdout.contains("complete -o nospace -F _tccli_complete tccli"),
        "{stdout}"
    );
    let (_, stdout, _) = tccli.run("__complete fish gaap CreateProxyGroupD");
    assert!(stdout.starts_with("CreateProxyGroupDomain\t"), "{stdout}");
}

#[test]
fn the_name_decides_and_not_the_folder() {
    let other = Linked::new("tccli", "tc3");
    assert_eq!(other.run("gaap NoSuchAction").0, 2);
}
