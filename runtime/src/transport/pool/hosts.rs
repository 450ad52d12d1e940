//! The idle connections of a pool by host, and the calls that wait for one.
//!
//! Hosts are in a sorted list: there are few, and comparing two names takes less than hashing one.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// What a pool has for each of its hosts: idle connections, and calls that wait for one while they connect.
pub(super) struct Hosts<T> {
    max_idle_per_host: usize,
    idle_timeout: Duration,
    hosts: Vec<Host<T>>,
}

struct Host<T> {
    is_plain: bool,
    authority: Box<str>,
    /// The one that was used last is at the end.
    idle: Vec<Idle<T>>,
    /// The one that waits longest is in front. Those that gave up are removed when the queue would grow.
    waiting: VecDeque<oneshot::Sender<T>>,
}

struct Idle<T> {
    connection: T,
    since: Instant,
}

impl<T> Hosts<T> {
    pub(super) fn new(max_idle_per_host: usize, idle_timeout: Duration) -> Self {
        Self {
            max_idle_per_host,
            idle_timeout,
            hosts: Vec::new(),
        }
    }

    /// Whether connections are kept at all.
    pub(super) fn keeps_any(&self) -> bool {
        self.max_idle_per_host > 0
    }

    /// The idle connection to `target` that was used last, and which `is_usable`. Those that are not, and those that were
    /// idle for too long, are dropped.
    pub(super) fn take(&mut self, target: &Uri, is_usable: impl Fn(&T) -> bool) -> Option<T> {
        let index = self.find(target).ok()?;
        let idle = &mut self.hosts[index].idle;
        while let Some(Idle { connection, since }) = idle.pop() {
            if since.elapsed() >= self.idle_timeout {
                // The others are idle for longer.
                idle.clear();
            } else if is_usable(&connection) {
                return Some(connection);
            }
        }
        None
    }

