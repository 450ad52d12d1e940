//! The metadata of the official command line: whatever its files say, they are imported or rejected with an error.
//!
//! **Input:** the files of a wheel, see [`crate::sections`].
//!
//! **Must hold:** drafts become spec files, or errors that can be printed; importing the same again changes nothing.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::path::Path;

use tc3_codegen::import::metadata::{ErrorCodes, MetadataIndex, MetadataOptions, convert};
use tc3_codegen::import::{Archive, Draft, ImportError, ImportPlan, Overrides};
use tc3_codegen::spec::{Source, SourceSet, Spec};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::{Surface, sections, seeds};

/// The files in a wheel of metadata.
pub const SURFACE: Surface = Surface {
    name: "metadata",
    run,
    seeds,
    words: &[
        "\"actions\"",
        "\"objects\"",
        "\"members\"",
        "\"metadata\"",
        "\"input\"",
        "\"output\"",
        "\"name\"",
        "\"type\"",
        "\"member\"",
        "\"required\"",
        "\"disabled\"",
        "\"document\"",
        "\"output_required\"",
        "\"value_allowed_null\"",
        "\"int64\"",
        "\"uint64\"",
        "\"datetime_iso\"",
        "\"binary\"",
        "\"list\"",
        "\"object\"",
        "\"string\"",
        "\"status\"",
        "\"deprecated\"",
        "\"example\"",
        "tccli/services/",
        "/v20200102/api.json",
        "/examples.json",
        "\n=== ",
        "null",
        "[]",
        "{}",
        "SKIP",
        "\\ud800",
        "Describe",
        "Offset",
        "Limit",
        "TotalCount",
    ],
    test_inputs: 1_500,
};

/// Packs the files as a wheel and imports every service.
///
/// # Panics
/// If a promise is broken.
pub fn run(input: &[u8]) -> bool {
    let input = String::from_utf8_lossy(input);
    packed(&sections::split(&input), CompressionMethod::Stored).is_ok_and(import)
}

/// Imports every service of a wheel, and returns whether a spec came of it.
///
/// # Panics
/// If a promise is broken.
pub fn import(wheel: Vec<u8>) -> bool {
    match try_import(wheel) {
        Ok(is_imported) => is_imported,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn try_import(wheel: Vec<u8>) -> Result<bool, ImportError> {
    let archive = Archive::from_bytes(Path::new("input.whl"), wheel)?;
    let codes = ErrorCodes::read(archive.clone()).unwrap_or_default();
    let mut index = MetadataIndex::read(archive)?;
    let overrides = Overrides::built_in()?;
    let mut drafts = Vec::new();
    for version in index.versions().to_vec() {
        let options = MetadataOptions {
            actions: BTreeSet::new(),
            docs: true,
            without_examples: false,
            without_rust_names: false,
        };
        let mut draft = convert(&mut index, &version, &options, &codes)?;
        overrides.apply(&mut draft)?;
        drafts.push(draft);
    }
    Ok(plan(drafts))
}

/// Plans what an import of `drafts` into an empty spec writes, and then imports them again. Returns whether the spec is
/// valid.
///
/// # Panics
/// If a promise is broken.
pub fn plan(drafts: Vec<Draft>) -> bool {
    let none = SourceSet::new("spec", []);
    let mut plan = match ImportPlan::new(drafts.clone(), &Spec::default(), false) {
        Ok(plan) => plan,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return false;
        }
    };
    for note in plan.notes() {
        let _ = note.to_string();
    }
    if let Err(diagnostics) = plan.check(&none) {
        assert!(diagnostics.has_errors() && !diagnostics.to_string().is_empty());
        return false;
    }
    let sources = plan.changes().iter().map(|change| Source {
        path: change.path.clone(),
        text: change.text.clone(),
    });
    let written = SourceSet::new("spec", sources);
    match tc3_codegen::load(&written) {
        Ok(imported) => {
            let again = ImportPlan::new(drafts, &imported.spec, false);
            let changes = again.as_ref().map(ImportPlan::changes);
            assert!(changes.is_ok_and(<[_]>::is_empty), "another import changes {changes:?}");
            true
        }
        Err(diagnostics) => {
            // Only an import of nothing writes no spec.
            assert!(plan.changes().is_empty(), "{diagnostics}");
            false
        }
    }
}

/// Packs files as a zip archive. Of files with the same name, only the first is packed.
///
/// # Errors
/// Returns an error if a name is not one of a file.
pub fn packed(files: &[(&str, &str)], method: CompressionMethod) -> zip::result::ZipResult<Vec<u8>> {
    let mut names = BTreeSet::new();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files.iter().filter(|(name, _)| names.insert(*name)) {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(method))?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn seeds() -> Vec<Vec<u8>> {
    let services = "tests/data/metadata/tccli/services";
    let mut seeds = Vec::new();
    for folder in seeds::folders(services)
        .into_iter()
        .flat_map(|service| seeds::folders(&service))
    {
        let files = seeds::files(&folder, ".json");
        let below = folder.trim_start_matches("tests/data/metadata/");
        let named: Vec<(String, &str)> = files
            .iter()
            .map(|(path, bytes)| (format!("{below}/{path}"), str::from_utf8(bytes).unwrap_or_default()))
            .collect();
        let parts = named.iter().map(|(path, text)| (path.as_str(), *text));
        seeds.push(sections::join(parts).into_bytes());
    }
    seeds.extend(seeds::joined("tests/data/metadata", ""));
    seeds.push(SMALL.as_bytes().to_vec());
    seeds
}

/// A small version of a service, so that mutations often reach what matters.
const SMALL: &str = r#"=== tccli/services/demo/v20200102/api.json
{"actions":{"DescribeThings":{"name":"Things","document":"Lists.","input":"DescribeThingsRequest",
"output":"DescribeThingsResponse","status":"online"}},
"metadata":{"apiVersion":"2020-01-02","serviceShortName":"demo","serviceNameCN":"demo","api_brief":"demo"},
"objects":{"DescribeThingsRequest":{"members":[
{"name":"Offset","type":"int","member":"int64","required":false,"disabled":false,"document":"","example":"0"},
{"name":"Limit","type":"int","member":"int64","required":false,"disabled":false,"document":"","example":"20"}],
"type":"object"},
"DescribeThingsResponse":{"members":[
{"name":"TotalCount","type":"int","member":"int64","disabled":false,"document":"","example":"1","output_required":true},
{"name":"Things","type":"list","member":"Thing","disabled":false,"document":"","example":"","output_required":true}],
"type":"object"},
"Thing":{"members":[{"name":"Name","type":"string","member":"string","disabled":false,"document":""}],"usage":"out"}},
"version":"1.0"}
=== tccli/services/demo/v20200102/examples.json
{"actions":{"DescribeThings":[{"document":"","input":"https://demo.tencentcloudapi.com/?Action=DescribeThings&Limit=1",
"output":"{\"Response\":{\"TotalCount\":0,\"Things\":[],\"RequestId\":\"a\"}}","title":"Lists"}]}}
"#;
