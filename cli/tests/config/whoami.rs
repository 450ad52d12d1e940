//! `tc3 whoami`, offline and against the emulator.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::Home;

#[test]
fn without_credentials_it_names_every_place_that_was_looked_at() {
    let home = Home::new("nobody");
    let nowhere = [
        ("HTTP_PROXY", "http://127.0.0.1:1"),
        ("http_proxy", "http://127.0.0.1:1"),
    ];
    let run = home.run_with(&["whoami", "--offline"], &nowhere);
    run.fails(3, &["TENCENTCLOUD_SECRET_ID", ".tencentcloud/credentials", ".tccli"]);
}

#[test]
fn it_says_where_key_and_region_come_from() {
    let home = Home::new("sources");
    home.with_config(
        "[profile.prod]\nregion = \"ap-prod\"\nsite = \"intl\"\nsecret_id = \"AKIDprodprod1234\"\nsecret_key = \"keykeykeykey\"\n",
    );
    let said = home.whoami(&["--profile", "prod"], &[]);
    assert_eq!(said["profile"], "prod");
    assert_eq!(said["secretId"], "****************1234");
    for name in ["credentials", "regionSource", "siteSource"] {
        let source = said[name].as_str().unwrap();
        assert!(
            source.contains("profile `prod`") && source.contains("config.toml"),
            "{said}"
        );
    }
    let text = home.run(&["whoami", "--offline", "--profile", "prod"]);
    assert!(text.stdout.contains("region        ap-prod\n"), "{text:?}");
    let option = home.whoami(&["--profile", "prod", "--region", "ap-x", "--site", "cn"], &[]);
    assert_eq!(option["regionSource"], "the option --region");
    assert_eq!(option["siteSource"], "the option --site");
}

#[test]
fn the_emulator_knows_its_sample_key() {
    let home = Home::new("emulator-call");
    let mut command = home.command(&["emulator", "--listen", "127.0.0.1:0"]);
    let mut emulator = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(emulator.stdout.take().unwrap()).lines();
    let url = lines.map(Result::unwrap).find_map(|line| {
        let at = line.find("http://127.0.0.1:")?;
        Some(
            line[at..]
                .split_whitespace()
                .next()?
                .trim_end_matches(['.', ',', '/'])
                .to_owned(),
        )
    });
    let url = url.expect("the emulator prints where it listens");
    let run = home.run(&["whoami", &format!("--emulator={url}"), "--output", "json"]);
    emulator.kill().unwrap();
    emulator.wait().unwrap();
    run.succeeds();
    let said: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(said["accountId"].is_string() && said["arn"].is_string(), "{said}");
}
