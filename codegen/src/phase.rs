//! The parts of the work, for who wants to know how long each takes.
//!
//! What generates knows no clock: it says when a part begins and ends, and the shell around it looks at the time.

/// A part of the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Comparing the inputs and outputs of the run before with what is there.
    #[cfg(feature = "cli")]
    Stamp,
    /// Opening the metadata: which services it has.
    #[cfg(feature = "cli")]
    Open,
    /// Everything that is done for each service.
    #[cfg(feature = "cli")]
    Services,
    /// Unpacking the metadata of a service, and its JSON.
    #[cfg(feature = "import")]
    Metadata,
    /// From the metadata to the files of a spec.
    #[cfg(feature = "import")]
    Convert,
    /// The texts of these files.
    #[cfg(feature = "cli")]
    Print,
    /// Reading the folder of a spec.
    #[cfg(feature = "generate")]
    Read,
    /// From the texts of a spec to what they say.
    Parse,
    /// Checking it.
    Check,
    /// Deciding what the code is.
    #[cfg(feature = "generate")]
    Lower,
    /// From there to syntax.
    #[cfg(feature = "generate")]
    Emit,
    /// From syntax to text.
    #[cfg(feature = "generate")]
    Format,
    /// Comparing files with what is there, and writing what differs.
    #[cfg(feature = "generate")]
    Write,
}

/// Hears of phases as they begin and end. A phase ends on the thread that it began on, and others may stand in it.
pub(crate) trait Observer: Sync {
    fn begins(&self, phase: Phase);
    fn ends(&self, phase: Phase);
}

/// For who does not want to know.
pub(crate) struct Unobserved;

impl Observer for Unobserved {
    fn begins(&self, _: Phase) {}
    fn ends(&self, _: Phase) {}
}

/// Does `work` as `phase`.
pub(crate) fn observed<T>(observer: &dyn Observer, phase: Phase, work: impl FnOnce() -> T) -> T {
    observer.begins(phase);
    let done = work();
    observer.ends(phase);
    done
}
