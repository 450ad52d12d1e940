//! The table of a type: the wire names of its members and access to each by its index.

use super::fragment::{Fragment, string, write_line};
use super::{Result, identifier};
use crate::lower::{Default, Field, Presence, Struct};

pub(super) fn record(structure: &Struct) -> Result<Fragment> {
    let name = identifier(&structure.name)?;
    let door = match structure.default {
        Default::None => "",
        Default::Trait => ", Default",
        Default::TraitAndNew => ", new",
    };
    let mut text = String::new();
    if structure.fields.is_empty() {
        write_line(&mut text, &format!("rt::record!({name}{door} {{}});"), 0);
        return Ok(Fragment::Table(text));
    }
    write_line(&mut text, &format!("rt::record!({name}{door} {{"), 0);
    for (index, field) in structure.fields.iter().enumerate() {
        let member = identifier(&field.name)?;
        write_line(&mut text, &format!("{index}: {member} = {},", entry(field)), 1);
    }
    write_line(&mut text, "});", 0);
    Ok(Fragment::Table(text))
}

fn entry(field: &Field) -> String {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Always => "always",
        Presence::Optional => "optional",
    };
    let nullable = if field.nullable { ".nullable()" } else { "" };
    let secret = if field.secret { ".secret()" } else { "" };
    format!("{presence}({}){nullable}{secret}", string(&field.wire_name))
}
