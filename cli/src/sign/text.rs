//! Explanations and diagnoses as a person reads them.

use std::fmt::Write;

use tc3_signature::{Diagnosis, Explanation};

/// Every intermediate value, with invisible characters shown.
pub(crate) fn explanation_text(explanation: &Explanation) -> String {
    let mut text = format!(
        "{} at {} ({} UTC)\n",
        explanation.algorithm.name(),
        explanation.timestamp,
        explanation.date
    );
    for step in &explanation.steps {
        let _ = writeln!(text, "\n{}:", step.title);
        indent(&mut text, &step.shown);
    }
    text
}

/// The outcome, and each mistake with the line that differs and the fix.
pub(crate) fn diagnosis_text(diagnosis: &Diagnosis) -> String {
    let mut text = format!("{}\n", diagnosis.summary);
    for (at, mistake) in diagnosis.mistakes.iter().enumerate() {
        let _ = writeln!(text, "\n{}. {} [{}]", at + 1, mistake.title, mistake.id);
        indent(&mut text, &mistake.explanation);
        if let Some(difference) = &mistake.difference {
            let _ = writeln!(text, "  {}:", difference.which);
            let _ = writeln!(text, "    signed  {}", difference.signed);
            let _ = writeln!(text, "    sent    {}", difference.sent);
        }
        let _ = writeln!(text, "  Fix: {}", mistake.fix);
    }
    if let Some(key) = &diagnosis.key {
        let _ = writeln!(text, "\nSigned with the key of {key}.");
    }
    text
}

fn indent(text: &mut String, lines: &str) {
    for line in lines.lines() {
        let _ = writeln!(text, "  {line}");
    }
    if lines.is_empty() {
        text.push_str("  (empty)\n");
    }
}
