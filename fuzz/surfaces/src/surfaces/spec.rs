//! Spec files: whatever their text, they are generated from or rejected with diagnostics.
//!
//! **Input:** files of a spec, see [`crate::sections`].
//!
//! **Must hold:** a spec that is accepted can be generated from; a spec that is not has an error that can be printed.

use tc3_codegen::spec::{Source, SourceSet};
use tc3_codegen::{Builder, generate, load};

use crate::{Surface, sections, seeds};

/// Files of a spec.
pub const SURFACE: Surface = Surface {
    name: "spec",
    run,
    seeds,
    words: &[
        "\"name\"",
        "\"type\"",
        "\"required\"",
        "\"nullable\"",
        "\"values\"",
        "\"members\"",
        "\"Array of \"",
        "\"String\"",
        "\"Integer\"",
        "\"Timestamp ISO8601\"",
        "\"Object\"",
        "\"Binary\"",
        "\"paging\"",
        "\"kind\"",
        "\"offset\"",
        "\"token\"",
        "\"rustName\"",
        "\"r#type\"",
        "\"Self\"",
        "\"streaming\"",
        "\"readOnly\"",
        "\"default\"",
        "\"maximum\"",
        "\"format\"",
        "\"uint64\"",
        "null",
        "true",
        "false",
        "[]",
        "{}",
        "\"\"",
        "\\u202e",
        "\\ud800",
        "*/",
        "\"\"\"",
        "\n=== ",
        "/types/",
        "/actions/",
        "\"creates\"",
        "\"lists\"",
        "\"resources\"",
        "\"states\"",
        "\"parents\"",
    ],
    test_inputs: 2_000,
};

/// Loads the spec and generates from it if it is valid.
///
/// # Panics
/// If a promise is broken.
pub fn run(input: &[u8]) -> bool {
    let input = String::from_utf8_lossy(input);
    let sources = sections::split(&input).into_iter().map(|(path, text)| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    });
    match load(&SourceSet::new("spec", sources)) {
        Ok(spec) => {
            let generated = generate(&spec, Builder::new().options());
            assert!(generated.is_ok(), "accepted, but: {:?}", generated.err());
            let _ = spec.warnings.to_string();
            true
        }
        Err(diagnostics) => {
            assert!(diagnostics.has_errors() && !diagnostics.to_string().is_empty());
            false
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let parents = [
        "tests/cases/diagnostics",
        "tests/cases/code",
        "tests/data/diff-spec",
        "emulator/tests/data",
    ];
    let folders = parents.iter().flat_map(|parent| seeds::folders(parent));
    let of_folder = |folder: String| {
        let spec = format!("{folder}/spec");
        seeds::joined(&spec, ".json").or_else(|| seeds::joined(&folder, ".json"))
    };
    folders.filter_map(of_folder).collect()
}
