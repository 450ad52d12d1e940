//! Files that are none, or that do not answer: no source may stop the thread of a runtime, or a call beyond its deadline.

use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tc3_runtime::credentials::{CredentialsSource, Found, ProfileFile, ProvideCredentials, TccliFile, WebIdentity};
use tc3_runtime::{CallOptions, Client};
use tokio::runtime::Builder;

use crate::sandbox::{Folder, now, variables};

/// The three sources that read a file, each of this folder.
fn sources(folder: &Folder, path: &str) -> [Arc<dyn ProvideCredentials>; 3] {
    let home = folder.path("home");
    let pod = [
        ("TKE_REGION", "ap-guangzhou"),
        ("TKE_PROVIDER_ID", "cls"),
        ("TKE_ROLE_ARN", "arn"),
        ("TKE_WEB_IDENTITY_TOKEN_FILE", path),
    ];
    [
        Arc::new(ProfileFile::new().lookup(variables(&[("TENCENTCLOUD_CREDENTIALS_FILE", path)]))),
        Arc::new(TccliFile::new().lookup(variables(&[("HOME", &home)])).profile("pipe")),
        Arc::new(WebIdentity::new().lookup(variables(&pod))),
    ]
}

/// Fails if the work does not end: the test would hang otherwise, since a thread that waits for a pipe cannot be stopped.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    let _ = std::thread::spawn(move || sender.send(work()));
    receiver
        .recv_timeout(Duration::from_secs(60))
        .expect("it waits for the pipe")
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_folder_is_refused_and_not_waited_for() {
    for (program, expected) in [("mkfifo", "it is a pipe or a device"), ("mkdir", "it is a folder")] {
        let folder = Folder::new();
        folder.write("home/.tccli/x", "");
        let path = folder.path("home/.tccli/pipe.credential");
        let status = std::process::Command::new(program).arg(&path).status().unwrap();
        assert!(status.success());
        for source in sources(&folder, &path) {
            let message = in_time(move || {
                // In a runtime of one thread, and in none.
                let outside = now(source.provide()).unwrap_err().to_string();
                let runtime = Builder::new_current_thread().build().unwrap();
                assert_eq!(runtime.block_on(source.provide()).unwrap_err().to_string(), outside);
                outside
            });
            assert!(message.contains(expected) && message.contains(&path), "{message}");
        }
    }
}

/// Occupies the only thread on which the runtime may block, as a file that does not answer would.
fn runtime_that_reads_no_file() -> (tokio::runtime::Runtime, mpsc::Sender<()>) {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(1)
        .build()
        .unwrap();
    let (release, released) = mpsc::channel::<()>();
    drop(runtime.spawn_blocking(move || released.recv()));
    (runtime, release)
}

#[test]
fn files_are_read_off_the_async_thread() {
    let folder = Folder::new();
    let path = folder.write("home/.tccli/pipe.credential", "neither INI nor JSON");
    for source in sources(&folder, &path).into_iter().take(2) {
        let (runtime, release) = runtime_that_reads_no_file();
        runtime.block_on(async {
            let mut finding = source.provide();
            let poll = finding.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            assert!(matches!(poll, Poll::Pending), "{source:?} was read in place");
            drop(release);
            assert!(finding.await.is_err());
        });
    }
}

#[test]
fn a_call_that_waits_for_a_file_keeps_its_deadline() {
    let folder = Folder::new();
    let path = folder.write("home/.tccli/pipe.credential", "");
    for source in sources(&folder, &path) {
        let (runtime, release) = runtime_that_reads_no_file();
        let error = runtime.block_on(async {
            let client = Client::builder().credentials_from(source);
            let client = client.endpoint("http://127.0.0.1:9".parse().unwrap()).build().unwrap();
            let client = client.with(CallOptions::new().timeout(Duration::from_millis(50)));
            client
                .call_raw("gaap", "2018-05-29", "DescribeProxies", "{}")
                .await
                .unwrap_err()
        });
        assert!(error.is_credentials() && error.is_timeout(), "{error}");
        drop(release);
    }
}

#[test]
fn a_home_folder_that_is_none_has_no_files() {
    let folder = Folder::new();
    let home = folder.write("home", "a file");
    let profile_file = ProfileFile::new().lookup(variables(&[("HOME", &home)]));
    let profile_file = profile_file.system_file(folder.path("absent"));
    assert!(matches!(now(profile_file.find()), Ok(Found::Nothing { .. })));
    let tccli_file = TccliFile::new().lookup(variables(&[("HOME", &home)]));
    assert!(matches!(now(tccli_file.find()), Ok(Found::Nothing { .. })));
}
