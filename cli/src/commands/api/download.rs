//! Downloads the vendor's wheels from PyPI, or a mirror of it, and checks their hashes.
//!
//! The index says over JSON where the newest wheel of a package is, how long it is and which hash it has. Connections are
//! hyper's over rustls, as the client's are, through the proxy that the environment names.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::Uri;
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioExecutor;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The packages: of the site of China, and of the international site.
const PACKAGES: [&str; 2] = ["tccli", "tccli-intl-en"];

/// The wheels have 15 MB, and the index of a package with all of its releases some megabytes.
const MAX_BYTES: u64 = 256 << 20;

/// How long nothing may come.
const STALLED: Duration = Duration::from_secs(30);

/// Wheels in a folder that is removed with this.
pub(super) struct Downloaded {
    folder: PathBuf,
    pub(super) wheels: Vec<PathBuf>,
}

impl Drop for Downloaded {
    fn drop(&mut self) {
        // Nothing is lost if it stays.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Downloads the newest wheels of both packages below `folder`.
pub(super) fn download(index: &str, folder: &Path) -> Result<Downloaded, CliError> {
    let mut downloaded = Downloaded {
        folder: folder.join(format!("download-{}", std::process::id())),
        wheels: Vec::new(),
    };
    let folder = &downloaded.folder;
    let written = |path: &Path, error: &std::io::Error| {
        CliError::configuration(format!("{}: {error}", path.display()))
            .hint("set XDG_DATA_HOME to a folder that can be written to")
    };
    fs::create_dir_all(folder).map_err(|error| written(folder, &error))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| CliError::configuration(error.to_string()))?;
    for package in PACKAGES {
        let bytes = runtime.block_on(wheel(index, package))?;
        let path = downloaded.folder.join(format!("{package}.whl"));
        fs::write(&path, bytes).map_err(|error| written(&path, &error))?;
        downloaded.wheels.push(path);
    }
    Ok(downloaded)
}

/// Fetches the newest wheel of a package.
async fn wheel(index: &str, package: &str) -> Result<Vec<u8>, CliError> {
    let page = format!("{}/pypi/{package}/json", index.trim_end_matches('/'));
    let bytes = fetch(&page, &ProgressBar::hidden()).await?;
    let unusable = |what: &str| failed(&page, what).hint("--index-url names the site of an index with PyPI's JSON API");
    let about: Value = serde_json::from_slice(&bytes).map_err(|_| unusable("not the JSON of an index"))?;
    let files = about["urls"].as_array().map(Vec::as_slice).unwrap_or_default();
    let wheel = files.iter().find(|file| file["packagetype"] == "bdist_wheel");
    let wheel = wheel.ok_or_else(|| unusable("it lists no wheel"))?;
    let (Some(url), Some(hash)) = (wheel["url"].as_str(), wheel["digests"]["sha256"].as_str()) else {
        return Err(unusable("it lists a wheel without its address or hash"));
    };
    let progress = ProgressBar::new(wheel["size"].as_u64().unwrap_or_default());
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes}") {
        progress.set_style(style);
    }
    progress.set_message(format!("downloading {package}"));
    let url = resolve(&page, url);
    let bytes = fetch(&url, &progress).await;
    progress.finish_and_clear();
    let bytes = bytes?;
    let found = super::update::hexadecimal(&Sha256::digest(&bytes));
    if found.eq_ignore_ascii_case(hash) {
        Ok(bytes)
    } else {
        Err(failed(&url, &format!("its SHA-256 is {found}, not {hash} as the index says")).hint("try again later"))
    }
}

/// The address of a file that a page of an index names: mirrors name theirs relative to the page, which PEP 503 and PEP 691
/// allow. As RFC 3986 resolves a reference, without what an index has no use for: a reference that is a query alone.
fn resolve(page: &str, reference: &str) -> String {
    // A fragment is a hash in the index, and is not sent.
    let reference = reference.split('#').next().unwrap_or_default();
    let scheme = reference.split(['/', '?']).next().unwrap_or_default();
    if scheme.contains(':') {
        return reference.to_owned();
    }
    let (scheme, rest) = page.split_once("://").unwrap_or(("https", page));
    if reference.starts_with("//") {
        return format!("{scheme}:{reference}");
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, folder) = rest.split_once('/').unwrap_or((rest, ""));
    let (path, query) = reference.split_at(reference.find('?').unwrap_or(reference.len()));
    // What is after the last slash of the page is its own name.
    let mut parts: Vec<&str> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').collect()
    };
    parts.pop();
    for part in path.strip_prefix('/').unwrap_or(path).split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("{scheme}://{host}/{}{query}", parts.join("/"))
}

