//! Documentation pages: whatever a browser saved, it is imported or rejected with diagnostics.
//!
//! **Input:** pages, see [`crate::sections`].
//!
//! **Must hold:** what [`import`](super::metadata) says about drafts.

use tc3_codegen::import::page::{PageOptions, read};
use tc3_codegen::spec::{Source, SourceSet, Spec};

use super::metadata;
use crate::{Surface, sections, seeds};

/// Documentation pages in any layout.
pub const SURFACE: Surface = Surface {
    name: "page",
    run,
    seeds,
    words: &[
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th>",
        "<h2>",
        "<pre>",
        "<code>",
        "<br>",
        "<!--",
        "&nbsp;",
        "&#x0;",
        "colspan=\"9\"",
        "rowspan=\"0\"",
        "| ",
        " | ",
        "|---|",
        "\t",
        "## ",
        "```",
        "Parameter Name",
        "Required",
        "Type",
        "Description",
        "Array of ",
        "String",
        "Integer",
        "Yes",
        "No",
        "Error Code",
        "Input Parameters",
        "参数名称",
        "必选",
        "类型",
        "描述",
        "是",
        "否",
        "Example value: ",
        "\n=== ",
        "https://",
        "{\"Response\":{",
        "--data '",
        "\u{feff}",
        "\u{202e}",
    ],
    test_inputs: 1_500,
};

/// Imports the pages into an empty spec.
///
/// # Panics
/// If a promise is broken.
pub fn run(input: &[u8]) -> bool {
    let input = String::from_utf8_lossy(input);
    let sources = sections::split(&input).into_iter().map(|(path, text)| Source {
        path: path.to_owned(),
        text: text.to_owned(),
    });
    let options = PageOptions {
        docs: true,
        ..PageOptions::default()
    };
    let drafts = read(&SourceSet::new("", sources), &options).and_then(|pages| {
        let _ = pages.warnings().to_string();
        pages.drafts(&Spec::default(), true)
    });
    match drafts {
        Ok(drafts) => metadata::plan(drafts),
        Err(diagnostics) => {
            assert!(diagnostics.has_errors() && !diagnostics.to_string().is_empty());
            false
        }
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let pages = seeds::files("tests/data/pages", "");
    let text = |ending: &str| {
        let found = pages.iter().find(|(name, _)| name.ends_with(ending));
        found.map(|(name, bytes)| (name.as_str(), str::from_utf8(bytes).unwrap_or_default()))
    };
    let types = ["data-types.html", "data-types.txt", "demo-types.txt"].map(text);
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for (name, bytes) in &pages {
        seeds.push(bytes.clone());
        let page = (name.as_str(), str::from_utf8(bytes).unwrap_or_default());
        for types in types.iter().flatten().filter(|types| types.0 != name) {
            seeds.push(sections::join([page, *types]).into_bytes());
        }
    }
    seeds.retain(|seed| seed.len() <= seeds::MAX_BYTES);
    seeds
}
