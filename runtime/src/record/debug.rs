//! `Debug` for records.

use std::fmt;

use super::Record;
use super::slot::{List, View};

/// Prints the members that are present, by their wire names; secret ones as `[redacted]`.
///
/// # Errors
/// Those of the formatter.
pub fn fmt_record(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = record.shape();
    let mut members = f.debug_struct(shape.name);
    for (index, field) in shape.fields.iter().enumerate() {
        match record.get(index).map_or(View::Absent, |slot| slot.view()) {
            View::Absent => {}
            _ if field.secret => {
                members.field(field.name, &format_args!("[redacted]"));
            }
            view => {
                members.field(field.name, &AsDebug(view));
            }
        }
    }
    members.finish()
}

struct AsDebug<'a>(View<'a>);

impl fmt::Debug for AsDebug<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("None"),
            View::Str(text) => text.fmt(f),
            View::Int(value) => value.fmt(f),
            View::Uint(value) => value.fmt(f),
            View::Float(value) => value.fmt(f),
            View::Bool(value) => value.fmt(f),
            View::Bytes(bytes) => write!(f, "[{} bytes]", bytes.len()),
            View::Json(value) => value.fmt(f),
            View::Record(record) => fmt_record(record, f),
            View::List(list) => f.debug_list().entries(items(list)).finish(),
        }
    }
}

fn items(list: &dyn List) -> impl Iterator<Item = AsDebug<'_>> {
    (0..list.len())
        .filter_map(|index| list.item(index))
        .map(|slot| AsDebug(slot.view()))
}
