//! `--until` and `--fail-if`, and tccli's `--waiter`: polls until an expression is true.

use std::time::Duration;

use tc3_runtime::{Client, NamedCall, PollStatus, RawJson, Response};

use super::failure::failure;
use super::named_call::Target;
use super::printer::parse;
use crate::arguments::GlobalOptions;
use crate::error::CliError;
use crate::exit_status::ExitStatus;
use crate::filter::Filter;
use crate::json::{self, Value, write_compact};

/// How much of a value an error shows.
const MAX_SHOWN: usize = 200;

/// The pause of tccli.
const DEFAULT_INTERVAL: Duration = Duration::from_secs(5);
/// The time limit of tccli.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(180);

/// What is waited for.
pub(crate) struct Wait {
    condition: Condition,
    fail_if: Option<Filter>,
    interval: Duration,
    timeout: Duration,
    /// What has to be said, a line each.
    pub(crate) notes: Vec<String>,
}

enum Condition {
    /// `--until`: the expression is true. What it compares is shown, if it is a comparison.
    True { expression: Filter, shown: Option<Filter> },
    /// `--waiter`: the expression has this value.
    Equal { expression: Filter, to: Value },
}

/// What a poll found.
#[derive(Debug, PartialEq)]
enum Found {
    Ready,
    Failed,
    /// Neither, and what is looked at now.
    Pending(Value),
}

impl Wait {
    /// Reads the options of a wait; `None` if there are none.
    ///
    /// # Errors
    /// If an expression is wrong, or an option has no meaning without the others.
    pub(crate) fn read(options: &GlobalOptions) -> Result<Option<Self>, CliError> {
        let fail_if = options.fail_if.as_deref().map(Filter::compile).transpose()?;
        match (&options.until, &options.waiter) {
            (Some(_), Some(_)) => Err(CliError::input(
                "--until and --waiter say the same twice: give one of them",
            )),
            (None, None) if options.fail_if.is_some() || options.every.is_some() => {
                let option = if options.every.is_some() {
                    "--every"
                } else {
                    "--fail-if"
                };
                let message = format!("{option} belongs to a wait: say what to wait for by --until EXPR");
                Err(CliError::input(message))
            }
            (None, None) => Ok(None),
            (Some(until), None) => Ok(Some(Self {
                condition: Condition::True {
                    expression: Filter::compile(until)?,
                    shown: compared(until),
                },
                fail_if,
                interval: options.every.unwrap_or(DEFAULT_INTERVAL),
                timeout: options.timeout.unwrap_or(DEFAULT_TIMEOUT),
                notes: Vec::new(),
            })),
            (None, Some(waiter)) => Waiter::read(waiter).and_then(|waiter| {
                Ok(Some(Self {
                    condition: Condition::Equal {
                        expression: Filter::compile(&waiter.expression)?,
                        to: waiter.to,
                    },
                    fail_if,
                    interval: options.every.or(waiter.interval).unwrap_or(DEFAULT_INTERVAL),
                    timeout: options.timeout.or(waiter.timeout).unwrap_or(DEFAULT_TIMEOUT),
                    notes: waiter.note.into_iter().collect(),
                }))
            }),
        }
    }

    /// # Errors
    /// If the action may change something, as each poll would.
    pub(crate) fn check_target(target: &Target<'_>) -> Result<(), CliError> {
        if target.only_reads() {
            return Ok(());
        }
        let message = format!(
            "a wait repeats the call, and {} may change something each time",
            target.label()
        );
        Err(CliError::input(message).hint("wait by an action that describes what was changed"))
    }

    /// Looks at an answer.
    ///
    /// # Errors
    /// If an expression cannot be applied to it.
    fn check(&self, answer: &Value) -> Result<Found, CliError> {
        if let Some(fail_if) = &self.fail_if
            && holds(fail_if, answer, "--fail-if")?
        {
            return Ok(Found::Failed);
        }
        Ok(match &self.condition {
            Condition::True { expression, .. } if holds(expression, answer, "--until")? => Found::Ready,
            Condition::True { expression, shown } => {
                Found::Pending(shown.as_ref().unwrap_or(expression).apply(answer)?)
            }
            Condition::Equal { expression, to } => {
                let value = expression.apply(answer)?;
                if value == *to {
                    Found::Ready
                } else {
                    Found::Pending(value)
                }
            }
        })
    }
}

