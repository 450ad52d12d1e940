//! Variables and files in place of the machine's own.

use std::collections::HashMap;
use std::ffi::OsString;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// A lookup over these variables.
pub(crate) fn variables(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + Send + Sync + 'static {
    let variables: HashMap<String, OsString> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), OsString::from(value)))
        .collect();
    move |name| variables.get(name).cloned()
}

/// The result of a future that has nothing to wait for.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the future waits"),
    }
}

#[cfg(feature = "client")]
pub(crate) use files::Folder;

#[cfg(feature = "client")]
mod files {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};

    static MADE: AtomicUsize = AtomicUsize::new(0);

    /// A folder of one test, removed at its end.
    pub(crate) struct Folder(PathBuf);

    impl Folder {
        pub(crate) fn new() -> Self {
            let name = format!("{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        pub(crate) fn path(&self, name: &str) -> String {
            self.0.join(name).to_str().unwrap().to_owned()
        }

        /// Writes a file, and says where it is.
        pub(crate) fn write(&self, name: &str, text: &str) -> String {
            let path = self.path(name);
            fs::create_dir_all(PathBuf::from(&path).parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            // What is left lies in the build folder.
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}
