//! The text that a signature of version 1 covers.

use super::SIGNATURE;
use crate::form::Form;
use crate::received::Received;

/// The text in each way that official clients make it: one of them signs a full stop for each underscore in a name.
pub(super) fn readings(request: &Received, form: &Form) -> Vec<String> {
    let as_sent = text(request, form, |name, value| (name.to_owned(), value.to_owned()));
    let mut readings = vec![as_sent];
    if form.iter().any(|(name, _)| name.contains('_')) {
        readings.push(text(request, form, |name, value| {
            (name.replace('_', "."), value.to_owned())
        }));
    }
    readings
}

/// Method, host, path and every parameter but the signature, in the order of their names and unescaped, each as `write`
/// writes it.
pub(super) fn text(request: &Received, form: &Form, write: impl Fn(&str, &str) -> (String, String)) -> String {
    let parameters: Vec<String> = form
        .iter()
        .filter(|(name, _)| *name != SIGNATURE)
        .map(|(name, value)| {
            let (name, value) = write(name, value);
            format!("{name}={value}")
        })
        .collect();
    format!(
        "{method}{host}{path}?{parameters}",
        method = request.method,
        host = request.header("host").unwrap_or_default(),
        path = request.uri.path(),
        parameters = parameters.join("&"),
    )
}
