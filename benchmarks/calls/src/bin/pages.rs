//! How the cost of a list grows with its pages: `pages 1 10 100`.
//!
//! The program lists so many pages with `Client::pages`, from a server in a process of its own, and prints for each number
//! of them the CPU time per page and the most memory that the whole list took, as lines of name, side, value, unit and
//! number of pages, separated by tabs. Short lists are repeated.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use bench_calls::server::{ITEMS, Settings, serve};
use peak_alloc::PeakAlloc;
use stopwatch::Stopwatch;
use tc3::gaap::DescribeGlobalDomainsRequest;
use tc3::{Client, Credentials};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// The fewest pages of a measurement, so that its time is long enough.
const PAGES: u32 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if let [command, settings @ ..] = &*args
        && command == "serve"
    {
        return runtime.block_on(serve(Settings::from_args(settings.iter().cloned())?));
    }
    let sizes = args.iter().map(|size| size.parse()).collect::<Result<Vec<u32>, _>>()?;
    let server = Server::start()?;
    let client = Client::builder()
        .credentials(Credentials::new("AKIDEXAMPLE".repeat(3), "the-secret-key".repeat(2)))
        .region("ap-guangzhou")
        .endpoint(server.url.parse()?)
        .build()?;
    runtime.block_on(list(&client, 100))?;
    for pages in sizes {
        let lists = PAGES.div_ceil(pages.max(1));
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let stopwatch = Stopwatch::start();
        for _ in 0..lists {
            runtime.block_on(list(&client, pages))?;
        }
        let cpu = stopwatch.stop(lists * pages).cpu.as_secs_f64() * 1e6 / f64::from(lists * pages);
        let peak = (HEAP.peak_usage() - before) as f64 / 1e3;
        println!("pages-cpu\tnow\t{cpu:.3}\tµs\t{pages}");
        println!("pages-memory\tnow\t{peak:.3}\tKB\t{pages}");
    }
    Ok(())
}

/// Reads a list to its end.
async fn list(client: &Client, pages: u32) -> Result<(), Box<dyn Error>> {
    let request = DescribeGlobalDomainsRequest::new(i64::from(pages), 0, ITEMS);
    let mut list = client.pages(&request);
    let mut received = 0;
    while let Some(page) = list.next().await {
        received += page?.domains.len() as u64;
    }
    if received != u64::from(pages) * ITEMS {
        return Err(format!("a list of {pages} pages has {received} items").into());
    }
    Ok(())
}

/// The server, in a process that is killed when this value is dropped.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start() -> Result<Self, Box<dyn Error>> {
        let settings = Settings {
            lists: true,
            ..Settings::default()
        };
        let mut process = Command::new(std::env::current_exe()?)
            .arg("serve")
            .args(settings.to_args())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = process.stdout.take().ok_or("the server has no output")?;
        let mut port = String::new();
        BufReader::new(stdout).read_line(&mut port)?;
        let url = format!("http://127.0.0.1:{}", port.trim());
        Ok(Self { process, url })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
