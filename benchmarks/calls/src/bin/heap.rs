//! How much memory a call holds while it waits for its response: `heap <client> <url>`.
//!
//! The server answers no call before all of them have arrived. The program prints the peak of bytes per call, first
//! while the connections are made, then over the same connections; only the first figure includes the connection.

use std::error::Error;

use bench_calls::clients::{Bare, CONCURRENCY, Caller, Tc3, concurrent_calls};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let client = args.next().unwrap_or_default();
    let url = args.next().ok_or("the URL is missing")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (connecting, connected) = match client.as_str() {
        "tc3" => runtime.block_on(bytes_per_call::<Tc3>(&url))?,
        "bare" => runtime.block_on(bytes_per_call::<Bare>(&url))?,
        _ => return Err(format!("unknown client {client:?}").into()),
    };
    println!("{connecting} {connected}");
    Ok(())
}

async fn bytes_per_call<C: Caller>(url: &str) -> Result<(usize, usize), Box<dyn Error>> {
    let caller = C::new(url)?;
    let connecting = peak(&caller).await;
    // Tables that grow once have grown after this run.
    peak(&caller).await;
    Ok((connecting, peak(&caller).await))
}

async fn peak<C: Caller>(caller: &C) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    concurrent_calls(caller, 1).await;
    (HEAP.peak_usage() - before) / CONCURRENCY as usize
}
