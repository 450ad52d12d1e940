//! The home folder of a process without `HOME`, as services and cron jobs often are.

use std::path::Path;
use std::process::Command;

use tc3_runtime::credentials::{CredentialsSource, Found, ProfileFile, TccliFile};

use crate::sandbox::now;

const IS_CHILD: &str = "TC3_TEST_WITHOUT_HOME";

/// Looks in its own process: variables cannot be changed in one with several threads.
#[test]
fn without_home_it_is_that_of_the_user_database() {
    if std::env::var_os(IS_CHILD).is_some() {
        // Both look for what no machine has.
        let home = std::env::home_dir().expect("the user has no home folder");
        let profile_file = ProfileFile::new().profile("not a profile").system_file("absent");
        assert_names(&profile_file, &home.join(".tencentcloud"));
        assert_names(&TccliFile::new().profile("not a profile"), &home.join(".tccli"));
        return;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "home_folder::without_home_it_is_that_of_the_user_database"])
        .env_clear()
        .env(IS_CHILD, "1")
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
}

fn assert_names(source: &impl CredentialsSource, folder: &Path) {
    let folder = folder.to_str().unwrap();
    let shown = match now(source.find()) {
        Ok(Found::Nothing { why }) => why,
        Ok(found) => panic!("{found:?}"),
        Err(error) => error.to_string(),
    };
    assert!(shown.contains(folder), "{folder}: {shown}");
}
