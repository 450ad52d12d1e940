//! The keys of each object in a spec file, and the fields that they are read into.

use super::json::{Json, JsonValue};
use super::keys::{Keys, ReadObject};
use super::model::{ActionFile, AllowedValue, ErrorCode, Example, Member, NamedInteger, Paging, ServiceFile, TypeFile};
use crate::source::Spanned;

impl ReadObject for ServiceFile {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            schema: keys.optional("$schema").map(|schema| schema.value),
            name: keys.required("name"),
            version: keys.required("version"),
            title: keys.required("title"),
            description: keys.required("description"),
            imported_from: keys.optional("importedFrom"),
            host: keys.required("host"),
            default_version: keys.flag("defaultVersion"),
            errors: keys.list("errors").unwrap_or_default(),
        }
    }
}

impl ReadObject for ActionFile {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            schema: keys.optional("$schema").map(|schema| schema.value),
            name: keys.required("name"),
            description: keys.required("description"),
            last_updated: keys.optional("lastUpdated"),
            imported_from: keys.optional("importedFrom"),
            host: keys.optional("host"),
            rate_limit: keys.optional("rateLimit"),
            region_required: keys.required::<bool>("regionRequired").value,
            read_only: keys.decision("readOnly"),
            paging: keys.object("paging"),
            streaming: keys.optional("streaming").unwrap_or_default(),
            content: keys.optional("content"),
            signed: keys.optional("signed"),
            deprecated: keys.optional("deprecated"),
            parameters: keys.required_list("parameters"),
            output: keys.required_list("output"),
            errors: keys.list("errors").unwrap_or_default(),
            examples: keys.list("examples").unwrap_or_default(),
        }
    }
}

impl ReadObject for Paging {
    fn read(keys: &mut Keys<'_>) -> Self {
        let kind: Spanned<String> = keys.required("kind");
        let is_none = kind.value == Self::NONE;
        let position = keys.required_unless(is_none, "position");
        if kind.value == "token" {
            keys.suggest("next", "\"...\"");
        }
        Self {
            position,
            size: keys.optional("size"),
            first_page: keys.optional("firstPage"),
            items: keys.required_unless(is_none, "items"),
            total: keys.optional("total"),
            next: keys.optional("next"),
            more: keys.optional("more"),
            last: keys.optional("last"),
            kind,
        }
    }
}

impl ReadObject for TypeFile {
    fn read(keys: &mut Keys<'_>) -> Self {
        let read = Self {
            schema: keys.optional("$schema").map(|schema| schema.value),
            name: keys.required("name"),
            description: keys.required("description"),
            imported_from: keys.optional("importedFrom"),
            members: keys.list("members"),
            values: keys.list("values"),
            format: keys.optional("format"),
            integers: keys.list("integers"),
        };
        // One of the three lists is required; most types are structures.
        keys.suggest("members", "[]");
        read
    }
}

impl ReadObject for Member {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            name: keys.required("name"),
            rust_name: keys.optional("rustName"),
            type_name: keys.required("type"),
            format: keys.optional("format"),
            required: keys.flag("required"),
            nullable: keys.flag("nullable"),
            description: keys.required("description"),
            values: keys.optional_or("values", help_for_values),
            default: keys.optional("default"),
            unit: keys.optional("unit"),
            minimum: keys.optional("minimum"),
            maximum: keys.optional("maximum"),
            max_length: keys.optional("maxLength"),
            max_items: keys.optional("maxItems"),
            deprecated: keys.optional("deprecated"),
            secret: keys.decision("secret"),
        }
    }
}

impl ReadObject for AllowedValue {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            value: keys.required("value"),
            rust_name: keys.optional("rustName"),
            description: keys.required("description"),
        }
    }
}

impl ReadObject for NamedInteger {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            value: keys.required("value"),
            rust_name: keys.required("rustName"),
            description: keys.required("description"),
        }
    }
}

impl ReadObject for ErrorCode {
    fn read(keys: &mut Keys<'_>) -> Self {
        Self {
            code: keys.required("code"),
            rust_name: keys.optional("rustName"),
            description: keys.optional("description"),
        }
    }
}

impl ReadObject for Example {
    fn read(keys: &mut Keys<'_>) -> Self {
        let read = Self {
            title: keys.required("title"),
            request: keys.optional("request"),
            response: keys.optional("response"),
            imported: keys.optional("imported"),
        };
        keys.require_either("request", "response");
        read
    }
}

/// What to write in a member instead of a list of its values.
fn help_for_values(json: &Json) -> Option<&'static str> {
    let JsonValue::Array(items) = &json.value else {
        return None;
    };
    Some(if items.iter().all(|item| item.as_str().is_some()) {
        "list them in types/<Name>.json under `values`, and write the name of that type here"
    } else {
        "name them in types/<Name>.json under `integers`, and write the name of that type here; a range has `minimum` and \
         `maximum`"
    })
}
