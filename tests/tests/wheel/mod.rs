//! The fixture of the metadata, packed as a wheel.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(crate) const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/metadata");

pub(crate) fn wheel(folder: &Path) -> PathBuf {
    let path = folder.join("tccli-9.8.7-py2.py3-none-any.whl");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let mut ahead = vec![PathBuf::from(METADATA)];
    while let Some(at) = ahead.pop() {
        if at.is_dir() {
            ahead.extend(fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let name = at.strip_prefix(METADATA).unwrap().to_str().unwrap().replace('\\', "/");
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&fs::read(at).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    path
}
