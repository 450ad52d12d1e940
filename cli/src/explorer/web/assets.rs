//! The files of the page, embedded. `cli/explorer/` has them as they are written: there is no build step. The modules
//! are served as one script at the address of the first, `js/main.js`; see `joined_script`.

use std::io::Write;
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::joined_script::{joined, without_comments};
use super::reply::{Reply, with_type};

/// A file of the page.
struct Asset {
    path: &'static str,
    content_type: &'static str,
    text: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! asset {
    ($path:literal, $content_type:expr) => {
        Asset {
            path: concat!("/", $path),
            content_type: $content_type,
            text: include_str!(concat!("../../../explorer/", $path)),
        }
    };
}

/// Every file of the folder; what has words in common lies together, since gzip sees only 32 KB back.
static ASSETS: [Asset; 38] = [
    asset!("index.html", HTML),
    asset!("explorer.css", CSS),
    asset!("panels.css", CSS),
    asset!("js/labels.js", SCRIPT),
    asset!("js/panel_labels.js", SCRIPT),
    asset!("js/action_list.js", SCRIPT),
    asset!("js/action_page.js", SCRIPT),
    asset!("js/api.js", SCRIPT),
    asset!("js/documentation.js", SCRIPT),
    asset!("js/dom.js", SCRIPT),
    asset!("js/form.js", SCRIPT),
    asset!("js/form_faults.js", SCRIPT),
    asset!("js/form_fields.js", SCRIPT),
    asset!("js/json.js", SCRIPT),
    asset!("js/json_editor.js", SCRIPT),
    asset!("js/main.js", SCRIPT),
    asset!("js/messages.js", SCRIPT),
    asset!("js/request.js", SCRIPT),
    asset!("js/search_page.js", SCRIPT),
    asset!("js/service_page.js", SCRIPT),
    asset!("js/services_nav.js", SCRIPT),
    asset!("js/shortcuts.js", SCRIPT),
    asset!("js/state.js", SCRIPT),
    asset!("js/theme.js", SCRIPT),
    asset!("js/panel_kit.js", SCRIPT),
    asset!("js/call_settings.js", SCRIPT),
    asset!("js/call_panel.js", SCRIPT),
    asset!("js/answer_view.js", SCRIPT),
    asset!("js/answer_tree.js", SCRIPT),
    asset!("js/virtual_rows.js", SCRIPT),
    asset!("js/code_panel.js", SCRIPT),
    asset!("js/highlight.js", SCRIPT),
    asset!("js/compare_view.js", SCRIPT),
    asset!("js/history_page.js", SCRIPT),
    asset!("js/signature_page.js", SCRIPT),
    asset!("js/signature_panel.js", SCRIPT),
    asset!("js/explanation.js", SCRIPT),
    asset!("js/emulator_page.js", SCRIPT),
];

/// The module that starts the page.
const FIRST_MODULE: &str = "/js/main.js";
/// The script that is none: it runs before the page is painted.
const CLASSIC_SCRIPT: &str = "/js/theme.js";

/// A file as it is served.
struct Served {
    path: &'static str,
    content_type: &'static str,
    text: Bytes,
    compressed: Bytes,
}

/// What is served, made when the first one is asked for.
static SERVED: OnceLock<Vec<Served>> = OnceLock::new();

/// The reply with the file at a path, if there is one.
pub(in crate::explorer) fn reply(path: &str, headers: &HeaderMap) -> Option<Reply> {
    let path = if path == "/" { "/index.html" } else { path };
    let served = SERVED.get_or_init(served);
    let served = served.iter().find(|served| served.path == path)?;
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepts_gzip = accepts.is_some_and(|value| value.split(',').any(|coding| coding.trim() == "gzip"));
    let body = if accepts_gzip { &served.compressed } else { &served.text };
    let mut reply = with_type(StatusCode::OK, served.content_type, body.clone());
    let headers = reply.headers_mut();
    if accepts_gzip {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    Some(reply)
}

fn is_module(asset: &Asset) -> bool {
    asset.content_type == SCRIPT && asset.path != CLASSIC_SCRIPT
}

/// The name of a module, without its folder and `.js`.
fn module_name(asset: &Asset) -> &'static str {
    let name = asset.path.strip_prefix("/js/").unwrap_or(asset.path);
    name.strip_suffix(".js").unwrap_or(name)
}

fn served() -> Vec<Served> {
    let modules = ASSETS
        .iter()
        .filter(|asset| is_module(asset))
        .map(|asset| (module_name(asset), asset.text));
    let script = joined(modules, "main");
    let others = ASSETS.iter().filter(|asset| !is_module(asset)).map(|asset| {
        let text = if asset.content_type == HTML {
            asset.text.to_owned()
        } else {
            without_comments(asset.text)
        };
        (asset.path, asset.content_type, text)
    });
    let all = others.chain([(FIRST_MODULE, SCRIPT, script)]);
    all.map(|(path, content_type, text)| Served {
        path,
        content_type,
        compressed: compressed(&text),
        text: text.into(),
    })
    .collect()
}

fn compressed(text: &str) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// What the page may weigh, compressed.
    const MOST_BYTES: usize = 63 * 1024;

    fn files(folder: &Path, prefix: &str, into: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}/{}", entry.file_name().to_str().unwrap());
            if path == "/tests" {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                files(&entry.path(), &path, into);
            } else {
                into.insert(path);
            }
        }
    }

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let mut in_folder = BTreeSet::new();
        files(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/explorer")),
            "",
            &mut in_folder,
        );
        let embedded: BTreeSet<String> = ASSETS.iter().map(|asset| asset.path.to_owned()).collect();
        assert_eq!(embedded, in_folder);
    }

    #[test]
    fn the_page_is_small() {
        let bytes: usize = served().iter().map(|served| served.compressed.len()).sum();
        assert!(bytes <= MOST_BYTES, "{bytes} bytes");
    }

    /// The forms that `joined_script` knows. Lines with a blank before them are within something.
    #[test]
    fn modules_keep_to_the_forms_that_are_joined() {
        let names: BTreeSet<&str> = ASSETS
            .iter()
            .filter(|asset| is_module(asset))
            .map(module_name)
            .collect();
        for asset in ASSETS.iter().filter(|asset| is_module(asset)) {
            for line in asset.text.lines() {
                let place = format!("{}: {line}", asset.path);
                if line.starts_with("import") {
                    let from = line
                        .strip_prefix("import { ")
                        .and_then(|rest| rest.split_once(" } from \"./"));
                    let from = from.and_then(|(_, from)| from.strip_suffix(".js\";"));
                    assert!(from.is_some_and(|from| names.contains(from)), "{place}");
                }
                if let Some(declaration) = line.strip_prefix("export ") {
                    let forms = ["function ", "async function ", "class ", "const "];
                    assert!(forms.iter().any(|form| declaration.starts_with(form)), "{place}");
                    let is_pattern = declaration.starts_with("const {") || declaration.starts_with("const [");
                    assert!(!is_pattern, "{place}");
                }
                for (_, later) in line.match_indices("import(").map(|(at, _)| line.split_at(at)) {
                    let name = later
                        .strip_prefix("import(\"./")
                        .and_then(|rest| rest.split_once(".js\")"));
                    assert!(name.is_some(), "{place}");
                }
                assert!(!line.contains("import.meta") && !line.contains("$load"), "{place}");
            }
        }
    }
}
