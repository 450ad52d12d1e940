//! Enums over a table of strings (allowed values, which keep one that is not listed, and error codes), and named integers.

use super::lines::{string, write_docs, write_line};
use super::{Result, attributes, identifier};
use crate::lower::{ErrorCodes, Integers, OpenEnum, Variant};

pub(super) fn open_enum(values: &OpenEnum) -> Result<String> {
    attributes(&values.attributes)?;
    let rows = rows(&values.variants, string)?;
    table("open_enum", &values.name, "", &values.docs, &values.attributes, &rows)
}

pub(super) fn integers(integers: &Integers) -> Result<String> {
    attributes(&integers.attributes)?;
    let width = if integers.unsigned { ": u64" } else { ": i64" };
    let rows = rows(&integers.constants, str::to_owned)?;
    table(
        "integers",
        &integers.name,
        width,
        &integers.docs,
        &integers.attributes,
        &rows,
    )
}

pub(super) fn error_codes(codes: &ErrorCodes) -> Result<String> {
    let rows = rows(&codes.variants, string)?;
    table("error_codes", &codes.name, "", &codes.docs, &[], &rows)
}

/// The lines of the variants, whose wire text is written by `literal`.
fn rows(variants: &[Variant], literal: impl Fn(&str) -> String) -> Result<String> {
    let mut text = String::new();
    for variant in variants {
        write_docs(&mut text, &variant.docs, 2);
        let wire = literal(&variant.wire);
        write_line(&mut text, &format!("{} = {wire},", identifier(&variant.name)?), 2);
    }
    Ok(text)
}

fn table(kind: &str, name: &str, width: &str, docs: &[String], attributes: &[String], rows: &str) -> Result<String> {
    let name = identifier(name)?;
    let mut text = String::new();
    write_line(&mut text, &format!("rt::{kind}! {{"), 0);
    write_docs(&mut text, docs, 1);
    for attribute in attributes {
        write_line(&mut text, attribute, 1);
    }
    write_line(&mut text, &format!("pub enum {name}{width} {{"), 1);
    text.push_str(rows);
    write_line(&mut text, "}", 1);
    write_line(&mut text, "}", 0);
    Ok(text)
}
