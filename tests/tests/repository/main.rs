//! What holds for the repository as a whole: its words, its documents and the imports between its files.

mod documents;
mod files;
mod module_cycles;
mod words;
