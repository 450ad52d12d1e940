//! The stamp of the last run, `.tc3-codegen.stamp`: a hash of its inputs and one of each file that it wrote, so that a
//! run for which nothing has changed does nothing.
//!
//! A run compares all of it before it opens the metadata. A file that was edited, is gone, or is left over from an older
//! run means that everything is generated again. Contents are compared and not modification times: hashing 100 MB takes
//! 0.1 s, and an edit that keeps length and time is found too.
//!
//! The stamp is removed before the first file is written, written after the last one, and has an end line, so a run that
//! was interrupted leaves none. There is no `--force`: remove the stamp instead.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::generated_files::{MARK, stale};
use super::inputs::{Hash, of_file, of_text};
use crate::output::{FileSet, read_if_exists, with_path, write_atomically};

/// The name of the file in the workspace.
const STAMP: &str = ".tc3-codegen.stamp";
/// The last line; a stamp without it is incomplete.
const END: &str = "end";

/// The hash of a run's inputs, and those of the files that it wrote.
pub(crate) struct Stamp {
    inputs: Hash,
    files: Vec<(String, Hash)>,
}

impl Stamp {
    pub(super) fn new(inputs: Hash, files: &FileSet) -> Self {
        let files: Vec<(&str, &str)> = files.iter().collect();
        Self {
            inputs,
            files: files
                .par_iter()
                .map(|(path, text)| ((*path).to_owned(), of_text(text)))
                .collect(),
        }
    }

    /// Reads the stamp in `folder`; `None` if there is none or it cannot be read.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let text = read_if_exists(&folder.join(STAMP)).ok()??;
        let mut lines = text.lines().skip(1);
        let inputs = lines.next()?.to_owned();
        let mut files = Vec::new();
        loop {
            match lines.next()? {
                END => return Some(Self { inputs, files }),
                line => {
                    let (hash, path) = line.split_once(' ')?;
                    files.push((path.to_owned(), hash.to_owned()));
                }
            }
        }
    }

    /// Whether the run had the same `inputs`, and `folder` is as it left it.
    pub(crate) fn is_current(&self, inputs: &str, folder: &Path) -> bool {
        let is_same = |(path, hash): &(String, Hash)| of_file(&folder.join(path)).is_ok_and(|there| there == *hash);
        self.inputs == inputs && self.files.par_iter().all(is_same) && !self.has_stale_files(folder)
    }

    /// Whether `folder` has generated files that the run did not write, or cannot be read.
    fn has_stale_files(&self, folder: &Path) -> bool {
        let paths: BTreeSet<&str> = self.files.iter().map(|(path, _)| path.as_str()).collect();
        stale(folder, &paths).map_or(true, |stale| !stale.is_empty())
    }

    /// How many files the run wrote or left unchanged.
    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    pub(super) fn write(&self, folder: &Path) -> io::Result<()> {
        let files: String = self
            .files
            .iter()
            .map(|(path, hash)| format!("{hash} {path}\n"))
            .collect();
        let text = format!(
            "{MARK}: hashes of the inputs and files of this workspace; without this file the next run generates everything again\n{}\n{files}{END}\n",
            self.inputs
        );
        write_atomically(&folder.join(STAMP), &text)
    }

    /// Removes the stamp before anything changes.
    pub(super) fn remove(folder: &Path) -> io::Result<()> {
        let path = folder.join(STAMP);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(with_path(&path, &error)),
            _ => Ok(()),
        }
    }
}
