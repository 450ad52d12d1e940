//! `tc3-codegen plan` and `release` on what people do to a plan and to a workspace between two releases.

use std::fs;

use serde_json::{Value, json};
use tc3_tests::cli::{copy_folder, tc3_codegen};
use tc3_tests::released::{AS, DEMO, Project, add_optional, break_callers, member, members, text};

const RECORD: &str = "crates/demo/released.json";

/// Adds to what the other service answers.
fn add_used(api: &mut Value) {
    members(api, "DescribeLimitsResponse").push(member("Used", false));
}

#[test]
fn each_field_of_a_plan_is_honored_or_refused() {
    let project = Project::new("release-fields");
    project.change(DEMO, break_callers);
    project.change(AS, add_used);
    project.plan(&[]);
    let (planned, before) = (project.planned(), project.files());
    let edits: [(&str, Value, &str); 17] = [
        (
            "/crates/1/was",
            json!("0.0.9"),
            "the version that was released last is 0.1.0",
        ),
        ("/crates/1/was", Value::Null, "`was` in the plan is none: restore it"),
        (
            "/crates/1/name",
            json!("demo"),
            "names it `demo`: restore `name` and `service`",
        ),
        (
            "/crates/1/service",
            json!("as"),
            "the crate of the service `as` is tc3-as",
        ),
        ("/crates/1/service", json!("../demo"), "restore `name` and `service`"),
        (
            "/crates/1/kind",
            json!("addition"),
            "`kind` is addition, and the release is breaking",
        ),
        ("/crates/1/kind", json!("new"), "`kind` is new, and the workspace"),
        (
            "/crates/1/kind",
            json!("discontinued"),
            "`kind` is discontinued, and the workspace",
        ),
        ("/crates/1/before", json!("0"), "was released since the plan was made"),
        ("/crates/1/after", json!("0"), "is not what was planned"),
        (
            "/crates/0",
            planned["crates"][1].clone(),
            "tc3-demo is in the plan twice",
        ),
        (
            "/crates",
            json!([planned["crates"][0]]),
            "a crate was taken out of the plan",
        ),
        (
            "/source",
            json!("tccli 1"),
            "the metadata is tccli 9.8.8, and the plan says `tccli 1`",
        ),
        ("/generator/version", json!("9.9.9"), "was made by tc3-codegen 9.9.9"),
        ("/inputs/0/option", json!("--error"), "`--error` is no input of a plan"),
        ("/inputs", json!([]), "names no METADATA"),
        (
            "/inputs",
            json!([planned["inputs"][0], planned["inputs"][0]]),
            "in the inputs of the plan twice",
        ),
    ];
    for (place, value, message) in edits {
        let mut plan = planned.clone();
        *plan.pointer_mut(place).unwrap() = value;
        fs::write(&project.plan, plan.to_string()).unwrap();
        project.assert_refused(&project.carry_out(), message, &before);
    }
    // A service that there is not, of each kind.
    for (kind, message) in [
        (
            "discontinued",
            "neither the metadata nor the workspace has the service `nix`",
        ),
        ("new", "nix: no such service"),
    ] {
        let mut plan = planned.clone();
        let mut unknown =
            json!({ "name": "tc3-nix", "service": "nix", "kind": kind, "version": "0.1.0", "release": true });
        unknown["changes"] = json!({});
        unknown["after"] = json!("0");
        plan["crates"].as_array_mut().unwrap().push(unknown);
        fs::write(&project.plan, plan.to_string()).unwrap();
        project.assert_refused(&project.carry_out(), message, &before);
    }
    fs::write(&project.plan, planned.to_string()).unwrap();
    assert_eq!(project.carry_out().exit_code, 0);
}

#[test]
fn a_version_that_is_there_already_is_not_taken_for_done() {
    let project = Project::new("release-not-done");
    project.change(DEMO, add_optional);
    project.plan(&[]);
    project.edit_plan(|plan| {
        plan["crates"][0]["was"] = json!("0.0.9");
        plan["crates"][0]["version"] = json!("0.1.0");
    });
    let before = project.files();
    project.assert_refused(&project.carry_out(), "released last is 0.1.0, and `was`", &before);
}

