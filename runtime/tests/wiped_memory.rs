//! No copy of a secret stays in memory once the credentials are gone: neither of the buffer that a file is read into, nor of
//! a parser, nor of the error of a file that cannot be used. A process of its own, which searches its memory.
#![cfg(all(target_os = "linux", feature = "client"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use tc3_runtime::credentials::{ProfileFile, ProvideCredentials, TccliFile};
use tc3_runtime::{Credentials, Error};

/// The secret is nowhere in the program: these are its bytes, each with another bit pattern.
const MASKED: [u8; 32] = *b"SODTFU-LFZ+XIPTF-CZUFT-BSF-XJQFE";

fn unmasked(masked: u8) -> u8 {
    masked.wrapping_sub(1)
}

/// Writes a file in which `@` stands for the secret, one byte at a time, so that there is no buffer with it.
fn write(path: &Path, template: &str) {
    let mut file = File::create(path).unwrap();
    for byte in template.bytes() {
        match byte {
            b'@' => MASKED
                .iter()
                .for_each(|masked| file.write_all(&[unmasked(*masked)]).unwrap()),
            _ => file.write_all(&[byte]).unwrap(),
        }
    }
}

/// How often the secret is in the memory of the process that can be written to.
fn copies() -> usize {
    const CHUNK: usize = 1 << 16;
    let memory = File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let mut buffer = vec![0; CHUNK + MASKED.len()];
    let mut found = 0;
    for line in maps
        .lines()
        .filter(|line| line.split(' ').nth(1).unwrap().starts_with("rw"))
    {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [start, end] = [start, end].map(|address| u64::from_str_radix(address, 16).unwrap());
        for place in (start..end).step_by(CHUNK) {
            let length = (end - place).min(buffer.len() as u64) as usize;
            // Some mappings of the system cannot be read.
            let read = memory.read_at(&mut buffer[..length], place).unwrap_or(0);
            found += count(&buffer[..read]);
            buffer.fill(0);
        }
    }
    found
}

fn count(bytes: &[u8]) -> usize {
    let is_secret = |window: &&[u8]| window[0] == unmasked(MASKED[0]) && window.iter().eq(MASKED.map(unmasked).iter());
    bytes.windows(MASKED.len()).filter(is_secret).count()
}

/// Outside of a runtime, files are read in place.
fn provide(provider: impl ProvideCredentials) -> Result<Credentials, Error> {
    match pin!(provider.provide()).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits"),
    }
}

struct Files(PathBuf);

impl Files {
    fn profile(&self, text: &str) -> Result<Credentials, Error> {
        let path = self.0.join("credentials");
        write(&path, text);
        let lookup = move |name: &str| (name == "TENCENTCLOUD_CREDENTIALS_FILE").then(|| path.clone().into());
        provide(ProfileFile::new().lookup(lookup))
    }

    fn tccli(&self, text: &str) -> Result<Credentials, Error> {
        write(&self.0.join(".tccli/default.credential"), text);
        let home = self.0.clone();
        let lookup = move |name: &str| (name == "HOME").then(|| home.clone().into());
        provide(TccliFile::new().lookup(lookup))
    }
}

#[test]
fn no_copy_of_a_secret_outlives_the_credentials() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("wiped-memory");
    fs::create_dir_all(folder.join(".tccli")).unwrap();
    let files = Files(folder);

    let usable: [&dyn Fn() -> Result<Credentials, Error>; 5] = [
        &|| files.profile("[default]\nsecret_id = AKID\nsecret_key = @\n"),
        &|| files.profile("[default]\nsecret_id = AKID\nsecret_key = k\ntoken = '@'\n[other]\nsecret_key = @"),
        &|| files.tccli(r#"{"secretId": "AKID", "secretKey": "@"}"#),
        // The text has escapes, so that the parser decodes it in a buffer of its own.
        &|| files.tccli(r#"{"secretId": "AKID", "secretKey": "k", "token": "@\u002f\/@"}"#),
        &|| files.tccli(r#"{"secretId": "AKID", "secretKey": "k", "token": "@", "sso": {"token": "@", "l": ["@"]}}"#),
    ];
    for (case, read) in usable.iter().enumerate() {
        let credentials = read().unwrap();
        assert!(copies() > 0, "case {case}: the search finds nothing");
        drop(credentials);
        assert_eq!(copies(), 0, "case {case}");
    }

    let unusable: [&dyn Fn() -> Result<Credentials, Error>; 5] = [
        &|| files.profile("[default]\nsecret_id = AKID\nsecret_key = @ # note\n"),
        &|| files.profile("[default]\nsecret_id = AKID\nsecret_key = @\nsecret_key = @\n"),
        &|| files.profile("[default]\nsecret_id = AKID\nsecret_key = @\ntoken = @ @\n"),
        &|| files.tccli(r#"{"secretId": "AKID", "secretKey": "@",}"#),
        &|| files.tccli(r#"{"secretId": "AKID", "secretKey": "@\/", "token": 7}"#),
    ];
    for (case, read) in unusable.iter().enumerate() {
        let error = read().unwrap_err();
        assert_eq!(copies(), 0, "case {case}: {error}");
    }
    let _ = fs::remove_dir_all(&files.0);
}
