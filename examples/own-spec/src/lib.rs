//! The service lkeap (LLM knowledge engine), with the two actions that the folder `spec` has.

include!(concat!(env!("OUT_DIR"), "/services.rs"));
