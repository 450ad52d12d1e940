//! The archive of a release, as `cli/dist` makes it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::repository;

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dist").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn dist(arguments: &[&str]) -> Output {
    let mut command = Command::new(repository().join("cli/dist"));
    command.args(arguments).output().unwrap()
}

/// The command, as a file that is small to pack.
fn small_binary(folder: &Path) -> PathBuf {
    let file = folder.join("tc3");
    fs::write(
        &file,
        format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_tc3")),
    )
    .unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    file
}

/// What a command prints, if the machine has it.
fn printed(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

#[test]
fn an_archive_is_installed_where_shells_and_man_look() {
    let folder = folder("archive");
    let (binary, out, prefix) = (small_binary(&folder), folder.join("out"), folder.join("prefix"));
    let [binary, out] = [&binary, &out].map(|path| path.to_str().unwrap());
    let made = dist(&["--binary", binary, "--target", "any-linux", "--out", out]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let archive = String::from_utf8(made.stdout).unwrap();
    let archive = Path::new(archive.trim());
    let name = concat!("tc3-", env!("CARGO_PKG_VERSION"), "-any-linux.tar.gz");
    assert_eq!(archive.file_name().unwrap(), name);

    let checked = Command::new("sha256sum")
        .args(["-c", &format!("{name}.sha256")])
        .current_dir(out)
        .output();
    assert!(checked.unwrap().status.success());
    fs::create_dir(&prefix).unwrap();
    let mut unpack = Command::new("tar");
    unpack
        .arg("-xzf")
        .arg(archive)
        .arg("--strip-components=1")
        .arg("-C")
        .arg(&prefix);
    assert!(unpack.status().unwrap().success());
    for file in [
        "bin/tc3",
        "share/bash-completion/completions/tc3",
        "share/zsh/site-functions/_tc3",
        "share/fish/vendor_completions.d/tc3.fish",
        "share/tc3/completion.ps1",
        "share/doc/tc3/LICENSE-MIT",
        "share/doc/tc3/README.md",
        "share/man/man1/tc3.1",
        "share/man/man1/tc3-man.1",
    ] {
        let text = fs::read_to_string(prefix.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(!text.is_empty(), "{file}");
    }

    let path = format!("{}:{}", prefix.join("bin").display(), std::env::var("PATH").unwrap());
    if let Some(page) = printed(
        Command::new("man")
            .args(["-w", "tc3"])
            .env("PATH", &path)
            .env_remove("MANPATH"),
    ) {
        let expected = prefix.join("share/man/man1/tc3.1");
        assert_eq!(page.trim(), expected.to_str().unwrap());
    }
    let loader = Path::new("/usr/share/bash-completion/bash_completion");
    if loader.is_file() {
        let script = format!(". {}; _completion_loader tc3; complete -p tc3", loader.display());
        let mut bash = Command::new("bash");
        bash.args(["--norc", "-c", &script])
            .env("PATH", &path)
            .env("XDG_DATA_DIRS", prefix.join("share"));
        let completion = printed(&mut bash).unwrap();
        assert!(completion.contains("_tc3_complete tc3"), "{completion}");
    }

    // The same input makes the same bytes.
    let first = fs::read(archive).unwrap();
    assert!(
        dist(&["--binary", binary, "--target", "any-linux", "--out", out])
            .status
            .success()
    );
    assert!(fs::read(archive).unwrap() == first, "two archives of one commit differ");
}

#[test]
fn wrong_arguments_say_what_to_give() {
    for (arguments, said) in [
        (&["--binary", "tc3"][..], "--target TRIPLE"),
        (&["--binary", "no/such/file", "--target", "any"], "no/such/file"),
        (&["--out"], "--out needs a value"),
        (&["--strip"], "--help"),
    ] {
        let output = dist(arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            !output.status.success() && stderr.contains(said),
            "no `{said}` in {stderr}"
        );
    }
}
