//! The same spec gives the same bytes, and writing touches only what has changed.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, FileSet, OutdatedFile, OutdatedKind, generate, load};
use tc3_tests::{FROZEN_SPEC, cases};

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(spec: &Path) -> Vec<Source> {
    let read = SourceSet::read_dir(spec).unwrap();
    read.iter().map(|(_, source)| source.clone()).collect()
}

fn code_of(sources: Vec<Source>, builder: &Builder) -> FileSet {
    let checked = load(&SourceSet::new("spec", sources)).unwrap();
    generate(&checked, builder.options()).unwrap()
}

/// Code of one service, in two files.
fn frozen() -> FileSet {
    code_of(sources(Path::new(FROZEN_SPEC)), &Builder::checked_in())
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let specs = cases::code_cases(package()).unwrap();
    let specs = specs
        .iter()
        .map(|case| case.join("spec"))
        .chain([package().join("../spec")]);
    for spec in specs {
        let in_order = sources(&spec);
        let code = |sources| code_of(sources, &Builder::new());
        let expected = code(in_order.clone());
        let mut reversed = in_order.clone();
        reversed.reverse();
        assert!(code(reversed) == expected, "{}, reversed", spec.display());
        let mut order = in_order;
        for round in 0..3 {
            order.rotate_left(1);
            shuffle(&mut order, round);
            assert!(code(order.clone()) == expected, "{}, round {round}", spec.display());
        }
    }
}

/// Swaps by a fixed sequence of numbers, another one for each `seed`.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for end in (1..items.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        items.swap(end, (state >> 33) as usize % (end + 1));
    }
}

#[test]
fn the_checked_in_code_is_what_the_spec_gives() {
    let code = code_of(sources(&package().join("../spec")), &Builder::checked_in());
    let drift = code.outdated(&package().join("../generated/src/services")).unwrap();
    assert!(
        drift.is_empty(),
        "generated/src/services is not what spec/ gives: run `cargo tc3-codegen generate`\n{drift:#?}"
    );
}

/// A folder of the test's own, empty.
fn scratch(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("determinism").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn paths_below(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            paths.extend(paths_below(&path));
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    paths
}

#[test]
fn what_is_right_already_is_not_touched() {
    let folder = scratch("twice");
    let code = frozen();
    let first = code.write(&folder).unwrap();
    assert_eq!((first.written.len(), first.removed.len(), first.unchanged), (2, 0, 0));
    let times = || -> Vec<_> {
        let paths = paths_below(&folder);
        paths
            .iter()
            .map(|path| fs::metadata(path).unwrap().modified().unwrap())
            .collect()
    };
    let before = times();
    let second = code.write(&folder).unwrap();
    assert_eq!(
        (second.written.len(), second.removed.len(), second.unchanged),
        (0, 0, 2)
    );
    assert_eq!(times(), before);
}

#[test]
fn an_edited_file_drifts_and_is_put_right() {
    let folder = scratch("edited");
    let code = frozen();
    code.write(&folder).unwrap();
    assert_eq!(code.outdated(&folder).unwrap(), []);

    let path = folder.join("services.rs");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\n\n", "\n\n// by hand\n", 1)).unwrap();
    fs::remove_file(folder.join("gaap/v20180529.rs")).unwrap();
    let drift = |path: &str, kind| OutdatedFile {
        path: path.to_owned(),
        kind,
    };
    let expected = [
        drift("gaap/v20180529.rs", OutdatedKind::Missing),
        drift("services.rs", OutdatedKind::Changed(3)),
    ];
    assert_eq!(code.outdated(&folder).unwrap(), expected);

    let written = code.write(&folder).unwrap().written;
    assert_eq!(written, ["gaap/v20180529.rs", "services.rs"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn stale_code_is_removed_and_other_files_are_left_alone() {
    let folder = scratch("stale");
    let code = frozen();
    code.write(&folder).unwrap();
    fs::create_dir(folder.join("cvm")).unwrap();
    fs::copy(folder.join("gaap/v20180529.rs"), folder.join("cvm/v20170312.rs")).unwrap();
    fs::write(folder.join("gaap/by_hand.rs"), "// mine\n").unwrap();
    fs::write(folder.join("notes.txt"), "// @generated by tc3-codegen").unwrap();

    let stale = OutdatedFile {
        path: "cvm/v20170312.rs".to_owned(),
        kind: OutdatedKind::Stale,
    };
    assert_eq!(code.outdated(&folder).unwrap(), [stale]);
    assert_eq!(code.write(&folder).unwrap().removed, ["cvm/v20170312.rs"]);
    let left: Vec<PathBuf> = ["gaap/by_hand.rs", "gaap/v20180529.rs", "notes.txt", "services.rs"]
        .map(|path| folder.join(path))
        .into();
    assert_eq!(paths_below(&folder), left);
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_left_as_it_was() {
    let folder = scratch("blocked");
    fs::write(folder.join("gaap"), "a file where a folder belongs").unwrap();
    let error = frozen().write(&folder).unwrap_err().to_string();
    assert!(error.contains(folder.join("gaap").to_str().unwrap()), "{error}");
    assert_eq!(paths_below(&folder), [folder.join("gaap")]);
}

#[test]
fn a_file_that_cannot_be_replaced_leaves_no_half_of_itself() {
    let folder = scratch("half");
    let code = frozen();
    code.write(&folder).unwrap();
    let path = folder.join("gaap/v20180529.rs");
    fs::write(&path, "old").unwrap();
    // Where the new text would be put first, there is something else.
    let blocker = path.with_extension(format!("rs.{}.tmp", std::process::id()));
    fs::create_dir(&blocker).unwrap();
    let error = code.write(&folder).unwrap_err().to_string();
    assert!(error.contains("v20180529.rs"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}

/// A service whose types each refer to the next one, and the last one to the first.
fn cycle_of(types: usize) -> Vec<Source> {
    let file = |path: String, text: String| Source {
        path: format!("clock/v20200101/{path}"),
        text,
    };
    let mut sources = vec![
        file(
            "service.json".to_owned(),
            r#"{"name": "clock", "version": "2020-01-01", "title": "Clock", "description": "Tells the time.",
                "host": "clock.tencentcloudapi.com"}"#
                .to_owned(),
        ),
        file(
            "actions/TellTime.json".to_owned(),
            r#"{"name": "TellTime", "description": "Tells the time.", "regionRequired": false, "output": [],
                "parameters": [{"name": "Zone", "type": "T0", "required": false, "description": "The zone."}]}"#
                .to_owned(),
        ),
    ];
    for index in 0..types {
        let next = (index + 1) % types;
        let text = format!(
            r#"{{"name": "T{index}", "description": "A zone.", "members":
                [{{"name": "Next", "type": "T{next}", "required": false, "description": "The next zone."}}]}}"#
        );
        sources.push(file(format!("types/T{index}.json"), text));
    }
    sources
}

#[test]
fn each_type_of_a_long_cycle_holds_the_next_in_a_box() {
    const TYPES: usize = 4000;
    let files = code_of(cycle_of(TYPES), &Builder::new().format(false));
    let code = files.get("clock/v20200101.rs").unwrap().replace(' ', "");
    assert_eq!(code.matches("pubnext:rt::Option<rt::Box<T").count(), TYPES);
}