#[test]
fn sentences_and_reasons_of_a_new_crate_are_in_its_changelog() {
    let project = Project::new("release-new-sentences");
    copy_folder(
        &project.metadata.join("tccli/services/autoscaling"),
        &project.metadata.join("tccli/services/zoo"),
    );
    project.change("zoo/v20180419", |api| {
        api["metadata"]["serviceShortName"] = json!("zoo")
    });
    project.plan(&[]);
    project.edit_plan(|plan| {
        plan["crates"][0]["version"] = json!("0.3.0");
        plan["crates"][0]["reason"] = json!("after two betas");
        plan["crates"][0]["changes"]["addition"] = json!(["Animals.\nTwo of each."]);
    });
    assert_eq!(project.carry_out().exit_code, 0);
    let changelog = project.read("crates/zoo/CHANGELOG.md");
    let section = "\n## 0.3.0\n\nThe first release, generated from tccli 9.8.8.\n\nThe version was chosen by hand: after two \
                   betas\n\n### Additions\n\n- Animals.\n  Two of each.\n";
    assert!(changelog.ends_with(section), "{changelog}");
    assert!(project.carry_out().out.starts_with("wrote 0 files"));
}

#[test]
fn a_second_run_writes_what_is_missing_and_refuses_what_was_edited() {
    let project = Project::new("release-missing");
    project.change(DEMO, add_optional);
    assert_eq!(project.release().exit_code, 0);
    let after = project.files();
    for path in ["crates/demo/src/v20200102.rs", "crates/demo/README.md"] {
        fs::remove_file(project.out.join(path)).unwrap();
        let ran = project.carry_out();
        assert!(ran.out.contains("wrote 1 file in "), "{path}: {}{}", ran.out, ran.err);
        assert_eq!(project.files(), after);
    }
    // The Cargo.toml of the workspace is as before the release.
    let root = after["Cargo.toml"].replace("\"0.1.1\"", "\"0.1.0\"");
    fs::write(project.out.join("Cargo.toml"), root).unwrap();
    assert_eq!(project.carry_out().exit_code, 0);
    assert_eq!(project.files(), after);

    // What earlier releases said is in version control alone.
    let changelog = project.out.join("crates/demo/CHANGELOG.md");
    fs::remove_file(&changelog).unwrap();
    let before = project.files();
    project.assert_refused(
        &project.carry_out(),
        "tc3-demo: CHANGELOG.md was removed: restore it",
        &before,
    );
    fs::write(&changelog, "# Changelog\n\n## [0.1.0] - 2026-01-02\n").unwrap();
    assert_eq!(project.carry_out().exit_code, 0);
    let text = fs::read_to_string(&changelog).unwrap();
    assert!(
        text.starts_with("# Changelog\n\n## 0.1.1\n\nFrom tccli 9.8.8.\n"),
        "{text}"
    );
    assert!(text.ends_with("\n\n## [0.1.0] - 2026-01-02\n"), "{text}");

    // A message is one line, with nothing escaped.
    fs::write(project.out.join("crates/demo/src/lib.rs"), "// mine\n").unwrap();
    let before = project.files();
    project.assert_refused(&project.carry_out(), "src/lib.rs was edited by hand", &before);
    fs::write(project.out.join("Cargo.toml"), "[workspace").unwrap();
    let before = project.files();
    let ran = project.carry_out();
    assert!(!ran.err.contains("u{a}"), "{}", ran.err);
    assert_eq!((ran.exit_code, project.files()), (1, before));
}

#[test]
fn a_changelog_that_is_gone_is_not_started_again() {
    let project = Project::new("release-no-changelog");
    project.change(DEMO, add_optional);
    fs::rename(
        project.metadata.join("tccli/services/autoscaling"),
        project.folder.join("aside"),
    )
    .unwrap();
    project.plan(&[]);
    for service in ["as", "demo"] {
        let changelog = project.out.join("crates").join(service).join("CHANGELOG.md");
        let text = fs::read_to_string(&changelog).unwrap();
        fs::remove_file(&changelog).unwrap();
        let before = project.files();
        project.assert_refused(&project.carry_out(), "CHANGELOG.md was removed: restore it", &before);
        fs::write(&changelog, text).unwrap();
    }
    // The crate of a service that is gone keeps its code, so that is checked too.
    let code = project.out.join("crates/as/src/v20180419.rs");
    let text = fs::read_to_string(&code).unwrap();
    for (now, message) in [
        (Some("// mine\n"), "v20180419.rs was edited by hand"),
        (None, "v20180419.rs was removed"),
    ] {
        match now {
            Some(now) => fs::write(&code, now).unwrap(),
            None => fs::remove_file(&code).unwrap(),
        }
        let before = project.files();
        project.assert_refused(&project.carry_out(), message, &before);
    }
    fs::write(&code, text).unwrap();
    assert_eq!(project.carry_out().exit_code, 0);
}

