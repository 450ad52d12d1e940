//! The generated code in a private module of a program, which uses next to nothing of it.

#![deny(warnings)]
#![allow(unreachable_pub, reason = "a program that asks for this lint has to say so")]

mod generated {
    include!(concat!(env!("OUT_DIR"), "/cases.rs"));
}

#[test]
fn a_program_may_use_one_type() {
    let request = generated::directions::demo::StoreRequest::new(generated::directions::demo::Item::new("a", 1));
    assert_eq!(tc3_runtime::to_json(&request), r#"{"Item":{"Name":"a","Grade":1}}"#);
}
