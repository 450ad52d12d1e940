//! `tc3 configure`: what is written, and what is kept.

use std::fs;
use std::process::Stdio;

use crate::support::Home;

#[test]
fn a_value_that_was_set_is_printed_and_removed_again() {
    let home = Home::new("set");
    home.run(&["configure", "set", "region", "ap-guangzhou", "output", "table"])
        .succeeds();
    assert_eq!(
        home.run(&["configure", "get", "region", "output"]).stdout,
        "ap-guangzhou\ntable\n"
    );
    home.run(&["configure", "remove", "region"]).succeeds();
    home.run(&["configure", "get", "region"])
        .fails(3, &["`region` is not set"]);
    home.run(&["configure", "set", "output", ""]).succeeds();
    home.run(&["configure", "get", "output"])
        .fails(3, &["`output` is not set"]);
    home.run(&["configure", "set", "--profile", "prod", "region", "ap-prod"])
        .succeeds();
    home.run(&["configure", "remove", "--profile", "prod", "--whole-profile"])
        .succeeds();
    home.run(&["configure", "remove", "--profile", "prod", "--whole-profile"])
        .fails(3, &["there is no profile `prod`"]);
}

#[cfg(unix)]
#[test]
fn the_file_and_its_folder_are_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new("mode");
    home.run(&["configure", "set", "region", "ap-guangzhou"]).succeeds();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.config()), 0o600);
    assert_eq!(mode(home.config().parent().unwrap().to_owned()), 0o700);
    let left: Vec<_> = fs::read_dir(home.config().parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 2, "the file and its lock: {left:?}");
}

#[test]
fn comments_and_order_stay() {
    let home = Home::new("comments");
    home.with_config("# mine\n[profile.b]\nregion = \"ap-b\" # why\noutput = \"json\"\n\n[profile.a] # first\n");
    home.run(&["configure", "set", "--profile", "b", "region", "ap-c"])
        .succeeds();
    home.run(&["configure", "set", "--profile", "a", "cvm.endpoint", "cvm.example.com"])
        .succeeds();
    assert_eq!(
        home.text(),
        "# mine\n[profile.b]\nregion = \"ap-c\" # why\noutput = \"json\"\n\n[profile.a] # first\n\n\
         [profile.a.services.cvm]\nendpoint = \"cvm.example.com\"\n"
    );
}

#[test]
fn one_wrong_value_and_nothing_is_written() {
    let home = Home::new("whole");
    let run = home.run(&["configure", "set", "region", "ap-guangzhou", "output", "xml"]);
    run.fails(2, &["`output` must be one of json"]);
    assert!(!home.config().exists());
    home.run(&["configure", "set", "retries", "many"])
        .fails(2, &["`retries` must be a number"]);
    home.run(&["configure", "set", "timeout", "soon"])
        .fails(2, &["`timeout`"]);
    home.run(&["configure", "set", "use-cvm-role", "perhaps"])
        .fails(2, &["true or false"]);
    home.run(&["configure", "set", "regoin", "x"])
        .fails(2, &["regoin", "region", "configure keys"]);
    home.run(&["configure", "set", "region"])
        .fails(2, &["`region` has no value"]);
}

#[test]
fn spellings_of_tccli_are_the_same_keys() {
    let home = Home::new("spellings");
    home.run(&[
        "configure",
        "set",
        "secretId",
        "AKIDx",
        "use-cvm-role",
        "true",
        "role-arn",
        "r",
    ])
    .succeeds();
    let text = home.text();
    for line in ["secret_id = \"AKIDx\"", "use_cvm_role = true", "role_arn = \"r\""] {
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn commands_that_write_at_once_lose_nothing() {
    let home = Home::new("at-once");
    home.with_config("# mine\n");
    let children: Vec<_> = (0..24)
        .map(|number| {
            let (profile, region) = (format!("p{number}"), format!("ap-{number}"));
            let mut command = home.command(&["configure", "set", "--profile", &profile, "region", &region]);
            command.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    for number in 0..24 {
        let profile = format!("p{number}");
        let run = home.run(&["configure", "get", "--profile", &profile, "region"]);
        assert_eq!(run.stdout, format!("ap-{number}\n"));
    }
    assert!(home.text().starts_with("# mine\n"));
}

#[test]
fn a_profile_of_tccli_is_imported_and_its_files_stay_as_they_were() {
    let home = Home::new("import");
    let configure = r#"{"_sys_param": {"region": "ap-tccli", "language": "en-US", "output": "json"},
        "cvm": {"endpoint": "cvm.internal.tencentcloudapi.com", "version": "2017-03-12"},
        "gaap": {"endpoint": "gaap.tencentcloudapi.com", "version": "2018-05-29"}}"#;
    let credential = r#"{"secretId": "AKIDtcclitcli", "secretKey": "keykeykeykey"}"#;
    home.write(".tccli/work.configure", configure);
    home.write(".tccli/work.credential", credential);
    home.run(&["configure", "import", "work", "--profile", "mine"])
        .succeeds();
    let text = home.text();
    assert!(
        text.contains("tccli_profile = \"work\"") && text.contains("ap-tccli"),
        "{text}"
    );
    assert!(
        text.contains("cvm.internal.tencentcloudapi.com") && !text.contains("gaap"),
        "{text}"
    );
    assert!(!text.contains("keykeykeykey"));
    let said = home.whoami(&["--profile", "mine"], &[]);
    assert!(said["secretId"].as_str().unwrap().ends_with("tcli"), "{said}");
    let read = |name: &str| fs::read_to_string(home.0.join(name)).unwrap();
    assert_eq!(
        (read(".tccli/work.configure"), read(".tccli/work.credential")),
        (configure.into(), credential.into())
    );
    assert_eq!(fs::read_dir(home.0.join(".tccli")).unwrap().count(), 2);
    home.run(&["configure", "import", "nobody"])
        .fails(3, &["tccli has no profile `nobody`"]);
}

#[test]
fn short_keys_are_not_shown_at_all() {
    let home = Home::new("masked");
    for (secret, shown) in [
        ("abc", "****************"),
        ("elevenchars", "****************"),
        ("twelve_chars", "****************hars"),
    ] {
        home.run_with_input(&["configure", "set", "secretKey"], secret)
            .succeeds();
        assert_eq!(
            home.run(&["configure", "get", "secretKey"]).stdout,
            format!("{shown}\n")
        );
        let list = home.run(&["configure", "list"]);
        assert!(list.stdout.contains(&format!("secret_key = {shown}\n")), "{list:?}");
    }
}
