//! Signatures, credentials, and what an explanation may show.

mod mistakes;
mod redaction;
mod replay;
mod sts;
mod tc3;
mod v1;
mod vectors;
