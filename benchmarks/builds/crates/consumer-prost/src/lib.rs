//! Nothing: what is measured is the build of the generator.
