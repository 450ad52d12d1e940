//! A record as text.

use tc3_codegen::spec::{Json, JsonValue};

use super::Record;
use crate::json::{json, object};

pub(super) fn write(record: &Record) -> String {
    let number = |text: String| json(JsonValue::Number(text));
    object([
        ("since".to_owned(), number(record.since.to_string())),
        ("reads".to_owned(), number(record.reads.to_string())),
        ("members".to_owned(), record.to_json()),
    ])
    .to_string()
}

/// `None` for a text that [`write`] did not write.
pub(super) fn read(text: &str) -> Option<Record> {
    let read = Json::parse(text).ok()?;
    let members = read.get("members")?.as_object()?.iter();
    let members = members.map(|entry| (entry.name.clone(), entry.value.clone()));
    Some(Record::kept(
        members.collect(),
        number_in(&read, "since")?,
        number_in(&read, "reads")?,
    ))
}

fn number_in<N: std::str::FromStr>(object: &Json, name: &str) -> Option<N> {
    match &object.get(name)?.value {
        JsonValue::Number(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::json::string;
    use crate::state::record::Record;

    #[test]
    fn a_record_comes_back_from_its_text() {
        let mut record = Record::new(-5);
        record.reads = 3;
        record.set("GroupName", string("网络 \"α\"\n"));
        assert_eq!(read(&write(&record)), Some(record));
        assert_eq!(read("{}"), None);
    }
}
