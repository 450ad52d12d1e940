//! What the last run was made of and what it wrote, kept in the workspace, so that a run with nothing changed writes
//! nothing.
//!
//! Contents are compared, not times: a file that was edited and put back is unchanged, one that was copied over with
//! its time is not.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::disk::{MARK, stale};
use super::inputs::{Hash, of_file, of_text};
use crate::file_set::{FileSet, naming, read, replace};

/// The file in the workspace.
const STAMP: &str = ".tc3-codegen.stamp";
/// Ends it, so that half of one is none.
const END: &str = "end";

/// What a run was made of, and its files.
pub(crate) struct Stamp {
    inputs: Hash,
    files: Vec<(String, Hash)>,
}

impl Stamp {
    /// What is there after `files` were written of `inputs`.
    pub(crate) fn of(inputs: Hash, files: &FileSet) -> Self {
        let files: Vec<(&str, &str)> = files.iter().collect();
        Self {
            inputs,
            files: files
                .par_iter()
                .map(|(path, text)| ((*path).to_owned(), of_text(text)))
                .collect(),
        }
    }

    /// The stamp in `folder`; none if there is none, or what is there cannot be read.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let text = read(&folder.join(STAMP)).ok()??;
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

    /// Whether the run was made of `inputs`, and `folder` is as it left it.
    pub(crate) fn stands(&self, inputs: &str, folder: &Path) -> bool {
        let is_whole = |(path, hash): &(String, Hash)| of_file(&folder.join(path)).is_ok_and(|there| there == *hash);
        self.inputs == inputs && self.files.par_iter().all(is_whole) && self.is_all(folder)
    }

    /// Whether nothing else in `folder` was written by this command.
    fn is_all(&self, folder: &Path) -> bool {
        let paths: BTreeSet<&str> = self.files.iter().map(|(path, _)| path.as_str()).collect();
        stale(folder, &paths).is_ok_and(|stale| stale.is_empty())
    }

    /// How many files the run made.
    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let files: String = self
            .files
            .iter()
            .map(|(path, hash)| format!("{hash} {path}\n"))
            .collect();
        let path = folder.join(STAMP);
        let text = format!(
            "{MARK}: what this workspace was made of; without this file the next run makes it anew\n{}\n{files}{END}\n",
            self.inputs
        );
        replace(&path, &text).map_err(|error| naming(&path, &error))
    }

    /// Takes the stamp away, before anything changes: a run that is interrupted leaves none.
    pub(crate) fn remove(folder: &Path) -> io::Result<()> {
        let path = folder.join(STAMP);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(naming(&path, &error)),
            _ => Ok(()),
        }
    }
}
