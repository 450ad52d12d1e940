//! Files with keys: whatever is in them, they give credentials or an error that shows no key.
//!
//! **Input:** a byte that selects the format, and the file.
//!
//! **Must hold:** no error and no `Debug` output contains `KEY`, which the seeds have as the key.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, PoisonError};

use tc3::ProvideCredentials;
use tc3::credentials::{ProfileFile, TccliFile};
use tokio::runtime::Runtime;

use crate::Surface;

/// The key in the seeds.
const KEY: &str = "KeyOfTheFuzzer7Zq";

/// Files of credentials: of the SDKs, and of the command line.
pub const SURFACE: Surface = Surface {
    name: "key_files",
    run,
    seeds,
    words: &[
        "[default]",
        "[",
        "]",
        "secret_id",
        "secret_key",
        "token",
        " = ",
        "=",
        ":",
        ";",
        "#",
        "\n",
        "\r\n",
        "\u{feff}",
        "\t",
        "\"secretId\":",
        "\"secretKey\":",
        "\"token\":",
        "\"type\":\"cvm-role\"",
        "null",
        "\"\"",
        "{}",
        "[]",
        "\\u0000",
        KEY,
        "expiresAt",
        "{\"",
        "\"}",
        "role-arn",
        "source_profile",
    ],
    test_inputs: 10_000,
};

/// The home folder of the one who is configured, with a file of each format, and what runs the providers.
struct Home {
    folder: PathBuf,
    runtime: Runtime,
}

static HOME: LazyLock<Mutex<Option<Home>>> = LazyLock::new(|| Mutex::new(Home::new().ok()));

impl Home {
    fn new() -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("tc3-fuzz-{}", std::process::id()));
        fs::create_dir_all(folder.join(".tccli"))?;
        fs::create_dir_all(folder.join(".tencentcloud"))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { folder, runtime })
    }
}

/// Writes the file and reads it.
///
/// # Panics
/// If a promise is broken, or the temporary folder cannot be written.
pub fn run(input: &[u8]) -> bool {
    let Some((format, file)) = input.split_first() else {
        return false;
    };
    let home = HOME.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(Home { folder, runtime }) = &*home else {
        panic!("no temporary folder");
    };
    let at_home = folder.clone().into_os_string();
    let lookup = move |name: &str| (name == "HOME").then(|| at_home.clone());
    let provider: Box<dyn ProvideCredentials> = if format % 2 == 0 {
        write(folder.join(".tencentcloud/credentials"), file);
        Box::new(ProfileFile::new().lookup(lookup))
    } else {
        write(folder.join(".tccli/default.credential"), file);
        Box::new(TccliFile::new().lookup(lookup))
    };
    match runtime.block_on(provider.provide()) {
        Ok(credentials) => {
            assert!(!credentials.secret_id().is_empty());
            shows_no_key(&format!("{credentials:?} {provider:?}").replace(credentials.secret_id(), ""));
            true
        }
        Err(error) => {
            let mut shown = format!("{error} {error:?}");
            let mut source = error.source();
            while let Some(cause) = source {
                shown += &format!(" {cause} {cause:?}");
                source = cause.source();
            }
            shows_no_key(&shown);
            false
        }
    }
}

fn write(path: PathBuf, file: &[u8]) {
    let written = fs::write(&path, file);
    assert!(written.is_ok(), "{}: {written:?}", path.display());
}

fn shows_no_key(text: &str) {
    assert!(!text.contains(KEY), "the key is shown: {text}");
}

fn seeds() -> Vec<Vec<u8>> {
    let files = [
        (0, format!("[default]\nsecret_id = AKIDexample\nsecret_key = {KEY}\n")),
        (
            0,
            format!(
                "; one\n[default]\nsecret_id: AKIDexample\nsecret_key: {KEY}\ntoken = {KEY}\n\n[other]\nsecret_key={KEY}\n"
            ),
        ),
        (
            0,
            format!(
                "\u{feff}secret_key = {KEY}\r\n[DEFAULT]\r\n secret_id = AKIDexample\r\n secret_key = \"{KEY}\"\r\n"
            ),
        ),
        (0, format!("[default\nsecret_key {KEY}\n{KEY}\n = {KEY}\n]")),
        (1, format!(r#"{{"secretId":"AKIDexample","secretKey":"{KEY}"}}"#)),
        (
            1,
            format!("{{\n  \"secretId\": \"AKIDexample\",\n  \"secretKey\": \"{KEY}\",\n  \"token\": \"{KEY}\"\n}}\n"),
        ),
        (
            1,
            format!(r#"{{"secretId":"AKIDexample","secretKey":"{KEY}","type":"oauth","oauth":{{"expiresAt":1}}}}"#),
        ),
        (
            1,
            format!(r#"{{"secretId":null,"secretKey":["{KEY}"],"{KEY}":1,"token":""}}"#),
        ),
    ];
    files.map(|(format, file)| [&[format], file.as_bytes()].concat()).into()
}