/// Fetches a file. Redirects are not followed: an index names the file itself.
async fn fetch(url: &str, progress: &ProgressBar) -> Result<Vec<u8>, CliError> {
    let uri: Uri = url.parse().map_err(|_| CliError::input(format!("{url}: not a URL")))?;
    if uri.host().is_none() || !matches!(uri.scheme_str(), Some("https" | "http")) {
        return Err(CliError::input(format!("{url}: not a URL of a web site")));
    }
    let stalled = |_| failed(url, &format!("nothing came for {} seconds", STALLED.as_secs()));
    let exchange = tokio::time::timeout(STALLED, request(uri)).await.map_err(stalled)?;
    let response = exchange.map_err(|error| failed(url, &error))?;
    if response.status() != 200 {
        return Err(failed(url, &format!("the site answers with {}", response.status())));
    }
    let mut body = response.into_body();
    let mut bytes = Vec::new();
    loop {
        let frame = tokio::time::timeout(STALLED, body.frame()).await.map_err(stalled)?;
        let Some(frame) = frame else { return Ok(bytes) };
        let frame = frame.map_err(|error| failed(url, &chain(&error)))?;
        if let Ok(data) = frame.into_data() {
            bytes.extend_from_slice(&data);
            progress.set_position(bytes.len() as u64);
        }
        if bytes.len() as u64 > MAX_BYTES {
            return Err(failed(url, "it is longer than 256 MiB"));
        }
    }
}

async fn request(uri: Uri) -> Result<hyper::Response<hyper::body::Incoming>, String> {
    let mut direct = HttpConnector::new();
    direct.enforce_http(false);
    let request = hyper::Request::get(uri.clone())
        .header("user-agent", concat!("tc3/", env!("CARGO_PKG_VERSION")))
        .header("accept", "*/*")
        .body(Empty::<Bytes>::new())
        .map_err(|error| error.to_string())?;
    let pool = || Client::builder(TokioExecutor::new());
    let answer = match Matcher::from_env().intercept(&uri) {
        Some(proxy) => {
            let mut tunnel = Tunnel::new(proxy.uri().clone(), direct);
            if let Some(authorization) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(authorization.clone());
            }
            pool().build(https(tunnel)?).request(request).await
        }
        None => pool().build(https(direct)?).request(request).await,
    };
    answer.map_err(|error| chain(&error))
}

fn https<C>(connector: C) -> Result<HttpsConnector<C>, String> {
    let builder = HttpsConnectorBuilder::new()
        .with_provider_and_native_roots(rustls::crypto::ring::default_provider())
        .map_err(|error| format!("the certificates of this system: {error}"))?;
    Ok(builder.https_or_http().enable_http1().wrap_connector(connector))
}

/// An error with what is behind it: hyper's own words say little.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let causes: Vec<String> = causes.map(ToString::to_string).collect();
    causes.join(": ")
}

fn failed(url: &str, why: &str) -> CliError {
    CliError::new(ExitStatus::NotSent, format!("{url}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn a_file_is_found_from_the_page_that_names_it() {
        let page = "https://example.com/mirror/pypi/tccli/json";
        for (reference, expected) in [
            ("https://files.example.com/a.whl", "https://files.example.com/a.whl"),
            ("//files.example.com/a.whl", "https://files.example.com/a.whl"),
            ("/packages/a.whl#sha256=00", "https://example.com/packages/a.whl"),
            ("a.whl", "https://example.com/mirror/pypi/tccli/a.whl"),
            ("./a.whl?b=/c:d", "https://example.com/mirror/pypi/tccli/a.whl?b=/c:d"),
            ("../../packages/a.whl", "https://example.com/mirror/packages/a.whl"),
            ("../../../../../a.whl", "https://example.com/a.whl"),
        ] {
            assert_eq!(resolve(page, reference), expected, "{reference}");
        }
    }
}
