//! Makes `facts.bin` from the two wheels and the spec: `pack SPEC OUT CHINA.whl INTERNATIONAL.whl`. With the name `-` in
//! place of the spec, makes a catalog with the vendor's descriptions, as `tc3 api update` does.

use std::error::Error;
use std::path::Path;

use tc3_catalog::pack::{Packer, Texts};
use tc3_codegen::import::Archive;
use tc3_codegen::import::metadata::MetadataIndex;
use tc3_codegen::load;
use tc3_codegen::spec::SourceSet;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [spec, out, china, international] = arguments.as_slice() else {
        return Err("usage: pack SPEC|- OUT CHINA.whl INTERNATIONAL.whl".into());
    };
    let mut packer = Packer::new(if spec == "-" { Texts::All } else { Texts::Spec });
    if spec != "-" {
        packer.spec(load(&SourceSet::read_dir(Path::new(spec))?)?.spec);
    }
    let china = MetadataIndex::read(Archive::open(Path::new(china))?)?;
    let international = MetadataIndex::read(Archive::open(Path::new(international))?)?;
    packer.about(format!("{}\n{}\n", china.source(), international.source()));
    packer.china(china);
    packer.international(international);
    let bytes = packer.pack(|_, _| {})?;
    println!("{} bytes", bytes.len());
    std::fs::write(out, bytes)?;
    Ok(())
}
