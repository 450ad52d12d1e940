//! `cargo run -p tc3-fuzz --bin seeds`: writes the seeds and the dictionary of each surface, for libFuzzer.
//!
//! They are made from the specs, pages and metadata of the repository, so that they are not kept twice.

use std::fmt::Write;
use std::fs;
use std::io::{self, Write as _};

use tc3_fuzz::{SURFACES, root};

fn main() -> io::Result<()> {
    let corpus = root().join("fuzz/corpus");
    for surface in SURFACES {
        let folder = corpus.join(surface.name);
        fs::create_dir_all(&folder)?;
        let seeds = (surface.seeds)();
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:04}")), seed)?;
        }
        let mut dictionary = String::new();
        for word in surface.words {
            let bytes = word.bytes().map(|byte| format!("\\x{byte:02x}"));
            // Writing to memory cannot fail.
            let _ = writeln!(dictionary, "\"{}\"", bytes.collect::<String>());
        }
        fs::write(corpus.join(format!("{}.dict", surface.name)), dictionary)?;
        writeln!(io::stdout(), "{}: {} seeds", surface.name, seeds.len())?;
    }
    Ok(())
}
