//! The time that keys expire by.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

#[derive(Clone)]
pub(super) struct Now(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Now {
    pub(super) fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(super) fn get(&self) -> SystemTime {
        (self.0)()
    }
}

impl Default for Now {
    fn default() -> Self {
        Self::new(SystemTime::now)
    }
}

impl fmt::Debug for Now {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Now")
    }
}
