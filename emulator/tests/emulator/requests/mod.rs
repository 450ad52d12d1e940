//! What a request may look like, and how a bad one is refused.

mod encodings;
mod fuzz;
mod lenient;
mod parameters;
mod robustness;
mod routing;
mod size_and_rate_limits;
