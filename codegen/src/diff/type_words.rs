//! What a member holds, in the words of the spec.

use crate::lower::{Field, ItemShape, Shape};

/// `Array of TagPair`
pub(super) fn type_words(field: &Field) -> String {
    let item = match &field.item {
        ItemShape::Text => "String".to_owned(),
        ItemShape::Int64 => "Integer (int64)".to_owned(),
        ItemShape::Uint64 => "Integer (uint64)".to_owned(),
        ItemShape::Float => "Float".to_owned(),
        ItemShape::Boolean => "Boolean".to_owned(),
        ItemShape::Json => "Object".to_owned(),
        ItemShape::Binary => "Binary".to_owned(),
        ItemShape::Values(name) => format!("String (values `{name}`)"),
        ItemShape::Type(name) | ItemShape::BoxedType(name) => name.clone(),
    };
    match is_list(field) {
        true => format!("Array of {item}"),
        false => item,
    }
}

pub(super) fn is_boxed(field: &Field) -> bool {
    matches!(field.item, ItemShape::BoxedType(_))
}

/// Whether an argument for the one may be taken for the other: text stands for values, and digits for any integer.
pub(super) fn same_argument(one: &Field, other: &Field) -> bool {
    use ItemShape::{BoxedType, Int64, Text, Type, Uint64, Values};
    let same_item = match (&one.item, &other.item) {
        (Text | Values(_), Text | Values(_)) | (Int64 | Uint64, Int64 | Uint64) => true,
        (Type(one) | BoxedType(one), Type(other) | BoxedType(other)) => one == other,
        (one, other) => one == other,
    };
    same_item && is_list(one) == is_list(other)
}

fn is_list(field: &Field) -> bool {
    matches!(field.shape, Shape::List | Shape::OptionalList)
}