#[test]
fn an_edited_file_is_not_removed() {
    let project = Project::new("release-removes");
    // A version of the service is gone, and its module with it.
    let version = project.metadata.join("tccli/services/demo/v20210304");
    copy_folder(&project.metadata.join("tccli/services").join(DEMO), &version);
    project.change("demo/v20210304", |api| {
        api["metadata"]["apiVersion"] = json!("2021-03-04")
    });
    assert_eq!(project.release().exit_code, 0);
    fs::remove_dir_all(version).unwrap();
    project.number("9.8.9");
    project.plan(&[]);
    let module = project.out.join("crates/demo/src/v20210304.rs");
    let text = fs::read_to_string(&module).unwrap();
    fs::write(&module, format!("{text}// mine\n")).unwrap();
    let before = project.files();
    project.assert_refused(&project.carry_out(), "src/v20210304.rs was edited by hand", &before);
    fs::write(&module, text).unwrap();
    assert_eq!(project.carry_out().exit_code, 0);
    assert!(!module.exists());
}

#[test]
fn files_of_the_user_among_the_crates_are_left_alone() {
    let project = Project::new("release-own-files");
    project.change(DEMO, add_optional);
    fs::write(project.out.join("crates/NOTES.md"), "mine\n").unwrap();
    fs::create_dir(project.out.join("crates/mine")).unwrap();
    fs::write(
        project.out.join("crates/mine/Cargo.toml"),
        "[package]\nname = \"mine\"\n",
    )
    .unwrap();
    assert_eq!(project.release().exit_code, 0);
    assert_eq!(project.read("crates/NOTES.md"), "mine\n");
    assert_eq!(project.version("demo"), "0.1.1");
}

#[test]
fn a_record_is_refused_if_it_is_lost_or_says_what_is_not_known() {
    let project = Project::new("release-records");
    project.change(DEMO, add_optional);
    let text = project.read(RECORD);
    let record = project.out.join(RECORD);
    for (now, message) in [
        (
            Some(text.replace("\"version\"", "\"state\": 1, \"version\"")),
            "unknown field `state`",
        ),
        (
            Some(text.replace("\"source\"", "\"origin\"")),
            "released.json: not a record of a release",
        ),
        (
            Some(text.split_at(text.len() / 2).0.to_owned()),
            "released.json: not a record of a release",
        ),
        (Some(text.replace("\"type\"", "\"tipe\"")), "released.json of demo/"),
        (None, "released.json is gone: restore it from version control"),
    ] {
        match now {
            Some(now) => fs::write(&record, now).unwrap(),
            None => fs::remove_file(&record).unwrap(),
        }
        let before = project.files();
        let ran = project.plan(&[]);
        project.assert_refused(&ran, message, &before);
        assert!(!project.plan.exists());
    }
}

#[test]
fn line_ends_of_windows_are_no_edit() {
    let project = Project::new("release-crlf");
    project.change(DEMO, add_optional);
    for (path, text) in project.files() {
        fs::write(project.out.join(path), text.replace('\n', "\r\n")).unwrap();
    }
    let ran = project.release();
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let root = project.read("Cargo.toml");
    assert!(root.contains("path = \"crates/demo\", version = \"0.1.1\""), "{root}");
    assert!(!root.replace("\r\n", "").contains('\n'), "{root}");
    assert!(project.plan(&[]).out.contains("nothing to release"));
}

#[test]
fn a_workspace_without_its_notes_is_not_generated_over_either() {
    let project = Project::new("release-no-notes");
    project.change(DEMO, add_optional);
    assert_eq!(project.release().exit_code, 0);
    fs::remove_dir_all(project.out.join("releases")).unwrap();
    project.change(DEMO, break_callers);
    let before = project.files();
    let ran = tc3_codegen(&["workspace", text(&project.metadata), "--out", text(&project.out)]);
    project.assert_refused(&ran, "would change without a version of their own", &before);
}

