//! Writes JSON values.

use tc3_codegen::spec::{Json, JsonEntry, JsonValue};

/// A value that stood in no file.
pub(crate) fn json(value: JsonValue) -> Json {
    Json { value, range: 0..0 }
}

/// A string that stood in no file.
pub(crate) fn string(text: impl Into<String>) -> Json {
    json(JsonValue::String(text.into()))
}

/// An object of these names and values, in this order.
pub(crate) fn object(entries: impl IntoIterator<Item = (String, Json)>) -> Json {
    let entries = entries.into_iter().map(|(name, value)| JsonEntry {
        name,
        name_range: 0..0,
        value,
    });
    json(JsonValue::Object(entries.collect()))
}

/// `value` on one line.
pub(crate) fn to_text(value: &Json) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(json: &Json, text: &mut String) {
    match &json.value {
        JsonValue::Null => text.push_str("null"),
        JsonValue::Bool(true) => text.push_str("true"),
        JsonValue::Bool(false) => text.push_str("false"),
        JsonValue::Number(number) => text.push_str(number),
        JsonValue::String(string) => write_string(string, text),
        JsonValue::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(index, text);
                write(item, text);
            }
            text.push(']');
        }
        JsonValue::Object(entries) => {
            text.push('{');
            for (index, entry) in entries.iter().enumerate() {
                separate(index, text);
                write_string(&entry.name, text);
                text.push(':');
                write(&entry.value, text);
            }
            text.push('}');
        }
    }
}

fn separate(index: usize, text: &mut String) {
    if index > 0 {
        text.push(',');
    }
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if control < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use tc3_codegen::spec::Json;

    use super::to_text;

    #[test]
    fn what_is_written_reads_back_as_the_same_value() {
        let texts = [
            r#"{"A":[1,-2.50,1e3,18446744073709551615],"B":{"C":null,"D":[true,false]},"E":{},"F":[]}"#,
            r#"{"\"\\\n\r\t\u0000\u001f":"\u2028 通道组 \ud83d\ude00 </script>"}"#,
        ];
        for text in texts {
            let value = Json::parse(text).expect("JSON");
            let written = to_text(&value);
            assert_eq!(Json::parse(&written), Ok(value), "{written}");
        }
    }
}
