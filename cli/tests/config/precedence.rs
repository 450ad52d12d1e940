//! Which source wins. Each row is what is set up, and what is then in effect.

use crate::support::Home;

const OPTIONS: &[&str] = &["--secretId", "AKIDoptionoption", "--secretKey", "keykeykeykey"];
const VARIABLES: &[(&str, &str)] = &[
    ("TENCENTCLOUD_SECRET_ID", "AKIDvariableenvi"),
    ("TENCENTCLOUD_SECRET_KEY", "keykeykeykey"),
    ("TENCENTCLOUD_REGION", "ap-variable"),
];
const CONFIG: &str = r#"
[profile.default]
region = "ap-config"
secret_id = "AKIDconfigconfig"
secret_key = "keykeykeykey"

[profile.prod]
region = "ap-prod"
site = "intl"
secret_id = "AKIDprodprodprod"
secret_key = "keykeykeykey"
"#;

fn everything(name: &str) -> Home {
    let home = Home::new(name);
    home.with_config(CONFIG);
    tccli(&home, "default", "ap-tccli", "AKIDtcclitccli_t");
    tccli(&home, "work", "ap-work", "AKIDworkworkwork");
    sdk(&home);
    home
}

fn tccli(home: &Home, profile: &str, region: &str, id: &str) {
    let configure = format!(r#"{{"_sys_param": {{"region": "{region}", "output": "json"}}}}"#);
    let credential = format!(
        r#"{{"secretId": "{}", "secretKey": "keykeykeykey"}}"#,
        id.replace('_', "")
    );
    home.write(&format!(".tccli/{profile}.configure"), &configure);
    home.write(&format!(".tccli/{profile}.credential"), &credential);
}

fn sdk(home: &Home) {
    let text = "[default]\nsecret_id = AKIDsdksdksdksdk\nsecret_key = keykeykeykey\n\
                [onlysdk]\nsecret_id = AKIDonlyonlyonly\nsecret_key = keykeykeykey\n";
    home.write(".tencentcloud/credentials", text);
}

#[track_caller]
fn check(home: &Home, arguments: &[&str], variables: &[(&str, &str)], last_four: &str, region: Option<&str>) {
    let said = home.whoami(arguments, variables);
    let id = said["secretId"].as_str().unwrap();
    assert!(id.ends_with(last_four), "{arguments:?} {variables:?}: {said}");
    assert_eq!(said["region"].as_str(), region, "{arguments:?} {variables:?}: {said}");
}

#[test]
fn options_win_over_variables_which_win_over_files() {
    let home = everything("order");
    let region = [OPTIONS, &["--region", "ap-option"]].concat();
    check(&home, &region, VARIABLES, "tion", Some("ap-option"));
    check(&home, OPTIONS, VARIABLES, "tion", Some("ap-variable"));
    check(&home, &[], VARIABLES, "envi", Some("ap-variable"));
    check(&home, &[], &[], "nfig", Some("ap-config"));
    check(&home, &["--region", ""], VARIABLES, "envi", None);
}

#[test]
fn without_a_file_of_ours_those_of_other_tools_are_read() {
    let home = Home::new("others");
    tccli(&home, "default", "ap-tccli", "AKIDtcclitcli");
    check(&home, &[], &[], "tcli", Some("ap-tccli"));
    check(&home, &[], VARIABLES, "envi", Some("ap-variable"));
    sdk(&home);
    check(&home, &[], &[], "ksdk", Some("ap-tccli"));
    check(&home, &["--profile", "onlysdk"], &[], "only", None);
}

#[test]
fn a_profile_of_the_command_line_silences_the_key_and_region_of_the_environment() {
    let home = everything("named");
    check(&home, &["--profile", "prod"], VARIABLES, "prod", Some("ap-prod"));
    check(&home, &["--profile", "work"], VARIABLES, "work", Some("ap-work"));
    check(&home, &["--profile", "default"], VARIABLES, "nfig", Some("ap-config"));
    assert_eq!(home.whoami(&["--profile", "prod"], &[])["site"], "intl");
}

#[test]
fn a_profile_of_a_variable_does_not_beat_the_key_of_the_environment() {
    let home = everything("variable");
    for name in ["TC3_PROFILE", "TCCLI_PROFILE"] {
        check(&home, &[], &[(name, "prod")], "prod", Some("ap-prod"));
        check(&home, &[], &[(name, "work")], "work", Some("ap-work"));
        for profile in ["prod", "work"] {
            let all = [VARIABLES, &[(name, profile)]].concat();
            check(&home, &[], &all, "envi", Some("ap-variable"));
        }
    }
    let both = [("TC3_PROFILE", "prod"), ("TCCLI_PROFILE", "work")];
    check(&home, &[], &both, "prod", Some("ap-prod"));
}

#[test]
fn variables_that_name_a_profile_win_over_default_profile() {
    let home = everything("default-profile");
    home.with_config(&format!("default_profile = \"prod\"\n{CONFIG}"));
    check(&home, &[], &[], "prod", Some("ap-prod"));
    check(&home, &[], &[("TCCLI_PROFILE", "work")], "work", Some("ap-work"));
    check(&home, &[], &[("TC3_PROFILE", "default")], "nfig", Some("ap-config"));
}

#[test]
fn empty_variables_count_as_not_set() {
    let home = everything("empty");
    let names = [
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_TOKEN",
        "TENCENTCLOUD_REGION",
        "TC3_PROFILE",
        "TCCLI_PROFILE",
    ];
    check(&home, &[], &names.map(|name| (name, "")), "nfig", Some("ap-config"));
}

#[test]
fn a_profile_that_is_not_there_is_an_error_and_no_other_identity() {
    let home = everything("absent");
    let named = home.run(&["whoami", "--offline", "--profile", "pord"]);
    named.fails(3, &["there is no profile `pord`", "prod"]);
    for name in ["TC3_PROFILE", "TCCLI_PROFILE"] {
        let run = home.run_with(&["whoami", "--offline"], &[(name, "pord")]);
        run.fails(3, &["there is no profile `pord`"]);
    }
}

#[test]
fn halves_of_a_key_are_never_joined() {
    let home = everything("halves");
    let options = [
        (["--secretId", "AKIDx"], "--secretKey is missing"),
        (["--secretKey", "keyx"], "--secretId is missing"),
        (["--token", "t"], "--secretId and --secretKey"),
    ];
    for (half, what) in options {
        let run = home.run_with(&[&["whoami", "--offline"][..], &half].concat(), VARIABLES);
        run.fails(2, &[what]);
    }
    for name in [
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "TENCENTCLOUD_TOKEN",
    ] {
        let run = home.run_with(&["whoami", "--offline"], &[(name, "AKIDx")]);
        run.fails(3, &["TENCENTCLOUD_SECRET"]);
    }
    home.with_config("[profile.default]\nsecret_id = \"AKIDx\"\n");
    home.run(&["whoami", "--offline"])
        .fails(3, &["secret_id and no secret_key"]);
}

#[test]
fn a_role_that_no_key_assumes_is_an_error() {
    let home = Home::new("role");
    home.with_config("[profile.default]\nrole_arn = \"qcs::cam::uin/1:roleName/a\"\n");
    home.run(&["whoami", "--offline"])
        .fails(3, &["role_arn and no key", "source_profile"]);
    home.with_config("[profile.a]\nsource_profile = \"b\"\nrole_arn = \"x\"\n[profile.b]\nsource_profile = \"a\"\n");
    home.run(&["whoami", "--offline", "--profile", "a"])
        .fails(3, &["leads back to itself"]);
    home.with_config(
        "[profile.a]\nsource_profile = \"b\"\nrole_arn = \"x\"\n[profile.b]\nrole_arn = \"y\"\nsecret_id = \"AKIDx\"\nsecret_key = \"k\"\n",
    );
    home.run(&["whoami", "--offline", "--profile", "a"])
        .fails(3, &["roles are not chained"]);
    home.run(&["whoami", "--offline", "--role-session-name", "x"])
        .fails(2, &["--role-arn"]);
}

#[test]
fn the_emulator_gets_its_sample_key_and_no_key_of_the_cloud() {
    let home = everything("emulator");
    check(&home, &["--emulator"], VARIABLES, "MPLE", Some("ap-variable"));
    check(&home, &["--emulator"], &[], "MPLE", Some("ap-config"));
    check(
        &home,
        &["--emulator", "--profile", "prod"],
        &[],
        "prod",
        Some("ap-prod"),
    );
    let empty = Home::new("emulator-alone");
    check(&empty, &["--emulator"], &[], "MPLE", Some("ap-guangzhou"));
}
