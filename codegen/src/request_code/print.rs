//! Prints an [`Expression`], laid out much as rustfmt does.

use super::expression::{Expression, ItemShape};

/// Arguments, items and chains that are longer are broken, as rustfmt breaks them.
const SHORT: usize = 60;
const INDENT: &str = "    ";

/// The value as code, for a line that is indented by `level` steps.
pub(crate) fn expression(value: &Expression, level: usize) -> String {
    match value {
        Expression::New {
            type_name,
            arguments,
            setters,
        } => chain(type_name, arguments, setters, level),
        Expression::List(items) => list("[", items, "]", level),
        // The type of the items is that of the argument, whose path depends on the crate.
        Expression::EmptyList(ItemShape::Json) => "::std::iter::empty()".to_owned(),
        Expression::EmptyList(item) => format!("::std::vec::Vec::<{}>::new()", plain_type(item)),
        Expression::Variant { set, variant } => format!("{set}::{variant}"),
        Expression::Text(text) => format!("{text:?}"),
        Expression::Json(text) => format!("{}.parse()?", raw(text)),
        Expression::Bytes(bytes) => format!("b\"{}\".to_vec()", bytes.escape_ascii()),
        Expression::Int64(value) => value.to_string(),
        Expression::Uint64(value) => value.to_string(),
        Expression::Float(value) => format!("{value:?}"),
        Expression::Boolean(value) => value.to_string(),
    }
}

fn chain(type_name: &str, arguments: &[Expression], setters: &[(String, Expression)], level: usize) -> String {
    let line = |level| list(&format!("{type_name}::new("), arguments, ")", level);
    let calls = |level: usize| {
        let call = move |(setter, value): &(String, Expression)| {
            list(&format!(".{setter}("), std::slice::from_ref(value), ")", level)
        };
        setters.iter().map(call).collect::<Vec<String>>()
    };
    let new = line(level);
    let whole = format!("{new}{}", calls(level).concat());
    if setters.is_empty() || (whole.len() <= SHORT && !whole.contains('\n')) {
        return whole;
    }
    // A constructor that ends on a line of its own is followed by its setters at the same depth.
    let level = if new.contains('\n') { level } else { level + 1 };
    let mut code = new;
    for call in calls(level) {
        code.push('\n');
        code.push_str(&INDENT.repeat(level));
        code.push_str(&call);
    }
    code
}

fn list(open: &str, values: &[Expression], close: &str, level: usize) -> String {
    let flat: Vec<String> = values.iter().map(|value| expression(value, level)).collect();
    let line = flat.join(", ");
    // One value, such as a structure, hugs the parentheses.
    if values.len() == 1 || (line.len() <= SHORT && !line.contains('\n')) {
        return format!("{open}{line}{close}");
    }
    let mut code = format!("{open}\n");
    for value in values {
        let value = expression(value, level + 1);
        code.push_str(&format!("{}{value},\n", INDENT.repeat(level + 1)));
    }
    code + &INDENT.repeat(level) + close
}

/// `text` as a raw string literal.
pub(crate) fn raw(text: &str) -> String {
    let mut hashes = 1;
    while text.contains(&format!("\"{}", "#".repeat(hashes))) {
        hashes += 1;
    }
    let fence = "#".repeat(hashes);
    format!("r{fence}\"{text}\"{fence}")
}

fn plain_type(item: &ItemShape) -> &str {
    match item {
        ItemShape::Int64 => "i64",
        ItemShape::Uint64 => "u64",
        ItemShape::Float => "f64",
        ItemShape::Boolean => "bool",
        ItemShape::Values(name) | ItemShape::Type(name) | ItemShape::BoxedType(name) => name,
        ItemShape::Text | ItemShape::Json | ItemShape::Binary => "::std::string::String",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(type_name: &str, arguments: Vec<Expression>, setters: Vec<(&str, Expression)>) -> Expression {
        let setters = setters.into_iter().map(|(name, value)| (name.to_owned(), value));
        Expression::New {
            type_name: type_name.to_owned(),
            arguments,
            setters: setters.collect(),
        }
    }

    #[test]
    fn long_chains_are_broken() {
        let text = |text: &str| Expression::Text(text.to_owned());
        let item = || {
            new(
                "AccessConfiguration",
                vec![text("Guangzhou"), Expression::Int64(10)],
                vec![],
            )
        };
        let request = new(
            "CreateProxyGroupRequest",
            vec![Expression::Int64(0), text("a\n\"b\"")],
            vec![
                ("set", Expression::List(vec![item(), item()])),
                ("flag", Expression::Boolean(true)),
            ],
        );
        let expected = r#"CreateProxyGroupRequest::new(0, "a\n\"b\"")
        .set([
            AccessConfiguration::new("Guangzhou", 10),
            AccessConfiguration::new("Guangzhou", 10),
        ])
        .flag(true)"#;
        assert_eq!(expression(&request, 1), expected);
    }

    #[test]
    fn a_raw_string_has_as_many_hashes_as_it_needs() {
        assert_eq!(raw("a"), "r#\"a\"#");
        assert_eq!(raw("{\"a\":\"\"#\"}"), "r##\"{\"a\":\"\"#\"}\"##");
    }
}
