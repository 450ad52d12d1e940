//! A configuration that is wrong: the error names the place and what to do.

use std::fs;

use crate::support::Home;

#[test]
fn what_is_wrong_is_named_with_file_line_and_column() {
    let home = Home::new("damaged");
    let cases = [
        ("[profile.default\n", "config.toml:1:", ""),
        (
            "[profile.default]\nregion = 5\n",
            "config.toml:2:10",
            "`region` must be a text in quotes",
        ),
        (
            "[profile.default]\nretries = -1\n",
            "config.toml:2:11",
            "`retries` must be a number",
        ),
        (
            "[profile.default]\noutput = \"xml\"\n",
            "config.toml:2:10",
            "one of json",
        ),
        (
            "[profile.default]\ncredential_process = \"pass show x\"\n",
            "config.toml:2:22",
            "a list of a program",
        ),
        (
            "[profile.default]\nsecretId = \"x\"\n",
            "config.toml:2:12",
            "spelled `secret_id`",
        ),
        ("profile = 5\n", "config.toml:1:11", "`profile` must be a table"),
        ("[[profile.default]]\n", "config.toml:1:", "must be a table"),
    ];
    for (text, place, what) in cases {
        home.with_config(text);
        home.run(&["whoami", "--offline"]).fails(3, &[place, what]);
        home.run(&["configure", "set", "region", "x"]).fails(3, &[place, what]);
        assert_eq!(home.text(), text, "a damaged file is not written");
    }
}

#[test]
fn errors_of_a_damaged_file_do_not_print_its_lines() {
    let home = Home::new("damaged-secret");
    home.with_config("[profile.default]\nsecret_key = \"VerySecretValue\n");
    let run = home.run(&["whoami", "--offline"]);
    run.fails(3, &["config.toml:2:"]);
    assert!(!run.stderr.contains("VerySecret"), "{run:?}");
}

#[test]
fn an_unknown_key_is_a_warning_with_the_nearest_names() {
    let home = Home::new("unknown");
    home.with_config("[profile.default]\nregoin = \"x\"\nsecret_id = \"AKIDx\"\nsecret_key = \"k\"\n");
    let run = home.run(&["whoami", "--offline"]);
    run.succeeds();
    assert!(
        run.stderr.contains(":2:10: `regoin` is no key") && run.stderr.contains("region"),
        "{run:?}"
    );
}

#[test]
fn a_folder_in_place_of_the_file_is_named() {
    let home = Home::new("folder");
    fs::create_dir_all(home.config()).unwrap();
    home.run(&["whoami", "--offline"])
        .fails(3, &["config.toml", "folder", "TC3_CONFIG"]);
    home.run(&["configure", "set", "region", "x"])
        .fails(3, &["config.toml", "folder"]);
}

#[test]
fn a_damaged_file_of_tccli_is_named() {
    let home = Home::new("tccli-damaged");
    home.write(".tccli/default.configure", "{\"_sys_param\": ");
    home.run(&["whoami", "--offline"])
        .fails(3, &["default.configure", "tccli"]);
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_a_warning() {
    use std::os::unix::fs::PermissionsExt;

    let home = Home::new("readable");
    home.with_config("[profile.default]\nsecret_id = \"AKIDx\"\nsecret_key = \"k\"\n");
    fs::set_permissions(home.config(), fs::Permissions::from_mode(0o644)).unwrap();
    let run = home.run(&["whoami", "--offline"]);
    assert!(run.succeeds().stderr.contains("chmod 600"), "{run:?}");
}
