//! What can be read off a request of either algorithm: the time and the token.

use crate::Key;
use crate::date::{TIMESTAMPS, shifted_date};
use crate::visible::shown;

/// The largest difference between a request's timestamp and the service's time, in seconds.
const CLOCK_WINDOW_SECONDS: u64 = 5 * 60;

/// Whether a time is in milliseconds: as seconds it would be after the year 5000.
pub(super) fn is_milliseconds(time: i64) -> bool {
    time > 100_000_000_000
}

/// Whether a date is that of the day before or after the time of a request: the date of another time zone.
pub(super) fn is_next_day(timestamp: Option<&str>, date: &str) -> bool {
    let Some(seconds) = timestamp
        .and_then(|text| text.parse().ok())
        .filter(|time| TIMESTAMPS.contains(time))
    else {
        return false;
    };
    [-1, 1].iter().any(|days| shifted_date(seconds, *days) == date)
}

/// Checks that the SecretId of a request is that of a key.
pub(super) fn secret_id(given: &str, keys: &[Key<'_>], add: &mut impl FnMut(&'static str, &str, &str)) {
    if keys.is_empty() || keys.iter().any(|key| key.secret_id == given) {
        return;
    }
    let trimmed = given.trim_matches([' ', '\n', '"', '\'', '\u{a0}', '\u{feff}']);
    if keys.iter().any(|key| key.secret_id == trimmed) {
        add("secret-id-blank", trimmed, &shown(given));
    } else if keys.iter().any(|key| key.secret_key == given) {
        add("secret-id-is-key", "", "");
    } else {
        add("secret-id-unknown", "", &shown(given));
    }
}

/// Checks the time of a request; `name` is what carries it.
pub(super) fn clock(
    name: &str,
    timestamp: Option<&str>,
    now: Option<i64>,
    add: &mut impl FnMut(&'static str, &str, &str),
) {
    let Some(text) = timestamp else {
        return add("timestamp-missing", "", name);
    };
    let Ok(time) = text.parse::<i64>() else {
        return add("timestamp-malformed", "", &shown(text));
    };
    if is_milliseconds(time) {
        return add("timestamp-milliseconds", &(time / 1000).to_string(), text);
    }
    if !TIMESTAMPS.contains(&time) {
        return add("timestamp-malformed", "", &shown(text));
    }
    let Some(now) = now else { return };
    let difference = now.abs_diff(time);
    if difference <= CLOCK_WINDOW_SECONDS {
        return;
    }
    let (id, side) = if time < now {
        ("timestamp-old", "behind")
    } else {
        ("timestamp-ahead", "ahead of")
    };
    add(
        id,
        "",
        &format!("{time}, {difference} s {side} {now}{}", hours(difference)),
    );
}

/// A hint if a difference is about that of a time zone.
fn hours(difference: u64) -> String {
    let hours = (difference + 150) / 3600;
    let is_whole = difference.abs_diff(hours * 3600) <= 150;
    if is_whole && (1..=14).contains(&hours) {
        format!(" ({hours} h, as if a local time had been taken for UTC)")
    } else {
        String::new()
    }
}

/// Checks that a request carries the token of its key.
pub(super) fn token(
    keys: &[Key<'_>],
    secret_id: &str,
    given: Option<&str>,
    name: &str,
    add: &mut impl FnMut(&'static str, &str, &str),
) {
    let mut own = keys.iter().filter(|key| key.secret_id == secret_id);
    let Some(key) = own.next() else { return };
    match (key.token, given) {
        (Some(_), None) => add("token-missing", "", name),
        (Some(token), Some(given)) if token != given => add("token-other", "", name),
        (None, Some(_)) => add("token-unexpected", "", name),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::clock;

    fn found(text: &str, now: i64) -> Option<(&'static str, String)> {
        let mut found = None;
        clock("X", Some(text), Some(now), &mut |id, _, sent| {
            found = Some((id, sent.to_owned()))
        });
        found
    }

    #[test]
    fn the_clock_is_compared_with_the_time() {
        assert_eq!(found("1000", 1300), None);
        let (id, sent) = found("1000", 1301).expect("a mistake");
        assert_eq!((id, &*sent), ("timestamp-old", "1000, 301 s behind 1301"));
        let (id, sent) = found("29810", 1000).expect("a mistake");
        assert_eq!(id, "timestamp-ahead");
        assert!(sent.contains("8 h, as if a local time"), "{sent}");
        for (text, id) in [
            ("1551113065000", "timestamp-milliseconds"),
            ("1e9", "timestamp-malformed"),
            ("-1", "timestamp-malformed"),
        ] {
            assert_eq!(found(text, 0).expect("a mistake").0, id);
        }
    }
}
