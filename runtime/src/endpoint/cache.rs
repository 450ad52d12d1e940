//! The endpoints of a client's hosts, parsed once: parsing a host parses a URI more than once.
//!
//! The key is the host's text, so no rule and no region can get the endpoint of another.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::Endpoint;
use crate::Error;

/// The cache is cleared when it has this many hosts, because names come from outside too.
const MAX_HOSTS: usize = 256;

/// The endpoints of hosts that were called before, shared by all clones of a client.
#[derive(Default)]
pub(crate) struct EndpointCache(Mutex<HashMap<String, Endpoint>>);

impl EndpointCache {
    /// HTTPS to `host`, a bare host name.
    pub(crate) fn endpoint(&self, host: &str) -> Result<Endpoint, Error> {
        // A panic leaves the map consistent.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(endpoint) = known.get(host) {
            return Ok(endpoint.clone());
        }
        let endpoint = Endpoint::from_host(host)?;
        if known.len() >= MAX_HOSTS {
            known.clear();
        }
        known.insert(host.to_owned(), endpoint.clone());
        Ok(endpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unbounded_hosts_do_not_grow_the_cache() {
        let cache = EndpointCache::default();
        for number in 0..10 * MAX_HOSTS {
            let host = format!("service{number}.tencentcloudapi.com");
            assert_eq!(cache.endpoint(&host).unwrap().host(), host);
            assert!(cache.0.lock().unwrap().len() <= MAX_HOSTS);
        }
        assert!(cache.endpoint("not/a/host").is_err());
    }
}
