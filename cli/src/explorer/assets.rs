//! The files of the page, embedded. `cli/explorer/` has them as they are written: there is no build step.

use std::io::Write;
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};

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
            text: include_str!(concat!("../../explorer/", $path)),
        }
    };
}

/// Every file of the folder.
static ASSETS: [Asset; 22] = [
    asset!("index.html", HTML),
    asset!("explorer.css", CSS),
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
    asset!("js/labels.js", SCRIPT),
    asset!("js/main.js", SCRIPT),
    asset!("js/messages.js", SCRIPT),
    asset!("js/request.js", SCRIPT),
    asset!("js/search_page.js", SCRIPT),
    asset!("js/service_page.js", SCRIPT),
    asset!("js/services_nav.js", SCRIPT),
    asset!("js/shortcuts.js", SCRIPT),
    asset!("js/state.js", SCRIPT),
    asset!("js/theme.js", SCRIPT),
];

/// The files, compressed when the first one is asked for.
static COMPRESSED: OnceLock<Vec<Bytes>> = OnceLock::new();

/// The reply with the file at a path, if there is one.
pub(super) fn reply(path: &str, headers: &HeaderMap) -> Option<Reply> {
    let path = if path == "/" { "/index.html" } else { path };
    let at = ASSETS.iter().position(|asset| asset.path == path)?;
    let asset = ASSETS.get(at)?;
    let accepts = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let accepts_gzip = accepts.is_some_and(|value| value.split(',').any(|coding| coding.trim() == "gzip"));
    let compressed = COMPRESSED
        .get_or_init(|| ASSETS.iter().map(compressed).collect())
        .get(at);
    let mut reply = match compressed.filter(|_| accepts_gzip) {
        Some(bytes) => {
            let mut reply = with_type(StatusCode::OK, asset.content_type, bytes.clone());
            reply
                .headers_mut()
                .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            reply
        }
        None => with_type(StatusCode::OK, asset.content_type, asset.text),
    };
    reply
        .headers_mut()
        .insert(VARY, HeaderValue::from_static("accept-encoding"));
    Some(reply)
}

fn compressed(asset: &Asset) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    let _ = encoder.write_all(asset.text.as_bytes());
    encoder.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// What the page may weigh, compressed.
    const MOST_BYTES: usize = 60 * 1024;

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
    fn every_file_of_the_folder_is_served() {
        let mut in_folder = BTreeSet::new();
        files(
            Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/explorer")),
            "",
            &mut in_folder,
        );
        let served: BTreeSet<String> = ASSETS.iter().map(|asset| asset.path.to_owned()).collect();
        assert_eq!(served, in_folder);
    }

    #[test]
    fn the_page_is_small() {
        let bytes: usize = ASSETS.iter().map(|asset| compressed(asset).len()).sum();
        assert!(bytes <= MOST_BYTES, "{bytes} bytes");
    }
}
