//! Settings of the connections of a client.

use std::time::Duration;

use super::ClientBuilder;
use crate::{Error, Proxy};

/// Connections: how they are made, kept and trusted.
///
/// A connection on which a call has ended is kept for the next one to the same host, for 50 s, since the cloud
/// closes it after 60 s. If it was closed before anything of the next request was written, the request goes out on
/// another one, and the caller notices nothing. If it breaks later, even on the first byte, the cloud may have
/// read the request: that is an error [`is_ambiguous`](Error::is_ambiguous), unless the action is safe to repeat.
impl ClientBuilder {
    /// How long connecting may take, the proxy and TLS included; 5 s unless set. It counts as part of the whole.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.network.connect_timeout = timeout;
        self
    }

    /// The largest answer that is read, in bytes, or of a stream the largest event; 64 MiB unless set. A larger one is
    /// an error.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.network.max_response_bytes = bytes;
        self
    }

    /// How many connections to a host are kept while no call uses them; 100 unless set, with 0 each call connects
    /// anew. How many calls run at a time is not limited by it.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.network.max_idle_per_host = connections;
        self
    }

    /// The proxy for all requests of this client, in place of that of the environment ([`Proxy::env`]);
    /// [`Proxy::none`] for none at all.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.network.proxy = Some(proxy);
        self
    }

    /// Trusts the root certificates of a PEM file as well as those of the system. Other sections of the file are
    /// passed over. May be called more than once.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let pem = std::fs::read("/etc/company/root.pem")?;
    /// let client = tc3_runtime::Client::builder().env()?.add_root_certificates_pem(pem)?.build()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// If there is no certificate in it, or one that cannot be a root.
    pub fn add_root_certificates_pem(mut self, pem: impl AsRef<[u8]>) -> Result<Self, Error> {
        self.network.trust.add_pem(pem.as_ref())?;
        Ok(self)
    }

    /// Whether the root certificates of the system are trusted; they are unless set. Without them,
    /// those that are [added](Self::add_root_certificates_pem) are the only ones, and there must be one.
    pub fn trust_system_roots(mut self, trust: bool) -> Self {
        self.network.trust.system = trust;
        self
    }
}
