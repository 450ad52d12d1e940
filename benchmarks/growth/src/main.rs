//! `search WHEEL..` measures how the search grows with the actions of the catalog, which it makes from each wheel of tccli
//! with its descriptions. `lib/cut_wheel.py` makes wheels with fewer actions.
//!
//! It prints samples with a size: see `report/src/samples.rs`. Opening the catalog and its index is measured apart from
//! the queries: one that many actions match, and one that finds a single action by its words.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use tc3_catalog::pack::{Packer, Texts};
use tc3_catalog::search::LibrarySearch;
use tc3_catalog::{Catalog, Library};
use tc3_codegen::import::Archive;
use tc3_codegen::import::metadata::MetadataIndex;

/// The queries, with the names of their rows.
const QUERIES: [(&str, &str); 3] = [
    ("search-many", "describe"),
    ("search-letter", "d"),
    ("search-words", "describe list"),
];
/// The hits that the command line shows.
const HITS: usize = 20;
/// How often each is measured.
const ROUNDS: usize = 15;
/// How long a sample takes at least.
const SAMPLE: Duration = Duration::from_millis(5);

fn main() -> Result<(), Box<dyn Error>> {
    for wheel in std::env::args().skip(1) {
        let library = Library::new().with_catalog(packed(Path::new(&wheel))?);
        let opened = LibrarySearch::new(&library)?;
        let actions = actions(&library)?;
        measure("search-open", actions, || {
            LibrarySearch::new(&library)?;
            Ok(())
        })?;
        for (name, query) in QUERIES {
            measure(name, actions, || {
                opened.search(query, HITS, None, None)?;
                Ok(())
            })?;
        }
    }
    Ok(())
}

fn packed(wheel: &Path) -> Result<Catalog, Box<dyn Error>> {
    let mut packer = Packer::new(Texts::All);
    packer.china(MetadataIndex::read(Archive::open(wheel)?)?);
    Ok(Catalog::from_bytes(packer.pack(|_, _| {})?)?)
}

fn actions(library: &Library) -> Result<usize, Box<dyn Error>> {
    let services = library.services()?;
    let versions = services.iter().flat_map(|service| &service.versions);
    Ok(versions.map(|version| version.actions).sum())
}

/// Prints a sample a round, in microseconds of wall time.
fn measure(name: &str, actions: usize, work: impl Fn() -> Result<(), Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    for _ in 0..ROUNDS {
        let (began, mut times) = (Instant::now(), 0_u32);
        while began.elapsed() < SAMPLE {
            work()?;
            times += 1;
        }
        let each = began.elapsed() / times;
        println!("{name}\tnow\t{:.3}\tµs\t{actions}", each.as_secs_f64() * 1e6);
    }
    Ok(())
}
