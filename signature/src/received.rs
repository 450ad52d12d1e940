//! A request in the form that a server has it.

use crate::Request;

/// What a signature covers of a request that a server received.
///
/// A server that implements it for its own requests need not copy each of them into a [`Request`] to verify it.
pub trait ReceivedRequest {
    /// Returns the HTTP method, as sent.
    fn method(&self) -> &str;

    /// Returns the path of the target, which is `/` if it has none.
    fn path(&self) -> &str;

    /// Returns the query of the target as sent, without the question mark; `""` if it has none.
    fn query(&self) -> &str;

    /// Calls `visit` with each value of the header `name`, in any letter case, in the order in which they were sent.
    fn visit_values(&self, name: &str, visit: &mut dyn FnMut(&str));

    /// Returns the body; `None` if it is not known.
    fn body(&self) -> Option<&[u8]>;
}

impl ReceivedRequest for Request {
    fn method(&self) -> &str {
        &self.method
    }

    fn path(&self) -> &str {
        self.path()
    }

    fn query(&self) -> &str {
        self.query()
    }

    fn visit_values(&self, name: &str, visit: &mut dyn FnMut(&str)) {
        let named = self.headers.iter();
        let named = named.filter(|(given, _)| given.eq_ignore_ascii_case(name));
        named.for_each(|(_, value)| visit(value));
    }

    fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }
}

impl<R: ReceivedRequest + ?Sized> ReceivedRequest for &R {
    fn method(&self) -> &str {
        (**self).method()
    }

    fn path(&self) -> &str {
        (**self).path()
    }

    fn query(&self) -> &str {
        (**self).query()
    }

    fn visit_values(&self, name: &str, visit: &mut dyn FnMut(&str)) {
        (**self).visit_values(name, visit);
    }

    fn body(&self) -> Option<&[u8]> {
        (**self).body()
    }
}
