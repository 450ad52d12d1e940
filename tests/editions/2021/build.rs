//! Generates the code of every case into `OUT_DIR`, and a module for each.

#[path = "../generate.rs"]
mod generate;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    generate::every_case()
}
