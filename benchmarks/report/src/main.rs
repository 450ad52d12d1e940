//! `bench-report` makes figures, tables and charts; `benchmarks/run` calls it.
//!
//! ```text
//! bench-report collect PART SAMPLES FIGURES   figures of a part from its samples, into the folder of figures
//! bench-report table FIGURES                  all tables as Markdown, on standard output
//! bench-report charts FIGURES IMAGES          all charts, into the folder of images
//! ```

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use bench_report::collect::collect;
use bench_report::figures::{Figures, write_whole};
use bench_report::samples::Samples;
use bench_report::{chart, markdown};

const USAGE: &str = "usage: bench-report collect PART SAMPLES FIGURES | table FIGURES | charts FIGURES IMAGES";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["collect", part, samples, figures] => write_figures(part, Path::new(samples), Path::new(figures)),
        ["table", figures] => print_tables(Path::new(figures)),
        ["charts", figures, images] => write_charts(Path::new(figures), Path::new(images)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write_figures(part: &str, samples: &Path, figures: &Path) -> Result<(), Box<dyn Error>> {
    let named = |error: String| format!("{}: {error}", samples.display());
    let text = fs::read_to_string(samples).map_err(|error| named(error.to_string()))?;
    let figures_of_part = collect(part, &Samples::parse(&text).map_err(named)?).map_err(named)?;
    fs::create_dir_all(figures)?;
    figures_of_part.save(figures)?;
    Ok(())
}

fn print_tables(figures: &Path) -> Result<(), Box<dyn Error>> {
    print!("{}", markdown::tables(&load(figures)?));
    Ok(())
}

fn write_charts(figures: &Path, images: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(images)?;
    for (file, contents) in chart::draw_all(&load(figures)?) {
        write_whole(&images.join(file), &contents)?;
    }
    Ok(())
}

fn load(figures: &Path) -> Result<Vec<Figures>, Box<dyn Error>> {
    Figures::load_all(figures).map_err(|error| format!("{}: {error}", figures.display()).into())
}
