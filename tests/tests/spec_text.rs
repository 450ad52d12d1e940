//! Spec files as text: what is printed reads back equal, and the committed files are in that layout.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use tc3_codegen::spec::{PrintError, Source, SourceSet, Spec, SpecFile};

fn read(folder: impl AsRef<Path>) -> SourceSet {
    SourceSet::read_dir(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap()
}

fn spec(sources: &SourceSet) -> Spec {
    tc3_codegen::load(sources).unwrap().spec
}

/// Every file of `spec`, printed.
fn printed(spec: &Spec) -> Result<SourceSet, PrintError> {
    let mut sources = Vec::new();
    for service in &spec.services {
        let mut push = |below: String, text| {
            let path = format!("{}/{below}", service.folder);
            sources.push(Source { path, text });
        };
        push("service.json".to_owned(), service.file.to_text()?);
        for action in &service.actions {
            push(format!("actions/{}.json", action.name.value), action.to_text()?);
        }
        for shared in &service.types {
            push(format!("types/{}.json", shared.name.value), shared.to_text()?);
        }
    }
    Ok(SourceSet::new("", sources))
}

#[test]
fn what_is_printed_reads_back_equal() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/code");
    let folders = std::fs::read_dir(cases)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("spec"));
    let mut compared = 0;
    for folder in folders.chain([Path::new("../spec").to_owned()]) {
        let original = spec(&read(folder));
        let again = spec(&printed(&original).unwrap());
        assert_eq!(original.services.len(), again.services.len());
        for (ours, theirs) in original.services.iter().zip(&again.services) {
            let is_equal = ours.file == theirs.file && ours.actions == theirs.actions && ours.types == theirs.types;
            assert!(is_equal, "{}", ours.folder);
            compared += 1;
        }
    }
    assert!(compared > 10);
}

#[test]
fn committed_files_are_laid_out_as_the_generator_lays_them_out() {
    let committed = read("../spec");
    let printed = printed(&spec(&committed)).unwrap();
    // Rules for the emulator are laid out by hand.
    let committed = committed
        .iter()
        .filter(|(_, there)| !there.path.ends_with("/emulator.json"));
    for ((_, there), (_, laid_out)) in committed.zip(printed.iter()) {
        assert_eq!(there.path, laid_out.path);
        let path = &there.path;
        assert!(
            there.text == laid_out.text,
            "{path} is laid out otherwise: run `cargo tc3-codegen fmt`"
        );
    }
}

#[test]
fn limits_are_written_as_a_person_would() {
    let text = r#"{"name": "D", "description": "d", "regionRequired": false, "output": [], "parameters": [
        {"name": "A", "type": "Float", "minimum": 1, "maximum": 2.50, "description": "d"},
        {"name": "B", "type": "Float", "minimum": -0.125, "maximum": 1e15, "description": "d"}]}"#;
    let action: tc3_codegen::spec::ActionFile = serde_json::from_str(text).unwrap();
    let printed = action.to_text().unwrap();
    for line in [
        "\"minimum\": 1,",
        "\"maximum\": 2.5",
        "\"minimum\": -0.125,",
        "\"maximum\": 1000000000000000,",
    ] {
        assert!(printed.contains(line), "{line} in {printed}");
    }
}

#[test]
fn a_limit_that_is_no_number_is_refused() {
    let text = r#"{"name": "D", "description": "d", "regionRequired": false, "output": [], "parameters": [
        {"name": "A", "type": "Float", "minimum": 1, "description": "d"}]}"#;
    let mut action: tc3_codegen::spec::ActionFile = serde_json::from_str(text).unwrap();
    action.parameters[0].minimum = Some(f64::NAN.into());
    assert!(action.to_text().unwrap_err().to_string().contains("no number"));
}
