//! Mutations from a fixed seed, for the test that needs no coverage.
//!
//! The operations are those of libFuzzer that matter for texts: bytes are changed, removed, repeated and swapped, words of
//! the format are inserted, and two inputs are spliced.

use fastrand::Rng;

/// Bytes that are special in some format.
const SPECIAL: &[u8] = b"\0\t\n\r \"#%&'()*+,-./09:;<=>?@AZ[\\]_`az{|}~\x7f\x80\xbf\xc0\xed\xef\xf0\xff";

/// The most mutations of an input.
const MOST_MUTATIONS: u32 = 8;

/// Returns a mutation of `seed`, at most `limit` bytes long.
#[must_use]
pub fn mutated(rng: &mut Rng, seed: &[u8], other: &[u8], words: &[&str], limit: usize) -> Vec<u8> {
    let mut input = seed.to_vec();
    // Most inputs are close to a valid one, some are far.
    let most = 1 + rng.u32(..MOST_MUTATIONS);
    for _ in 0..=rng.u32(..most).min(rng.u32(..most)) {
        mutate(rng, &mut input, other, words);
        input.truncate(limit);
    }
    input
}

fn mutate(rng: &mut Rng, input: &mut Vec<u8>, other: &[u8], words: &[&str]) {
    let at = rng.usize(..=input.len());
    let end = at + rng.usize(..=(input.len() - at).min(64));
    match rng.u32(..11) {
        0 => replace(input, at, end, &[]),
        1 => replace(input, at, at, &[rng.choice(SPECIAL).copied().unwrap_or_default()]),
        2 => replace(input, at, (at + 1).min(input.len()), &[rng.u8(..)]),
        3 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << rng.u32(..8);
            }
        }
        4 => {
            let repeated = input[at..end].repeat(1 + rng.usize(..4));
            replace(input, at, at, &repeated);
        }
        5 | 6 => {
            let word = rng.choice(words).map_or(&[][..], |word| word.as_bytes());
            // Inserted, or in the place of what is there.
            let end = if rng.bool() {
                at
            } else {
                (at + word.len()).min(input.len())
            };
            replace(input, at, end, word);
        }
        7 => {
            let moved: Vec<u8> = input.drain(at..end).collect();
            let to = rng.usize(..=input.len());
            replace(input, to, to, &moved);
        }
        8 => {
            let from = rng.usize(..=other.len());
            let to = from + rng.usize(..=(other.len() - from).min(256));
            replace(input, at, end, &other[from..to]);
        }
        9 => number(rng, input, at),
        _ => input.truncate(at),
    }
}

fn replace(input: &mut Vec<u8>, start: usize, end: usize, with: &[u8]) {
    input.splice(start..end, with.iter().copied());
}

/// Replaces the next number by one at a limit.
fn number(rng: &mut Rng, input: &mut Vec<u8>, from: usize) {
    const LIMITS: [&str; 12] = [
        "-1",
        "0",
        "1",
        "255",
        "65536",
        "2147483648",
        "4294967296",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551616",
        "1e400",
        "0.1",
    ];
    let Some(start) = input[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else {
        return;
    };
    let digits = input[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let limit = rng.choice(LIMITS).unwrap_or_default();
    replace(input, start, start + digits, limit.as_bytes());
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::mutated;

    #[test]
    fn a_seed_gives_the_same_inputs_and_none_is_too_long() {
        let inputs = |seed| {
            let mut rng = Rng::with_seed(seed);
            let input = |_| mutated(&mut rng, b"one 1 two 22", b"other", &["word"], 20);
            (0..1_000).map(input).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
        assert!(inputs(1).iter().all(|input| input.len() <= 20));
        assert!(inputs(1).iter().any(|input| input.starts_with(b"one word")));
    }
}