#[test]
fn license_texts_of_the_workspace_are_in_each_crate() {
    let project = Project::new("release-licenses");
    let license = project.out.join("LICENSE-MIT");
    fs::write(&license, "Copyright (c) 2026 Somebody\n").unwrap();
    let ran = project.release();
    assert!(
        ran.out.contains("2 crates: 2 documentation only"),
        "{}{}",
        ran.out,
        ran.err
    );
    for service in ["as", "demo"] {
        assert_eq!(
            project.read(&format!("crates/{service}/LICENSE-MIT")),
            "Copyright (c) 2026 Somebody\n"
        );
        let changelog = project.read(&format!("crates/{service}/CHANGELOG.md"));
        assert!(changelog.contains("a license text changed."), "{changelog}");
    }
    assert!(project.plan(&[]).out.contains("nothing to release"));

    // One that is there from the beginning is in the first release, and goes with the file.
    let fresh = project.folder.join("fresh");
    fs::create_dir(&fresh).unwrap();
    fs::rename(&license, fresh.join("LICENSE")).unwrap();
    let ran = project.generate(&fresh, &[]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(fresh.join("crates/as/LICENSE").is_file());
    let ran = project.release();
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    assert!(!project.out.join("crates/as/LICENSE-MIT").exists());
}

#[test]
fn settings_that_are_in_the_crates_are_planned_with_and_without_a_stamp() {
    let project = Project::new("release-settings");
    let root = project.read("Cargo.toml");
    let root = root.replace(
        "[workspace.package]\n",
        "[workspace.package]\nrepository = \"https://git.example.com/sdk\"\n",
    );
    fs::write(project.out.join("Cargo.toml"), root).unwrap();
    let with = project.plan(&[]).out;
    fs::remove_file(project.out.join(".tc3-codegen.stamp")).unwrap();
    assert_eq!(project.plan(&[]).out, with);
    assert!(with.contains("2 crates: 2 documentation only"), "{with}");
}

#[test]
fn a_plan_that_cannot_be_carried_out_here_says_what_to_name() {
    let project = Project::new("release-elsewhere");
    project.change(DEMO, add_optional);
    let ran = tc3_codegen(&[
        "plan",
        text(&project.metadata),
        "--workspace",
        text(&project.out),
        "--out",
        text(&project.folder),
    ]);
    assert_eq!(ran.exit_code, 1);
    assert!(ran.err.contains("is a folder: name a file with --out"), "{}", ran.err);
    project.plan(&[]);
    let moved = project.folder.join("moved");
    fs::rename(&project.out, &moved).unwrap();
    let ran = project.carry_out();
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("no workspace in ") && ran.err.contains("--workspace"),
        "{}",
        ran.err
    );
    let ran = tc3_codegen(&["release", text(&project.plan), "--workspace", text(&moved)]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
}

#[test]
fn the_readme_says_how_to_plan_and_keeps_what_it_says_of_examples() {
    let project = Project::new("release-readme");
    let out = project.folder.join("part");
    let ran = project.generate(&out, &["--service", "demo", "--examples-check", "--docs"]);
    assert_eq!(ran.exit_code, 0, "{}", ran.err);
    let readme = || fs::read_to_string(out.join("README.md")).unwrap();
    let before = readme();
    let line = before.lines().find(|line| line.contains("tc3-codegen plan ")).unwrap();
    assert!(line.ends_with(" --workspace . --out plan.json --docs"), "{line}");
    assert!(before.contains("reads every documented request"), "{before}");

    project.change(DEMO, add_optional);
    let plan = text(&project.plan);
    let ran = tc3_codegen(&[
        "plan",
        text(&project.metadata),
        "--workspace",
        text(&out),
        "--out",
        plan,
        "--docs",
    ]);
    assert!(
        ran.err.contains("leaves the program `examples-check` as it is"),
        "{}",
        ran.err
    );
    assert_eq!(tc3_codegen(&["release", plan]).exit_code, 0);
    assert_eq!(readme(), before.replace("9.8.7", "9.8.8"));
}

#[test]
fn a_part_of_the_services_is_not_planned_with_metadata_that_has_none_of_them() {
    let project = Project::new("release-other-edition");
    let out = project.folder.join("part");
    assert_eq!(project.generate(&out, &["--service", "demo"]).exit_code, 0);
    fs::remove_dir_all(project.metadata.join("tccli/services/demo")).unwrap();
    let ran = tc3_codegen(&[
        "plan",
        text(&project.metadata),
        "--workspace",
        text(&out),
        "--out",
        text(&project.plan),
    ]);
    assert_eq!(ran.exit_code, 1, "{}", ran.out);
    assert!(
        ran.err
            .contains("none of the services of the workspace is in the metadata"),
        "{}",
        ran.err
    );
}

#[test]
fn metadata_that_is_older_than_what_was_released_is_warned_of() {
    let project = Project::new("release-older");
    project.number("9.8.10");
    let before = fs::read_to_string(project.metadata.join("tccli/services").join(DEMO).join("api.json")).unwrap();
    project.change(DEMO, add_optional);
    let ran = project.plan(&[]);
    assert!(!ran.err.contains("older"), "{}", ran.err);
    assert_eq!(project.carry_out().exit_code, 0);
    project.number("9.8.9");
    fs::write(
        project.metadata.join("tccli/services").join(DEMO).join("api.json"),
        before,
    )
    .unwrap();
    let ran = project.plan(&[]);
    let warning = "warning: tccli 9.8.9 is older than tccli 9.8.10, which tc3-demo was released from";
    assert!(ran.err.contains(warning), "{}", ran.err);
}

#[test]
fn settings_are_not_guessed_if_the_manifest_is_damaged() {
    let project = Project::new("release-manifest");
    project.change(DEMO, add_optional);
    let root = project.read("Cargo.toml");
    fs::write(project.out.join("Cargo.toml"), format!("{root}\n<<<<<<< ours\n")).unwrap();
    let before = project.files();
    for ran in [project.plan(&[]), project.generate(&project.out, &[])] {
        assert_eq!(ran.exit_code, 1, "{}", ran.out);
        assert!(ran.err.contains("Cargo.toml: not TOML"), "{}", ran.err);
    }
    assert_eq!(project.files(), before);
}

#[test]
fn whatever_order_the_metadata_has_the_arguments_keep_theirs() {
    let project = Project::new("release-orders");
    let mut random = 17_u64;
    let mut below = move |bound: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % bound
    };
    let constructors = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.contains("pub fn new("));
        lines.map(|line| line.trim().to_owned()).collect()
    };
    let first = project.files();
    for week in 0..6 {
        project.number(&format!("9.9.{week}"));
        for version in [DEMO, AS] {
            project.change(version, |api| {
                for object in api["objects"].as_object_mut().unwrap().values_mut() {
                    let Some(members) = object["members"].as_array_mut() else {
                        continue;
                    };
                    for at in (1..members.len()).rev() {
                        members.swap(at, below(at + 1));
                    }
                }
                if week % 2 == 1 {
                    let name = format!("Extra{week}");
                    let objects: &[&str] = match version {
                        DEMO => &["CreateThingRequest", "CreateThingResponse"],
                        _ => &["DescribeLimitsResponse"],
                    };
                    for object in objects {
                        let members = members(api, object);
                        members.insert(below(members.len() + 1), member(&name, false));
                    }
                }
            });
        }
        let before = project.files();
        let ran = project.plan(&[]);
        assert_eq!(ran.exit_code, 0, "{}", ran.err);
        assert!(!ran.out.contains("breaking"), "{}", ran.out);
        if week % 2 == 0 {
            assert!(ran.out.contains("nothing to release"), "week {week}: {}", ran.out);
            continue;
        }
        assert_eq!(project.carry_out().exit_code, 0);
        for (path, text) in project.files() {
            assert_eq!(
                constructors(&text),
                constructors(&first.get(&path).cloned().unwrap_or_default()),
                "{path}"
            );
            // Nothing but what was added: what was there is there, in its order.
            if path.starts_with("crates/") && path.ends_with(".rs") {
                let mut lines = text.lines().map(without_number);
                let mut were = before[&path].lines().map(without_number);
                let lost = were.find(|line| !lines.any(|now| now == *line));
                assert_eq!(lost, None, "week {week}: {path}");
            }
        }
    }
}

/// A line without the number of a field in a record table.
fn without_number(line: &str) -> &str {
    line.trim_start_matches(|character: char| character == ' ' || character.is_ascii_digit())
}

#[test]
fn a_workspace_without_the_runtime_is_not_released() {
    let project = Project::new("release-no-runtime");
    project.change(DEMO, add_optional);
    project.plan(&[]);
    let path = project.out.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).unwrap();
    let without = manifest.lines().filter(|line| !line.starts_with("tc3-runtime = "));
    fs::write(&path, without.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let ran = project.carry_out();
    assert_eq!(ran.exit_code, 1);
    assert!(
        ran.err.contains("error: no dependency `tc3-runtime` in "),
        "{}",
        ran.err
    );
}
