//! What a process uses, from /proc.

use std::error::Error;
use std::fmt;
use std::fs;

/// Memory and open files of a process.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) memory_kib: u64,
    pub(crate) files: usize,
}

impl Usage {
    /// Reads what the process uses now; `self` is this one.
    pub(crate) fn of(process: &str) -> Result<Self, Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        Ok(Self {
            memory_kib: number.ok_or("no VmRSS")?.parse()?,
            files: fs::read_dir(format!("/proc/{process}/fd"))?.count(),
        })
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} MiB, {} files", self.memory_kib / 1024, self.files)
    }
}
