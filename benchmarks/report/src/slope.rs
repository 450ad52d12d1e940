//! How cost grows: the exponent of a curve.

/// A cost that grows faster than its size to this power is above linear. The margin is for what a measurement adds.
pub const LINEAR: f64 = 1.1;

/// The exponent by which cost grows with size: the slope of the logarithms of `(size, cost)`, fitted over the sizes of
/// the last decade that was measured. The small sizes are left out, because constant costs hide growth there.
///
/// Returns `None` for fewer than two sizes.
#[must_use]
pub fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    let largest = points.iter().map(|(size, _)| *size).fold(0.0, f64::max);
    let mut last: Vec<(f64, f64)> = points
        .iter()
        .copied()
        .filter(|(size, _)| *size >= largest / 10.5)
        .collect();
    if last.len() < 2 {
        // Sizes further apart than a decade: the last two.
        last = points.iter().copied().skip(points.len().saturating_sub(2)).collect();
    }
    let logarithms: Vec<(f64, f64)> = last
        .iter()
        .filter(|(size, cost)| *size > 0.0 && *cost > 0.0)
        .map(|(size, cost)| (size.ln(), cost.ln()))
        .collect();
    let count = logarithms.len() as f64;
    let (mean_x, mean_y) = logarithms
        .iter()
        .fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let variance: f64 = logarithms.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let covariance: f64 = logarithms.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    (variance > 0.0).then(|| covariance / variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cost: impl Fn(f64) -> f64) -> f64 {
        let points: Vec<(f64, f64)> = [1.0, 10.0, 100.0, 1_000.0, 10_000.0]
            .iter()
            .map(|&size| (size, cost(size)))
            .collect();
        exponent(&points).unwrap()
    }

    #[test]
    fn powers_have_different_exponents() {
        assert!((of(|size| 3.0 * size) - 1.0).abs() < 1e-9);
        assert!((of(|size| size * size) - 2.0).abs() < 1e-9);
        assert!(of(|_| 5.0).abs() < 1e-9);
    }

    #[test]
    fn a_constant_cost_does_not_hide_what_grows_at_the_end() {
        let exponent = of(|size| 1_000.0 + size * size / 100.0);
        assert!(exponent > 1.8, "{exponent}");
    }

    #[test]
    fn sizes_of_one_decade_alone_are_not_needed() {
        assert_eq!(exponent(&[(1.0, 1.0)]), None);
        assert_eq!(exponent(&[]), None);
        let exponent = exponent(&[(10.0, 1.0), (10_000.0, 1_000.0)]).unwrap();
        assert!((exponent - 1.0).abs() < 1e-9);
    }
}
