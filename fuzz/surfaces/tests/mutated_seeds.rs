//! Every surface keeps its promises for its seeds, for inputs that once broke one, and for mutations from a fixed seed.
//!
//! The coverage-guided fuzzer finds more; this needs no nightly toolchain and is the same in every run. `FUZZ_INPUTS=N`
//! runs N mutations for each surface instead of its default.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may fail, and says how many inputs were accepted"
)]

use std::fs;

use fastrand::Rng;
use tc3_fuzz::{SURFACES, Surface, mutate, root};

/// The longest mutated input, in bytes.
const LIMIT: usize = 64 * 1024;

fn inputs_of(surface: Surface) -> u32 {
    let wanted = std::env::var("FUZZ_INPUTS").ok();
    wanted
        .and_then(|number| number.parse().ok())
        .unwrap_or(surface.test_inputs)
}

/// Runs an input, and returns whether it was accepted; the test shows it if it breaks a promise.
fn run(surface: Surface, input: &[u8]) -> bool {
    match std::panic::catch_unwind(|| (surface.run)(input)) {
        Ok(is_accepted) => is_accepted,
        Err(_) => panic!("{} breaks a promise for: {}", surface.name, input.escape_ascii()),
    }
}

fn check(name: &str) {
    let surface = *SURFACES.iter().find(|surface| surface.name == name).unwrap();
    let seeds = (surface.seeds)();
    assert!(!seeds.is_empty());
    let found = root().join("fuzz/found").join(name);
    for entry in fs::read_dir(found).into_iter().flatten().flatten() {
        run(surface, &fs::read(entry.path()).unwrap());
    }
    // Otherwise the mutations would reach nothing.
    let accepted = seeds.iter().filter(|seed| run(surface, seed)).count();
    assert!(
        accepted * 3 >= seeds.len(),
        "of {} seeds {accepted} are accepted",
        seeds.len()
    );
    let mut rng = Rng::with_seed(1);
    let mut accepted = 0;
    for number in 0..inputs_of(surface) {
        let seed = &seeds[number as usize % seeds.len()];
        let other = rng.choice(&seeds).unwrap();
        accepted += u32::from(run(
            surface,
            &mutate::mutated(&mut rng, seed, other, surface.words, LIMIT),
        ));
    }
    println!(
        "{accepted} of {} mutations of {} seeds are accepted",
        inputs_of(surface),
        seeds.len()
    );
}

macro_rules! surfaces {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*

        #[test]
        fn each_surface_is_tested() {
            assert_eq!(SURFACES.map(|surface| surface.name), [$(stringify!($name)),*]);
        }
    };
}

surfaces!(answers emulator key_files metadata page spec sse wheel);
