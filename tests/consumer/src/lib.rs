//! A crate with calls of its own: the service `notes`, and an action that `tc3::gaap` lacks.

pub mod cloud {
    //! What the build.rs generated.

    include!(concat!(env!("OUT_DIR"), "/services.rs"));
}
