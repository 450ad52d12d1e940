//! Empty: the benchmark measures the build of the generator.
