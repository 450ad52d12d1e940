//! Files on disk that are not what they would be written as.

use std::io;

use super::{Outcome, Output};

/// One file that differs.
pub(super) struct Difference {
    /// The file, as it is printed.
    pub(super) path: String,
    /// How it differs.
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// It holds another text.
    Changed { on_disk: String, fresh: String },
    /// It is not there.
    Missing,
    /// It is there, and nothing writes it any more.
    Stale,
}

/// Lists what differs, and the command that mends it.
pub(super) fn conclude(differences: &[Difference], command: &str, output: &mut Output<'_>) -> io::Result<Outcome> {
    if differences.is_empty() {
        writeln!(output.out, "all files are up to date")?;
        return Ok(Outcome::Fine);
    }
    for Difference { path, kind } in differences {
        match kind {
            Kind::Changed { on_disk, fresh } => {
                writeln!(output.err, "changed: {path}{}", first_difference(on_disk, fresh))?;
            }
            Kind::Missing => writeln!(output.err, "missing: {path}")?,
            Kind::Stale => writeln!(output.err, "no longer written: {path}")?,
        }
    }
    writeln!(output.err, "out of date: run `{command}`")?;
    Ok(Outcome::Wrong)
}

/// The first line that differs, in both of its forms.
fn first_difference(on_disk: &str, fresh: &str) -> String {
    let shared = on_disk
        .split('\n')
        .zip(fresh.split('\n'))
        .take_while(|(ours, theirs)| ours == theirs)
        .count();
    let line = |text: &str, sign: char| match text.split('\n').nth(shared) {
        Some(line) => format!("\n    {sign} {line}"),
        None => String::new(),
    };
    format!("\n  line {}:{}{}", shared + 1, line(on_disk, '-'), line(fresh, '+'))
}
