//! Bars for what takes a while.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for `length` steps, which is only seen in a terminal.
pub(super) fn bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    // Whether the template is one does not hang on any input; without it there is a plainer bar.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}
