//! How long each phase takes: spans of the crate `tracing`, summed up for `TC3_CODEGEN_TIMINGS=1`.
//!
//! Loading, generating and importing read no clock and take no parameter for timings. They enter spans with the macro
//! [`phase!`]; the command and [`Builder`](crate::Builder) set a small subscriber for the run that sums up the time in
//! each span. Without the variable there is no subscriber, and a span costs a comparison of two levels.
//!
//! `tracing` is used without its default features (no procedural macros) and without `tracing-subscriber`: a sum per name
//! is all that is needed. It comes with the feature `generate`. Without that feature the macro is only its expression, so
//! the emulator, which just loads a spec, compiles nothing for it. Decision 011 has the alternatives.

#[cfg(feature = "generate")]
mod subscriber;

#[cfg(feature = "cli")]
pub(crate) use subscriber::Handle;
#[cfg(feature = "generate")]
pub(crate) use subscriber::Timings;

/// The environment variable that turns on timings.
#[cfg(feature = "generate")]
pub(crate) const VARIABLE: &str = "TC3_CODEGEN_TIMINGS";

/// Whether the environment turns on timings: by any value other than an empty one and `0`.
#[cfg(feature = "generate")]
pub(crate) fn are_enabled() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|value| !value.is_empty() && value != "0")
}

/// Evaluates an expression in a span of the given name, which must be a literal.
macro_rules! phase {
    ($name:literal, $work:expr) => {{
        #[cfg(feature = "generate")]
        let _entered = tracing::info_span!(target: "tc3_codegen", $name).entered();
        $work
    }};
}
pub(crate) use phase;
