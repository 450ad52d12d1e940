//! `tc3-codegen workspace`: from the vendor's metadata to a workspace with a crate for each service.
//!
//! The package `tc3-tests-workspace` compiles the crates.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tc3_tests::cli::{Ran, copy_folder, scratch, tc3_codegen};

const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/workspace");
const REQUEST: &str = "crates/demo/src/v20200102.rs";

fn workspace(folder: &Path, more: &[&str]) -> Ran {
    let args = ["workspace", METADATA, "--out", folder.to_str().unwrap()];
    tc3_codegen(&[&args[..], &["--runtime", "0.1.0"], more].concat())
}

/// Returns every file below `folder` by path, except the stamp.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut ahead = vec![folder.to_owned()];
    while let Some(next) = ahead.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                ahead.push(path);
            } else if path.file_name().unwrap() != ".tc3-codegen.stamp" {
                let below = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(below, fs::read_to_string(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_workspace_is_the_committed_one() {
    let folder = scratch("workspace-whole");
    let ran = workspace(&folder, &[]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let (written, committed) = (files(&folder), files(Path::new(COMMITTED)));
    let fix = "run `cargo tc3-codegen workspace tests/data/metadata --out tests/data/workspace --runtime 0.1.0`";
    assert!(written.keys().eq(committed.keys()), "{fix}");
    for (path, text) in &written {
        assert!(committed[path] == *text, "{path} differs: {fix}");
    }
}

#[test]
fn a_second_run_writes_nothing_and_other_files_stay() {
    let folder = scratch("workspace-again");
    workspace(&folder, &["--examples-check"]);
    let first = files(&folder);
    let ran = workspace(&folder, &["--examples-check"]);
    assert!(
        ran.out.contains(&format!("wrote 0 files, {} unchanged", first.len())),
        "{}",
        ran.out
    );
    assert_eq!(files(&folder), first);

    fs::create_dir_all(folder.join("crates/gone/src")).unwrap();
    fs::write(folder.join("crates/gone/src/v20000101.rs"), &first[REQUEST]).unwrap();
    fs::write(folder.join("crates/demo/src/own.rs"), "// mine\n").unwrap();
    fs::write(folder.join("Cargo.lock"), "version = 4\n").unwrap();
    let ran = workspace(&folder, &[]);
    assert!(ran.out.contains("removed crates/gone/src/v20000101.rs"), "{}", ran.out);
    assert!(!folder.join("crates/gone").exists() && !folder.join("examples-check").exists());
    assert!(folder.join("crates/demo/src/own.rs").exists() && folder.join("Cargo.lock").exists());
}

#[test]
fn another_crate_is_not_overwritten() {
    let folder = scratch("workspace-foreign");
    fs::write(folder.join("Cargo.toml"), "[package]\nname = \"mine\"\n").unwrap();
    let ran = workspace(&folder, &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("not written by tc3-codegen"), "{}", ran.err);
    assert_eq!(files(&folder).len(), 1);
}

#[test]
fn overrides_add_what_the_metadata_lacks() {
    let folder = scratch("workspace-overrides");
    let file = folder.join("overrides.json");
    let text = r#"{"demo/v20200102/actions/CreateThing.json": {
        "rateLimit": 20, "regionRequired": true, "host": "demo.ai.tencentcloudapi.com",
        "parameters": {"Name": {"secret": true}}
    }}"#;
    fs::write(&file, text).unwrap();
    let out = folder.join("workspace");
    let ran = workspace(&out, &["--overrides", file.to_str().unwrap()]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let code = fs::read_to_string(out.join(REQUEST)).unwrap();
    let plain = fs::read_to_string(Path::new(COMMITTED).join(REQUEST)).unwrap();
    for fact in [
        ".host(\"demo.ai.tencentcloudapi.com\")",
        ".rate_limit(20)",
        ".region_required()",
        ".secret()",
        "sent to `demo.ai.tencentcloudapi.com`",
    ] {
        assert!(code.contains(fact) && !plain.contains(fact), "{fact}");
    }
}

#[test]
fn overrides_add_sets_of_values() {
    let folder = scratch("workspace-value-sets");
    let file = folder.join("overrides.json");
    let text = r#"{
        "demo/v20200102/actions/CreateThing.json": {
            "parameters": {"Name": {"values": "Kind"}, "Count": {"values": "Amount"}}
        },
        "demo/v20200102/types/Kind.json": {"values": {"small": {"description": "Small."}}},
        "demo/v20200102/types/Amount.json": {
            "description": "How many.", "format": "uint64",
            "integers": {"A_DOZEN": {"value": 12, "description": "A dozen."}}
        }
    }"#;
    fs::write(&file, text).unwrap();
    let out = folder.join("workspace");
    let ran = workspace(&out, &["--overrides", file.to_str().unwrap()]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let code = fs::read_to_string(out.join(REQUEST)).unwrap();
    for part in [
        "pub enum Kind {",
        "Small = \"small\",",
        "pub enum Amount: u64 {",
        "A_DOZEN = 12,",
    ] {
        assert!(code.contains(part), "{part}");
    }
}

#[test]
fn invalid_overrides_are_rejected() {
    let folder = scratch("workspace-wrong-overrides");
    let file = folder.join("overrides.json");
    let out = folder.join("workspace");
    for (text, message) in [
        ("{", "EOF"),
        ("[]", "invalid type"),
        (r#"{"demo/v20200102/service.json": 1}"#, "is not an object"),
        (
            r#"{"demo/v20200102/actions/Gone.json": {}}"#,
            "no file `demo/v20200102/actions/Gone.json`",
        ),
        (
            r#"{"demo/v20200102/types/Gone.json": {"members": []}}"#,
            "no file `demo/v20200102/types/Gone.json`",
        ),
        (
            r#"{"demo/v20200102/types/Level.json": {"integers": {"LOW": {"description": "Low."}}}}"#,
            "missing field `value`",
        ),
        (
            r#"{"demo/v20200102/actions/CreateThing.json": {"rate": 1}}"#,
            "unknown field `rate`",
        ),
        (
            r#"{"demo/v20200102/actions/CreateThing.json": {"host": "https://a.b"}}"#,
            "is not a host name",
        ),
    ] {
        fs::write(&file, text).unwrap();
        let ran = workspace(&out, &["--overrides", file.to_str().unwrap()]);
        assert_eq!(ran.exit_code, 1, "{text}");
        assert!(
            ran.err.contains(message) && ran.err.contains("nothing was written"),
            "{}",
            ran.err
        );
        assert!(!out.exists());
    }
}

#[test]
fn the_runtime_is_a_version_or_a_folder() {
    let folder = scratch("workspace-runtime");
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let ran = workspace_with_runtime(&folder, runtime.to_str().unwrap());
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    // Relative, so that no path of the machine is in it.
    let relative = "../../../../runtime";
    assert_eq!(
        folder.join(relative).canonicalize().unwrap(),
        runtime.canonicalize().unwrap()
    );
    assert!(
        manifest.contains(&format!("tc3-runtime = {{ path = \"{relative}\"")),
        "{manifest}"
    );
    // A later run remembers the choice, wherever it is started.
    fs::write(folder.join("README.md"), "changed").unwrap();
    let again = tc3_codegen(&["workspace", METADATA, "--out", folder.to_str().unwrap()]);
    assert!(again.out.contains("wrote 1 file, "), "{} {}", again.out, again.err);
    assert_eq!(fs::read_to_string(folder.join("Cargo.toml")).unwrap(), manifest);
    // Without one, a checkout has its own.
    let fresh = scratch("workspace-runtime-fresh");
    let ran = tc3_codegen(&["workspace", METADATA, "--out", fresh.to_str().unwrap()]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let manifest = fs::read_to_string(fresh.join("Cargo.toml")).unwrap();
    assert!(
        manifest.contains(&format!("tc3-runtime = {{ path = \"{relative}\"")),
        "{manifest}"
    );
    assert_eq!(workspace_with_runtime(&folder, "no/folder").exit_code, 2);
}

#[test]
fn outside_of_a_checkout_the_runtime_is_the_version_that_the_code_works_with() {
    let folder = std::env::temp_dir().join(format!("tc3-codegen-outside-{}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    // A crate of the user's that is called the same.
    fs::create_dir(folder.join("runtime")).unwrap();
    fs::write(
        folder.join("runtime/Cargo.toml"),
        "[package]\nname = \"runtime\"\nversion = \"7.0.0\"\n",
    )
    .unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_as_tc3_codegen"))
        .args(["workspace", METADATA, "--out", "sdk"])
        .current_dir(&folder)
        .output()
        .unwrap();
    let manifest = fs::read_to_string(folder.join("sdk/Cargo.toml")).unwrap_or_default();
    fs::remove_dir_all(&folder).unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let version = env!("CARGO_PKG_VERSION");
    assert!(
        manifest.contains(&format!("tc3-runtime = {{ version = \"{version}\",")),
        "{manifest}"
    );
}

fn workspace_with_runtime(folder: &Path, runtime: &str) -> Ran {
    tc3_codegen(&[
        "workspace",
        METADATA,
        "--out",
        folder.to_str().unwrap(),
        "--runtime",
        runtime,
    ])
}

#[test]
fn documented_bodies_are_written_for_the_check() {
    let folder = scratch("workspace-examples");
    workspace(&folder, &["--examples-check"]);
    let data = fs::read_to_string(folder.join("examples-check/data/demo/v20200102.txt")).unwrap();
    let actions = fs::read_to_string(folder.join("examples-check/src/actions.rs")).unwrap();
    assert!(data.contains("CreateThing\t1\trequest\t{"), "{data}");
    assert!(
        actions.contains("typed::<tc3_demo::v20200102::CreateThingRequest>(),"),
        "{actions}"
    );
}

#[test]
fn an_override_takes_an_inferred_fact_back() {
    let folder = scratch("workspace-inferred");
    let metadata = folder.join("metadata");
    copy_folder(Path::new(METADATA), &metadata);
    let api = metadata.join("tccli/services/demo/v20200102/api.json");
    let text = fs::read_to_string(&api).unwrap();
    fs::write(&api, text.replace("\"DnsFormat\"", "\"DnsPassword\"")).unwrap();
    let overrides = folder.join("overrides.json");
    fs::write(
        &overrides,
        r#"{"demo/v20200102/actions/CreateThing.json": {"parameters": {"DnsPassword": {"secret": false}}}}"#,
    )
    .unwrap();
    let out = folder.join("out");
    let (metadata, out) = (metadata.to_str().unwrap(), out.to_str().unwrap());
    let args = ["workspace", metadata, "--out", out, "--runtime", "0.1.0"];
    let code = || fs::read_to_string(Path::new(out).join(REQUEST)).unwrap();
    let ran = tc3_codegen(&args);
    assert!(
        ran.err.contains("parameter DnsPassword is secret, by its name"),
        "{}",
        ran.err
    );
    assert!(code().contains(".secret()"));
    let ran = tc3_codegen(&[&args[..], &["--overrides", overrides.to_str().unwrap()]].concat());
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(!ran.err.contains("DnsPassword"), "{}", ran.err);
    assert!(!code().contains(".secret()"));
}

#[test]
fn single_services_can_be_chosen() {
    let folder = scratch("workspace-service");
    let ran = workspace(&folder, &["--service", "as"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(folder.join("crates/as").exists() && !folder.join("crates/demo").exists());
    assert!(
        fs::read_to_string(folder.join("README.md"))
            .unwrap()
            .contains("--out . --service as\n")
    );
    let ran = workspace(&folder, &["--service", "demi"]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("is it `demo`?"), "{}", ran.err);
}

#[test]
fn the_readme_says_how_to_get_the_package_that_was_read() {
    let folder = scratch("workspace-readme");
    let metadata = folder.join("metadata");
    copy_folder(Path::new(METADATA), &metadata);
    let distribution = metadata.join("tccli_intl_en-9.8.7.dist-info");
    fs::create_dir_all(&distribution).unwrap();
    fs::write(
        distribution.join("METADATA"),
        "Metadata-Version: 2.1\nName: tccli-intl-en\nVersion: 9.8.7\n",
    )
    .unwrap();
    let out = folder.join("out");
    let (metadata, out) = (metadata.to_str().unwrap(), out.to_str().unwrap());
    let ran = tc3_codegen(&["workspace", metadata, "--out", out, "--runtime", "0.1.0"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let readme = fs::read_to_string(Path::new(out).join("README.md")).unwrap();
    assert!(readme.contains("From tccli-intl-en 9.8.7, "), "{readme}");
    assert!(
        readme.contains("$ pip download --no-deps tccli-intl-en==9.8.7\n"),
        "{readme}"
    );
    assert!(
        readme.contains("$ tc3-codegen workspace tccli_intl_en-9.8.7-*.whl --out .\n"),
        "{readme}"
    );
}

#[test]
fn a_service_that_is_called_like_another_crate_gets_another_name() {
    let folder = scratch("workspace-taken");
    let metadata = folder.join("metadata");
    copy_folder(Path::new(METADATA), &metadata);
    let services = metadata.join("tccli/services");
    fs::rename(services.join("demo"), services.join("runtime")).unwrap();
    for version in ["v20190203", "v20200102"] {
        let path = services.join("runtime").join(version).join("api.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            &path,
            text.replace("\"serviceShortName\": \"demo\"", "\"serviceShortName\": \"runtime\""),
        )
        .unwrap();
    }
    let init = services.join("__init__.py");
    let text = fs::read_to_string(&init).unwrap().replace("\"demo\"", "\"runtime\"");
    fs::write(&init, text).unwrap();
    let out = folder.join("out");
    let (metadata, out) = (metadata.to_str().unwrap(), out.to_str().unwrap());
    let ran = tc3_codegen(&["workspace", metadata, "--out", out, "--runtime", "0.1.0"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let root = fs::read_to_string(Path::new(out).join("Cargo.toml")).unwrap();
    assert_eq!(root.matches("\ntc3-runtime = ").count(), 1, "{root}");
    assert!(
        root.contains("tc3-runtime-service = { path = \"crates/runtime\""),
        "{root}"
    );
    let manifest = fs::read_to_string(Path::new(out).join("crates/runtime/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"tc3-runtime-service\""), "{manifest}");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_folder() {
    let folder = scratch("workspace-links");
    let (out, elsewhere) = (folder.join("out"), folder.join("elsewhere"));
    assert_eq!(workspace(&out, &[]).exit_code, 0);
    // A crate that somebody moved away and linked to, with a generated file that the next run would remove.
    fs::rename(out.join("crates/demo"), &elsewhere).unwrap();
    fs::copy(elsewhere.join("src/v20200102.rs"), elsewhere.join("src/v20000101.rs")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("crates/demo")).unwrap();
    fs::write(elsewhere.join("src/lib.rs"), "// mine\n").unwrap();
    let before = files(&elsewhere);
    let ran = workspace(&out, &[]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("crates/demo: a symbolic link"), "{}", ran.err);
    assert_eq!(files(&elsewhere), before);
    // The folder itself may be a link: the user named it.
    fs::remove_file(out.join("crates/demo")).unwrap();
    let link = folder.join("link");
    std::os::unix::fs::symlink(&out, &link).unwrap();
    assert_eq!(workspace(&link, &[]).exit_code, 0);
}

#[test]
fn the_example_in_a_readme_compiles() {
    // `tests/workspace` compiles this copy.
    let compiled = include_str!("../workspace/src/readme_example.rs");
    let readme = fs::read_to_string(Path::new(COMMITTED).join("crates/demo/README.md")).unwrap();
    assert!(readme.contains(&format!("```rust\n{compiled}```")), "{readme}");
}

#[test]
fn each_crate_can_be_published_and_settings_are_remembered() {
    let folder = scratch("workspace-settings");
    let settings = [
        "--license",
        "Apache-2.0",
        "--registry",
        "company",
        "--repository",
        "https://git.example.com/tc3",
    ];
    let manifest = || {
        let root = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let of_crate = fs::read_to_string(folder.join("crates/demo/Cargo.toml")).unwrap();
        (root, of_crate)
    };
    assert_eq!(workspace(&folder, &settings).exit_code, 0);
    let written = manifest();
    for line in [
        "license = \"Apache-2.0\"",
        "repository = \"https://git.example.com/tc3\"",
        "publish = [\"company\"]",
        "tc3-demo = { path = \"crates/demo\", version = \"0.1.0\", default-features = false }",
    ] {
        assert!(written.0.contains(line), "{line}\n{}", written.0);
    }
    assert!(written.1.contains("\nrepository.workspace = true\n"), "{}", written.1);
    fs::remove_file(folder.join(".tc3-codegen.stamp")).unwrap();
    assert_eq!(
        tc3_codegen(&["workspace", METADATA, "--out", folder.to_str().unwrap()]).exit_code,
        0
    );
    assert_eq!(manifest(), written);
}

#[test]
fn crates_with_descriptions_are_not_published() {
    let folder = scratch("workspace-unpublished");
    assert_eq!(workspace(&folder, &["--docs"]).exit_code, 0);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("\npublish = false\n"), "{manifest}");
    // They are in the code, and not again in the record.
    let description = "Creates a thing";
    let code = fs::read_to_string(folder.join(REQUEST)).unwrap();
    let record = fs::read_to_string(folder.join("crates/demo/released.json")).unwrap();
    assert!(code.contains(description) && !record.contains(description), "{record}");
}

#[test]
fn arguments_keep_the_order_that_was_generated_first() {
    let folder = scratch("workspace-order");
    let metadata = folder.join("metadata");
    copy_folder(Path::new(METADATA), &metadata);
    let out = folder.join("out");
    let (from, to) = (metadata.to_str().unwrap(), out.to_str().unwrap());
    let args = ["workspace", from, "--out", to, "--runtime", "0.1.0"];
    assert_eq!(tc3_codegen(&args).exit_code, 0);
    let before = fs::read_to_string(out.join(REQUEST)).unwrap();
    // The metadata now has the two arguments of `new` in the other order.
    let api = metadata.join("tccli/services/demo/v20200102/api.json");
    let mut json: serde_json::Value = serde_json::from_str(&fs::read_to_string(&api).unwrap()).unwrap();
    json["objects"]["CreateThingRequest"]["members"]
        .as_array_mut()
        .unwrap()
        .swap(0, 1);
    fs::write(&api, json.to_string()).unwrap();
    let ran = tc3_codegen(&args);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert_eq!(fs::read_to_string(out.join(REQUEST)).unwrap(), before);
}
