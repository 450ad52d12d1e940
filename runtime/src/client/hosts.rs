//! The endpoints of hosts, read once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::{Endpoint, Error};

/// A client that calls more hosts than this reads them anew.
const MOST_HOSTS: usize = 256;

/// Where hosts are that were called before. Names come from outside too, so only so many are kept.
#[derive(Default)]
pub(crate) struct Hosts(Mutex<HashMap<String, Endpoint>>);

impl Hosts {
    /// HTTPS to `host`, a bare host name.
    pub(crate) fn endpoint(&self, host: &str) -> Result<Endpoint, Error> {
        // Nothing is left half done in there, whatever panics.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(endpoint) = known.get(host) {
            return Ok(endpoint.clone());
        }
        let endpoint = Endpoint::from_host(host)?;
        if known.len() >= MOST_HOSTS {
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
    fn hosts_without_end_do_not_fill_the_memory() {
        let hosts = Hosts::default();
        for number in 0..10 * MOST_HOSTS {
            let host = format!("service{number}.tencentcloudapi.com");
            assert_eq!(hosts.endpoint(&host).unwrap().host(), host);
            assert!(hosts.0.lock().unwrap().len() <= MOST_HOSTS);
        }
        assert!(hosts.endpoint("not/a/host").is_err());
    }
}
