//! Asks in the terminal before a request that a key signed goes to a host of somebody else.
//!
//! The page is in a browser, where other pages and extensions are; the terminal is where the person is who has the keys.
//! So a host that neither belongs to Tencent Cloud nor was named on the command line is confirmed there, once a session.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use http::StatusCode;
use tc3_runtime::Endpoint;

use super::web::refusal::Refusal;
use crate::error::CliError;
use crate::exit_status::ExitStatus;

/// The domain of the services.
const ROOT: &str = ".tencentcloudapi.com";

/// What the question is about.
pub(super) struct Question {
    /// The scheme, host and port, as [`address`] has them.
    pub(super) address: String,
    pub(super) profile: String,
    /// The end of the SecretId.
    pub(super) key_end: Option<String>,
    pub(super) label: String,
}

/// The hosts that were confirmed, each for one key.
#[derive(Default)]
pub(super) struct HostConfirmation {
    confirmed: Mutex<Vec<Confirmed>>,
    /// One question at a time: two prompts in one terminal would take each other's answers.
    asking: Mutex<()>,
}

/// What was allowed: a yes for one key is none for another.
#[derive(PartialEq, Eq)]
struct Confirmed {
    address: String,
    profile: String,
    key_end: Option<String>,
}

impl Question {
    fn allows(&self) -> Confirmed {
        Confirmed {
            address: self.address.clone(),
            profile: self.profile.clone(),
            key_end: self.key_end.clone(),
        }
    }
}

impl HostConfirmation {
    /// The hosts that were confirmed, with their ports, in the order of their questions.
    pub(super) fn confirmed(&self) -> Vec<String> {
        let confirmed = self.confirmed.lock().unwrap_or_else(PoisonError::into_inner);
        let mut hosts: Vec<String> = Vec::new();
        for known in confirmed.iter().map(|known| host(&known.address)) {
            if !hosts.iter().any(|shown| shown == known) {
                hosts.push(known.to_owned());
            }
        }
        hosts
    }

    /// Asks, unless the address was confirmed before for the same key. It blocks until the answer is there.
    ///
    /// # Errors
    /// If the answer is no, or nobody can be asked.
    pub(super) fn confirm(&self, question: &Question) -> Result<(), Refusal> {
        if self.is_confirmed(question) {
            return Ok(());
        }
        let _asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        // It may have been the question before this one.
        if self.is_confirmed(question) {
            return Ok(());
        }
        let url = &question.address;
        let why = why(url);
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            let message = format!("{url} {why}, and there is no terminal to confirm it in");
            return Err(refused(&message).hint(format!("start it as `tc3 explorer --endpoint {url}`")));
        }
        if !ask(question).unwrap_or(false) {
            return Err(refused(&format!(
                "{url} was not confirmed in the terminal: nothing was sent"
            )));
        }
        let mut confirmed = self.confirmed.lock().unwrap_or_else(PoisonError::into_inner);
        confirmed.push(question.allows());
        Ok(())
    }

    fn is_confirmed(&self, question: &Question) -> bool {
        let confirmed = self.confirmed.lock().unwrap_or_else(PoisonError::into_inner);
        confirmed.contains(&question.allows())
    }
}

/// Why an address has to be confirmed.
fn why(address: &str) -> &'static str {
    if address.starts_with("http:") && is_below_root(address) {
        return "is reached without encryption";
    }
    "is no host of Tencent Cloud"
}

fn refused(message: &str) -> Refusal {
    Refusal::new(StatusCode::FORBIDDEN, CliError::new(ExitStatus::Interrupted, message))
}

fn ask(question: &Question) -> io::Result<bool> {
    let Question {
        address,
        profile,
        key_end,
        label,
    } = question;
    let key = key_end
        .as_ref()
        .map_or_else(|| "its key".to_owned(), |end| format!("its key ..{end}"));
    let mut stderr = io::stderr().lock();
    // What the page sent is shown without what moves the cursor.
    let profile = profile.escape_debug();
    writeln!(
        stderr,
        "tc3: the page wants to call {label} at {address}, which {},",
        why(address)
    )?;
    write!(
        stderr,
        "tc3: signed for profile {profile} with {key}. Allow it for this session? [y/N] "
    )?;
    stderr.flush()?;
    drop(stderr);
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// The scheme, host and port of an endpoint, in the form in which they are compared and shown.
pub(super) fn address(endpoint: &Endpoint) -> String {
    let scheme = endpoint.uri().scheme_str().unwrap_or("https");
    format!("{scheme}://{}", endpoint.host().to_ascii_lowercase())
}

/// Whether an endpoint is a host of Tencent Cloud, reached with encryption.
pub(super) fn is_of_the_cloud(endpoint: &Endpoint) -> bool {
    endpoint.uri().scheme_str() == Some("https") && is_below_root(&address(endpoint))
}

fn host(address: &str) -> &str {
    address.split_once("://").map_or(address, |split| split.1)
}

/// Whether the host of an address is below the domain of the services.
fn is_below_root(address: &str) -> bool {
    let name = host(address).split(':').next().unwrap_or_default();
    name.strip_suffix('.').unwrap_or(name).ends_with(ROOT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_below_the_domain_are_of_the_cloud() {
        for (text, expected) in [
            ("gaap.tencentcloudapi.com", true),
            ("https://CVM.Tencentcloudapi.com", true),
            ("cvm.intl.tencentcloudapi.com:443", true),
            ("http://cvm.tencentcloudapi.com", false),
            ("tencentcloudapi.com.example.com", false),
            ("eviltencentcloudapi.com", false),
            ("127.0.0.1:9443", false),
        ] {
            let endpoint: Endpoint = text.parse().unwrap();
            assert_eq!(is_of_the_cloud(&endpoint), expected, "{text}");
        }
        assert!("gaap.tencentcloudapi.com@example.com".parse::<Endpoint>().is_err());
    }

    #[test]
    fn a_yes_for_one_key_is_none_for_another() {
        let question = |profile: &str, key_end: &str| Question {
            address: "https://example.com".to_owned(),
            profile: profile.to_owned(),
            key_end: Some(key_end.to_owned()),
            label: "gaap DescribeDestRegions".to_owned(),
        };
        let hosts = HostConfirmation::default();
        let allowed = question("default", "1234");
        hosts.confirmed.lock().unwrap().push(allowed.allows());
        assert!(hosts.is_confirmed(&allowed));
        assert!(!hosts.is_confirmed(&question("prod", "5678")));
        assert!(!hosts.is_confirmed(&question("default", "5678")));
        assert_eq!(hosts.confirmed(), ["example.com"]);
    }

    #[test]
    fn nobody_is_asked_without_a_terminal() {
        let question = Question {
            address: "https://example.com".to_owned(),
            profile: "default".to_owned(),
            key_end: None,
            label: "gaap DescribeDestRegions".to_owned(),
        };
        // Tests have no terminal where they run by themselves.
        if !io::stdin().is_terminal() {
            assert!(HostConfirmation::default().confirm(&question).is_err());
        }
    }
}
