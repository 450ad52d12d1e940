//! Logarithmic scales.

/// A scale on which a factor of ten is a fixed distance.
pub(super) struct Logarithmic {
    /// The exponents of ten at the ends.
    from: i32,
    to: i32,
    start: f64,
    end: f64,
}

impl Logarithmic {
    /// The scale of whole decades that contains all positive values, between two coordinates; `None` without any.
    pub(super) fn around(values: impl IntoIterator<Item = f64>, start: f64, end: f64) -> Option<Self> {
        let mut logarithms = values.into_iter().filter(|value| *value > 0.0).map(f64::log10);
        let first = logarithms.next()?;
        let (low, high) = logarithms.fold((first, first), |(low, high), value| (low.min(value), high.max(value)));
        // A value just below a power of ten is that power: 0.99999 is rounding.
        let from = (low + 1e-9).floor() as i32;
        let to = ((high - 1e-9).ceil() as i32).max(from + 1);
        Some(Self { from, to, start, end })
    }

    /// Where a value is. Values beyond the scale are at its end.
    pub(super) fn place(&self, value: f64) -> f64 {
        let share = (value.log10() - f64::from(self.from)) / f64::from(self.to - self.from);
        self.start + share.clamp(0.0, 1.0) * (self.end - self.start)
    }

    /// The powers of ten on the scale, at most about seven of them.
    pub(super) fn decades(&self) -> impl Iterator<Item = f64> {
        let step = 1 + (self.to - self.from) / 8;
        (self.from..=self.to)
            .step_by(step.unsigned_abs() as usize)
            .map(|exponent| 10_f64.powi(exponent))
    }

    /// The values at the ends.
    pub(super) fn ends(&self) -> (f64, f64) {
        (10_f64.powi(self.from), 10_f64.powi(self.to))
    }
}

/// A power of ten as the label of an axis.
pub(super) fn label(power: f64) -> String {
    for (limit, suffix) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] {
        if power >= limit * 0.999 {
            return format!("{:.0}{suffix}", power / limit);
        }
    }
    if power >= 0.999 {
        return format!("{power:.0}");
    }
    let digits = (-power.log10()).round().max(0.0) as usize;
    format!("{power:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_has_whole_decades() {
        let scale = Logarithmic::around([1.6, 352.0], 0.0, 300.0).unwrap();
        assert_eq!(scale.ends(), (1.0, 1000.0));
        assert!((scale.place(10.0) - 100.0).abs() < 1e-9);
        assert_eq!(scale.decades().map(label).collect::<Vec<_>>(), ["1", "10", "100", "1k"]);
    }

    #[test]
    fn nothing_has_no_scale_and_one_value_has_a_decade() {
        assert!(Logarithmic::around([0.0], 0.0, 1.0).is_none());
        assert_eq!(Logarithmic::around([10.0], 0.0, 1.0).unwrap().ends(), (10.0, 100.0));
    }

    #[test]
    fn labels_are_short() {
        assert_eq!([0.01, 1.0, 1e5, 1e7].map(label), ["0.01", "1", "100k", "10M"]);
    }
}
