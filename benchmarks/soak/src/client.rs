//! The client of tc3, with the settings that it has unless told otherwise, and the correction of its clock.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tc3::gaap::{self, CreateProxyGroupRequest, CreateProxyRequest, DescribeDestRegionsRequest};
use tc3::{Client, Credentials, Endpoint};

use crate::process::Usage;

/// The sample credential that the emulator knows.
pub(crate) const CREDENTIAL: (&str, &str) = (
    "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
);

/// How long a caller waits after a call that failed. Without it, most calls would fall into the moments without an
/// emulator.
const PAUSE: Duration = Duration::from_millis(500);

/// What the workers share.
struct Work {
    client: Client,
    calls: u32,
    next: AtomicU32,
    results: Mutex<BufWriter<File>>,
    early: Mutex<Option<Usage>>,
}

/// Makes the calls, and prints memory and open files.
pub(crate) fn run(url: &str, calls: u32, concurrency: u32, results: &Path) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = Arc::new(Work {
        client: client(url)?,
        calls,
        next: AtomicU32::new(0),
        results: Mutex::new(BufWriter::new(File::create(results)?)),
        early: Mutex::new(None),
    });
    runtime.block_on(async {
        let workers: Vec<_> = (0..concurrency)
            .map(|_| tokio::spawn(worker(Arc::clone(&work))))
            .collect();
        for worker in workers {
            worker.await?.map_err(|error| error.to_string())?;
        }
        Ok::<_, Box<dyn Error>>(())
    })?;
    work.results.lock().unwrap_or_else(PoisonError::into_inner).flush()?;
    let early = work
        .early
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .ok_or("fewer than ten calls")?;
    println!("{early} | {}", Usage::of("self")?);
    Ok(())
}

/// Creates a client for an endpoint.
pub(crate) fn client(url: &str) -> Result<Client, Box<dyn Error>> {
    let (id, key) = CREDENTIAL;
    let client = Client::builder()
        .credentials(Credentials::new(id, key))
        .region("ap-guangzhou")
        .endpoint(url.parse::<Endpoint>()?)
        .build()?;
    Ok(client)
}

async fn worker(work: Arc<Work>) -> Result<(), Box<dyn Error + Send + Sync>> {
    loop {
        let number = work.next.fetch_add(1, Ordering::Relaxed);
        if number >= work.calls {
            return Ok(());
        }
        if number == work.calls / 10 {
            let usage = Usage::of("self").map_err(|error| error.to_string())?;
            *work.early.lock().unwrap_or_else(PoisonError::into_inner) = Some(usage);
        }
        let (kind, name, result) = call(&work.client, number).await;
        let outcome = match &result {
            Ok(()) => "succeeded".to_owned(),
            Err(error) if error.is_ambiguous() => format!("ambiguous\t{error}"),
            Err(error) => format!("failed\t{error}"),
        };
        if result.is_err() {
            tokio::time::sleep(PAUSE).await;
        }
        let mut results = work.results.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(results, "{kind}\t{name}\t{}", outcome.replace('\n', " "))?;
    }
}

/// Of four calls, two create with a client token, one creates without, and one reads.
async fn call(client: &Client, number: u32) -> (&'static str, String, Result<(), tc3::Error>) {
    match number % 4 {
        0 | 1 => {
            let name = format!("proxy-{number}");
            let request = CreateProxyRequest::new(0, &name, "Guangzhou", 10, 2).real_server_region("EastChina");
            let result = gaap::create_proxy(client, &request).await.map(drop);
            ("token", name, result)
        }
        2 => {
            let name = format!("group-{number}");
            let request = CreateProxyGroupRequest::new(0, &name, "EastChina");
            let result = gaap::create_proxy_group(client, &request).await.map(drop);
            ("no-token", name, result)
        }
        _ => {
            let request = DescribeDestRegionsRequest::new();
            let result = gaap::describe_dest_regions(client, &request).await.map(drop);
            ("read", "-".to_owned(), result)
        }
    }
}
