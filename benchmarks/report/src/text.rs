//! How numbers are shown.

/// A value with three significant digits, and commas for thousands.
#[must_use]
pub fn number(value: f64) -> String {
    if value >= 999.5 {
        return thousands(value);
    }
    let digits = if value >= 99.95 {
        0
    } else if value >= 9.995 {
        1
    } else if value >= 0.095 {
        2
    } else {
        3
    };
    let text = format!("{value:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn thousands(value: f64) -> String {
    // Beyond four digits the rest says nothing.
    let scale = 10_f64.powf((value.log10().floor() - 3.0).max(0.0));
    let digits = format!("{:.0}", (value / scale).round() * scale);
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A value with its unit, as in `1.42 s`.
#[must_use]
pub fn with_unit(value: f64, unit: &str) -> String {
    format!("{} {unit}", number(value)).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_shown() {
        for (value, expected) in [
            (0.0, "0"),
            (0.0123, "0.012"),
            (0.61, "0.61"),
            (1.4234, "1.42"),
            (2.0, "2"),
            (12.345, "12.3"),
            (176.4, "176"),
            (999.9, "1,000"),
            (19_512.0, "19,510"),
            (1_234_567.0, "1,235,000"),
        ] {
            assert_eq!(number(value), expected, "{value}");
        }
        assert_eq!(with_unit(66.0, ""), "66");
    }
}
