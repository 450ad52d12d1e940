//! The man pages that are committed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::{repository, run};

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let page = |file: fs::DirEntry| {
        let name = file.file_name().into_string().unwrap();
        (name, fs::read_to_string(file.path()).unwrap())
    };
    files.map(page).collect()
}

/// After a change of options or commands: `cargo run -p tc3-cli -- man cli/man`.
#[test]
fn the_committed_pages_are_those_of_the_command() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = fs::remove_dir_all(&folder);
    let printed = run(&["man", folder.to_str().unwrap()]);
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
    let (made, committed) = (pages(&folder), pages(&repository().join("cli/man")));
    assert_eq!(made.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, page) in &made {
        assert_eq!(
            Some(page),
            committed.get(name),
            "{name}: run `cargo run -p tc3-cli -- man cli/man`"
        );
    }
    assert!(made["tc3.1"].contains("EXIT STATUS") && made["tc3.1"].contains("dry"));
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("man-is-a-file");
    fs::write(&file, "").unwrap();
    let printed = run(&["man", file.to_str().unwrap()]);
    assert_eq!(printed.code, 2);
    assert_eq!(run(&["man"]).code, 2);
}
