//! From samples to what is read: figures, the Markdown table, and the charts.
//!
//! ```text
//! a part of `benchmarks/run` ──▶ samples (TSV) ──collect──▶ figures (JSON, committed) ──▶ table (Markdown)
//!                                                   ▲                                └──▶ charts (SVG, committed)
//!                                              rows (what is compared, with which target)
//! ```
//!
//! A part only measures, in whatever language suits it. What its samples are called, which sides are compared and which
//! target there is, is in [`rows`], and nowhere else. Table and charts depend on the figures alone, so a chart can be
//! drawn again without measuring, and a test can tell whether a committed chart is that of the committed figures.

pub mod chart;
pub mod collect;
pub mod figures;
pub mod markdown;
pub mod rows;
pub mod samples;
pub mod slope;
pub mod text;
