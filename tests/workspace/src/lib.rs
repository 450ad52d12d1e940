//! The crates of `tests/data/workspace` as modules, compiled with warnings denied. That they are what the command writes
//! is tested in `tests/tests/workspace.rs`.

#![deny(warnings)]

#[path = "../../data/workspace/crates/as/src/lib.rs"]
#[rustfmt::skip]
pub mod r#as;

#[path = "../../data/workspace/crates/demo/src/lib.rs"]
#[rustfmt::skip]
pub mod demo;

/// The example in the README of a crate.
pub mod readme_example {
    use super::demo as tc3_demo;

    mod code {
        #![allow(dead_code, reason = "it is only compiled")]
        use super::tc3_demo;

        include!("readme_example.rs");
    }
}

#[cfg(test)]
mod tests {
    use super::demo::runtime::{Action, to_json};
    use super::demo::{CreateThingRequest, v20190203, v20200102};

    #[test]
    fn the_default_version_is_at_the_root() {
        let request: v20190203::CreateThingRequest = CreateThingRequest::new("a", 1);
        assert_eq!(to_json(&request), r#"{"Name":"a","Count":1}"#);
        assert_eq!(v20200102::CreateThingRequest::INFO.version, "2020-01-02");
        assert_eq!(v20190203::CreateThingRequest::INFO.version, "2019-02-03");
    }
}