/// Polls until a wait is over; calls `progress` with what each poll found, as compact JSON.
///
/// # Errors
/// If the time is up, the expression of `--fail-if` is true, a call fails, or an expression cannot be applied.
pub(crate) async fn poll(
    client: &Client,
    target: &Target<'_>,
    call: &NamedCall,
    json: &str,
    wait: &Wait,
    mut progress: impl FnMut(&str),
) -> Result<Response<RawJson>, CliError> {
    // That it only reads was seen before: repeating it is what was asked for.
    let call = call.clone().read_only();
    let mut wrong = None;
    let mut last = None;
    let check = |response: &Response<RawJson>| match parse(response).and_then(|answer| wait.check(&answer)) {
        Ok(Found::Ready) => PollStatus::Ready,
        Ok(Found::Failed) => PollStatus::Failed("the expression of --fail-if is true".to_owned()),
        Ok(Found::Pending(value)) => {
            let shown = compact(&value);
            progress(&shown);
            last = Some(shown);
            PollStatus::Pending
        }
        Err(error) => {
            wrong = Some(error);
            PollStatus::Failed(String::new())
        }
    };
    let waited = client.wait_named(&call, json, check, wait.interval, wait.timeout).await;
    if let Some(error) = wrong {
        return Err(error);
    }
    waited.map_err(|error| {
        let mut failure = failure(&error, target, client);
        if error.is_timeout() {
            failure.status = ExitStatus::WaitTimedOut;
            failure.hints.clear();
            if let Some(last) = last {
                let shown: String = last.chars().take(MAX_SHOWN).collect();
                failure.hints.push(format!("the last answer had {shown}"));
            }
        }
        failure
    })
}

fn compact(value: &Value) -> String {
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = write_compact(value, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// The left side of a comparison, to show what it is now.
fn compared(expression: &str) -> Option<Filter> {
    let (left, right) = expression.split_once("==")?;
    let is_simple = |side: &str| !side.contains(['|', '&', '?', '=', '<', '>', '!']);
    if !is_simple(left) || !is_simple(right) {
        return None;
    }
    Filter::compile(left.trim()).ok()
}

/// tccli's option: `{"expr": "Status", "to": "RUNNING", "timeout": 180, "interval": 5}`.
struct Waiter {
    expression: String,
    to: Value,
    timeout: Option<Duration>,
    interval: Option<Duration>,
    note: Option<String>,
}

impl Waiter {
    fn read(text: &str) -> Result<Self, CliError> {
        let wrong = |why: &str| {
            CliError::input(format!("--waiter: {why}")).hint(
                r#"write it as --waiter '{"expr": "Status", "to": "RUNNING", "timeout": 180, "interval": 5}', or use --until "Status == 'RUNNING'""#,
            )
        };
        let (value, note) = match json::parse(text) {
            Ok(value) => (value, None),
            Err(error) => {
                let value = from_python(text).and_then(|text| json::parse(&text).ok());
                let value = value.ok_or_else(|| wrong(&format!("it is not JSON: {error}")))?;
                (
                    value,
                    Some("--waiter is read as a Python literal; write JSON".to_owned()),
                )
            }
        };
        let Value::Object(members) = &value else {
            return Err(wrong("it is not an object"));
        };
        let known = ["expr", "to", "timeout", "interval"];
        if let Some((name, _)) = members.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            return Err(wrong(&format!(
                "it has no member `{name}`: the members are {}",
                known.join(", ")
            )));
        }
        let Some(Value::String(expression)) = value.get("expr") else {
            return Err(wrong("`expr` is missing, the expression to look at"));
        };
        let to = value.get("to").cloned();
        let seconds = |name: &str| match value.get(name) {
            None => Ok(None),
            Some(number) => seconds(number)
                .map(Some)
                .ok_or_else(|| wrong(&format!("`{name}` is a number of seconds, 0 or more"))),
        };
        Ok(Self {
            expression: expression.clone(),
            to: to.ok_or_else(|| wrong("`to` is missing, the value to wait for"))?,
            timeout: seconds("timeout")?,
            interval: seconds("interval")?,
            note,
        })
    }
}

fn seconds(value: &Value) -> Option<Duration> {
    let Value::Number(number) = value else { return None };
    let seconds: f64 = number.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// JSON from a Python literal, in which texts have single quotes and constants begin with a capital.
fn from_python(text: &str) -> Option<String> {
    let mut json = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = ["True", "False", "None"]
            .into_iter()
            .find(|word| rest.starts_with(word));
        if let Some(word) = word {
            json.push_str(match word {
                "True" => "true",
                "False" => "false",
                _ => "null",
            });
            rest = rest.get(word.len()..)?;
        } else if first == '\'' || first == '"' {
            let (text, after) = python_text(rest.get(1..)?, first)?;
            json.push_str(&serde_json::Value::from(text).to_string());
            rest = after;
        } else {
            json.push(first);
            rest = rest.get(first.len_utf8()..)?;
        }
    }
    Some(json)
}

/// The text up to the quote, and what follows it.
fn python_text(rest: &str, quote: char) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some((text, rest.get(at + letter.len_utf8()..)?));
        }
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        match letters.next()?.1 {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            escaped @ ('\'' | '"' | '\\') => text.push(escaped),
            _ => return None,
        }
    }
    None
}