    /// Waits for a connection to `target`, if connections are kept.
    pub(super) fn wait(&mut self, target: &Uri) -> Option<oneshot::Receiver<T>> {
        if !self.keeps_any() {
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        let waiting = &mut self.host(target).waiting;
        if waiting.len() == waiting.capacity() {
            waiting.retain(|call| !call.is_closed());
        }
        waiting.push_back(sender);
        Some(receiver)
    }

    /// Gives an unused connection to the call that waits longest, or keeps it. It is dropped if there are enough.
    pub(super) fn put(&mut self, target: &Uri, mut connection: T) {
        let most = self.max_idle_per_host;
        if most == 0 {
            return;
        }
        let Host { idle, waiting, .. } = self.host(target);
        while let Some(call) = waiting.pop_front() {
            match call.send(connection) {
                Ok(()) => return,
                Err(unsent) => connection = unsent,
            }
        }
        if idle.len() < most {
            idle.push(Idle {
                connection,
                since: Instant::now(),
            });
        }
    }

    /// Drops the connections that were idle for too long or are not usable, and hosts with nothing left.
    pub(super) fn purge(&mut self, is_usable: impl Fn(&T) -> bool) {
        let timeout = self.idle_timeout;
        self.hosts.retain_mut(|host| {
            host.idle
                .retain(|idle| idle.since.elapsed() < timeout && is_usable(&idle.connection));
            host.waiting.retain(|call| !call.is_closed());
            !host.idle.is_empty() || !host.waiting.is_empty()
        });
    }

    fn host(&mut self, target: &Uri) -> &mut Host<T> {
        let index = self.find(target).unwrap_or_else(|index| {
            let (is_plain, authority) = key(target);
            let host = Host {
                is_plain,
                authority: authority.into(),
                idle: Vec::new(),
                waiting: VecDeque::new(),
            };
            self.hosts.insert(index, host);
            index
        });
        &mut self.hosts[index]
    }

    /// The place of a host, or where it would be inserted.
    fn find(&self, target: &Uri) -> Result<usize, usize> {
        let key = key(target);
        self.hosts
            .binary_search_by(|host| compare((host.is_plain, &host.authority), key))
    }
}

/// What two targets of one host have in common.
fn key(target: &Uri) -> (bool, &str) {
    let authority = target.authority().map_or("", |authority| authority.as_str());
    (target.scheme() == Some(&Scheme::HTTP), authority)
}

fn compare(one: (bool, &str), other: (bool, &str)) -> Ordering {
    one.1.cmp(other.1).then(one.0.cmp(&other.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(50);
    const A: &str = "https://a.example/";

    fn uri(text: &str) -> Uri {
        text.parse().unwrap()
    }

    fn take(hosts: &mut Hosts<u32>, target: &str) -> Option<u32> {
        hosts.take(&uri(target), |connection| connection % 2 == 1)
    }

    #[tokio::test]
    async fn a_host_is_a_scheme_and_an_authority() {
        let mut hosts = Hosts::new(9, TIMEOUT);
        let targets = [
            A,
            "http://a.example/",
            "https://a.example:1/",
            "https://b.example/",
            "https://0.example/",
        ];
        for (connection, target) in (1..).step_by(2).zip(targets) {
            hosts.put(&uri(target), connection);
        }
        assert_eq!(take(&mut hosts, "https://c.example/"), None);
        for (connection, target) in (1..).step_by(2).zip(targets) {
            assert_eq!(take(&mut hosts, &format!("{target}path?query")), Some(connection));
            assert_eq!(take(&mut hosts, target), None);
        }
    }

    #[tokio::test]
    async fn the_connection_that_was_used_last_comes_first_and_unusable_ones_are_dropped() {
        let mut hosts = Hosts::new(3, TIMEOUT);
        for connection in [1, 3, 4, 5] {
            hosts.put(&uri(A), connection);
        }
        assert_eq!(
            [take(&mut hosts, A), take(&mut hosts, A), take(&mut hosts, A)],
            [Some(3), Some(1), None]
        );
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_idle_for_too_long_is_dropped() {
        let mut hosts = Hosts::new(9, TIMEOUT);
        for connection in [1, 3] {
            hosts.put(&uri(A), connection);
            hosts.put(&uri("https://b.example/"), connection);
            tokio::time::advance(TIMEOUT / 2).await;
        }
        hosts.purge(|_| true);
        assert_eq!([take(&mut hosts, A), take(&mut hosts, A)], [Some(3), None]);
        hosts.purge(|_| true);
        assert_eq!(hosts.hosts.len(), 1);
        tokio::time::advance(TIMEOUT / 2).await;
        assert_eq!(take(&mut hosts, "https://b.example/"), None);
    }

    #[tokio::test]
    async fn a_connection_goes_to_the_call_that_waits_longest_and_has_not_given_up() {
        let mut hosts = Hosts::new(1, TIMEOUT);
        let gone = hosts.wait(&uri(A));
        let first = hosts.wait(&uri(A)).unwrap();
        let second = hosts.wait(&uri(A)).unwrap();
        drop(gone);
        for connection in [1, 3, 5, 7] {
            hosts.put(&uri(A), connection);
        }
        assert_eq!((first.await, second.await), (Ok(1), Ok(3)));
        assert_eq!([take(&mut hosts, A), take(&mut hosts, A)], [Some(5), None]);
    }

    #[tokio::test]
    async fn calls_that_gave_up_take_no_memory() {
        let mut hosts = Hosts::<u32>::new(1, TIMEOUT);
        for _ in 0..1000 {
            drop(hosts.wait(&uri(A)));
        }
        assert!(hosts.hosts[0].waiting.len() < 10);
    }

    #[tokio::test]
    async fn without_a_pool_nothing_is_kept_and_nobody_waits() {
        let mut hosts = Hosts::new(0, TIMEOUT);
        assert!(hosts.wait(&uri(A)).is_none());
        hosts.put(&uri(A), 1);
        assert_eq!(take(&mut hosts, A), None);
    }
}
