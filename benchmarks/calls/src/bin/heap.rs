//! How much memory a call holds while its answer is waited for: `heap <client> <url>`.
//!
//! The server answers no call before all of them are there. Printed are the bytes a call at the peak, first while
//! connections are made, then over the same connections; its connection counts in the first alone.

use std::error::Error;

use bench_calls::clients::{Bare, Caller, MANY, Ours, calls_at_once};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let client = args.next().unwrap_or_default();
    let url = args.next().ok_or("the URL is missing")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (connecting, connected) = match client.as_str() {
        "ours" => runtime.block_on(bytes_a_call::<Ours>(&url))?,
        "bare" => runtime.block_on(bytes_a_call::<Bare>(&url))?,
        _ => return Err(format!("there is no client {client:?}").into()),
    };
    println!("{connecting} {connected}");
    Ok(())
}

async fn bytes_a_call<C: Caller>(url: &str) -> Result<(usize, usize), Box<dyn Error>> {
    let caller = C::new(url)?;
    let connecting = peak(&caller).await;
    // Tables that grow once have grown then.
    peak(&caller).await;
    Ok((connecting, peak(&caller).await))
}

async fn peak<C: Caller>(caller: &C) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    calls_at_once(caller, 1).await;
    (HEAP.peak_usage() - before) / MANY as usize
}
