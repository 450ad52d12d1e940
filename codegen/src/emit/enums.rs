//! Enums over a table of strings: allowed values, which keep one that is not listed, and error codes.

use super::lines::{string, write_docs, write_line};
use super::{Result, attributes, identifier};
use crate::format::Fragment;
use crate::lower::{ErrorCodes, OpenEnum, Variant};

pub(super) fn open_enum(values: &OpenEnum) -> Result<Fragment> {
    attributes(&values.attributes)?;
    table(
        "open_enum",
        &values.name,
        &values.docs,
        &values.attributes,
        &values.variants,
    )
}

pub(super) fn error_codes(codes: &ErrorCodes) -> Result<Fragment> {
    table("error_codes", &codes.name, &codes.docs, &[], &codes.variants)
}

fn table(kind: &str, name: &str, docs: &[String], attributes: &[String], variants: &[Variant]) -> Result<Fragment> {
    let name = identifier(name)?;
    let mut text = String::new();
    write_line(&mut text, &format!("rt::{kind}! {{"), 0);
    write_docs(&mut text, docs, 1);
    for attribute in attributes {
        write_line(&mut text, attribute, 1);
    }
    write_line(&mut text, &format!("pub enum {name} {{"), 1);
    for variant in variants {
        write_docs(&mut text, &variant.docs, 2);
        let wire = string(&variant.wire);
        write_line(&mut text, &format!("{} = {wire},", identifier(&variant.name)?), 2);
    }
    write_line(&mut text, "}", 1);
    write_line(&mut text, "}", 0);
    Ok(Fragment::Table(text))
}
