//! What is wrong with parameters, while they are typed: the one validator of the project, with places for an editor.

use crate::error::CliError;
use crate::explorer::Explorer;
use crate::explorer::web::input::Input;
use crate::explorer::web::reply::{number, object, text};
use crate::json::Value;
use crate::parameters::wrong_places;

/// `{faults: [{path, message, line, column}]}`
pub(super) fn check(explorer: &Explorer, input: &Input) -> Result<Value, CliError> {
    let found = explorer.libraries.asked_for(input)?.find(input)?;
    let Some(action) = found.action() else {
        return Err(CliError::input("the action is not there"));
    };
    let body = input.text("body").unwrap_or("{}");
    let faults = wrong_places(body, &found, action).into_iter().map(|wrong| {
        let (line, column) = place(body, wrong.range.start);
        object([
            ("path", text(wrong.path)),
            ("message", text(wrong.message)),
            ("line", number(line)),
            ("column", number(column)),
        ])
    });
    Ok(object([("faults", Value::Array(faults.collect()))]))
}

/// The line and the column, in characters, of a byte, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let of_line = before.rsplit('\n').next().unwrap_or_default();
    (line, of_line.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn columns_count_characters() {
        assert_eq!(place("{\n  \"中\": x", 9), (2, 6));
        assert_eq!(place("", 0), (1, 1));
        assert_eq!(place("a\n", 2), (2, 1));
    }
}
