//! The generated code as a person reads it: `cases/code/<case>/spec` in, `expected.snap` out.
//!
//! The crates in `editions/` compile the same code.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod tokens;

use std::path::{Path, PathBuf};

use proc_macro2::Literal;
use tc3_codegen::spec::SourceSet;
use tc3_codegen::{FileSet, generate, load};
use tc3_tests::cases;

fn code_cases() -> Vec<PathBuf> {
    cases::code_cases(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn generated(case: &Path, format: bool) -> FileSet {
    let checked = load(&SourceSet::read_dir(&case.join("spec")).unwrap()).unwrap();
    let builder = cases::builder(case, "cases").unwrap().format(format);
    generate(&checked, builder.options()).unwrap()
}

#[test]
fn each_case_gives_its_code() {
    for case in code_cases() {
        let files = generated(&case, true);
        let text: String = files
            .iter()
            .map(|(path, text)| format!("==> {path} <==\n{text}\n"))
            .collect();
        insta::with_settings!({
            snapshot_path => &case,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("expected", text) });
    }
}

#[test]
fn code_that_is_not_laid_out_has_the_same_tokens() {
    for case in code_cases() {
        let (laid_out, plain) = (generated(&case, true), generated(&case, false));
        assert_ne!(laid_out, plain);
        for ((path, text), (_, plain)) in laid_out.iter().zip(plain.iter()) {
            let same = tokens::of(text, value) == tokens::of(plain, value);
            assert!(same, "{path} of {}", case.display());
        }
    }
}

/// A literal by its value, however it is written.
fn value(literal: &Literal) -> String {
    match syn::parse_str(&literal.to_string()).unwrap() {
        syn::Lit::Str(text) => format!("{:?}", text.value()),
        _ => literal.to_string(),
    }
}
