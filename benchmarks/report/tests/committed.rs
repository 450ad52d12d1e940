//! What is committed belongs together: charts to figures, and figures to the declared rows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use bench_report::chart;
use bench_report::figures::Figures;

const LARGEST: usize = 32_000;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn figures() -> Vec<Figures> {
    Figures::load_all(&folder("../figures")).unwrap()
}

#[test]
fn the_charts_are_those_of_the_figures() {
    for (file, expected) in chart::draw_all(&figures()) {
        let path = folder("../../docs/images").join(file);
        let committed = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(
            committed == expected,
            "{file} is not drawn from the figures: run `benchmarks/run charts`"
        );
    }
}

#[test]
fn the_charts_are_small_and_say_what_they_show() {
    for (file, chart) in chart::draw_all(&figures()) {
        assert!(chart.len() < LARGEST, "{file} has {} bytes", chart.len());
        for part in ["<title>", "<desc>", "prefers-color-scheme:dark", "role=\"img\""] {
            assert!(chart.contains(part), "{file} has no {part}");
        }
    }
}

#[test]
fn every_table_of_the_readme_has_its_chart() {
    let drawn: Vec<&str> = chart::draw_all(&figures()).into_iter().map(|(file, _)| file).collect();
    for file in [
        "overview.svg",
        "compile-time.svg",
        "calls.svg",
        "command-line.svg",
        "emulator.svg",
    ] {
        assert!(drawn.contains(&file), "{drawn:?}");
    }
}

#[test]
fn a_file_of_figures_has_the_name_of_its_part() {
    for figures in figures() {
        assert!(
            folder("../figures").join(format!("{}.json", figures.part)).is_file(),
            "{}",
            figures.part
        );
    }
}
