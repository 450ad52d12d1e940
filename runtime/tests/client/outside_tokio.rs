//! Calls outside of the runtime they need.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::runtime::Builder;

use crate::responses::call;
use crate::support::builder;

/// The panic of a call in a runtime that `configure` made.
fn panic_in(configure: impl FnOnce(&mut Builder) -> &mut Builder) -> String {
    let runtime = configure(&mut Builder::new_current_thread()).build().unwrap();
    let client = builder()
        .endpoint("http://127.0.0.1:9".parse().unwrap())
        .build()
        .unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| runtime.block_on(call(&client)).map(drop))).unwrap_err();
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast::<&str>().unwrap()).to_owned(),
    }
}

/// As the documentation of `Client::send` says.
#[test]
fn a_runtime_without_its_drivers_is_a_panic_of_tokio() {
    let without_time = panic_in(Builder::enable_io);
    assert!(without_time.contains("timers are disabled"), "{without_time}");
    let without_io = panic_in(Builder::enable_time);
    assert!(without_io.contains("IO is disabled"), "{without_io}");
}