/// Whether a condition holds. What is neither true nor false is no condition, and would be waited for without end; null is
/// what an answer does not have yet.
///
/// # Errors
/// If the expression gives a text, a number, a list or an object.
fn holds(expression: &Filter, answer: &Value, option: &str) -> Result<bool, CliError> {
    match expression.apply(answer)? {
        Value::Bool(holds) => Ok(holds),
        Value::Null => Ok(false),
        other => {
            let kind = match other {
                Value::Array(_) => "a list",
                Value::Object(_) => "an object",
                Value::String(_) => "a text",
                _ => "a number",
            };
            Err(CliError::input(format!("{option} gives {kind}, which is neither true nor false"))
                .hint("compare it, as in \"Status == 'RUNNING'\"; of a list: \"length(List[?Status == 'RUNNING']) > `0`\""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_literals_become_json() {
        let json = from_python(r#"{'expr': "a['b']", 'to': True, 'x': [None, False, 'it\'s "中"']}"#).unwrap();
        assert_eq!(
            json,
            r#"{"expr": "a['b']", "to": true, "x": [null, false, "it's \"中\""]}"#
        );
        assert_eq!(from_python("{'a"), None);
    }

    #[test]
    fn a_waiter_needs_an_expression_a_value_and_seconds() {
        for (text, why) in [
            ("x", "it is not JSON"),
            ("[]", "not an object"),
            (r#"{"to":1}"#, "`expr` is missing"),
            (r#"{"expr":"A"}"#, "`to` is missing"),
            (
                r#"{"expr":"A","to":1,"timeout":-1}"#,
                "`timeout` is a number of seconds",
            ),
            (
                r#"{"expr":"A","to":1,"interval":"5"}"#,
                "`interval` is a number of seconds",
            ),
            (r#"{"expr":"A","to":1,"every":5}"#, "no member `every`"),
        ] {
            let error = Waiter::read(text).err().unwrap();
            assert!(error.messages.concat().contains(why), "{text}: {error:?}");
        }
        let waiter = Waiter::read(r#"{"expr":"A","to":null,"timeout":2,"interval":0.5}"#).unwrap();
        assert_eq!((waiter.to, waiter.timeout), (Value::Null, Some(Duration::from_secs(2))));
        assert_eq!(waiter.interval, Some(Duration::from_millis(500)));
        assert!(Waiter::read("{'expr': 'A', 'to': None}").unwrap().note.is_some());
    }
}
