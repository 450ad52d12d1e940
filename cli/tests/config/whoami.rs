//! `tc3 whoami`.

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
